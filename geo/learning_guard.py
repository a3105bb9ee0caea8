"""How far one visit is believed, so that a wrong one cannot turn a village round.

What is limited does not depend on what was written, only on who was visited: a wrong
tag cannot make itself heard by changing its own weight.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from geo.damage import HEAVY
from geo.house_groups import HouseGroups
from geo.houses import rounded_sigma, table
from geo.learning_doors import Doors
from geo.learning_fit import information, severity_slope
from geo.learning_prior import TYPE_COUNT, Prior
from rules.parameters import load_parameters

_ROUNDS = 6
_SLOPE_REACH_DEGREE = 0.5


def limited_belief(
    prior: Prior,
    doors: Doors,
    model: str,
    mean: np.ndarray,
    danger_slope: np.ndarray,
) -> np.ndarray:
    """Return the weight of each visit, limited village by village.

    Parameters
    ----------
    mean : float64 array
        Latent numbers around which the change is told.
    danger_slope : float64 array (places)
        How much the logarithm of a village's people in danger rises per degree.
    """
    size = len(prior.covariance)
    inverse = cho_solve(cho_factor(prior.covariance), np.eye(size))
    counted_on = load_parameters("learning")["guard"]["own_information"]
    slope = counted_on * severity_slope(prior, doors, model, mean)
    bound = _most_change(prior, doors, danger_slope)
    limit = np.ones(prior.places)
    for _ in range(_ROUNDS):
        belief = doors.weight * limit[doors.place]
        precision = inverse + information(doors, belief * slope, size)
        covariance = cho_solve(cho_factor(precision), np.eye(size))
        reach = doors.weight * _variance(covariance, doors.place, doors.kind)
        worst = np.zeros(prior.places)
        np.maximum.at(worst, doors.place, reach)
        limit = np.minimum(1.0, bound / np.maximum(worst * danger_slope, 1e-12))
    return doors.weight * limit[doors.place]


def _variance(
    covariance: np.ndarray, place: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    own = np.diag(covariance)
    return own[place] + own[kind] + 2.0 * covariance[place, kind]


def _most_change(prior: Prior, doors: Doors, danger_slope: np.ndarray) -> np.ndarray:
    """Return by how much one visit may change the logarithm of people in danger."""
    law = load_parameters("learning")["guard"]
    count = np.bincount(doors.place, minlength=prior.places)
    few = law["from_tags"] / np.clip(count, 1, law["from_tags"])
    allowed = law["share"] * np.log1p(law["most_ratio"]) * few ** law["few_power"]
    sd = np.sqrt(np.diag(prior.covariance)[: prior.places])
    least = np.where(count >= law["from_tags"], np.inf, law["most_sd"])
    return np.minimum(allowed, least * sd * danger_slope)


def danger_slopes(
    groups: HouseGroups,
    people: np.ndarray,
    prior: Prior,
    model: str,
    mean: np.ndarray,
) -> np.ndarray:
    """Return how much the logarithm of people in danger rises per degree, by place.

    Parameters
    ----------
    groups : HouseGroups
        Whose cells are those of ``prior``.
    people : float array (households)
        Who counts; 0 behind doors already visited.
    """
    sigma = np.hypot(prior.house_sd_degree, load_parameters("learning")["guard"]["sd_degree"])
    heavy = table(rounded_sigma(sigma), model)[..., HEAVY].sum(axis=-1)
    weight = groups.summed(people)
    place, kind = np.divmod(groups.cell, TYPE_COUNT)
    at = mean[place] + mean[prior.places + kind]

    def danger(shift: float) -> np.ndarray:
        read = groups.read(heavy, at + shift) * weight
        total = np.bincount(place, weights=read, minlength=prior.places)
        return np.log(np.maximum(total, 1e-12))

    low, middle, high = (
        danger(shift) for shift in (-_SLOPE_REACH_DEGREE, 0.0, _SLOPE_REACH_DEGREE)
    )
    steepest = np.maximum(high - middle, middle - low) / _SLOPE_REACH_DEGREE
    return np.maximum(steepest, 1e-3)
