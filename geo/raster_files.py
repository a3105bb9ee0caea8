"""Write GeoTIFFs: tiled, compressed, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

from geo.whole_files import written_whole

TILE_CELLS = 256
CELLS_ACROSS = 400


def write_geotiff(
    path: Path, values: np.ndarray, transform: Affine, *, crs: str, unit: str
) -> None:
    """Write one band of float32, north row first; ``NaN`` has no value.

    Parameters
    ----------
    transform : affine.Affine
        From column and row to the coordinates of ``crs``.
    unit : str
        What the values are in, e.g. ``"metre"``; kept with the band.
    """
    rows, columns = values.shape
    profile = {
        "driver": "GTiff",
        "count": 1,
        "dtype": "float32",
        "crs": crs,
        "nodata": np.nan,
        "width": columns,
        "height": rows,
        "transform": transform,
        "compress": "deflate",
    }
    if min(rows, columns) >= TILE_CELLS:
        profile |= dict.fromkeys(("blockxsize", "blockysize"), TILE_CELLS)
        profile["tiled"] = True
    with (
        written_whole(path) as unfinished,
        rasterio.open(unfinished, "w", **profile) as raster,
    ):
        raster.write(values.astype(np.float32), 1)
        raster.set_band_unit(1, unit)


def write_event_raster(
    path: Path,
    bounds: tuple[float, float, float, float],
    intensity_at: Callable[..., np.ndarray],
) -> None:
    """Write intensity on a lattice over ``bounds`` as a GeoTIFF, all or nothing.

    Parameters
    ----------
    bounds : west, south, east, north, degrees.
    intensity_at : callable
        Takes longitudes and latitudes, returns degrees; ``NaN`` unknown.
    """
    west, south, east, north = bounds
    rows = max(2, round(CELLS_ACROSS * (north - south) / (east - west)))
    width, height = (east - west) / CELLS_ACROSS, (north - south) / rows
    column, row = np.meshgrid(np.arange(CELLS_ACROSS) + 0.5, np.arange(rows) + 0.5)
    degrees = intensity_at(west + column.ravel() * width, north - row.ravel() * height)
    lattice = np.asarray(degrees, dtype=np.float32).reshape(rows, CELLS_ACROSS)
    transform = Affine(width, 0.0, west, 0.0, -height, north)
    write_geotiff(path, lattice, transform, crs="EPSG:4326", unit="degree")
