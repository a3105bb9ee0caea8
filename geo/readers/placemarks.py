"""Hear the placemarks of a KML folder by folder; nothing else of it is kept.

Names are taken without their name space: many programs write ``gx:`` without saying
what it is.
"""

from collections.abc import Callable, Iterator
from math import isfinite
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from geo.gridxml import feed
from geo.readers.placemark_shapes import shape_of
from geo.readers.records import flat_wkb

CAPTIONS = {"name": "Name", "description": "description"}  # tag to column
_FOLDERS = frozenset({"kml", "Document", "Folder"})
_ITEMS = frozenset({"name", "Schema", "Placemark"})
_BUFFER_BYTES = 1 << 16
_POINT = Struct("<BIdd")  # of WKB: the order of bytes, the type, and two numbers


class Placemark(NamedTuple):
    """What a placemark says, by column, and its shape as WKB."""

    told: dict[str, str]
    shape: bytes | None


class Folder:
    """A folder or document: those with placemarks of their own are layers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.placemarks: list[Placemark] = []
        self.columns: dict[str, str] = {}  # to the schema that tells its kind
        self.schemas: dict[str, None] = {}  # those its placemarks point to
        self.things = self.folders = 0

    @property
    def is_layer(self) -> bool:
        """Whether it is more than a place for other folders."""
        return bool(self.placemarks) or not self.folders


class Placemarks:
    """What is heard of a file: ``folders`` in their order, kinds by ``schemas``."""

    def __init__(self, closing: bool) -> None:
        self.folders: list[Folder] = []
        self.schemas: dict[str, dict[str, str]] = {}
        self._open: list[Folder] = []
        self._closing = closing
        self._left_out = 0  # how deep in something of no use
        self._words: dict[str, str] = {}  # the same name is kept once
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.buffer_text, self._parser.buffer_size = True, _BUFFER_BYTES

    def listen(self, path: Path, refuse: Callable[..., None]) -> None:
        """Hear a whole file."""
        self._parser.EntityDeclHandler = refuse
        self._listen()
        feed(self._parser, path)

    def _listen(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, tag: str, told: dict[str, str]) -> None:
        plain = _plain(tag)
        if self._left_out or plain not in _FOLDERS | _ITEMS:
            self._left_out += 1
        elif plain in _FOLDERS:
            self._enter()
        else:
            self._keep(tag, told)

    def _end(self, _: str) -> None:
        if self._left_out:
            self._left_out -= 1
        else:
            self._open.pop()

    def _keep(self, tag: str, told: dict[str, str]) -> None:
        """Keep all that is in an element, until it ends."""
        builder = TreeBuilder()
        item = builder.start(tag, told)

        def end(tag: str) -> None:
            if builder.end(tag) is item:
                self._listen()
                self._take(item)

        self._parser.StartElementHandler = builder.start
        self._parser.EndElementHandler = end
        self._parser.CharacterDataHandler = builder.data

    def _enter(self) -> None:
        above = self._open[-1] if self._open else Folder("")
        inner = len(self._open) > 1  # than the document, which is called as the file
        folder = Folder(f"Layer{above.things}" if inner else "")
        above.things += 1
        above.folders += 1
        self._open.append(folder)
        self.folders.append(folder)

    def _take(self, item: Element) -> None:
        folder = self._open[-1]
        for part in item.iter():
            if ":" in part.tag:
                part.tag = _plain(part.tag)
        if item.tag == "name":
            folder.name = (item.text or "").strip() or folder.name
        elif item.tag == "Schema":
            self._keep_schema(item)
        else:
            folder.things += 1
            shape = _wkb(shape_of(item), self._closing)
            folder.placemarks.append(Placemark(self._told(item, folder), shape))

    def _keep_schema(self, item: Element) -> None:
        kinds = {
            field.get("name", ""): field.get("type", "").rpartition(":")[2]
            for field in item.iter("SimpleField")
        }
        for key in {item.get("id"), item.get("name")} - {None}:
            self.schemas.setdefault(key, kinds)

    def _told(self, item: Element, folder: Folder) -> dict[str, str]:
        told = {
            CAPTIONS[part.tag]: "".join(part.itertext())
            for part in item
            if part.tag in CAPTIONS
        }
        for name, text, schema in _cells(item):
            if schema:
                folder.schemas[schema] = None
            name = self._words.setdefault(name, name)
            folder.columns.setdefault(name, schema)
            if text is not None:
                told[name] = text
        return told


def _wkb(shape: dict | None, closing: bool) -> bytes | None:
    """Return a shape as WKB; points, which most are, without the way round shapely."""
    if shape is None or shape["type"] != "Point":
        return flat_wkb(shape, closing)
    x, y = shape["coordinates"]
    return _POINT.pack(1, 1, x, y) if isfinite(x) and isfinite(y) else None


def _plain(tag: str) -> str:
    return tag.rpartition(":")[2]


def _cells(item: Element) -> Iterator[tuple[str, str | None, str]]:
    """Yield the name, the text and the schema of what a placemark says besides."""
    extended = item.find("ExtendedData")
    for told in () if extended is None else extended:
        if told.tag == "Data" and (name := told.get("name")) is not None:
            value = told.find("value")
            yield name, None if value is None else value.text or "", ""
        elif told.tag == "SchemaData":
            schema = told.get("schemaUrl", "").rpartition("#")[2]
            for cell in told:
                if cell.tag == "SimpleData" and (name := cell.get("name")) is not None:
                    yield name, (cell.text or "").strip(), schema


def placemarks_of(path: Path, refuse: Callable[..., None], closing: bool) -> Placemarks:
    """Return what a KML in UTF-8 holds.

    Parameters
    ----------
    refuse : callable
        Called where the file declares an entity.
    closing : bool
        Whether a line that ends where it began is the outline of an area.

    Raises
    ------
    ExpatError, RecursionError
        If it is no XML, or endless.
    """
    heard = Placemarks(closing)
    heard.listen(path, refuse)
    return heard
