"""Chinese seismic intensity from recorded or computed ground motion."""

import numpy as np
from scipy.constants import g

from rules.parameters import load_parameters

PERCENT_G_M_S2 = g / 100.0
CM_PER_M = 100.0


def instrumental_intensity(
    pga_m_s2: np.ndarray | None, pgv_m_s: np.ndarray | None
) -> np.ndarray:
    """Compute instrumental intensity by GB/T 17742-2020.

    Where the intensities of acceleration and of velocity both reach VI, velocity
    rules; elsewhere their mean does.  It is never the lesser of the two.

    Parameters
    ----------
    pga_m_s2, pgv_m_s : float arrays, or None
        Peak ground acceleration and velocity; one of them may be missing, as a
        whole or as ``NaN``, then the other rules alone.

    Returns
    -------
    float64 array
        Degrees, 1 to 12; ``NaN`` where neither is known.

    Examples
    --------
    >>> instrumental_intensity(np.array([2.79]), None).round(2).tolist()
    [8.0]
    >>> instrumental_intensity(np.array([np.nan]), None).tolist()
    [nan]
    """
    scale = load_parameters("intensity")["instrumental"]
    gap = np.full(np.shape(pgv_m_s if pga_m_s2 is None else pga_m_s2), np.nan)
    by_a = gap if pga_m_s2 is None else _by(pga_m_s2, "acceleration")
    by_v = gap if pgv_m_s is None else _by(pgv_m_s, "velocity")
    rules_from = scale["velocity_rules_from_degree"]
    both = (by_a >= rules_from) & (by_v >= rules_from)
    degree = np.where(both, by_v, (by_a + by_v) / 2)
    degree = np.where(np.isnan(by_a), by_v, np.where(np.isnan(by_v), by_a, degree))
    return np.clip(degree, scale["lowest_degree"], scale["highest_degree"])


def _by(motion: np.ndarray, kind: str) -> np.ndarray:
    scale = load_parameters("intensity")["instrumental"]
    slope, offset = scale[f"{kind}_slope"], scale[f"{kind}_offset"]
    # Motion too small for the scale is its lowest degree, and has no logarithm at 0.
    least = 10.0 ** ((scale["lowest_degree"] - offset) / slope)
    known = np.where(np.asarray(motion) < 0, np.nan, motion)
    return slope * np.log10(np.maximum(known, least)) + offset
