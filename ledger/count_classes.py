"""The classes in which counts are published: everybody's are the same.

A class is written as its least count: ``20`` stands for 20 to 24, ``<5`` for 0 to 4.
"""

from functools import cache

import numpy as np

from ledger.small_counts import WITHHELD, smallest_count
from rules.parameters import load_parameters


def class_low(counts: np.ndarray) -> np.ndarray:
    """Return the least count of the class of each count.

    Parameters
    ----------
    counts : array of numbers
        ``NaN`` stays ``NaN``.

    Examples
    --------
    >>> class_low(np.array([0, 4, 5, 99, 109, 1049])).tolist()
    [0.0, 0.0, 5.0, 95.0, 100.0, 1000.0]
    """
    counts = np.asarray(counts, dtype=float)
    begins, steps = _classes()
    place = np.maximum(np.searchsorted(begins, counts, side="right") - 1, 0)
    begin, step = begins[place], steps[place]
    return begin + step * np.floor((counts - begin) / step)


def class_high(low: np.ndarray) -> np.ndarray:
    """Return the greatest count of the class that begins with each number.

    Examples
    --------
    >>> class_high(np.array([0.0, 95.0, 100.0])).tolist()
    [4.0, 99.0, 109.0]
    """
    low = np.asarray(low, dtype=float)
    begins, steps = _classes()
    place = np.maximum(np.searchsorted(begins, low, side="right") - 1, 0)
    return low + steps[place] - 1


def class_middle(low: np.ndarray) -> np.ndarray:
    """Return the middle of the class that begins with each number.

    Examples
    --------
    >>> class_middle(np.array([0.0, 20.0, np.nan])).tolist()
    [2.0, 22.0, nan]
    """
    return (np.asarray(low, dtype=float) + class_high(low)) / 2


def class_words(low: float) -> str:
    """Write a class; ``NaN`` is one that is withheld.

    Examples
    --------
    >>> class_words(0), class_words(1250), class_words(float("nan"))
    ('<5', '1,250', '…')
    """
    if np.isnan(low):
        return WITHHELD
    smallest = smallest_count()
    return f"<{smallest}" if low < smallest else f"{low:,.0f}"


@cache
def _classes() -> tuple[np.ndarray, np.ndarray]:
    table = load_parameters("privacy")["classes"]
    return np.array(table["from"], dtype=float), np.array(table["step"], dtype=float)
