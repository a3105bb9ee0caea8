"""Where houses stand: in hamlets and along roads, on gentle and dry ground."""

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from scipy import ndimage
from scipy.spatial import cKDTree

from geo.synthetic import raw
from geo.synthetic.curves import beads
from geo.synthetic.terrain import slope_degree
from geo.synthetic.water import nearest_river
from geo.synthetic.world import World

GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
DECIMALS = 6


class Sites(NamedTuple):
    """Houses in the order of their villages.

    Attributes
    ----------
    lon, lat : ndarray of float64, degrees in EPSG:4490
    village : ndarray of int
    landscape : ndarray of int
        0 plain, 1 hills, 2 mountains.
    """

    lon: np.ndarray
    lat: np.ndarray
    village: np.ndarray
    landscape: np.ndarray


class _Ground(NamedTuple):
    """What the search for ground looks at."""

    world: World
    made: dict[str, Any]
    villages: np.ndarray
    water_m: np.ndarray
    road_points: np.ndarray
    road_sides: np.ndarray
    first_bead: np.ndarray


def place_houses(
    world: World, villages: gpd.GeoDataFrame, count: int, rng: np.random.Generator
) -> Sites:
    """Find a place for each house, inside the outline of its village.

    Parameters
    ----------
    villages : geopandas.GeoDataFrame
        Outlines in EPSG:4490, in the order of the villages.
    """
    ground = _ground(world, villages)
    shares = (np.arange(count) + 0.5) / count
    hamlet = np.searchsorted(np.cumsum(world.hamlets.size), shares)
    hamlet = np.minimum(hamlet, world.hamlets.cell.size - 1)
    places = _searched(ground, hamlet, rng)
    village = world.hamlets.village[hamlet]
    lonlat = world.land.grid.to_degrees(places).round(DECIMALS)
    return Sites(*lonlat.T, village, _landscape(world)[hamlet])


def _ground(world: World, villages: gpd.GeoDataFrame) -> _Ground:
    made = raw.table("land")["houses"]
    middles = world.land.coarse.centres(world.hamlets.cell)
    points, sides = beads(world.roads.lines, 2 * made["spacing_m"])
    away, hamlet = cKDTree(middles).query(points)
    order = np.argsort(hamlet, kind="stable")
    order = order[away[order] < made["road_reach_m"]]
    first = np.searchsorted(hamlet[order], np.arange(len(middles) + 1))
    return _Ground(
        world=world,
        made=made,
        villages=villages.geometry.to_numpy(),
        water_m=nearest_river(world.rivers, world.land.grid).distance_m,
        road_points=points[order],
        road_sides=sides[order],
        first_bead=first,
    )


def _searched(
    ground: _Ground, hamlet: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Try places until each house stands, the last ones in the middle of the hamlet."""
    made = ground.made
    places = np.empty((hamlet.size, 2))
    open_ = np.arange(hamlet.size)
    sizes = np.bincount(hamlet, minlength=len(ground.first_bead) - 1)
    turn = open_ - (np.cumsum(sizes) - sizes)[hamlet]
    for _ in range(made["rounds"]):
        places[open_] = _proposed(ground, hamlet[open_], turn[open_], rng)
        good = _suitable(ground, hamlet[open_], places[open_], rng)
        open_ = open_[~good]
        turn[open_] += sizes[hamlet[open_]]
    places[open_] = _middles(ground, hamlet[open_], rng)
    return places


def _proposed(
    ground: _Ground, hamlet: np.ndarray, turn: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Propose the next place on a spiral around the hamlet, or one beside a road."""
    made = ground.made
    middle = ground.world.land.coarse.centres(ground.world.hamlets.cell[hamlet])
    angle, tilt = turn * GOLDEN_ANGLE + hamlet, hamlet * 1.0  # any two fixed angles
    across, along = np.array(made["stretch"])[:, None] * made["spacing_m"]
    east, north = np.sqrt(turn + 0.5) * [across * np.cos(angle), along * np.sin(angle)]
    turned = [
        east * np.cos(tilt) - north * np.sin(tilt),
        east * np.sin(tilt) + north * np.cos(tilt),
    ]
    places = middle + np.column_stack(turned)
    places += made["jitter_m"] * rng.standard_normal(places.shape)
    first, last = ground.first_bead[hamlet], ground.first_bead[hamlet + 1]
    by_road = (rng.random(hamlet.size) < made["along_roads"]) & (last > first)
    bead = (first + rng.random(hamlet.size) * (last - first)).astype(np.int64)[by_road]
    side_m = rng.uniform(*made["road_side_m"], bead.size) * rng.choice(
        [-1, 1], bead.size
    )
    places[by_road] = (
        ground.road_points[bead] + side_m[:, None] * ground.road_sides[bead]
    )
    return places


def _suitable(
    ground: _Ground, hamlet: np.ndarray, places: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    land = ground.world.land
    slope = land.grid.sample(land.slope_degree, places)
    gentle = rng.random(len(places)) < np.exp(
        -((slope / ground.made["steep_degree"]) ** 2)
    )
    dry = land.grid.sample(ground.water_m, places) > ground.made["water_m"]
    good = gentle & dry
    village = ground.world.hamlets.village[hamlet]
    good[good] = _inside(ground, village[good], places[good])
    return good


def _inside(ground: _Ground, village: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Check each place, rounded as it will be written, against its village."""
    lon, lat = ground.world.land.grid.to_degrees(places).round(DECIMALS).T
    first = np.searchsorted(village, np.arange(len(ground.villages) + 1))
    inside = np.zeros(village.size, dtype=bool)
    for number, outline in enumerate(ground.villages):
        rows = slice(first[number], first[number + 1])
        shapely.prepare(outline)
        inside[rows] = shapely.contains_xy(outline, lon[rows], lat[rows])
    return inside


def _middles(
    ground: _Ground, hamlet: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Crowd around the middle of the hamlet, or of the village where that fails."""
    grid = ground.world.land.grid
    places = ground.world.land.coarse.centres(ground.world.hamlets.cell[hamlet])
    places = places + ground.made["jitter_m"] * rng.standard_normal(places.shape)
    village = ground.world.hamlets.village[hamlet]
    outside = ~_inside(ground, village, places)
    middles = shapely.point_on_surface(ground.villages[village[outside]])
    places[outside] = grid.to_plane(shapely.get_coordinates(middles))
    return places


def _landscape(world: World) -> np.ndarray:
    """Tell plain, hills and mountains apart by the mean slope around each hamlet."""
    made = raw.table("land")["houses"]
    slope = slope_degree(world.land.coarse_height_m, world.land.coarse)
    slope = ndimage.gaussian_filter(slope, made["landscape_cells"])
    return np.digitize(slope.ravel()[world.hamlets.cell], made["landscape_degree"])
