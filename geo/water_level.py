"""From a water level read at one place to the depth of water around it.

The ground below the level is filled as far as it hangs together with the place where
the level was read.  That is no hydraulics: no slope of the water, no dykes that the
elevation model does not show, no time.  It is a sketch, and is called one.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from affine import Affine
from scipy.ndimage import binary_dilation, label

from geo.heights import read_heights
from geo.raster_files import write_geotiff
from rules.errors import EventError
from rules.language import N_

SKETCH = N_(
    "a sketch: ground below the level that hangs together with the place of the "
    "reading, no hydraulics"
)
AT_THE_EDGE = N_(
    "the water reaches the edge of the elevation model: there may be more beyond it"
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
        Whether the water runs out of the elevation model, or to where it has no
        height: there may be more.
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
        GeoTIFF of heights in metres.
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
    model = read_heights(dem)
    height_m = model.height_m
    row, column, inside = (part[0] for part in model.cells([lon], [lat]))
    ground_m = height_m[row, column] if inside else np.nan
    _require_below(ground_m, level_m)
    below = np.nan_to_num(height_m, nan=np.inf) < level_m
    bodies, _count = label(below, _EIGHT_NEIGHBOURS)
    wet = bodies == bodies[row, column]
    depth_m = np.where(wet, level_m - height_m, np.where(np.isnan(height_m), np.nan, 0))
    return Filled(
        depth_m=depth_m.astype(np.float32),
        transform=model.transform,
        crs=model.crs,
        reaches_edge=_reaches_edge(wet, np.isnan(height_m)),
    )


def _require_below(ground_m: float, level_m: float) -> None:
    if np.isnan(ground_m):
        raise EventError(
            N_(
                "the elevation model has no height where the level was read; check "
                "longitude and latitude, or import a larger model"
            )
        )
    if not ground_m < level_m:
        raise EventError(
            N_(
                "the ground at the reading is {ground} m, not below the level of "
                "{level} m; check place, level and height system"
            ),
            ground=round(float(ground_m), 1),
            level=level_m,
        )


def _reaches_edge(wet: np.ndarray, unknown: np.ndarray) -> bool:
    edges = (wet[0], wet[-1], wet[:, 0], wet[:, -1])
    if any(edge.any() for edge in edges):
        return True
    return bool((binary_dilation(wet, _EIGHT_NEIGHBOURS) & unknown).any())


def file_reaches_edge(path: Path) -> bool:
    """Tell of a file by :func:`write_filled` whether its water reaches the edge."""
    depth_m = read_heights(path).height_m
    return _reaches_edge(depth_m > 0, np.isnan(depth_m))


def write_filled(filled: Filled, path: Path) -> None:
    """Write the depth as a GeoTIFF of metres, all or nothing."""
    write_geotiff(path, filled.depth_m, filled.transform, crs=filled.crs, unit="metre")
