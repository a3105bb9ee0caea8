"""Households as an Excel sheet that can be filled in further and taken in again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reports.workbook import width_of, write_cell
from rules.errors import FileError
from rules.language import N_

MOST_ROWS = 1_048_576  # Excel's limit
_WRITING = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ROWS_AT_ONCE = 20_000
_YES_NO = {True: "是", False: "否"}


class _Exact(Worksheet):
    """A sheet whose numbers keep every digit: by itself it writes 16 of the 17."""

    def _xml_number_element(
        self, number: float, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        told = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{told}><v>{number!r}</v></c>")


def household_workbook(path: Path, table: pa.Table, lines: Sequence[str]) -> None:
    """Write a table to an Excel file, a row at a time.

    Text is text, whatever it looks like; a day is a day; yes and no are 是 and 否; an
    unknown value is an empty cell.

    Parameters
    ----------
    path : Path
    table : pyarrow.Table
    lines : sequence of str
        Written above the table, one a row.

    Raises
    ------
    FileError
        If Excel does not hold so many rows.
    """
    if len(lines) + 1 + table.num_rows > MOST_ROWS:
        message = N_("{file}: Excel holds {most} rows, not {rows}; export a CSV")
        rows = table.num_rows
        raise FileError(message, file=path.name, most=MOST_ROWS, rows=rows)
    with xlsxwriter.Workbook(path, _WRITING) as book:
        sheet = book.add_worksheet("农户", worksheet_class=_Exact)
        formats = _formats(book)
        _prepare(sheet, table, len(lines))
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, formats["line"])
        for place, name in enumerate(table.column_names):
            sheet.write_string(len(lines), place, name, formats["head"])
        for row, values in enumerate(_rows(table), start=len(lines) + 1):
            for place, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, place, value, formats["text"])
                else:
                    write_cell(sheet, row, place, value, formats)


def _formats(book: xlsxwriter.Workbook) -> dict[str, object]:
    head = {"bold": True, "bg_color": "#E7ECEF", "bottom": 1}
    return {
        "line": book.add_format({"bold": True}),
        "head": book.add_format(head),
        "cell": book.add_format(),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _prepare(sheet: Worksheet, table: pa.Table, lines: int) -> None:
    sheet.freeze_panes(lines + 1, 1)
    first = table.slice(0, 200)
    for place, name in enumerate(table.column_names):
        wide = width_of(name, first.column(place).to_pylist())
        sheet.set_column(place, place, wide)


def _rows(table: pa.Table) -> Iterator[tuple[object, ...]]:
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        columns = [column.to_pylist() for column in batch.columns]
        for values in zip(*columns, strict=True):
            yield tuple(_YES_NO[v] if isinstance(v, bool) else v for v in values)
