"""How badly a house is damaged at an intensity, by three models that disagree.

The models speak of different things.  They are brought to five grades like this:

* RISK-UE counts EMS-98 grades D0 to D5, Chinese appraisers five: grade 1 takes D0
  and D1 (hairline cracks leave a house 基本完好), grades 2 to 5 are D2 to D5.
* PAGER knows collapse only.  What it calls collapse (walls or roof gone) begins at
  D4, so it is read as D4 or worse; the milder grades follow the shape of RISK-UE with
  the mean grade at which that model has the same D4 or worse.
* GB/T 17742 gives a mean damage index, spread by a beta law and cut at the limits of
  GB/T 24335.

The ensemble is the mean of the logits of each exceedance; how far the models lie
apart is carried on as uncertainty.  Every model rises with intensity.
"""

from functools import cache

import numpy as np
from scipy.special import betainc, expit, logit

from geo.damage import exceedance_of_index
from rules.errors import PolicyError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, STRUCTURES

MODELS = ("pager", "riskue", "gbt")

_FIRST_OF_GRADE = np.array([2.0, 3.0, 4.0, 5.0])  # EMS grade that begins grade 2 … 5
_HEAVY = 2  # position of "grade 4 or worse"
_TINY = 1e-9
_MEAN_GRADES = np.linspace(0.0, 5.0, 2001)  # to invert RISK-UE by interpolation


def exceedance(
    model: str, structure: str, intensity_degree: np.ndarray, index_shift: float = 0.0
) -> np.ndarray:
    """Return the probability to reach a damage grade or worse, by one model.

    Parameters
    ----------
    model : str
        One of ``MODELS``.
    structure : str
        One of :data:`rules.vocabulary.STRUCTURES`.
    intensity_degree : float array
    index_shift : float
        Change of the RISK-UE vulnerability index; in every model it counts as
        6.25 times as many degrees.

    Returns
    -------
    float64 array, of the shape of ``intensity_degree`` and 4
        For grades 2, 3, 4, 5.
    """
    per_index = load_parameters("fragility")["riskue"]["per_index"]
    shifted = np.asarray(intensity_degree, dtype=np.float64) + per_index * index_shift
    return _EXCEEDANCE[model](structure, shifted)


def ensemble(exceedances: np.ndarray) -> np.ndarray:
    """Average models (first axis) by the equal-weight mean of their logits."""
    floor = load_parameters("fragility")["ensemble"]["floor"]
    return expit(logit(np.clip(exceedances, floor, 1.0 - floor)).mean(axis=0))


def collapse_probability(structure: str, intensity_degree: np.ndarray) -> np.ndarray:
    """Return PAGER's probability of collapse, as printed and linear in between.

    Examples
    --------
    >>> collapse_probability("土坯", np.array([6.0, 8.0])).round(3).tolist()
    [0.0, 0.55]
    """
    at, printed = _pager_table(structure)
    return np.interp(intensity_degree, at, printed)


def _pager_table(structure: str) -> tuple[np.ndarray, np.ndarray]:
    tables = load_parameters("fragility")
    kinds = tables["pager_types"][structure]
    columns = np.array([tables["pager"]["collapse"][kind] for kind in kinds])
    return np.array(tables["pager"]["intensity_degree"]), columns.mean(axis=0)


def _pager(structure: str, intensity: np.ndarray) -> np.ndarray:
    """Follow the table between its ends and the slope of RISK-UE beyond them.

    A printed 0 is rounded: the last one is read as a small probability, and below
    it the curve goes on with that slope, as below VI and above IX.
    """
    at, printed = _pager_table(structure)
    last_zero = max(0, int(np.searchsorted(printed, 0.0, side="right")) - 1)
    at, printed = at[last_zero:], printed[last_zero:]
    least = load_parameters("fragility")["pager_types"]["zero_means"]
    effective = _effective_of_mean(_mean_of_heavy(np.maximum(printed, least)))
    inside = np.interp(intensity, at, effective)
    beyond = intensity - np.clip(intensity, at[0], at[-1])
    return exceedance_of_mean_grade(_mean_of_effective(inside + beyond))


def _riskue(structure: str, intensity: np.ndarray) -> np.ndarray:
    return exceedance_of_mean_grade(mean_damage_grade(structure, intensity))


