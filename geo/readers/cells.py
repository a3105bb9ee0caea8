"""Rows of text become batches of columns; what is no row of a table is left out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyarrow as pa

from rules.errors import FileError
from rules.language import N_

ROW = "row"
MOST_COLUMNS = 2_000
MOST_CELLS = 50_000_000
LONGEST_CELL = 32_767  # letters; Excel takes no more
_ROWS = 4_096  # of a batch

NumberedRow = tuple[int, Sequence[str]]


def schema_of(width: int) -> pa.Schema:
    """Return columns of text named by their place, and the number of the row."""
    fields = [pa.field(str(place), pa.string()) for place in range(width)]
    return pa.schema([*fields, pa.field(ROW, pa.int64())])


def batches_of(rows: Iterable[NumberedRow], width: int) -> Iterator[pa.RecordBatch]:
    """Gather numbered rows into batches; short rows end in nulls, blank ones go."""
    schema, rows = schema_of(width), iter(rows)
    while some := list(islice(rows, _ROWS)):
        kept = [(number, row) for number, row in some if any(map(str.strip, row))]
        if not kept:
            continue
        whole = [[*row, *[None] * (width - len(row))] for _, row in kept]
        columns = [pa.array(column, pa.string()) for column in zip(*whole, strict=True)]
        numbers = pa.array([number for number, _ in kept], pa.int64())
        yield pa.record_batch([*columns, numbers], schema=schema)


def require_bounds(rows: int, columns: int, name: str) -> None:
    """Refuse a table that no office has.

    Raises
    ------
    FileError
        If it is wider than 2 000 columns or has more than 50 000 000 cells.
    """
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        message = N_(
            "{file}: {rows} rows x {columns} columns are too many; "
            "delete cells far from the table, or split it"
        )
        raise FileError(message, file=name, rows=rows, columns=columns)
