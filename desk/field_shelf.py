"""The part of the shelf that changes while teams are out: events, orders, missions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.recent import Recent
from desk.struck import Struck, struck_by_event
from desk.triage import Triaged, triage_struck
from desk.workspace import Workspace
from layers.base import Choice
from ledger.register import events

FIELD = ("events", "findings", "missions")  # scopes of the history
KEPT_ORDERS = 3  # of visits; every finding makes a new one


class FieldShelf:
    """Answers by the newest state of the field, whatever the age of the shelf."""

    workspace: Workspace
    version: str
    _once: Callable[[Any, Callable[[], Any]], Any]

    def __init__(self) -> None:
        super().__init__()
        self._orders = Recent(KEPT_ORDERS)

    def events(self) -> list[dict[str, Any]]:
        """Return the registered events, the oldest first."""
        key = ("events", self._last("events"))
        return self._once(key, lambda: events(self.workspace.ledger))

    def _last(self, *scopes: str) -> int:
        return self.workspace.ledger.position(among=scopes)

    def field_state(self) -> str:
        """Name the newest entry of what the field brought, in digits."""
        return str(self._last(*FIELD))

    def struck(self, event_id: str) -> Struck:
        """Return what an event is expected to have done before anybody looked."""
        key = ("struck", event_id, self._last("events"))
        return self._once(key, lambda: struck_by_event(self.workspace, event_id))

    def triaged(self, event_id: str) -> Triaged:
        """Return the order of visits after an event, by the findings until now."""
        key = (event_id, self._last("events", "findings"))
        struck = self.struck(event_id)
        return self._orders.get(key, lambda: triage_struck(self.workspace, struck))

    def event_raster(self, choice: Choice) -> Path | None:
        """Return a GeoTIFF of the chosen event's intensity, ``None`` without one."""
        event_id = choice.get("event", "")
        return self.triaged(event_id).raster if event_id else None
