"""Write GeoTIFFs: tiled, compressed, all or nothing."""

from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

TILE_CELLS = 256


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
    unfinished = path.with_suffix(".part")
    with rasterio.open(unfinished, "w", **profile) as raster:
        raster.write(values.astype(np.float32), 1)
        raster.set_band_unit(1, unit)
    unfinished.replace(path)
