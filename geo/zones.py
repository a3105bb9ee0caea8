"""Which zone is a house in?  A boundary belongs to its zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from geo.blocks import Blocks, blocks_of
from rules.errors import SchemaError
from rules.language import N_

if TYPE_CHECKING:
    import geopandas as gpd

THREADS = 2
_BLOCK = 128  # neighbouring points that are judged by their common box first


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
    blocks = blocks_of(lon, lat, _BLOCK)
    wkb = np.array([shapely.to_wkb(polygon) for polygon in polygons], object)
    # Large and small zones alternate, so that the threads share the work.
    shares = [np.arange(first, len(wkb), THREADS) for first in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        pairs = list(threads.map(partial(_pairs, blocks, wkb), shares))
    points, zones = (np.concatenate(column) for column in zip(*pairs, strict=True))
    count = max(1, len(lon))
    zones, points = np.divmod(np.sort(zones * count + points), count)
    return points, zones


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
    lon: np.ndarray,
    lat: np.ndarray,
    zones: gpd.GeoDataFrame,
    column: str,
    *,
    overlap: Literal["highest", "lowest"] = "highest",
) -> np.ndarray:
    """Return a value of the zone that each point is in.

    On a boundary two zones hold; which of their values counts is for the caller
    to say.  The highest is the cautious one for a hazard: on the line between 7
    and 8 a house is built for 8.

    Parameters
    ----------
    lon, lat : float64
        Places, in the CRS of ``zones``.
    zones : geopandas.GeoDataFrame
        Polygons; ``column`` holds numbers.
    column : str
        The column of the value.
    overlap : {"highest", "lowest"}
        Which value counts where zones meet or overlap.

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
    return values_at(lon, lat, zones, [column], overlap=overlap)[column]


def values_at(
    lon: np.ndarray,
    lat: np.ndarray,
    zones: gpd.GeoDataFrame,
    columns: Sequence[str],
    *,
    overlap: Literal["highest", "lowest"] = "highest",
) -> dict[str, np.ndarray]:
    """Return several values of the zones at once, each as :func:`value_at`."""
    for column in columns:
        if column not in zones:
            message = N_("the zones have no column {column}")
            raise SchemaError(message, column=column)
    points, positions = positions_in(lon, lat, zones.geometry)
    ends = np.searchsorted(positions, np.arange(1, len(zones)))
    inside = np.split(points, ends) if len(zones) else []
    counts = np.fmax if overlap == "highest" else np.fmin
    found = {column: np.full(len(lon), np.nan) for column in columns}
    for column, values in found.items():
        numbers = zones[column].to_numpy(float, na_value=np.nan)
        for number, members in zip(numbers, inside, strict=True):
            values[members] = counts(values[members], number)
    return found


def _pairs(
    blocks: Blocks, wkb: np.ndarray, mine: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the points in some of the zones, and for each the zone.

    A prepared geometry shared between threads crashes GEOS: the zones are copies,
    prepared and used here only.  Few long calls, for each waits for the others.
    """
    zones = shapely.from_wkb(wkb[mine])
    shapely.prepare(zones)
    zone, block = np.nonzero(_meets(blocks.bounds, shapely.bounds(zones)))
    boxes = shapely.box(*blocks.bounds[block].T)
    whole = shapely.contains_properly(zones[zone], boxes)
    partly = np.flatnonzero(~whole)
    partly = partly[shapely.intersects(zones[zone[partly]], boxes[partly])]
    tested, owner = blocks.members(block[partly], zone[partly])
    inside = shapely.intersects_xy(zones[owner], blocks.x[tested], blocks.y[tested])
    others, theirs = blocks.members(block[whole], zone[whole])
    points = np.concatenate([others, tested[inside]])
    return blocks.rows[points], mine[np.concatenate([theirs, owner[inside]])]


def _meets(blocks: np.ndarray, zones: np.ndarray) -> np.ndarray:
    """Tell which zones (rows) and blocks (columns) have boxes that meet."""
    west, south, east, north = zones.T[:, :, None]
    across = (blocks[:, 0] <= east) & (blocks[:, 2] >= west)
    return across & (blocks[:, 1] <= north) & (blocks[:, 3] >= south)
