"""How far a house lies from the nearest feature, in metres on the ground."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo.blocks import Blocks, blocks_of
from geo.crs import require_metric
from geo.zones import THREADS, positions_in

if TYPE_CHECKING:
    import geopandas as gpd

_BLOCK = 256  # neighbouring houses that are compared with the same segments
_PAIRS = 1_000_000  # compared at once
_ROUNDING_M = 1e-6


class _Segments(NamedTuple):
    """Straight pieces of features: a point is a piece that ends where it starts."""

    start: np.ndarray  # complex: easting + northing i
    end: np.ndarray
    reach_m: np.ndarray


def nearest_distance_m(
    easting: np.ndarray, northing: np.ndarray, features: gpd.GeoDataFrame
) -> np.ndarray:
    """Measure how far each house lies from the nearest feature.

    Parameters
    ----------
    easting, northing : float64
        Metres in the CRS of ``features``; ``NaN`` without place.
    features : geopandas.GeoDataFrame
        Points, lines or polygons in a projected CRS in metres; within a polygon
        the distance is 0.

    Returns
    -------
    float64
        Metres; ``NaN`` without place, and everywhere if there is no feature.

    Raises
    ------
    CRSError
        If ``features`` is not in metres.
    """
    require_metric(features, "distance")
    beyond_m = _beyond_reach_m(easting, northing, features, np.zeros(len(features)))
    return np.maximum(beyond_m, 0.0)


def within_reach(
    easting: np.ndarray,
    northing: np.ndarray,
    features: gpd.GeoDataFrame,
    reach_m: np.ndarray,
) -> np.ndarray:
    """Tell which houses lie within the reach of any feature, its edge included.

    Tested by distance: a polygon drawn around a point has corners, and loses
    houses between them.

    Parameters
    ----------
    easting, northing, features
        As in :func:`nearest_distance_m`.
    reach_m : float64, one for each feature
        Metres; ``NaN`` counts as 0, the feature itself.

    Returns
    -------
    int8
        1 yes, 0 no, -1 unknown: without place, or if there is no feature.

    Raises
    ------
    CRSError
        If ``features`` is not in metres.
    """
    require_metric(features, "radius")
    reach_m = np.where(np.isnan(reach_m), 0.0, reach_m)
    beyond_m = _beyond_reach_m(easting, northing, features, reach_m)
    return np.where(np.isnan(beyond_m), -1, beyond_m <= 0).astype(np.int8)


def _beyond_reach_m(
    easting: np.ndarray,
    northing: np.ndarray,
    features: gpd.GeoDataFrame,
    reach_m: np.ndarray,
) -> np.ndarray:
    """Measure to the nearest edge of what features reach; below 0 is within."""
    segments = _segments(features.geometry, reach_m)
    blocks = blocks_of(easting, northing, _BLOCK)
    beyond_m = np.full(len(easting), np.nan)
    if not len(segments.start):
        return beyond_m
    with ThreadPoolExecutor(THREADS) as threads:
        parts = np.array_split(np.arange(len(blocks.starts)), 4 * THREADS)
        for rows, least_m in threads.map(partial(_least_of, blocks, segments), parts):
            beyond_m[rows] = least_m
    areas = features.geometry[features.geom_type.isin(["Polygon", "MultiPolygon"])]
    inside, _ = positions_in(easting, northing, areas)
    beyond_m[inside] = np.minimum(beyond_m[inside], 0.0)
    return beyond_m


def _segments(geometry: gpd.GeoSeries, reach_m: np.ndarray) -> _Segments:
    """Take features apart; a line or ring that is closed stays closed."""
    parts, feature = shapely.get_parts(geometry.to_numpy(), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    others = shapely.get_type_id(parts) != shapely.GeometryType.POLYGON
    lines = np.concatenate([parts[others], rings])
    feature = np.concatenate([feature[others], feature[part]])
    corners, line = shapely.get_coordinates(lines, return_index=True)
    corner = corners[:, 0] + 1j * corners[:, 1]
    joined = line[1:] == line[:-1]
    alone = np.bincount(line, minlength=len(lines))[line] == 1  # points
    start = np.concatenate([corner[:-1][joined], corner[alone]])
    end = np.concatenate([corner[1:][joined], corner[alone]])
    owner = feature[np.concatenate([line[:-1][joined], line[alone]])]
    return _Segments(start, end, reach_m[owner])


def _least_of(
    blocks: Blocks, segments: _Segments, numbers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compare each block with the segments that may be nearest to one of its houses.

    A segment farther from the middle of the block than the nearest one, by more
    than the width of the block, is nearest to none.
    """
    west, south, east, north = blocks.bounds[numbers].T
    middles = (west + east) / 2 + 1j * (south + north) / 2
    widths = np.hypot(east - west, north - south)
    members, _ = blocks.members(numbers, numbers)
    houses = blocks.x[members] + 1j * blocks.y[members]
    least_m = np.empty(len(houses))
    for block, (middle, width) in enumerate(zip(middles, widths, strict=True)):
        beyond_m = _distances(middle, segments)
        near = beyond_m <= beyond_m.min() + width + _ROUNDING_M
        some = _Segments(*(values[near] for values in segments))
        mine = slice(block * blocks.size, (block + 1) * blocks.size)
        least_m[mine] = _least(houses[mine], some)
    return blocks.rows[members], least_m


def _least(houses: np.ndarray, segments: _Segments) -> np.ndarray:
    step = max(1, _PAIRS // len(houses))
    least = np.full(len(houses), np.inf)
    for at in range(0, len(segments.start), step):
        some = _Segments(*(values[at : at + step] for values in segments))
        least = np.minimum(least, _distances(houses[:, None], some).min(axis=1))
    return least


def _distances(places: np.ndarray, segments: _Segments) -> np.ndarray:
    """Measure from places (rows) to the reach of segments (columns)."""
    if np.array_equal(segments.start, segments.end):
        return np.abs(places - segments.start) - segments.reach_m
    along = segments.end - segments.start
    length2 = along.real**2 + along.imag**2
    offset = places - segments.start
    share = offset.real * along.real + offset.imag * along.imag
    share = np.clip(share / np.where(length2 > 0, length2, 1.0), 0.0, 1.0)
    return np.abs(offset - share * along) - segments.reach_m
