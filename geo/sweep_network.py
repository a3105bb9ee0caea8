"""The roads as a network, cut where the way is barred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.sweep_barriers import Barriers, Bars
from rules.parameters import load_parameters

METRES_A_MINUTE = 1000.0 / 60.0  # at one kilometre an hour
_SAME_PLACE_M = 0.01


@dataclass(frozen=True)
class Network:
    """Roads as strings of vertices, one string after the other.

    Attributes
    ----------
    points : float64 (v, 2), metres.
    node : int64 (v,)
        Vertices at one place, where roads meet, have one number.
    is_open : bool (v,)
        Whether one may go from the vertex to the next.
    minutes : float64 (v,), for that piece.
    joint : bool (v,)
        Ends of strings, and places where they meet.
    """

    points: np.ndarray
    node: np.ndarray
    is_open: np.ndarray
    minutes: np.ndarray
    joint: np.ndarray


def network_of(barriers: Barriers, bars: Bars) -> Network:
    """Join roads wherever they meet, and cut them where the way is barred."""
    lines, kmh = _noded(barriers)
    step_m = load_parameters("sweeps")["ways"]["road_step_m"]
    lines = shapely.segmentize(lines, step_m)
    points, line = shapely.get_coordinates(lines, return_index=True)
    goes_on = np.append(line[1:] == line[:-1], False)[: len(points)]
    pieces = np.stack([points, np.roll(points, -1, axis=0)], axis=1)[goes_on]
    is_open = goes_on.copy()
    metres = np.zeros(len(points))
    if len(pieces):
        is_open[goes_on] = ~bars.by_road(shapely.linestrings(pieces))
        metres[goes_on] = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T)
    node, joint = _nodes(points, goes_on)
    pace = kmh[line] * METRES_A_MINUTE
    return Network(points, node, is_open, metres / pace, joint)


def _noded(barriers: Barriers) -> tuple[np.ndarray, np.ndarray]:
    """Return lines that meet at their ends only, and the pace of each."""
    if not len(barriers.roads):
        return barriers.roads, np.empty(0)
    joined = shapely.line_merge(shapely.union_all(barriers.roads))
    lines = shapely.get_parts(joined)
    middle = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    near = shapely.STRtree(barriers.roads).query_nearest(middle, all_matches=False)
    return lines, barriers.road_kmh[near[1]]


def _nodes(points: np.ndarray, goes_on: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give places their numbers, and tell which are ends of strings or meetings."""
    if not len(points):
        return np.empty(0, np.int64), np.empty(0, bool)
    rounded = np.round(points / _SAME_PLACE_M).astype(np.int64)
    _, node = np.unique(rounded, axis=0, return_inverse=True)
    node = node.ravel()
    comes_from = np.append(False, goes_on[:-1])
    end = ~goes_on | ~comes_from
    joint = np.zeros(node.max() + 1, bool)
    joint[node[end]] = True
    joint |= np.bincount(node) > 1
    return node, joint[node]


def lattice_of(places: np.ndarray, bars: Bars) -> Network:
    """Return paths on foot over open ground, for a county without roads on record.

    A net of square meshes around the places (n, 2), cut at water, with a footbridge
    across the water at each bridge on record.
    """
    law = load_parameters("sweeps")["ways"]
    low = places.min(axis=0) - law["lattice_margin_m"]
    high = places.max(axis=0) + law["lattice_margin_m"]
    step_m = float(np.sqrt(np.prod(high - low) / law["lattice_points"]))
    across, up = (
        np.arange(a, b + step_m, step_m) for a, b in zip(low, high, strict=True)
    )
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    starts, ends = _links(grid)
    open_ground = ~bars.on_foot(starts, ends)
    over = _footbridges(grid.reshape(-1, 2), bars)
    pairs = np.concatenate([np.stack([starts, ends], axis=1)[open_ground], over])
    points = pairs.reshape(-1, 2)
    goes_on = np.tile([True, False], len(pairs))
    metres = np.repeat(np.hypot(*(pairs[:, 1] - pairs[:, 0]).T), 2)
    node, joint = _nodes(points, goes_on)
    kmh = load_parameters("sweeps")["pace"]["on_foot"]
    return Network(points, node, goes_on, metres / (kmh * METRES_A_MINUTE), joint)


def _links(grid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends (n, 2) of the links to the east, north and both diagonals."""
    pairs = [
        (grid[:, :-1], grid[:, 1:]),
        (grid[:-1], grid[1:]),
        (grid[:-1, :-1], grid[1:, 1:]),
        (grid[:-1, 1:], grid[1:, :-1]),
    ]
    starts, ends = zip(*pairs, strict=True)
    return tuple(
        np.concatenate([part.reshape(-1, 2) for part in side])
        for side in (starts, ends)
    )


def _footbridges(grid: np.ndarray, bars: Bars) -> np.ndarray:
    """Return ways (n, 2, 2) from grid points over bridges to others: two pieces each.

    Each bridge is joined to the grid points around it that are seen from it but for
    the water right at the bridge.
    """
    bridges = bars.bridges
    if bridges is None or not len(bridges):
        return np.empty((0, 2, 2))
    middle = shapely.get_coordinates(bridges)
    near = cKDTree(grid).query(middle, k=min(16, len(grid)))[1]
    start = np.repeat(middle, near.shape[1], axis=0)
    end = grid[near.ravel()]
    ways = np.stack([start, end], axis=1)
    return ways[~bars.by_road(shapely.linestrings(ways))]
