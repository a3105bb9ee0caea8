"""Doors shared among teams: near each other on the way, and equally many."""

import math
from typing import NamedTuple

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from rules.parameters import load_parameters

_STEPS_A_MINUTE = 100  # flows are whole numbers
_SEEDS = 6
_FREE_ROUNDS = 4


class Clusters(NamedTuple):
    """The team of each door, and the door in the middle of each team."""

    team: np.ndarray
    middles: np.ndarray


def clusters_of(minutes: np.ndarray, teams: int) -> Clusters:
    """Share doors among teams: capacitated k-medoids on minutes of way.

    Parameters
    ----------
    minutes : float array (doors, doors)
        Finite and symmetric.
    teams : int
        1 to the number of doors.

    Returns
    -------
    Clusters
        Teams 0 to ``teams`` - 1; sizes as :func:`size_limits` says.
    """
    low, most = size_limits(len(minutes), teams)
    high = np.full(teams, most)
    middles = _begun(minutes, teams)
    found = Clusters(shared_among(minutes[:, middles], low, high), middles)
    for _ in range(load_parameters("sweeps")["balance"]["rounds"]):
        moved = _middles(minutes, found.team, teams)
        if set(moved) == set(found.middles):
            break
        found = Clusters(shared_among(minutes[:, moved], low, high), moved)
    return found


def size_limits(doors: int, teams: int) -> tuple[int, int]:
    """Return how few and how many doors a team may have.

    Examples
    --------
    >>> size_limits(1500, 20), size_limits(7, 3)
    ((69, 81), (2, 3))
    """
    mean, ratio = doors / teams, load_parameters("sweeps")["balance"]["ratio"]
    low, high = math.ceil(mean * (1 - ratio)), math.floor(mean * (1 + ratio))
    return min(low, math.floor(mean)), max(high, math.ceil(mean))


def _begun(minutes: np.ndarray, teams: int) -> np.ndarray:
    """Return the best of several free k-medoids as a beginning."""
    best, least = np.empty(0, int), math.inf
    for seed in range(_SEEDS):
        middles = _spread(minutes, teams, np.random.default_rng(seed))
        for _ in range(_FREE_ROUNDS):
            team = minutes[:, middles].argmin(axis=1)
            middles = _middles(minutes, team, teams)
        cost = float(minutes[:, middles].min(axis=1).sum())
        if cost < least:
            best, least = middles, cost
    return best


def _spread(minutes: np.ndarray, teams: int, rng: np.random.Generator) -> np.ndarray:
    """Draw middles far from each other, as k-means++ does."""
    drawn = [int(rng.integers(len(minutes)))]
    while len(drawn) < teams:
        away = minutes[:, drawn].min(axis=1) ** 2
        away[drawn] = 0.0
        if not away.any():  # all other doors stand where one drawn stands
            away = np.ones(len(minutes))
            away[drawn] = 0.0
        drawn.append(int(rng.choice(len(minutes), p=away / away.sum())))
    return np.array(drawn)


def _middles(minutes: np.ndarray, team: np.ndarray, teams: int) -> np.ndarray:
    """Return the door of each team that is nearest to the others of it."""
    found = []
    for number in range(teams):
        own = np.flatnonzero(team == number)
        inner = minutes[np.ix_(own, own)].sum(axis=1)
        found.append(int(own[inner.argmin()]) if len(own) else -1)
    spare = iter(np.setdiff1d(np.arange(len(minutes)), found))
    return np.array([next(spare) if one < 0 else one for one in found])


def shared_among(to_middles: np.ndarray, low: int, high: np.ndarray) -> np.ndarray:
    """Give each door a team, at least cost within the limits: a flow.

    Parameters
    ----------
    to_middles : float array (doors, teams), what it costs.
    low : int, how few doors a team may have.
    high : int array, how many each team may have; all together at least the doors.
    """
    doors, teams = to_middles.shape
    cost = np.rint(to_middles * _STEPS_A_MINUTE).astype(np.int64)
    door, team = np.divmod(np.arange(doors * teams), teams)
    flow = SimpleMinCostFlow()
    chosen = flow.add_arcs_with_capacity_and_unit_cost(
        door, doors + team, np.ones(doors * teams, np.int64), cost.ravel()
    )
    sink, reward = doors + teams, -int(cost.max() * doors + 1)
    own = doors + np.arange(teams)
    for most, price in ((np.full(teams, low), reward), (high - low, 0)):
        flow.add_arcs_with_capacity_and_unit_cost(
            own, np.full(teams, sink), most, np.full(teams, price)
        )
    flow.set_nodes_supplies(np.arange(doors), np.ones(doors, np.int64))
    flow.set_node_supply(sink, -doors)
    if flow.solve() != flow.OPTIMAL:
        raise ValueError("the limits leave a door without a team")
    taken = flow.flows(chosen).reshape(doors, teams)
    return taken.argmax(axis=1).astype(np.int32)
