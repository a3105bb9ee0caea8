"""What kind of file is it?  The bytes decide, not the name."""

import zipfile
from pathlib import Path

from rules.errors import FileError
from rules.language import N_

_HEAD_BYTES = 4096
_SQLITE, _ZIP = b"SQLite format 3\0", b"PK\x03\x04"
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")  # application id, at byte 68


def kind_of(path: Path) -> str:
    """Tell the kind of a file from its first bytes.

    Returns
    -------
    str
        ``geotiff geopackage shapefile geojson zip excel text``, or ``other``.

    Raises
    ------
    FileError
        If there is no such file, or it is empty.
    """
    if not path.is_file():
        raise FileError(N_("{file}: no such file"), file=path.name)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head.strip():
        raise FileError(N_("{file}: the file is empty"), file=path.name)
    if head.startswith(_ZIP):
        return "excel" if _is_office(path) else "zip"
    return _binary_kind(head) or _text_kind(head)


def _is_office(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _binary_kind(head: bytes) -> str | None:
    if head[:4] in _TIFF:
        return "geotiff"
    if head.startswith(_SQLITE):
        return "geopackage" if head[68:72] in _GEOPACKAGE else "other"
    if head[:4] == b"\0\0\x27\x0a":
        return "shapefile"
    return "excel" if head.startswith(_OLD_EXCEL) else None


def _text_kind(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "geojson"
    plain = b"\0" not in head and not text.startswith((b"%PDF", b"<"))
    return "text" if plain else "other"
