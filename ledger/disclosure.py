"""What a reader of published classes can work out, and what must be withheld from him.

He knows the classes and how they are made, that areas add up, which measure is part
of which, that what has come so far does not come back, and what was published of
earlier days.  From all that he narrows the range of every count, and of every
difference of a measure from its part and from its own earlier days.  Where the range
of a small one becomes too narrow, counts that are not small are withheld, villages
before towns, until it is wide enough.

What he could conclude from the very fact that a count is withheld is not reckoned.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from ledger.area_tree import AreaTree
from ledger.count_classes import class_high, class_low
from ledger.small_counts import smallest_count
from rules.parameters import load_parameters

ENDLESS = 1e9  # more than any count


class Part(NamedTuple):
    """Measures of which one is part of the other."""

    whole: str
    part: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """The counts of a day, by measure and place, and which of them are withheld.

    Attributes
    ----------
    counts : dict of float arrays, one number for each place of the tree.
    withheld : dict of bool arrays of the same shape.
    """

    counts: dict[str, np.ndarray]
    withheld: dict[str, np.ndarray]


@dataclass
class _Known:
    """Rows of true numbers, their ranges, and the measures to withhold for each."""

    truth: list[np.ndarray] = field(default_factory=list)
    low: list[np.ndarray] = field(default_factory=list)
    high: list[np.ndarray] = field(default_factory=list)
    told_by: list[tuple[str, ...]] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)

    def add(
        self, truth: np.ndarray, low: np.ndarray, high: np.ndarray, *told_by: str
    ) -> int:
        self.truth.append(truth)
        self.low.append(low)
        self.high.append(high)
        self.told_by.append(told_by)
        return len(self.truth) - 1

    def link(self, whole: int, part: int) -> None:
        """Say that a number is never more than another, in places where it is so."""
        apart = self.truth[whole] - self.truth[part]
        free = np.where(apart < 0, -ENDLESS, 0.0), np.full_like(apart, ENDLESS)
        told_by = {*self.told_by[whole], *self.told_by[part]}
        rest = self.add(apart, *free, *sorted(told_by))
        self.links.append((whole, part, rest))


def withheld(
    tree: AreaTree,
    counts: dict[str, np.ndarray],
    parts: Sequence[Part],
    lasting: Sequence[str],
    before: Sequence[Table],
) -> Table:
    """Withhold what would give a small count away.

    Parameters
    ----------
    counts : dict of float arrays
        By measure, for each place of the tree; areas are the sums of those in them.
    parts : sequence of Part
        Measures that are part of others.
    lasting : sequence of str
        Measures that never fall from day to day.
    before : sequence of Table
        What was published of earlier days.
    """
    hidden = {name: np.zeros(len(tree), dtype=bool) for name in counts}
    table = Table(counts=counts, withheld=hidden)
    while True:
        known = _known(table, parts, lasting, before)
        low, high = ranges(tree, known)
        tight = _too_narrow(known, low, high)
        if not _withhold_more(tree, table, known, tight):
            return table


def _known(
    table: Table, parts: Sequence[Part], lasting: Sequence[str], before: Sequence[Table]
) -> _Known:
    known = _Known()
    days = [_add_day(known, each, parts) for each in (*before, table)]
    for name in lasting:
        for then, now in combinations(days, 2):
            known.link(now[name], then[name])
    return known


def _add_day(known: _Known, table: Table, parts: Sequence[Part]) -> dict[str, int]:
    """Add the rows of a day; return them by measure."""
    row = {
        name: known.add(counts, *told(counts, table.withheld[name]), name)
        for name, counts in table.counts.items()
    }
    for pair in parts:
        known.link(row[pair.whole], row[pair.part])
    return row


def told(counts: np.ndarray, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ranges in which counts lie by what is published of them."""
    low = class_low(counts)
    high = class_high(low)
    return np.where(hidden, 0.0, low), np.where(hidden, ENDLESS, high)


