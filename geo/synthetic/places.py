"""Towns, villages and hamlets: where people settled, and the borders between them."""

from typing import NamedTuple

import numpy as np
from scipy import ndimage, sparse
from scipy.cluster.vq import kmeans2
from scipy.sparse import csgraph
from scipy.spatial import cKDTree

from geo.synthetic import raw
from geo.synthetic.grid import graph, links, noise
from geo.synthetic.terrain import Land, slope_degree
from geo.synthetic.water import Nearest


class Places(NamedTuple):
    """Villages in the order of their codes.

    Attributes
    ----------
    seat : ndarray of int
        Cell of the coarse lattice where the village committee sits.
    town : ndarray of int
        Town of each village, in the order of the towns' codes.
    town_seat : ndarray of int
        Village in which each town's government sits; the first is the county's.
    is_township : ndarray of bool
        Towns of the mountains: 乡, not 镇.
    ground : ndarray of int, shape of the coarse lattice
        Village of each cell, -1 outside the county.
    """

    seat: np.ndarray
    town: np.ndarray
    town_seat: np.ndarray
    is_township: np.ndarray
    ground: np.ndarray


def comfort(land: Land, near: Nearest) -> np.ndarray:
    """Rate between 0 and 1 how well one lives in each cell of the coarse lattice."""
    made = raw.table("land")["places"]
    slope = slope_degree(land.coarse_height_m, land.coarse)
    gentle = np.exp(-((slope / made["gentle_degree"]) ** 2))
    by_water = np.exp(-near.distance_m / made["water_m"])
    in_water = near.distance_m < land.coarse.cell_m[0]
    rated = (made["least_comfort"] + gentle) * (1 + by_water)
    return np.where(in_water, 0.1, 1.0) * rated / (2 + 2 * made["least_comfort"])


def make_places(land: Land, near: Nearest, rng: np.random.Generator) -> Places:
    """Settle a land and divide it.

    Parameters
    ----------
    near : Nearest
        Nearest river, on the coarse lattice.
    """
    seeds = _seeds(land, comfort(land, near), rng)
    owner = _divided(land, near, seeds, rng)
    inside = _county(land, seeds, owner, rng)
    number = np.cumsum(inside) - 1
    ground = np.where(inside[owner], number[owner], -1)
    seat = seeds[inside]
    town, town_seat = _towns(land, seat, ground, rng)
    return _in_order(land, seat, town, town_seat, ground)


