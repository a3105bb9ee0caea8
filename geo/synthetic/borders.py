"""Borders: the ground of villages, towns and county as polygons that fit together."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from rasterio import features
from scipy import ndimage

from geo.synthetic import raw
from geo.synthetic.grid import Grid
from geo.synthetic.places import Places


class Borders(NamedTuple):
    """Polygons on the plane, metres: villages partition towns, towns the county."""

    villages: np.ndarray
    towns: np.ndarray
    county: shapely.Polygon


def make_borders(places: Places, grid: Grid, rng: np.random.Generator) -> Borders:
    """Draw the borders of the places on the coarse lattice ``grid``."""
    faces, number = faces_of(places.ground, grid, rng)
    villages = faces[np.argsort(number)]
    towns = [
        shapely.union_all(villages[places.town == town])
        for town in range(places.town_seat.size)
    ]
    return Borders(villages, np.array(towns), shapely.union_all(villages))


def faces_of(
    ground: np.ndarray, grid: Grid, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw each share of a raster with borders as they are on maps.

    Parameters
    ----------
    ground : ndarray of int, shape of ``grid``
        Share of each cell; -1 for none.

    Returns
    -------
    faces : ndarray of shapely.Polygon
        On the plane, metres; they fit together without gaps.
    number : ndarray of int
        Share that each face is of.
    """
    made = raw.table("land")["borders"]
    faces = np.array(shapely.polygonize(_arcs(ground, grid, made, rng)).geoms)
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    number = ground.ravel()[grid.cells(inside)]
    return faces[number >= 0], number[number >= 0]


def _arcs(
    ground: np.ndarray, grid: Grid, made: dict[str, Any], rng: np.random.Generator
) -> list[shapely.LineString]:
    """Draw each stretch of border between two meeting points once."""
    shapes = features.shapes(ground.astype(np.int32), mask=ground >= 0)
    edges = [shapely.geometry.shape(shape).boundary for shape, _ in shapes]
    stretches = shapely.line_merge(shapely.union_all(edges)).geoms
    shift = _shift(grid, made, rng)
    return [_natural(line, grid, shift, made) for line in stretches]


def _shift(grid: Grid, made: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Sideways metres at each cell, east and north: what bends a straight border."""
    white = rng.standard_normal((2, *grid.shape))
    shift = ndimage.gaussian_filter(white, (0, *made["bend_cells"]))
    return shift * made["bend_m"] / shift.std()


def _natural(
    stairs: shapely.LineString, grid: Grid, shift: np.ndarray, made: dict[str, Any]
) -> shapely.LineString:
    corners = shapely.get_coordinates(shapely.segmentize(stairs, 1))
    smooth = ndimage.gaussian_filter1d(corners, made["smooth_corners"], axis=0)
    along = np.minimum(np.arange(len(corners)), np.arange(len(corners))[::-1])
    held = np.exp(-along / made["smooth_corners"])[:, None]  # the ends are shared
    points = grid.corners(*(held * corners + (1 - held) * smooth).T)
    moved = points + np.column_stack([grid.sample(part, points) for part in shift])
    return shapely.LineString(moved).simplify(made["simplify_m"])
