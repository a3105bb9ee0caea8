"""The book of progress: every area's counts as they stood on any day (rule R5)."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from desk.recent import Recent
from desk.workspace import Workspace
from geo.case_clocks import due_days, next_step, overdue
from geo.case_history import LADDER, CaseHistory, CasesAt
from geo.case_money import CaseMoney, MoneyAt
from geo.versions import NOBODY
from geo.waiting_houses import WaitingHouses
from ledger.households import place_names
from ledger.progress_rows import ProgressRows, progress_rows
from ledger.store import Ledger
from rules.adcode import Level
from rules.errors import PlanningError
from rules.policy import Policy
from rules.workdays import Holidays

COUNTS = (*LADDER, "open", "overdue", "waiting", "stuck", "stuck_unknown")
MONEY = ("owed_cny", "paid_cny", "stuck_cny")
KEPT_DAYS = 64


class ProgressBook:
    """All cases of a county, ready to be counted as of any day up to its last.

    Parameters
    ----------
    rows : ProgressRows
    places : mapping
        Names of towns and villages by code; the county's own stands among them.

    Attributes
    ----------
    places : dict
        The same, with every town and village that a household lives in.
    """

    def __init__(
        self,
        rows: ProgressRows,
        policy: Policy,
        *,
        holidays: Holidays,
        places: Mapping[str, str],
    ) -> None:
        tables = rows._asdict()
        self.policy = policy
        self.rows = rows
        self._holidays = holidays
        self._days = rows.days["day"].to_numpy("datetime64[D]")
        self._seq = rows.days["entry_seq"].to_numpy(np.int64)
        self.history = CaseHistory(tables, policy)
        self.places = _with_all(places, self.history.villages.tolist())
        self.money = CaseMoney(tables, self.history)
        self._waiting = WaitingHouses(tables, self.history)
        self._results = Recent(KEPT_DAYS)

    @cached_property
    def first_day(self) -> date | None:
        """The first day of the history; ``None`` if nothing is recorded."""
        return self._days[0].astype(object) if len(self._days) else None

    def require_day(self, on: date) -> None:
        """Refuse a day of which nothing is known.

        Raises
        ------
        PlanningError
            If it lies before the ledger's first, or has not come yet.
        """
        if self.first_day is None or on < self.first_day:
            raise PlanningError(
                "nothing is recorded for {day}; the ledger begins on {first}",
                day=on.isoformat(),
                first=self.first_day.isoformat() if self.first_day else "-",
            )
        if on > date.today():
            raise PlanningError(
                "{day} has not come yet; choose a day up to today", day=on.isoformat()
            )

    def position(self, on: date) -> int:
        """Return the newest entry of a day; 0 before the first."""
        before = np.searchsorted(self._days, np.datetime64(on, "D"), side="right")
        return int(self._seq[before - 1]) if before else 0

    def cases(self, on: date) -> CasesAt:
        """Return the cases as they had been recorded by the end of a day."""
        made = ("cases", on), lambda: self.history.at(self.position(on), on)
        return self._results.get(*made)

    def paid(self, on: date) -> MoneyAt:
        """Return the money of :meth:`cases`, in their order."""
        return self._results.get(("money", on), lambda: self.money.at(self.cases(on)))

    def late(self, on: date) -> np.ndarray:
        """Tell which clocks of :meth:`cases` are overdue: bool (cases, clocks)."""
        made = lambda: overdue(self.cases(on), self.policy, self._holidays)  # noqa: E731
        return self._results.get(("late", on), made)

    def due(self, on: date) -> np.ndarray:
        """Return the last day of running clocks: datetime64[D] (cases, clocks)."""
        return due_days(self.cases(on), self.policy, self._holidays)

    def next_step(self, on: date) -> np.ndarray:
        """Return the step each of :meth:`cases` waits for; -1 none."""
        made = lambda: next_step(self.cases(on), self.policy)  # noqa: E731
        return self._results.get(("next", on), made)

    def table(self, on: date) -> pd.DataFrame:
        """List the cases of a day with what is counted of them.

        Returns
        -------
        DataFrame
            ``case_id, household_id, village_code`` (missing: not on record), bools by
            the names of :data:`COUNTS` (``waiting`` apart), ``days_in_step``, and the
            money of :data:`MONEY`, ``NaN`` not known.
        """
        return self._results.get(("table", on), lambda: self._table(on))

    def waiting(self, on: date) -> pd.DataFrame:
        """List ``household_id, village_code`` of dangerous houses without a case."""
        found = self._waiting.at(self.cases(on))
        village = self.history.villages_at(self.position(on))[found]
        ids = self.history.household_ids[found]
        return pd.DataFrame({"household_id": ids, "village_code": self._codes(village)})

    def everyone(self) -> pd.DataFrame:
        """Return ``household_id, village_code`` of all cases ever, by ``case_id``.

        The village is the newest on record.
        """
        home = self.history.home_of
        position = int(self._seq[-1]) if len(self._seq) else 0
        village = np.append(self.history.villages_at(position), NOBODY)[home]
        told = {"household_id": self._homes(home), "village_code": self._codes(village)}
        return pd.DataFrame(told, index=self.history.case_ids)

    def counts(self, on: date, level: Level) -> pd.DataFrame:
        """Count the cases of every area as they had been recorded by a day's end.

        Returns
        -------
        DataFrame
            Index: code, every area of the ledger.  ``name``; the counts of
            :data:`COUNTS`: those of the ladder have come at least so far, ``waiting``
            are dangerous houses of protected families without a case, ``stuck`` cases
            accepted by the county and not paid in full, of which ``stuck_unknown``
            it is not known what they are owed; ``days_in_step``, the middle value of
            open cases, ``NaN`` without any; ``owed_cny`` to accepted cases, as far as
            known, ``paid_cny``, and ``stuck_cny``, what is still owed to those stuck.

        Raises
        ------
        PlanningError
            If the day lies before the ledger's first, or has not come yet.
        """
        self.require_day(on)
        return self._results.get(("counts", on, level), lambda: self._counts(on, level))

    def _table(self, on: date) -> pd.DataFrame:
        cases, money = self.cases(on), self.paid(on)
        late = self.late(on).any(axis=1)
        unknown = money.stuck & np.isnan(money.owed_cny)
        return pd.DataFrame(
            {
                "case_id": self.history.case_ids[cases.case].to_numpy(object),
                "household_id": self._homes(cases.home),
                "village_code": self._codes(cases.village),
                **{name: cases.rung >= place for place, name in enumerate(LADDER)},
                "open": cases.open,
                "overdue": late,
                "stuck": money.stuck,
                "stuck_unknown": unknown,
                "days_in_step": cases.days_in_step,
                "owed_cny": np.where(money.accepted, money.owed_cny, 0.0),
                "paid_cny": money.paid_cny,
                "stuck_cny": money.stuck_cny,
            }
        )

    def _counts(self, on: date, level: Level) -> pd.DataFrame:
        table, waiting = self.table(on), self.waiting(on)
        area = table["village_code"].str[: int(level)]
        counted = [name for name in COUNTS if name in table]
        sums = table[[*counted, *MONEY]].groupby(area).sum()
        waits = waiting["village_code"].str[: int(level)].value_counts()
        open_days = table["days_in_step"].where(table["open"])
        middle = open_days.groupby(area).median()
        codes = self._areas(level, sums.index.union(waits.index))
        sums = sums.reindex(codes)
        sums["waiting"] = waits.reindex(codes)  # also where there is no case at all
        whole = [*COUNTS, *MONEY]
        sums[whole] = _none_as_zero(sums[whole])
        sums["days_in_step"] = middle.reindex(codes).astype(float)
        sums.insert(0, "name", [self.places.get(c) or c for c in codes])
        return sums[["name", *COUNTS, "days_in_step", *MONEY]]

    def _areas(self, level: Level, seen: pd.Index) -> pd.Index:
        known = {code for code in self.places if len(code) == level}
        return pd.Index(sorted({*known, *seen}), name="code", dtype=object)

    def _codes(self, village: np.ndarray) -> np.ndarray:
        known = np.append(self.history.villages.astype(object), None)
        return known[np.where(village == NOBODY, len(known) - 1, village)]

    def _homes(self, home: np.ndarray) -> np.ndarray:
        known = np.append(self.history.household_ids.to_numpy(object), None)
        return known[np.where(home == NOBODY, len(known) - 1, home)]


def progress_book(workspace: Workspace) -> ProgressBook:
    """Read the book of a workspace: everything recorded up to now.

    What was read of the same ledger before is not read again.
    """
    ledger = workspace.ledger
    rows = progress_rows(ledger, _READ.get(ledger))
    _READ[ledger] = rows
    places = {workspace.county_code: workspace.county_name, **place_names(ledger)}
    return ProgressBook(
        rows, workspace.policy, holidays=workspace.holidays, places=places
    )


def _with_all(places: Mapping[str, str], villages: list[str]) -> dict[str, str]:
    """Add what lies in the county and has no name on record: its code stands in."""
    named = {code: name or code for code, name in places.items()}
    for code in (*places, *villages):
        for own in {code, code[: Level.TOWN]} if len(code) > Level.COUNTY else ():
            named.setdefault(own, own)
    return dict(sorted(named.items()))


def _none_as_zero(sums: pd.DataFrame) -> pd.DataFrame:
    """Count nothing where an area has no case."""
    return sums.fillna(0).astype("int64")


_READ: WeakKeyDictionary[Ledger, ProgressRows] = WeakKeyDictionary()
