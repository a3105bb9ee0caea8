"""The elevation model as a whole: heights, and which cell a place stands in."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from affine import Affine
from rasterio.crs import CRS

from geo.crs import STORED_CRS, project
from geo.rasters import open_raster

_DEGREE_M = 111_320.0  # of latitude


@dataclass(frozen=True, kw_only=True)
class Heights:
    """Heights of the ground, in metres or in degrees from cell to cell.

    Attributes
    ----------
    height_m : float32 array
        North row first; ``NaN`` unknown.
    transform : affine.Affine
        From column and row to the coordinates of ``crs``.
    crs : str
    """

    height_m: np.ndarray
    transform: Affine
    crs: str

    @property
    def cell_m(self) -> tuple[float, float]:
        """How far a cell reaches, southwards and eastwards, metres."""
        frame = self.transform
        if not CRS.from_string(self.crs).is_geographic:
            return -frame.e, frame.a
        middle = frame.f + frame.e * self.height_m.shape[0] / 2
        across_m = frame.a * _DEGREE_M * np.cos(np.radians(middle))
        return -frame.e * _DEGREE_M, float(across_m)

    def cells(
        self, lon: np.ndarray, lat: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the row and column of places, and whether the model has the cell.

        Row and column are 0 where it has not, or where a place is unknown.
        """
        x, y = np.asarray(lon, float), np.asarray(lat, float)
        if not CRS.from_string(self.crs).is_geographic:
            x, y = project(x, y, STORED_CRS, self.crs)
        column = np.floor((x - self.transform.c) / self.transform.a)
        row = np.floor((y - self.transform.f) / self.transform.e)
        rows, columns = self.height_m.shape
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        row, column = (np.where(inside, part, 0) for part in (row, column))
        return row.astype(np.int64), column.astype(np.int64), inside


def read_heights(dem: Path) -> Heights:
    """Read an elevation model, north up; whole numbers and degrees or metres alike.

    Raises
    ------
    FileError, CRSError
        See :func:`geo.rasters.open_raster`.
    """
    with open_raster(dem) as raster:
        cells = raster.read(1, masked=True).astype(np.float32)
        height_m = cells.filled(np.nan) * raster.scales[0] + raster.offsets[0]
        return Heights(
            height_m=height_m.astype(np.float32, copy=False),
            transform=raster.transform,
            crs=raster.crs.to_string(),
        )
