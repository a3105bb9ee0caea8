"""The monthly forms (rule R1) as Excel: laid out as the annex prints them.

Forms of the office and therefore Chinese, whatever the language of the pages.  The
rows stand where they always stand, so that a city can gather the forms of its
counties by place; amounts are numbers in 万元, and nothing is a formula.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.workbook import WRITING, sheet_name
from rules.forms import FormTemplate

A4 = 9
YUAN = 10_000  # in 万元
ANNEX, TITLE, SIGNED, TOP = 0, 1, 2, 3  # rows; the headings begin at the last
LEAST_PLACES = 2  # decimals of 万元
NOTES = "填表说明："
FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
WIDE, NARROW = 7.8, 4.4  # characters, of money and of households
HEIGHTS = {ANNEX: 18, TITLE: 36, SIGNED: 30}  # points
HEAD_HEIGHTS, LINE_HEIGHT, DATA_HEIGHT = (34, 76), 18, 30
LINE_SIGNS = 95  # Chinese characters of a note in one line


@dataclass(frozen=True, kw_only=True)
class FormPaper:
    """A form that is filled in.

    Attributes
    ----------
    title : str
        With its blanks filled.
    values : mapping
        By column number: households, or yuan; ``None`` is not known and stays empty.
    state : str
        Of a paper that is not the one filed: a draft, a correction; may be empty.
    stamp : str
        For demonstration data; may be empty.
    remarks : sequence of str
        Of the office, below the notes of the document.
    """

    template: FormTemplate
    title: str
    values: Mapping[int, int | None]
    state: str = ""
    stamp: str = ""
    remarks: tuple[str, ...] = ()


def printed_value(amount: int | None, *, is_money: bool) -> int | float | None:
    """Return what stands in a cell: households, or yuan as 万元 to the last yuan.

    Examples
    --------
    >>> printed_value(12_345, is_money=True), printed_value(3, is_money=False)
    (1.2345, 3)
    """
    return amount / YUAN if is_money and amount is not None else amount


def money_places(amounts: Iterable[int | None]) -> int:
    """Return the decimals that a row of money in 万元 needs: two to four.

    Parameters
    ----------
    amounts : iterable of int or None
        Yuan.

    Examples
    --------
    >>> money_places([840_500, None]), money_places([0, 12_345])
    (2, 4)
    """
    rests = [amount % YUAN for amount in amounts if amount is not None]
    needed = (len(f"{rest:04d}".rstrip("0")) for rest in rests)
    return max(LEAST_PLACES, *needed, 0)


def form_workbook(papers: Iterable[FormPaper]) -> bytes:
    """Write forms to a workbook, a sheet each, one page of A4 across."""
    target, taken = BytesIO(), set()
    with xlsxwriter.Workbook(target, WRITING) as book:
        formats = _formats(book)
        for paper in papers:
            page = book.add_worksheet(sheet_name(paper.template.name, taken))
            _write_top(page, paper, formats)
            _write_heads(page, paper.template, formats)
            below = _write_values(page, paper, formats)
            last = _write_notes(page, paper, below, formats)
            _set_up(page, paper.template, last)
    return target.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    edged = FONT | {"border": 1, "align": "center"}
    head = edged | {"text_wrap": True}
    kinds = {
        "title": FONT | {"font_size": 18, "bold": True, "align": "center"},
        "line": FONT,
        "note": FONT | {"text_wrap": True},
        "stamp": FONT | {"bold": True, "align": "right", "font_color": "#B3261E"},
        "head": head,
        "open": head | {"bottom": 0},  # a heading and what it totals are one field
        "total": head | {"top": 0},
        "households": edged | {"num_format": "0"},
    }
    for places in range(LEAST_PLACES, len(str(YUAN))):
        look = {"num_format": f"0.{'0' * places}", "shrink": True}
        kinds[f"money{places}"] = edged | look
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _write_top(page: Worksheet, paper: FormPaper, formats: dict[str, Format]) -> None:
    last = len(paper.template.columns) - 1
    page.write_string(ANNEX, 0, paper.template.annex, formats["line"])
    if said := "　".join(filter(None, (paper.state, paper.stamp))):
        page.merge_range(ANNEX, last - 8, ANNEX, last, said, formats["stamp"])
    page.merge_range(TITLE, 0, TITLE, last, paper.title, formats["title"])
    signed = paper.template.signed
    share = (last + 1) // len(signed)
    for number, words in enumerate(signed):
        first = number * share
        until = last if number == len(signed) - 1 else first + share - 1
        page.merge_range(SIGNED, first, SIGNED, until, words, formats["line"])
    for row, height in HEIGHTS.items():
        page.set_row(row, height)


def _write_heads(
    page: Worksheet, template: FormTemplate, formats: dict[str, Format]
) -> None:
    last = len(template.columns) - 1
    for row, cells in enumerate(template.heads):
        height = HEAD_HEIGHTS[min(row, len(HEAD_HEIGHTS) - 1)]
        page.set_row(TOP + row, height)
        for column in range(last + 1):
            kind = "total" if row else "head"
            page.write_blank(TOP + row, column, None, formats[kind])
        for cell in cells:
            words = template.heading(cell)
            area = (TOP + row, cell.first - 1, TOP + row + cell.rows - 1, cell.last - 1)
            if area[:2] == area[2:]:
                page.write_string(*area[:2], words, formats["head"])
            else:
                page.merge_range(*area, words, formats["head"])
            if cell.rows == 1 and cell.first < cell.last:
                page.write_string(*area[:2], words, formats["open"])
    for place, column in enumerate(template.columns):
        units = TOP + len(template.heads)
        page.write_string(units, place, column.unit, formats["head"])
        page.write_number(units + 1, place, column.number, formats["head"])


def _write_values(page: Worksheet, paper: FormPaper, formats: dict[str, Format]) -> int:
    """Write the one row of numbers; return the row below it."""
    row = TOP + len(paper.template.heads) + 2
    page.set_row(row, DATA_HEIGHT)
    columns = paper.template.columns
    places = money_places(paper.values.get(c.number) for c in columns if c.is_money)
    for place, column in enumerate(columns):
        kind = formats[f"money{places}" if column.is_money else "households"]
        found = paper.values.get(column.number)
        value = printed_value(found, is_money=column.is_money)
        if value is None:
            page.write_blank(row, place, None, kind)
        else:
            page.write_number(row, place, value, kind)
        page.set_column(place, place, WIDE if column.is_money else NARROW)
    return row + 1


def _write_notes(
    page: Worksheet, paper: FormPaper, row: int, formats: dict[str, Format]
) -> int:
    """Write the notes of the document, then the office's; return the last row."""
    last = len(paper.template.columns) - 1
    notes = [f"{n}. {note}" for n, note in enumerate(paper.template.notes, start=1)]
    for said in (NOTES, *notes, *paper.remarks):
        page.merge_range(row, 0, row, last, said, formats["note"])
        page.set_row(row, LINE_HEIGHT * (1 + len(said) // LINE_SIGNS))
        row += 1
    return row - 1


def _set_up(page: Worksheet, template: FormTemplate, last_row: int) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.5)
    page.center_horizontally()
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, last_row, len(template.columns) - 1)
