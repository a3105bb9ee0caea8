"""Who the program acts for, until people have accounts of their own."""

from datetime import date
from typing import Any

from desk.workspace import Workspace
from ledger.reading import Reader, for_role
from ledger.roles import Acting, Role
from ledger.small_counts import AreaCount
from rules.errors import StaleEditError

DESK = Acting("desk", Role.PLANNER)  # where nobody was named: the county's own officer


def reading(workspace: Workspace, acting: Acting | None = None) -> Reader:
    """Return what somebody may read; without anybody, what a planner may."""
    return for_role(workspace.ledger, acting or DESK)


def both_versions(
    workspace: Workspace, acting: Acting, error: StaleEditError
) -> list[dict[str, Any]]:
    """Return what a stale edit found changed, as far as somebody may see it.

    Each is a dict of ``field, base, theirs, mine``.  What tells of a case as the
    rules see it names no table and holds nothing personal.
    """
    if all("table" in row for row in error.differences):
        return reading(workspace, acting).differences(error)
    return [dict(row) for row in error.differences]


def small_counts(
    workspace: Workspace, acting: Acting, measure: str, on: date | None
) -> list[AreaCount]:
    """Return the counts of a measure by area, small ones hidden (rule A2)."""
    return reading(workspace, acting).counts(measure, on)
