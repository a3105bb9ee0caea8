"""Mountains, hills and plain: a surface that rivers have cut.

Where rock rises as fast as rivers cut it, slope falls with a power of the area
drained (the stream power law).  The surface is that steady state, found by
turns: drain it, raise it along the drains, drain it again.
"""

from typing import Any, NamedTuple

import numpy as np
import rasterio
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.flow import (
    Drainage,
    drained_km2,
    drains_least_climbing,
    drains_steepest,
    sum_downstream,
)
from geo.synthetic.grid import Grid, noise, resized


class Land(NamedTuple):
    """The ground of the county and of a margin around it.

    ``coarse`` has cells twice as large: water, villages and roads find their
    way on it.  Heights in metres, slopes in degrees.
    """

    grid: Grid
    height_m: np.ndarray
    slope_degree: np.ndarray
    coarse: Grid
    coarse_height_m: np.ndarray
    drainage: Drainage
    drained_km2: np.ndarray


def make_land(rng: np.random.Generator) -> Land:
    """Make the ground."""
    made = raw.table("land")["terrain"]
    grid = Grid(**raw.table("land")["grid"])
    coarse = grid.coarser(2)
    surface = _carved(coarse, made, rng)
    drainage = drains_steepest(surface, coarse, _outlets(coarse, made))
    area = drained_km2(drainage, coarse)
    height = _detailed(surface, grid, made, rng)
    return Land(
        grid=grid,
        height_m=height,
        slope_degree=slope_degree(height, grid),
        coarse=coarse,
        coarse_height_m=surface,
        drainage=drainage,
        drained_km2=area.reshape(coarse.shape),
    )


def _carved(grid: Grid, made: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    surface = None
    for factor, turns in made["turns"]:
        level = grid.coarser(factor)
        steepness = _steepness(level, made, rng)
        rough = noise(level.shape, rng) * made["first_relief_m"]
        surface = (
            rough + 40 * steepness if surface is None else resized(surface, level.shape)
        )
        outlets = _outlets(level, made)
        drainage = drains_least_climbing(surface, level, outlets)
        for _ in range(turns):
            surface = _raised(drainage, level, steepness, made)
            drainage = drains_steepest(surface, level, outlets)
    return surface


def _raised(
    drainage: Drainage, grid: Grid, steepness: np.ndarray, made: dict[str, Any]
) -> np.ndarray:
    area = drained_km2(drainage, grid)
    slope = steepness.ravel() * area ** -made["concavity"]
    slope = np.minimum(slope, made["steepest"])
    rise = slope * drainage.length_m
    return made["base_m"] + sum_downstream(drainage, rise).reshape(grid.shape)


def _steepness(
    grid: Grid, made: dict[str, Any], rng: np.random.Generator
) -> np.ndarray:
    firm = _firmness(grid, made["smooth_km"])
    bumps = np.exp(made["unevenness"] * noise(grid.shape, rng, 3.0))
    low, high = made["steepness"]
    return (low + (high - low) * firm ** made["contrast"]) * bumps


def _firmness(grid: Grid, smooth_km: float) -> np.ndarray:
    """Rock under the ground between 0 and 1, from the real Vs30 of the region."""
    with rasterio.open(raw.DATA_FOLDER / "wenchuan-2008" / "vs30.tif") as source:
        speed, frame = source.read(1).astype(float), source.transform
    lonlat = grid.to_degrees(grid.centres(np.arange(grid.rows * grid.columns)))
    column, row = (lonlat.T - [[frame.c], [frame.f]]) / [[frame.a], [frame.e]] - 0.5
    speed = ndimage.map_coordinates(speed, [row, column], order=1, mode="nearest")
    speed = speed.reshape(grid.shape)
    width, height = grid.cell_m
    smooth = ndimage.gaussian_filter(
        speed, [smooth_km * 1e3 / height, smooth_km * 1e3 / width], mode="nearest"
    )
    return (smooth - smooth.min()) / np.ptp(smooth)


def _outlets(grid: Grid, made: dict[str, Any]) -> np.ndarray:
    points_m = grid.to_plane(np.array(made["outlets"]))
    return np.unique(grid.cells(points_m))


def _detailed(
    surface: np.ndarray,
    grid: Grid,
    made: dict[str, Any],
    rng: np.random.Generator,
) -> np.ndarray:
    height = resized(surface, grid.shape)
    rough = np.clip(slope_degree(height, grid) / 30, 0.0, 1.0)
    return height + made["detail_m"] * rough * noise(grid.shape, rng, 1.2)


def slope_degree(height_m: np.ndarray, grid: Grid) -> np.ndarray:
    """Steepness of the ground in degrees."""
    width, height = grid.cell_m
    north, east = np.gradient(height_m, height, width)
    return np.degrees(np.arctan(np.hypot(north, east)))
