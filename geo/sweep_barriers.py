"""What bars the way of a team: rivers except at bridges, and what is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from rules.parameters import load_parameters

if TYPE_CHECKING:
    import geopandas as gpd

SLOWEST_ROAD = "村道"


def _none() -> np.ndarray:
    return np.empty(0, object)


@dataclass(frozen=True, kw_only=True)
class Barriers:
    """Roads to follow, and what may not be crossed; metres of one CRS.

    Attributes
    ----------
    roads : array of LineString
    road_kmh : float64, along ``roads``.
    rivers : array of LineString or Polygon
        Crossed at bridges only.
    bridges : array of Point, or None
        ``None``: wherever a road crosses a river there is a bridge.
    blocked : array of geometry
        Crossed by nobody, not even on a road or a bridge; a point closes what lies
        around it.
    """

    roads: np.ndarray = field(default_factory=_none)
    road_kmh: np.ndarray = field(default_factory=_none)
    rivers: np.ndarray = field(default_factory=_none)
    bridges: np.ndarray | None = None
    blocked: np.ndarray = field(default_factory=_none)


def barriers_of(
    crs: str,
    *,
    roads: gpd.GeoDataFrame | None = None,
    rivers: gpd.GeoDataFrame | None = None,
    bridges: gpd.GeoDataFrame | None = None,
    blocked: gpd.GeoSeries | None = None,
) -> Barriers:
    """Carry layers into a metric CRS; ``None`` where there is no such layer."""
    lines, road = _parts(roads, crs)
    kmh = [] if roads is None else _paces(roads)
    closed, _ = _parts(blocked, crs)
    points = shapely.get_type_id(closed) == shapely.GeometryType.POINT
    reach_m = load_parameters("sweeps")["ways"]["blocked_point_m"]
    closed[points] = shapely.buffer(closed[points], reach_m)
    return Barriers(
        roads=lines,
        road_kmh=np.array(kmh, float)[road],
        rivers=_parts(rivers, crs)[0],
        bridges=None if bridges is None else _middles(_parts(bridges, crs)[0]),
        blocked=closed,
    )


class Bars:
    """Answers whether a way is barred."""

    def __init__(self, barriers: Barriers) -> None:
        self._water = shapely.STRtree(straight_pieces(barriers.rivers))
        self._closed = shapely.STRtree(barriers.blocked)
        self.bridges = barriers.bridges
        reach_m = load_parameters("sweeps")["ways"]["bridge_reach_m"]
        self._reach_m = reach_m

    def on_foot(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Tell which straight walks are barred, from ``start`` to ``end`` (n, 2)."""
        ways = shapely.linestrings(np.stack([start, end], axis=1))
        return self._closed_to(ways) | _hit(self._water, ways)

    def by_road(self, pieces: np.ndarray) -> np.ndarray:
        """Tell which straight pieces of road are barred."""
        return self._closed_to(pieces) | self._without_bridge(pieces)

    def water_crossed(self, ways: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where ways cross water, points (n, 2), and the way of each."""
        way, water = self._water.query(ways, predicate="intersects")
        met = shapely.intersection(ways[way], self._water.geometries[water])
        points, pair = shapely.get_coordinates(met, return_index=True)
        return points, way[pair]

    def _closed_to(self, ways: np.ndarray) -> np.ndarray:
        return _hit(self._closed, ways)

    def _without_bridge(self, pieces: np.ndarray) -> np.ndarray:
        barred = np.zeros(len(pieces), bool)
        if self.bridges is None:
            return barred
        points, piece = self.water_crossed(pieces)
        barred[piece[~self.at_bridge(points)]] = True
        return barred

    def at_bridge(self, points: np.ndarray) -> np.ndarray:
        """Tell which places (n, 2) are within reach of a bridge on record."""
        if self.bridges is None or not len(self.bridges) or not len(points):
            return np.zeros(len(points), bool)
        tree = cKDTree(shapely.get_coordinates(self.bridges))
        return tree.query(points)[0] <= self._reach_m


def straight_pieces(shapes: np.ndarray) -> np.ndarray:
    """Take lines, and the edges of areas, apart into lines of two points."""
    parts, kinds = shapes, shapely.get_type_id(shapes)
    areas = np.isin(kinds, [shapely.GeometryType.POLYGON])
    lines = np.concatenate([parts[~areas], shapely.get_rings(parts[areas])])
    points, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[1:] == line[:-1]
    ends = np.stack([points[:-1], points[1:]], axis=1)[joined]
    return shapely.linestrings(ends) if len(ends) else _none()


def _hit(tree: shapely.STRtree, ways: np.ndarray) -> np.ndarray:
    hit = np.zeros(len(ways), bool)
    if len(tree.geometries) and len(ways):
        hit[tree.query(ways, predicate="intersects")[0]] = True
    return hit


def _parts(
    layer: gpd.GeoDataFrame | gpd.GeoSeries | None, crs: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the single parts of a layer in a CRS, and the row of each."""
    if layer is None or not len(layer):
        return _none(), np.empty(0, np.int64)
    shapes = layer.to_crs(crs).geometry.to_numpy()
    return shapely.get_parts(shapes, return_index=True)


def _middles(shapes: np.ndarray) -> np.ndarray:
    return shapely.centroid(shapes)


def _paces(roads: gpd.GeoDataFrame) -> list[float]:
    pace = load_parameters("sweeps")["pace"].values
    if "road_class" not in roads:
        return [pace[SLOWEST_ROAD]] * len(roads)
    return [pace.get(name, pace[SLOWEST_ROAD]) for name in roads["road_class"]]
