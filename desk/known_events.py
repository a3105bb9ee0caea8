"""The events on record, by their id."""

from typing import Any

from desk.workspace import Workspace
from ledger.register import events
from rules.errors import EventError


def event_of(workspace: Workspace, event_id: str) -> dict[str, Any]:
    """Return a registered event.

    Raises
    ------
    EventError
        If there is no such event.
    """
    known = {row["event_id"]: row for row in events(workspace.ledger)}
    if event_id not in known:
        raise EventError(
            "no event {id!r}; events are: {known}",
            id=event_id,
            known=", ".join(known) or "none yet (see: event add)",
        )
    return known[event_id]
