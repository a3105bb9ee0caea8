"""The numbers of one day as they are shown: exact ones, or those that are published."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_book import ProgressBook
from desk.progress_measures import PROGRESS_MEASURES, Measure
from desk.ranking import unopened
from desk.ranking_why import OWN_LEVELS
from rules.adcode import Level, level_of
from rules.parameters import load_parameters
from rules.remarks import Quantity

if TYPE_CHECKING:
    from desk.published import Published
    from desk.shelf import CountyShelf

KNOWN, SMALL, NONE = "known", "small", "none"
LATE = "late:"  # before the id of a clock: the cases in which it is overdue
OWN, UNOPENED = "overdue_own", "unopened"  # of the ranking, see desk.ranking
NOTHING = "–"  # shown where there is nothing to count


class Figures(ABC):
    """What is shown of the progress of a day, area by area.

    Attributes
    ----------
    on : datetime.date
    exact : bool
        Whether the numbers are exact; else they are those that are published.
    county : str
        Its code.
    """

    exact: bool

    def __init__(self, on: date, names: Mapping[str, str]) -> None:
        self.on = on
        self.names = names
        self.county = next(c for c in names if len(c) == Level.COUNTY)

    def name(self, code: str) -> str:
        """Return the name of an area, its code where it has none."""
        return self.names.get(code) or code

    def areas_in(self, code: str) -> list[str]:
        """List the towns of the county, or the villages of a town."""
        deeper = Level.TOWN if level_of(code) is Level.COUNTY else Level.VILLAGE
        return [c for c in self.names if len(c) == deeper and c.startswith(code)]

    @abstractmethod
    def low(self, level: Level, column: str) -> pd.Series:
        """Return a count by area, or the least it can be; ``NaN`` withheld."""

    @abstractmethod
    def shown(self, code: str, column: str) -> str:
        """Return a count as it is shown."""

    @abstractmethod
    def rate(self, level: Level, measure: str) -> pd.DataFrame:
        """Return a measure by area.

        Returns
        -------
        DataFrame
            Index: code.  ``value`` (``NaN`` not told), ``least`` and ``most`` it can
            be, ``shown``, ``numerator_shown``, ``denominator_shown`` (``""`` where it
            is no share)
            and ``state``: ``known``; ``shrunk`` or ``small``, of a small denominator;
            ``withheld``; or ``none``, nothing to count.
        """

    @abstractmethod
    def again(self, code: str, column: str, measure: str = "") -> str:
        """Return a number as it is shown, worked out another way where there is one.

        Parameters
        ----------
        column : str
            A count; or, of a measure, a column of :meth:`rate`.
        """


class ExactFigures(Figures):
    """What is shown to who reads cases."""

    exact = True

    def __init__(self, book: ProgressBook, on: date) -> None:
        super().__init__(on, book.places)
        self.book = book

    def low(self, level: Level, column: str) -> pd.Series:
        """Return a count by area."""
        return self.book.counts(self.on, level)[column].astype(float)

    def shown(self, code: str, column: str) -> str:
        """Return a count as it is shown."""
        if column.startswith(LATE):
            return f"{self._late(code, column.removeprefix(LATE)):,.0f}"
        if column in (OWN, UNOPENED):
            return f"{self._of_cases(code, column):,.0f}"
        return f"{self.low(level_of(code), column)[code]:,.0f}"

    def _late(self, code: str, clock: str) -> int:
        """Count the open cases of an area in which one clock is overdue."""
        clocks = [one.id for one in self.book.policy.clocks]
        late = self.book.late(self.on)[:, clocks.index(clock)]
        return int((late & self._inside(self.book.table(self.on), code)).sum())

    def rate(self, level: Level, measure: str) -> pd.DataFrame:
        """Return a measure by area; of a small denominator the value is as it is."""
        counts = self.book.counts(self.on, level)
        told = PROGRESS_MEASURES[measure]
        found = _share(counts, told) if told.is_share else _plain(counts, told)
        return found.assign(least=found["value"], most=found["value"])

    def again(self, code: str, column: str, measure: str = "") -> str:
        """Count the cases of an area one by one, as :meth:`shown` tells them."""
        if column.startswith(LATE):
            return self.shown(code, column)
        if not measure:
            return f"{self._of_cases(code, column):,.0f}"
        asked = PROGRESS_MEASURES[measure]
        if not asked.is_share:
            return _number(self._of_cases(code, asked.value))
        above = self._of_cases(code, asked.numerator)
        below = self._of_cases(code, asked.denominator)
        words = {
            "numerator_shown": f"{above:,.0f}",
            "denominator_shown": f"{below:,.0f}",
        }
        return words.get(column) or _ratio_words(above / below if below else np.nan)

    @staticmethod
    def _inside(rows: pd.DataFrame, code: str) -> np.ndarray:
        return np.array([str(v).startswith(code) for v in rows["village_code"]], bool)

    def _of_cases(self, code: str, column: str) -> float:
        if column == UNOPENED:
            return float(unopened(self.book, self.on).get(code, 0))
        waits = column == "waiting"
        rows = self.book.waiting(self.on) if waits else self.book.table(self.on)
        inside = self._inside(rows, code)
        if waits:
            return float(inside.sum())
        own = rows[inside]
        if column == "days_in_step":
            return float(own.loc[own["open"], column].median())
        if column == OWN:
            own_clocks = [one.by in OWN_LEVELS for one in self.book.policy.clocks]
            late = self.book.late(self.on)[:, own_clocks].any(axis=1)
            return float((late & inside).sum())
        return float(own[column].sum())


class PublishedFigures(Figures):
    """What may be shown to anybody."""

    exact = False

    def __init__(
        self, published: "Published", on: date, names: Mapping[str, str]
    ) -> None:
        super().__init__(on, names)
        self.published = published

    def low(self, level: Level, column: str) -> pd.Series:
        """Return the least a count can be, by area; ``NaN`` withheld."""
        return self.published.table(level)[f"{column}_low"]

    def shown(self, code: str, column: str) -> str:
        """Return a count as it is published."""
        return self.published.table(level_of(code)).at[code, f"{column}_shown"]

    def rate(self, level: Level, measure: str) -> pd.DataFrame:
        """Return a measure by area as it is published."""
        found = self.published.rate(level, measure)
        numbers = ["value", "least", "most"]
        words = ["shown", "numerator_shown", "denominator_shown", "state"]
        return found.reindex(columns=[*numbers, *words])

    def again(self, code: str, column: str, measure: str = "") -> str:
        """Return what is published: there is no other way to it."""
        if not measure:
            return self.shown(code, column)
        return str(self.rate(level_of(code), measure).at[code, column])


def figures(shelf: "CountyShelf", on: date, *, exact: bool) -> Figures:
    """Return the numbers of a day, exact or as they are published.

    Raises
    ------
    PlanningError
        If nothing is on record for the day.
    """
    book = shelf.progress_book()
    book.require_day(on)
    if exact:
        return ExactFigures(book, on)
    return PublishedFigures(shelf.published(on), on, book.places)


def _share(counts: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    above = counts[measure.numerator].astype(float)
    below = counts[measure.denominator].astype(float)
    value = above / below.where(below > 0)
    state = np.where(below >= _least(), KNOWN, np.where(below > 0, SMALL, NONE))
    return pd.DataFrame(
        {
            "value": value,
            "shown": [_ratio_words(v) for v in value],
            "numerator_shown": [f"{v:,.0f}" for v in above],
            "denominator_shown": [f"{v:,.0f}" for v in below],
            "state": state,
        }
    )


def _plain(counts: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    value = counts[measure.value].astype(float)
    few = (measure.unit == "days") & (counts["open"] < _least())
    known = np.where(few, SMALL, KNOWN)  # a middle of few is nearly one case's
    return pd.DataFrame(
        {
            "value": value,
            "shown": [_number(v) for v in value],
            "numerator_shown": "",
            "denominator_shown": "",
            "state": np.where(value.notna(), known, NONE),
        }
    )


def _least() -> int:
    return load_parameters("progress")["rates"]["small_denominator"]


def _ratio_words(value: float) -> str:
    return NOTHING if np.isnan(value) else Quantity(value, "ratio").said(str)


def _number(value: float) -> str:
    """Write a count, an amount, or days, of which there may be a half."""
    return NOTHING if np.isnan(value) else f"{value:,.1f}".removesuffix(".0")
