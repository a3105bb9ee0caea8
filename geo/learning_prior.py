"""What is not known of an event before anyone has looked: village by village.

The latent numbers of an event are the residual of each village (intensity it really
had less the expected one, and one more place for households without a village), then
the shift of each structure's fragility, all in degrees.
"""

from dataclasses import dataclass

import numpy as np

from geo.exposure import Exposure
from geo.shaking import Shaking
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES, UNKNOWN

TYPE_COUNT = len(STRUCTURES) + 1  # the last is an unknown structure
_METRES_PER_KM = 1000.0


@dataclass(frozen=True, kw_only=True)
class Prior:
    """The law of the latent numbers before any visit, and where houses hang on them.

    Attributes
    ----------
    mean : float64 array (places + types)
        Zero: what is expected is what the shaking says.
    covariance : float64 array (places + types, places + types)
        In square degrees.
    place : int32 array (households)
        Village, or the last place without one.
    kind : int32 array (households)
        Position of the structure's shift among the latent numbers.
    house_sd_degree : float
        What every house has of its own, typically.
    house_share : float
        That, as a share of a place's standard deviation.
    """

    mean: np.ndarray
    covariance: np.ndarray
    place: np.ndarray
    kind: np.ndarray
    house_sd_degree: float
    house_share: float

    @property
    def places(self) -> int:
        """Number of villages and one more."""
        return len(self.covariance) - TYPE_COUNT

    @property
    def cell(self) -> np.ndarray:
        """Village and structure of each household as one number."""
        return self.place.astype(np.int64) * TYPE_COUNT + self.kind - self.places


def prior_of(exposure: Exposure, shaking: Shaking) -> Prior:
    """Return the law of village residuals and structure shifts."""
    places = len(exposure.village_codes) + 1
    place = np.where(exposure.village == UNKNOWN, places - 1, exposure.village)
    structure = np.where(
        exposure.structure == UNKNOWN, TYPE_COUNT - 1, exposure.structure
    )
    own = np.broadcast_to(shaking.sigma_degree, shaking.intensity_degree.shape)
    law = load_parameters("learning")
    covariance = np.zeros((places + TYPE_COUNT,) * 2)
    covariance[:places, :places] = _of_places(exposure, place, own, shaking)
    types = np.arange(places, places + TYPE_COUNT)
    covariance[types, types] = law["types"]["sd_degree"] ** 2
    known = ~np.isnan(shaking.intensity_degree)
    typical = float(own.mean(where=known, dtype=np.float64)) if known.any() else 0.0
    left = np.sqrt(1.0 - law["covariance"]["village_share"])
    return Prior(
        mean=np.zeros(len(covariance)),
        covariance=covariance,
        place=place.astype(np.int32),
        kind=structure.astype(np.int32) + np.int32(places),
        house_sd_degree=float(left * typical),
        house_share=float(left),
    )


def _of_places(
    exposure: Exposure, place: np.ndarray, own: np.ndarray, shaking: Shaking
) -> np.ndarray:
    law = load_parameters("learning")["covariance"]
    places = len(exposure.village_codes) + 1
    known = ~np.isnan(shaking.intensity_degree) & np.isfinite(own)
    usual = float((own[known].astype(np.float64) ** 2).mean()) if known.any() else 0.0
    variance = law["village_share"] * _mean(
        place[known], own[known].astype(np.float64) ** 2, places, usual
    )
    sd = np.sqrt(variance)
    apart_km = _apart_km(exposure, place, places)
    alike = np.where(np.isnan(apart_km), 0.0, np.exp(-3.0 * apart_km / law["range_km"]))
    nugget = law["nugget_share"]
    shared = (1.0 - nugget) * alike
    np.fill_diagonal(shared, 1.0)
    alone = law["never_below"] * np.eye(places)
    return shaking.between_sigma_degree**2 + np.outer(sd, sd) * shared + alone


def _apart_km(exposure: Exposure, place: np.ndarray, places: int) -> np.ndarray:
    """Return distances between the middles of villages; ``NaN`` without a middle."""
    placed = np.isfinite(exposure.easting_m)
    middles = [
        _mean(place[placed], axis[placed], places, np.nan) / _METRES_PER_KM
        for axis in (exposure.easting_m, exposure.northing_m)
    ]
    for middle in middles:
        middle[-1] = np.nan  # households without a village are no neighbours
    return np.hypot(*(middle[:, None] - middle for middle in middles))


def _mean(place: np.ndarray, values: np.ndarray, size: int, empty: float) -> np.ndarray:
    count = np.bincount(place, minlength=size)
    total = np.bincount(place, weights=values, minlength=size)
    return np.where(count > 0, total / np.maximum(count, 1), empty)
