"""Where an earthquake may bring slopes down, where ground velocity and slope are known.

The model over-predicts and knows neither the rock nor the cover of the land here: its
numbers say where to look up at the slope, and are kept out of the order of visits.
"""

from pathlib import Path

import numpy as np
from scipy.ndimage import maximum_filter
from scipy.special import expit

from geo.rasters import open_raster
from rules.parameters import load_parameters

_DEGREE_M = 111_320.0  # of latitude


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
        GeoTIFF of heights in metres, in degrees.
    lon, lat : float arrays
        ``NaN`` unknown.

    Returns
    -------
    float64 array
        Degrees; ``NaN`` outside of the model or where it has gaps.
    """
    within_m = load_parameters("landslide")["slope"]["within_m"]
    with open_raster(dem) as raster:
        height_m = raster.read(1, masked=True).filled(np.nan)
        transform = raster.transform
    middle = transform.f + transform.e * height_m.shape[0] / 2
    across_m = transform.a * _DEGREE_M * np.cos(np.radians(middle))
    down_m = -transform.e * _DEGREE_M
    southward, eastward = np.gradient(height_m, down_m, across_m)
    slope = np.degrees(np.arctan(np.hypot(southward, eastward)))
    size = [2 * int(within_m // side) + 1 for side in (down_m, across_m)]
    steepest = maximum_filter(np.nan_to_num(slope, nan=-1.0), size=size)
    column = np.floor((np.asarray(lon) - transform.c) / transform.a)
    row = np.floor((np.asarray(lat) - transform.f) / transform.e)
    inside = (column >= 0) & (column < slope.shape[1])
    inside &= (row >= 0) & (row < slope.shape[0])
    cell = [np.where(inside, part, 0).astype(np.int64) for part in (row, column)]
    found = np.where(inside, steepest[tuple(cell)], -1.0)
    return np.where(found < 0, np.nan, found)
