"""Read a text file of cells, cell by cell; the first row names the columns."""

import csv
import io
from pathlib import Path

import pyarrow as pa

from geo.readers.encoding import transcoded
from rules.errors import FileError
from rules.language import N_

_DELIMITERS = (",", "\t", ";")


def read(path: Path, options: dict) -> pa.Table:
    """Return columns of text, named by the first row; short rows end in ``""``.

    Raises
    ------
    FileError
        If it is neither UTF-8 nor GB 18030, or a cell never ends.
    """
    text = transcoded(path, Path(options["folder"])).read_text("utf-8")
    delimiter = max(_DELIMITERS, key=text[: 1 << 16].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        message = N_("{file}: not a readable CSV file; save it again as CSV")
        raise FileError(message, file=path.name) from error
    width = max(map(len, rows), default=0)
    if not width:
        raise FileError(N_("{file}: the file is empty"), file=path.name)
    whole = [row + [""] * (width - len(row)) for row in rows]
    columns = zip(*whole[1:], strict=True) if len(whole) > 1 else [()] * width
    return pa.table([pa.array(c, pa.string()) for c in columns], names=whole[0])
