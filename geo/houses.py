"""Earthquake damage of every household: tables made once, read a million times."""

from functools import lru_cache

import numpy as np

from geo.damage import GRADE_COUNT, HEAVY, Damage, grades_from_exceedance
from geo.exposure import Exposure
from geo.fragility import (
    MODELS,
    ensemble,
    exceedance,
    grade_index,
    storey_index,
    structure_mix,
)
from geo.shaking import Shaking
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, STRUCTURES, UNKNOWN

COLUMNS = (*MODELS, "ensemble")  # first axis of a table

STEP_DEGREE = 0.05
INTENSITIES_DEGREE = np.round(np.arange(1.0, 12.0 + STEP_DEGREE / 2, STEP_DEGREE), 2)
_SIGMA_STEP_DEGREE = 0.05  # finer differences of uncertainty change nothing in print
_BLOCK = 1 << 16  # households at a time: their rows stay in the processor's cache

_HEIGHTS = 3  # unknown, low, mid
_APPRAISALS = len(GRADES) + 1  # and unknown
CLASS_COUNT = (len(STRUCTURES) + 1) * _HEIGHTS * _APPRAISALS


def house_class(exposure: Exposure) -> np.ndarray:
    """Return what decides a house's fragility as one code.

    Returns
    -------
    int16 array
        Structure (unknown last), height (unknown, low, mid), grade (unknown last),
        as digits of a mixed-radix number.
    """
    low_up_to = load_parameters("fragility")["storeys"]["low_up_to"]
    structure = _unknown_last(exposure.structure, len(STRUCTURES))
    height = np.where(exposure.storeys > low_up_to, 2, 1).astype(np.int16)
    height[exposure.storeys <= 0] = 0
    grade = _unknown_last(exposure.grade, len(GRADES))
    return (structure * _HEIGHTS + height) * _APPRAISALS + grade


def _unknown_last(codes: np.ndarray, count: int) -> np.ndarray:
    return np.where(codes == UNKNOWN, count, codes).astype(np.int16)


@lru_cache(maxsize=1)
def _certain_table() -> np.ndarray:
    """Return the grades of every class at every intensity, intensity being certain."""
    known = np.stack([_structure_table(structure) for structure in STRUCTURES], axis=1)
    unknown = np.einsum("ms...,s->m...", known, structure_mix())
    table = np.concatenate([known, unknown[:, None]], axis=1)
    return table.reshape(len(COLUMNS), CLASS_COUNT, -1, GRADE_COUNT)


def _structure_table(structure: str) -> np.ndarray:
    """Return grades by column, height, appraisal and intensity."""
    by_grade = np.tile(grade_index(), (_HEIGHTS, 1))
    by_height = np.array(storey_index(structure))[:, None]
    models = [
        _shifted(model, structure, by_grade + (by_height if model == "riskue" else 0.0))
        for model in MODELS
    ]
    exceedances = np.stack([*models, ensemble(np.stack(models))])
    return grades_from_exceedance(exceedances)


def _shifted(model: str, structure: str, index_shift: np.ndarray) -> np.ndarray:
    # Most appraisals shift nothing: what is the same is computed once.
    shifts, where = np.unique(index_shift, return_inverse=True)
    curves = [exceedance(model, structure, INTENSITIES_DEGREE, dv) for dv in shifts]
    return np.stack(curves)[where.reshape(index_shift.shape)]


@lru_cache(maxsize=128)
def table(sigma_degree: float, column: str = "ensemble") -> np.ndarray:
    """Return the probability of each grade where the intensity is uncertain.

    Marginalised by Gauss-Hermite quadrature over a normal law around the expected
    intensity, not read off at the most likely one.

    Parameters
    ----------
    sigma_degree : float
        Standard deviation of the intensity.
    column : str
        One of ``COLUMNS``.

    Returns
    -------
    float32 array (CLASS_COUNT, len(INTENSITIES_DEGREE), 5)
        Read-only.
    """
    count = load_parameters("fragility")["ensemble"]["nodes"]
    nodes, weights = np.polynomial.hermite.hermgauss(count)
    certain = _certain_table()[COLUMNS.index(column)]
    result = np.zeros_like(certain)
    for node, weight in zip(nodes, weights / weights.sum(), strict=True):
        position = _position(INTENSITIES_DEGREE + np.sqrt(2.0) * sigma_degree * node)
        low, share = _split(position)
        share = share[:, None]
        result += weight * (1.0 - share) * certain[:, low]
        result += weight * share * certain[:, low + 1]
    result = result.astype(np.float32)
    result.flags.writeable = False
    return result


