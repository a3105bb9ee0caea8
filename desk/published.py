"""Progress as it may be shown to anybody: classes of counts, and nothing behind them.

What is withheld on a day depends on what was published of the month-ends before it,
see :mod:`ledger.disclosure`; so a book keeps its month-ends once they are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from threading import RLock
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from desk.progress_book import MONEY, ProgressBook
from desk.progress_measures import PROGRESS_MEASURES
from desk.published_rates import TOO_FEW, rate_of, value_of
from desk.recent import Recent
from geo.case_history import LADDER
from ledger.area_tree import AreaTree
from ledger.count_classes import class_high, class_low, class_words
from ledger.disclosure import Part, Table, withheld
from ledger.small_counts import WITHHELD, smallest_count
from rules.adcode import Level
from rules.parameters import load_parameters

COUNTED = (*LADDER, "overdue", "waiting", "stuck")
PUBLISHED = (*COUNTED, "open")
PARTS = (
    *(
        Part(whole, part)
        for place, whole in enumerate(LADDER)
        for part in LADDER[place + 1 :]
    ),
    Part("found", "overdue"),
    Part("found", "stuck"),
    Part("accepted", "stuck"),
)
# Of which cases an amount tells; it is hidden where they are few.
AMOUNT_OF = {"owed_cny": "accepted", "paid_cny": "found", "stuck_cny": "stuck"}


@dataclass(frozen=True, eq=False)
class Published:
    """What is published of a day.

    Attributes
    ----------
    on : datetime.date
    """

    on: date
    _book: ProgressBook
    _tree: AreaTree
    _told: Table

    def table(self, level: Level) -> pd.DataFrame:
        """Return the classes of all counts, amounts and the middle of the days.

        Returns
        -------
        DataFrame
            Index: code.  ``name``, and for each of :data:`PUBLISHED`, of the amounts
            in yuan and of ``days_in_step``: ``<measure>_low``, the least number of
            the class (0 where it is small, ``NaN`` where it is withheld; of days and
            amounts ``NaN`` in both cases) and ``<measure>_shown``.  What is open is
            about the difference of what was found and struck off as published, within
            ``open_least`` and ``open_most``: its own class, beside theirs, would tell
            too much.
        """
        return self._tables[level].copy()

    def rate(self, level: Level, measure: str) -> pd.DataFrame:
        """Return a measure of progress by area, from published counts alone.

        Returns
        -------
        DataFrame
            Index: code.  ``value`` (``NaN`` hidden), ``least`` and ``most``, between
            which the true one lies, ``numerator_shown``, ``denominator_shown``,
            ``state`` (``known``; ``shrunk``: of few cases, drawn toward all; ``small``
            or ``withheld``: hidden), ``shown``: about so much, or the range.

        Raises
        ------
        KeyError
            If there is no such measure.
        """
        asked = PROGRESS_MEASURES[measure]
        table = self._tables[level]
        if asked.is_share:
            parts = asked.numerator, asked.denominator
            county = rate_of(self._tables[Level.COUNTY], *parts)["value"]
            whole = level is Level.COUNTY or county.empty
            usual = np.nan if whole else float(county.iloc[0])
            return rate_of(table, *parts, usual)
        return value_of(table, asked.value)

    @cached_property
    def _tables(self) -> dict[Level, pd.DataFrame]:
        return {level: self._table(level) for level in Level}

    def _table(self, level: Level) -> pd.DataFrame:
        exact = self._book.counts(self.on, level)
        place = {code: at for at, code in enumerate(self._tree.codes.tolist())}
        at = [place[_whole(code, level)] for code in exact.index]
        columns: dict[str, object] = {"name": exact["name"]}
        for name in COUNTED:
            low = class_low(self._told.counts[name])
            low = np.where(self._told.withheld[name], np.nan, low)[at]
            columns[f"{name}_low"] = low
            columns[f"{name}_shown"] = [class_words(each) for each in low]
        table = pd.DataFrame(columns, index=exact.index)
        _add_open(table)
        for name in MONEY:
            _add(table, name, exact[name], AMOUNT_OF[name], _classes("step_cny"))
        _add(
            table, "days_in_step", exact["days_in_step"], "open", _classes("step_days")
        )
        return table


def published(book: ProgressBook, on: date) -> Published:
    """Return what may be shown to anybody of the progress of a day.

    Raises
    ------
    PlanningError
        If nothing is recorded for the day.
    """
    book.require_day(on)
    chain = _chain_of(book)
    return Published(on, book, chain.tree, chain.table(book, on))


class _Chain:
    """The month-ends of a book, each made with those before it in mind."""

    def __init__(self, book: ProgressBook) -> None:
        seen = {_whole(code) for code in book.history.villages.tolist()}
        known = {code for code in book.places if len(code) == Level.VILLAGE} | seen
        towns = {code for code in book.places if len(code) == Level.TOWN}
        empty = towns - {code[: Level.TOWN] for code in known}
        self.tree = AreaTree(sorted(known | {_whole(code) for code in empty}))
        self._months: dict[date, Table] = {}
        self._lock = RLock()

    def table(self, book: ProgressBook, on: date) -> Table:
        with self._lock:
            for end in month_ends(book.first_day or on, on):
                if end not in self._months:
                    self._months[end] = self._made(book, end)
            return self._months.get(on) or self._made(book, on)

    def _made(self, book: ProgressBook, on: date) -> Table:
        earlier = sorted(end for end in self._months if end < on)
        before = [self._months[end] for end in earlier[-_classes("months") :]]
        counts = self._counts(book, on)
        return _MADE.get(
            _digest(self.tree, counts, before),
            lambda: withheld(self.tree, counts, PARTS, LADDER, before),
        )

    def _counts(self, book: ProgressBook, on: date) -> dict[str, np.ndarray]:
        exact = book.counts(on, Level.VILLAGE)[[*COUNTED]]
        exact = exact.groupby([_whole(code) for code in exact.index]).sum()
        villages = self.tree.codes[self.tree.span(Level.VILLAGE)]
        exact = exact.reindex(villages, fill_value=0)
        sums = self.tree.summed(exact.to_numpy(dtype=float).T)
        return dict(zip(COUNTED, sums, strict=True))


def month_ends(first: date, last: date) -> list[date]:
    """List the month-ends from one day to another, both included.

    Examples
    --------
    >>> [day.isoformat() for day in month_ends(date(2026, 1, 31), date(2026, 3, 30))]
    ['2026-01-31', '2026-02-28']
    """
    ends, day = [], first
    while day <= last:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        ends.append(day - timedelta(days=1))
    return [end for end in ends if first <= end <= last]


def _add_open(table: pd.DataFrame) -> None:
    """Add open cases, about: the difference of two classes, not a class itself."""
    found = table["found_low"].to_numpy(float)
    ended = table["struck_off_low"].to_numpy(float)
    apart = found - ended
    widest = class_high(found) - found + 1
    table["open_low"] = apart
    table["open_least"] = np.maximum(found - class_high(ended), 0)
    table["open_most"] = class_high(found) - ended
    table["open_shown"] = [
        class_words(low) if np.isnan(low) or low >= wide else f"<{wide:.0f}"
        for low, wide in zip(apart, widest, strict=True)
    ]
    about = np.nan_to_num(apart) >= widest
    told = table.loc[about, "open_shown"]
    table.loc[about, "open_shown"] = [f"≈ {words}" for words in told]


def _add(
    table: pd.DataFrame, name: str, exact: pd.Series, basis: str, step: float
) -> None:
    """Add the classes of an amount or of days; hidden where few cases stand behind."""
    cases = table[f"{basis}_low"].to_numpy(float)
    fewest = _classes("fewest_cases") if name == "days_in_step" else smallest_count()
    low = np.floor(exact.to_numpy(float) / step) * step
    low = np.where(np.nan_to_num(cases) >= fewest, low, np.nan)
    table[f"{name}_low"] = low
    table[f"{name}_shown"] = [
        WITHHELD if np.isnan(of) else _class_words(value, step)
        for value, of in zip(low, cases, strict=True)
    ]


def _class_words(low: float, step: float) -> str:
    """Write the class of an amount, or of days; ``NaN`` is of too few cases."""
    if np.isnan(low):
        return TOO_FEW
    return f"{low:,.0f}" if low else f"<{step:,.0f}"


def _whole(code: str, level: Level = Level.VILLAGE) -> str:
    """Give a household of which only the town is known a village of its own."""
    return code.ljust(level, "0")


def _chain_of(book: ProgressBook) -> _Chain:
    with _LOCK:
        if book not in _CHAINS:
            _CHAINS[book] = _Chain(book)
        return _CHAINS[book]


def _digest(
    tree: AreaTree, counts: dict[str, np.ndarray], before: Sequence[Table]
) -> bytes:
    """Sum up all that a day's publication rests on."""
    found = sha256("\n".join(tree.codes.tolist()).encode())
    for each in (counts, *(table.counts for table in before)):
        found.update(np.array([each[name] for name in COUNTED]).tobytes())
    for table in before:
        found.update(np.array([table.withheld[name] for name in COUNTED]).tobytes())
    return found.digest()


def _classes(name: str) -> float:
    return load_parameters("privacy")["classes"][name]


KEPT = 128  # days; a month of which nothing changed is not made again for a new book
_MADE = Recent(KEPT)
_LOCK = RLock()
_CHAINS: WeakKeyDictionary[ProgressBook, _Chain] = WeakKeyDictionary()
