"""Where an earthquake may bring slopes down, where ground velocity and slope are known.

The model over-predicts and knows neither the rock nor the cover of the land here: its
numbers say where to look up at the slope, and are kept out of the order of visits.
"""

from pathlib import Path

import numpy as np
from scipy.ndimage import maximum_filter
from scipy.special import expit

from geo.heights import read_heights
from rules.parameters import load_parameters


def slide_coverage(pgv_cm_s: np.ndarray, slope_degree: np.ndarray) -> np.ndarray:
    """Return the share of the ground that is expected to slide.

    Parameters
    ----------
    pgv_cm_s, slope_degree : float arrays
        Peak ground velocity and slope; ``NaN`` unknown.

    Returns
    -------
    float64 array
        0 to 1; ``NaN`` where one of them is unknown.

    Examples
    --------
    >>> slide_coverage(np.array([40.0, 40.0]), np.array([5.0, 35.0])).round(3).tolist()
    [0.01, 0.177]
    """
    tables = load_parameters("landslide")
    law, neutral = tables["model"], tables["neutral"]
    least = np.finfo(float).tiny  # still ground has no logarithm
    log_pgv = np.log(np.clip(pgv_cm_s, least, law["highest_pgv_cm_s"]))
    cti = min(neutral["cti"], law["highest_cti"])
    p = expit(
        law["intercept"]
        + law["pgv"] * log_pgv
        + law["slope"] * slope_degree
        + law["cti"] * cti
        + law["interaction"] * slope_degree * log_pgv
        + neutral["lithology"]
        + neutral["land_cover"]
    )
    powers = tables["coverage"]["powers"]
    return np.exp(sum(factor * p**power for power, factor in enumerate(powers)))


def slope_at(dem: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return the steepest slope around points of an elevation model.

    Parameters
    ----------
    dem : Path
        GeoTIFF of heights in metres.
    lon, lat : float arrays
        ``NaN`` unknown.

    Returns
    -------
    float64 array
        Degrees; ``NaN`` outside of the model or where it has gaps.
    """
    within_m = load_parameters("landslide")["slope"]["within_m"]
    model = read_heights(dem)
    sides_m = model.cell_m
    southward, eastward = np.gradient(model.height_m, *sides_m)
    slope = np.degrees(np.arctan(np.hypot(southward, eastward)))
    size = [2 * int(within_m // side_m) + 1 for side_m in sides_m]
    steepest = maximum_filter(np.nan_to_num(slope, nan=-1.0), size=size)
    row, column, inside = model.cells(lon, lat)
    found = np.where(inside, steepest[row, column], -1.0)
    return np.where(found < 0, np.nan, found)
