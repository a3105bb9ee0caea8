"""Days of a policy: what the stages of a campaign ask for (R4), reports (R1, R2)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from rules.policy_tables import Report, Stage

COMPLETED = ("completed", "accepted", "paid", "struck_off")  # takes in the completion


def completion_stage(stages: Sequence[Stage]) -> Stage | None:
    """Return the first stage by which every case is completed, ``None`` if none."""
    asked = [stage for stage in stages if stage.milestone in COMPLETED]
    return min(asked, key=lambda stage: stage.until, default=None)


def plan_share(stages: Sequence[Stage], on: date) -> float:
    """Return which share of cases should be completed on a day.

    A straight line from the last stage before, or 1 January, to the day by which all
    are to be completed: what is asked in between no document says.

    Returns
    -------
    float
        0 to 1; ``nan`` if no stage asks for it, or its year has not begun.

    Examples
    --------
    >>> def stage(day, milestone):
    ...     return Stage(id="", name="", clause="", until=day, milestone=milestone)
    >>> plan = [stage(date(2026, 6, 5), "filed"), stage(date(2026, 6, 25), "completed")]
    >>> plan_share(plan, date(2026, 6, 15)), plan_share(plan, date(2026, 7, 1))
    (0.5, 1.0)
    >>> plan_share([], date(2026, 6, 20))
    nan
    """
    goal = completion_stage(stages)
    if goal is None or on.year < goal.until.year:
        return float("nan")
    earlier = [s.until for s in stages if s.until < goal.until]
    begins = max(earlier, default=date(goal.until.year, 1, 1))
    whole = max((goal.until - begins).days, 1)
    return min(max((on - begins).days / whole, 0.0), 1.0)


def day_in_month(month: date, day: int) -> date:
    """Return a day of the month that another day lies in, or the month's last.

    Examples
    --------
    >>> day_in_month(date(2026, 2, 1), 30).isoformat()
    '2026-02-28'
    """
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def month_told(report: Report, due_on: date) -> date:
    """Return the first day of the month that a report due on a day tells of."""
    first = due_on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1) if report.of_last_month else first


def months_back(on: date, count: int) -> list[date]:
    """Return the first days of so many months, that of a day before all others.

    Examples
    --------
    >>> [day.isoformat() for day in months_back(date(2026, 1, 9), 2)]
    ['2026-01-01', '2025-12-01']
    """
    months = [on.year * 12 + on.month - 1 - back for back in range(count)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]
