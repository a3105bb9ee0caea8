"""Tell in which form a file is: its bytes decide, not its name."""

import re
from pathlib import Path
from xml.parsers import expat

from rules.errors import FileError
from rules.language import N_

_HEAD_BYTES = 1 << 16
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FIRST_BYTES = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"SQLite format 3\0": "geopackage",
    b"II*\0": "geotiff",
    b"MM\0*": "geotiff",
    b"II+\0": "geotiff",
    b"MM\0+": "geotiff",
    b"\0\0\x27\x0a": "shapefile",
    b"CDF\x01": "netcdf",
    b"CDF\x02": "netcdf",
    b"CDF\x05": "netcdf",
    b"\x89HDF\r\n\x1a\n": "hdf5",
    b"\xd0\xcf\x11\xe0": "xls",
    b"AutoCAD Binary DXF": "dxf",
}
_XML = {
    "kml": "kml",
    "gpx": "gpx",
    "shakemap_grid": "shakemap",
    "shakemap-data": "stations",
    "stationlist": "stations",
}
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")  # application id, at byte 68
_DRAWING = N_("{file}: a DWG drawing, which no free library reads; save it as DXF")
_PICTURE = N_("{file}: a picture; type its table into Excel, or draw its map anew")
_DOCUMENT = N_("{file}: a document; copy its table into Excel and save that")
_ARCHIVE = N_("{file}: packed as {found}; unpack it, and zip it if it is several files")
_UNKNOWN = N_("{file}: not a table or map that can be read; save it as {ways}")
_WAYS = "XLSX, CSV, GeoPackage, GeoTIFF"
_REFUSED = {
    b"%PDF": ("PDF", _DOCUMENT),
    b"{\\rtf": ("RTF", _DOCUMENT),
    b"AC10": ("DWG", _DRAWING),
    b"AC1.": ("DWG", _DRAWING),
    b"\x89PNG": ("PNG", _PICTURE),
    b"\xff\xd8\xff": ("JPEG", _PICTURE),
    b"GIF8": ("GIF", _PICTURE),
    b"BM": ("BMP", _PICTURE),
    b"Rar!": ("RAR", _ARCHIVE),
    b"7z\xbc\xaf": ("7z", _ARCHIVE),
    b"\x1f\x8b": ("gzip", _ARCHIVE),
    b"BZh": ("bzip2", _ARCHIVE),
}
_DATABASES = (b"\0\1\0\0Standard Jet", b"\0\1\0\0Standard ACE")
_GRID_WORDS = re.compile(rb"(?:ncols|nrows|xllcorner|xllcenter)\s+[-+\d]", re.I)
_DRAWN = re.compile(rb"(?:\s*999\s*\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\b")
_FEATURE_LINE = re.compile(rb'\x1e?\s*\{[^\n]*"type"\s*:\s*"Feature"[^\n]*\}\s*\n')


def form_of(path: Path, name: str) -> str:
    """Tell the form of a file.

    Parameters
    ----------
    path : Path
        The file, or the folder of a FileGDB.
    name : str
        What messages call it.

    Returns
    -------
    str
        A format of :class:`geo.sight.Sight`; or ``zip``; ``xls`` is any of
        Microsoft's old files, ``hdf5`` a netCDF 4; ``html``; ``text``; ``geojsonseq``.

    Raises
    ------
    FileError
        If it is missing, empty, or of a form nobody can read here.
    """
    if path.is_dir():
        return _folder(path, name)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileError(N_("{file}: the file is empty"), file=name)
    form = next((f for start, f in _FIRST_BYTES.items() if head.startswith(start)), "")
    if form == "geopackage" and head[68:72] not in _GEOPACKAGE:
        message = N_("{file}: a database, but no GeoPackage; save it as GeoPackage")
        raise FileError(message, file=name)
    return form or _text_form(_plain(head, path, name), name)


def _folder(path: Path, name: str) -> str:
    if not any(path.glob("*.gdbtable")):
        message = N_("{file}: a folder, but no FileGDB; give a file, or zip the folder")
        raise FileError(message, file=name)
    return "filegdb"


def _plain(head: bytes, path: Path, name: str) -> bytes:
    """Return the beginning of a text, without its mark; refuse what is none."""
    for start, (found, message) in _REFUSED.items():
        if head.startswith(start):
            raise FileError(message, file=name, found=found)
    if head.startswith(_DATABASES):
        message = N_("{file}: an Access database; save its table as XLSX or Shapefile")
        raise FileError(message, file=name)
    if path.suffix.lower() in (".dbf", ".shx") and b"\0" in head:
        message = N_("{file}: only one part of a Shapefile; zip all its files together")
        raise FileError(message, file=name)
    if head.startswith(_UTF16):
        head = head.decode("utf-16", "replace").encode()
    if b"\0" in head:
        raise FileError(_UNKNOWN, file=name, ways=_WAYS)
    return head.removeprefix(b"\xef\xbb\xbf")


def _text_form(text: bytes, name: str) -> str:
    text = text.lstrip()
    if text.startswith(b"<"):
        return _markup_form(text, name)
    if _FEATURE_LINE.match(text) and len(text.splitlines()) > 1:
        return "geojsonseq"
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"!table"):
        message = N_("{file}: a MapInfo table; save it as Shapefile or GeoPackage")
        raise FileError(message, file=name)
    if _DRAWN.match(text):
        return "dxf"
    return "asciigrid" if _GRID_WORDS.match(text) else "text"


def _markup_form(text: bytes, name: str) -> str:
    if re.match(rb"<(?:!doctype\s+)?(?:html|table|head|meta|body|style)\b", text, re.I):
        return "html"
    root = _root(text)
    if root in _XML:
        return _XML[root]
    if root.lower() == "html":
        return "html"
    if root == "Workbook":
        message = N_("{file}: an Excel 2003 XML table; open it in Excel, save as XLSX")
        raise FileError(message, file=name)
    message = N_("{file}: XML of an unknown kind ({root}); save it as {ways}")
    raise FileError(message, file=name, root=root or "?", ways=_WAYS)


class _Found(Exception):
    """Carries the first tag out of the parser."""


def _root(text: bytes) -> str:
    """Return the first tag of an XML file, without its name space."""

    def stop(tag: str, _: dict[str, str]) -> None:
        raise _Found(tag.rpartition(":")[2])

    # Every byte a letter: tags are plain, and expat cannot read GBK, though declared.
    parser = expat.ParserCreate("ISO-8859-1")
    parser.StartElementHandler = stop
    try:
        parser.Parse(text, False)
    except _Found as found:
        return str(found)
    except (expat.ExpatError, LookupError, ValueError):
        return ""
    return ""
