"""Rows that were set aside, as a workbook to correct and to bring in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from reports.workbook import WRITING

MARK = "ANFANG-QUARANTINE"  # in the first cell, before the intake it belongs to
HEADING_ROWS = 3
_FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "top"}
_WIDE, _NARROW = 44, 16


@dataclass(frozen=True, kw_only=True)
class QuarantineSheet:
    """What stands in the workbook.

    Attributes
    ----------
    intake_id, title : str
        Which file the rows are of; a line for people.
    fields : sequence of (name, heading)
        Our columns and how people call them.
    more : sequence of str
        Headings of the row's number, the reasons and the suggestions.
    rows : sequence of (number, cells by name, reasons, suggestions, names at fault)
    """

    intake_id: str
    title: str
    fields: Sequence[tuple[str, str]]
    more: tuple[str, str, str]
    rows: Sequence[tuple[int, dict[str, str], str, str, frozenset[str]]]


def quarantine_workbook(sheet: QuarantineSheet) -> bytes:
    """Write the workbook: everything as text, what is at fault marked.

    The first column holds the number of each row in its file: by it the corrected
    rows find their way back.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, WRITING) as book:
        page = book.add_worksheet("隔离行")
        text = book.add_format(_FONT | {"num_format": "@"})
        fault = book.add_format(_FONT | {"num_format": "@", "bg_color": "#FFE8A3"})
        head = book.add_format(_FONT | {"bold": True, "bg_color": "#E7ECEF"})
        wrapped = book.add_format(_FONT | {"text_wrap": True})
        page.write_string(0, 0, f"{MARK} {sheet.intake_id}", head)
        page.write_string(0, 1, sheet.title, text)
        names = [name for name, _ in sheet.fields]
        for at, heading in enumerate((sheet.more[0], *names, *sheet.more[1:])):
            page.write_string(1, at, heading, head)
        spoken = [heading for _, heading in sheet.fields]
        for at, heading in enumerate(("", *spoken, "", "")):
            page.write_string(2, at, heading, head)
        for line, (number, cells, why, instead, wrong) in enumerate(
            sheet.rows, start=HEADING_ROWS
        ):
            page.write_string(line, 0, str(number), text)
            for at, name in enumerate(names, start=1):
                style = fault if name in wrong else text
                page.write_string(line, at, cells.get(name, ""), style)
            page.write_string(line, len(names) + 1, why, wrapped)
            page.write_string(line, len(names) + 2, instead, wrapped)
        page.set_column(0, len(names), _NARROW)
        page.set_column(len(names) + 1, len(names) + 2, _WIDE)
        page.freeze_panes(HEADING_ROWS, 1)
    return target.getvalue()
