"""Damage of houses: probabilities of the five grades, and how sure they are.

The grades are those of GB/T 24335: 基本完好, 轻微, 中等, 严重, 毁坏; 1 to 5.
*Heavy* is grade 4 or 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import betainc

from rules.parameters import load_parameters

GRADE_COUNT = 5
HEAVY = slice(3, None)  # columns of grades 4 and 5


class Spread(Protocol):
    """How sums over many houses may turn out, one damage model after the other.

    Attributes
    ----------
    model_weight : float64 array (models)
        Adds up to 1.
    """

    model_weight: np.ndarray

    def sums(self, weights: np.ndarray, place: np.ndarray, places: int) -> np.ndarray:
        """Draw weighted sums of the chances of heavy damage.

        Parameters
        ----------
        weights : float array (households)
        place : int array (households)
            Where each is added.

        Returns
        -------
        float64 array (models, draws, places)
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Damage:
    """What is to be expected at the households of an exposure, in its order.

    Attributes
    ----------
    probabilities : float32 array (households, 5)
        Of the grades, each row summing to 1; ``NaN`` where hazard is unknown.
    heavy_scenarios : float32 array (scenarios, households)
        Probability of heavy damage if one model were true and the event milder or
        worse than expected; totals lie between the least and the greatest.
    struck : bool array
        Whether the house lies where damage begins: shaken at VI or more, or wet.
    spread : Spread or None
        Gives totals their interval; without it they lie between the scenarios.
    found : bool array or None
        Where the probabilities are what was found at the door; ``None``: nowhere.
    """

    probabilities: np.ndarray
    heavy_scenarios: np.ndarray
    struck: np.ndarray
    spread: Spread | None = None
    found: np.ndarray | None = None

    @property
    def known(self) -> np.ndarray:
        """Tell at which households the hazard is known."""
        return ~np.isnan(self.probabilities[:, 0])


def exceedance_of_index(mean_index: np.ndarray, nu: float) -> np.ndarray:
    """Spread a mean damage index into probabilities to exceed each grade.

    A beta law of that mean and of ``nu`` pseudo-observations; the limits between the
    grades are parameters.

    Parameters
    ----------
    mean_index : float array
        0 (intact) to 1 (destroyed), of any shape.
    nu : float
        The greater, the narrower.

    Returns
    -------
    float64 array, of the shape of ``mean_index`` and 4
        Probability of grade 2, 3, 4, 5 or worse; never falls as the mean rises.
    """
    tables = load_parameters("fragility")
    least = tables["damage_spread"]["least_mean"]
    mean = np.clip(mean_index, least, 1.0 - least)[..., None]
    below = 1.0 - np.array(tables["damage_index"]["upper"])
    # The mirrored lower tail: as exact as the upper one and ten times faster.
    return betainc(nu * (1.0 - mean), nu * mean, below)


def grades_from_exceedance(exceedance: np.ndarray) -> np.ndarray:
    """Turn probabilities to exceed grade 1, 2, 3, 4 into those of the five grades.

    Examples
    --------
    >>> grades_from_exceedance(np.array([0.5, 0.25, 0.25, 0.0])).tolist()
    [0.5, 0.25, 0.0, 0.25, 0.0]
    """
    edge = np.zeros((*exceedance.shape[:-1], 1), dtype=exceedance.dtype)
    whole = np.concatenate([edge + 1, exceedance, edge], axis=-1)
    return whole[..., :-1] - whole[..., 1:]
