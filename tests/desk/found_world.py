"""What teams found, without the order of visits that follows from it."""

from types import SimpleNamespace

from desk.known_events import event_of
from desk.snapshot import exposure_of
from desk.visited import visited
from ledger.findings import last_by_household


def found_by(workspace, event_id="eq-001"):
    """An event, its households and their newest findings: as in a triaged event."""
    exposure = exposure_of(workspace)
    rows = last_by_household(workspace.ledger, event_id).values()
    return SimpleNamespace(
        exposure=exposure,
        visited=visited(rows, exposure),
        event=event_of(workspace, event_id),
    )
