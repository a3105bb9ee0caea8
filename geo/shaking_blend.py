"""One shaking from several reports of an event: each tells what it knows, where.

A first report gives what to expect; points and other maps bend it around them, by
Gaussian conditioning.  What is left unsure is smaller near what was observed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.spatial import cKDTree

from geo.crs import to_metric, to_stored
from geo.exposure import Exposure
from geo.observations import (
    METRES_PER_KM,
    Evidence,
    Observations,
    as_observations,
    gathered,
)
from geo.shaking import Shaking
from geo.shaking_field import Conditioned, Places, condition, correlation
from rules.language import N_
from rules.parameters import load_parameters

__all__ = ["Observations", "as_observations", "blend", "shift_at"]

ExpectedAt = Callable[[np.ndarray, np.ndarray], np.ndarray]

_NOTE = N_("intensity blended from several reports of the event")
_PAIRS_OF = 200  # squares of houses that stand for all when totals are compared


def blend(
    exposure: Exposure,
    prior: Shaking,
    observations: Sequence[Observations],
    *,
    prior_at: ExpectedAt | None = None,
) -> Shaking:
    """Bend the shaking of one report to what others observed.

    Parameters
    ----------
    exposure : Exposure
    prior : Shaking
        At its households.
    observations : sequence of Observations
    prior_at : callable, optional
        Returns the prior's intensity at longitudes and latitudes.  Without it only
        points near a house are used, which takes the house's.

    Returns
    -------
    Shaking
        Unknown where the prior is.  ``between_sigma_degree`` and ``sigma_degree``
        share what is left so that the uncertainty of a county's mean is kept.
        The prior itself, if nothing usable was observed.
    """
    houses = _houses(exposure, prior)
    bent = _bent(exposure, houses, prior, observations, prior_at)
    if bent is None:
        return prior
    squares, square = _squares(houses)
    shift, variance = bent.moved(squares)
    between = _between(bent, squares, variance)
    own = np.sqrt(np.maximum(variance - between**2, 0.0))
    intensity = prior.intensity_degree.astype(np.float32, copy=True)
    sigma = np.broadcast_to(prior.sigma_degree, intensity.shape).astype(np.float32)
    intensity[houses.rows] += shift[square].astype(np.float32)
    sigma[houses.rows] = own[square].astype(np.float32)
    scale = load_parameters("intensity")["instrumental"]
    return Shaking(
        intensity_degree=np.clip(
            intensity, scale["lowest_degree"], scale["highest_degree"]
        ),
        sigma_degree=sigma,
        between_sigma_degree=between,
        source="blend",
        note=_NOTE,
    )


def shift_at(
    exposure: Exposure,
    prior: Shaking,
    observations: Sequence[Observations],
    *,
    prior_at: ExpectedAt,
) -> ExpectedAt:
    """Return what tells by how many degrees observations move the prior anywhere.

    Returns
    -------
    callable
        Takes longitudes and latitudes; ``NaN`` where the prior is unknown.
    """
    houses = _houses(exposure, prior)
    bent = _bent(exposure, houses, prior, observations, prior_at)
    crs, tree = exposure.metric_crs, _tree(houses.places)

    def shift(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        expected = np.asarray(prior_at(lon, lat), dtype=np.float64)
        if bent is None:
            return expected * 0.0
        easting_m, northing_m = to_metric(lon, lat, crs)
        known = np.isfinite(expected + easting_m + northing_m)
        easting_m, northing_m = easting_m[known], northing_m[known]
        within = _within_near(houses.places, tree, easting_m, northing_m)
        moved = np.full(known.shape, np.nan)
        places = Places(easting_m, northing_m, expected[known], within)
        moved[known] = bent.shift(places)
        return moved

    return shift


class _Houses(NamedTuple):
    """Households whose shaking the prior tells, and their rows in the exposure."""

    rows: np.ndarray
    places: Places


def _houses(exposure: Exposure, prior: Shaking) -> _Houses:
    known = np.isfinite(exposure.easting_m) & np.isfinite(prior.intensity_degree)
    rows = np.flatnonzero(known)
    own = np.broadcast_to(prior.sigma_degree, known.shape)[rows].astype(np.float64)
    expected = prior.intensity_degree[rows].astype(np.float64)
    places = exposure.easting_m[rows], exposure.northing_m[rows]
    return _Houses(rows, Places(*places, expected, own))


def _tree(places: Places) -> cKDTree:
    return cKDTree(np.column_stack([places.easting_m, places.northing_m]))


def _bent(
    exposure: Exposure,
    houses: _Houses,
    prior: Shaking,
    observations: Sequence[Observations],
    prior_at: ExpectedAt | None,
) -> Conditioned | None:
    evidence = gathered(observations)
    if not len(houses.rows) or not len(evidence.degree):
        return None
    squares, _ = _squares(houses)
    places = _observed_places(exposure, squares, evidence, prior_at)
    used = np.isfinite(places.expected_degree)
    if not used.any():
        return None
    between = prior.between_sigma_degree
    return condition(places.take(used), evidence.take(used), between_degree=between)


def _observed_places(
    exposure: Exposure,
    squares: Places,
    evidence: Evidence,
    prior_at: ExpectedAt | None,
) -> Places:
    """Say what was to be expected where something was observed; ``NaN`` too far."""
    space = load_parameters("observations")["space"]
    spots = evidence.easting_m, evidence.northing_m
    distance_m, nearest = _tree(squares).query(np.column_stack(spots))
    reach_km = space["near_house_km"] if prior_at is None else space["reach_km"]
    if prior_at is None:
        expected = squares.expected_degree[nearest]
    else:
        expected = np.asarray(prior_at(*to_stored(*spots, exposure.metric_crs)), float)
    expected = np.where(distance_m <= reach_km * METRES_PER_KM, expected, np.nan)
    return Places(*spots, expected, squares.within_degree[nearest])


def _within_near(
    places: Places, tree: cKDTree, easting_m: np.ndarray, northing_m: np.ndarray
) -> np.ndarray:
    if np.ptp(places.within_degree) == 0.0:
        return np.full(easting_m.shape, places.within_degree[0])
    _, nearest = tree.query(np.column_stack([easting_m, northing_m]))
    return places.within_degree[nearest]


def _squares(houses: _Houses) -> tuple[Places, np.ndarray]:
    """Gather houses in small squares; also return the square of each house."""
    side_m = load_parameters("observations")["space"]["node_m"]
    east, north = (
        np.rint(column / side_m).astype(np.int64) for column in houses.places[:2]
    )
    code = (east - east.min()) * (np.ptp(north) + 1) + north - north.min()
    _, square, count = np.unique(code, return_inverse=True, return_counts=True)
    means = [np.bincount(square, column) / count for column in houses.places]
    return Places(*means), square


def _between(bent: Conditioned, squares: Places, variance: np.ndarray) -> float:
    """Return the part of what is left unsure that all houses share.

    It is chosen so that the mean of the county stays exactly as unsure as it is:
    between² + mean of own_i own_j exp(-3 d / range) = mean of the covariance left.
    """
    some = np.unique(np.linspace(0, len(variance) - 1, _PAIRS_OF).astype(int))
    places, left = squares.take(some), variance[some]
    whole = bent.covariance(places).mean()
    alike = correlation(places)
    highest = float(variance.min())

    def excess(shared: float) -> float:
        own = np.sqrt(left - shared)
        return shared + float((own[:, None] * own * alike).mean()) - whole

    if excess(0.0) >= 0.0:
        return 0.0
    if excess(highest) <= 0.0:
        return float(np.sqrt(highest))
    return float(np.sqrt(brentq(excess, 0.0, highest)))
