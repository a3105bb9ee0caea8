"""Who acts on the command line, and verbs that act on a case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.case_printing import show_recorded
from commands.printing import ACTOR, AsJson, day_of
from desk.case_files import case_of
from desk.case_hand import Hand, Recorded, Seen, seen
from desk.workspace import workspace_at
from ledger.roles import Acting, Role

PLANNER = Role.PLANNER  # the officer at the county's computer
NEWEST = 0  # version: the case as it is now

As = Annotated[Role, typer.Option("--as", help="In whose role.")]
Area = Annotated[str, typer.Option(help="Code of the county, town or village.")]
Name = Annotated[str, typer.Option(help="Who acts; it is recorded.")]
Note = Annotated[str, typer.Option(help="What goes into the history with it.")]
Version = Annotated[int, typer.Option(help="Of the case as seen; else the newest.")]
OnDay = Annotated[str, typer.Option("--on", help="A day, as 2026-11-22.")]
CaseId = Annotated[str, typer.Argument(metavar="CASE")]


@contextmanager
def at_desk(workspace: Path, acting: Acting, note: str = "") -> Iterator[Hand]:
    """Open a workspace for somebody who acts."""
    with workspace_at(workspace) as opened:
        yield Hand(opened, acting, note)


def on_or_today(hand: Hand, on: str) -> date:
    """Return the day that was typed, or the day on which it is recorded."""
    return day_of(on) if on else hand.day


def on_a_case(act: Callable[..., Recorded]) -> Callable[..., None]:
    """Make a verb of what is done to a case.

    Parameters
    ----------
    act : callable
        ``act(hand, what, ...)``; the rest of its parameters become the verb's own,
        between workspace and case, and the options that say who acts.
    """

    def verb(workspace: Path, case_id: str, **told: Any) -> None:
        common = {name: told.pop(name) for name in signature(_common).parameters}
        acting = Acting(common["name"], common["role"], common["area"])
        with at_desk(workspace, acting, common["note"]) as hand:
            version = common["version"]
            what = (
                Seen(case_id, version)
                if version
                else seen(case_of(hand.workspace, case_id))
            )
            done = act(hand, what, **told)
        show_recorded(done, common["as_json"])

    first = [_argument("workspace", Path), _argument("case_id", CaseId)]
    own = list(signature(act).parameters.values())[2:]
    whole = [*first, *own, *signature(_common).parameters.values()]
    verb.__signature__ = Signature(whole)
    verb.__annotations__ = {one.name: one.annotation for one in whole}
    verb.__doc__ = act.__doc__
    return verb


def _common(
    version: Version = NEWEST,
    note: Note = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Name the options of every verb that acts on a case."""


def _argument(name: str, kind: object) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)
