"""How well an order of visits did, held against what was found at the doors.

An order is good if the doors with heavy damage come early.  It is compared, at the
doors that were visited, with going by distance and with chance; an order that did
badly is shown as such.  Doors an order left unvisited are not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.learning import Tags
from rules.parameters import Table, load_parameters
from rules.vocabulary import TAGS, UNKNOWN

RANDOM = "random"


class Between(NamedTuple):
    """A number and its interval, both over villages drawn again."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class GradedOrder:
    """What one order found.

    Attributes
    ----------
    name : str
    found_ratio : float64 array
        Share of the heavily damaged doors among the first ones, at
        :attr:`OrderGrading.visited_ratio`.
    area_ratio : Between
        Area below that curve: 0.5 is chance, more is better.
    gain_ratio : Between or None
        ``area_ratio`` less that of the order it is held against; ``None`` for that
        order itself.
    """

    name: str
    found_ratio: np.ndarray
    area_ratio: Between
    gain_ratio: Between | None


@dataclass(frozen=True, kw_only=True)
class OrderGrading:
    """How the orders of an event did at the doors that were visited.

    Attributes
    ----------
    tags, needed : int
        Doors visited, and how many it takes before anything is said.
    heavy : int
        Of these, heavily damaged.
    visited_ratio : float64 array
        Share of the doors visited, from 0 to 1.
    orders : tuple of GradedOrder
        Empty with too few tags, or if all doors were found alike.
    """

    tags: int
    needed: int
    heavy: int
    visited_ratio: np.ndarray
    orders: tuple[GradedOrder, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether there are as many tags as it takes."""
        return self.tags >= self.needed

    def order(self, name: str) -> GradedOrder:
        """Return one of the orders."""
        return next(order for order in self.orders if order.name == name)


def found_heavy(tags: Tags) -> np.ndarray:
    """Tell at which doors heavy damage was found, as a mask along the tags.

    The grade of damage says it where there is one; the tag where there is none.

    Examples
    --------
    >>> seen = {"tag": [2, 2, 0], "damage_grade": [3, -1, 4]}
    >>> tags = Tags(position=np.arange(3), reason=np.full(3, -1),
    ...     **{name: np.array(values) for name, values in seen.items()})
    >>> found_heavy(tags).tolist()
    [False, True, True]
    """
    law = grading()
    by_grade = tags.damage_grade >= law["heavy_from_damage_grade"]
    by_tag = tags.tag == TAGS.index(law["heavy_tag"])
    return np.where(tags.damage_grade == UNKNOWN, by_tag, by_grade)


def grading() -> Table:
    """Return the parameters of grading."""
    return load_parameters("follow_up")["grading"]


def grade_order(
    heavy: np.ndarray,
    village: np.ndarray,
    scores: Mapping[str, np.ndarray],
    against: str = RANDOM,
) -> OrderGrading:
    """Grade orders of visits by the doors they should have found first.

    Parameters
    ----------
    heavy : bool array (doors,)
        Whether heavy damage was found.
    village : int array (doors,)
        Where each door is: doors of one village are found alike, so villages are
        drawn again for the intervals, not doors.
    scores : mapping of str to float array (doors,)
        For each order the doors' scores: the greatest comes first; ``NaN`` comes
        last; equal ones in an order made by chance.
    against : str
        The order that the others are held against.

    Returns
    -------
    OrderGrading
        With one more order, ``"random"``.
    """
    law = grading()
    count, found = len(heavy), int(np.count_nonzero(heavy))
    can = count >= law["tags_needed"] and 0 < found < count
    shares = np.linspace(0.0, 1.0, law["curve_points"])
    return OrderGrading(
        tags=count,
        needed=law["tags_needed"],
        heavy=found,
        visited_ratio=shares,
        orders=_graded(heavy, village, scores, against) if can else (),
    )


def _graded(
    heavy: np.ndarray,
    village: np.ndarray,
    scores: Mapping[str, np.ndarray],
    against: str,
) -> tuple[GradedOrder, ...]:
    law = grading()
    chance = np.random.default_rng(law["seed"])
    shares = np.linspace(0.0, 1.0, law["curve_points"])
    names, place = np.unique(village, return_inverse=True)
    drawn = _drawn_villages(len(names), law["draws"], chance)
    curves, areas = {}, {}
    for name, score in scores.items():
        # Doors of one score come in an order made by chance, those without last.
        first = np.lexsort((chance.random(len(score)), -score))
        curves[name] = _curve(heavy[first], shares)
        areas[name] = _areas(heavy[first], place[first], drawn)
    curves[RANDOM], areas[RANDOM] = shares, np.full(len(drawn), 0.5)
    return tuple(
        GradedOrder(
            name=name,
            found_ratio=curves[name],
            area_ratio=_between(areas[name]),
            gain_ratio=_gain(areas, name, against),
        )
        for name in curves
    )


def _gain(areas: dict[str, np.ndarray], name: str, against: str) -> Between | None:
    if name == against or against not in areas:
        return None
    return _between(areas[name] - areas[against])


def _drawn_villages(count: int, draws: int, chance: np.random.Generator) -> np.ndarray:
    """Draw villages with replacement: how often each comes; as they are, first."""
    picked = chance.multinomial(count, np.full(count, 1.0 / count), size=draws)
    return np.vstack([np.ones(count, dtype=int), picked])


def _curve(heavy: np.ndarray, shares: np.ndarray) -> np.ndarray:
    found = np.concatenate([[0.0], np.cumsum(heavy) / heavy.sum()])
    visited = np.linspace(0.0, 1.0, len(found))
    return np.interp(shares, visited, found)


def _areas(heavy: np.ndarray, village: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the area below the curve for each draw of villages.

    Parameters
    ----------
    heavy, village : arrays (doors,)
        First door first.
    drawn : int array (draws, villages)
        How often each village comes.

    Returns
    -------
    float64 array (draws,)
        ``NaN`` for a draw without heavily damaged doors.
    """
    areas = np.full(len(drawn), np.nan)
    for at, times_drawn in enumerate(drawn):
        times = times_drawn[village]
        weight = times[heavy]
        if weight.any():
            before = (np.cumsum(times) - times / 2.0)[heavy]
            areas[at] = 1.0 - np.average(before, weights=weight) / times.sum()
    return areas


def _between(values: np.ndarray) -> Between:
    """Return the value as it is (the first), between what the draws allow."""
    low, high = np.nanquantile(values[1:], grading()["interval"])
    return Between(float(low), float(values[0]), float(high))
