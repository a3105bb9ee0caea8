"""Clocks of a case, and the days of a policy: what is due when, by whom, how late.

The first day does not count and the last does, unless the office answers otherwise
(option ``clock_first_day_counts``).  Days are calendar days unless a clock says
working days; a due day is not moved when it falls on a day off.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.casefile import CaseFile, StepDone
from rules.dossier import ground_of, latest
from rules.policy import Policy
from rules.policy_tables import Clock, Report
from rules.policy_words import ACCEPTANCES
from rules.workdays import Holidays, official_holidays

STATES = ("not_started", "running", "overdue", "met", "met_late", "skipped", "unknown")
FIRST_DAY = "clock_first_day_counts"  # of Policy.option
OPEN = frozenset({"running", "overdue", "unknown"})


@dataclass(frozen=True, kw_only=True)
class Running:
    """One clock of one case on a day.

    Attributes
    ----------
    state : str
        One of :data:`STATES`: ``skipped`` if a later step was taken without the one
        it waits for, ``unknown`` if its start is not on record, an acceptance it
        starts with has no result, or working days run into a year without table.
    due_on : date or None
        The last day; ``None`` if not started or not known.
    presumed_due_on : date or None
        Counted by weekends alone where a year has no table; nobody is late by it.
    days_late, days_left : int or None
        Days of the clock, calendar or working; 0 if not late, or none left.
    in_principle : bool
        Whether the document says 原则上: late is worth a word, not a breach.
    """

    id: str
    start: str
    end: str
    by: str
    state: str
    started_on: date | None = None
    due_on: date | None = None
    presumed_due_on: date | None = None
    ended_on: date | None = None
    days_late: int | None = 0
    days_left: int | None = None
    working_days: bool = False
    in_principle: bool = False
    clause: str = ""
    basis: str = "document"
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A day by which a report or a stage of the campaign is due (rules R1, R2, R4).

    Attributes
    ----------
    kind : str
        ``"report"`` (the next one) or ``"stage"`` (past ones too).
    days_left : int
        0 on the day itself, negative once it has passed.
    """

    id: str
    kind: str
    name: str
    due_on: date
    days_left: int
    clause: str
    document: str = ""


def clocks(
    file: CaseFile, policy: Policy, on: date, holidays: Holidays | None = None
) -> list[Running]:
    """Return every clock of a case as it stands on a day, in the policy's order.

    Parameters
    ----------
    holidays : Holidays, optional
        The official table if not given.
    """
    calendar = holidays or official_holidays()
    first = any(option.value for option in policy.options if option.id == FIRST_DAY)
    counter = _Counter(calendar=calendar, first=first)
    return [_run(file, policy, clock, (on, counter)) for clock in policy.clocks]


def next_due(running: Iterable[Running]) -> Running | None:
    """Return the open clock that is due first, ``None`` if nothing runs.

    A clock whose due day is not known comes after those that have one.
    """
    waiting = [clock for clock in running if clock.state in OPEN]
    return min(waiting, key=lambda clock: clock.due_on or date.max, default=None)


def due_dates(policy: Policy, on: date) -> list[Due]:
    """Return when each monthly report is due next, and each stage of the campaign.

    A report whose day a month does not have is due on that month's last day.
    """
    days = [(row, "report", _next_day(row, on)) for row in policy.reports]
    days += [(row, "stage", row.until) for row in policy.stages]
    found = [
        Due(
            id=row.id,
            kind=kind,
            name=row.name,
            due_on=day,
            days_left=(day - on).days,
            clause=row.clause,
            document=ground_of(policy, row).document,
        )
        for row, kind, day in days
    ]
    return sorted(found, key=lambda due: due.due_on)


@dataclass(frozen=True, kw_only=True)
class _Counter:
    """How days are counted: by which calendar, and whether the first one counts."""

    calendar: Holidays
    first: bool

    def due(self, clock: Clock, start: date) -> tuple[date | None, date | None]:
        """Return the due day, and the one presumed where the year has no table."""
        if self.first and clock.days:
            start -= timedelta(days=1)
        if not clock.working_days:
            return start + timedelta(days=clock.days), None
        due = self.calendar.after(start, clock.days)
        presumed = self.calendar.presumed_after(start, clock.days)
        return due, None if due else presumed

    def days(self, clock: Clock, start: date, end: date) -> int | None:
        """Count the days of a clock after ``start``, never fewer than none."""
        if clock.working_days:
            return self.calendar.between(start, end)
        return max(0, (end - start).days)

    def measure(
        self, clock: Clock, start: date, until: tuple[date, date | None]
    ) -> dict[str, object]:
        """Compare a clock with today, or with the day its step was taken."""
        on, ended = until
        due, presumed = self.due(clock, start)
        at = ended or on
        known = {"started_on": start, "ended_on": ended, "due_on": due}
        if due is None:
            # Days that can still be counted are fewer than those of the clock.
            late = None if self.days(clock, start, at) is None else 0
            return {**known, "presumed_due_on": presumed} | _state(late, ended)
        late = self.days(clock, due, at)
        late = 1 if late == 0 and at > due else late  # late on a day off is late
        left = None if ended else self.days(clock, on, due)
        return {**known, "days_left": left} | _state(late, ended)


def _state(late: int | None, ended: date | None) -> dict[str, object]:
    words = ("met", "met_late") if ended else ("running", "overdue")
    state = "unknown" if late is None else words[late > 0]
    return {"state": state, "days_late": late}


def _run(
    file: CaseFile, policy: Policy, clock: Clock, count: tuple[date, _Counter]
) -> Running:
    on, counter = count
    start, end = (_taken(file, step, on) for step in (clock.start, clock.end))
    if end is not None and end.step in ACCEPTANCES and end.passed is False:
        end = None
    if start is None:
        state = "unknown" if end else "not_started"
        return _clock(policy, clock, state=state, ended_on=end and end.on)
    if start.step in ACCEPTANCES and not start.passed:
        state = "unknown" if start.passed is None else "not_started"
        return _clock(policy, clock, state=state)
    measured = counter.measure(clock, start.on, (on, end and end.on))
    if end is None and _passed_over(file, policy, clock.end):
        measured |= {"state": "skipped", "days_late": 0, "days_left": None}
    return _clock(policy, clock, **measured)


def _clock(policy: Policy, clock: Clock, **state: object) -> Running:
    ground = ground_of(policy, clock)
    return Running(
        id=clock.id,
        start=clock.start,
        end=clock.end,
        by=clock.by,
        working_days=clock.working_days,
        in_principle=clock.in_principle,
        clause=ground.clause,
        basis=ground.basis,
        document=ground.document,
        **state,
    )


def _taken(file: CaseFile, step: str, on: date) -> StepDone | None:
    taken = latest(file, step)
    return taken if taken and taken.on <= on else None


def _passed_over(file: CaseFile, policy: Policy, step: str) -> bool:
    order = [row.id for row in policy.steps]
    done = [order.index(one.step) for one in file.steps if one.step in order]
    return step in order and max(done, default=-1) > order.index(step)


def _next_day(report: Report, on: date) -> date:
    this = _day_of_month(report, on.year, on.month)
    if on <= this:
        return this
    year, month = (on.year + 1, 1) if on.month == 12 else (on.year, on.month + 1)
    return _day_of_month(report, year, month)


def _day_of_month(report: Report, year: int, month: int) -> date:
    return date(year, month, min(report.day, monthrange(year, month)[1]))
