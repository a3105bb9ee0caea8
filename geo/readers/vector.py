"""Read a map of features record by record: one bad record is not a lost file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

import pyarrow as pa

from geo.readers.cells import require_bounds
from geo.readers.dbase import require_whole
from geo.readers.drivers import fenced
from geo.readers.encoding import beside, decoder_of
from geo.readers.records import (
    Gathering,
    bounds_of,
    flat_wkb,
    kinds_of,
    numbered,
    value_of,
)
from geo.readers.source import Source
from geo.readers.text import in_utf8, xml_in_utf8
from rules.errors import FileError
from rules.language import N_

DRIVERS = {
    "geopackage": "GPKG",
    "shapefile": "ESRI Shapefile",
    "gpx": "GPX",
    "dxf": "DXF",
    "filegdb": "OpenFileGDB",
}
_LOOKED_AT = 2_000  # records, for the kinds of their shapes
_NOT_DRAWN = ("AcDbText", "AcDbMText", "AcDbAttribute")  # of a drawing


class Opened(NamedTuple):
    """A layer, how its text is decoded, and what else there is to choose from."""

    collection: Any
    decode: Callable[[str], str]
    encoding: str
    part: str
    parts: tuple[str, ...]
    drawn_on: str  # of a drawing: the layer wanted


def read_features(source: Source, options: dict) -> pa.Table:
    """Return the attributes, ``row``, and ``geometry`` as WKB, of one layer.

    The metadata ``facts`` tell the CRS as WKT, the records without usable shape
    (``broken``), ``format``, ``encoding``, ``part`` and ``parts``.

    Raises
    ------
    FileError
        If it is damaged, or holds several layers and none was named.
    """
    whole = options["wanted"] == "cells"
    with _opened(source, any_part=whole) as opened:
        decode, kinds = opened.decode, _kinds(opened.collection)
        require_bounds(1, len(kinds), source.name)
        closing = source.form == "dxf" and bool(options.get("areas"))
        table = Gathering({decode(key): kind for key, kind in kinds.items()})
        for number, record in _records(opened):
            shape = flat_wkb(record.geometry, closing)
            values = [
                value_of(record.properties[key], kind, decode)
                for key, kind in kinds.items()
            ]
            table.take(number, values, b"" if whole and shape is None else shape)
        return table.table(_facts(source, opened))


def look(source: Source, options: dict) -> dict:
    """Tell what a map is, without reading all of it."""
    with _opened(source, any_part=True) as opened:
        records = (flat_wkb(record.geometry) for _, record in _records(opened))
        some = list(islice(records, _LOOKED_AT))
        bounds = bounds_of(some)
        if len(some) < _LOOKED_AT:
            count = len(some)
        else:
            count, bounds = _length(opened), opened.collection.bounds
        return _facts(source, opened) | {
            "rows": count,
            "columns": [opened.decode(key) for key in _kinds(opened.collection)],
            "shapes": kinds_of(some),
            "bounds": bounds,
        }


def _length(opened: Opened) -> int:
    try:
        return len(opened.collection)
    except TypeError:  # some formats must be read to be counted
        return sum(1 for _ in _records(opened))


def _facts(source: Source, opened: Opened) -> dict:
    return {
        "family": "features",
        "format": source.format,
        "encoding": opened.encoding,
        "part": opened.part,
        "parts": opened.parts,
        "wkt": opened.collection.crs_wkt or "",
    }


@contextmanager
def _opened(source: Source, any_part: bool) -> Iterator[Opened]:
    fiona = fenced("fiona", frozenset({DRIVERS[source.form]}))
    path, decode, encoding = source.path, str, ""
    options: dict[str, Any] = {"enabled_drivers": [DRIVERS[source.form]]}
    if source.form == "shapefile":
        _require_parts(source)
        require_whole(source.path, source.name)
        decode, encoding = decoder_of(path, source.name)
        options["encoding"] = "ISO-8859-1"  # every byte is a letter: decoded here
    elif source.form == "dxf":
        path, encoding = in_utf8(path, source.folder, source.name)
        decode = _utf8
    elif source.form == "gpx":
        path, encoding = xml_in_utf8(path, source.folder, source.name)
    try:
        part, parts, layer = _choice(fiona, source, path, any_part)
        with fiona.open(path, layer=layer, **options) as collection:
            drawn_on = part if source.form == "dxf" else ""
            yield Opened(collection, decode, encoding, part, parts, drawn_on)
    except (fiona.errors.FionaError, UnicodeError, ValueError, TypeError) as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=source.name) from error


def _utf8(text: str) -> str:
    """Undo what the driver does where a drawing does not tell its letters."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _require_parts(source: Source) -> None:
    parts = (".shx", ".dbf")
    missing = [part for part in parts if not beside(source.path, part).is_file()]
    if missing:
        message = N_(
            "{file}: a Shapefile is several files, and {missing} is missing; "
            "zip them together"
        )
        raise FileError(message, file=source.name, missing=", ".join(missing))


