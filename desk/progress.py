"""Progress by town and village, as it stood on any day."""

from datetime import date

import pandas as pd

from desk.workspace import Workspace
from geo.progress import Casebook, casebook, progress_by_area
from ledger.cases import step_rows
from ledger.households import place_names
from rules.adcode import Level
from rules.errors import PlanningError


def cases_as_of(workspace: Workspace, on: date) -> Casebook:
    """Return the cases as they had been recorded by the end of a day."""
    return casebook(step_rows(workspace.ledger, on), workspace.policy)


def progress(workspace: Workspace, on: date, level: Level) -> pd.DataFrame:
    """Count cases by town or village, see :func:`geo.progress.progress_by_area`.

    Every area of the ledger is listed: one without a case has zero cases, and no
    ratio.

    Raises
    ------
    PlanningError
        If the day lies before the ledger's first: nothing is known of it.
    """
    days = workspace.ledger.days()
    if days is None or on < days[0]:
        raise PlanningError(
            "nothing is recorded for {day}; the ledger begins on {first}",
            day=on.isoformat(),
            first=days[0].isoformat() if days else "-",
        )
    if on > date.today():
        raise PlanningError(
            "{day} has not come yet; choose a day up to today", day=on.isoformat()
        )
    book = cases_as_of(workspace, on)
    counts = progress_by_area(book, workspace.policy, on, int(level))
    names = {c: n for c, n in place_names(workspace.ledger).items() if len(c) == level}
    counts = counts.reindex(sorted({*names, *counts.index}))
    counts = _no_case_as_zero(counts)
    counts.insert(0, "name", [names.get(code) or code for code in counts.index])
    counts.index.name = "code"
    return counts


def _no_case_as_zero(counts: pd.DataFrame) -> pd.DataFrame:
    """Count zero cases where there is none; a ratio without cases stays unknown."""
    whole = [name for name in counts if not name.endswith("_ratio")]
    return counts.assign(**counts[whole].fillna(0).astype("int64"))
