"""The part of the shelf that changes while teams are out: events, orders, missions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from desk.landslides import slides_of
from desk.mission_map import routes_of
from desk.mission_record import Mission, mission_of, missions_of
from desk.recent import Recent
from desk.reported import struck_by
from desk.struck import Struck, struck_by_event
from desk.triage import Triaged, triage_struck
from desk.workspace import Workspace
from geo.crs import STORED_CRS
from geo.feature_files import read_features
from layers.base import Choice
from ledger.findings import doors_visited
from ledger.register import events
from rules.errors import EventError
from rules.vocabulary import TAGS

FIELD = ("events", "findings", "missions")  # scopes of the history
POLYGONS = ".parquet"  # how the extent of a flood is kept
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

    def newest(self, *scopes: str) -> int:
        """Return the newest entry of the history now, of some scopes or of all."""
        return self._last(*scopes) if scopes else self.workspace.ledger.position()

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

    def doors_visited(self, event_id: str) -> int:
        """Count the doors somebody was at after an event, without ordering visits."""
        key = ("doors visited", event_id, self._last("findings"))
        return self._once(key, lambda: doors_visited(self.workspace.ledger, event_id))

    def slides(self, event_id: str) -> np.ndarray | None:
        """Return the share of the slope at each house that may slide, or ``None``."""
        key = ("slides", event_id, self._last("events"))
        exposure = self.struck(event_id).exposure
        return self._once(key, lambda: slides_of(self.workspace, event_id, exposure))

    def event_depth(self, choice: Choice) -> Path | None:
        """Return a GeoTIFF of the chosen flood's depth, ``None`` if it tells none."""
        water = self._water(choice)
        return water if water and water.suffix != POLYGONS else None

    def event_extent(self, choice: Choice) -> gpd.GeoDataFrame | None:
        """Return the polygons of the chosen flood, ``None`` if it tells none."""
        water = self._water(choice)
        return read_features(water) if water and water.suffix == POLYGONS else None

    def _water(self, choice: Choice) -> Path | None:
        event_id = choice.get("event", "")
        rows = {row["event_id"]: row for row in self.events()}
        if event_id not in rows or rows[event_id]["hazard"] != "flood":
            return None
        key = ("water", event_id, self._last("events"))
        return self._once(key, lambda: struck_by(self.workspace, event_id).water())

    def event_raster(self, choice: Choice) -> Path | None:
        """Return a GeoTIFF of the chosen event's intensity, ``None`` without one."""
        event_id = choice.get("event", "")
        return self.struck(event_id).raster if event_id else None

    def event_origin(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the epicentre of the chosen event; none where it is not known."""
        origins = [
            shapely.Point(row["lon"], row["lat"])
            for row in self.events()
            if row["event_id"] == choice["event"]
            and row["hazard"] == "earthquake"
            and None not in (row["lon"], row["lat"])
        ]
        return gpd.GeoDataFrame(geometry=origins, crs=STORED_CRS)

    def visited_doors(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the doors whose finding still holds, and their ``tag``."""
        found = self.triaged(choice["event"])
        exposure, seen = found.exposure, found.visited
        rows = np.flatnonzero(seen.doors & np.isfinite(exposure.lon))
        tags = [TAGS[code] for code in seen.tag[rows]]
        places = gpd.points_from_xy(exposure.lon[rows], exposure.lat[rows])
        return gpd.GeoDataFrame({"tag": tags}, geometry=places, crs=STORED_CRS)

    def missions(self, event_id: str) -> list[dict[str, Any]]:
        """Return the missions of an event, the newest first."""
        key = ("missions", event_id, self._last("missions"))
        return self._once(key, lambda: missions_of(self.workspace, event_id))

    def mission(self, mission_id: str) -> Mission:
        """Return a mission with what is expected of its doors.

        Raises
        ------
        EventError
            If there is none.
        """
        plain = self._mission(mission_id)
        if plain.event_id is None:
            return plain
        key = ("mission expected", mission_id, self._last(*FIELD))
        triaged = self.triaged(plain.event_id)
        return self._once(key, lambda: mission_of(self.workspace, mission_id, triaged))

    def mission_routes(self, choice: Choice) -> gpd.GeoDataFrame:
        """Return the ways and doors of the chosen mission; none without one."""
        mission_id = choice.get("mission", "")
        key = ("mission routes", mission_id)
        try:
            return self._once(
                key,
                lambda: routes_of(self._mission(mission_id) if mission_id else None),
            )
        except EventError:  # an address of a mission that is not on record
            return routes_of(None)

    def _mission(self, mission_id: str) -> Mission:
        key = ("mission", mission_id, self._last("missions"))
        return self._once(key, lambda: mission_of(self.workspace, mission_id))
