"""How evenly a plan's gain is shared: Gini, Atkinson, the share of those worst off."""

import numpy as np


def gain_per_head(gain: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Return the gain of each group for each of its people; ``NaN`` without people.

    Parameters
    ----------
    gain, people : float arrays, one entry per group (a town, a village)
    """
    known = people > 0
    return np.where(known, gain / np.where(known, people, 1.0), np.nan)


def gini(values: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return the Gini coefficient: 0 if all have the same, near 1 if one has all.

    Parameters
    ----------
    values : float array
        Not negative; ``NaN`` is left out.
    weights : float array, optional
        People behind each value; 1 each if not given.

    Returns
    -------
    float
        ``NaN`` without any value, or if all are 0: nothing is shared.

    Examples
    --------
    >>> gini(np.array([1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 3.0]))
    (0.0, 0.75)
    """
    values, weights = _known(values, weights)
    total = float(values @ weights)
    if not total > 0:
        return float("nan")
    order = np.argsort(values)
    values, weights = values[order], weights[order]
    people = np.r_[0.0, np.cumsum(weights)] / weights.sum()
    shares = np.r_[0.0, np.cumsum(values * weights)] / total
    lorenz = np.sum(np.diff(people) * (shares[1:] + shares[:-1]) / 2)
    return max(float(1.0 - 2.0 * lorenz), 0.0)


def atkinson(
    values: np.ndarray, weights: np.ndarray | None = None, *, aversion: float
) -> float:
    """Return Atkinson's index: the share of the whole that inequality is worth.

    Parameters
    ----------
    values, weights : float arrays
        As for :func:`gini`.
    aversion : float
        Above 0; the greater, the more the worst off count.  From 1 on, one group with
        nothing makes it 1.

    Examples
    --------
    >>> round(atkinson(np.array([1.0, 3.0]), aversion=0.5), 4)
    0.067
    """
    values, weights = _known(values, weights)
    if not len(values) or not values @ weights > 0:
        return float("nan")
    share = weights / weights.sum()
    mean = float(values @ share)
    if aversion >= 1 and np.any(values[share > 0] == 0):
        return 1.0
    if aversion == 1:
        return float(1.0 - np.exp(np.log(values) @ share) / mean)
    level = float((values ** (1.0 - aversion)) @ share)
    return max(float(1.0 - level ** (1.0 / (1.0 - aversion)) / mean), 0.0)


def share_to(gain: np.ndarray, in_group: np.ndarray) -> float:
    """Return the share of a gain that reaches a group; ``NaN`` if there is no gain.

    Examples
    --------
    >>> share_to(np.array([0.5, 0.25, 0.25]), np.array([True, False, True]))
    0.75
    """
    total = float(gain.sum())
    return float(gain[in_group].sum()) / total if total > 0 else float("nan")


def _known(
    values: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    weights = np.ones(len(values)) if weights is None else weights
    known = ~np.isnan(values) & (weights > 0)
    return values[known].astype(float), weights[known].astype(float)
