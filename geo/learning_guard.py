"""How far one visit is believed, so that a wrong one cannot turn a village round.

The weight of a visit follows from who was visited and from how steeply a village's
people in danger rise with the shaking, not from what is written there: what one visit
could change at most stays below a bound.
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
    """Return the weight of each visit, limited by what it could change alone.

    Parameters
    ----------
    mean : float64 array
        Latent numbers around which the change is told.
    """
    size = len(prior.covariance)
    inverse = cho_solve(cho_factor(prior.covariance), np.eye(size))
    counted_on = load_parameters("learning")["guard"]["own_information"]
    slope = counted_on * severity_slope(prior, doors, model, mean)
    gradient = danger.gradient(model, mean)
    most = _most_change(doors, model, mean, danger)[doors.place]
    belief = doors.weight
    for _ in range(_ROUNDS):
        precision = inverse + information(doors, belief * slope, size)
        covariance = cho_solve(cho_factor(precision), np.eye(size))
        change = _change(covariance, doors, gradient)
        belief = np.minimum(doors.weight, most / change)
    return belief


def _change(covariance: np.ndarray, doors: Doors, gradient: np.ndarray) -> np.ndarray:
    """Return what each visit changes of its village's danger, per unit of weight.

    Parameters
    ----------
    gradient : float64 array (places, types)
        Of the logarithm of a village's danger; a row's sum is that by the village.
    """
    places = len(gradient)
    by_village = gradient.sum(axis=1)
    with_types = covariance[:places, places:]
    own = by_village * np.diag(covariance)[:places]
    own = own + (gradient * with_types).sum(axis=1)
    of_type = by_village[:, None] * with_types + gradient @ covariance[places:, places:]
    change = own[doors.place] + of_type[doors.place, doors.kind - places]
    return np.maximum(np.abs(change), np.finfo(float).tiny)


def _most_change(
    doors: Doors, model: str, mean: np.ndarray, danger: VillageDanger
) -> np.ndarray:
    """Return by how much one visit may change the logarithm of people in danger.

    With many visits by a tenth; with few, by their standard deviation before them.
    """
    law = load_parameters("learning")["guard"]
    places, many = danger.prior.places, law["from_tags"]
    count = np.bincount(doors.place, minlength=places)
    tenth = law["share"] * np.log1p(law["most_ratio"])
    wider = (many / np.clip(count, 1, many)) ** law["few_power"]
    people = danger.at(model, mean, np.zeros(places))
    of_sd = np.log1p(law["most_sd"] * danger.prior_sd(model) / people)
    return np.where(count >= many, tenth, np.minimum(tenth * wider, of_sd))
