"""Rates of few cases, drawn toward the rate of all areas together.

Empirical Bayes after Marshall (1991): the spread between areas that chance does not
explain tells how much an area's own rate is worth.
"""

import numpy as np


def shrunk_rates(part: np.ndarray, whole: np.ndarray, below: float) -> np.ndarray:
    """Divide, and draw the rates of small denominators toward that of all areas.

    Parameters
    ----------
    part, whole : float arrays
        ``part`` is at most ``whole``; ``NaN`` in either: the area tells nothing.
    below : float
        Denominators from here on keep their own rate.

    Returns
    -------
    float array
        Ratios from 0 to 1; ``NaN`` where a number is unknown or ``whole`` is 0.

    Examples
    --------
    >>> rates = shrunk_rates(np.array([50.0, 2, 10]), np.array([100.0, 2, 100]), 20)
    >>> rates.round(2).tolist()
    [0.5, 0.5, 0.1]
    >>> shrunk_rates(np.array([np.nan, 0.0]), np.array([3.0, 0.0]), 20).tolist()
    [nan, nan]
    """
    known = np.isfinite(part) & (np.nan_to_num(whole) > 0)
    rates = np.full(len(part), np.nan)
    if not known.any():
        return rates
    number, of = part[known], whole[known]
    own, all_ = number / of, number.sum() / of.sum()
    chance = all_ * (1 - all_)
    spread = (of * (own - all_) ** 2).sum() / of.sum()
    real = max(spread - chance / of.mean(), 0.0)
    worth = real / (real + chance / of) if chance > 0 else np.ones(len(of))
    rates[known] = np.where(of < below, all_ + worth * (own - all_), own)
    return rates
