"""Numbers beside the doors of a map, each where it has room."""

from collections.abc import Sequence

import numpy as np

_DOT = 5.0  # of a door, across, in points
# How far from the door, in points.
_RINGS = (1.5, 6.0, 12.0, 19.0, 27.0, 36.0, 46.0, 57.0, 69.0)
_DIRECTIONS = 16
_ANGLES = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS

Box = tuple[float, float, float, float]


def placed_labels(
    doors: np.ndarray,
    sizes: Sequence[tuple[float, float]],
    box: Box,
    *,
    rings: int,
    taken: Sequence[Box] = (),
) -> np.ndarray:
    """Return the middle of each number, so that none covers a door or another.

    Parameters
    ----------
    doors : float array (n, 2)
        On the page, in points; the first are served first.
    sizes : sequence of (width, height)
    box : x, y, width, height
        Within which they must stand.
    rings : int
        How far from its door a number may stand, 1 to 9.
    taken : sequence of (west, south, east, north)
        Where nothing may stand.

    Returns
    -------
    float array (n, 2)
        ``NaN`` for a number without room.

    Examples
    --------
    >>> page = (0.0, 0.0, 100.0, 100.0)
    >>> one = placed_labels(np.array([[50.0, 50.0]]), [(8.0, 6.0)], page, rings=1)
    >>> one.tolist()
    [[58.0, 50.0]]
    """
    half = np.full((len(doors), 2), _DOT / 2)
    boxes = [*np.hstack([doors - half, doors + half]), *map(np.array, taken)]
    middles = np.full((len(doors), 2), np.nan)
    for at, (door, size) in enumerate(zip(doors, sizes, strict=True)):
        centres = _candidates(door, size, rings)
        wanted = np.hstack([centres - np.array(size) / 2, centres + np.array(size) / 2])
        free = np.flatnonzero(_within(wanted, box) & ~_covers(wanted, np.array(boxes)))
        if len(free):
            middles[at] = centres[free[0]]
            boxes.append(wanted[free[0]])
    return middles


def is_led(door: np.ndarray, middle: np.ndarray, size: tuple[float, float]) -> bool:
    """Tell whether a number stands so far off that a line must lead to its door."""
    gap = np.abs(middle - door) - np.array(size) / 2
    return bool(gap.max() > _RINGS[1])


def _candidates(door: np.ndarray, size: tuple[float, float], rings: int) -> np.ndarray:
    """Return middles around a door: near before far, beside before above."""
    side = np.column_stack([np.cos(_ANGLES), np.sin(_ANGLES)])
    reach = np.array(size) / 2 + _DOT / 2
    return np.concatenate([door + side * (reach + ring) for ring in _RINGS[:rings]])


def _within(boxes: np.ndarray, box: Box) -> np.ndarray:
    x, y, width, height = box
    low = (boxes[:, 0] >= x) & (boxes[:, 1] >= y)
    return low & (boxes[:, 2] <= x + width) & (boxes[:, 3] <= y + height)


def _covers(boxes: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Tell which boxes cover one that is taken."""
    low = np.maximum(boxes[:, np.newaxis, :2], taken[np.newaxis, :, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], taken[np.newaxis, :, 2:])
    return (high - low > 0).all(axis=2).any(axis=1)
