"""The log of the ledger, for those who may read it (rule A2)."""

from typing import Any

from desk.workspace import Workspace
from ledger.audit import Change, LogFilter
from ledger.reading import for_role
from ledger.roles import Acting

Row = dict[str, Any]


def log(workspace: Workspace, acting: Acting, which: LogFilter) -> list[Row]:
    """Return entries of the history, the newest first.

    Raises
    ------
    AccessError
        If the role may not read the log.
    """
    return for_role(workspace.ledger, acting).log(which)


def changes(workspace: Workspace, acting: Acting, seq: int) -> list[Change]:
    """Return what one entry changed, from what to what, as the role may see it."""
    return for_role(workspace.ledger, acting).changes(seq)


__all__ = ["Change", "LogFilter", "changes", "log"]
