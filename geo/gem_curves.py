"""Damage of houses by the mean loss ratios of the GEM Foundation, where it has any.

A fourth model beside those of :mod:`geo.fragility`, which speaks of accelerations.  Its
loss ratio is read as a mean damage index and spread as that of GB/T 17742 is.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from geo.damage import exceedance_of_index
from geo.hazard_curve import pga_of_intensity
from rules.parameters import load_parameters


def has_curve(structure: str) -> bool:
    """Tell whether there is a curve for a structure."""
    return structure in load_parameters("gem")["types"].values


def mean_loss_ratio(curve: str, motion_g: np.ndarray) -> np.ndarray:
    """Return the mean loss ratio of a curve, 0 to 1, as printed at its points.

    Between and beyond them it follows straight lines of the normal quantile against the
    logarithm of the motion, as a lognormal law would.  A printed 0 is rounded: the line
    goes on below the first value that is not.

    Parameters
    ----------
    curve : str
        Name in ``gem.toml``.
    motion_g : float array
        In the measure of that curve; more than 0.

    Examples
    --------
    >>> mean_loss_ratio("ADO_H1", np.array([0.2, 0.5, 0.6])).round(3).tolist()
    [0.014, 0.218, 0.323]
    """
    table = load_parameters("gem")["loss_ratio"]
    mean = np.array(table["curve"][curve]["mean"])
    at = np.log(np.array(table["motion_g"])[mean > 0])
    quantile = ndtri(mean[mean > 0])
    asked = np.log(motion_g)
    step = np.clip(np.searchsorted(at, asked) - 1, 0, len(at) - 2)
    slope = np.diff(quantile) / np.diff(at)
    return ndtr(quantile[step] + slope[step] * (asked - at[step]))


def gem_exceedance(
    structure: str, storeys: int, intensity_degree: np.ndarray, index_shift: float = 0.0
) -> np.ndarray:
    """Return the probability to reach a damage grade or worse.

    Parameters
    ----------
    structure : str
        One that :func:`has_curve`.
    storeys : int
        0 not counted, 1, 2, or 3 for three and more.
    intensity_degree : float array
    index_shift : float
        As in :func:`geo.fragility.exceedance`.

    Returns
    -------
    float64 array, of the shape of ``intensity_degree`` and 4
        For grades 2, 3, 4, 5.
    """
    tables, law = load_parameters("gem"), load_parameters("fragility")
    curve = tables["types"][structure][storeys]
    per_pga = tables["per_pga"][tables["loss_ratio"]["curve"][curve]["measure"]]
    degree = np.asarray(intensity_degree) + law["riskue"]["per_index"] * index_shift
    mean = mean_loss_ratio(curve, per_pga * pga_of_intensity(degree))
    return exceedance_of_index(mean, law["damage_spread"]["nu"])
