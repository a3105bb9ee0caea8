"""How far one visit is believed, so that a wrong one cannot turn a village round.

Each village's visits get a common factor, at most 1.  It follows from who was visited
and from how steeply the village's people in danger rise with the shaking: what one
visit could change at most, whatever is written there, stays below a bound.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from geo.learning_doors import Doors
from geo.learning_fit import information, severity_slope
from geo.learning_prior import Prior
from geo.village_danger import VillageDanger
from rules.parameters import load_parameters

_ROUNDS = 6  # the less visits are believed, the more each could change


def limited_belief(
    prior: Prior, doors: Doors, model: str, mean: np.ndarray, danger: VillageDanger
) -> np.ndarray:
    """Return the weight of each visit, limited village by village.

    Parameters
    ----------
    mean : float64 array
        Latent numbers around which the change is told.
    """
    size = len(prior.covariance)
    inverse = cho_solve(cho_factor(prior.covariance), np.eye(size))
    counted_on = load_parameters("learning")["guard"]["own_information"]
    slope = counted_on * severity_slope(prior, doors, model, mean)
    most_degree = _most_degree(doors, model, mean, danger)
    limit = np.ones(prior.places)
    for _ in range(_ROUNDS):
        belief = doors.weight * limit[doors.place]
        precision = inverse + information(doors, belief * slope, size)
        covariance = cho_solve(cho_factor(precision), np.eye(size))
        reach = doors.weight * _variance(covariance, doors.place, doors.kind)
        worst = np.full(prior.places, np.finfo(float).tiny)
        np.maximum.at(worst, doors.place, reach)
        limit = np.minimum(1.0, most_degree / worst)
    return doors.weight * limit[doors.place]


def _variance(
    covariance: np.ndarray, place: np.ndarray, kind: np.ndarray
) -> np.ndarray:
    own = np.diag(covariance)
    return own[place] + own[kind] + 2.0 * covariance[place, kind]


def _most_degree(
    doors: Doors, model: str, mean: np.ndarray, danger: VillageDanger
) -> np.ndarray:
    """Return by how many degrees one visit may move its village.

    With many visits, so that people in danger change by a tenth; with few, by their
    own standard deviation before the visits.
    """
    law = load_parameters("learning")["guard"]
    places, many = danger.prior.places, law["from_tags"]
    count = np.bincount(doors.place, minlength=places)
    tenth = law["share"] * np.log1p(law["most_ratio"])
    wider = (many / np.clip(count, 1, many)) ** law["few_power"]
    people = danger.at(model, mean, np.zeros(places))
    of_sd = np.log1p(law["most_sd"] * danger.prior_sd(model) / people)
    change = np.where(count >= many, tenth, np.minimum(tenth * wider, of_sd))
    return change / danger.slope(model, mean)
