"""What may be true of houses: probability of heavy damage by models to be told apart.

``hazus`` is in no ranking.  The others are the members of the ranking's ensemble; one
of them is the truth only where the plan was made without it.  A house fails where its
strength, one random number between 0 and 1, is below that probability: the same number
before and after a measure, so that luck does not change with the works.
"""

from functools import cache

import numpy as np
from scipy.stats import norm

from benchmarks.seismic_futures import assumed
from geo import fragility
from geo.gem_curves import gem_exceedance, has_curve
from geo.hazard_curve import pga_of_intensity
from geo.retrofit import effect
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, RETROFITS, STRUCTURES

MEMBERS = (*fragility.MODELS, "gem")
TRUTHS = ("hazus", *MEMBERS)
HEIGHTS = 4  # storeys not counted, 1, 2, 3 and more
HEAVY = 2  # position of "grade 4 or worse" among exceedances
STEP = 0.02
STEPS_DEGREE = np.arange(1.0, 12.0 + STEP / 2, STEP)


@cache
def standing(truth: str) -> np.ndarray:
    """Return the probability of heavy damage of houses as they stand.

    Returns
    -------
    float64 array (structures, heights, appraisals, steps)
        The last appraisal is an unknown one.
    """
    model = _hazus if truth == "hazus" else _member
    table = [
        [
            [model(truth, structure, height, grade) for grade in (*GRADES, "")]
            for height in range(HEIGHTS)
        ]
        for structure in STRUCTURES
    ]
    return np.array(table)


@cache
def after(truth: str, measure: str) -> np.ndarray:
    """Return :func:`standing` after a measure of ``RETROFITS``; never above it.

    A measure makes of a house what ``rules/parameters/retrofit.toml`` says, in sound
    condition; where it does not fit, the house stays as it is.
    """
    table, (fits, becomes) = standing(truth), effect(measure)
    sound = table[becomes][:, :, [GRADES.index("A")]]
    return np.where(fits[:, None, None, None], np.minimum(table, sound), table)


def tables(truth: str) -> np.ndarray:
    """Stack houses as they stand and after each measure, in that order."""
    return np.stack([standing(truth), *(after(truth, m) for m in RETROFITS)])


def step_of(degree: np.ndarray) -> np.ndarray:
    """Return the position in ``STEPS_DEGREE`` that is nearest to an intensity."""
    places = np.rint((degree - STEPS_DEGREE[0]) / STEP).astype(np.int64)
    return np.clip(places, 0, len(STEPS_DEGREE) - 1)


def _hazus(truth: str, structure: str, height: int, grade: str) -> np.ndarray:
    """Read a lognormal curve; HAZUS tells low houses apart by nothing else."""
    del truth, height
    kind, lowered = assumed()["hazus_types"][structure]
    median_g = assumed()["hazus"]["extensive_g"][kind] * lowered
    median_g *= assumed()["hazus_grade"][grade] if grade else 1.0
    beta = assumed()["hazus"]["beta"]
    return norm.cdf(np.log(pga_of_intensity(STEPS_DEGREE) / median_g) / beta)


def _member(truth: str, structure: str, height: int, grade: str) -> np.ndarray:
    shift = dict(zip((*GRADES, ""), fragility.grade_index(), strict=True))[grade]
    if truth == "gem" and has_curve(structure):
        return gem_exceedance(structure, height, STEPS_DEGREE, shift)[:, HEAVY]
    if truth == "gem":
        others = [_member(name, structure, height, grade) for name in MEMBERS[:-1]]
        return np.mean(others, axis=0)
    if truth == "riskue":
        unknown, low, mid = fragility.storey_index(structure)
        low_up_to = load_parameters("fragility")["storeys"]["low_up_to"]
        shift += unknown if height == 0 else low if height <= low_up_to else mid
    return fragility.exceedance(truth, structure, STEPS_DEGREE, shift)[:, HEAVY]
