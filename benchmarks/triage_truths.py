"""What may be true of houses after an event: four damage models of this simulator.

Written from the tables in ``triage_order.toml`` alone: nothing here knows how the
product ranks, and the product knows nothing of this.  ``hazus`` is in no ranking.
"""

from functools import cache
from pathlib import Path

import numpy as np
from scipy.stats import beta, norm

from rules.parameters import Parameters, load_parameters

TRUTHS = ("pager", "riskue", "gbt", "hazus")
HEAVY = 2  # position of "grade 4 or worse" among exceedances
STEP_DEGREE = 0.01
STEPS_DEGREE = np.arange(1.0, 13.0, STEP_DEGREE)

_WIDEST = 0.999  # a mean index or probability beyond has no shape
_EMS_FIRST = np.array([2.0, 3.0, 4.0, 5.0])  # EMS grade that begins grade 2 … 5


def assumed() -> Parameters:
    """Return the tables of ``triage_order.toml``."""
    return load_parameters("triage_order", Path(__file__).parent)


@cache
def exceedance(truth: str) -> np.ndarray:
    """Return the probability to reach grade 2, 3, 4, 5 or worse.

    Returns
    -------
    float64 array (structures, steps, 4)
        At ``STEPS_DEGREE``; structures in the order of the county's table.
    """
    model, table = _MODELS[truth], assumed()[truth]
    return np.stack([model(table, word) for word in assumed()["county"]["structures"]])


def at(truth: str, structure: np.ndarray, degree: np.ndarray) -> np.ndarray:
    """Read :func:`exceedance` at houses.

    Parameters
    ----------
    truth : str
        One of ``TRUTHS``.
    structure : integer array
    degree : float array
        Of the same shape; beyond the steps the ends hold.

    Returns
    -------
    float64 array, of that shape and 4
    """
    place = np.rint((degree - STEPS_DEGREE[0]) / STEP_DEGREE).astype(np.int64)
    place = np.clip(place, 0, len(STEPS_DEGREE) - 1)
    return exceedance(truth)[structure, place]


def _pager(table: Parameters, word: str) -> np.ndarray:
    """Follow the normal quantile of collapse; a grade is a step of the intensity."""
    printed = np.clip(np.array(table[word]), table["least"], _WIDEST)
    known = np.array(table["intensity_degree"])
    steps = np.array([-2.0, -1.0, 0.0, 1.0]) * table["grade_step_degree"]
    asked = STEPS_DEGREE[:, None] - steps
    quantile = norm.ppf(printed)
    inside = np.interp(asked, known, quantile)
    beyond = asked - np.clip(asked, known[0], known[-1])
    slope = (quantile[-1] - quantile[0]) / (known[-1] - known[0])
    return norm.cdf(inside + slope * beyond)


def _riskue(table: Parameters, word: str) -> np.ndarray:
    half, per_index, centre, width = table["law"]
    t, cubic, square, linear = table["beta"]
    effective = STEPS_DEGREE + per_index * table[word]
    mean = half * (1.0 + np.tanh((effective - centre) / width))[:, None]
    r = np.clip(t * mean * (cubic * mean**2 + square * mean + linear), 1e-9, t - 1e-9)
    return beta.sf(_EMS_FIRST / 6.0, r, t - r)


def _gbt(table: Parameters, word: str) -> np.ndarray:
    mean = np.interp(STEPS_DEGREE, table["intensity_degree"], table[word])
    mean = np.clip(mean, 1.0 - _WIDEST, _WIDEST)[:, None]
    nu = table["spread"]
    return beta.sf(np.array(table["limits"]), nu * mean, nu * (1.0 - mean))


def _hazus(table: Parameters, word: str) -> np.ndarray:
    slope, offset = table["instrumental"]
    pga_g = 10.0 ** ((STEPS_DEGREE - offset) / slope) / table["gravity_m_s2"]
    medians_g = np.array(table[word])
    return norm.cdf(np.log(pga_g[:, None] / medians_g) / table["beta"])


_MODELS = {"pager": _pager, "riskue": _riskue, "gbt": _gbt, "hazus": _hazus}
