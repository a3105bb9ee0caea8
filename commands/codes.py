"""``codes`` and ``import codes``: codes of places that changed between years."""

from pathlib import Path
from typing import Annotated

import typer

from commands.acting import PLANNER, Name, at_desk
from commands.printing import ACTOR, AsJson, day_of, show, show_json, show_table
from desk.codes import (
    code_table,
    drop_change,
    households_to_recode,
    import_codes,
    keep_change,
    recode_households,
    suggested_changes,
)
from desk.workspace import workspace_at
from ledger.roles import Acting

app = typer.Typer()
verbs = typer.Typer(
    help="Codes of towns and villages that changed.", no_args_is_help=True
)
app.add_typer(verbs, name="codes")

Code = Annotated[str, typer.Argument(metavar="OLD")]


def take_codes(
    workspace: Path, file: Path, name: Name = ACTOR, as_json: AsJson = False
) -> None:
    """Import a table of changed codes: old code, new code, day, source."""
    with at_desk(workspace, Acting(name, PLANNER)) as hand:
        told = import_codes(hand, file)
    if as_json:
        show_json(told)
        return
    counts = ("imported", "unchanged", "rejected")
    show(f"{file}: " + ", ".join(f"{told[n]:,} {n}" for n in counts))
    _show("Rejected rows", told["rows"])


@verbs.command("list")
def listed(workspace: Path, as_json: AsJson = False) -> None:
    """List the changes on record."""
    with workspace_at(workspace) as opened:
        rows = code_table(opened)
    _tell("changes", "Changed codes", rows, as_json)


@verbs.command()
def suggest(workspace: Path, as_json: AsJson = False) -> None:
    """Compare the outlines of villages with older ones and with the record."""
    with workspace_at(workspace) as opened:
        rows = suggested_changes(opened)
    _tell("suggestions", "What old codes may have become", rows, as_json)


@verbs.command()
def keep(
    workspace: Path,
    old: Code,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Empty: abolished.")],
    source: Annotated[str, typer.Option(help="The document it rests on.")],
    on: Annotated[str, typer.Option("--on", help="A day, as 2026-11-22.")] = "",
    name: Name = ACTOR,
) -> None:
    """Put one change on record."""
    with at_desk(workspace, Acting(name, PLANNER)) as hand:
        day = day_of(on) if on else None
        keep_change(hand, old, new or None, source=source, changed_on=day)
    show(f"{old}: {new or 'abolished'}")


@verbs.command()
def drop(workspace: Path, old: Code, name: Name = ACTOR) -> None:
    """End a change that is on record; who was recoded stays so."""
    with at_desk(workspace, Acting(name, PLANNER)) as hand:
        drop_change(hand, old)
    show(f"{old}: dropped")


@verbs.command()
def recode(
    workspace: Path,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it, not only show it.")
    ] = False,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Show which households are under old codes; with ``--yes`` recode them."""
    with at_desk(workspace, Acting(name, PLANNER)) as hand:
        if not yes:
            rows = households_to_recode(hand.workspace)
            _tell("to_recode", "Households under old codes", rows, as_json)
            return
        done = recode_households(hand)
    if as_json:
        show_json(done)
    else:
        show(", ".join(f"{count:,} {name}" for name, count in done.items()))


def _tell(name: str, title: str, rows: list[dict], as_json: bool) -> None:
    if as_json:
        show_json({name: rows})
    elif rows:
        _show(title, rows)
    else:
        show(f"{title}: none")


def _show(title: str, rows: list[dict]) -> None:
    if rows:
        show_table(title, list(rows[0]), ([*row.values()] for row in rows))
