"""The ledger of cases as offices keep it (rule W13): a title, grouped headings, seals.

A form of the office and therefore Chinese, whatever the language of the pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.workbook import WRITING, sheet_name, width_of, write_cell

A3, LANDSCAPE_ROWS_AT_TOP = 8, 4
TITLE_HEIGHT, HEAD_HEIGHT = 28, 32
FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "vcenter"}
SIGNED = ("填报单位（盖章）：", "填报人：", "审核人：", "联系电话：")


@dataclass(frozen=True, kw_only=True)
class CaseSheet:
    """One sheet: a county's, a town's or a village's cases.

    Attributes
    ----------
    name, title, note : str
        Of the sheet; above the table; the day and what the columns count.
    groups : sequence of (heading, columns)
        The columns under each heading, in order; together all of ``table``.
    table : DataFrame
        One row a case; a missing value is an empty cell.
    stamp : str
        For demonstration data; may be empty.
    """

    name: str
    title: str
    note: str
    groups: Sequence[tuple[str, Sequence[str]]]
    table: pd.DataFrame
    stamp: str = ""


def case_ledger(sheets: Iterable[CaseSheet]) -> bytes:
    """Write ledgers to a workbook, one sheet each, A3 across, ready for the seal."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, WRITING) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(sheet_name(sheet.name, taken))
            _write_head(page, sheet, formats)
            _write_rows(page, sheet, formats)
            _set_up(page, sheet)
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, object]:
    edged = FONT | {"border": 1, "text_wrap": True}
    head = edged | {"bold": True, "align": "center", "bg_color": "#E7ECEF"}
    return {
        "title": book.add_format(
            FONT | {"bold": True, "font_size": 16, "align": "center"}
        ),
        "line": book.add_format(FONT),
        "stamp": book.add_format(FONT | {"bold": True, "font_color": "#B3261E"}),
        "head": book.add_format(head),
        "cell": book.add_format(edged),
        "date": book.add_format(edged | {"num_format": "yyyy-mm-dd"}),
    }


def _write_head(page: Worksheet, sheet: CaseSheet, formats: dict) -> None:
    last = max(len(sheet.table.columns) - 1, 1)
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    page.set_row(0, TITLE_HEIGHT)
    page.write_string(1, 0, sheet.note, formats["line"])
    if sheet.stamp:
        page.write_string(1, last, sheet.stamp, formats["stamp"])
    column = 0
    for heading, names in sheet.groups:
        until = column + len(names) - 1
        if until > column:
            page.merge_range(2, column, 2, until, heading, formats["head"])
        else:
            page.write_string(2, column, heading, formats["head"])
        for name in names:
            page.write_string(3, column, name, formats["head"])
            column += 1
    page.set_row(3, HEAD_HEIGHT)


def _write_rows(page: Worksheet, sheet: CaseSheet, formats: dict) -> None:
    names = [name for _, names in sheet.groups for name in names]
    for column, name in enumerate(names):
        values = sheet.table[name].tolist()
        for row, value in enumerate(values, start=LANDSCAPE_ROWS_AT_TOP):
            page.write_blank(row, column, None, formats["cell"])
            write_cell(page, row, column, value, formats)
        page.set_column(column, column, width_of(name, values))
    foot = LANDSCAPE_ROWS_AT_TOP + len(sheet.table) + 1
    for number, words in enumerate(SIGNED):
        column = number * max(len(names) // len(SIGNED), 1)
        page.write_string(foot, column, words, formats["line"])


def _set_up(page: Worksheet, sheet: CaseSheet) -> None:
    page.freeze_panes(LANDSCAPE_ROWS_AT_TOP, 0)
    page.set_landscape()
    page.set_paper(A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2, 3)
    page.set_footer("&C第 &P 页，共 &N 页")
