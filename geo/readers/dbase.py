"""Is the table of a Shapefile whole?  GDAL says nothing of rows that are not there."""

import struct
from pathlib import Path

from geo.readers.encoding import beside
from rules.errors import FileError
from rules.language import N_

_INDEX_HEAD, _INDEX_ENTRY = 100, 8  # bytes
_FIELD = 32


def require_whole(shapefile: Path, name: str) -> None:
    """Refuse a Shapefile whose table is damaged, cut off, or of other shapes.

    Raises
    ------
    FileError
        Naming what does not fit.
    """
    table = beside(shapefile, ".dbf")
    rows = _rows_of(table)
    if rows is None:
        message = N_("{file}: its .dbf is damaged or cut off; get the files again")
        raise FileError(message, file=name)
    index = beside(shapefile, ".shx").stat().st_size
    shapes = max(0, index - _INDEX_HEAD) // _INDEX_ENTRY
    if rows != shapes:
        message = N_(
            "{file}: its .dbf has {rows} rows, and its .shx {shapes}; "
            "they are not of one Shapefile, get the files again"
        )
        raise FileError(message, file=name, rows=rows, shapes=shapes)


def _rows_of(table: Path) -> int | None:
    """Count the rows; ``None`` if the file is too short for them, or no table."""
    with table.open("rb") as file:
        head = file.read(_FIELD)
        if len(head) < _FIELD:
            return None
        rows, first, length = struct.unpack_from("<IHH", head, 4)
        fields = file.read(max(0, first - _FIELD))
    if table.stat().st_size < first + rows * length or not length:
        return None
    widths = []
    for at in range(0, len(fields) - _FIELD + 1, _FIELD):
        if fields[at : at + 1] == b"\r":
            break
        widths.append(fields[at + 16])
    return rows if sum(widths) < length else None
