"""Read what a file holds, whatever it is: a look at it, its cells, its features."""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from geo.readers.source import Source, source_of
from geo.readers.tables import look_at_table, read_table
from rules.errors import FileError
from rules.language import N_

# Loaded when needed: each brings another GDAL.
_MAPS = {
    "kml": "markup",
    "geojson": "geojson",
    "geojsonseq": "geojson",
    "features": "vector",
    "raster": "grids",
}


def read(path: Path, options: dict) -> pa.Table | pa.RecordBatchReader:
    """Return what ``options["wanted"]`` says: ``sight``, ``cells`` or ``features``.

    Raises
    ------
    FileError, CRSError
        If it cannot be read, or holds something else.
    """
    source = source_of(path, options)
    wanted = options["wanted"]
    if wanted == "sight":
        return pa.table({"facts": [json.dumps(_look(source, options))]})
    if wanted == "cells" and source.family in ("table", "stations"):
        return read_table(source)
    if source.family == "features":
        return _module(source).read_features(source, options)
    if wanted == "cells":
        message = N_("{file}: holds no table, but {found}; give CSV or Excel")
        raise FileError(message, file=source.name, found=source.format)
    message = N_(
        "{file}: not a vector layer, but {found}; "
        "give a GeoPackage, Shapefile, GeoJSON, KML, GPX or DXF"
    )
    raise FileError(message, file=source.name, found=source.format)


def _look(source: Source, options: dict) -> dict:
    if source.family in ("table", "stations"):
        return look_at_table(source)
    if source.family == "shakemap":
        return import_module("geo.readers.shaking").look(source)
    return _module(source).look(source, options)


def _module(source: Source) -> ModuleType:
    name = _MAPS.get(source.form) or _MAPS[source.family]
    return import_module(f"geo.readers.{name}")
