"""Where water runs on a surface, and how much country it drains."""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csgraph

from geo.synthetic.grid import (
    STEPS_TO_NEIGHBOURS,
    Grid,
    graph,
    links,
    step_length_m,
)


class Drainage(NamedTuple):
    """The cell each cell drains to; the number of cells stands for "out of the land".

    ``length_m`` is the way there.
    """

    receiver: np.ndarray
    length_m: np.ndarray


def drains_least_climbing(
    surface: np.ndarray, grid: Grid, outlets: np.ndarray
) -> Drainage:
    """Drain every cell to the outlets so that water climbs as little as possible.

    Takes a surface with hollows; what is a hollow in it is cut through.
    """
    start, end, length = links(grid)
    level = surface.ravel()
    climb = np.maximum(0, level[start] - level[end])
    costs = graph(start, end, climb + 1e-4 * length, level.size)
    _, before, _ = csgraph.dijkstra(
        costs, indices=outlets, min_only=True, return_predecessors=True
    )
    receiver = np.where(before < 0, level.size, before).astype(np.int64)
    return Drainage(receiver, _ways(receiver, grid))


def drains_steepest(surface: np.ndarray, grid: Grid, outlets: np.ndarray) -> Drainage:
    """Drain every cell to its steepest lower neighbour; a hollow leaves the land."""
    padded = np.pad(surface, 1, constant_values=np.inf)
    rows, columns = grid.shape
    steepest = np.zeros(grid.shape)
    receiver = np.full(grid.shape, surface.size)
    number = np.arange(surface.size).reshape(grid.shape)
    for down, right in STEPS_TO_NEIGHBOURS:
        there = padded[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]
        slope = (surface - there) / step_length_m(grid, (down, right))
        better = slope > steepest
        steepest[better] = slope[better]
        receiver[better] = (number + down * columns + right)[better]
    receiver = receiver.ravel()
    receiver[outlets] = surface.size
    return Drainage(receiver, _ways(receiver, grid))


def _ways(receiver: np.ndarray, grid: Grid) -> np.ndarray:
    number = np.arange(receiver.size)
    inside = np.where(receiver < receiver.size, receiver, number)
    return np.hypot(*(grid.centres(number) - grid.centres(inside)).T)


def sum_upstream(drainage: Drainage, amount: np.ndarray) -> np.ndarray:
    """Add up an amount over every cell and all that drains through it."""
    jump = np.append(drainage.receiver, drainage.receiver.size)
    total = np.append(amount.astype(float), 0.0)
    while (jump != jump[-1]).any():
        moved = np.bincount(jump, total, jump.size)
        total[:-1] += moved[:-1]
        jump = jump[jump]
    return total[:-1]


def sum_downstream(drainage: Drainage, amount: np.ndarray) -> np.ndarray:
    """Add up an amount over every cell and the way of its water out of the land."""
    jump = np.append(drainage.receiver, drainage.receiver.size)
    total = np.append(amount.astype(float), 0.0)
    while (jump != jump[-1]).any():
        total = total + total[jump]
        jump = jump[jump]
    return total[:-1]


def drained_km2(drainage: Drainage, grid: Grid) -> np.ndarray:
    """Area that drains through each cell."""
    width, height = grid.cell_m
    cell_km2 = width * height / 1e6
    return sum_upstream(drainage, np.full(drainage.receiver.size, cell_km2))
