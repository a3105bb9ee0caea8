"""A network that grows by the cheapest ways."""

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from geo.synthetic.curves import traced


class Stretch(NamedTuple):
    """Part of a road: its class, the road's number in it, the road's ends, cells."""

    road_class: str
    number: int
    ends: tuple[int, int]
    cells: np.ndarray


class Network:
    """Stretches built so far, and what a metre costs now that they exist.

    Attributes
    ----------
    stretches : list of Stretch
        No link of two cells belongs to two of them.
    """

    def __init__(
        self,
        size: int,
        start: np.ndarray,
        end: np.ndarray,
        cost: np.ndarray,
        reuse: float,
    ) -> None:
        self.size = size
        self.stretches: list[Stretch] = []
        order = np.argsort(start * size + end)
        self._keys = (start * size + end)[order]
        self._start, self._end, self._cost = start[order], end[order], cost[order]
        self._built = np.zeros(cost.size, dtype=bool)
        self._reuse = reuse

    def build(self, road_class: str, ways: list[np.ndarray]) -> None:
        """Build what of the ways does not exist yet; each way is one road."""
        known = [s.number for s in self.stretches if s.road_class == road_class]
        for number, way in enumerate(ways, start=1 + max(known, default=0)):
            there = np.searchsorted(self._keys, way[:-1] * self.size + way[1:])
            back = np.searchsorted(self._keys, way[1:] * self.size + way[:-1])
            new = np.concatenate([[False], ~self._built[there], [False]])
            for first, last in np.flatnonzero(new[1:] != new[:-1]).reshape(-1, 2):
                cells = way[first : last + 1]
                ends = int(way[0]), int(way[-1])
                self.stretches.append(Stretch(road_class, number, ends, cells))
            self._built[there] = self._built[back] = True

    def _costs(self) -> np.ndarray:
        return np.where(self._built, self._cost * self._reuse, self._cost)

    def _graph(self) -> sparse.csr_array:
        first = np.searchsorted(self._start, np.arange(self.size + 1))
        shape = (self.size, self.size)
        return sparse.csr_array((self._costs(), self._end, first), shape=shape)

    def way(self, start: int, end: int) -> np.ndarray:
        """Find the cheapest way between two cells."""
        _, before = csgraph.dijkstra(
            self._graph(), indices=int(start), return_predecessors=True
        )
        return traced([end], before)[0][::-1]

    def ways_to_network(self, cells: np.ndarray) -> list[np.ndarray]:
        """Find the cheapest ways from cells to what is built, sharing what they can."""
        on = np.unique(np.concatenate([stretch.cells for stretch in self.stretches]))
        far, before, _ = csgraph.dijkstra(
            self._graph(), indices=on, min_only=True, return_predecessors=True
        )
        seen = np.zeros(self.size, dtype=bool)
        seen[on] = True
        return traced(cells[np.argsort(-far[cells])], before, seen)

    def ways_between(self, cells: np.ndarray, loops: int) -> list[np.ndarray]:
        """Find the cheapest ways that join cells to one another.

        Parameters
        ----------
        loops : int
            Ways beyond those that suffice, the cheapest of the others.
        """
        far, before, source = csgraph.dijkstra(
            self._graph(), indices=cells, min_only=True, return_predecessors=True
        )
        meet = np.flatnonzero(source[self._start] < source[self._end])
        total = far[self._start[meet]] + self._costs()[meet] + far[self._end[meet]]
        meet = meet[np.argsort(total)]
        here, there = self._start[meet], self._end[meet]
        pairs = np.column_stack([source[here], source[there]])
        _, first = np.unique(pairs, axis=0, return_index=True)
        first.sort()  # the cheapest pair first
        chosen = _enough(pairs[first], loops)
        return [
            np.concatenate([_back(here[k], before)[::-1], _back(there[k], before)])
            for k in first[chosen]
        ]


def _back(cell: int, before: np.ndarray) -> np.ndarray:
    way = traced([cell], before)
    return way[0] if way else np.array([cell])


def _enough(pairs: np.ndarray, loops: int) -> list[int]:
    """Choose from pairs, the cheapest first, those that join all, and some more."""
    group = {int(cell): int(cell) for cell in pairs.ravel()}
    chosen, spare = [], []
    for number, (one, other) in enumerate(pairs.tolist()):
        old, new = group[one], group[other]
        (spare if old == new else chosen).append(number)
        group = {cell: new if g == old else g for cell, g in group.items()}
    return sorted(chosen + spare[:loops])
