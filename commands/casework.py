"""``case``: open cases by their clocks, one case, and its steps."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.acting import (
    PLANNER,
    Area,
    As,
    Name,
    Note,
    OnDay,
    at_desk,
    on_a_case,
    on_or_today,
)
from commands.case_printing import show_case, show_recorded, status_of
from commands.case_records import add_records
from commands.household_records import add_household_records
from commands.printing import ACTOR, AsJson, day_of, show_json, show_table
from desk.case_files import cases_on_record
from desk.case_hand import Hand, Recorded, Seen
from desk.case_search import search
from desk.casework import go_back, open_case, take_step
from desk.household_file import household_file
from desk.work_list import work_list
from desk.workspace import Workspace
from ledger.case_rows import Which
from ledger.roles import Acting
from rules.casefile import StepDone
from rules.errors import CaseError
from rules.policy_words import ACCEPTANCES

app = typer.Typer()
case = typer.Typer(help="Cases, from found to struck off.", no_args_is_help=True)
app.add_typer(case, name="case")

Workspace_ = Annotated[Path, typer.Argument(metavar="WORKSPACE")]


@case.command("list")
def list_cases(
    workspace: Workspace_,
    town: Annotated[str, typer.Option(help="Code of a town or village.")] = "",
    late: Annotated[bool, typer.Option("--late", help="Only what is late.")] = False,
    mine: Annotated[
        bool, typer.Option("--mine", help="Only what waits for this role.")
    ] = False,
    on: OnDay = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """List open cases, those due first on top."""
    acting = Acting(name, role, area)
    with at_desk(workspace, acting) as hand:
        day = day_of(on) if on else None
        found = work_list(hand.workspace, acting, day, everyones=not mine)
    found = [
        one
        for one in found
        if one.village_code.startswith(town) and (one.days_late or not late)
    ]
    if as_json:
        show_json({"cases": [asdict(one) for one in found]})
        return
    headings = ["case_id", "household_id", "village_name", "step_name", "by"]
    headings += ["due_on", "days_late", "clause"]
    rows = ([getattr(one, heading) for heading in headings] for one in found)
    show_table(f"{len(found):,} open cases", headings, rows)


@case.command("show")
def show_one(
    workspace: Workspace_,
    which: Annotated[str, typer.Argument(metavar="CASE|HOUSEHOLD")],
    on: OnDay = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Show a case, or all cases of a household, and what comes next."""
    acting = Acting(name, role, area)
    with at_desk(workspace, acting) as hand:
        day = day_of(on) if on else None
        household_id = _household_of(hand.workspace, which, day)
        file = household_file(hand.workspace, acting, household_id, day)
        views = [
            view
            for view in file.cases
            if which in (view.record.file.case_id, household_id)
        ]
        told = [status_of(view, hand.policy, day or hand.day) for view in views]
    if as_json:
        show_json({"household_id": household_id, "cases": told})
        return
    for one in told:
        show_case(one)


@case.command("find")
def find(
    workspace: Workspace_,
    text: Annotated[str, typer.Argument(help="Number, village, head, identity no.")],
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Find households and their cases."""
    acting = Acting(name, role, area)
    with at_desk(workspace, acting) as hand:
        found = search(hand.workspace, acting, text)
    if as_json:
        show_json({"households": [asdict(one) for one in found]})
        return
    headings = ["household_id", "head_name", "village_name", "case_ids"]
    rows = (
        [one.household_id, one.head_name, one.village_name, " ".join(one.case_ids)]
        for one in found
    )
    show_table(f"{len(found):,} households", headings, rows)


@case.command("open")
def open_one(
    workspace: Workspace_,
    household: str,
    task: str,
    on: OnDay = "",
    note: Note = "",
    role: As = PLANNER,
    area: Area = "",
    name: Name = ACTOR,
    as_json: AsJson = False,
) -> None:
    """Open a case for a household that was found in a dangerous house."""
    with at_desk(workspace, Acting(name, role, area), note) as hand:
        done = open_case(hand, household, task, on=on_or_today(hand, on))
    show_recorded(done, as_json)


def step_one(
    hand: Hand,
    what: Seen,
    step: str,
    on: OnDay = "",
    failed: Annotated[bool, typer.Option("--failed", help="Not accepted.")] = False,
    posted: Annotated[str, typer.Option(help="First day of its publicity.")] = "",
    back: Annotated[
        bool, typer.Option("--back", help="Return to this step; needs --reason.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why the case goes back.")] = "",
) -> Recorded:
    """Take a step of a case, or go back to one."""
    if back:
        return go_back(replace(hand, note=reason or hand.note), what, step)
    done = StepDone(
        step=step,
        on=on_or_today(hand, on),
        passed=_passed(step, failed),
        posted_on=day_of(posted) if posted else None,
    )
    return take_step(hand, what, done)


case.command("step")(on_a_case(step_one))
add_records(case)
add_household_records(case)


def _passed(step: str, failed: bool) -> bool | None:
    if step in ACCEPTANCES:
        return not failed
    if failed:
        raise CaseError(
            "{step} is no acceptance: it is neither passed nor failed", step=step
        )
    return None


def _household_of(workspace: Workspace, which: str, on: date | None) -> str:
    found = cases_on_record(workspace, Which(case_ids=(which,)), on)
    return found[0].file.household_id if found else which
