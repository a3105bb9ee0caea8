"""Villages, towns and county as one row of places, and what their sums tell.

A range is the least and the greatest value that a number can still have.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rules.adcode import Level


class AreaTree:
    """The places: counties first, then towns, then villages, each in order of code.

    Parameters
    ----------
    villages : sequence of str
        Codes of 12 digits, each once.

    Attributes
    ----------
    codes : array of str
        Of all places.
    above : int array
        Place of the area that each lies in; -1 for a county.

    Examples
    --------
    >>> tree = AreaTree(["990001100201", "990001100200"])
    >>> tree.codes.tolist()
    ['990001', '990001100', '990001100200', '990001100201']
    >>> tree.summed(np.array([[2, 3]])).tolist()
    [[5, 5, 2, 3]]
    """

    def __init__(self, villages: Sequence[str]) -> None:
        levels = [
            sorted({code[:level] for code in villages})
            for level in (Level.COUNTY, Level.TOWN, Level.VILLAGE)
        ]
        self.codes = np.array([code for level in levels for code in level], dtype=str)
        place = {code: at for at, code in enumerate(self.codes)}
        upper = {Level.TOWN: Level.COUNTY, Level.VILLAGE: Level.TOWN}
        self.above = np.array(
            [
                place[c[: upper[Level(len(c))]]] if len(c) > Level.COUNTY else -1
                for c in self.codes.tolist()
            ],
            dtype=np.int64,
        )
        ends = np.cumsum([0, *map(len, levels)])
        self._spans = [slice(a, b) for a, b in pairwise(ends)]

    def __len__(self) -> int:
        """Count the places."""
        return len(self.codes)

    def span(self, level: Level) -> slice:
        """Return which places are of a level."""
        return self._spans[list(Level).index(level)]

    def summed(self, villages: np.ndarray) -> np.ndarray:
        """Add up rows of villages, in order of code, to rows of all places."""
        found = np.zeros((len(villages), len(self)), dtype=villages.dtype)
        found[:, self._spans[2]] = villages
        for parents, children in self._pairs():
            found[:, parents] = self._sums(found, parents, children)
        return found

    def narrow(self, low: np.ndarray, high: np.ndarray) -> None:
        """Narrow rows of ranges in place: each area is the sum of those in it."""
        for parents, children in self._pairs():
            np.maximum(low[:, parents], self._sums(low, parents, children),
                       out=low[:, parents])  # fmt: skip
            np.minimum(high[:, parents], self._sums(high, parents, children),
                       out=high[:, parents])  # fmt: skip
        for parents, children in reversed(self._pairs()):
            upper = self.above[children]
            place = upper - parents.start
            most = self._sums(high, parents, children)[:, place] - high[:, children]
            least = self._sums(low, parents, children)[:, place] - low[:, children]
            np.maximum(low[:, children], low[:, upper] - most, out=low[:, children])
            np.minimum(high[:, children], high[:, upper] - least, out=high[:, children])

    def _pairs(self) -> list[tuple[slice, slice]]:
        """Return parents and children, the lowest first."""
        county, town, village = self._spans
        return [(town, village), (county, town)]

    def _sums(self, rows: np.ndarray, parents: slice, children: slice) -> np.ndarray:
        if parents.stop == parents.start:
            return rows[:, parents]
        above = self.above[children]
        first = np.flatnonzero(np.r_[True, above[1:] != above[:-1]])
        return np.add.reduceat(rows[:, children], first, axis=1)
