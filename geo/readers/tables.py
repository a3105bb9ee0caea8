"""Read any table as text, cell by cell, with the number of each row."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from geo.readers.cells import batches_of, schema_of
from geo.readers.separated import delimiter_of, table_of
from geo.readers.source import Source
from geo.readers.spreadsheet import (
    names_of,
    notes_of,
    opened,
    rows_of,
    sheet_of,
    size_of,
)
from geo.readers.stations import stations_of
from geo.readers.text import in_utf8
from geo.readers.webtable import rows_of_page
from rules.errors import FileError
from rules.language import N_

Facts = dict[str, Any]


def read_table(source: Source) -> pa.RecordBatchReader:
    """Return the cells, in columns ``"0"``, ``"1"``, …, and ``row``.

    The metadata ``facts`` tell ``format``, ``encoding``, ``part``, ``parts``.

    Raises
    ------
    FileError
        If it is damaged, too large, or holds nothing.
    """
    facts, width, batches = _opened(source)
    told = {"facts": json.dumps(facts | {"family": source.family})}
    schema = schema_of(width).with_metadata(told)
    batches = (batch.replace_schema_metadata(told) for batch in batches)
    return pa.RecordBatchReader.from_batches(schema, batches)


def look_at_table(source: Source) -> Facts:
    """Tell what a table is: also ``rows``, and ``columns``, the cells of its first."""
    facts, _, batches = _opened(source)
    first, count = [], 0
    for batch in batches:
        first = first or [_text(column[0]) for column in batch.columns[:-1]]
        count += len(batch)
    if not count:
        raise FileError(N_("{file}: the file is empty"), file=source.name)
    while first and not first[-1]:
        first.pop()
    facts |= {"family": source.family, "rows": count, "columns": first}
    return facts | {"notes": notes_of(source.path) if source.form == "xlsx" else []}


def _opened(source: Source) -> tuple[Facts, int, Iterator[pa.RecordBatch]]:
    facts: Facts = {"format": source.format, "part": "", "parts": [], "encoding": ""}
    if source.form in ("xls", "xlsx", "ods"):
        return _workbook(source, facts)
    if source.form == "stations":
        return facts, *_listed(stations_of(source.path, source.name))
    text, encoding = in_utf8(source.path, source.folder, source.name)
    facts["encoding"] = encoding
    if source.form == "html":
        return facts, *_listed(rows_of_page(text, source.name))
    delimiter = delimiter_of(text)
    facts["format"] = "tsv" if delimiter == "\t" else "csv"
    width, batches = table_of(text, delimiter, source.name)
    return facts, width, batches


def _text(cell: pa.StringScalar) -> str:
    return (cell.as_py() or "").strip()  # null: the row is too short for it


def _workbook(
    source: Source, facts: Facts
) -> tuple[Facts, int, Iterator[pa.RecordBatch]]:
    book = opened(source.path, source.name)
    sheet = sheet_of(book, source.part, source.name)
    _, width = size_of(sheet, source.name)
    facts |= {"part": sheet.name, "parts": names_of(book)}
    return facts, width, batches_of(rows_of(sheet, width), width)


def _listed(rows: list[list[str]]) -> tuple[int, Iterator[pa.RecordBatch]]:
    width = max(map(len, rows))
    return width, batches_of(enumerate(rows, start=1), width)