def ranges(tree: AreaTree, known: "_Known") -> tuple[np.ndarray, np.ndarray]:
    """Reason from each number to the next until nothing becomes narrower."""
    low, high = np.array(known.low), np.array(known.high)
    for _ in range(_classes("rounds")):
        former = low.sum() - high.sum()
        tree.narrow(low, high)
        for whole, part, rest in known.links:
            _subtract(low, high, whole, part, rest)
        if low.sum() - high.sum() == former:
            break
    return low, high


def _subtract(
    low: np.ndarray, high: np.ndarray, whole: int, part: int, rest: int
) -> None:
    """Narrow three rows in place, of which one is the difference of the others."""
    np.maximum(low[rest], low[whole] - high[part], out=low[rest])
    np.minimum(high[rest], high[whole] - low[part], out=high[rest])
    np.maximum(low[whole], low[part] + low[rest], out=low[whole])
    np.minimum(high[whole], high[part] + high[rest], out=high[whole])
    np.maximum(low[part], low[whole] - high[rest], out=low[part])
    np.minimum(high[part], high[whole] - low[rest], out=high[part])


def _too_narrow(known: _Known, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    possible = load_parameters("privacy")["counts"]["possible"]
    small = np.array(known.truth) < smallest_count()
    return small & (high - low + 1 < possible)


def _withhold_more(
    tree: AreaTree, table: Table, known: _Known, tight: np.ndarray
) -> bool:
    """Withhold one more count in each area with a small one too narrow; tell if any."""
    wanted: dict[int, Counter[tuple[str, int]]] = {}
    for row, place in np.argwhere(tight).tolist():
        for area in (place, tree.above[place]):
            found = _steps(tree, table, known, row, int(area))
            wanted.setdefault(int(area), Counter()).update(found)
    lowest = max(
        (len(tree.codes[at]) for at, cells in wanted.items() if cells), default=0
    )
    chosen = [
        cells.most_common(1)[0][0]
        for at, cells in wanted.items()
        if cells and len(tree.codes[at]) == lowest
    ]
    if not chosen:
        rows = np.argwhere(tight).tolist()
        asked = {(name, at) for row, at in rows for name in known.told_by[row]}
        found = ((name, _largest(tree, table, name, at)) for name, at in asked)
        chosen = sorted(cell for cell in found if cell[1] >= 0)[:1]
    for name, place in chosen:
        table.withheld[name][[place, *_company(tree, table, name, place)]] = True
    return bool(chosen)


def _company(tree: AreaTree, table: Table, name: str, place: int) -> list[int]:
    """Return a small count beside a withheld one, withheld as well.

    So that a count is withheld does not tell that it is not small.
    """
    counts = table.counts[name]
    beside = (tree.above == tree.above[place]) & (tree.above[place] >= 0)
    small = beside & (counts < smallest_count()) & ~table.withheld[name]
    among = np.flatnonzero(small)
    return [int(among[counts[among].argmax()])] if len(among) else []


def _steps(
    tree: AreaTree, table: Table, known: _Known, row: int, area: int
) -> list[tuple[str, int]]:
    """List the counts in an area that show a step between two classes for a row.

    Where the area's own class shows none, its small change is told by theirs.
    """
    within = np.flatnonzero(tree.above == area)
    found = []
    for whole, part, rest in known.links:
        if row in (whole, part, rest):
            (name,) = known.told_by[whole]
            stepped = known.low[whole][within] > known.high[part][within]
            shown = ~table.withheld[name][within]
            found += [(name, int(at)) for at in within[stepped & shown]]
    return found


def _largest(tree: AreaTree, table: Table, name: str, place: int) -> int:
    """Return what to withhold for a place: within it, beside it, above it; -1 nothing.

    Of several the largest is taken: it hides the most.
    """
    counts, above = table.counts[name], tree.above
    may = (counts >= smallest_count()) & ~table.withheld[name]
    while place >= 0:
        over = above[place]
        own = np.arange(len(tree)) == place
        for among in (above == place, (above == over) & (over >= 0), own):
            if (may & among).any():
                return int(np.flatnonzero(may & among)[counts[may & among].argmax()])
        place = int(over)
    return int(np.flatnonzero(may)[-1]) if may.any() else -1


@cache
def _classes(name: str) -> int:
    return load_parameters("privacy")["classes"][name]
