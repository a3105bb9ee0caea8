"""What the plan of record gives as tasks: planned households without a case yet."""

from typing import Any

from desk.case_files import cases_on_record
from desk.plan_records import planned_for
from desk.workspace import Workspace
from ledger.case_rows import Which
from ledger.grants import GRANTS
from ledger.plans import plan_of_household
from ledger.roles import Acting

Row = dict[str, Any]


def tasks_to_begin(workspace: Workspace, acting: Acting) -> list[Row]:
    """Return the planned households of somebody's area that have no open case.

    Returns
    -------
    list of dict
        See :func:`desk.plan_records.planned_for`; empty for a role that reads none.
    """
    if "planned_house" not in GRANTS[acting.role]:
        return []
    planned = planned_for(workspace, acting, area=acting.area)
    if not planned:
        return []
    which = Which(area=acting.area, open_only=True)
    begun = {r.file.household_id for r in cases_on_record(workspace, which)}
    return [row for row in planned if row["household_id"] not in begun]


def task_of(workspace: Workspace, acting: Acting, household_id: str) -> Row | None:
    """Return what the plan of record has for a household; ``None`` if nothing.

    Also ``None`` for a role that reads no planned houses.
    """
    if "planned_house" not in GRANTS[acting.role]:
        return None
    return plan_of_household(workspace.ledger, household_id)
