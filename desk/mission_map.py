"""What the map shows of a mission."""

import geopandas as gpd
import numpy as np
import shapely

from desk.mission_record import Mission, MissionTeam
from geo.crs import STORED_CRS

COLUMNS = ("kind", "team", "place")


def routes_of(mission: Mission | None) -> gpd.GeoDataFrame:
    """Return ways, doors and base of a mission, in EPSG:4490.

    Returns
    -------
    GeoDataFrame
        ``kind``: ``"way"``, ``"door"`` or ``"base"``; ``team``: 0 is the first;
        ``place``: of a door on its way, else 0.  Empty without a mission.
    """
    rows, shapes = [], []
    for number, team in enumerate(mission.teams if mission else ()):
        told, drawn = _team(number, team)
        rows += told
        shapes += drawn
    if mission:
        rows.append(("base", 0, 0))
        shapes.append(shapely.Point(mission.settings.base))
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else {}
    table = {name: columns.get(name, ()) for name in COLUMNS}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=STORED_CRS)


def _team(number: int, team: MissionTeam) -> tuple[list, list]:
    rows, shapes = [], []
    if len(team.route) > 1:
        rows.append(("way", number, 0))
        shapes.append(shapely.LineString(team.route))
    for stop in team.stops:
        if np.isfinite(stop.lon):
            rows.append(("door", number, stop.place))
            shapes.append(shapely.Point(stop.lon, stop.lat))
    return rows, shapes
