"""Progress of casework: how far each case is, and what is late, by area."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from rules.policy import Policy

MILESTONES = ("found", "filed", "under_way", "completed", "struck_off")


class Casebook(NamedTuple):
    """Cases as columns; one row each.

    Attributes
    ----------
    case_id, household_id, village_code : object arrays of str; the village of a
        household that is not on record is ``None``.
    done : datetime64[D] array (cases, steps of the policy); ``NaT`` not done.
    """

    case_id: np.ndarray
    household_id: np.ndarray
    village_code: np.ndarray
    done: np.ndarray


def casebook(rows: Iterable[tuple], policy: Policy) -> Casebook:
    """Arrange ``case_id, household_id, village_code, step, on_date`` by case."""
    names = ["case_id", "household_id", "village_code", "step", "on_date"]
    table = pd.DataFrame(list(rows), columns=names)
    steps = [step.id for step in policy.steps]
    cases, case_ids = pd.factorize(table["case_id"])
    done = np.full((len(case_ids), len(steps)), np.datetime64("NaT", "D"))
    step = pd.Index(steps).get_indexer(table["step"])
    done[cases, step] = table["on_date"].to_numpy("datetime64[D]")
    first = table.drop_duplicates("case_id")
    return Casebook(
        np.asarray(case_ids, dtype=object),
        first["household_id"].to_numpy(object),
        first["village_code"].to_numpy(object),
        done,
    )


def milestone_of(book: Casebook, policy: Policy) -> np.ndarray:
    """Return how far each case is: a position in ``MILESTONES``."""
    reached = np.array([MILESTONES.index(s.milestone) for s in policy.steps])
    furthest = np.where(np.isnat(book.done), -1, reached)
    return furthest.max(axis=1, initial=0)


def days_overdue(book: Casebook, policy: Policy, on: date) -> np.ndarray:
    """Return by how many days the latest running clock of each case is overdue.

    The first day does not count, the last does; 0 where nothing is late.
    """
    steps = [step.id for step in policy.steps]
    today = np.datetime64(on, "D")
    late = np.zeros(len(book.case_id), dtype=np.int64)
    for clock in policy.clocks:
        start = book.done[:, steps.index(clock.start)]
        end = book.done[:, steps.index(clock.end)]
        running = ~np.isnat(start) & np.isnat(end)
        due = np.where(running, start, today) + np.timedelta64(clock.days, "D")
        over = np.where(running, (today - due).astype(np.int64), 0)
        late = np.maximum(late, over)
    return late


def progress_by_area(
    book: Casebook, policy: Policy, on: date, digits: int
) -> pd.DataFrame:
    """Count the cases of each area by how far they are.

    Parameters
    ----------
    digits : int
        9 for towns, 12 for villages.

    Returns
    -------
    pandas.DataFrame
        Index: code.  ``found, filed, completed, struck_off`` count the cases that
        have come at least so far; ``under_way`` those started and not completed;
        ``open`` those not struck off; ``overdue`` the open ones with a clock
        overdue; ``completed_ratio`` and ``overdue_ratio``, ``NaN`` without cases.

    Examples
    --------
    >>> from rules.policy import load_policy
    >>> policy = load_policy("990001")
    >>> rows = [("1", "h", "990001100200", "found", date(2026, 1, 1))]
    >>> book = casebook(rows, policy)
    >>> progress_by_area(book, policy, date(2026, 1, 6), 9)["overdue"].tolist()
    [0]
    >>> progress_by_area(book, policy, date(2026, 1, 7), 9)["overdue"].tolist()
    [1]
    >>> len(progress_by_area(casebook([], policy), policy, date(2026, 1, 7), 9))
    0
    """
    reached = milestone_of(book, policy)
    table = pd.DataFrame({m: reached >= i for i, m in enumerate(MILESTONES)})
    table["under_way"] &= ~table["completed"]
    table["open"] = ~table["struck_off"]
    table["overdue"] = table["open"] & (days_overdue(book, policy, on) > 0)
    known = pd.notna(book.village_code)
    area = pd.Series(book.village_code[known], dtype=object).str[:digits]
    counts = table[known].groupby(area.to_numpy(object)).sum().astype(np.int64)
    counts.index.name = "code"
    counts["completed_ratio"] = counts["completed"] / counts["found"]
    counts["overdue_ratio"] = counts["overdue"] / counts["open"].where(
        counts["open"] > 0
    )
    return counts
