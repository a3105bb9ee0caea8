"""Read KML, whose folders are layers; what it links to is left where it is."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.readers.cells import require_bounds
from geo.readers.drivers import fenced
from geo.readers.records import (
    Gathering,
    bounds_of,
    flat_wkb,
    kinds_of,
    numbered,
    value_of,
)
from geo.readers.source import Source
from geo.readers.text import xml_in_utf8
from geo.readers.vector import chosen
from rules.errors import FileError
from rules.language import N_

_ENTITY = "<!ENTITY"
_NAMES = re.compile(r"(<Data\s+name\s*=\s*)([\"'])(.*?)\2")
_CAPTIONS = ("Name", "description")  # as the driver calls them
# What the driver says of how a place is drawn, not of what it is.
_MOMENTS = frozenset({"timestamp", "begin", "end"})
_DRAWING = _MOMENTS | {"altitudeMode", "tessellate", "extrude", "visibility"}
_DRAWING |= {"drawOrder", "icon", "snippet", "id"}


def read_features(source: Source, options: dict) -> pa.Table:
    """Return the placemarks of one folder, as :mod:`geo.readers.vector` does.

    Raises
    ------
    FileError
        If it is damaged, or has several folders and none was named.
    """
    whole = options["wanted"] == "cells"
    facts, names, columns, shapes = _read(source, any_part=whole)
    kinds = {name: _kind(column) for name, column in zip(names, columns, strict=True)}
    table = Gathering(kinds)
    for number, raw in numbered(shapes):
        shape = flat_wkb(raw, closing=bool(options.get("areas")))
        values = [
            value_of(_plain(column[number - 1]), kind, str)
            for column, kind in zip(columns, kinds.values(), strict=True)
        ]
        table.take(number, values, b"" if whole and shape is None else shape)
    return table.table(facts)


def look(source: Source, options: dict) -> dict:
    """Tell what a KML is."""
    facts, names, _, shapes = _read(source, any_part=True)
    flat = [flat_wkb(shape) for shape in shapes]
    return facts | {
        "rows": len(shapes),
        "columns": list(names),
        "shapes": kinds_of(flat),
        "bounds": bounds_of(flat),
    }


def _read(source: Source, any_part: bool) -> tuple[dict, list[str], list, np.ndarray]:
    path, meant = _plainly_named(source)
    pyogrio = fenced("pyogrio", frozenset({"LIBKML"}))
    from pyogrio.raw import read

    try:
        layers = tuple(str(name) for name, _ in pyogrio.list_layers(path))
        full = tuple(name for name in layers if _count(pyogrio, path, name))
        part, parts, layer = chosen(source, layers, full, full, any_part)
        meta, _, shapes, columns = read(str(path), layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError,
            pyogrio.errors.FeatureError, ValueError) as error:  # fmt: skip
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        raise FileError(message, file=source.name) from error
    told = {
        meant.get(name, name): column
        for name, column in zip(map(str, meta["fields"]), columns, strict=True)
        if name not in _DRAWING
    }
    facts = {"family": "features", "format": source.format, "encoding": "utf-8"}
    facts |= {"part": part, "parts": parts, "wkt": meta["crs"] or "EPSG:4326"}
    return facts, list(told), list(told.values()), shapes


def _plainly_named(source: Source) -> tuple[Path, dict[str, str]]:
    """Return a copy in UTF-8 whose attributes have names that the driver keeps.

    It turns the Chinese ones into underscores.
    """
    text, _ = xml_in_utf8(source.path, source.folder, source.name)
    content = text.read_text("utf-8")
    if _ENTITY in content:
        message = N_("{file}: declares XML entities; save it again without them")
        raise FileError(message, file=source.name)
    names = sorted({unescape(name) for _, _, name in _NAMES.findall(content)})
    require_bounds(1, len(names), source.name)
    plain = {name: f"attribute{number}" for number, name in enumerate(names)}

    def renamed(found: re.Match[str]) -> str:
        return f'{found[1]}"{plain[unescape(found[3])]}"'

    copy = source.folder / "plain.kml"
    copy.write_text(_NAMES.sub(renamed, content), "utf-8")
    return copy, {alias: name for name, alias in plain.items()}


def _count(pyogrio: Any, path: Path, layer: str) -> int:
    return pyogrio.read_info(path, layer=layer)["features"]


def _kind(column: np.ndarray) -> pa.DataType:
    return {"i": pa.int64(), "f": pa.float64(), "b": pa.bool_()}.get(
        column.dtype.kind, pa.string()
    )


def _plain(value: Any) -> Any:
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)
    if isinstance(value, np.ndarray):
        return value.tolist()
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and np.isnan(plain) else plain
