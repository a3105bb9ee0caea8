"""Counts by area in which no small count can be read, nor worked out.

A count below the smallest one is hidden.  Where the totals would give it away, others
are hidden as well: the table is judged as a reader would who adds and subtracts, by
the range of values that each hidden count can still have.  Everything is hidden at
first; then the county is shown, the towns, the villages, the largest first, each
unless it gives a small count away.  So what stays hidden is no more than is needed,
villages rather than totals, and of those the smallest that suffice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

from rules.adcode import Level
from rules.parameters import load_parameters

WITHHELD = "…"  # shown for a count that is not small, but would give one away

Range = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class AreaCount:
    """A count of an area; ``count`` is ``None`` where it is hidden.

    Attributes
    ----------
    shown : str
        The count, or ``"<5"``, or ``"…"`` for one that would give another away.
    """

    code: str
    name: str
    count: int | None
    shown: str


def smallest_count() -> int:
    """Return the smallest count that is shown."""
    return _parameter("smallest")


def protected(
    villages: Mapping[str, int], names: Mapping[str, str] | None = None
) -> dict[str, AreaCount]:
    """Return the counts of villages, towns and the county, the small ones hidden.

    Parameters
    ----------
    villages : mapping
        Count by village code; a village that is absent is not listed.
    names : mapping, optional
        Names of areas by code; the code stands in for one that is missing.

    Examples
    --------
    >>> table = protected({"990001100200": 30, "990001100201": 2})
    >>> [f"{code}: {area.shown}" for code, area in table.items()]
    ['990001: 32', '990001100: 32', '990001100200: …', '990001100201: <5']
    """
    tree = _Tree.over(villages)
    for code in tree.worth_showing():
        tree.hidden.remove(code)
        if tree.discloses():
            tree.hidden.add(code)
    return {code: tree.told(code, names or {}) for code in sorted(tree.value)}


@dataclass
class _Tree:
    value: dict[str, int]
    children: dict[str, list[str]]
    hidden: set[str]

    @classmethod
    def over(cls, villages: Mapping[str, int]) -> "_Tree":
        value, parent = dict(villages), {}
        for level in (Level.TOWN, Level.COUNTY):
            for code in [code for code in value if len(code) > level]:
                if code not in parent:
                    parent[code] = code[:level]
                    value[code[:level]] = value.get(code[:level], 0) + value[code]
        children: dict[str, list[str]] = {}
        for code, above in parent.items():
            children.setdefault(above, []).append(code)
        return cls(value, children, {*value})

    def worth_showing(self) -> list[str]:
        """List what may be shown: totals first, then the largest counts."""
        large = [c for c in self.value if self.value[c] >= smallest_count()]
        return sorted(large, key=lambda code: (len(code), -self.value[code], code))

    def discloses(self) -> bool:
        """Tell whether a reader would know too much of some small count."""
        ranges, least = self._ranges(), _parameter("possible")
        return any(
            most - lowest + 1 < least
            for code, (lowest, most) in ranges.items()
            if self.value[code] < smallest_count()
        )

    def told(self, code: str, names: Mapping[str, str]) -> AreaCount:
        count = None if code in self.hidden else self.value[code]
        small = self.value[code] < smallest_count()
        hidden = f"<{smallest_count()}" if small else WITHHELD
        name = names.get(code) or code
        shown = hidden if count is None else f"{count}"
        return AreaCount(code=code, name=name, count=count, shown=shown)

    def _ranges(self) -> dict[str, Range]:
        """Work out which values each count can have, as a reader would."""
        order = sorted(self.value, key=len)
        ranges = {code: self._range(code) for code in order}
        for code in reversed(order):
            if below := self.children.get(code):
                ranges[code] = _both(ranges[code], _sum(ranges[c] for c in below))
        for code in order:
            below = self.children.get(code, [])
            others = _of_others([ranges[child] for child in below])
            for child, (low, high) in zip(below, others, strict=True):
                left = (ranges[code][0] - high, ranges[code][1] - low)
                ranges[child] = _both(ranges[child], left)
        return ranges

    def _range(self, code: str) -> Range:
        if code not in self.hidden:
            return (self.value[code], self.value[code])
        smallest = smallest_count()
        small = self.value[code] < smallest
        return (0, smallest - 1) if small else (smallest, inf)


def _sum(ranges: Iterable[Range]) -> Range:
    low, high = 0.0, 0.0
    for least, most in ranges:
        low, high = low + least, high + most
    return (low, high)


def _of_others(told: Sequence[Range]) -> list[Range]:
    """Add up, for each range, all the others."""
    low, high = _sum((low, high if high < inf else 0) for low, high in told)
    endless = sum(most == inf for _, most in told)
    return [
        (
            low - least,
            inf if endless > (most == inf) else high - (most if most < inf else 0),
        )
        for least, most in told
    ]


def _both(one: Range, other: Range) -> Range:
    return (max(one[0], other[0]), min(one[1], other[1]))


@cache
def _parameter(name: str) -> int:
    return load_parameters("privacy")["counts"][name]
