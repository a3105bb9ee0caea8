"""How often the ground shakes how strongly: a crude hazard curve.

One point, the design acceleration of the zonation, and a slope: the yearly rate to
exceed an acceleration ``a`` is ``rate0 (a0 / a)**k``.  No site analysis stands behind
it; the slope is uncertain and carried in branches.  Ground is that of a class II site.
"""

from functools import cache

import numpy as np
from scipy.constants import g

from geo.instrumental import instrumental_intensity
from rules.parameters import load_parameters


def design_rate_yearly() -> float:
    """Return the yearly rate to exceed the design acceleration.

    Examples
    --------
    >>> round(1 / design_rate_yearly())
    475
    """
    design = load_parameters("hazard_curve")["design"]
    return float(-np.log1p(-design["exceeded_ratio"]) / design["in_years"])


def slopes() -> tuple[float, ...]:
    """Return the slopes of the hazard curve, all equally likely."""
    return load_parameters("hazard_curve")["slope"]["branches"]


def exceedance_rate_yearly(
    pga_g: np.ndarray, design_pga_g: np.ndarray, slope: float
) -> np.ndarray:
    """Return how often a year an acceleration is exceeded.

    Parameters
    ----------
    pga_g : float array
        More than 0.
    design_pga_g : float array
        Exceeded with 10 % probability in 50 years; 0 where the ground never shakes,
        ``NaN`` unknown.
    slope : float

    Examples
    --------
    >>> rates = exceedance_rate_yearly(np.array([0.2, 0.4]), np.array([0.2]), 2.5)
    >>> (1 / rates).round().tolist()
    [475.0, 2685.0]
    """
    return design_rate_yearly() * (design_pga_g / np.asarray(pga_g)) ** slope


def intensity_of_pga(pga_g: np.ndarray) -> np.ndarray:
    """Return the intensity of a peak acceleration, by GB/T 17742-2020.

    Examples
    --------
    >>> intensity_of_pga(np.array([0.10, 0.20, 0.40, np.nan])).round(2).tolist()
    [6.56, 7.52, 8.47, nan]
    """
    return instrumental_intensity(np.asarray(pga_g) * g, None)


def pga_of_intensity(intensity_degree: np.ndarray) -> np.ndarray:
    """Return the peak acceleration of an intensity, in g.

    Examples
    --------
    >>> pga_of_intensity(np.array([7.0, 8.0, 9.0])).round(2).tolist()
    [0.14, 0.28, 0.59]
    """
    scale = load_parameters("intensity")["instrumental"]
    slope, offset = scale["acceleration_slope"], scale["acceleration_offset"]
    return 10.0 ** ((np.asarray(intensity_degree) - offset) / slope) / g


@cache
def steps() -> tuple[np.ndarray, np.ndarray]:
    """Return the intensities that are summed over, and how often each comes.

    Returns
    -------
    intensity_degree : float64 array (steps)
        Middle of each step; the last stands for all beyond.
    yearly : float64 array (slopes, steps)
        Rate of shaking of each step where the design acceleration is 1 g; elsewhere it
        is as many times more as the design acceleration to the power of the slope.
    """
    span = load_parameters("hazard_curve")["range"]
    first, step = span["from_degree"], span["step_degree"]
    count = round((span["to_degree"] - first) / step)
    edges = first + step * np.arange(count + 1)
    at = pga_of_intensity(edges)
    above = [exceedance_rate_yearly(at, np.array(1.0), slope) for slope in slopes()]
    yearly = -np.diff(np.stack(above), axis=1, append=0.0)
    middles = np.append(edges[:-1] + step / 2, edges[-1])
    for array in (middles, yearly):
        array.flags.writeable = False
    return middles, yearly
