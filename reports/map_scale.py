"""Lengths for scale bars: round ones."""

import math

METRES_PER_KM = 1000


def round_length_m(metres: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is not longer.

    Examples
    --------
    >>> [round_length_m(m) for m in (730.0, 1999.0, 0.3)]
    [500.0, 1000.0, 0.2]
    """
    power = 10.0 ** math.floor(math.log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres)


def length_words(metres: float) -> str:
    """Say a round length in metres or kilometres.

    Examples
    --------
    >>> length_words(500.0), length_words(2000.0)
    ('500 m', '2 km')
    """
    if metres < METRES_PER_KM:
        return f"{metres:g} m"
    return f"{metres / METRES_PER_KM:g} km"
