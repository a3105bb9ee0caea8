"""A reader of published classes who reasons without a mistake: an exact solver.

He shares no code with what he is tried on: only the numbers that were published.  A
*world* is a county that could be behind them; he searches the worlds in which a number
is least, and greatest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

ENDLESS = 10**6
GAP = 0.02
AT_ONCE, MANY = 400, 4
SMALLEST, POSSIBLE = 5, 4

Target = tuple[tuple[int, int, int], ...]  # cells: one, or two to subtract


def class_of(counts):
    """Return the least and greatest counts of classes, as the legend tells them."""
    counts = np.asarray(counts)
    step = np.select([counts < 100, counts < 500, counts < 1000], [5, 10, 20], 50)
    low = counts - counts % step
    return low, low + step - 1


@dataclass(eq=False)
class Reader:
    """What was published of some villages and of the areas that hold them.

    Attributes
    ----------
    counts : int array (measures, days, villages), the truth.
    areas : bool array (areas, villages): villages, towns, county.
    outside : int array (measures, days, areas), counts of villages not looked at.
    known : bool array of the same shape: published, not withheld.
    parts : pairs of measures, of which one is part of the other.
    lasting : measures that never fall.
    ends : least and most of each count, two arrays of the shape of ``counts``.
    """

    counts: np.ndarray
    areas: np.ndarray
    outside: np.ndarray
    known: np.ndarray
    parts: list[tuple[int, int]]
    lasting: list[int]
    ends: tuple[np.ndarray, np.ndarray] | None = None

    def __post_init__(self):
        if self.ends is None:
            zeros = np.zeros(self.counts.shape, dtype=int)
            self.ends = zeros, zeros + ENDLESS
        self.cell = np.arange(self.counts.size).reshape(self.counts.shape)
        rows, self._low, self._high = [], [], []
        for cells, signs, low, high in self._rules():
            rows += [(len(self._low), c, s) for c, s in zip(cells, signs, strict=True)]
            self._low.append(low)
            self._high.append(high)
        row, column, sign = np.array(rows).T
        shape = (len(self._low), self.counts.size)
        self._matrix = coo_array((sign, (row, column)), shape=shape).tocsr()
        self.truth = self.sums(self.counts)
        self.low, self.high = {}, {}
        self.learn(self.counts)

    def sums(self, world):
        """Return the counts of all areas in a world."""
        return world @ self.areas.T + self.outside

    def _rules(self) -> Iterator[tuple]:
        low, high = class_of(self.sums(self.counts))
        for m, d, a in np.argwhere(self.known):
            cells = self.cell[m, d, self.areas[a]]
            beyond = self.outside[m, d, a]
            ends = low[m, d, a] - beyond, high[m, d, a] - beyond
            yield cells, np.ones(len(cells), dtype=int), *ends
        for more, less in self._orders():
            for pair in zip(more.ravel(), less.ravel(), strict=True):
                yield pair, (1, -1), 0, ENDLESS

    def _orders(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for whole, part in self.parts:
            yield self.cell[whole], self.cell[part]
        for measure in self.lasting:
            for then, now in pairwise(self.cell[measure]):
                yield now, then

    def learn(self, world):
        for name, values in self.differences(self.sums(world)):
            low = self.low.setdefault(name, values.copy())
            high = self.high.setdefault(name, values.copy())
            np.minimum(low, values, out=low)
            np.maximum(high, values, out=high)

    def differences(self, sums):
        """Yield counts, and their differences between measures, days and levels."""
        yield ("count",), sums
        for i, j in combinations(range(len(sums)), 2):
            yield ("measures", i, j), sums[i] - sums[j]
        for i, j in combinations(range(sums.shape[1]), 2):
            yield ("days", i, j), sums[:, i] - sums[:, j]
        for i, j in self._nested():
            yield ("levels", i, j), sums[:, :, i] - sums[:, :, j]

    def _nested(self):
        for i, j in combinations(range(len(self.areas)), 2):
            if not (self.areas[i] & ~self.areas[j]).any() and i != j:
                yield i, j

    def look(self, objective, gap=0.0):
        """Look at the world in which an objective is least, or nearly so."""
        found = milp(
            objective.ravel(),
            constraints=LinearConstraint(self._matrix, self._low, self._high),
            bounds=Bounds(*(each.ravel() for each in self.ends)),
            integrality=np.ones(self.counts.size),
            options={"mip_rel_gap": gap},
        )
        assert found.x is not None, found.message
        self.world = np.round(found.x).astype(np.int64).reshape(self.counts.shape)
        self.learn(self.world)

    def tight(self):
        """Yield each small number that is not yet seen to have enough values."""
        for name, truth in self.differences(self.truth):
            least = 0 if name == ("count",) else 1
            small = (abs(truth) < SMALLEST) & (abs(truth) >= least)
            few = self.high[name] - self.low[name] + 1 < POSSIBLE
            for place in np.argwhere(small & few):
                yield name, tuple(place.tolist())

    def small(self):
        """Count the small numbers."""
        total = 0
        for name, truth in self.differences(self.truth):
            least = 0 if name == ("count",) else 1
            total += int(((abs(truth) < SMALLEST) & (abs(truth) >= least)).sum())
        return total

    def given_away(self, rng):
        """Return the small numbers that cannot have enough values."""
        told = []
        while left := [each for each in self.tight() if each not in told]:
            self.look_for(left, rng)
            after = [each for each in self.tight() if each not in told]
            if len(left) - len(after) < MANY:
                told += [each for each in after[:1] if self.is_given_away(*each)]
        return told

    def look_for(self, left, rng):
        """Look at a world for many of them at once, the first of a shuffle foremost."""
        objective = np.zeros(self.counts.shape)
        for rank, at in enumerate(rng.permutation(len(left))[:AT_ONCE]):
            row = self._objective(*left[at])
            free = (objective == 0) | (row == 0)
            if free.all():
                objective += row * self._way(*left[at], rng) / (AT_ONCE + rank)
        self.look(objective, GAP)

    def _way(self, name, place, rng):
        """Return whether a number is to be seen greater, -1, or smaller, 1."""
        if self.low[name][place] == 0:
            return -1
        return 1 if self.high[name][place] == 0 else rng.choice([-1, 1])

    def is_given_away(self, name, place):
        objective = self._objective(name, place)
        self.look(objective)
        self.look(-objective)
        return (name, place) in self.tight()

    def _objective(self, name, place):
        one = np.zeros(self.truth.shape)
        match name:
            case ("count",):
                one[place] = 1
            case ("measures", i, j):
                one[(i, *place)], one[(j, *place)] = 1, -1
            case ("days", i, j):
                m, a = place
                one[m, i, a], one[m, j, a] = 1, -1
            case ("levels", i, j):
                one[(*place, i)], one[(*place, j)] = 1, -1
        return one @ self.areas
