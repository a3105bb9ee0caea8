"""Read a text of cells: commas, tabs, semicolons or bars between them."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.readers.cells import (
    LONGEST_CELL,
    ROW,
    NumberedRow,
    batches_of,
    require_bounds,
    schema_of,
)
from rules.errors import FileError
from rules.language import N_

DELIMITERS = (",", "\t", ";", "|")
_HEAD_BYTES, _HEAD_ROWS = 1 << 17, 200
_BLOCK = 4 << 20
_MOST_RAGGED = 2_000
_END = "\x02end of the file\x03"  # stands alone in a row, unless a quote is open


class _Ragged(Exception):
    """The rows are not of one width; read them the patient way."""


def delimiter_of(text: Path) -> str:
    """Tell what stands between the cells, of a text in UTF-8."""
    with text.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8", "ignore")
    if head.startswith("sep=") and head[4:5] in DELIMITERS:
        return head[4]
    lines = head.splitlines()[:_HEAD_ROWS]

    def evidence(delimiter: str) -> tuple[float, int]:
        try:
            rows = csv.reader(lines, delimiter=delimiter)
            widths = Counter(len(row) for row in rows if len(row) > 1)
        except csv.Error:
            return 0.0, 0
        width, count = max(widths.items(), key=lambda w: w[1], default=(0, 0))
        return count / max(len(lines), 1), width

    return max(DELIMITERS, key=evidence)


def table_of(text: Path, delimiter: str, name: str) -> tuple[int, Iterator]:
    """Return the width of a text in UTF-8, and its rows as batches.

    Raises
    ------
    FileError
        If a quotation never ends, or the table is larger than any office's.
    """
    csv.field_size_limit(1 << 20)
    if _even_quotes(text):
        try:
            width = _width_of_head(text, delimiter)
            require_bounds(1, width, name)
            return width, _first_known(_fast(text, delimiter, width, name))
        except _Ragged:
            pass
    width = max((len(row) for _, row in _patient(text, delimiter, name)), default=0)
    require_bounds(1, width, name)
    return width, batches_of(_patient(text, delimiter, name), width)


def _first_known(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Find out now whether the rows are ragged, and keep what was read for it."""
    return iter(list(batches))


def _even_quotes(text: Path) -> bool:
    with text.open("rb") as file:
        count = sum(block.count(b'"') for block in iter(lambda: file.read(_BLOCK), b""))
    return count % 2 == 0


def _width_of_head(text: Path, delimiter: str) -> int:
    with text.open(encoding="utf-8", newline="") as file:
        rows = islice(csv.reader(file, delimiter=delimiter), _HEAD_ROWS)
        try:
            return max(map(len, rows), default=0)
        except csv.Error as error:
            raise _Ragged from error


def _fast(
    text: Path, delimiter: str, width: int, name: str
) -> Iterator[pa.RecordBatch]:
    """Read with Arrow; a few short rows are put back in their places."""
    schema, ragged = schema_of(width), {}

    def short(row: pyarrow.csv.InvalidRow) -> str:
        if row.actual_columns > width or len(ragged) >= _MOST_RAGGED:
            return "error"
        (ragged[row.number],) = csv.reader([row.text], delimiter=delimiter)
        return "skip"

    try:
        reader = _opened(text, delimiter, schema.names[:width], short)
        yield from _numbered(reader, ragged, width, name)
    except (pa.ArrowInvalid, ValueError) as error:
        raise _Ragged from error


def _opened(
    text: Path, delimiter: str, names: list[str], short: Callable
) -> pyarrow.csv.CSVStreamingReader:
    return pyarrow.csv.open_csv(
        text,
        pyarrow.csv.ReadOptions(
            use_threads=False, column_names=names, block_size=_BLOCK
        ),
        pyarrow.csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,  # rows keep their numbers
            invalid_row_handler=short,
        ),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
        ),
    )


def _numbered(
    reader: pyarrow.csv.CSVStreamingReader, ragged: dict, width: int, name: str
) -> Iterator[pa.RecordBatch]:
    number = 1
    for batch in reader:
        _require_short_cells(batch, name)
        at = 0
        while at < len(batch):
            gap = min((n for n in ragged if n >= number), default=number + len(batch))
            count = min(gap - number, len(batch) - at)
            if count:
                yield _with_numbers(batch.slice(at, count), number)
            at, number = at + count, number + count
            if number in ragged:
                yield from batches_of([(number, ragged.pop(number))], width)
                number += 1
    yield from batches_of(sorted(ragged.items()), width)


def _with_numbers(batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
    numbers = pa.array(range(first, first + len(batch)), pa.int64())
    numbered = batch.append_column(ROW, numbers)
    blank = pc.equal(pc.utf8_trim_whitespace(batch.column(0)), "")
    if not pc.any(blank).as_py():
        return numbered
    for column in batch.columns[1:]:
        blank = pc.and_(blank, pc.equal(pc.utf8_trim_whitespace(column), ""))
    return numbered.filter(pc.invert(blank))


def _require_short_cells(batch: pa.RecordBatch, name: str) -> None:
    for column in batch.columns:
        longest = pc.max(pc.binary_length(column)).as_py() or 0
        if longest > LONGEST_CELL:
            raise _Ragged


def _patient(text: Path, delimiter: str, name: str) -> Iterator[NumberedRow]:
    """Read row by row, whatever their widths; a quote that stays open is told."""
    with text.open(encoding="utf-8", newline="") as file:
        lines = chain(file, ["\n", _END])
        reader, number, row = csv.reader(lines, delimiter=delimiter), 0, []
        try:
            for number, row in enumerate(reader, start=1):
                if row == [_END]:
                    return
                if max(map(len, row), default=0) > LONGEST_CELL:
                    raise _open_quote(name, number)
                yield number, row
        except csv.Error as error:
            raise _open_quote(name, number + 1) from error
        raise _open_quote(name, number)


def _open_quote(name: str, row: int) -> FileError:
    message = N_(
        "{file}: a quotation mark in row {row} is never closed; "
        "take it out, or save the table as XLSX"
    )
    return FileError(message, file=name, row=row)
