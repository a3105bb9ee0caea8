"""Clocks of many cases at once: what is late on a day, and whose step is next.

The same answers as :mod:`rules.clocks` and :mod:`rules.casework` give of one case; a
test holds them together.
"""

from collections.abc import Callable
from datetime import date

import numpy as np

from geo.case_history import CasesAt
from rules.clocks import FIRST_DAY
from rules.policy import Policy
from rules.policy_tables import Clock
from rules.policy_words import ACCEPTANCES
from rules.workdays import Holidays

NOTHING = -1  # no step is next
NAT = np.datetime64("NaT", "D")


def due_days(cases: CasesAt, policy: Policy, holidays: Holidays) -> np.ndarray:
    """Return the last day of every running clock.

    Returns
    -------
    datetime64[D] array (cases, clocks of the policy)
        ``NaT`` where a clock does not run, or its last day is not known.
    """
    found = np.full((len(cases), len(policy.clocks)), NAT)
    for number, clock in enumerate(policy.clocks):
        found[:, number] = _due(clock, _started(clock, cases, policy), policy, holidays)
    return found


def overdue(cases: CasesAt, policy: Policy, holidays: Holidays) -> np.ndarray:
    """Tell which clocks of open cases are overdue on the day of the cases.

    Returns
    -------
    bool array (cases, clocks of the policy)
    """
    due = due_days(cases, policy, holidays)
    late = (np.datetime64(cases.on, "D") > due) & cases.open[:, None]
    for number, clock in enumerate(policy.clocks):
        if clock.working_days:
            countable = _each(
                lambda day: holidays.between(day, cases.on) is not None, due[:, number]
            )
            late[:, number] &= countable.astype(bool)
    return late


def next_step(cases: CasesAt, policy: Policy) -> np.ndarray:
    """Return the step each open case waits for: a place among those of the policy.

    An acceptance that was not passed is taken again; a step that was left out is
    taken after all; else the next one.  ``NOTHING`` for a case that is struck off.
    """
    has, refused = cases.has, cases.refused
    places = np.arange(has.shape[1])
    furthest = np.where(has, places, -1).max(axis=1, initial=-1)
    needed = np.array([not step.optional for step in policy.steps])
    left_out = ~has & needed & (places < furthest[:, None])
    ahead = np.where(furthest + 1 < len(places), furthest + 1, NOTHING)
    step = np.where(left_out.any(axis=1), left_out.argmax(axis=1), ahead)
    step = np.where(refused.any(axis=1), refused.argmax(axis=1), step)
    return np.where(cases.open, step, NOTHING)


def _started(clock: Clock, cases: CasesAt, policy: Policy) -> np.ndarray:
    """Return the day a clock began to run for a case; ``NaT`` if it does not run."""
    order = [step.id for step in policy.steps]
    start, end = order.index(clock.start), order.index(clock.end)
    begun = cases.has[:, start] & ~cases.failed[:, start]
    ended = cases.has[:, end] & ~_refused(clock.end, cases, end)
    passed_over = cases.has[:, end + 1 :].any(axis=1)
    runs = begun & ~ended & ~passed_over
    return np.where(runs, cases.done[:, start], NAT)


def _refused(step: str, cases: CasesAt, place: int) -> np.ndarray:
    """Tell where an acceptance was not passed; an unknown result is none of it."""
    if step not in ACCEPTANCES:
        return np.zeros(len(cases), dtype=bool)
    return cases.refused[:, place]


def _due(
    clock: Clock, started: np.ndarray, policy: Policy, holidays: Holidays
) -> np.ndarray:
    first = any(one.value for one in policy.options if one.id == FIRST_DAY)
    started = started - np.timedelta64(int(bool(first and clock.days)), "D")
    if not clock.working_days:
        return started + np.timedelta64(clock.days, "D")

    def after(day: date) -> date | None:
        return holidays.after(day, clock.days)

    return _each(after, started).astype("datetime64[D]")


def _each(found: Callable[[date], object], days: np.ndarray) -> np.ndarray:
    """Ask of each different day once; ``NaT`` gives ``None``."""
    different, place = np.unique(days, return_inverse=True)
    told = [None if np.isnat(day) else found(day.astype(object)) for day in different]
    return np.array(told, dtype=object)[place]
