"""Which zone is a house in?  A boundary belongs to its zone."""

import math
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from rules.errors import SchemaError
from rules.language import N_

THREADS = 2
_BLOCK = 128  # neighbouring points that are judged by their common box first
_COMPACT = 8  # times the whole area: blocks of more overlap are sorted anew


class _Blocks(NamedTuple):
    """Points in an order that keeps neighbours together, cut into blocks."""

    rows: np.ndarray  # where each ordered point stands among the caller's
    lon: np.ndarray
    lat: np.ndarray
    starts: np.ndarray
    bounds: np.ndarray  # west, south, east, north of each block


def positions_in(
    lon: np.ndarray, lat: np.ndarray, polygons: Iterable[shapely.Geometry]
) -> tuple[np.ndarray, np.ndarray]:
    """Find every zone that every point is in or on the boundary of.

    The pairs are exactly those for which ``shapely.intersects`` holds.  It is
    quickest on points in Morton order.

    Parameters
    ----------
    lon, lat : float64
        Places, in the CRS of the polygons (any CRS will do); a ``NaN`` place
        is in no zone.
    polygons : iterable of shapely.Geometry
        Zones, which may overlap; empty and missing ones hold nothing.

    Returns
    -------
    points, zones : intp
        Pairs of positions, ordered by zone, then by point.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)
    >>> points, zones = positions_in([1, 2, np.nan], [1, 1, 1], [west, east])
    >>> points.tolist(), zones.tolist()
    ([0, 1, 1], [0, 0, 1])
    """
    blocks = _blocks(np.asarray(lon, float), np.asarray(lat, float))
    wkb = [shapely.to_wkb(polygon) for polygon in polygons]
    with ThreadPoolExecutor(THREADS) as threads:
        inside = list(threads.map(partial(_points_in, blocks), wkb))
    counts = [len(points) for points in inside]
    points = np.concatenate([np.empty(0, np.intp), *inside])
    return points, np.repeat(np.arange(len(wkb)), counts)


def zone_of(
    lon: np.ndarray, lat: np.ndarray, polygons: Iterable[shapely.Geometry]
) -> np.ndarray:
    """Return the position of the zone of each point; the first where several meet.

    Returns
    -------
    int32
        -1 for a point in no zone or without place.
    """
    points, zones = positions_in(lon, lat, polygons)
    found = np.full(len(lon), -1, np.int32)
    found[points[::-1]] = zones[::-1]  # the first zone writes last
    return found


def value_at(
    lon: np.ndarray, lat: np.ndarray, zones: gpd.GeoDataFrame, column: str
) -> np.ndarray:
    """Return a value of the zone that each point is in.

    Where zones meet or overlap the highest value counts: on the line between 7
    and 8 a house is built for 8.

    Parameters
    ----------
    lon, lat : float64
        Places, in the CRS of ``zones``.
    zones : geopandas.GeoDataFrame
        Polygons; ``column`` holds numbers.

    Returns
    -------
    float64
        ``NaN`` outside all zones, without place, and where only the value is
        missing.

    Raises
    ------
    SchemaError
        If there is no such column.
    """
    if column not in zones:
        message = N_("the zones have no column {column}")
        raise SchemaError(message, column=column)
    values = zones[column].to_numpy(float, na_value=np.nan)
    points, positions = positions_in(lon, lat, zones.geometry)
    found = np.full(len(lon), np.nan)
    ends = np.searchsorted(positions, np.arange(len(zones) + 1))
    for value, start, end in zip(values, ends[:-1], ends[1:], strict=True):
        inside = points[start:end]
        found[inside] = np.fmax(found[inside], value)
    return found


def _points_in(blocks: _Blocks, wkb: bytes | None) -> np.ndarray:
    # A prepared geometry shared between threads crashes GEOS: each zone is a
    # copy of its own, prepared and used in one thread only.
    zone = shapely.from_wkb(wkb)
    if zone is None or zone.is_empty:
        return np.empty(0, np.intp)
    shapely.prepare(zone)
    near = np.flatnonzero(_meets(blocks.bounds, zone.bounds))
    boxes = shapely.box(*blocks.bounds[near].T)
    whole = shapely.contains_properly(zone, boxes)
    partly = np.flatnonzero(~whole)
    partly = partly[shapely.intersects(zone, boxes[partly])]
    tested = _members(blocks, near[partly])
    tested = tested[shapely.intersects_xy(zone, blocks.lon[tested], blocks.lat[tested])]
    members = np.concatenate([_members(blocks, near[whole]), tested])
    return np.sort(blocks.rows[members])


def _meets(bounds: np.ndarray, other: tuple[float, ...]) -> np.ndarray:
    west, south, east, north = other
    across = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    return across & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)


def _members(blocks: _Blocks, chosen: np.ndarray) -> np.ndarray:
    members = (blocks.starts[chosen, None] + np.arange(_BLOCK)).ravel()
    return members[members < len(blocks.lon)]


def _blocks(lon: np.ndarray, lat: np.ndarray) -> _Blocks:
    rows = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    lon, lat = lon[rows], lat[rows]
    starts = np.arange(0, len(rows), _BLOCK)
    bounds = _bounds(lon, lat, starts)
    if not _compact(bounds):
        order = np.argsort(_grid_key(lon, lat), kind="stable")
        rows, lon, lat = rows[order], lon[order], lat[order]
        bounds = _bounds(lon, lat, starts)
    return _Blocks(rows, lon, lat, starts, bounds)


def _bounds(lon: np.ndarray, lat: np.ndarray, starts: np.ndarray) -> np.ndarray:
    if not len(starts):
        return np.empty((0, 4))
    least = [np.minimum.reduceat(values, starts) for values in (lon, lat)]
    most = [np.maximum.reduceat(values, starts) for values in (lon, lat)]
    # A hair wider, so that a block on one spot or line is still a valid box.
    return np.column_stack(
        [np.nextafter(least, -np.inf).T, np.nextafter(most, np.inf).T]
    )


def _compact(bounds: np.ndarray) -> bool:
    """Tell whether blocks hardly overlap, as they do in any order of neighbours."""
    if len(bounds) < 2:
        return True
    areas = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    width, height = bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)
    return bool(areas.sum() <= _COMPACT * width * height)


def _grid_key(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Give points their number along rows of cells that are each about one block."""
    across = max(1, round(math.sqrt(len(lon) / _BLOCK)))
    column, row = (
        ((values - values.min()) * (across / max(np.ptp(values), 1e-300))).astype(int)
        for values in (lon, lat)
    )
    return row * (across + 1) + column
