"""The workbook of all doors after an event, and of the teams that go to them.

Written row by row: a county of 200 000 doors needs no more memory than its columns.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.difference_sheet import UNITS
from reports.streamed_workbook import STREAMED
from reports.team_sheet import Say, SheetStop, is_known
from reports.visit_book import Doors, VillageRow, VisitBook, doors_of_villages
from reports.visit_entry import entry_columns, offer_words, write_entry, write_value
from reports.workbook import sheet_name
from rules.language import N_, translator
from rules.stamps import stamp_of
from rules.vocabulary import ENGLISH

ROWS_TOLD = 5_000  # between two words about the progress
ROWS_IN_SHEET = 1_000_000  # Excel takes 1 048 576 with its headings
_DECIMALS = {"hazard": 1, "p_heavy": 3, "people": 1, "danger": 3, "effort": 2,
             "score": 4, "dependents": 1, "lon": 6, "lat": 6}  # fmt: skip
_WIDTHS = {"household_id": 24, "town": 12, "village": 14, "visited_at": 22}
_FONT = {"font_name": "Noto Sans SC", "font_size": 10}

Progress = Callable[[int, int], None]


def visit_workbook(book: VisitBook, progress: Progress | None = None) -> bytes:
    """Write the workbook: notes, a sheet for each team, the villages, all doors.

    What is filled in on the sheets of teams and villages comes back as findings.

    Parameters
    ----------
    progress : callable, optional
        Told again and again how many rows of how many are written.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, STREAMED) as workbook:
        _Writer(workbook, book, progress or _untold).write()
    return target.getvalue()


def _untold(done: int, of: int) -> None:
    """Tell nobody."""


@dataclass
class _Writer:
    """One workbook being written; a sheet is begun when the one before is whole."""

    workbook: Workbook
    book: VisitBook
    progress: Progress

    def __post_init__(self) -> None:
        self.say: Say = translator(self.book.language)
        self.formats = _formats(self.workbook)
        self.taken: set[str] = set()
        self.linked: dict[tuple[str, str], str] = {}
        self.done = 0
        self.of = _rows(self.book)

    def write(self) -> None:
        self._write_notes()
        for team in self.book.teams:
            name = f"{team.team} {team.team_name}".strip()
            self._write_entry(name, team.stops, team=team.name)
        if self.book.doors is not None and self.book.village_sheets:
            for town, village, stops in doors_of_villages(self.book.doors):
                self.linked[town, village] = self._write_entry(village, stops)
        if self.book.villages:
            self._write_villages()
        if self.book.doors is not None:
            self._write_doors(self.book.doors)
        self.progress(self.of, self.of)

    def _begin(self, name: str) -> tuple[Worksheet, str]:
        name = sheet_name(name, self.taken)
        return self.workbook.add_worksheet(name), name

    def _told(self, rows: int) -> None:
        before, self.done = self.done // ROWS_TOLD, self.done + rows
        if self.done // ROWS_TOLD != before:
            self.progress(self.done, self.of)

    def _title(self, name: str) -> list[str]:
        stamp = stamp_of(self.book, self.say)
        title = f"{self.book.county} · {self.book.event_title} · {name}"
        return [title, *([stamp] if stamp else [])]

    def _write_notes(self) -> None:
        sheet, name = self._begin(self.say(N_("Notes")))
        printed = self.book.printed_at
        lines = [
            *self._title(name),
            *([f"{self.say('printed')} {printed}"] if printed else []),
            *self.book.notes,
            *map(self.say, _HOW_TO),
        ]
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(lines):
            look = self.formats["line" if row == 0 else "wrapped"]
            sheet.write_string(row, 0, line, look)

    def _write_entry(
        self, name: str, stops: Sequence[SheetStop], *, team: str = ""
    ) -> str:
        sheet, given = self._begin(name)
        columns = entry_columns(self.say, self.book.language, team)
        lines = self._title(name)
        first = len(lines) + 1
        write_entry(sheet, lines, columns, stops, self.formats)
        filled_in, english = (
            range(first, first + len(stops)),
            self.book.language == "en",
        )
        offer_words(sheet, columns, filled_in, self.say, english=english)
        self._told(len(stops))
        return given

    def _write_villages(self) -> None:
        sheet, name = self._begin(self.say(N_("By village")))
        top = self._headings(sheet, name, _village_headings(self.say), 14)
        for row, village in enumerate(self.book.villages, start=top):
            for at, value in enumerate(_village_cells(village)):
                write_value(sheet, row, at, value, self.formats["cell"])
            if target := self.linked.get((village.town, village.village)):
                link = f"internal:'{target}'!A1"
                look = {"cell_format": self.formats["link"], "string": village.village}
                sheet.write_url(row, 1, link, **look)
        self._told(len(self.book.villages))

    def _write_doors(self, doors: Doors) -> None:
        headings = _door_headings(self.say, self.book.unit)
        columns = _printed(doors, self.book.language)
        for start in range(0, max(len(doors), 1), ROWS_IN_SHEET):
            sheet, name = self._begin(self.say(N_("All doors")))
            top = self._headings(sheet, name, list(headings.values()), 11)
            for at, field in enumerate(headings):
                sheet.set_column(at, at, _WIDTHS.get(field, 11))
            end = min(start + ROWS_IN_SHEET, len(doors))
            for row, cells in enumerate(_lines(columns, headings, start, end), top):
                _write_plain(sheet, row, cells)
                self._told(1)
            sheet.autofilter(top - 1, 0, top - 1 + end - start, len(headings) - 1)

    def _headings(
        self, sheet: Worksheet, name: str, headings: list[str], width: float
    ) -> int:
        """Write title and headings; return the row below them."""
        lines = self._title(name)
        sheet.set_column(0, len(headings) - 1, width)
        for row, line in enumerate(lines):
            sheet.write_string(row, 0, line, self.formats["line"])
        for at, heading in enumerate(headings):
            sheet.write_string(len(lines), at, heading, self.formats["head"])
        sheet.freeze_panes(len(lines) + 1, 2)
        return len(lines) + 1


