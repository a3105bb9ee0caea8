"""Look at every cell of a GeoTIFF, so that damage shows now and not on the map."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

from rules.errors import FileError
from rules.language import N_

_CELLS = 16_000_000  # looked at together
_MOST_CELLS = 4_000_000_000  # 60 km x 60 km in cells of a metre


def read(path: Path, options: dict) -> pa.Table:
    """Describe a GeoTIFF: one row, one column per fact."""
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            _require_size(raster, path.name)
            facts = _facts(raster) | _range(raster)
    except RasterioError as error:
        message = N_("{file}: not a readable GeoTIFF; save it again as GeoTIFF")
        raise FileError(message, file=path.name) from error
    return pa.table({"facts": [json.dumps(facts)]})


def _require_size(raster: rasterio.DatasetReader, name: str) -> None:
    if raster.width * raster.height > _MOST_CELLS:
        message = N_(
            "{file}: {width} x {height} cells are too many; cut it to the county"
        )
        raise FileError(message, file=name, width=raster.width, height=raster.height)


def _facts(raster: rasterio.DatasetReader) -> dict:
    said = [raster.descriptions[0], raster.units[0], *raster.tags(1).values()]
    return {
        "crs": raster.crs.to_wkt() if raster.crs else "",
        "placed": raster.transform != rasterio.Affine.identity(),
        "bounds": list(raster.bounds),
        "width": raster.width,
        "height": raster.height,
        "bands": raster.count,
        "nodata": None if raster.nodata is None else str(raster.nodata),
        "said": " ".join(word for word in said if word),
        "drawn_in_numbers": np.dtype(raster.dtypes[0]).kind in "iuf",
    }


def _range(raster: rasterio.DatasetReader) -> dict:
    block = raster.block_shapes[0][0]
    step = max(1, _CELLS // raster.width // block) * block
    least, most, known = np.inf, -np.inf, 0
    for top in range(0, raster.height, step):
        window = Window(0, top, raster.width, min(step, raster.height - top))
        values = raster.read(1, window=window, masked=True).compressed()
        values = values[np.isfinite(values)]
        known += len(values)
        if len(values):
            least, most = min(least, values.min()), max(most, values.max())
    scale, offset = raster.scales[0], raster.offsets[0]
    ends = sorted(float(value) * scale + offset for value in (least, most))
    return {"least": ends[0], "most": ends[1], "known": known}
