"""A reader of published classes who reasons without a mistake: an exact solver.

He shares no code with what he is tried on: only the numbers that were published.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ENDLESS = 10**6
Cell = tuple[str, int, str]  # measure, day, code of the area


def class_of(count: int) -> tuple[int, int]:
    """Tell the class of a count, as it is written in the legend."""
    step = 5 if count < 100 else 10 if count < 500 else 20 if count < 1000 else 50
    low = count - count % step
    return low, low + step - 1


@dataclass
class Reader:
    """What was published: of each cell its true count, or that it is withheld.

    Attributes
    ----------
    counts : mapping
        True counts by cell, of villages, towns and county.
    withheld : set of cells
    parts : list of (whole, part), measures of which one is part of the other.
    lasting : measures that never fall.
    rests : list of (whole, part, rest), where the rest is their difference.
    """

    counts: Mapping[Cell, int]
    withheld: set[Cell]
    parts: list[tuple[str, str]]
    lasting: tuple[str, ...]
    rests: list[tuple[str, str, str]]

    def __post_init__(self) -> None:
        villages = [cell for cell in self.counts if len(cell[2]) == 12]
        self.column = {cell: at for at, cell in enumerate(villages)}
        rows, low, high = [], [], []
        for row, least, most in self._known():
            rows.append(row)
            low.append(least)
            high.append(most)
        self._rules = LinearConstraint(csr_array(np.array(rows)), low, high)
        self._bounds = Bounds(0, ENDLESS)

    def row(self, cell: Cell) -> np.ndarray:
        """Return which villages a cell adds up."""
        measure, day, code = cell
        found = np.zeros(len(self.column))
        for (m, d, village), at in self.column.items():
            if (m, d) == (measure, day) and village.startswith(code):
                found[at] = 1
        return found

    def _known(self) -> Iterator[tuple[np.ndarray, float, float]]:
        for cell, count in self.counts.items():
            if cell not in self.withheld:
                yield self.row(cell), *class_of(count)
        villages = sorted({code for _, _, code in self.column})
        days = sorted({day for _, day, _ in self.column})
        for village in villages:
            for whole, part in self.parts:
                for day in days:
                    more, less = (self.row((m, day, village)) for m in (whole, part))
                    yield more - less, 0, ENDLESS
            for whole, part, rest in self.rests:
                for day in days:
                    rows = [self.row((m, day, village)) for m in (whole, part, rest)]
                    yield rows[0] - rows[1] - rows[2], 0, 0
            for measure in self.lasting:
                for then, now in zip(days[:-1], days[1:], strict=True):
                    ends = [self.row((measure, day, village)) for day in (then, now)]
                    yield ends[1] - ends[0], 0, ENDLESS

    def range_of(self, row: np.ndarray) -> tuple[int, int]:
        """Return the least and the greatest value that a sum can have."""
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * row,
                constraints=self._rules,
                bounds=self._bounds,
                integrality=np.ones(len(row)),
            )
            # Unbounded above where nothing but withheld counts are added up.
            ends.append(ENDLESS if found.x is None else sign * round(found.fun))
        return ends[0], ends[1]

    def small(self) -> Iterator[tuple[str, int, np.ndarray]]:
        """Yield every count, and every difference, that is small.

        Differences are those between measures, between days, and between an area and
        one within it, where they are 1 to 4.
        """
        for cell, count in self.counts.items():
            if count < 5:
                yield f"{cell}", count, self.row(cell)
        for one, other in combinations(self.counts, 2):
            apart = abs(self.counts[one] - self.counts[other])
            if 0 < apart < 5 and _compared(one, other):
                more, less = sorted((one, other), key=self.counts.__getitem__)[::-1]
                yield f"{more} - {less}", apart, self.row(more) - self.row(less)


def _compared(one: Cell, other: Cell) -> bool:
    """Tell whether two cells differ in one respect only."""
    same = [a == b for a, b in zip(one, other, strict=True)]
    nested = one[2].startswith(other[2]) or other[2].startswith(one[2])
    return sum(same) == 2 and (same[2] or nested)
