"""A proposal of pilot villages in Word: ready to read, to argue with and to sign."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from docx.shared import Pt

from reports.money_tables import budgets_table, demands_table, towns_table
from reports.proposal import Method, Proposal, Signature
from reports.proposal_tables import (
    PASSED_SHOWN,
    Printed,
    figures_table,
    parameters_table,
    passed_table,
    reasons_table,
    vetoed_table,
    villages_table,
)
from reports.proposal_words import Say, day, is_chinese, sentences, title_of
from reports.word_paper import (
    add_line,
    add_picture,
    add_table,
    heading_number,
    new_paper,
    paper_bytes,
)
from reports.word_styles import RIGHT

MAP_HEIGHT_MM = 207.0


class _Writer:
    """Holds the paper and the numbers of its headings, tables and figures."""

    def __init__(self, proposal: Proposal, say: Say) -> None:
        self.proposal, self.say = proposal, say
        self.paper = new_paper(proposal.language, proposal.stamp)
        self.chapters, self.tables = count(1), count(1)
        self.parts: Iterator[int] = count(1)

    def chapter(self, words: str) -> None:
        number = heading_number(next(self.chapters), 1, self.proposal.language)
        self.paper.add_heading(f"{number}{words}", level=1)
        self.parts = count(1)

    def part(self, words: str) -> None:
        number = heading_number(next(self.parts), 2, self.proposal.language)
        self.paper.add_heading(f"{number}{words}", level=2)

    def lines(self, texts: Sequence[str], style: str = "Normal") -> None:
        for text in texts:
            add_line(self.paper, text, style)

    def numbered(self, texts: Sequence[str], empty: str, style: str = "Normal") -> None:
        """Write sentences as a numbered list, one sentence without a number."""
        if len(texts) < 2:
            self.lines(texts or [empty], style)
        else:
            told = [f"{at}. {text}" for at, text in enumerate(texts, start=1)]
            self.lines(told, style)

    def table(self, made: Printed, empty: str = "") -> None:
        """Write a table under its numbered caption, or why there is none."""
        if not made.rows:
            self.lines([empty])
            return
        say = self.say
        name = say("Table {number}").format(number=next(self.tables))
        add_line(self.paper, f"{name}  {made.caption}", "Caption")
        add_table(
            self.paper,
            made.headings,
            made.rows,
            made.widths_mm,
            centred=made.centred,
            sums_up=made.sums_up,
        )


def proposal_document(proposal: Proposal, say: Say) -> bytes:
    """Write a proposal to a Word file, A4.

    Parameters
    ----------
    proposal : Proposal
        In the words of the reader.
    say : callable
        Translates headings and fixed words into the same language.

    Returns
    -------
    bytes
        A ``.docx``; the same for the same proposal.
    """
    writer = _Writer(proposal, say)
    title = title_of(proposal, say)
    add_line(writer.paper, title, "Title")
    if proposal.addressee:
        colon = "：" if is_chinese(proposal.language) else ":"
        writer.lines([f"{proposal.addressee}{colon}"], style="Plain")
    for chapter in _CHAPTERS:
        chapter(writer, proposal, say)
    _sign(writer, proposal, say)
    _annex(writer, proposal, say)
    author = proposal.office or proposal.county
    return paper_bytes(writer.paper, title, author, proposal.made_on)


def _recommend(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.chapter(say("What is proposed"))
    writer.lines(sentences(proposal, say))
    writer.table(figures_table(proposal, say))
    writer.lines(proposal.summary)


def _name_villages(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.chapter(say("The pilot villages"))
    if not proposal.villages:
        writer.lines([say("Within these limits no village can be chosen.")])
        return
    writer.table(villages_table(proposal, say))
    writer.lines([_how_to_read(proposal, say)], style="Note")
    if proposal.ties:
        comma = "、" if is_chinese(proposal.language) else ", "
        told = say("These cannot be told apart by rank: {villages}.")
        writer.lines([told.format(villages=comma.join(tie)) for tie in proposal.ties])
    if proposal.map_png:
        writer.lines([say("Where they lie is shown in annex 1.")])


def _how_to_read(proposal: Proposal, say: Say) -> str:
    return say(
        "Rank: in the ranking of record. Among the first {count}: share of the draws "
        "of weights and data in which the village is there. Risk removed: people fewer "
        "expected in a heavily damaged house within 30 years; intervals do not add up."
    ).format(count=proposal.first_count)


def _explain(writer: _Writer, proposal: Proposal, say: Say) -> None:
    if proposal.villages:
        writer.chapter(say("Why these villages"))
        writer.table(reasons_table(proposal, say))


def _account(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.chapter(say("Money and its sources"))
    writer.part(say("Where the money comes from"))
    writer.table(budgets_table(proposal, say))
    writer.part(say("Among the towns"))
    writer.table(towns_table(proposal, say), say("No town has a share."))
    writer.lines(proposal.equity)
    writer.part(say("Demands and their price"))
    writer.table(demands_table(proposal, say), say("No demand was made on the plan."))


def _move_away(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.chapter(say("Not to be retrofitted where they stand"))
    writer.lines(
        [
            say(
                "That these houses are not retrofitted in place is a rule of this "
                "office, not of a policy document. Families in a house of grade C or D "
                "still enter the dangerous house programme by building anew elsewhere."
            )
        ]
    )
    nobody = say("No household on record stands in such a place.")
    writer.table(vetoed_table(proposal, say), nobody)


def _pass_over(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.chapter(say("Villages not chosen"))
    writer.table(passed_table(proposal, say), say("Every ranked village is chosen."))
    more = len(proposal.passed) - PASSED_SHOWN
    if more > 0:
        told = say("{count} more, with their reasons, are in the workbook.")
        writer.lines([told.format(count=more)])


def _doubt(writer: _Writer, proposal: Proposal, say: Say) -> None:
    nothing = say("Nothing is noted.")
    writer.chapter(say("How certain this is"))
    writer.numbered(proposal.uncertainty, nothing)
    writer.chapter(say("What is assumed, and what is to be checked"))
    writer.numbered(proposal.assumptions, nothing)


def _go_on(writer: _Writer, proposal: Proposal, say: Say) -> None:
    if proposal.next_steps:
        writer.chapter(say("What is to be done next"))
        writer.numbered(proposal.next_steps, "")


def _cite(writer: _Writer, proposal: Proposal, say: Say) -> None:
    def told(method: Method) -> str:
        if is_chinese(proposal.language):
            return f"{method.title}：{method.says}（{method.source}）"
        return f"{method.title}: {method.says} [{method.source}]"

    writer.chapter(say("Methods and sources"))
    nothing = say("Nothing is noted.")
    writer.numbered([*map(told, proposal.methods)], nothing, "Reference")


_CHAPTERS: tuple[Callable[[_Writer, Proposal, Say], None], ...] = (
    _recommend,
    _name_villages,
    _explain,
    _account,
    _move_away,
    _pass_over,
    _doubt,
    _go_on,
    _cite,
)


def _sign(writer: _Writer, proposal: Proposal, say: Say) -> None:
    """Write the closing line, the annexes, who proposes, and the lines to sign."""
    usual = (say("Prepared by"), say("Checked by"), say("Approved by"))
    signed = proposal.signatures or [Signature(role=role) for role in usual]
    _close(writer, proposal, say)
    heads = ["", say("Name and signature"), say("Opinion"), say("Date")]
    rows = [[one.role, one.name, "", ""] for one in signed]
    widths = (26, 50, 46, 34)
    add_table(writer.paper, heads, rows, widths, centred=(0, 1), least_row_mm=13)
    if proposal.scenario:
        told = say("Scenario {scenario}; data and rules of {on}.")
        on = day(proposal.on, proposal.language)
        writer.lines([told.format(scenario=proposal.scenario, on=on)], style="Note")


def _close(writer: _Writer, proposal: Proposal, say: Say) -> None:
    """Write what stands above the signatures, on one page with them."""
    lines = [*writer.paper.paragraphs[-1:]]
    told = [say("Submitted for approval."), *_annex_titles(proposal, say)]
    lines += [add_line(writer.paper, text) for text in told]
    made_on = day(proposal.made_on, proposal.language)
    for text in filter(None, (proposal.office, made_on)):
        lines.append(add_line(writer.paper, text, "Plain"))
        lines[-1].alignment = RIGHT
    for line in lines:
        line.paragraph_format.keep_with_next = True
    lines[-1].paragraph_format.space_after = Pt(12)


def _annex(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writers = [writes for content, _, writes in _annexes(proposal, say) if content]
    for title, writes in zip(_annex_titles(proposal, say), writers, strict=True):
        heading = writer.paper.add_heading(title, level=1)
        heading.paragraph_format.page_break_before = True
        writes(writer, proposal, say)


def _annex_titles(proposal: Proposal, say: Say) -> list[str]:
    told = say("Annex {number}: {title}")
    titles = [title for content, title, _ in _annexes(proposal, say) if content]
    return [told.format(number=at, title=t) for at, t in enumerate(titles, start=1)]


def _annexes(
    proposal: Proposal, say: Say
) -> tuple[tuple[object, str, Callable[[_Writer, Proposal, Say], None]], ...]:
    """Return the content of each annex, its title, and what writes it."""
    return (
        (proposal.map_png, say("Map of the pilot villages"), _show_map),
        (proposal.parameters, say("Parameters"), _show_parameters),
    )


def _show_map(writer: _Writer, proposal: Proposal, say: Say) -> None:
    says = proposal.map_says or say("Map of the pilot villages")
    add_picture(writer.paper, proposal.map_png, says, MAP_HEIGHT_MM)


def _show_parameters(writer: _Writer, proposal: Proposal, say: Say) -> None:
    writer.table(parameters_table(proposal, say))
