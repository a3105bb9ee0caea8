"""Yearly rates of heavy damage of every kind of house, in every branch.

A branch is one fragility model, one slope of the hazard curve, and one side of what is
not known of a house.  The sides are worth half each: *stronger* takes the milder end of
what a grade C or D means and, where the structure is unknown, the stronger half of the
likely ones; *weaker* takes the other.  Their mean is the mean over the whole mix.
"""

from functools import cache
from itertools import product

import numpy as np

from geo import fragility
from geo.gem_curves import gem_exceedance, has_curve
from geo.hazard_curve import slopes, steps
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, STRUCTURES

MODELS = (*fragility.MODELS, "gem")
SIDES = ("stronger", "weaker")
HEIGHTS = 4  # storeys not counted, 1, 2, 3 and more
APPRAISALS = len(GRADES) + 1  # and unknown

_HEAVY = 2  # position of "grade 4 or worse" among exceedances
_BY_HEIGHT = ("riskue", "gem")  # the others were fitted to houses as they stand


def branch_names() -> tuple[str, ...]:
    """Name the branches in the order in which they are computed."""
    parts = product(MODELS, slopes(), SIDES)
    return tuple(f"{model} {slope:g} {side}" for model, slope, side in parts)


@cache
def unit_rates() -> np.ndarray:
    """Return the yearly rates of heavy damage where the design acceleration is 1 g.

    Returns
    -------
    float64 array (models, slopes, sides, structures, heights, appraisals)
        Read-only.  A model without a curve for a structure says what the others say on
        average.
    """
    rates = np.stack([_model_rates(model) for model in MODELS])
    others = rates[:-1].mean(axis=0)
    rates[-1] = np.where(np.isnan(rates[-1]), others, rates[-1])
    rates.flags.writeable = False
    return rates


def _model_rates(model: str) -> np.ndarray:
    shifts = _grade_shifts()
    heavy = [
        _heavy(model, structure, storeys if model in _BY_HEIGHT else 0, shift)
        for structure in STRUCTURES
        for storeys in range(HEIGHTS)
        for shift in shifts.flat
    ]
    shape = (len(STRUCTURES), HEIGHTS, *shifts.shape, -1)
    return np.einsum("vhsgi,ki->ksvhg", np.reshape(heavy, shape), steps()[1])


def _grade_shifts() -> np.ndarray:
    """Return the change of index by side and appraisal; 0 for an unknown one."""
    law = load_parameters("fragility")["grade_range"]
    return np.transpose([*(law[grade] for grade in GRADES), (0.0, 0.0)])


@cache
def _heavy(model: str, structure: str, storeys: int, shift: float) -> np.ndarray:
    """Return the probability of heavy damage at each step of intensity."""
    degree = steps()[0]
    if model == "gem":
        if not has_curve(structure):
            return np.full(degree.shape, np.nan)
        return gem_exceedance(structure, storeys, degree, shift)[:, _HEAVY]
    if model == "riskue":
        shift += _storey_index(structure, storeys)
    return fragility.exceedance(model, structure, degree, shift)[:, _HEAVY]


def _storey_index(structure: str, storeys: int) -> float:
    low_up_to = load_parameters("fragility")["storeys"]["low_up_to"]
    unknown, low, mid = fragility.storey_index(structure)
    return unknown if storeys == 0 else low if storeys <= low_up_to else mid


def rates_of_mixes(
    rates: np.ndarray,
    standing: np.ndarray,
    shares: np.ndarray,
    height: np.ndarray,
    appraisal: np.ndarray,
) -> np.ndarray:
    """Return the rates of houses that are of one structure with some probability.

    Parameters
    ----------
    rates : float64 array
        Of the shape of :func:`unit_rates`.
    standing : float64 array
        The rates of the houses as they stand: they decide which structures are the
        stronger half, so that a measure is counted on the same ones.
    shares : float array (kinds, structures)
        Rows sum to 1.
    height, appraisal : integer arrays (kinds)

    Returns
    -------
    float64 array (models, slopes, sides, kinds)
    """
    asked = rates[..., height, appraisal]  # models, slopes, sides, structures, kinds
    order = np.argsort(standing[:, :, 0][..., height, appraisal], axis=2)
    half = _stronger_half(np.broadcast_to(shares.T, order.shape), order)
    stronger = 2.0 * (asked[:, :, 0] * half).sum(axis=2)
    weaker = 2.0 * (asked[:, :, 1] * (shares.T - half)).sum(axis=2)
    return np.stack([stronger, weaker], axis=2)


def _stronger_half(shares: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return what of each share (third axis) lies in the half that comes first."""
    ordered = np.take_along_axis(shares, order, axis=2)
    before = ordered.cumsum(axis=2) - ordered
    taken = np.clip(0.5 - before, 0.0, ordered)
    half = np.empty_like(taken)
    np.put_along_axis(half, order, taken, axis=2)
    return half
