"""The tables of a printed proposal: headings and cells as they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.proposal import (
    Parameter,
    PilotVillage,
    Proposal,
    VetoedVillage,
)
from reports.proposal_words import (
    Say,
    counted,
    is_chinese,
    money,
    money_unit,
    share,
    with_interval,
)
from rules.language import N_

PASSED_SHOWN = 10
# Chinese headings break after two characters, English ones only between words.
VILLAGE_WIDTHS_MM = {
    True: (10, 20, 20, 10.5, 13.6, 10.5, 10.5, 11.5, 17, 22, 13.6),
    False: (11, 18, 19, 14, 11, 15.5, 11, 12, 18.5, 22, 14),
}
PARAMETER_STATES = {True: N_("checked"), False: N_("not checked")}
SHORT_WORDS = {  # of the measures, for narrow columns
    "strengthen": N_("Repair"),
    "hdc": N_("HDC"),
    "rebuild": N_("Rebuild"),
    "relocate": N_("New site"),
}


@dataclass(frozen=True)
class Printed:
    """A table: its caption, headings, cells, widths, and the centred columns."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths_mm: Sequence[float]
    centred: Sequence[int] = ()
    sums_up: bool = False


def figures_table(proposal: Proposal, say: Say) -> Printed:
    """Return the main figures, two pairs of name and value a line."""
    totals, language = proposal.totals, proposal.language
    unit = money_unit(language)
    budget = sum(line.amount_cny for line in proposal.budgets)
    facts = [
        (say("Households on record"), f"{totals.households:,}"),
        (say("Qualify"), f"{totals.entitled:,}"),
        (say("Not decided, data missing"), f"{totals.undecided:,}"),
        (say("Not to be retrofitted in place"), f"{totals.vetoed:,}"),
        (
            say("Chosen pilot villages"),
            f"{len(proposal.villages)}/{totals.villages_ranked}",
        ),
        (say("Pilot households"), f"{sum(proposal.by_measure.values()):,}"),
        (say("Subsidy ({unit})").format(unit=unit), money(proposal.cost_cny, language)),
        (say("Available ({unit})").format(unit=unit), money(budget, language)),
        (say("People at risk in 30 years"), _estimate(totals.at_risk)),
        (say("Risk removed (people)"), _estimate(totals.removed)),
    ]
    rows = [[*facts[at], *facts[at + 1]] for at in range(0, len(facts), 2)]
    heads = [say("Figure"), say("Value")] * 2
    return Printed(say("Main figures"), heads, rows, (44, 34, 44, 34), (1, 3))


def _estimate(estimate: object) -> str:
    return with_interval(estimate).replace("\n", " ")


def villages_table(proposal: Proposal, say: Say) -> Printed:
    """Return the chosen villages: households by measure, cost, risk, certainty."""
    unit = money_unit(proposal.language)
    heads = [
        say("Rank"),
        say("Town"),
        say("Village"),
        *(say(words) for words in SHORT_WORDS.values()),
        say("In all"),
        say("Subsidy ({unit})").format(unit=unit),
        say("Risk removed (people, 90 % interval)"),
        say("Among the first {count}").format(count=proposal.first_count),
    ]
    rows = [_village_row(village, proposal.language) for village in proposal.villages]
    rows.append(_sum_row(proposal, say))
    widths = VILLAGE_WIDTHS_MM[is_chinese(proposal.language)]
    return Printed(
        say("Chosen pilot villages"), heads, rows, widths, (0, *range(3, 11)), True
    )


def _village_row(village: PilotVillage, language: str) -> list[str]:
    return [
        _rank(village.rank),
        village.town,
        village.village,
        *(counted(village.households.get(measure, 0)) for measure in SHORT_WORDS),
        f"{village.count:,}",
        money(village.cost_cny, language),
        with_interval(village.removed),
        share(village.in_first_ratio),
    ]


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _sum_row(proposal: Proposal, say: Say) -> list[str]:
    counts = proposal.by_measure
    return [
        "",
        say("Sum"),
        "",
        *(counted(count) for count in counts.values()),
        f"{sum(counts.values()):,}",
        money(proposal.cost_cny, proposal.language),
        with_interval(proposal.totals.removed),
        "",
    ]


def reasons_table(proposal: Proposal, say: Say) -> Printed:
    """Return why each village is chosen, and when it would not be."""
    heads = [
        say("Rank"),
        say("Village"),
        say("Why it is chosen"),
        say("When it would not be"),
    ]
    rows = [
        [
            _rank(village.rank),
            f"{village.village}\n{village.town}",
            _numbered(village.reasons),
            village.counterfactual or "–",
        ]
        for village in proposal.villages
    ]
    return Printed(say("Reasons by village"), heads, rows, (12, 26, 72, 46), (0,))


def _numbered(sentences: Iterable[str]) -> str:
    told = [f"{number}. {text}" for number, text in enumerate(sentences, start=1)]
    return "\n".join(told) or "–"


def vetoed_table(proposal: Proposal, say: Say) -> Printed:
    """Return where households are proposed to move away, counted by village."""

    def row(village: VetoedVillage) -> list[str]:
        told = [f"{reason} {count:,}" for reason, count in village.reasons.items()]
        return [
            village.town,
            village.village,
            f"{village.households:,}",
            f"{village.vetoed:,}",
            ("；" if is_chinese(proposal.language) else "; ").join(told) or "–",
            say("not a pilot") if village.out else say("others may stay"),
        ]

    heads = [
        say("Town"),
        say("Village"),
        say("Households"),
        say("Of these to move"),
        say("For what reason (households)"),
        say("What of the village"),
    ]
    rows = [row(village) for village in proposal.vetoed]
    caption = say("Households proposed to move to a safe place")
    return Printed(caption, heads, rows, (24, 24, 20, 20, 46, 22), (2, 3, 5))


def passed_table(proposal: Proposal, say: Say) -> Printed:
    """Return the villages that come next, and why they are not chosen."""
    heads = [
        say("Rank"),
        say("Town"),
        say("Village"),
        say("Qualify"),
        say("Among the first {count}").format(count=proposal.first_count),
        say("Why it is not chosen"),
    ]
    rows = [
        [
            _rank(village.rank),
            village.town,
            village.village,
            f"{village.entitled:,}",
            share(village.in_first_ratio),
            village.reason,
        ]
        for village in proposal.passed[:PASSED_SHOWN]
    ]
    caption = say("Villages not chosen")
    return Printed(caption, heads, rows, (12, 26, 26, 15, 17, 60), (0, 3, 4))


def parameters_table(proposal: Proposal, say: Say) -> Printed:
    """Return the parameters with source, day, and whether they were checked."""

    def row(parameter: Parameter) -> list[str]:
        checked = say(PARAMETER_STATES[parameter.verified])
        on = parameter.on.isoformat() if parameter.on else "–"
        return [parameter.name, parameter.value, parameter.source, on, checked]

    heads = [
        say("Parameter"),
        say("Value"),
        say("Where from"),
        say("Dated"),
        say("Checked at its source"),
    ]
    rows = [row(parameter) for parameter in proposal.parameters]
    return Printed(say("Parameters"), heads, rows, (34, 32, 52, 22, 16), (3, 4))
