"""The flood of a hundred years along the main rivers."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from rasterio import features
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.grid import Grid, noise
from geo.synthetic.terrain import Land
from geo.synthetic.water import Rivers, by_area, nearest_river


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
    near = nearest_river(rivers, land.grid, made["least_km2"])
    rise_m = by_area(
        near.drained_km2, made["rise_m"], (made["least_km2"], made["main_km2"])
    )
    rise_m *= 1 - np.clip(near.distance_m / made["reach_m"], 0, 1) ** 2
    above_m = np.maximum(land.height_m - near.height_m, 0)
    above_m += made["uneven_m"] * noise(land.grid.shape, rng, 1.0)
    above_m -= made["bed_m"] * (near.distance_m == 0)
    depth_m = _finer((rise_m - above_m)[window])
    wet = _pooled(depth_m > 0, made["least_cells"])
    depth_m = np.where(wet, np.maximum(depth_m, made["least_m"]), np.nan)
    extents = [_extents(depth_m, grid, land.grid, extent) for extent in made["extent"]]
    columns = (np.concatenate(column) for column in zip(*extents, strict=True))
    return Flood(grid, depth_m.astype(np.float32), *columns)


def _window(
    grid: Grid, county: shapely.Polygon, made: dict[str, Any]
) -> tuple[tuple[slice, slice], Grid]:
    """Cut the lattice to the county, and make its cells three times smaller."""
    west, south, east, north = shapely.buffer(county, made["reach_m"]).bounds
    corners = grid.cells(np.array([[west, north], [east, south]]))
    (top, bottom), (left, right) = np.divmod(corners, grid.columns)
    step = grid.step_degree
    finer = Grid(
        west=grid.west + left * step,
        north=grid.north - top * step,
        step_degree=step / 3,
        rows=int(bottom + 1 - top) * 3,
        columns=int(right + 1 - left) * 3,
    )
    return (slice(top, bottom + 1), slice(left, right + 1)), finer


def _finer(raster: np.ndarray) -> np.ndarray:
    return ndimage.zoom(raster, 3, order=1, mode="nearest", grid_mode=True)


def _pooled(wet: np.ndarray, least_cells: int) -> np.ndarray:
    """Drop small pools and drown small islands."""
    for state in (True, False):
        parts, _ = ndimage.label(wet == state)
        small = np.bincount(parts.ravel()) < least_cells
        small[0] = False
        wet = np.where(small[parts], not state, wet)
    return wet


def _extents(
    depth_m: np.ndarray, grid: Grid, plane: Grid, extent: dict[str, Any]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outline where the water still stands when it is lower, on another plane."""
    smooth_m = extent["smooth_m"]
    lower = np.nan_to_num(depth_m, nan=-1.0) - extent["lower_m"]
    parts, _ = ndimage.label(lower > 0)
    shapes = features.shapes(parts, mask=parts > 0, transform=grid.transform)
    shapes, part = zip(*shapes, strict=True)
    polygons = np.array([shapely.geometry.shape(shape) for shape in shapes])
    polygons = shapely.transform(polygons, plane.to_plane)
    polygons = shapely.simplify(shapely.buffer(polygons, smooth_m / 4), smooth_m)
    mean_m = ndimage.mean(lower, parts, np.array(part))
    years = np.full(len(polygons), extent["return_period_years"])
    return polygons, years, mean_m
