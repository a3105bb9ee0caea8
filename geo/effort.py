"""What a visit costs, by how far the next doors are."""

import numpy as np
from scipy.spatial import cKDTree

from geo.exposure import Exposure
from rules.parameters import load_parameters


def effort(exposure: Exposure) -> np.ndarray:
    """Return the time of a visit as a multiple of one whose next door is at hand.

    The walk is to the nearest few doors, by straight lines and a detour; positions
    decide alone, so that it may be kept from event to event.

    Returns
    -------
    float32 array (households)
        At least 1; a household without place takes the middle of the others.
    """
    law = load_parameters("triage")["effort"]
    placed = np.isfinite(exposure.easting_m)
    walked_m = np.full(len(exposure), np.nan)
    if placed.sum() > 1:
        places_m = np.c_[exposure.easting_m, exposure.northing_m][placed]
        near = min(law["next_doors"], len(places_m) - 1)
        away_m, _which = cKDTree(places_m).query(places_m, k=[near + 1])
        walked_m[placed] = np.minimum(away_m[:, 0] * law["detour"], law["farthest_m"])
    minutes = walked_m / law["pace_m_per_minute"]
    times = 1.0 + minutes / law["door_minutes"]
    usual = float(np.nanmedian(times)) if np.isfinite(times).any() else 1.0
    return np.where(np.isnan(times), usual, times).astype(np.float32)
