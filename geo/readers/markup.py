"""Read KML, whose folders are layers; what it links to is left where it is.

Read without GDAL: the driver that knows folders is missing from some of its wheels.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

import pyarrow as pa
import pyarrow.compute as pc

from geo.readers.cells import require_bounds
from geo.readers.placemarks import CAPTIONS, Folder, Placemarks, placemarks_of
from geo.readers.records import Gathering, bounds_of, kinds_of, numbered
from geo.readers.source import Source
from geo.readers.text import xml_in_utf8
from geo.readers.vector import chosen
from rules.errors import FileError
from rules.language import N_

_WHOLE, _REAL = (pa.int64(), pa.float64(), pa.string()), (pa.float64(), pa.string())
_KINDS = {  # of a schema, and what the column is if a value is not of that kind
    **dict.fromkeys(("int", "uint", "short", "ushort"), _WHOLE),
    **dict.fromkeys(("float", "double"), _REAL),
    "bool": (pa.bool_(), pa.string()),
}
_DEGREES = "EPSG:4326"


def read_features(source: Source, options: dict) -> pa.Table:
    """Return the placemarks of one folder, as :mod:`geo.readers.vector` does.

    Raises
    ------
    FileError
        If it is damaged, or has several folders and none was named.
    """
    whole = options["wanted"] == "cells"
    heard = _hear(source, closing=bool(options.get("areas")))
    facts, folder = _chosen(source, heard, any_part=whole)
    schemas = _columns(source, heard, folder)
    columns = [_column(folder, name, kind) for name, kind in schemas.items()]
    table = Gathering({n: c.type for n, c in zip(schemas, columns, strict=True)})
    values = zip(*(column.to_pylist() for column in columns), strict=True)
    for number, (mark, row) in numbered(zip(folder.placemarks, values, strict=True)):
        shape = b"" if whole and mark.shape is None else mark.shape
        table.take(number, row, shape)
    return table.table(facts)


def look(source: Source, options: dict) -> dict:
    """Tell what a KML is."""
    heard = _hear(source, closing=False)
    facts, folder = _chosen(source, heard, any_part=True)
    shapes = [mark.shape for mark in folder.placemarks]
    return facts | {
        "rows": len(shapes),
        "columns": list(_columns(source, heard, folder)),
        "shapes": kinds_of(shapes),
        "bounds": bounds_of(shapes),
    }


def _hear(source: Source, closing: bool) -> Placemarks:
    text, _ = xml_in_utf8(source.path, source.folder, source.name)

    def refuse(*_: object) -> None:
        message = N_("{file}: declares XML entities; save it again without them")
        raise FileError(message, file=source.name)

    try:
        return placemarks_of(text, refuse, closing)
    except (ExpatError, RecursionError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=source.name) from error


def _chosen(source: Source, heard: Placemarks, any_part: bool) -> tuple[dict, Folder]:
    """Return the facts, and the folder that is wanted or the only one."""
    layers = _layers(heard.folders, Path(source.name).stem)
    full = tuple(name for name, folder in layers.items() if folder.placemarks)
    part, parts, layer = chosen(source, tuple(layers), full, full, any_part)
    facts = {"family": "features", "format": source.format, "encoding": "utf-8"}
    facts |= {"part": part, "parts": parts, "wkt": _DEGREES}
    return facts, layers[str(layer)]


def _layers(folders: Sequence[Folder], stem: str) -> dict[str, Folder]:
    """Name the folders that have placemarks of their own, or nothing in them."""
    layers: dict[str, Folder] = {}
    for folder in folders:
        if folder.is_layer:
            name, number = folder.name or stem, 1
            while name in layers:
                number += 1
                name = f"{folder.name or stem} (#{number})"
            layers[name] = folder
    return layers


def _columns(source: Source, heard: Placemarks, folder: Folder) -> dict[str, str]:
    """Return the kind that a schema gives to each column; ``""`` where none does."""
    columns = dict.fromkeys(CAPTIONS.values(), "")
    for schema in folder.schemas:
        columns |= heard.schemas.get(schema, {})
    for name in folder.columns:
        columns.setdefault(name, "")
    require_bounds(len(folder.placemarks), len(columns), source.name)
    return columns


def _column(folder: Folder, name: str, kind: str) -> pa.Array:
    """Return the values of a column, as numbers only where all of them are."""
    texts = [mark.told.get(name) for mark in folder.placemarks]
    for known in _KINDS.get(kind, ())[:-1]:
        try:
            found = pa.array([text or None for text in texts], pa.string()).cast(known)
        except pa.ArrowInvalid:
            continue
        return _known(found)
    return pa.array(texts, pa.string())


def _known(values: pa.Array) -> pa.Array:
    """Take what is not a number for what is not known."""
    if values.type != pa.float64():
        return values
    return pc.if_else(pc.is_nan(values), None, values)
