"""Chances of damage in logits, where models with shifts of their own are mixed."""

from functools import lru_cache

import numpy as np
from scipy.special import logit

from geo.exposure import Exposure
from geo.houses import CLASS_COUNT, house_class, read_curves, table
from rules.parameters import load_parameters


@lru_cache(maxsize=128)
def logit_table(sigma_degree: float, column: str) -> np.ndarray:
    """Return logits of the chance of grade 2, 3, 4, 5 or worse.

    Parameters
    ----------
    sigma_degree, column
        As in :func:`geo.houses.table`.

    Returns
    -------
    float32 array (CLASS_COUNT, intensities, 4)
    """
    floor = load_parameters("fragility")["ensemble"]["floor"]
    grades = table(sigma_degree, column).astype(np.float64)
    exceedance = grades[..., ::-1].cumsum(axis=-1)[..., 3::-1]
    return logit(np.clip(exceedance, floor, 1.0 - floor)).astype(np.float32)


class LogitReader:
    """Reads logits at the households of an exposure, each with its uncertainty."""

    def __init__(self, exposure: Exposure) -> None:
        self._class = house_class(exposure).astype(np.int64)

    def read(
        self, column: str, intensity_degree: np.ndarray, sigma_degree: np.ndarray
    ) -> np.ndarray:
        """Return logits (households, 4); ``NaN`` where the intensity is unknown."""
        sigma = np.where(np.isnan(intensity_degree), 0.0, sigma_degree)
        used, which = np.unique(
            np.rint(sigma * _PER_DEGREE).astype(np.int64), return_inverse=True
        )
        tables = [logit_table(step / _PER_DEGREE, column) for step in used.tolist()]
        rows = which.ravel() * CLASS_COUNT + self._class
        return read_curves(np.concatenate(tables), rows, intensity_degree)


_PER_DEGREE = 20.0  # uncertainties are told apart to a twentieth of a degree
