"""The latent numbers of one damage model after visits: exact Gaussian algebra.

Each visit pulls its village and its structure by the severity found less the severity
expected there.  What it can pull is bounded whatever was written, the whole is convex
(expected severity never falls with intensity), so there is one answer.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from geo.houses import INTENSITIES_DEGREE, STEP_DEGREE, read_curves
from geo.learning_doors import Doors, log_chances, severity_curves
from geo.learning_prior import Prior
from rules.parameters import load_parameters

_ROUNDS = 40
_CLOSE_DEGREE = 1e-5
_LONGEST_STEP_DEGREE = 1.0
_SLOPE_STEPS = 3  # of the tables, each side: smooth enough to settle


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What one model makes of the visits.

    Attributes
    ----------
    mean, covariance : float64 arrays
        Of the latent numbers of :class:`geo.learning_prior.Prior`.
    doubted : float64 array
        Covariance if the visits said less, for intervals of totals: doors of a
        village are no independent witnesses.
    log_evidence : float
        How well the model foresaw what was written; of use against other models.
    """

    mean: np.ndarray
    covariance: np.ndarray
    doubted: np.ndarray
    log_evidence: float


def fitted(
    prior: Prior, doors: Doors, model: str, belief: np.ndarray, start: np.ndarray
) -> Fit:
    """Find the latent numbers that prior and visits agree on.

    Parameters
    ----------
    belief : float64 array
        Weight of each visit per degree.
    start : float64 array
        Where to begin; the answer is the same from anywhere.
    """
    size = len(prior.covariance)
    inverse = cho_solve(cho_factor(prior.covariance), np.eye(size))
    curves = severity_curves(model, prior.house_sd_degree)
    mean = start.copy()
    for _ in range(_ROUNDS):
        expected, slope = _expected(curves, doors, mean)
        pull = _gathered(doors, belief * (doors.severity - expected), size)
        precision = inverse + information(doors, belief * slope, size)
        step = cho_solve(cho_factor(precision), pull - inverse @ (mean - prior.mean))
        mean += step * min(1.0, _LONGEST_STEP_DEGREE / max(np.abs(step).max(), 1e-12))
        if np.abs(step).max() < _CLOSE_DEGREE:
            break
    covariance = cho_solve(cho_factor(precision), np.eye(size))
    believed = load_parameters("learning")["totals"]["information_share"]
    less = inverse + believed * (precision - inverse)
    doubted = cho_solve(cho_factor(less), np.eye(size))
    evidence = _log_evidence(prior, doors, model, (mean, inverse, precision))
    return Fit(mean=mean, covariance=covariance, doubted=doubted, log_evidence=evidence)


def severity_slope(
    prior: Prior, doors: Doors, model: str, mean: np.ndarray
) -> np.ndarray:
    """Return how fast each visit's expected severity rises, per degree."""
    return _expected(severity_curves(model, prior.house_sd_degree), doors, mean)[1]


def information(doors: Doors, weight: np.ndarray, size: int) -> np.ndarray:
    """Add up what visits say of pairs of latent numbers."""
    place, kind = doors.place.astype(np.int64), doors.kind.astype(np.int64)
    pairs = [(place, place), (place, kind), (kind, place), (kind, kind)]
    flat = np.concatenate([first * size + second for first, second in pairs])
    added = np.bincount(flat, weights=np.tile(weight, 4), minlength=size * size)
    return added.reshape(size, size)


def _gathered(doors: Doors, pull: np.ndarray, size: int) -> np.ndarray:
    both = np.concatenate([doors.place, doors.kind])
    return np.bincount(both, weights=np.tile(pull, 2), minlength=size)


def _expected(
    curves: np.ndarray, doors: Doors, mean: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    at = doors.intensity_degree + mean[doors.place] + mean[doors.kind]
    reach = _SLOPE_STEPS * STEP_DEGREE
    low, middle, high = (
        read_curves(curves, doors.row, at + shift).astype(np.float64)
        for shift in (-reach, 0.0, reach)
    )
    return middle, np.maximum(high - low, 0.0) / (2.0 * reach)


def _log_evidence(
    prior: Prior,
    doors: Doors,
    model: str,
    state: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> float:
    """Return the evidence by Laplace, up to what all models have in common."""
    mean, inverse, precision = state
    logs = log_chances(model, prior.house_sd_degree)
    at = doors.intensity_degree + mean[doors.place] + mean[doors.kind]
    nearest = np.rint((at - INTENSITIES_DEGREE[0]) / STEP_DEGREE).astype(np.int64)
    nearest = np.clip(nearest, 0, len(INTENSITIES_DEGREE) - 1)
    chance = logs[doors.row, nearest, doors.outcome].sum()
    _sign, volume = np.linalg.slogdet(precision)
    away = mean - prior.mean
    return float(chance - 0.5 * away @ inverse @ away - 0.5 * volume)
