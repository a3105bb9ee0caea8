"""A field of intensity that bends to observations: Gaussian conditioning.

Before anything is observed, the field departs from what was expected by a common
error of the event and by one of each place, alike in neighbours:
K = between² + within² exp(-3 d / range).  Many observations tell more of the event:
whether it varies more, or over longer distances, or falls off faster than expected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from geo.observations import METRES_PER_KM, Evidence, distances_m
from rules.parameters import load_parameters

_BLOCK_CELLS = 1 << 18  # of a covariance at a time: 2 MB stay in the cache

_MEDIAN_OF_SQUARE = 0.4549  # of a normal law of variance 1


class Places(NamedTuple):
    """Points of the field.

    Attributes
    ----------
    easting_m, northing_m : float64 arrays
    expected_degree : float64 array
        Before anything was observed.
    within_degree : float64 array
        Standard deviation of each place's own departure from it.
    """

    easting_m: np.ndarray
    northing_m: np.ndarray
    expected_degree: np.ndarray
    within_degree: np.ndarray

    def take(self, rows: np.ndarray) -> Places:
        """Return the places at ``rows``."""
        return Places(*(column[rows] for column in self))


@dataclass(frozen=True, kw_only=True)
class Law:
    """How departures from the expected are distributed.

    Attributes
    ----------
    between_degree : float
        Standard deviation common to the event.
    range_km : float
    within_ratio : float
        Of the places' own standard deviation to what was expected of it.
    trend_ratio : float
        Standard deviation of the slope of true against expected intensity.
    pivot_degree : float
        Expected intensity at which that slope changes nothing.
    """

    between_degree: float
    range_km: float
    within_ratio: float = 1.0
    trend_ratio: float = 0.0
    pivot_degree: float = 0.0

    def covariance(self, one: Places, other: Places) -> np.ndarray:
        """Return the covariance of departures between two sets of places."""
        near = distances_m(one, other)
        near *= -3.0 / (self.range_km * METRES_PER_KM)
        np.exp(near, out=near)
        near *= (self.within_ratio**2 * one.within_degree)[:, None]
        near *= other.within_degree
        near += self.between_degree**2
        if self.trend_ratio:
            along = self.trend_ratio**2 * self._off(one)
            near += along[:, None] * self._off(other)
        return near

    def variance(self, places: Places) -> np.ndarray:
        """Return the variance of the departure at each place."""
        own = (self.within_ratio * places.within_degree) ** 2
        return (
            own + self.between_degree**2 + (self.trend_ratio * self._off(places)) ** 2
        )

    def _off(self, places: Places) -> np.ndarray:
        return places.expected_degree - self.pivot_degree


@dataclass(frozen=True, kw_only=True)
class Conditioned:
    """The field once observations are known.

    Attributes
    ----------
    law : Law
    places : Places
        Of the observations.
    evidence : Evidence
    factor : tuple
        Cholesky factor of the covariance of what was observed.
    weights : float64 array
        What each observation adds, per unit of covariance with it.
    more : float64 array
        Variance of the error of a point beyond what was expected, for each source.
    """

    law: Law
    places: Places
    evidence: Evidence
    factor: tuple[np.ndarray, bool]
    weights: np.ndarray
    more: np.ndarray

    def shift(self, places: Places) -> np.ndarray:
        """Return by how many degrees the observations move the field at places."""
        moved = np.empty(len(places.easting_m))
        for rows in self._blocks(len(moved)):
            near = self.law.covariance(places.take(rows), self.places)
            moved[rows] = near @ self.weights
        return moved

    def moved(self, places: Places) -> tuple[np.ndarray, np.ndarray]:
        """Return that shift, and the variance that is left, degrees squared."""
        shift, left = np.empty(len(places.easting_m)), self.law.variance(places)
        for rows in self._blocks(len(left)):
            near = self.law.covariance(places.take(rows), self.places)
            shift[rows] = near @ self.weights
            left[rows] -= np.square(self._whitened(near)).sum(axis=0)
        return shift, np.maximum(left, 0.0)

    def covariance(self, places: Places) -> np.ndarray:
        """Return the covariance that is left between places, degrees squared."""
        known = self._whitened(self.law.covariance(places, self.places))
        return self.law.covariance(places, places) - known.T @ known

    def _whitened(self, near: np.ndarray) -> np.ndarray:
        return solve_triangular(self.factor[0], near.T, lower=True, check_finite=False)

    def _blocks(self, count: int) -> list[slice]:
        step = max(1, _BLOCK_CELLS // max(1, len(self.places.easting_m)))
        return [slice(first, first + step) for first in range(0, count, step)]

    def told_at(self, places: Places, source: int) -> tuple[np.ndarray, np.ndarray]:
        """Return what a source would tell at places, its own error of a point aside.

        Returns
        -------
        tuple of float64 arrays
            Degrees above the expected intensity, and their variance.
        """
        shared = self.evidence.offset[source] ** 2
        near = self.law.covariance(places, self.places)
        near += np.where(self.evidence.source == source, shared, 0.0)
        known = np.square(self._whitened(near)).sum(axis=0)
        return near @ self.weights, self.law.variance(places) + shared - known


def condition(
    places: Places, evidence: Evidence, *, between_degree: float
) -> Conditioned:
    """Bend a field to observations.

    A source whose points err more than expected counts less, and so does a point far
    off what all others say: the farther the less.

    Parameters
    ----------
    places : Places
        Where something was observed.
    evidence : Evidence
        At the same points, in the same order.
    between_degree : float
        Standard deviation common to the event, before anything was observed.
    """
    errors = evidence.error_covariance()
    departure = evidence.degree - places.expected_degree
    pivot = float(places.expected_degree.mean()) if len(departure) else 0.0
    range_km = load_parameters("observations")["space"]["range_km"]
    law = Law(between_degree=between_degree, range_km=range_km, pivot_degree=pivot)
    law = _likeliest(law, places, errors, departure)
    covariance = law.covariance(places, places) + errors
    more = _of_sources(covariance, departure, evidence)
    covariance[np.diag_indices_from(covariance)] += more[evidence.source]
    covariance = _calmed(covariance, departure)
    factor = cho_factor(covariance, lower=True)
    return Conditioned(
        law=law,
        places=places,
        evidence=evidence,
        factor=factor,
        weights=cho_solve(factor, departure),
        more=more,
    )


def _likeliest(
    usual: Law, places: Places, errors: np.ndarray, departure: np.ndarray
) -> Law:
    """Choose the law by its likelihood, less a penalty for leaving the usual one."""
    law = load_parameters("observations")["learning"]
    if len(departure) < law["from_points"]:
        return usual
    before = usual.covariance(places, places) + errors
    errors = errors + _calmed(before, departure) - before
    choices = product(law["within_ratio"], law["range_km"], law["trend_ratio"])
    laws = [
        replace(usual, within_ratio=ratio, range_km=range_km, trend_ratio=trend)
        for ratio, range_km, trend in choices
    ]
    return max(
        laws,
        key=lambda tried: (
            _log_likelihood(tried.covariance(places, places) + errors, departure)
            - _penalty(tried, usual)
        ),
    )


def _penalty(tried: Law, usual: Law) -> float:
    law = load_parameters("observations")["learning"]
    wider = np.log(tried.within_ratio) / law["within_ln_sd"]
    longer = np.log(tried.range_km / usual.range_km) / law["range_ln_sd"]
    return (wider**2 + longer**2) / 2 + law["trend_penalty"] * (tried.trend_ratio > 0)


def _log_likelihood(covariance: np.ndarray, departure: np.ndarray) -> float:
    factor = cho_factor(covariance, lower=True)
    determinant = 2.0 * np.log(np.diag(factor[0])).sum()
    return float(-0.5 * (determinant + departure @ cho_solve(factor, departure)))


def _off_others(
    covariance: np.ndarray, departure: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each point is from what all others say, and that variance."""
    inverse = cho_solve(cho_factor(covariance, lower=True), np.eye(len(departure)))
    precision = np.einsum("ii->i", inverse)
    return inverse @ departure / precision, 1.0 / precision


