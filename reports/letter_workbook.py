"""The tables of a notice as a workbook: to sort, to add to, to print."""

import math
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.letter import Letter, Sheet
from reports.letter_layout import chinese_date, width_in_characters
from reports.workbook import WRITING, sheet_name, width_of, write_cell

TEXT = "正文"
A4 = 9
FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "vcenter"}
WRAPPED = {"text_wrap": True}
TEXT_WIDTH = 90
LINE_PT, FILLED = 15.0, 0.9  # so much of a line is filled before it is broken
LANDSCAPE_FROM = 9  # columns
Formats = dict[str, Any]


def letter_workbook(letter: Letter) -> bytes:
    """Write a notice to a workbook: a sheet for each table, and one for the text.

    Shares are numbers shown in per cent, days are days; what is not known is empty.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, WRITING) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for sheet in letter.sheets:
            page = book.add_worksheet(sheet_name(sheet.title, taken))
            _write_table(page, sheet, letter, formats)
        _write_text(book.add_worksheet(sheet_name(TEXT, taken)), letter, formats)
    return target.getvalue()


def _formats(book: Workbook) -> Formats:
    head = {"bold": True, "bg_color": "#E7ECEF", "border": 1, "align": "center"}
    cell = FONT | {"border": 1}
    title = {"bold": True, "font_size": 14, "align": "center"}
    return {
        "title": book.add_format(FONT | title | WRAPPED),
        "stamp": book.add_format(FONT | {"bold": True, "font_color": "#B3261E"}),
        "right": book.add_format(FONT | {"align": "right"}),
        "text": book.add_format(FONT | WRAPPED),
        "bold": book.add_format(FONT | {"bold": True}),
        "head": book.add_format(FONT | head | WRAPPED),
        "cell": book.add_format(cell | {"align": "center"}),
        "left": book.add_format(cell | {"align": "left"} | WRAPPED),
        "date": book.add_format(cell | {"num_format": "yyyy-mm-dd"}),
        "ratio": book.add_format(cell | {"num_format": "0.0%", "align": "center"}),
    }


def _write_table(
    page: Worksheet, sheet: Sheet, letter: Letter, formats: Formats
) -> None:
    last = len(sheet.headings) - 1
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    page.write_string(1, 0, letter.stamp, formats["stamp"])
    page.write_string(1, last, sheet.says, formats["right"])
    top, whole = 2, 0.0
    for column, heading in enumerate(sheet.headings):
        page.write_string(top, column, heading, formats["head"])
        values = [row[column] for row in sheet.rows]
        own = _format_of(column, sheet, formats)
        for row, value in enumerate(values, start=top + 1):
            page.write_blank(row, column, None, own["cell"])
            write_cell(page, row, column, value, own)
        known = [f"{v:.3f}" if isinstance(v, float) else v for v in values]
        wide = width_of(heading, known)
        page.set_column(column, column, wide)
        whole += wide
    for row, note in enumerate(sheet.notes, start=top + 1 + len(sheet.rows)):
        page.merge_range(row, 0, row, last, note, formats["text"])
        page.set_row(row, _height(note, whole))
    _set_print(page, top, wide=last + 1 >= LANDSCAPE_FROM)


def _format_of(column: int, sheet: Sheet, formats: Formats) -> Formats:
    """Return the formats of a column: of its shares, its texts, its numbers."""
    if column in sheet.ratios:
        return formats | {"cell": formats["ratio"]}
    return formats | {"cell": formats["left" if column in sheet.left else "cell"]}


def _set_print(page: Worksheet, heading_row: int, *, wide: bool) -> None:
    page.freeze_panes(heading_row + 1, 0)
    page.repeat_rows(heading_row)
    page.set_paper(A4)
    if wide:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C— &P —")


def _write_text(page: Worksheet, letter: Letter, formats: Formats) -> None:
    lines = [
        (letter.stamp, "stamp"),
        (letter.title.replace("\n", ""), "title"),
        (f"{letter.to}：" if letter.to else "", "text"),
        *((line.removeprefix("# "), _look(line)) for line in letter.body),
        (letter.sender, "right"),
        (chinese_date(letter.dated), "right"),
    ]
    page.set_column(0, 0, TEXT_WIDTH)
    kept = [(line, look) for line, look in lines if line]
    for row, (line, look) in enumerate(kept):
        page.write_string(row, 0, line, formats[look])
        page.set_row(row, _height(line, TEXT_WIDTH) + (look == "title") * LINE_PT)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)


def _height(text: str, wide: float) -> float:
    """Return how high a row must be for a text in a column so many digits wide."""
    return LINE_PT * math.ceil(2 * width_in_characters(text) / (wide * FILLED))


def _look(line: str) -> str:
    return "bold" if line.startswith("# ") else "text"
