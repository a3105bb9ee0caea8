"""Who the program acts for, until people have accounts of their own."""

from types import MappingProxyType
from typing import Any

from desk.workspace import Workspace
from ledger.grants import GRANTS
from ledger.reading import Reader, for_role
from ledger.roles import Acting, Role
from ledger.versions import metadata
from rules.errors import StaleEditError

DESK = Acting("desk", Role.PLANNER)  # where nobody was named: the county's own officer

# Where a case as the rules see it takes what is not in its own row.
READ_FROM = MappingProxyType(
    {
        "steps": "case_step",
        "identity": "membership",
        "identity_on": "membership",
        "missing_departments": "membership",
        "groups": "membership",
        "eligible": "membership",
        "appraisals": "appraisal",
        "occupants": "household",
        "documents": "document",
        "payments": "payment",
        "vacated": "vacated_house",
    }
)


def reading(workspace: Workspace, acting: Acting | None = None) -> Reader:
    """Return what somebody may read; without anybody, what a planner may."""
    return for_role(workspace.ledger, acting or DESK)


def both_versions(
    workspace: Workspace, acting: Acting, error: StaleEditError
) -> list[dict[str, Any]]:
    """Return what a stale edit found changed, as far as somebody may see it.

    Each is a dict of ``field, base, theirs, mine``.  What tells of a case as the
    rules see it names no table and holds nothing personal, but not every role reads
    all of it.
    """
    if all("table" in row for row in error.differences):
        return reading(workspace, acting).differences(error)
    return [dict(row) for row in error.differences if _reads(acting, row["field"])]


def _reads(acting: Acting, field: str) -> bool:
    """Tell whether a role reads the table of a field, and the column if it is one."""
    grant, table = GRANTS[acting.role], READ_FROM.get(field, "retrofit_case")
    if table not in grant:
        return False
    columns = metadata.tables[table].columns
    return field not in columns or field in grant[table].clear


def reads_table(acting: Acting, table: str) -> bool:
    """Tell whether a role reads anything of a table."""
    return table in GRANTS[acting.role]
