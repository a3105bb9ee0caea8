"""Working days: weekends, official days off, and the days worked in exchange.

A year without a table in ``parameters/holidays.toml`` has no known working days:
answers that need one are ``None``.  Counting by weekends alone is offered under a
name of its own, for a presumed day that nobody is held to.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rules.errors import PolicyError
from rules.language import N_
from rules.parameters import PARAMETER_FOLDER, Table

PATH = PARAMETER_FOLDER / "holidays.toml"
SATURDAY = 5  # of date.weekday()
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Holidays:
    """Days off and make-up working days of the years that have a table.

    Attributes
    ----------
    sources : mapping
        Year to the notice its days come from.
    unverified : frozenset of int
        Years whose days were not compared with that notice.
    """

    off: frozenset[date]
    working: frozenset[date]
    sources: Mapping[int, str]
    unverified: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool | None:
        """Tell whether a day is a working day, ``None`` in a year without table."""
        if day.year not in self.sources:
            return None
        return self.presumed_working(day)

    def presumed_working(self, day: date) -> bool:
        """Tell the same, by weekends alone where the year has no table."""
        if day in self.off or day in self.working:
            return day in self.working
        return day.weekday() < SATURDAY

    def after(self, day: date, days: int) -> date | None:
        """Return the n-th working day after a day, which itself does not count.

        Returns
        -------
        datetime.date or None
            ``None`` if the count runs into a year without table; after no days, the
            day itself.

        Raises
        ------
        ValueError
            If ``days`` is negative.
        """
        return _nth_after(day, days, self.is_working)

    def presumed_after(self, day: date, days: int) -> date:
        """Return the same, by weekends alone where a year has no table."""
        return _nth_after(day, days, self.presumed_working)

    def between(self, start: date, end: date) -> int | None:
        """Count the working days after ``start`` up to and with ``end``.

        Returns
        -------
        int or None
            0 if ``end`` is not after ``start``; ``None`` if a year has no table.
        """
        count = 0
        for day in _days(start, end):
            works = self.is_working(day)
            if works is None:
                return None
            count += works
        return count


@cache
def official_holidays() -> Holidays:
    """Return the table the product carries, read once."""
    return load_holidays()


def load_holidays(*paths: Path) -> Holidays:
    """Read the official table, and an office's own files over it.

    Parameters
    ----------
    *paths : pathlib.Path
        Files of the same shape; each changes the days it names, in years that are
        there already, and adds years that are not.

    Raises
    ------
    PolicyError
        If a file is missing or no TOML, a table says no origin, its name is no
        year, a range runs backwards, or a make-up day is off or no weekend day.

    Examples
    --------
    >>> holidays = load_holidays()
    >>> holidays.is_working(date(2026, 1, 2)), holidays.is_working(date(2026, 1, 4))
    (False, True)
    >>> holidays.after(date(2026, 9, 30), 1), holidays.is_working(date(2100, 1, 1))
    (datetime.date(2026, 10, 8), None)
    """
    off: set[date] = set()
    working: set[date] = set()
    tables: dict[int, Table] = {}
    for path in (PATH, *paths):
        for year, table in _tables(path).items():
            days_off, days_on = set(_off(table)), _working(table)
            off = (off | days_off) - days_on
            working = (working | days_on) - days_off
            tables[year] = table
    return Holidays(
        off=frozenset(off),
        working=frozenset(working),
        sources={year: table.source for year, table in tables.items()},
        unverified=frozenset(y for y, table in tables.items() if not table.verified),
    )


def _nth_after(day: date, days: int, works: Callable[[date], bool | None]) -> Any:
    if days < 0:
        raise ValueError(f"{days} working days: a count does not run backwards")
    while days:
        day += ONE_DAY
        counts = works(day)
        if counts is None:
            return None
        days -= counts
    return day


def _days(start: date, end: date) -> Iterator[date]:
    """Yield the days after ``start`` up to and with ``end``."""
    for number in range(1, (end - start).days + 1):
        yield start + timedelta(days=number)


def _tables(path: Path) -> dict[int, Table]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(
            N_("{file}: no holiday table can be read: {reason}"),
            file=path.name,
            reason=str(error),
        ) from error
    if wrong := [name for name in content if not _is_year(name)]:
        raise PolicyError(
            N_("{file}: table {table} is no year; write it like [2026]"),
            file=path.name,
            table=wrong[0],
        )
    return {
        int(year): Table.from_toml(path.name, year, content[year]) for year in content
    }


def _is_year(name: str) -> bool:
    return len(name) == len("2026") and name.isascii() and name.isdigit()


def _off(table: Table) -> Iterator[date]:
    for span in table["off"]:
        ends = span if isinstance(span, Mapping) else {}
        first, last = (_day(table, ends.get(end)) for end in ("from", "to"))
        if last < first:
            raise PolicyError(
                N_("{file}, {year}: days off from {day} run backwards"),
                **_where(table, first),
            )
        yield from _days(first - ONE_DAY, last)


def _working(table: Table) -> set[date]:
    days = {_day(table, day) for day in table["working"]}
    off = set(_off(table))
    for day in sorted(days):
        if day in off:
            raise PolicyError(
                N_("{file}, {year}: {day} is both off and worked"),
                **_where(table, day),
            )
        if day.weekday() < SATURDAY:
            raise PolicyError(
                N_("{file}, {year}: {day} is worked anyway, being no weekend day"),
                **_where(table, day),
            )
    return days


def _day(table: Table, day: object) -> date:
    if type(day) is not date:
        raise PolicyError(
            N_("{file}, {year}: {day} is no day; write it like 2026-10-01"),
            **_where(table, day),
        )
    return day


def _where(table: Table, day: object) -> dict[str, str]:
    return {"file": table.file, "year": table.name, "day": str(day)}
