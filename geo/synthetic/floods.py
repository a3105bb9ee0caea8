"""The flood of a hundred years along the main rivers."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from rasterio import features
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.grid import Grid, noise
from geo.synthetic.terrain import Land
from geo.synthetic.water import Rivers, nearest_river, width_m


class Flood(NamedTuple):
    """Depth of water and its extents.

    Attributes
    ----------
    grid : Grid
        Lattice of ``depth_m``, finer than the land's.
    depth_m : ndarray of float32
        Depth in 100 years; ``NaN`` where it stays dry.
    polygons : ndarray of shapely.Polygon
        On the plane of the land, metres.
    return_period_years : ndarray of int
    mean_depth_m : ndarray of float
    """

    grid: Grid
    depth_m: np.ndarray
    polygons: np.ndarray
    return_period_years: np.ndarray
    mean_depth_m: np.ndarray


def make_flood(
    land: Land, rivers: Rivers, county: shapely.Polygon, rng: np.random.Generator
) -> Flood:
    """Let the main rivers of a county rise over their banks."""
    made = raw.table("land")["flood"]
    window, grid = _window(land.grid, county, made)
    above_m, area, apart_m = _above_water(land, rivers, window, grid, made)
    above_m = above_m + made["uneven_m"] * noise(grid.shape, rng, 1.5)
    rise_m = width_m(area, made["rise_m"], made["least_km2"], made["main_km2"])
    fades_m = rise_m * np.clip(apart_m / made["reach_m"], 0, 1) ** 2
    depth = rise_m - fades_m - np.where(apart_m < _CHANNEL_M, -made["bed_m"], above_m)
    ...