def _of_sources(
    covariance: np.ndarray, departure: np.ndarray, evidence: Evidence
) -> np.ndarray:
    """Return by how much the points of each source err more than expected.

    As the median of what they are off tells: one wrong point makes no wrong source,
    and a few points tell nothing.
    """
    space = load_parameters("observations")["space"]
    more = np.zeros(len(evidence.offset))
    points = np.bincount(evidence.source, minlength=len(more))
    many = np.flatnonzero(points >= space["source_points"])
    for _ in range(space["outlier_rounds"] if len(many) else 0):
        wider = covariance + np.diag(more[evidence.source])
        off, variance = _off_others(wider, departure)
        for source in many:
            mine = evidence.source == source
            excess = np.median(off[mine] ** 2 - _MEDIAN_OF_SQUARE * variance[mine])
            more[source] = max(more[source] + excess / _MEDIAN_OF_SQUARE, 0.0)
    return more


def _calmed(covariance: np.ndarray, departure: np.ndarray) -> np.ndarray:
    """Widen the error of points that lie far off what the others say of them."""
    space = load_parameters("observations")["space"]
    calmed = covariance.copy()
    for _ in range(space["outlier_rounds"]):
        off, variance = _off_others(calmed, departure)
        more = np.maximum((off / space["outlier_sds"]) ** 2 - variance, 0.0)
        if not (more > 0).any():
            break
        calmed[np.diag_indices_from(calmed)] += more
    return calmed


def correlation(places: Places) -> np.ndarray:
    """Return how alike places are before anything was observed: exp(-3 d / range)."""
    range_m = load_parameters("observations")["space"]["range_km"] * METRES_PER_KM
    return np.exp(distances_m(places, places) * (-3.0 / range_m))
