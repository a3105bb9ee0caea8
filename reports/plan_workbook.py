"""A plan of pilot villages in Excel: each figure of the paper, to be reckoned with.

Households are numbers of the ledger; nobody's name is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from math import ceil, isfinite, isnan

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.plan_looks import ems
from reports.plan_sheets import Column, PlanSheet, plan_sheets
from reports.proposal import Proposal
from reports.proposal_words import Say, title_of
from reports.workbook import WRITING, sheet_name

A4, A3 = 9, 8
WIDEST, LEAST_WIDE = 30, 8
UPRIGHT_UNTIL, A4_UNTIL = 95, 200
LINE_POINTS, HEAD_LINES = 16, 2
FONT = {"font_name": "Noto Sans SC", "font_size": 10, "valign": "vcenter"}
NUMBER_FORMATS = {
    "count": "#,##0",
    "yuan": "#,##0",
    "people": "0.000",
    "number": "#,##0.###",
    "share": "0.0%",
    "day": "yyyy-mm-dd",
}


@dataclass(frozen=True)
class _Formats:
    title: object
    line: object
    stamp: object
    head: object
    cells: dict[str, object]


def plan_workbook(proposal: Proposal, say: Say) -> bytes:
    """Write a proposal's tables to a workbook, one sheet each.

    What is unknown is an empty cell; text is never a formula.  Amounts are in yuan.

    Returns
    -------
    bytes
        An ``.xlsx``; the same for the same proposal.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, WRITING) as book:
        made = datetime.combine(proposal.made_on, time())
        author = proposal.office or proposal.county
        title = title_of(proposal, say)
        book.set_properties({"title": title, "author": author, "created": made})
        formats, taken = _formats(book), set()
        for sheet in plan_sheets(proposal, say):
            page = book.add_worksheet(sheet_name(sheet.name, taken))
            _write(page, sheet, title, proposal.stamp, formats)
    return target.getvalue()


def _formats(book: Workbook) -> _Formats:
    edged = FONT | {"border": 1, "border_color": "#7B8890", "text_wrap": True}
    head = edged | {"bold": True, "align": "center", "bg_color": "#E7ECEF"}
    cells = {
        kind: book.add_format(edged | {"num_format": shown})
        for kind, shown in NUMBER_FORMATS.items()
    }
    cells["text"] = book.add_format(edged | {"num_format": "@", "indent": 1})
    return _Formats(
        title=book.add_format(FONT | {"bold": True, "font_size": 14}),
        line=book.add_format(FONT | {"text_wrap": True}),
        stamp=book.add_format(FONT | {"bold": True, "font_color": "#B3261E"}),
        head=book.add_format(head),
        cells=cells,
    )


def _write(
    page: Worksheet, sheet: PlanSheet, title: str, stamp: str, formats: _Formats
) -> None:
    widths = [_width(column) for column in sheet.columns]
    page.write_string(0, 0, f"{title} · {sheet.name}", formats.title)
    above = [(line, formats.line) for line in sheet.lines]
    above = [(stamp, formats.stamp), *above] if stamp else above
    for row, (line, look) in enumerate(above, start=1):
        page.merge_range(row, 0, row, max(len(widths) - 1, 1), "")
        page.write_string(row, 0, line, look)
        page.set_row(row, LINE_POINTS * ceil(_letters(line) / sum(widths)))
    top = len(above) + 1
    _write_table(page, sheet, top, widths, formats)
    _set_up(page, top, stamp, sum(widths))


def _write_table(
    page: Worksheet,
    sheet: PlanSheet,
    top: int,
    widths: Sequence[float],
    formats: _Formats,
) -> None:
    """Write the headings at a row and the values below, each row as high as needed."""
    lines = {top: HEAD_LINES}
    for place, (column, wide) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(place, place, wide)
        page.write_string(top, place, column.heading, formats.head)
        look = formats.cells[column.kind]
        for row, value in enumerate(column.values, start=top + 1):
            _write_cell(page, row, place, value, look)
            needed = ceil((_letters(_told(value)) + 3) / wide)
            lines[row] = max(lines.get(row, 1), needed)
    for row, count in lines.items():
        page.set_row(row, LINE_POINTS * count)
    if len(lines) > 1:
        page.autofilter(top, 0, max(lines), len(widths) - 1)


def _write_cell(
    page: Worksheet, row: int, place: int, value: object, look: object
) -> None:
    if value in (None, "") or (isinstance(value, float) and isnan(value)):
        page.write_blank(row, place, None, look)
    elif isinstance(value, str):
        page.write_string(row, place, value, look)
    elif isinstance(value, int | float) and isfinite(value):
        page.write_number(row, place, value, look)
    else:
        page.write_datetime(row, place, value, look)


def _width(column: Column) -> float:
    """Return what the values need, and half of the heading, which may break."""
    told = [part for value in column.values for part in _told(value).split("\n")]
    needed = max(map(_letters, told), default=0) + 3
    return min(max(needed, _letters(column.heading) / 2 + 5, LEAST_WIDE), WIDEST)


def _told(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value or "")


def _letters(text: str) -> int:
    """Return how wide a text is, in western letters."""
    return round(2 * ems(text)) if text else 0


def _set_up(page: Worksheet, top: int, stamp: str, wide: float) -> None:
    page.freeze_panes(top + 1, 0)
    if wide > UPRIGHT_UNTIL:
        page.set_landscape()
    page.set_paper(A4 if wide <= A4_UNTIL else A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&C&P/&N")
    if stamp:
        page.set_header(f'&R&"Noto Sans SC,Bold"&KB3261E{stamp.replace("&", "&&")}')
