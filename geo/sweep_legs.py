"""The ways along routes that are known already."""

from collections.abc import Sequence

import numpy as np

from geo.sweep_barriers import Barriers, Bars
from geo.sweep_network import lattice_of, network_of
from geo.sweep_ways import Ways, ways_between


def ways_from(base: np.ndarray, places: np.ndarray, barriers: Barriers) -> Ways:
    """Return the ways between a base (2,), station 0, and places (n, 2)."""
    stations = np.concatenate([base[None, :], places])
    bars = Bars(barriers)
    has_roads = len(barriers.roads) > 0
    network = network_of(barriers, bars) if has_roads else lattice_of(stations, bars)
    return ways_between(stations, network, bars)


def legs_of(
    base: np.ndarray, routes: Sequence[np.ndarray], barriers: Barriers
) -> list[list[np.ndarray]]:
    """Return the legs of each route from the base through places and back.

    Parameters
    ----------
    base : float64 (2,), metres.
    routes : sequence of float64 (n, 2)
        Places in their order.  A place that cannot be reached any more, since a layer
        has changed, ends its leg where it began.
    """
    ways = ways_from(base, np.concatenate([np.empty((0, 2)), *routes]), barriers)
    made, first = [], 1
    for places in routes:
        stops = np.arange(first, first + len(places))
        first += len(places)
        found = ways.distances(np.concatenate([[0], stops]))
        reached = stops[np.isfinite(found.minutes[0, stops])]
        route = np.concatenate([[0], reached, [0]])
        made.append(ways.legs(found, route) if len(reached) else [])
    return made