_HOW_TO = (
    N_(
        "Fill in the sheets of the teams: the tag, and where known the damage grade, "
        "the time and a remark. A door without a tag counts as not visited."
    ),
    N_(
        "Bring the file in again as findings; only the sheets with cells to fill in "
        "are read, and rows that are already known change nothing."
    ),
    N_("An empty cell is unknown, not zero. The order says whom to visit first only."),
)


def _rows(book: VisitBook) -> int:
    """Count the rows that will be written."""
    doors = 0 if book.doors is None else len(book.doors)
    stops = sum(len(team.stops) for team in book.teams)
    if book.doors is not None and book.village_sheets:
        stops += sum(not tag for tag in book.doors.tag)
    return doors + stops + len(book.villages)


def _lines(
    columns: dict[str, list], names: dict[str, str], start: int, end: int
) -> Iterator[tuple]:
    return zip(*(columns[name][start:end] for name in names), strict=True)


def _write_plain(sheet: Worksheet, row: int, cells: tuple) -> None:
    """Write a row without formats: a file of 200 000 rows stays small."""
    for at, value in enumerate(cells):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(row, at, value)
        else:
            sheet.write_number(row, at, value)


def _printed(doors: Doors, language: str) -> dict[str, list]:
    """Return the columns rounded as they are read; ``None`` unknown."""
    columns = doors.columns()
    for name, decimals in _DECIMALS.items():
        columns[name] = [
            round(value, decimals) if is_known(value) else None
            for value in columns[name]
        ]
    names = ENGLISH if language == "en" else {}
    for name in ("structure", "tag"):
        columns[name] = [names.get(word, word) for word in columns[name]]
    return columns


def _door_headings(say: Say, unit: str) -> dict[str, str]:
    """Return the headings of the sheet of all doors: none that a return has."""
    return {
        "rank": say("Order in the county"),
        "household_id": say("Household"),
        "town": say("Town"),
        "village": say("Village"),
        "structure": say("Structure"),
        "grade": say("Appraised grade"),
        "hazard": f"{say(N_('Hazard'))} ({say(UNITS[unit])})",
        "p_heavy": say("Probability of heavy damage"),
        "people": say("People"),
        "dependents": say("People who need help"),
        "danger": say("Expected people in danger"),
        "effort": say(N_("Effort")),
        "score": say(N_("Score")),
        "first": say(N_("The county's own order")),
        "lon": say("Longitude"),
        "lat": say("Latitude"),
        "tag": say(N_("Tag on record")),
        "visited_at": say(N_("Visit on record")),
    }


def _village_headings(say: Say) -> list[str]:
    danger, heavy = say("Expected people in danger"), say("Heavy damage")
    low, middle, high = say(N_("low")), say(N_("expected")), say(N_("high"))
    return [
        say("Town"),
        say("Village"),
        say("Households"),
        say(N_("Visited")),
        *(f"{danger}: {word}" for word in (low, middle, high)),
        *(f"{heavy}: {word}" for word in (low, middle, high)),
    ]


def _village_cells(row: VillageRow) -> list[Any]:
    numbers = (
        row.danger_low, row.danger_middle, row.danger_high,
        row.heavy_low, row.heavy_middle, row.heavy_high,
    )  # fmt: skip
    told = (round(n, 1) if is_known(n) else None for n in numbers)
    return [row.town, row.village, row.households, row.visited, *told]


def _formats(book: Workbook) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#E7ECEF", "bottom": 1, "text_wrap": True}
    fill_in = _FONT | {"border": 1, "border_color": "#7B8890", "bg_color": "#FFF8DC"}
    return {
        "line": book.add_format(_FONT | {"bold": True}),
        "head": book.add_format(_FONT | head),
        "cell": book.add_format(_FONT),
        "wrapped": book.add_format(_FONT | {"text_wrap": True}),
        "fill_in": book.add_format(fill_in),
        "moment": book.add_format(fill_in | {"num_format": "yyyy-mm-dd hh:mm"}),
        "link": book.add_format(_FONT | {"underline": 1}),
    }