def _choice(
    fiona: Any, source: Source, path: Any, any_part: bool
) -> tuple[str, tuple[str, ...], str | None]:
    """Return which part is read, what else there is, and the layer it is in."""
    if source.form == "shapefile":
        if len(source.parts) > 1 and not any_part and not source.wanted:
            raise several(source, source.parts)
        return source.part, source.parts, None
    if source.form == "dxf":
        return source.part, _drawn_layers(fiona, path, source), None
    layers = tuple(fiona.listlayers(path))
    shaped, full = _shaped(fiona, path, layers, source)
    return chosen(source, layers, shaped, full, any_part)


def chosen(
    source: Source,
    layers: tuple[str, ...],
    shaped: tuple[str, ...],
    full: tuple[str, ...],
    any_part: bool,
) -> tuple[str, tuple[str, ...], str | None]:
    """Choose the layer that is wanted, or the only one with shapes.

    Parameters
    ----------
    layers, shaped, full : tuple of str
        All layers; those with shapes; those of them that are not empty.
    any_part : bool
        Whether the first will do.

    Raises
    ------
    FileError
        If there is no such layer; or several and none is wanted.
    """
    parts = shaped or layers
    if source.part and source.part not in layers:
        message = N_("{file}: has no part {part}; its parts are: {parts}")
        told = {"part": source.part, "parts": ", ".join(layers)}
        raise FileError(message, file=source.name, **told)
    if len(parts) > 1 and not source.part and not any_part:
        raise several(source, parts)
    layer = source.part or next(iter(full or parts), None)
    shown = parts if len(parts) > 1 else ()
    return (layer or "") if shown else "", shown, layer


def several(source: Source, parts: tuple[str, ...]) -> FileError:
    """Return the error that names the layers of a file."""
    message = N_("{file}: save one layer alone; this file has: {layers}")
    return FileError(message, file=source.name, layers=", ".join(parts))


def _shaped(
    fiona: Any, path: Any, layers: tuple[str, ...], source: Source
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the layers that have shapes, and those of them that are not empty."""
    shaped, full = [], []
    for layer in layers if len(layers) > 1 else ():
        with fiona.open(path, layer=layer) as collection:
            if collection.schema["geometry"] != "None":
                shaped.append(layer)
                full += [layer] if any(True for _ in collection) else []
    if source.form == "gpx":  # its points are those of its lines once more
        full = [layer for layer in full if not layer.endswith("_points")]
        shaped = full or shaped[:1]
    return tuple(shaped), tuple(full)


def _drawn_layers(fiona: Any, path: Any, source: Source) -> tuple[str, ...]:
    with fiona.open(path, enabled_drivers=["DXF"]) as drawing:
        drawn = (_utf8(r.properties["Layer"] or "") for r in drawing if _is_drawn(r))
        found = dict.fromkeys(drawn)
    if source.part and source.part not in found:
        message = N_("{file}: has no part {part}; its parts are: {parts}")
        told = {"part": source.part, "parts": ", ".join(found)}
        raise FileError(message, file=source.name, **told)
    return tuple(found) if len(found) > 1 else ()


def _is_drawn(record: Any) -> bool:
    """Tell shapes of a drawing from its words."""
    kinds = record.properties.get("SubClasses") or ""
    return not any(word in kinds for word in _NOT_DRAWN)


def _records(opened: Opened) -> Iterator[tuple[int, Any]]:
    drawing = opened.collection.driver == "DXF"
    for number, record in numbered(opened.collection):
        if drawing and not _is_drawn(record):
            continue
        if (
            opened.drawn_on
            and _utf8(record.properties["Layer"] or "") != opened.drawn_on
        ):
            continue
        yield number, record


def _kinds(collection: Any) -> dict[str, pa.DataType]:
    known = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    return {
        key: known.get(kind.partition(":")[0].rstrip("0123456789"), pa.string())
        for key, kind in collection.schema["properties"].items()
    }
