"""Excel workbooks: plain cells, nothing that a name could turn into a formula."""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook

SHEET_NAME_LENGTH = 31  # Excel's limit
WRITING = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook(sheets: Iterable[tuple[str, Sequence[str], pd.DataFrame]]) -> bytes:
    """Write tables to a workbook, one sheet each.

    Parameters
    ----------
    sheets : iterable of (sheet name, lines above the table, table)
        Names are cut to what Excel takes and kept apart by a number; a missing
        value is an empty cell.

    Examples
    --------
    >>> table = pd.DataFrame({"户": ["=1+1"]})
    >>> workbook([("甲村", ["演示数据"], table)])[:2]
    b'PK'
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, WRITING) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for name, lines, table in sheets:
            _write_sheet(book, sheet_name(name, taken), lines, table, formats)
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, object]:
    font = {"font_name": "Noto Sans SC", "font_size": 10}
    head = {"bold": True, "bg_color": "#E7ECEF", "bottom": 1, "text_wrap": True}
    return {
        "line": book.add_format(font | {"bold": True}),
        "head": book.add_format(font | head),
        "cell": book.add_format(font),
        "date": book.add_format(font | {"num_format": "yyyy-mm-dd"}),
    }


def _write_sheet(
    book: Workbook, name: str, lines: Sequence[str], table: pd.DataFrame, formats: dict
) -> None:
    sheet = book.add_worksheet(name)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats["line"])
    top = len(lines)
    for column, heading in enumerate(table.columns):
        sheet.write_string(top, column, str(heading), formats["head"])
        values = table[heading].tolist()
        for row, value in enumerate(values, start=top + 1):
            write_cell(sheet, row, column, value, formats)
        sheet.set_column(column, column, width_of(str(heading), values))
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def write_cell(
    sheet: object, row: int, column: int, value: object, formats: dict
) -> None:
    """Write a value as what it is; a missing one leaves the cell as it stands."""
    if value is None or value is pd.NA or (value != value):
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats["cell"])
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value, formats["cell"])
    else:
        sheet.write_string(row, column, str(value), formats["cell"])


def width_of(heading: str, values: list) -> float:
    """Return the width a column needs, in characters; a Chinese one counts twice."""
    shown = [heading, *[str(v) for v in values[:200] if v is not None]]
    wide = max(sum(2 if ord(c) > 0x2E80 else 1 for c in text) for text in shown)
    return min(max(wide + 2, 6), 40)


def sheet_name(name: str, taken: set[str]) -> str:
    """Fit a name to Excel's rules and make it one of its kind."""
    plain = name.translate(_FORBIDDEN).strip()[:SHEET_NAME_LENGTH] or "-"
    number, candidate = 1, plain
    while candidate.lower() in taken:
        number += 1
        tail = f" {number}"
        candidate = plain[: SHEET_NAME_LENGTH - len(tail)] + tail
    taken.add(candidate.lower())
    return candidate
