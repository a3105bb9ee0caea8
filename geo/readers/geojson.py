"""Read GeoJSON: features that are what they are, and no pointer is followed.

Read without GDAL: fiona loses a file in which one attribute is a number here and a
word there, and numbers of 18 digits stay whole.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from geo.readers.cells import require_bounds
from geo.readers.records import Gathering, bounds_of, flat_wkb, kinds_of, numbered
from geo.readers.source import Source
from geo.readers.text import in_utf8
from rules.errors import FileError
from rules.language import N_

_SHAPES = frozenset({"Point", "LineString", "Polygon", "GeometryCollection"})
_SHAPES |= {"MultiPoint", "MultiLineString", "MultiPolygon"}
_CODE = re.compile(r"EPSG:+(?:[\d.]*:)?(\d+)$", re.I)
_DEGREES = "EPSG:4326"  # where a file does not say, says its standard
_LONGEST = 2**63
_DAMAGED = (ValueError, TypeError, AttributeError, KeyError, RecursionError)


class _Map(dict):
    """What stands in a file: ``features``, ``crs``, ``encoding``."""


def read_features(source: Source, options: dict) -> pa.Table:
    """Return the features, as :mod:`geo.readers.vector` does.

    Raises
    ------
    FileError
        If it is damaged, or JSON of something else.
    """
    found, whole = _read(source), options["wanted"] == "cells"
    columns = _columns(found["features"])
    require_bounds(len(found["features"]), len(columns), source.name)
    table = Gathering(columns)
    for number, feature in numbered(found["features"]):
        told = _attributes(feature)
        shape = flat_wkb(feature.get("geometry"))
        values = [_value(told.get(key), kind) for key, kind in columns.items()]
        table.take(number, values, b"" if whole and shape is None else shape)
    return table.table(_facts(source, found))


def look(source: Source, options: dict) -> dict:
    """Tell what a GeoJSON is."""
    found = _read(source)
    columns = _columns(found["features"])
    require_bounds(len(found["features"]), len(columns), source.name)
    shapes = [flat_wkb(feature.get("geometry")) for feature in found["features"]]
    return _facts(source, found) | {
        "rows": len(shapes),
        "columns": list(columns),
        "shapes": kinds_of(shapes),
        "bounds": bounds_of(shapes),
    }


def _facts(source: Source, found: _Map) -> dict:
    facts = {"family": "features", "format": source.format, "part": "", "parts": ()}
    return facts | {"encoding": found["encoding"], "wkt": _crs(found)}


def _read(source: Source) -> _Map:
    text, encoding = in_utf8(source.path, source.folder, source.name)
    try:
        if source.form == "geojsonseq":
            features, crs = list(_lines(text)), None
        else:
            whole = json.loads(text.read_bytes())
            features, crs = _features(whole), whole.get("crs")
    except _DAMAGED as error:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=source.name) from error
    if any(not isinstance(feature, dict) for feature in features):
        message = N_("{file}: JSON, but no GeoJSON; save it as GeoJSON or GeoPackage")
        raise FileError(message, file=source.name)
    return _Map(features=features, crs=crs, encoding=encoding)


def _lines(text: Any) -> Iterator[Any]:
    with text.open(encoding="utf-8") as file:
        for line in file:
            if plain := line.strip("\x1e \t\r\n"):
                yield from _features(json.loads(plain))


def _features(whole: dict) -> list:
    kind = whole.get("type")
    if kind == "FeatureCollection":
        return list(whole["features"])
    if kind == "Feature":
        return [whole]
    return [{"geometry": whole}] if kind in _SHAPES else [None]


def _crs(found: _Map) -> str:
    """Return the CRS that is told, or the standard's for what can be degrees."""
    told = found["crs"]
    if told:
        name = str(_attributes(told).get("name", "")).strip()
        code = _CODE.search(name)
        return f"EPSG:{code[1]}" if code else _DEGREES if "CRS84" in name else ""
    some = islice(found["features"], 1000)
    bounds = bounds_of(flat_wkb(feature.get("geometry")) for feature in some)
    degrees = bounds is None or np.all(np.abs(bounds) <= (360, 180, 360, 180))
    return _DEGREES if degrees else ""


def _attributes(thing: Any) -> dict:
    told = thing.get("properties") if isinstance(thing, dict) else None
    return told if isinstance(told, dict) else {}


def _columns(features: list[dict]) -> dict[str, pa.DataType]:
    """Return the kind of each attribute: a number only where all are numbers."""
    found: dict[str, set[type]] = {}
    for feature in features:
        for key, value in _attributes(feature).items():
            kinds = found.setdefault(key, set())
            if value is not None:
                long = isinstance(value, int) and abs(value) >= _LONGEST
                kinds.add(str if long else type(value))
    return {key: _kind(kinds) for key, kinds in found.items()}


def _kind(kinds: set[type]) -> pa.DataType:
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    return pa.float64() if kinds and kinds <= {int, float} else pa.string()


def _value(value: Any, kind: pa.DataType) -> Any:
    if value is None or kind == pa.bool_() or kind == pa.int64():
        return value
    if kind == pa.float64():
        return float(value)
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
