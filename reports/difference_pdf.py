"""The difference between two reports on paper: villages first, then doors."""

from collections.abc import Iterator, Sequence

import pandas as pd
from reportlab.lib.units import mm

from reports.difference_sheet import (
    DifferenceSheet,
    door_table,
    heading,
    summary,
    village_table,
)
from reports.pdf_paper import (
    BOLD,
    MARGIN,
    QUIET,
    RIGHT,
    TEXT,
    TOP,
    Frame,
    Paper,
    wide,
    wrapped,
)
from reports.team_sheet import Say
from rules.language import N_, translator
from rules.stamps import stamp_of

MOST_DOORS, MOST_VILLAGES = 300, 40
_ROW = 5.2 * mm
_SIZE, _SMALL = 8, 6
_BOTTOM = MARGIN + 6 * mm
_DOOR_WIDTHS = (0.17, 0.11, 0.075, 0.075, 0.075, 0.085, 0.085, 0.325)  # of the page
_VILLAGE_WIDTHS = (0.22, 0.1, 0.12, 0.12, 0.12, 0.32)

Table = tuple[str, pd.DataFrame, Sequence[float]]


def difference_pdf(sheet: DifferenceSheet, most: int = MOST_DOORS) -> bytes:
    """Draw the difference, A4; what is left out is counted, and in the workbook.

    Parameters
    ----------
    most : int
        Doors that are listed.
    """
    say = translator(sheet.language)
    pages = list(_pages(sheet, most, say))
    paper, title = Paper(heading(sheet, say)), heading(sheet, say)
    printed = f"{say('printed')} {sheet.printed_at}" if sheet.printed_at else ""
    frame = Frame(foot=title, right=printed, stamp=stamp_of(sheet, say))
    for number, page in enumerate(pages, start=1):
        paper.begin(frame, number, len(pages))
        y = _draw_head(paper, sheet, say) if number == 1 else TOP - 4 * mm
        for words, table, widths in page:
            y = _draw_table(paper, y, words, table, widths)
        paper.end()
    return paper.content()


def _pages(sheet: DifferenceSheet, most: int, say: Say) -> Iterator[list[Table]]:
    """Yield the tables of each page, cut to what it holds."""
    doors, villages = door_table(sheet, say), village_table(sheet, say)
    titles = say(N_("Villages by doors that moved")), say("Doors that moved")
    tables = (
        (_counted(titles[0], villages, MOST_VILLAGES, say), villages[:MOST_VILLAGES]),
        (_counted(titles[1], doors, most, say), doors[:most]),
    )
    page, room = [], _rows_between(TOP - _head_height(sheet, say))
    for (title, table), widths in zip(
        tables, (_VILLAGE_WIDTHS, _DOOR_WIDTHS), strict=True
    ):
        while len(table):
            if room < 5:  # a heading needs some rows below it
                yield page
                page, room = [], _rows_between(TOP - 4 * mm)
            page.append((title, table[: room - 3], widths))
            table, room = table[room - 3 :], room - 3 - len(table)
    yield page


def _counted(title: str, table: pd.DataFrame, most: int, say: Say) -> str:
    if len(table) <= most:
        return f"{title} ({len(table):,})"
    more = say(N_("the first {most} of {count}; all are in the workbook"))
    return f"{title} ({more.format(most=most, count=f'{len(table):,}')})"


def _rows_between(top: float) -> int:
    return int((top - _BOTTOM) / _ROW)


def _head_height(sheet: DifferenceSheet, say: Say) -> float:
    return 30 + 13 * len(summary(sheet, say))


def _draw_head(paper: Paper, sheet: DifferenceSheet, say: Say) -> float:
    y = TOP - 14
    room = paper.stamp(RIGHT, y, stamp_of(sheet, say), 9) - MARGIN - 4 * mm
    paper.text(MARGIN, y, heading(sheet, say), 15, font=BOLD, width=room)
    for line in summary(sheet, say):
        y -= 13
        paper.text(MARGIN, y, line, 9, width=RIGHT - MARGIN)
    return TOP - _head_height(sheet, say)


def _draw_table(
    paper: Paper, y: float, title: str, table: pd.DataFrame, widths: Sequence[float]
) -> float:
    """Draw a table and return where the next may begin."""
    paper.text(MARGIN, y - 10, title, 10, font=BOLD)
    y -= 2 * _ROW
    columns = [share * (RIGHT - MARGIN) for share in widths]
    _draw_cells(paper, y, [str(name) for name in table.columns], columns, QUIET)
    paper.rule(MARGIN, y - 3, RIGHT, line=0.8)
    for row in table.itertuples(index=False):
        y -= _ROW
        _draw_cells(paper, y, [_shown(value) for value in row], columns, 0.0)
        paper.rule(MARGIN, y - 4, RIGHT, grey=0.8, line=0.3)
    return y - _ROW


def _draw_cells(
    paper: Paper, y: float, cells: Sequence[str], widths: Sequence[float], grey: float
) -> None:
    x = MARGIN
    for cell, width in zip(cells[:-1], widths, strict=False):
        paper.text(x, y, cell, _SIZE, grey=grey, width=width - 3)
        x += width
    _draw_words(paper, x, y, cells[-1], grey)


def _draw_words(paper: Paper, x: float, y: float, words: str, grey: float) -> None:
    """Write what may be a sentence, on two lines if it needs them."""
    width = RIGHT - x
    if wide(words, TEXT, _SIZE) <= width:
        paper.text(x, y, words, _SIZE, grey=grey)
        return
    first, *rest = wrapped(words, TEXT, _SMALL, width)
    paper.text(x, y + 3.2, first, _SMALL, grey=grey)
    paper.text(x, y - 3.0, "".join(rest), _SMALL, grey=grey, width=width)


def _shown(value: object) -> str:
    if value is None or value != value:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
