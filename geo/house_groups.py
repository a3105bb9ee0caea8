"""Households that one sum cannot tell apart, counted together.

A county has hundreds of thousands of houses and a few tens of thousands of different
ones: same village, same class, same expected intensity to a tenth of a degree.
"""

from dataclasses import dataclass

import numpy as np

from geo.exposure import Exposure
from geo.houses import CLASS_COUNT, INTENSITIES_DEGREE, house_class, read_curves

_STEP_DEGREE = 0.1


@dataclass(frozen=True, kw_only=True)
class HouseGroups:
    """Groups of households of one place, class and expected intensity.

    Attributes
    ----------
    cell, row : int32 arrays (groups)
        Position among the cells (a village and a structure), and the class.
    intensity_degree : float32 array (groups)
    member : int64 array (households of known hazard)
        The group of each.
    known : bool array (households)
    """

    cell: np.ndarray
    row: np.ndarray
    intensity_degree: np.ndarray
    member: np.ndarray
    known: np.ndarray

    def summed(self, weights: np.ndarray) -> np.ndarray:
        """Sum a weight of each household of the exposure over its group."""
        return np.bincount(
            self.member, weights=weights[self.known], minlength=len(self.row)
        )

    def read(self, curves: np.ndarray, shift_degree: float | np.ndarray) -> np.ndarray:
        """Read a curve (class, intensity) for every group, shifted."""
        at = self.intensity_degree + np.asarray(shift_degree, dtype=np.float32)
        return read_curves(curves, self.row, at)


def house_groups(
    exposure: Exposure, intensity_degree: np.ndarray, cell: np.ndarray
) -> HouseGroups:
    """Group the households of known hazard.

    Parameters
    ----------
    cell : int array (households)
        What no group mixes, beside class and intensity.
    """
    known = ~np.isnan(intensity_degree)
    row = house_class(exposure)[known].astype(np.int64)
    least = INTENSITIES_DEGREE[0]  # no curve begins below it
    reached = np.maximum(intensity_degree[known], least)
    step = np.rint(reached / _STEP_DEGREE).astype(np.int64)
    steps = int(step.max(initial=0)) + 1
    code = (cell[known].astype(np.int64) * CLASS_COUNT + row) * steps + step
    unique, member = np.unique(code, return_inverse=True)
    rest, step = np.divmod(unique, steps)
    cell_of, row_of = np.divmod(rest, CLASS_COUNT)
    return HouseGroups(
        cell=cell_of.astype(np.int32),
        row=row_of.astype(np.int32),
        intensity_degree=(step * _STEP_DEGREE).astype(np.float32),
        member=member.ravel(),
        known=known,
    )
