"""A network that grows by the cheapest ways."""

import numpy as np
from scipy.sparse import csgraph

from geo.synthetic.curves import traced
from geo.synthetic.grid import graph


class Network:
    """Stretches built so far, and what a metre costs now that they exist.

    Attributes
    ----------
    stretches : list of (str, ndarray of int)
        Class and cells of each stretch; no link belongs to two.
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
        self.stretches: list[tuple[str, np.ndarray]] = []
        self._start, self._end, self._cost = start, end, cost
        self._reuse = reuse
        self._built: set[int] = set()

    def build(self, road_class: str, ways: list[np.ndarray]) -> None:
        """Build what of the ways does not exist yet."""
        for way in ways:
            low, high = np.sort([way[:-1], way[1:]], axis=0)
            keys = (low * self.size + high).tolist()
            new = np.array([key not in self._built for key in keys])
            edges = np.flatnonzero(np.diff(np.concatenate([[0], new, [0]])))
            for first, last in edges.reshape(-1, 2):
                self.stretches.append((road_class, way[first : last + 1]))
            self._built.update(keys)

    def _graph(self) -> tuple[np.ndarray, object]:
        low, high = np.sort([self._start, self._end], axis=0)
        built = np.isin(low * self.size + high, np.fromiter(self._built, np.int64))
        cost = np.where(built, self._cost * self._reuse, self._cost)
        return cost, graph(self._start, self._end, cost, self.size)

    def way(self, start: int, end: int) -> np.ndarray:
        """Find the cheapest way between two cells."""
        _, before = csgraph.dijkstra(
            self._graph()[1], indices=int(start), return_predecessors=True
        )
        return traced([end], before)[0]

    def ways_to_network(self, cells: np.ndarray) -> list[np.ndarray]:
        """Find the cheapest ways from cells to what is built, sharing what they can."""
        on = np.unique(np.concatenate([way for _, way in self.stretches]))
        far, before, _ = csgraph.dijkstra(
            self._graph()[1], indices=on, min_only=True, return_predecessors=True
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
        cost, roads = self._graph()
        far, before, source = csgraph.dijkstra(
            roads, indices=cells, min_only=True, return_predecessors=True
        )
        meet = np.flatnonzero(source[self._start] < source[self._end])
        total = far[self._start[meet]] + cost[meet] + far[self._end[meet]]
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
