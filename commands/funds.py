"""``fund``: money that was set aside for the programme, or allotted to the county."""

from pathlib import Path
from typing import Annotated

import typer

from commands.acting import PLANNER, As, Name, Note, OnDay, at_desk, on_or_today
from commands.printing import ACTOR, AsJson, show, show_json, show_table
from desk.funds import (
    ALLOTTED,
    SECURED,
    Money,
    allotted,
    record_allotment,
    record_secured,
    secured,
    withdraw,
)
from ledger.roles import Acting
from rules.errors import PlanningError
from rules.vocabulary import FUND_LEVELS, SOURCES, TASKS

app = typer.Typer()
fund = typer.Typer(help="Money secured and allotted.", no_args_is_help=True)
app.add_typer(fund, name="fund")

SIGNED = {"ignore_unknown_options": True}  # else -1000 is read as an option
RECORD = {SECURED: record_secured, ALLOTTED: record_allotment}
KIND = f"secured ({', '.join(FUND_LEVELS)}) or allotted ({', '.join(SOURCES)})."
TASK = f"One of: {', '.join(TASKS)}; empty: not said."
Kind = Annotated[str, typer.Argument(help=KIND)]


@fund.command("add", context_settings=SIGNED)
def add(
    workspace: Path,
    kind: Kind,
    source: Annotated[str, typer.Argument(help="Level or source.")],
    amount_cny: Annotated[int, typer.Argument(help="Whole yuan.")],
    task: Annotated[str, typer.Option(help=TASK)] = "",
    on: OnDay = "",
    document: Annotated[str, typer.Option(help="Number of the document.")] = "",
    note: Note = "",
    role: As = PLANNER,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Record money; a negative amount was taken back and needs a --note."""
    _require_kind(kind)
    with at_desk(workspace, Acting(name, role), note) as hand:
        told = {"task": task, "document": document, "on": on_or_today(hand, on)}
        money = Money(source=source, amount_cny=amount_cny, **told)
        number = RECORD[kind](hand, money)
    if as_json:
        show_json({"kind": kind, "id": number})
    else:
        show(f"{number}: {amount_cny:,} yuan {kind}, {source}")


@fund.command("list")
def list_(
    workspace: Path,
    on: OnDay = "",
    role: As = PLANNER,
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """List the money secured and allotted, as of a day."""
    acting = Acting(name, role)
    with at_desk(workspace, acting) as hand:
        day = on_or_today(hand, on) if on else None
        tables = {
            SECURED: secured(hand.workspace, acting, day),
            ALLOTTED: allotted(hand.workspace, acting, day),
        }
    if as_json:
        show_json({kind: table.to_dict("records") for kind, table in tables.items()})
        return
    for kind, table in tables.items():
        total = sum(table["amount_cny"])
        rows = table.itertuples(index=False, name=None)
        show_table(f"{kind}: {total:,} yuan", list(table.columns), rows)


@fund.command("withdraw")
def withdraw_(
    workspace: Path,
    kind: Kind,
    number: str,
    note: Annotated[str, typer.Option(help="Why; it goes on record.")],
    role: As = PLANNER,
    name: Name = ACTOR,
) -> None:
    """Withdraw a record that was wrong; it stays in the history."""
    _require_kind(kind)
    with at_desk(workspace, Acting(name, role), note) as hand:
        withdraw(hand, kind, number)
    show(f"{number}: withdrawn")


def _require_kind(kind: str) -> None:
    if kind not in RECORD:
        raise PlanningError(
            "{kind!r} is no kind of money; choose: {known}",
            kind=kind,
            known=", ".join(RECORD),
        )
