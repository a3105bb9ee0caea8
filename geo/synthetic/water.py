"""Rivers: lines that follow the water down, and valleys as wide as their rivers."""

from typing import Any, NamedTuple

import numpy as np
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.curves import beads_along, midpoints_added, smoothed_network, traced
from geo.synthetic.flow import sum_downstream
from geo.synthetic.grid import Grid
from geo.synthetic.terrain import Land, slope_degree


class Rivers(NamedTuple):
    """Rivers from source to mouth, the greatest first.

    Attributes
    ----------
    lines : list of ndarray (n, 2)
        Vertices on the plane, metres; a tributary ends in a vertex of its river.
    heights_m : list of ndarray (n,)
        Level of the water at each vertex, never rising.
    drained_km2 : list of ndarray (n,)
        Area drained at each vertex.
    """

    lines: list[np.ndarray]
    heights_m: list[np.ndarray]
    drained_km2: list[np.ndarray]


class Nearest(NamedTuple):
    """The nearest river to each cell: how far in metres, its level, its area."""

    distance_m: np.ndarray
    height_m: np.ndarray
    drained_km2: np.ndarray


def make_rivers(land: Land, rng: np.random.Generator) -> Rivers:
    """Draw the streams of a land that drain enough to be rivers."""
    made = raw.table("land")["water"]
    area, level = land.drained_km2.ravel(), land.coarse_height_m.ravel()
    wet = np.flatnonzero(area >= made["stream_km2"])
    receiver = land.drainage.receiver
    inner = wet[receiver[wet] < receiver.size]
    points = smoothed_network(
        land.coarse.centres(np.arange(area.size)),
        np.column_stack([inner, receiver[inner]]),
        weight=area[inner] ** 0.5,
        turns=made["smoothing"],
    )
    points = points + _meanders(land, made, rng)
    points = np.clip(points, 0, land.coarse.extent_m)
    way_m = sum_downstream(land.drainage, land.drainage.length_m)
    paths = traced(wet[np.argsort(-way_m[wet])], receiver)
    paths = [path for path in paths if len(path) >= made["least_cells"]]
    paths.sort(key=lambda path: -area[path[-2]])
    return Rivers(
        lines=[midpoints_added(points[path]) for path in paths],
        heights_m=[_halfway(level[path]) for path in paths],
        drained_km2=[_halfway(area[path]) for path in paths],
    )


def _meanders(land: Land, made: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Shift the ground sideways where it is flat, metres east and north (cells, 2)."""
    slope = slope_degree(land.coarse_height_m, land.coarse)
    calm = np.exp(-ndimage.gaussian_filter(slope, 3) / made["meander_degree"])
    white = rng.standard_normal((2, *land.coarse.shape))
    shift = ndimage.gaussian_filter(white, (0, *made["meander_cells"]))
    shift *= made["meander_m"] * calm / shift.std()
    return shift.reshape(2, -1).T


def _halfway(values: np.ndarray) -> np.ndarray:
    positions = np.arange(2 * len(values) - 1) / 2
    return np.interp(positions, np.arange(len(values)), values)


def nearest_river(rivers: Rivers, grid: Grid, least_km2: float = 0.0) -> Nearest:
    """Find the nearest river that drains at least ``least_km2``, cell by cell."""
    points, level, area = _beads(rivers, min(grid.cell_m) / 2)
    kept = area >= least_km2
    cells = grid.cells(points[kept])
    order = np.argsort(-level[kept])  # the lowest water in a cell is written last
    values = np.full((2, grid.rows * grid.columns), np.nan)
    values[:, cells[order]] = level[kept][order], area[kept][order]
    dry = np.isnan(values[0]).reshape(grid.shape)
    distance, where = ndimage.distance_transform_edt(
        dry, sampling=grid.cell_m[::-1], return_indices=True
    )
    near = where[0] * grid.columns + where[1]
    return Nearest(distance, values[0][near], values[1][near])


def _beads(rivers: Rivers, spacing_m: float) -> tuple[np.ndarray, ...]:
    strings = []
    for line, *values in zip(*rivers, strict=True):
        way, at = beads_along(line, spacing_m)
        strings.append([np.interp(at, way, v) for v in (*line.T, *values)])
    east, north, level, area = (np.concatenate(v) for v in zip(*strings, strict=True))
    return np.column_stack([east, north]), level, area


def with_valleys(land: Land, rivers: Rivers) -> Land:
    """Give every river a flat floor, wider where it drains more."""
    made = raw.table("land")["water"]
    near = nearest_river(rivers, land.grid)
    areas_km2 = made["stream_km2"], made["main_km2"]
    half_m = by_area(near.drained_km2, made["floor_m"], areas_km2)
    beside = near.distance_m - max(land.grid.cell_m)  # the floor fills a cell at least
    share = np.clip(beside / half_m, 0, 1)
    bend = share**2 * (3 - 2 * share)
    height = near.height_m + (land.height_m - near.height_m) * bend
    return land._replace(height_m=height, slope_degree=slope_degree(height, land.grid))


def by_area(
    drained_km2: np.ndarray, limits: list[float], areas_km2: tuple[float, float]
) -> np.ndarray:
    """Give a stream the first limit, a main river the second, others between."""
    return np.interp(np.log(drained_km2), np.log(areas_km2), limits)
