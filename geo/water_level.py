"""From a water level read at one place to the depth of water around it.

The ground below the level is filled as far as it hangs together with the place where
the level was read.  That is no hydraulics: no slope of the water, no dykes that the
elevation model does not show, no time.  It is a sketch, and is called one.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from affine import Affine
from scipy.ndimage import label

from geo.raster_files import write_geotiff
from geo.rasters import open_raster
from rules.errors import EventError
from rules.language import N_

SKETCH = N_(
    "a sketch: ground below the level that hangs together with the place of the "
    "reading, no hydraulics"
)
_EIGHT_NEIGHBOURS = np.ones((3, 3), dtype=bool)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Water at one level.

    Attributes
    ----------
    depth_m : float32 array, north row first
        0 where it is dry; ``NaN`` where the height of the ground is unknown.
    transform : affine.Affine
        From column and row to the coordinates of ``crs``.
    crs : str
    reaches_edge : bool
        Whether the water runs out of the elevation model: there may be more.
    """

    depth_m: np.ndarray
    transform: Affine
    crs: str
    reaches_edge: bool


def fill(dem: Path, level_m: float, lon: float, lat: float) -> Filled:
    """Fill the ground around a place up to a level.

    Parameters
    ----------
    dem : Path
        GeoTIFF of heights in metres, in degrees (EPSG:4490 or 4326).
    level_m : float
        Of the water, in the height system of the elevation model.
    lon, lat : float
        Where the level was read, degrees.

    Raises
    ------
    EventError
        If the place lies outside of the model or where it has no height, or the
        ground there is higher than the level: both heights are told.
    FileError, CRSError
        If the elevation model cannot be read.
    """
    with open_raster(dem) as raster:
        height_m = raster.read(1, masked=True).filled(np.nan).astype(np.float32)
        row, column = raster.index(lon, lat)
        transform, crs = raster.transform, raster.crs.to_string()
    ground_m = _ground(height_m, row, column)
    if not ground_m < level_m:
        raise EventError(
            N_(
                "the ground at the reading is {ground} m, not below the level of "
                "{level} m; check place, level and height system"
            ),
            ground=round(float(ground_m), 1),
            level=level_m,
        )
    below = np.nan_to_num(height_m, nan=np.inf) < level_m
    bodies, _count = label(below, _EIGHT_NEIGHBOURS)
    wet = bodies == bodies[row, column]
    depth_m = np.where(wet, level_m - height_m, np.where(np.isnan(height_m), np.nan, 0))
    edges = (wet[0], wet[-1], wet[:, 0], wet[:, -1])
    return Filled(
        depth_m=depth_m.astype(np.float32),
        transform=transform,
        crs=crs,
        reaches_edge=any(edge.any() for edge in edges),
    )


def _ground(height_m: np.ndarray, row: int, column: int) -> float:
    inside = 0 <= row < height_m.shape[0] and 0 <= column < height_m.shape[1]
    if not inside or np.isnan(height_m[row, column]):
        raise EventError(
            N_(
                "the elevation model has no height where the level was read; check "
                "longitude and latitude, or import a larger model"
            )
        )
    return float(height_m[row, column])


def write_filled(filled: Filled, path: Path) -> None:
    """Write the depth as a GeoTIFF of metres, all or nothing."""
    write_geotiff(path, filled.depth_m, filled.transform, crs=filled.crs, unit="metre")
