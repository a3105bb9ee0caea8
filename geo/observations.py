"""Intensity observed at points, and the errors its sources make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from geo.exposure import Exposure
from rules.parameters import load_parameters

if TYPE_CHECKING:
    from geo.shaking import Shaking

METRES_PER_KM = 1000.0


@dataclass(frozen=True, kw_only=True)
class Observations:
    """What one source says of the intensity at points.

    Attributes
    ----------
    easting_m, northing_m : float arrays
        In the metres of the exposure.
    degree : float array
        ``NaN`` says nothing.
    sigma_degree : float or float array
        Standard deviation of the error of each point.
    kind : str
        What it is, e.g. ``"observed"``, ``"felt"``, ``"instrumental"``, ``"polygons"``.
    offset_sigma_degree : float
        Standard deviation of the error that all points of this source share.
    correlated : bool
        Whether neighbouring points err alike, as on a map.
    """

    easting_m: np.ndarray
    northing_m: np.ndarray
    degree: np.ndarray
    sigma_degree: float | np.ndarray
    kind: str
    offset_sigma_degree: float = 0.0
    correlated: bool = False

    def __len__(self) -> int:
        """Count the points."""
        return len(self.degree)

    def take(self, rows: np.ndarray) -> Observations:
        """Return the points at ``rows`` (positions or a mask)."""
        sigma = np.broadcast_to(self.sigma_degree, self.degree.shape)[rows]
        return replace(
            self,
            easting_m=self.easting_m[rows],
            northing_m=self.northing_m[rows],
            degree=self.degree[rows],
            sigma_degree=sigma,
        )


def as_observations(shaking: Shaking, exposure: Exposure) -> Observations:
    """Take another map of the same event for what it says at the villages.

    Parameters
    ----------
    shaking : Shaking
        At the households of ``exposure``.
    exposure : Exposure

    Returns
    -------
    Observations
        A point for each village, amid its households whose intensity is known.
    """
    known = (exposure.village >= 0) & ~np.isnan(exposure.easting_m)
    known &= ~np.isnan(shaking.intensity_degree)
    village = exposure.village[known]
    households = np.bincount(village, minlength=len(exposure.village_codes))
    used = households > 0

    def mean(values: np.ndarray) -> np.ndarray:
        sums = np.bincount(village, values[known], minlength=len(households))
        return sums[used] / households[used]

    own = np.broadcast_to(shaking.sigma_degree, known.shape)
    return Observations(
        easting_m=mean(exposure.easting_m),
        northing_m=mean(exposure.northing_m),
        degree=mean(shaking.intensity_degree),
        sigma_degree=mean(own),
        kind=shaking.source,
        offset_sigma_degree=shaking.between_sigma_degree,
        correlated=True,
    )


def merged(observations: Observations) -> Observations:
    """Make one point of those that stand on one spot: their mean, as unsure as one.

    So the same list twice says no more than once, and nine instruments in a yard are
    no nine places.
    """
    known = np.isfinite(
        observations.degree + observations.easting_m + observations.northing_m
    )
    points = observations.take(known)
    side_m = load_parameters("observations")["space"]["merge_m"]
    spot = np.rint(np.stack([points.easting_m, points.northing_m]) / side_m)
    spots, which, count = np.unique(
        spot, axis=1, return_inverse=True, return_counts=True
    )
    which = which.ravel()

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(which, values, minlength=spots.shape[1]) / count

    return replace(
        points,
        easting_m=mean(points.easting_m),
        northing_m=mean(points.northing_m),
        degree=mean(points.degree),
        sigma_degree=mean(np.asarray(points.sigma_degree)),
    )


class Placed(Protocol):
    """What has a place in metres."""

    easting_m: np.ndarray
    northing_m: np.ndarray


class Evidence(NamedTuple):
    """All points of all sources, one after the other.

    ``source`` numbers the sources; ``offset`` and ``correlated`` are theirs.
    """

    easting_m: np.ndarray
    northing_m: np.ndarray
    degree: np.ndarray
    sigma_degree: np.ndarray
    source: np.ndarray
    offset: np.ndarray
    correlated: np.ndarray

    def take(self, rows: np.ndarray) -> Evidence:
        """Return the points at ``rows``; the sources stay."""
        points = [column[rows] for column in self[:5]]
        return Evidence(*points, self.offset, self.correlated)

    def error_covariance(self) -> np.ndarray:
        """Return the covariance of the errors of the points, degrees squared."""
        space = load_parameters("observations")["space"]
        same = self.source[:, None] == self.source
        shared = np.square(self.offset)[self.source]
        alike = self.correlated[self.source]
        sigma = self.sigma_degree
        errors = np.diag(np.where(alike, space["nugget_degree"], sigma) ** 2)
        errors += np.where(same, shared, 0.0)
        if alike.any():
            distance_m = distances_m(self, self)
            range_m = space["range_km"] * METRES_PER_KM
            near = np.exp(-3.0 * distance_m / range_m) * sigma[:, None] * sigma
            errors += np.where(same & alike, near, 0.0)
        return errors


def distances_m(one: Placed, other: Placed) -> np.ndarray:
    """Return the distances between points that have an easting and a northing."""
    east_m = one.easting_m[:, None] - other.easting_m
    north_m = one.northing_m[:, None] - other.northing_m
    east_m *= east_m  # a third of the time of hypot
    north_m *= north_m
    east_m += north_m
    return np.sqrt(east_m, out=east_m)


def gathered(observations: Sequence[Observations]) -> Evidence:
    """Put several sources together, each spot of each of them once.

    A source given twice, point by point the same, counts once.
    """
    sources = _once([merged(each) for each in observations])
    lengths = [len(each) for each in sources]

    def joined(name: str) -> np.ndarray:
        return np.concatenate([np.zeros(0), *(getattr(s, name) for s in sources)])

    return Evidence(
        easting_m=joined("easting_m"),
        northing_m=joined("northing_m"),
        degree=joined("degree"),
        sigma_degree=joined("sigma_degree"),
        source=np.repeat(np.arange(len(sources)), lengths),
        offset=np.array([each.offset_sigma_degree for each in sources], float),
        correlated=np.array([each.correlated for each in sources], bool),
    )


def _once(sources: list[Observations]) -> list[Observations]:
    columns = ("easting_m", "northing_m", "degree")
    told = {
        (each.kind, *(getattr(each, name).tobytes() for name in columns)): each
        for each in sources
        if len(each)
    }
    return list(told.values())
