"""Totals of villages, towns and the county, each with its interval.

The interval is an envelope: each damage model's own, with its event and its villages,
and from the lowest to the highest of them.  What was found at a door is no chance.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.damage import HEAVY, Damage
from geo.exposure import Exposure
from rules.parameters import load_parameters

_TOWN_DIGITS = 9


class Interval(NamedTuple):
    """A number of houses or people: expected, and between what may be true."""

    low: float
    middle: float
    high: float


class Intervals(NamedTuple):
    """Intervals of several areas, as arrays."""

    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Weighted sums of heavy damage by place, and how they may turn out.

    Attributes
    ----------
    scenarios : float64 array (models, draws, places)
    middle : float64 array (places)
    chance : float64 array (places)
        Variance of the houses' own luck; 0 where there are no draws.
    """

    scenarios: np.ndarray
    middle: np.ndarray
    chance: np.ndarray

    def by(self, members: np.ndarray) -> "Drawn":
        """Add up places into areas, by a matrix of places and areas."""
        return Drawn(
            scenarios=self.scenarios @ members,
            middle=self.middle @ members,
            chance=self.chance @ members,
        )

    def intervals(self) -> Intervals:
        """Return the envelope over the models, which never leaves out the middle."""
        law = load_parameters("learning")["totals"]
        random = np.random.default_rng(law["seed"])
        luck = random.standard_normal((self.scenarios.shape[1], 1))
        drawn = np.maximum(self.scenarios + luck * np.sqrt(self.chance), 0.0)
        low, high = np.quantile(drawn, (law["low"], law["high"]), axis=1)
        low, high = low.min(axis=0), high.max(axis=0)
        return Intervals(
            low=np.minimum(low, self.middle),
            middle=self.middle,
            high=np.maximum(high, self.middle),
        )

    def whole(self, is_known: bool) -> Interval:
        """Return the interval of all places together; ``NaN`` if nothing is known."""
        if not is_known:
            return Interval(np.nan, np.nan, np.nan)
        county = self.by(np.ones((len(self.middle), 1))).intervals()
        return Interval(*(float(edge[0]) for edge in county))


def drawn_sums(exposure: Exposure, damage: Damage, weights: np.ndarray) -> Drawn:
    """Sum weights times chances of heavy damage by village.

    Returns
    -------
    Drawn
        The first place is that of households without a village; households of
        unknown hazard are left out.
    """
    place, size = exposure.village + 1, len(exposure.village_codes) + 1
    heavy = damage.probabilities[:, HEAVY].sum(axis=1, dtype=np.float64)
    known = damage.known
    found = np.zeros(len(heavy), bool) if damage.found is None else damage.found

    def summed(values: np.ndarray, of: np.ndarray) -> np.ndarray:
        return np.bincount(place[of], weights=values[of], minlength=size)

    fixed = summed(weights * heavy, known & found)
    open_doors = np.where(found, 0.0, weights)
    if damage.spread is None:
        rows = (summed(open_doors * row, known) for row in damage.heavy_scenarios)
        scenarios = np.stack(list(rows))[:, None, :] + fixed
        middle = summed(weights * heavy, known)
        return Drawn(scenarios=scenarios, middle=middle, chance=np.zeros(size))
    scenarios = damage.spread.sums(open_doors, place, size) + fixed
    weight = damage.spread.model_weight
    chance = summed(weights**2 * heavy * (1.0 - heavy), known)
    middle = weight @ scenarios.mean(axis=1)
    return Drawn(scenarios=scenarios, middle=middle, chance=np.maximum(chance, 0.0))


def town_members(exposure: Exposure) -> tuple[list[str], list[str], np.ndarray]:
    """Return codes and names of towns, and a matrix of villages and towns.

    The first village is that of households without one.
    """
    codes = ["", *(code[:_TOWN_DIGITS] for code in exposure.village_codes)]
    towns, first, where = np.unique(codes, return_index=True, return_inverse=True)
    names = ("", *exposure.town_names)
    return towns.tolist(), [names[i] for i in first], np.eye(len(towns))[where]
