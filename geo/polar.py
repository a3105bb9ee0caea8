"""A field around a centre that looks the same from both sides of it.

One table over distance and azimuth is computed once and read a million times.
"""

from typing import NamedTuple

import numpy as np

AZIMUTHS_DEGREE = np.arange(180.0)  # clockwise from north; half a turn is the whole

# Intensity falls with the logarithm of distance beyond some kilometres: even steps
# of that logarithm keep linear reading within about a hundredth of a degree.
_CORE_KM = 5.0
_STEP = 0.02
_FARTHEST_KM = 6000.0
RADII_KM = _CORE_KM * np.expm1(
    np.arange(0.0, np.log1p(_FARTHEST_KM / _CORE_KM) + _STEP, _STEP)
)


class Cells(NamedTuple):
    """Where points lie in a polar grid: row-major cell and place within it."""

    first: np.ndarray  # int32
    outward: np.ndarray  # float32, 0 to 1
    around: np.ndarray  # float32, 0 to 1
    unknown: np.ndarray  # bool: the point has no place


class PolarGrid(NamedTuple):
    """Values over ``RADII_KM`` and 0 to 180 degrees, the last repeating the first."""

    values: np.ndarray  # float32, (len(RADII_KM), len(AZIMUTHS_DEGREE) + 1)

    def cells(self, east_km: np.ndarray, north_km: np.ndarray) -> Cells:
        """Find the cell of each point; beyond the last radius it is the last."""
        east = np.asarray(east_km, dtype=np.float32)
        north = np.asarray(north_km, dtype=np.float32)
        unknown = np.isnan(east) | np.isnan(north)
        outward = np.log1p(np.hypot(east, north) / np.float32(_CORE_KM))
        outward = np.where(unknown, 0, outward / np.float32(_STEP))
        around = np.where(unknown, 0, np.degrees(np.arctan2(east, north)))
        around %= np.float32(180.0)
        rows = np.minimum(outward.astype(np.int32), len(RADII_KM) - 2)
        columns = np.minimum(around.astype(np.int32), len(AZIMUTHS_DEGREE) - 1)
        first = rows * self.values.shape[1] + columns
        outward = np.minimum(outward - rows.astype(np.float32), np.float32(1.0))
        return Cells(first, outward, around - columns.astype(np.float32), unknown)

    def take(self, cells: Cells) -> np.ndarray:
        """Read the grid bilinearly, float32; ``NaN`` for points without place."""
        flat, width = self.values.ravel(), self.values.shape[1]
        inner = _between(flat, cells.first, cells.around)
        outer = _between(flat, cells.first + width, cells.around)
        inner += (outer - inner) * cells.outward
        inner[cells.unknown] = np.nan
        return inner


def _between(flat: np.ndarray, first: np.ndarray, share: np.ndarray) -> np.ndarray:
    low = flat[first]
    return low + (flat[first + 1] - low) * share


def turned_over_strikes(
    field: np.ndarray, weights: np.ndarray
) -> tuple[PolarGrid, PolarGrid]:
    """Average a field over the strikes it may have.

    Parameters
    ----------
    field : float array, (len(RADII_KM), len(AZIMUTHS_DEGREE))
        The field of strike 0.
    weights : float array, (len(AZIMUTHS_DEGREE),)
        Probability of each strike; sums to 1.

    Returns
    -------
    tuple of PolarGrid
        Mean and standard deviation over the strikes.
    """
    count = len(AZIMUTHS_DEGREE)
    seen_from = (np.arange(count)[None, :] - np.arange(count)[:, None]) % count
    turning = weights[seen_from]  # (azimuth off the strike, azimuth off north)
    mean = field @ turning
    variance = np.maximum(field**2 @ turning - mean**2, 0.0)
    return _closed(mean), _closed(np.sqrt(variance))


def _closed(values: np.ndarray) -> PolarGrid:
    return PolarGrid(np.hstack([values, values[:, :1]]).astype(np.float32))
