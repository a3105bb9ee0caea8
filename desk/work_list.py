"""The work list: whose open cases wait for whom, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desk.case_files import cases_on_record
from desk.workspace import Workspace
from ledger.case_rows import Which
from ledger.cases import CaseRecord
from ledger.households import place_names
from ledger.permits import require_table
from ledger.roles import STEPS_OF, Acting, require_area
from rules.casework import milestone_of, next_steps
from rules.clocks import Running, clocks, next_due
from rules.policy_tables import Step

READ = "case_step"  # who reads the steps of cases has a work list


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An open case: its next step, by whom, and until when.

    Attributes
    ----------
    task : str
        ``""`` where none is on record: then nothing follows from any rule.
    milestone : str
        How far it is (rule W1); ``""`` before the first.
    step, step_name : str
        The next step, and its word in the policy; ``""`` unknown.
    by : str
        Whose step it is (rule A1).
    due_on : date or None
        The last day of the clock that runs out first; ``None`` if none runs, or
        working days of a year without table are asked for.
    days_late, days_left : int or None
        Days of that clock; ``None`` if none runs or not known.
    in_principle : bool
        Whether the document says 原则上.
    clause : str
        Of the clock; of the step where no clock runs.
    version : int
        What an act on the case must have seen.
    """

    case_id: str
    household_id: str
    village_code: str
    village_name: str
    task: str
    milestone: str
    step: str
    step_name: str
    by: str
    due_on: date | None
    days_late: int | None
    days_left: int | None
    in_principle: bool
    clause: str
    version: int


def work_list(
    workspace: Workspace,
    acting: Acting,
    on: date | None = None,
    *,
    everyones: bool = False,
) -> list[Waiting]:
    """List the open cases of somebody's area that wait for this role.

    Parameters
    ----------
    on : date, optional
        As it stood at the end of a day; today by default.
    everyones : bool
        Also those that wait for others.

    Returns
    -------
    list of Waiting
        By due day; cases without one last, then by number.

    Raises
    ------
    AccessError
        If the role reads no cases, or its area is none.
    """
    require_area(acting)
    require_table(acting, READ)
    which = Which(area=acting.area, open_only=True)
    found = waiting(workspace, cases_on_record(workspace, which, on), on)
    own = STEPS_OF.get(acting.role, frozenset())
    return [one for one in found if everyones or one.by in own]


def waiting(
    workspace: Workspace, records: Iterable[CaseRecord], on: date | None = None
) -> list[Waiting]:
    """Say of open cases what is next, the most urgent first."""
    day, names = on or date.today(), place_names(workspace.ledger)
    found = [_waiting(record, workspace, day, names) for record in records]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.case_id))


def _waiting(
    record: CaseRecord, workspace: Workspace, on: date, names: dict[str, str]
) -> Waiting:
    file, policy = record.file, workspace.policy
    step = next(iter(next_steps(file, policy)), None) if file.task else None
    running = clocks(file, policy, on, workspace.holidays) if file.task else ()
    clock = next_due(running)
    village = file.village_code
    return Waiting(
        case_id=file.case_id,
        household_id=file.household_id,
        village_code=village,
        village_name=names.get(village) or village,
        task=file.task,
        milestone=milestone_of(file, policy) or "",
        step=step.id if step else "",
        step_name=step.name if step else "",
        by=step.by if step else "",
        version=record.version,
        **_until(clock, step),
    )


def _until(clock: Running | None, step: Step | None) -> dict[str, object]:
    if clock is None:
        return {
            "due_on": None,
            "days_late": None,
            "days_left": None,
            "in_principle": False,
            "clause": step.clause if step else "",
        }
    return {
        "due_on": clock.due_on,
        "days_late": clock.days_late,
        "days_left": clock.days_left,
        "in_principle": clock.in_principle,
        "clause": clock.clause,
    }
