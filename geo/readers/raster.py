"""Look at every cell of a GeoTIFF, so that damage shows now and not on the map."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.readers.grids import opened
from geo.readers.source import Source

_CELLS = 4_000_000  # looked at together


def read(path: Path, options: dict) -> pa.Table:
    """Describe a GeoTIFF: one row, one column per fact.

    Raises
    ------
    FileError
        If it is none, or damaged, or too large.
    """
    source = Source(path, "geotiff", path.name, Path(options["folder"]))
    with opened(source, options) as (raster, _, _):
        facts = _facts(raster) | _range(raster)
    return pa.table({"facts": [json.dumps(facts)]})


def _facts(raster: Any) -> dict:
    said = [raster.descriptions[0], raster.units[0], *raster.tags(1).values()]
    return {
        "crs": raster.crs.to_wkt() if raster.crs else "",
        "placed": not raster.transform.is_identity,
        "bounds": list(raster.bounds),
        "width": raster.width,
        "height": raster.height,
        "bands": raster.count,
        "nodata": None if raster.nodata is None else str(raster.nodata),
        "said": " ".join(word for word in said if word),
        "drawn_in_numbers": np.dtype(raster.dtypes[0]).kind in "iuf",
    }


def _range(raster: Any) -> dict:
    from rasterio.windows import Window

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
