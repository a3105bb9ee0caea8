"""Write a grid of any form as a GeoTIFF, ``kept`` in the folder of the job."""

import json
from pathlib import Path

import pyarrow as pa

from geo.readers.grids import regrid
from geo.readers.source import source_of
from rules.errors import FileError
from rules.language import N_


def read(path: Path, options: dict) -> pa.Table:
    """Return what was written.

    Raises
    ------
    FileError
        If the file is no grid, or cannot be read.
    """
    source = source_of(path, options)
    if source.family != "raster":
        message = N_(
            "{file}: not a raster, but {found}; give a GeoTIFF, ASCII grid or netCDF"
        )
        raise FileError(message, file=source.name, found=source.format)
    return pa.table({"facts": [json.dumps(regrid(source, options))]})
