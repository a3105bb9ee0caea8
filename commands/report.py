"""``report``: what is handed up, posted, printed and carried, without a screen."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from commands.printing import ACTOR, AsJson, show_json, show_table
from commands.report_asking import (
    CHINESE,
    AreaCode,
    Language,
    Month,
    OnDay,
    Out,
    Paper,
    day_asked,
    ending_of,
    month_of,
    require_language,
    write_out,
)
from commands.report_form import file, form1, form2
from desk.agendas import agenda as agenda_of
from desk.briefing import briefing as briefing_of
from desk.deadlines import deadlines
from desk.map_paper import map_paper
from desk.notice_frame import as_of
from desk.notices import notice
from desk.progress_measures import FIRST
from desk.ranking import ranking as ranking_of
from desk.shelf import CountyShelf
from desk.workspace import workspace_at
from ledger.roles import Acting, Role
from reports.briefing_html import briefing_html
from reports.one_page import one_page
from rules.agenda import usual_agenda
from rules.language import translator

app = typer.Typer()
reports = typer.Typer(help="Write forms, notices and maps.", no_args_is_help=True)
app.add_typer(reports, name="report")
reports.command("form1")(form1)
reports.command("form2")(form2)
reports.command("file")(file)

PAPER = (".docx", ".xlsx")
WHOLE_YEAR = Acting(ACTOR, Role.PLANNER)


@reports.command("list")
def names_upward(workspace: Path, out: Paper, month: Month = "") -> None:
    """Write the list of eligible households that goes up by the 5th (rule R2)."""
    _notice("list", workspace, month, out)


@reports.command("progress")
def progress(workspace: Path, out: Paper, month: Month = "") -> None:
    """Write the progress by town that is due on the 20th (rule R2)."""
    _notice("progress", workspace, month, out)


@reports.command("ranking")
def ranking(
    workspace: Path, month: Month = "", out: Out = None, as_json: AsJson = False
) -> None:
    """Write the ranking of towns (通报, rule R3)."""
    _notice("ranking", workspace, month, out, quiet=as_json)
    with workspace_at(workspace) as opened:
        shelf = CountyShelf(opened)
        day = as_of(shelf, "ranking", month_of(month))
        rows = ranking_of(shelf, day).reset_index().to_dict("records")
    if as_json:
        show_json({"as_of": day, "towns": rows})
    else:
        shown = ("rank", "name", "open", "overdue", "of its own steps", "slow")
        told = [row | {shown[4]: f"{row['own_share']:.1%}"} for row in rows]
        _list(f"Towns in order, as of {day}", shown, told)


@reports.command("talk")
def talk(workspace: Path, out: Paper, month: Month = "") -> None:
    """Write the list of towns to be talked to (约谈, rule R2)."""
    _notice("talk", workspace, month, out)


@reports.command("calendar")
def calendar(
    workspace: Path, month: Month = "", out: Out = None, as_json: AsJson = False
) -> None:
    """Write what is due when, and what is late (rules R2, R4)."""
    _notice("calendar", workspace, month, out, quiet=as_json)
    with workspace_at(workspace) as opened:
        day = as_of(CountyShelf(opened), "calendar", month_of(month))
        rows = [vars(due) for due in deadlines(opened, day)]
    if as_json:
        show_json({"as_of": day, "deadlines": rows})
    else:
        shown = ("name", "due_on", "done_on", "state", "clause")
        _list(f"Deadlines, as of {day}", shown, rows)


@reports.command("publication")
def publication(
    workspace: Path,
    step: Annotated[str, typer.Option(help="What is posted, as county_approval.")],
    out: Paper,
    area: AreaCode = "",
    month: Month = "",
) -> None:
    """Write the list that is posted for everybody (公示, rule A2)."""
    _notice("publication", workspace, month, out, area=area, step=step)


@reports.command("map")
def printed_map(
    workspace: Path,
    out: Annotated[Path, typer.Option(help="File to write, .pdf or .png.")],
    measure: Annotated[str, typer.Option(help="As completed_ratio.")] = FIRST,
    month: Month = "",
    on: OnDay = "",
    town: Annotated[str, typer.Option(help="Code; its villages are shown.")] = "",
    size: Annotated[str, typer.Option(help="A4 or A3.")] = "A4",
    across: Annotated[bool, typer.Option(help="Wider than high.")] = False,
    lang: Language = CHINESE,
) -> None:
    """Print a map of progress: A4 or A3, as PDF or PNG (300 dots an inch)."""
    endings = (".pdf", ".png")
    with workspace_at(workspace) as opened:
        content = map_paper(
            CountyShelf(opened),
            measure,
            day_asked(month, on),
            town=town,
            size=size,
            across=across,
            ending=ending_of(out, endings),
            say=translator(require_language(lang)),
        )
    write_out(out, content, endings)


@reports.command("briefing")
def briefing(
    workspace: Path,
    out: Annotated[Path, typer.Option(help="File to write, .html or .pdf.")],
    month: Month = "",
    on: OnDay = "",
    agenda: Annotated[str, typer.Option(help="Of a saved agenda, its id.")] = "",
    lang: Language = CHINESE,
) -> None:
    """Write the meeting as one file to carry, or as one page (by the ending)."""
    writers = {".html": briefing_html, ".pdf": one_page}
    ending = ending_of(out, [*writers])
    with workspace_at(workspace) as opened:
        views = agenda_of(opened, agenda) if agenda else usual_agenda()
        told = briefing_of(
            CountyShelf(opened), views, day_asked(month, on), require_language(lang)
        )
    write_out(out, writers[ending](told), [*writers])


def _list(title: str, shown: Sequence[str], rows: Iterable[dict]) -> None:
    show_table(title, shown, ([row[name] for name in shown] for row in rows))


def _notice(
    kind: str,
    workspace: Path,
    month: str,
    out: Path | None,
    *,
    quiet: bool = False,
    **asked: str,
) -> None:
    if out is None:
        return
    with workspace_at(workspace) as opened:
        content = notice(
            CountyShelf(opened),
            WHOLE_YEAR,
            kind,
            month_of(month),
            ending_of(out, PAPER),
            **asked,
        )
    write_out(out, content, PAPER, quiet=quiet)
