"""The XML around a ShakeMap grid: read as a stream, trusting nothing.

Declared entities are refused outright: a few lines of them can fill the memory, or
fetch another file.  Expat never loads an external subset by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from types import MappingProxyType
from xml.parsers import expat

import numpy as np

from rules.errors import FileError
from rules.language import N_

_BLOCK_BYTES = 1 << 20
_MOST_NUMBERS = 200_000_000  # 1.6 GB: no published grid comes near


@dataclass(frozen=True, kw_only=True)
class GridXml:
    """What a grid file says, before it means anything.

    Attributes
    ----------
    file : str
        Its name, for messages.
    event : mapping
        Attributes of its event.
    bounds : tuple of float
        West, south, east, north of the outermost nodes.
    rows, columns : int
    fields : mapping of str to int
        Column of ``data`` by field name in capitals.
    units : mapping of str to str
        In small letters, by field name.
    data : float64 array (rows * columns, fields)
        In the order of the file.
    """

    file: str
    event: Mapping[str, str]
    bounds: tuple[float, float, float, float]
    rows: int
    columns: int
    fields: Mapping[str, int]
    units: Mapping[str, str]
    data: np.ndarray

    def event_number(self, name: str) -> float:
        """Return a number of the event; ``NaN`` if missing or no number."""
        try:
            return float(self.event[name])
        except (KeyError, ValueError):
            return nan


@dataclass
class _Heard:
    """What the parser has met so far."""

    file: str
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    field_tags: list[dict[str, str]] = field(default_factory=list)
    blocks: list[np.ndarray] = field(default_factory=list)
    numbers: int = 0
    in_data: bool = False
    rest: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.in_data = name == "grid_data"
        if name == "grid_field":
            self.field_tags.append(attributes)
        else:
            self.seen[name] = attributes

    def end(self, tag: str) -> None:
        if self.in_data:
            self.take(self.rest)
            self.in_data, self.rest = False, ""

    def text(self, text: str) -> None:
        if not self.in_data:
            return
        # A block may end within a number: keep what follows its last white space.
        whole = (self.rest + text).rsplit(None, 1) if not text[-1:].isspace() else None
        if whole is None:
            self.take(self.rest + text)
            self.rest = ""
        elif len(whole) == 2:
            self.take(whole[0])
            self.rest = whole[1]
        else:
            self.rest += text

    def take(self, text: str) -> None:
        try:
            block = np.array(text.split(), dtype=np.float64)
        except ValueError as error:
            raise FileError(
                N_("{file}: the grid holds something else than numbers: {reason}"),
                file=self.file,
                reason=str(error),
            ) from error
        self.numbers += len(block)
        if self.numbers > _MOST_NUMBERS:
            raise FileError(N_("{file}: the grid is too large"), file=self.file)
        self.blocks.append(block)

    def refuse_entity(self, *declaration: object) -> None:
        raise FileError(
            N_("{file}: declares XML entities, which no ShakeMap does; refused"),
            file=self.file,
        )


def read_grid_xml(path: Path) -> GridXml:
    """Read the file, checking that it is whole.

    Raises
    ------
    FileError
        If it is not XML of a grid, declares entities, or holds more or fewer rows
        than it says.
    """
    heard = _Heard(path.name)
    cut_off = _listen(path, heard)
    missing = {"event", "grid_specification"} - heard.seen.keys()
    if missing or not heard.field_tags:
        raise FileError(
            N_("{file}: not a ShakeMap grid.xml: no {missing}"),
            file=path.name,
            missing=", ".join(sorted(missing)) or "grid_field",
        )
    fields, units = _fields(heard)
    columns, rows = (_number(heard, name) for name in ("nlon", "nlat"))
    bounds = tuple(
        _number(heard, name) for name in ("lon_min", "lat_min", "lon_max", "lat_max")
    )
    _require_grid(path.name, columns, rows, bounds)
    return GridXml(
        file=path.name,
        event=MappingProxyType(heard.seen["event"]),
        bounds=bounds,
        rows=int(rows),
        columns=int(columns),
        fields=MappingProxyType(fields),
        units=MappingProxyType(units),
        data=_table(heard, int(rows * columns), cut_off),
    )


def feed(parser: expat.XMLParserType, path: Path) -> None:
    """Give a file to a parser in large blocks.

    In small ones a tag without end takes the square of its length.
    """
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            parser.Parse(block, False)
        parser.Parse(b"", True)


def _listen(path: Path, heard: _Heard) -> str:
    """Parse the file into ``heard``; return what stopped the parser, if anything."""
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, _BLOCK_BYTES
    parser.StartElementHandler = heard.start
    parser.EndElementHandler = heard.end
    parser.CharacterDataHandler = heard.text
    parser.EntityDeclHandler = heard.refuse_entity
    parser.ExternalEntityRefHandler = heard.refuse_entity
    try:
        feed(parser, path)
    except (expat.ExpatError, LookupError, ValueError) as error:  # or its encoding
        parser.buffer_text = False  # hands over the text it had kept back
        heard.end("")
        return str(error)
    return ""


def _fields(heard: _Heard) -> tuple[dict[str, int], dict[str, str]]:
    try:
        fields = {
            tag["name"].upper(): int(tag["index"]) - 1 for tag in heard.field_tags
        }
    except (KeyError, ValueError) as error:
        raise FileError(
            N_("{file}: a grid_field without name or index"), file=heard.file
        ) from error
    if sorted(fields.values()) != list(range(len(fields))):
        raise FileError(
            N_("{file}: the fields are not numbered from 1 to {count}"),
            file=heard.file,
            count=len(fields),
        )
    units = {
        tag["name"].upper(): tag.get("units", "").lower() for tag in heard.field_tags
    }
    return fields, units


def _number(heard: _Heard, name: str) -> float:
    text = heard.seen["grid_specification"].get(name, "")
    try:
        return float(text)
    except ValueError as error:
        raise FileError(
            N_("{file}: grid_specification: {name} is {text!r}, not a number"),
            file=heard.file,
            name=name,
            text=text,
        ) from error


def _require_grid(file: str, columns: float, rows: float, bounds: tuple) -> None:
    west, south, east, north = bounds
    whole = columns.is_integer() and rows.is_integer()
    counts = whole and min(columns, rows) >= 2 and columns * rows <= _MOST_NUMBERS
    if not (counts and west < east and south < north):
        raise FileError(
            N_("{file}: no such grid: {columns} x {rows} nodes over {bounds}"),
            file=file,
            columns=columns,
            rows=rows,
            bounds=bounds,
        )


def _table(heard: _Heard, expected: int, cut_off: str) -> np.ndarray:
    width = len(heard.field_tags)
    found, left_over = divmod(heard.numbers, width)
    if cut_off or left_over or found != expected:
        raise FileError(
            N_("{file}: cut off or damaged: {found} of {expected} rows; get it again"),
            file=heard.file,
            found=found,
            expected=expected,
        )
    return np.concatenate(heard.blocks).reshape(expected, width)
