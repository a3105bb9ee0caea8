"""Doors that are to be visited, and why some are left out of a day."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from rules.language import N_


class LeftOut(IntEnum):
    """Why a door is in no team's day."""

    PLANNED = 0
    NO_PLACE = 1
    NO_WAY = 2
    LATER = 3
    NO_TIME = 4


LEFT_OUT_WORDS = {
    LeftOut.NO_PLACE: N_("no place on record"),
    LeftOut.NO_WAY: N_("cannot be reached: water without a bridge, or closed"),
    LeftOut.LATER: N_("later: the teams are full"),
    LeftOut.NO_TIME: N_("later: the hours of the day do not suffice"),
}


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Doors in the order in which they should be visited, the first first.

    Attributes
    ----------
    position : int, in the exposure.
    easting_m, northing_m : float64; ``NaN`` without place.
    score : float
        How urgent; ``NaN`` unknown, which counts as the least.
    minutes : float, that a team stays.
    """

    position: np.ndarray
    easting_m: np.ndarray
    northing_m: np.ndarray
    score: np.ndarray
    minutes: np.ndarray

    def __len__(self) -> int:
        """Count the doors."""
        return len(self.position)
