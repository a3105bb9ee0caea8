"""Doors shared among teams: near each other on the way, and equally many."""

import math

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from rules.parameters import load_parameters

_STEPS_A_MINUTE = 100  # flows are whole numbers
_SEEDS = 6
_FREE_ROUNDS = 4


def clusters_of(minutes: np.ndarray, teams: int) -> np.ndarray:
    """Share doors among teams: capacitated k-medoids on minutes of way.

    Parameters
    ----------
    minutes : float array (doors, doors)
        Finite and symmetric.
    teams : int
        At least 1; with fewer doors than teams some have none.

    Returns
    -------
    int32
        The team of each door, 0 to ``teams`` - 1; sizes as :func:`size_limits` says.
    """
    teams = min(teams, len(minutes))
    if teams <= 1:
        return np.zeros(len(minutes), np.int32)
    limits = size_limits(len(minutes), teams)
    middles = _begun(minutes, teams)
    team = _shared(minutes[:, middles], limits)
    for _ in range(load_parameters("sweeps")["balance"]["rounds"]):
        moved = _middles(minutes, team, teams)
        if set(moved) == set(middles):
            break
        middles = moved
        team = _shared(minutes[:, middles], limits)
    return team


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


def _shared(to_middles: np.ndarray, limits: tuple[int, int]) -> np.ndarray:
    """Give each door a team, at least cost within the limits: a flow."""
    doors, teams = to_middles.shape
    low, high = limits
    cost = np.rint(to_middles * _STEPS_A_MINUTE).astype(np.int64)
    door, team = np.divmod(np.arange(doors * teams), teams)
    flow = SimpleMinCostFlow()
    chosen = flow.add_arcs_with_capacity_and_unit_cost(
        door, doors + team, np.ones(doors * teams, np.int64), cost.ravel()
    )
    sink, reward = doors + teams, -int(cost.max() * doors + 1)
    own = doors + np.arange(teams)
    for most, price in ((low, reward), (high - low, 0)):
        flow.add_arcs_with_capacity_and_unit_cost(
            own, np.full(teams, sink), np.full(teams, most), np.full(teams, price)
        )
    flow.set_nodes_supplies(np.arange(doors), np.ones(doors, np.int64))
    flow.set_node_supply(sink, -doors)
    if flow.solve() != flow.OPTIMAL:
        raise ValueError("the limits leave a door without a team")
    taken = flow.flows(chosen).reshape(doors, teams)
    return taken.argmax(axis=1).astype(np.int32)
