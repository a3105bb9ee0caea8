"""Sheets that come back: doors with cells for what was found.

The headings of those cells are the ones by which ``geo.finding_files`` knows them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from reports.team_sheet import Say, SheetStop, is_known
from rules.language import N_
from rules.vocabulary import ENGLISH, TAGS

Value = str | float | None
BY_ORDER, ON_REQUEST = N_("by order"), N_("on request")
YES, NO = N_("yes"), N_("no")
MOST_GRADE = 5


class Column(NamedTuple):
    """A column of a sheet: heading, width in characters, and what a door has there.

    A column to be filled in has no value unless one is foreseen.  ``look`` is the name
    of a format.
    """

    heading: str
    width: float
    value: Callable[[SheetStop], Value] | None
    look: str = "cell"


def entry_columns(say: Say, language: str, team: str = "") -> list[Column]:
    """Return the columns of a sheet that is filled in.

    Parameters
    ----------
    team : str
        Who goes; ``""`` to be filled in.
    """
    names = ENGLISH if language == "en" else {}
    return [
        Column(say("Number"), 6, lambda stop: stop.place),
        Column(say("Household"), 22, lambda stop: stop.household_id),
        Column(say("Village"), 14, lambda stop: stop.village),
        Column(
            say("Structure"), 10, lambda s: names.get(s.structure, s.structure) or None
        ),
        Column(say("Appraised grade"), 9, lambda stop: stop.grade or None),
        Column(say("People"), 7, lambda stop: known(stop.people, 1)),
        Column(
            say(N_("People who need help")), 9, lambda stop: known(stop.dependents, 1)
        ),
        Column(
            say("Probability of heavy damage"),
            10,
            lambda stop: known(stop.heavy_probability, 2),
        ),
        Column(
            say(N_("Expected people in danger")), 10, lambda stop: known(stop.danger, 2)
        ),
        Column(say("Longitude"), 11, lambda stop: known(stop.lon, 6)),
        Column(say("Latitude"), 11, lambda stop: known(stop.lat, 6)),
        *_to_fill_in(say, team),
    ]


def _to_fill_in(say: Say, team: str) -> Iterator[Column]:
    yield Column(say("Found (green, yellow, red)"), 12, None, look="fill_in")
    yield Column(say("Damage grade (1 to 5)"), 10, None, look="fill_in")
    yield Column(say("Visited at"), 17, None, look="moment")
    yield Column(say("Team"), 10, lambda _: team or None, look="fill_in")
    reason = say(BY_ORDER)
    yield Column(say(N_("Reason for the visit")), 12, lambda _: reason, look="fill_in")
    yield Column(say("Lived in"), 9, None, look="fill_in")
    yield Column(say("Remarks"), 30, lambda stop: stop.note or None, look="fill_in")


def write_entry(
    sheet: Worksheet,
    lines: Sequence[str],
    columns: Sequence[Column],
    stops: Sequence[SheetStop],
    formats: dict[str, Any],
) -> None:
    """Write title, headings and a row for each door, from top to bottom."""
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats["line"])
    top = len(lines)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(top, at, column.heading, formats["head"])
    for row, stop in enumerate(stops, start=top + 1):
        for at, column in enumerate(columns):
            value = column.value and column.value(stop)
            write_value(sheet, row, at, value, formats[column.look])
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def offer_words(
    sheet: Worksheet, columns: list[Column], rows: range, say: Say, *, english: bool
) -> None:
    """Offer in a list what may be filled in, and refuse what nobody could read."""
    tags = [ENGLISH[tag] for tag in TAGS] if english else list(TAGS)
    offered = {
        say("Found (green, yellow, red)"): tags,
        say("Damage grade (1 to 5)"): [*range(1, MOST_GRADE + 1)],
        say("Reason for the visit"): [say(BY_ORDER), say(ON_REQUEST)],
        say("Lived in"): [say(YES), say(NO)],
    }
    for at, column in enumerate(columns):
        if words := offered.get(column.heading):
            rule = {"validate": "list", "source": words}
            sheet.data_validation(rows.start, at, max(rows.stop - 1, 0), at, rule)


def write_value(
    sheet: Worksheet, row: int, column: int, value: Value, look: Any
) -> None:
    """Write a text or a number; an empty cell keeps its look."""
    if value is None or value != value:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def known(value: float | None, decimals: int) -> float | None:
    """Return a number for a cell, ``None`` if it is unknown.

    Examples
    --------
    >>> known(2.444, 1), known(float("nan"), 1), known(None, 0), known(-1, 0)
    (2.4, None, None, None)
    """
    return round(value, decimals) if is_known(value) else None
