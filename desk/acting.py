"""Who the program acts for, until people have accounts of their own."""

from desk.workspace import Workspace
from ledger.reading import Reader, for_role
from ledger.roles import Acting, Role

DESK = Acting("desk", Role.PLANNER)  # where nobody was named: the county's own officer


def reading(workspace: Workspace, acting: Acting | None = None) -> Reader:
    """Return what somebody may read; without anybody, what a planner may."""
    return for_role(workspace.ledger, acting or DESK)
