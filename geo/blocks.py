"""Many points at once: neighbours in blocks, judged by their common box first."""

import math
from typing import NamedTuple

import numpy as np

_COMPACT = 8  # times the whole area: blocks that overlap more are sorted anew


class Blocks(NamedTuple):
    """Points in an order that keeps neighbours together, cut into blocks.

    Attributes
    ----------
    rows : intp
        Where each ordered point stands among the caller's; those without place
        are in no block.
    x, y : float64
        The ordered points.
    starts : intp
        Where each block begins; all but the last are ``size`` long.
    bounds : float64, shape (blocks, 4)
        West, south, east, north of each block, a hair wider than its points, so
        that the box of a single spot is still a valid polygon.
    size : int
    """

    rows: np.ndarray
    x: np.ndarray
    y: np.ndarray
    starts: np.ndarray
    bounds: np.ndarray
    size: int

    def members(
        self, chosen: np.ndarray, owners: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the places, in this order, of all points of some blocks.

        Beside them the owner of each, repeated from that of its block.
        """
        members = (self.starts[chosen, None] + np.arange(self.size)).ravel()
        held = members < len(self.x)
        return members[held], np.repeat(owners, self.size)[held]


def blocks_of(x: np.ndarray, y: np.ndarray, size: int) -> Blocks:
    """Cut points into blocks of neighbours; order them first if they are not.

    Parameters
    ----------
    x, y : float64
        In any CRS; ``NaN`` without place.
    size : int
        Points in a block.

    Examples
    --------
    >>> blocks = blocks_of([5.0, np.nan, 4.0], [1.0, 1.0, 2.0], size=2)
    >>> blocks.rows.tolist(), blocks.bounds.round(3).tolist()
    ([0, 2], [[4.0, 1.0, 5.0, 2.0]])
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    x, y = x[rows], y[rows]
    starts = np.arange(0, len(rows), size)
    bounds = _bounds(x, y, starts)
    if not _compact(bounds):
        order = np.argsort(_grid_key(x, y, size), kind="stable")
        rows, x, y = rows[order], x[order], y[order]
        bounds = _bounds(x, y, starts)
    return Blocks(rows, x, y, starts, bounds, size)


def _bounds(x: np.ndarray, y: np.ndarray, starts: np.ndarray) -> np.ndarray:
    if not len(starts):
        return np.empty((0, 4))
    least = [np.minimum.reduceat(values, starts) for values in (x, y)]
    most = [np.maximum.reduceat(values, starts) for values in (x, y)]
    return np.vstack([np.nextafter(least, -np.inf), np.nextafter(most, np.inf)]).T


def _compact(bounds: np.ndarray) -> bool:
    """Tell whether blocks hardly overlap, as they do in any order of neighbours."""
    if len(bounds) < 2:
        return True
    areas = (bounds[:, 2] - bounds[:, 0]) * (bounds[:, 3] - bounds[:, 1])
    width, height = bounds[:, 2:].max(axis=0) - bounds[:, :2].min(axis=0)
    return bool(areas.sum() <= _COMPACT * width * height)


def _grid_key(x: np.ndarray, y: np.ndarray, size: int) -> np.ndarray:
    """Give points their number along rows of cells that are each about one block."""
    across = max(1, round(math.sqrt(len(x) / size)))
    column, row = (
        ((values - values.min()) * (across / max(np.ptp(values), 1e-300))).astype(int)
        for values in (x, y)
    )
    return row * (across + 1) + column
