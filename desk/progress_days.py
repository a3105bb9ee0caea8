"""Days that progress is compared with, and stepped through."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from rules.forms import last_day, month_of, next_month
from rules.stages import day_in_month

DAYS_OF_WEEK = 7
MONTHS_OF_YEAR = 12
MONTHS_BACK: Mapping[str, int] = MappingProxyType(
    {"month": 1, "quarter": 3, "year": MONTHS_OF_YEAR}
)

SINCE: Mapping[str, Callable[[date], date]] = MappingProxyType(
    {
        "month": lambda day: shifted_months(day, -1),
        "week": lambda day: day - timedelta(days=DAYS_OF_WEEK),
        "quarter": lambda day: shifted_months(day, -3),
        "year": lambda day: shifted_months(day, -12),
        "new_year": lambda day: date(day.year - 1, 12, 31),
    }
)


def since_day(word: str, day: date, first: date) -> date:
    """Return the day to compare with, not before the first.

    Parameters
    ----------
    word : str
        A word of ``SINCE``, or a day as in an address; anything else is a month.

    Examples
    --------
    >>> since_day("month", date(2026, 3, 31), date(2024, 1, 1))
    datetime.date(2026, 2, 28)
    >>> since_day("2026-01-05", date(2026, 3, 31), date(2024, 1, 1))
    datetime.date(2026, 1, 5)
    """
    try:
        found = date.fromisoformat(word)
    except ValueError:
        found = SINCE.get(word, SINCE["month"])(day)
    return max(min(found, day), first)


def published_since(word: str, day: date, first: date, last: date) -> date:
    """Return the month-end to compare a published day with.

    Of a day within a month the month before is over, and its end is published.

    Parameters
    ----------
    word : str
        A word of ``MONTHS_BACK``, ``"new_year"``, or a day; anything else is a month.
    first, last : datetime.date
        Of the ledger.

    Examples
    --------
    >>> ends = date(2024, 10, 2), date(2026, 11, 22)
    >>> published_since("month", date(2026, 11, 22), *ends).isoformat()
    '2026-10-31'
    >>> published_since("quarter", date(2026, 10, 31), *ends).isoformat()
    '2026-07-31'
    """
    try:
        found = date.fromisoformat(word)
    except ValueError:
        months = MONTHS_BACK.get(word, 1)
        ended = last_day(shifted_months(month_of(day), -months))
        found = SINCE[word](day) if word == "new_year" else ended
    return published_day(min(found, day), first, last)


def shifted_months(day: date, months: int) -> date:
    """Return the same day of another month; of the last of a month the last.

    Examples
    --------
    >>> shifted_months(date(2026, 2, 28), -1), shifted_months(date(2026, 3, 30), -1)
    (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))
    """
    counted = day.year * MONTHS_OF_YEAR + day.month - 1 + months
    year, month = divmod(counted, MONTHS_OF_YEAR)
    begins = date(year, month + 1, 1)
    if day == last_day(month_of(day)):
        return last_day(begins)
    return day_in_month(begins, day.day)


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the months between two days, and the last day itself.

    Examples
    --------
    >>> [day.isoformat() for day in month_ends(date(2026, 1, 20), date(2026, 3, 5))]
    ['2026-01-31', '2026-02-28', '2026-03-05']
    """
    ends, month = [], month_of(first)
    while month <= last:
        ends.append(min(last_day(month), last))
        month = next_month(month)
    return ends


def published_day(day: date, first: date, last: date) -> date:
    """Return the newest month-end, or the last day, that is not after a day.

    Examples
    --------
    >>> published_day(date(2026, 2, 10), date(2026, 1, 20), date(2026, 3, 5))
    datetime.date(2026, 1, 31)
    >>> published_day(date(2026, 1, 21), date(2026, 1, 20), date(2026, 3, 5))
    datetime.date(2026, 1, 31)
    """
    ends = month_ends(first, last)
    return max([end for end in ends if end <= day] or ends[:1])