def _seeds(land: Land, comfort: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Throw darts, the comfortable cells first, each with its own elbow room."""
    made = raw.table("land")["places"]
    keys = rng.exponential(size=comfort.size) / comfort.ravel()
    order = np.argsort(keys)[: made["darts"]]
    points = land.coarse.centres(order)
    slope = ndimage.gaussian_filter(slope_degree(land.coarse_height_m, land.coarse), 4)
    flat, steep = made["spacing_m"]
    room = np.interp(slope.ravel()[order], made["spacing_degree"], [flat, steep])
    pairs = cKDTree(points).query_pairs(steep, output_type="ndarray")
    apart = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    pairs = pairs[apart < np.minimum(*room[pairs].T)]
    return order[first_come(pairs, order.size)]


def first_come(pairs: np.ndarray, size: int) -> np.ndarray:
    """Keep each number unless it is paired with a lower one that is kept."""
    low, high = np.sort(pairs, axis=1).T
    order = np.argsort(low, kind="stable")
    low, high = low[order], high[order]
    first = np.searchsorted(low, np.arange(size + 1))
    kept = np.ones(size, dtype=bool)
    for number in range(size):
        if kept[number]:
            kept[high[first[number] : first[number + 1]]] = False
    return kept


def _divided(
    land: Land,
    near: Nearest,
    seeds: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Give each cell to the seed that reaches it with least effort.

    Steps to the four sides only: so every share hangs together.
    """
    made = raw.table("land")["places"]
    start, end, length = links(land.coarse)
    straight = length <= max(land.coarse.cell_m) * 1.001
    start, end, length = start[straight], end[straight], length[straight]
    height = land.coarse_height_m.ravel()
    cost = length + made["climbing"] * np.abs(height[start] - height[end])
    rough = np.exp(made["wandering"] * noise(land.coarse.shape, rng, 1.0)).ravel()
    wet = (near.distance_m < land.coarse.cell_m[0]).ravel()
    cost = cost * (rough[start] + rough[end]) / 2 + made["crossing_m"] * wet[end]
    _, _, source = csgraph.dijkstra(
        graph(start, end, cost, height.size),
        indices=seeds,
        min_only=True,
        return_predecessors=True,
    )
    rank = np.empty(height.size, dtype=np.int64)
    rank[seeds] = np.arange(seeds.size)
    return rank[source].reshape(land.coarse.shape)


def _county(
    land: Land,
    seeds: np.ndarray,
    owner: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Choose the villages of a lobed disc, without holes and without islands."""
    made = raw.table("land")["places"]
    middle = land.coarse.to_plane(np.array([made["centre"]]))[0]
    east, north = (land.coarse.centres(seeds) - middle).T
    angle = np.arctan2(north, east)
    phases = rng.uniform(0, 2 * np.pi, len(made["lobes"]))
    lobes = zip(made["lobes"], phases, strict=True)
    waves = [a * np.sin((k + 2) * angle + phase) for k, (a, phase) in enumerate(lobes)]
    radius_m = made["radius_km"] * 1e3 * (1 + np.sum(waves, axis=0))
    county = (np.hypot(east, north) < radius_m)[owner]
    parts, _ = ndimage.label(county)
    county = parts == np.bincount(parts[county]).argmax()
    county = ndimage.binary_fill_holes(county)
    return county.ravel()[seeds]


def _towns(
    land: Land,
    seat: np.ndarray,
    ground: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Group neighbouring villages into towns of about as many villages each."""
    made = raw.table("land")["places"]
    points = land.coarse.centres(seat)
    spread = points / points.std(axis=0)
    middles, _ = kmeans2(spread, made["towns"], minit="++", rng=rng)
    _, town_seat = cKDTree(spread).query(middles)
    borders = neighbours(ground)
    apart = np.hypot(*(points[borders[:, 0]] - points[borders[:, 1]]).T)
    roads = sparse.coo_array((apart, tuple(borders.T)), shape=(seat.size, seat.size))
    _, _, source = csgraph.dijkstra(
        roads.tocsr(), indices=town_seat, min_only=True, return_predecessors=True
    )
    rank = np.empty(seat.size, dtype=np.int64)
    rank[town_seat] = np.arange(town_seat.size)
    return rank[source], town_seat


def neighbours(ground: np.ndarray) -> np.ndarray:
    """List the pairs of different shares that touch along a side, both ways (n, 2)."""
    pairs = [
        np.column_stack([ground[:-1].ravel(), ground[1:].ravel()]),
        np.column_stack([ground[:, :-1].ravel(), ground[:, 1:].ravel()]),
    ]
    pairs = np.vstack(pairs)
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (pairs >= 0).all(axis=1)]
    return np.unique(np.vstack([pairs, pairs[:, ::-1]]), axis=0)


def _in_order(
    land: Land,
    seat: np.ndarray,
    town: np.ndarray,
    town_seat: np.ndarray,
    ground: np.ndarray,
) -> Places:
    """Sort towns and villages: the county seat, then 镇, then 乡; near before far."""
    made = raw.table("land")["places"]
    points = land.coarse.centres(seat)
    capital = land.coarse.to_plane(np.array([made["county_seat"]]))[0]
    far_m = np.hypot(*(points[town_seat] - capital).T)
    is_township = (_steepness(land, town, ground) > made["township_degree"]) & (
        far_m > far_m.min()
    )
    town_order = np.lexsort([far_m, is_township])
    town_rank = np.argsort(town_order)
    from_seat = np.hypot(*(points - points[town_seat[town]]).T)
    order = np.lexsort([from_seat, town_rank[town]])
    rank = np.append(np.argsort(order), -1)  # the last: outside stays outside
    return Places(
        seat=seat[order],
        town=town_rank[town[order]],
        town_seat=rank[town_seat[town_order]],
        is_township=is_township[town_order],
        ground=rank[ground],
    )


def _steepness(land: Land, town: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Average the slope of each town's ground, degrees."""
    slope = slope_degree(land.coarse_height_m, land.coarse)
    town_of_cell = town[ground[ground >= 0]]
    return np.bincount(town_of_cell, slope[ground >= 0]) / np.bincount(town_of_cell)
