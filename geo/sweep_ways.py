"""Ways between the base and the doors: by road, and on foot where nothing bars it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.sweep_barriers import Bars
from geo.sweep_network import METRES_A_MINUTE, Network
from rules.parameters import load_parameters

_LEAST_MINUTES = 1e-6  # a link of no length is a link all the same
_SOURCES_AT_ONCE = 256
ON_FOOT = -1


@dataclass(frozen=True)
class _Links:
    """Links between numbered places; ``first`` and ``last`` bound their vertices."""

    start: np.ndarray
    end: np.ndarray
    minutes: np.ndarray
    first: np.ndarray
    last: np.ndarray


@dataclass(frozen=True)
class Distances:
    """Minutes from some stations to all (inf: no way), and the ways behind them.

    ``before`` holds the place before each place; ``row`` is the row of each station,
    -1 where none.
    """

    stations: np.ndarray
    minutes: np.ndarray
    before: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class Ways:
    """A graph of minutes; places 0 to ``stations`` - 1 are the stations.

    Attributes
    ----------
    graph : csr_matrix (n, n), minutes.
    places : float64 (n, 2), metres.
    """

    graph: csr_matrix
    places: np.ndarray
    stations: int
    network: Network
    links: _Links

    def distances(self, stations: np.ndarray) -> Distances:
        """Return minutes and ways from some stations to all others."""
        minutes = np.empty((len(stations), self.stations))
        before = np.empty((len(stations), len(self.places)), np.int32)
        for at in range(0, len(stations), _SOURCES_AT_ONCE):
            some = slice(at, at + _SOURCES_AT_ONCE)
            whole, before[some] = dijkstra(
                self.graph, indices=stations[some], return_predecessors=True
            )
            minutes[some] = whole[:, : self.stations]
        row = np.full(self.stations, -1)
        row[stations] = np.arange(len(stations))
        return Distances(stations, minutes, before, row)

    def legs(self, found: Distances, route: np.ndarray) -> list[np.ndarray]:
        """Return the way (n, 2) of each leg along a route of stations."""
        return [
            self._way(found.before[found.row[start]], int(start), int(end))
            for start, end in pairwise(route)
        ]

    def _way(self, before: np.ndarray, start: int, end: int) -> np.ndarray:
        passed = [end]
        while passed[-1] != start:
            passed.append(int(before[passed[-1]]))
        passed.reverse()
        parts = [self._link(*pair) for pair in pairwise(passed)]
        return np.concatenate([self.places[[start]], *parts])

    def _link(self, start: int, end: int) -> np.ndarray:
        """Return the vertices of a link after its first."""
        key = start * len(self.places) + end
        at = np.searchsorted(self.links.start, key)
        first, last = int(self.links.first[at]), int(self.links.last[at])
        if first == ON_FOOT:
            return self.places[[end]]
        points = self.network.points[min(first, last) : max(first, last) + 1]
        return points[1:] if first < last else points[-2::-1]


def ways_between(stations: np.ndarray, network: Network, bars: Bars) -> Ways:
    """Join stations (n, 2) to the network and to each other."""
    foot, seen = _to_road(stations, network, bars)
    walks = _to_each_other(stations, bars)
    kept = network.joint.copy()
    kept[seen] = True
    number = np.full(len(network.points), -1)
    _, number[kept] = np.unique(network.node[kept], return_inverse=True)
    number[kept] += len(stations)
    places = np.empty((int(number.max(initial=len(stations) - 1)) + 1, 2))
    places[number[kept]] = network.points[kept]
    places[: len(stations)] = stations
    pairs = np.concatenate([np.stack([foot, number[seen]], axis=1), walks])
    return _graph(places, len(stations), network, _on_foot(places, pairs),
                  _by_road(network, kept, number))  # fmt: skip


def _to_road(
    stations: np.ndarray, network: Network, bars: Bars
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of a station and a vertex of the road that it sees."""
    law = load_parameters("sweeps")["ways"]
    pairs = [np.empty((0, 2), np.int64)]
    left = np.arange(len(stations)) if len(network.points) else np.empty(0, int)
    for count in law["road_vertices_seen"]:
        tree = cKDTree(network.points) if len(network.points) else None
        if tree is None or not len(left):
            break
        among = min(count, len(network.points))
        metres, near = tree.query(stations[left], k=[*range(1, among + 1)])
        found = _seen(stations[left], network.points, metres, near, bars)
        pairs.append(np.stack([left[found[:, 0]], found[:, 1]], axis=1))
        left = np.setdiff1d(left, left[found[:, 0]])
    station, vertex = np.concatenate(pairs).T
    return station, vertex


def _seen(
    stations: np.ndarray,
    points: np.ndarray,
    metres: np.ndarray,
    near: np.ndarray,
    bars: Bars,
) -> np.ndarray:
    """Return the nearest few vertices that each station may walk to."""
    law = load_parameters("sweeps")["ways"]
    row, column = np.nonzero(metres <= law["farthest_walk_m"])
    vertex = near[row, column]
    barred = bars.on_foot(stations[row], points[vertex])
    row, vertex = row[~barred], vertex[~barred]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    kept = place < law["road_vertices_kept"]
    return np.stack([row[kept], vertex[kept]], axis=1)


def _to_each_other(stations: np.ndarray, bars: Bars) -> np.ndarray:
    """Return pairs of neighbouring stations between which one may walk."""
    law = load_parameters("sweeps")["ways"]
    among = min(law["neighbours"] + 1, len(stations))
    metres, near = cKDTree(stations).query(stations, k=[*range(1, among + 1)])
    row, column = np.nonzero(metres <= law["farthest_walk_m"])
    pairs = np.sort(np.stack([row, near[row, column]], axis=1), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)
    return pairs[~bars.on_foot(stations[pairs[:, 0]], stations[pairs[:, 1]])]


def _on_foot(places: np.ndarray, pairs: np.ndarray) -> _Links:
    start, end = pairs.T
    metres = np.hypot(*(places[end] - places[start]).T)
    kmh = load_parameters("sweeps")["pace"]["on_foot"]
    none = np.full(len(pairs), ON_FOOT)
    return _Links(start, end, metres / (kmh * METRES_A_MINUTE), none, none)


def _by_road(network: Network, kept: np.ndarray, number: np.ndarray) -> _Links:
    """Return the stretches between kept vertices that are open all the way."""
    at = np.flatnonzero(kept)
    first, last = at[:-1], at[1:]
    shut = np.append(0, np.cumsum(~network.is_open))
    spent = np.append(0.0, np.cumsum(network.minutes))
    through = shut[last] == shut[first]
    first, last = first[through], last[through]
    minutes = spent[last] - spent[first]
    return _Links(number[first], number[last], minutes, first, last)


def _graph(
    places: np.ndarray, stations: int, network: Network, foot: _Links, road: _Links
) -> Ways:
    """Keep the quickest link of each pair of places, in both directions."""

    def both(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        return np.concatenate([one, two])

    start, end, minutes, first, last = (
        both(getattr(foot, name), getattr(road, name))
        for name in ("start", "end", "minutes", "first", "last")
    )
    start, end = both(start, end), both(end, start)
    first, last = both(first, last), both(last, first)
    minutes = np.maximum(both(minutes, minutes), _LEAST_MINUTES)
    key = start * len(places) + end
    order = np.lexsort((minutes, key))
    order = order[np.unique(key[order], return_index=True)[1]]
    shape = (len(places), len(places))
    graph = csr_matrix((minutes[order], (start[order], end[order])), shape)
    kept = _Links(key[order], end[order], minutes[order], first[order], last[order])
    return Ways(graph, places, stations, network, kept)