def _position(intensity: np.ndarray) -> np.ndarray:
    last = len(INTENSITIES_DEGREE) - 1
    return np.clip((intensity - INTENSITIES_DEGREE[0]) / STEP_DEGREE, 0.0, last)


def _split(position: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low = np.minimum(position.astype(np.int32), len(INTENSITIES_DEGREE) - 2)
    return low, position - low


def grade_probabilities(
    exposure: Exposure, intensity_degree: np.ndarray, sigma_degree: float | np.ndarray
) -> np.ndarray:
    """Return the probability of each damage grade at every household.

    Parameters
    ----------
    exposure : Exposure
    intensity_degree : float array
        Expected intensity; ``NaN`` unknown.
    sigma_degree : float or float array
        Its standard deviation, all in all.

    Returns
    -------
    float32 array (households, 5)
        Rows sum to 1; ``NaN`` where the intensity is unknown.
    """
    sigma = np.where(np.isnan(intensity_degree), 0.0, sigma_degree)
    bins = np.rint(sigma / _SIGMA_STEP_DEGREE).astype(np.int32)
    used, which = np.unique(bins, return_inverse=True)
    tables = [table(float(step * _SIGMA_STEP_DEGREE)) for step in used]
    if not tables:
        return np.empty((0, GRADE_COUNT), dtype=np.float32)
    rows = which * CLASS_COUNT + house_class(exposure)
    return read_curves(np.concatenate(tables), rows, intensity_degree)


def rounded_sigma(sigma_degree: float) -> float:
    """Round an uncertainty to what tables are made for."""
    return round(sigma_degree / _SIGMA_STEP_DEGREE) * _SIGMA_STEP_DEGREE


def read_curves(
    curves: np.ndarray, rows: np.ndarray, intensity: np.ndarray
) -> np.ndarray:
    """Read curves (row, intensity, …) between their steps, one row a household."""
    flat = curves.reshape(-1, *curves.shape[2:])
    result = np.empty((len(intensity), *curves.shape[2:]), dtype=np.float32)
    trailing = (slice(None),) + (None,) * (curves.ndim - 2)
    for start in range(0, len(intensity), _BLOCK):
        block = slice(start, start + _BLOCK)
        unknown = np.isnan(intensity[block])
        low, share = _split(_position(np.where(unknown, 1.0, intensity[block])))
        first = rows[block] * curves.shape[1] + low
        value = flat[first]
        value += (flat[first + 1] - value) * share.astype(np.float32)[trailing]
        value[unknown] = np.nan
        result[block] = value
    return result


def earthquake_damage(exposure: Exposure, shaking: Shaking) -> Damage:
    """Expect the damage of every household after an earthquake.

    The probabilities are the ensemble's, over all uncertainty of the intensity.  The
    scenarios take each model for true, and the event as milder and as worse than
    expected by a fixed number of its own standard deviations.

    Parameters
    ----------
    exposure : Exposure
    shaking : Shaking
        At the same households.
    """
    between = shaking.between_sigma_degree
    intensity = shaking.intensity_degree
    whole = np.hypot(shaking.sigma_degree, between)
    shaken_from = load_parameters("attenuation")["reach"]["shaken_from_degree"]
    return Damage(
        probabilities=grade_probabilities(exposure, intensity, whole),
        heavy_scenarios=_heavy_scenarios(exposure, shaking),
        struck=np.floor(intensity + 0.5) >= shaken_from,
    )


def _heavy_scenarios(exposure: Exposure, shaking: Shaking) -> np.ndarray:
    shift = load_parameters("fragility")["ensemble"]["between_shift"]
    shift *= shaking.between_sigma_degree
    # One width serves all houses here: the scenarios bound totals, not houses.
    own = np.broadcast_to(shaking.sigma_degree, shaking.intensity_degree.shape)
    known = ~np.isnan(shaking.intensity_degree)
    mean = float(own.mean(where=known)) if known.any() else 0.0
    own = rounded_sigma(mean)
    heavy = [table(own, model)[..., HEAVY].sum(axis=-1) for model in MODELS]
    rows = house_class(exposure).astype(np.int32)
    scenarios = [
        read_curves(curves, rows, shaking.intensity_degree + np.float32(sign * shift))
        for curves in heavy
        for sign in (-1.0, 1.0)
    ]
    return np.stack(scenarios)