def _gbt(structure: str, intensity: np.ndarray) -> np.ndarray:
    nu = load_parameters("fragility")["damage_spread"]["nu"]
    return exceedance_of_index(mean_damage_index(structure, intensity), nu)


_EXCEEDANCE = {"pager": _pager, "riskue": _riskue, "gbt": _gbt}


def mean_damage_grade(structure: str, intensity_degree: np.ndarray) -> np.ndarray:
    """Return RISK-UE's mean EMS-98 grade, 0 to 5.

    Examples
    --------
    >>> mean_damage_grade("土坯", np.array([6.0, 8.0])).round(2).tolist()
    [0.83, 2.66]
    """
    tables = load_parameters("fragility")
    index = tables["riskue_index"][structure]
    return _mean_of_effective(intensity_degree + tables["riskue"]["per_index"] * index)


def _mean_of_effective(degree: np.ndarray) -> np.ndarray:
    law = load_parameters("fragility")["riskue"]
    return law["scale"] * (1.0 + np.tanh((degree - law["centre"]) / law["width"]))


def _effective_of_mean(mean_grade: np.ndarray) -> np.ndarray:
    law = load_parameters("fragility")["riskue"]
    return law["centre"] + law["width"] * np.arctanh(mean_grade / law["scale"] - 1.0)


def exceedance_of_mean_grade(mean_grade: np.ndarray) -> np.ndarray:
    """Return RISK-UE's probabilities of D2, D3, D4, D5 or worse from the mean grade.

    Returns
    -------
    float64 array, of the shape of ``mean_grade`` and 4
    """
    law = load_parameters("fragility")["riskue"]
    cubic, square, linear = law["beta_r"]
    mean = np.asarray(mean_grade, dtype=np.float64)[..., None]
    r = law["beta_t"] * mean * (cubic * mean**2 + square * mean + linear)
    r = np.clip(r, _TINY, law["beta_t"] - _TINY)  # the law has no shape at its ends
    # The mirrored lower tail: as exact as the upper one and ten times faster.
    return betainc(law["beta_t"] - r, r, 1.0 - _FIRST_OF_GRADE / law["beta_upper"])


def _mean_of_heavy(probability: np.ndarray) -> np.ndarray:
    return np.interp(probability, _heavy_of_means(), _MEAN_GRADES)


@cache
def _heavy_of_means() -> np.ndarray:
    return exceedance_of_mean_grade(_MEAN_GRADES)[:, _HEAVY]


def mean_damage_index(structure: str, intensity_degree: np.ndarray) -> np.ndarray:
    """Return the mean damage index of GB/T 17742, 0 to 1, by its quadratics.

    Below the intensities they were fitted to, it falls in a straight line to 0.

    Examples
    --------
    >>> mean_damage_index("土坯", np.array([5.0, 7.0, 8.0])).round(2).tolist()
    [0.06, 0.34, 0.54]
    """
    tables = load_parameters("fragility")
    quadratic = np.array(tables["gbt"][tables["gbt_types"][structure]])
    below = tables["gbt_below"]
    first, none = below["fitted_from_degree"], below["none_up_to_degree"]
    fitted = np.polyval(quadratic, np.maximum(intensity_degree, first))
    share = np.clip((np.asarray(intensity_degree) - none) / (first - none), 0.0, 1.0)
    return np.clip(fitted * share, 0.0, 1.0)


def storey_index(structure: str) -> tuple[float, float, float]:
    """Return RISK-UE's change of index for unknown, low and mid height."""
    law = load_parameters("fragility")["storeys"]
    if structure not in law["structures"]:
        return 0.0, 0.0, 0.0
    return 0.0, law["low_index"], law["mid_index"]


def grade_index() -> tuple[float, ...]:
    """Return the change of index for each appraisal grade, and 0 for an unknown one."""
    law = load_parameters("fragility")["grade"]
    return (*(law[grade] for grade in GRADES), 0.0)


@cache
def structure_mix() -> np.ndarray:
    """Return the share of each structure where it is unknown.

    Raises
    ------
    PolicyError
        If the shares do not add up to 1.
    """
    table = load_parameters("fragility")["national_mix"]
    shares = np.array([table.values.get(word, 0.0) for word in STRUCTURES])
    if abs(shares.sum() - 1.0) > 1e-9:
        message = N_("{file}: the shares of {table} add up to {total}, not to 1")
        total = float(shares.sum())
        raise PolicyError(message, file=table.file, table=table.name, total=total)
    return shares
