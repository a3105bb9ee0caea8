"""Rankings of alternatives by several criteria, as their authors printed them.

Alternatives are rows, criteria are columns.  ``falling`` says of each criterion whether
less is better.  What is not known (``NaN``) gives its weight to what is known of the
same alternative; with nothing missing each method is the published one.

SAW, TOPSIS and VIKOR judge an alternative against the others in the list, so that
one who leaves it may turn two others round; SPOTIS does not.
"""

from typing import NamedTuple

import numpy as np

from rules.errors import SchemaError
from rules.language import N_
from rules.parameters import load_parameters


class Vikor(NamedTuple):
    """``q`` by which VIKOR ranks, least first; ``s`` of all, ``r`` the worst regret."""

    q: np.ndarray
    s: np.ndarray
    r: np.ndarray


def saw(matrix: np.ndarray, weights: np.ndarray, falling: np.ndarray) -> np.ndarray:
    """Add up weighted linear shares (SAW, Hwang and Yoon 1981); more is better.

    A rising value is divided by the greatest, the least by a falling one.

    Parameters
    ----------
    matrix : float array, alternative × criterion
        Not negative; ``NaN`` unknown.
    weights, falling : float and bool array, by criterion
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = matrix / _greatest(matrix)
        less = np.where(matrix > 0, _least(matrix) / matrix, 1.0)
    rising = np.where(np.isnan(rising) & ~np.isnan(matrix), 0.0, rising)
    share = np.where(falling, np.where(np.isnan(matrix), np.nan, less), rising)
    return _weighed(share, weights)


def topsis(matrix: np.ndarray, weights: np.ndarray, falling: np.ndarray) -> np.ndarray:
    """Return the closeness to the ideal by vector norms (Hwang and Yoon 1981).

    Returns
    -------
    float64 array
        0 to 1, more is better; 0.5 if all alternatives are the same.
    """
    length = np.sqrt(np.nansum(matrix**2, axis=0))
    scaled = matrix / np.where(length > 0, length, 1.0)
    scaled = np.where(falling, -scaled, scaled)
    weight = _row_weights(matrix, weights)
    to_best, to_worst = (
        np.sqrt(np.nansum((weight * (scaled - ideal)) ** 2, axis=1))
        for ideal in (_greatest(scaled), _least(scaled))
    )
    far = to_best + to_worst
    return np.where(far > 0, to_worst / np.where(far > 0, far, 1.0), 0.5)


def vikor(
    matrix: np.ndarray,
    weights: np.ndarray,
    falling: np.ndarray,
    majority: float | None = None,
) -> Vikor:
    """Rank by compromise (VIKOR, Opricovic and Tzeng 2004); least ``q`` is best.

    A criterion in which all are equal counts nothing.

    Parameters
    ----------
    majority : float, optional
        The weight v of ``s`` against ``r`` in ``q``; that of the parameters by default.
    """
    if majority is None:
        majority = load_parameters("criteria")["vikor"]["majority"]
    better = np.where(falling, -matrix, matrix)
    best, worst = _greatest(better), _least(better)
    span = np.where(best > worst, best - worst, 1.0)
    loss = _row_weights(matrix, weights) * (best - better) / span
    loss = np.where(np.isnan(loss), 0.0, loss)
    s, r = loss.sum(axis=1), loss.max(axis=1, initial=0.0)
    q = majority * _between(s) + (1 - majority) * _between(r)
    return Vikor(q, s, r)


def spotis(
    matrix: np.ndarray, weights: np.ndarray, falling: np.ndarray, bounds: np.ndarray
) -> np.ndarray:
    """Return the distance from the ideal in fixed bounds (Dezert et al. 2020).

    Parameters
    ----------
    bounds : float array, criterion × (least, most)

    Returns
    -------
    float64 array
        0 to 1 within the bounds; less is better.

    Raises
    ------
    SchemaError
        If a bound is not below the other.
    """
    least, most = np.asarray(bounds, dtype=np.float64).T
    if not (least < most).all():
        raise SchemaError(N_("bounds are crossed: each least must be below its most"))
    ideal = np.where(falling, least, most)
    return _weighed(np.abs(matrix - ideal) / (most - least), weights)


def copeland(ranks: np.ndarray) -> np.ndarray:
    """Return wins minus losses of each against every other (Copeland 1951).

    One alternative wins against another if more rankings place it before than after.

    Parameters
    ----------
    ranks : integer array, ranking × alternative
        1 first.

    Returns
    -------
    int64 array
        More is better.

    Examples
    --------
    >>> copeland(np.array([[1, 2, 3], [1, 3, 2], [2, 1, 3]])).tolist()
    [2, 0, -2]
    """
    before = np.sign(ranks[:, None, :] - ranks[:, :, None]).sum(axis=0)
    return np.sign(before).sum(axis=1)


def ranks_of(scores: np.ndarray, *, less_is_better: bool = False) -> np.ndarray:
    """Return the rank of each score, 1 first; equal scores share the first of theirs.

    Examples
    --------
    >>> ranks_of(np.array([0.2, 0.9, 0.2])).tolist()
    [2, 1, 2]
    """
    signed = np.round(scores if less_is_better else -scores, 12)
    return np.searchsorted(np.sort(signed), signed) + 1


def _row_weights(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    known = np.where(np.isnan(matrix), 0.0, weights)
    whole = known.sum(axis=1, keepdims=True)
    return known / np.where(whole > 0, whole, 1.0) * weights.sum()


def _weighed(share: np.ndarray, weights: np.ndarray) -> np.ndarray:
    weight = _row_weights(share, weights)
    return np.where(np.isnan(share), 0.0, weight * share).sum(axis=1)


def _greatest(matrix: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(matrix), -np.inf, matrix).max(axis=0, initial=-np.inf)


def _least(matrix: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(matrix), np.inf, matrix).min(axis=0, initial=np.inf)


def _between(values: np.ndarray) -> np.ndarray:
    least, most = values.min(initial=np.inf), values.max(initial=-np.inf)
    return (values - least) / (most - least) if most > least else np.zeros(len(values))
