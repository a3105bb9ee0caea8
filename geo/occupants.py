"""Persons of a household, counted or assumed."""

import numpy as np

from geo.exposure import Exposure
from rules.parameters import load_parameters


def occupants_of(exposure: Exposure) -> tuple[np.ndarray, np.ndarray]:
    """Return the persons of every household, and whether they were counted.

    Returns
    -------
    tuple of float32 array and bool array
        Where they were not counted, the mean of the parameters.
    """
    mean = load_parameters("triage")["people"]["mean_occupants"]
    known = exposure.occupants >= 0
    return np.where(known, exposure.occupants, np.float32(mean)), known
