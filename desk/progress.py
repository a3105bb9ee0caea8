"""Progress by town and village, as it stood on any day."""

from datetime import date

import pandas as pd

from desk.progress_book import ProgressBook, progress_book
from desk.workspace import Workspace
from geo.progress import Casebook, casebook
from ledger.cases import step_rows
from rules.adcode import Level

WHOLE = ("found", "filed", "under_way", "completed", "struck_off", "open", "overdue")


def cases_as_of(workspace: Workspace, on: date) -> Casebook:
    """Return the cases as they had been recorded by the end of a day."""
    return casebook(step_rows(workspace.ledger, on), workspace.policy)


def progress(workspace: Workspace, on: date, level: Level) -> pd.DataFrame:
    """Count cases by town or village, see :func:`progress_in`.

    Raises
    ------
    PlanningError
        If the day lies before the ledger's first, or has not come yet.
    """
    return progress_in(progress_book(workspace), on, level)


def progress_in(book: ProgressBook, on: date, level: Level) -> pd.DataFrame:
    """Count the cases of a book by area, the steps of a table that is printed.

    Returns
    -------
    DataFrame
        Index: code; every area of the ledger.  ``name``; ``found``, ``filed``,
        ``completed`` and ``struck_off`` count the cases that have come at least so
        far; ``under_way`` those started and not completed; ``open`` those not struck
        off; ``overdue`` the open ones with a clock overdue; ``completed_ratio`` and
        ``overdue_ratio``, ``NaN`` without cases.

    Raises
    ------
    PlanningError
        If the day lies before the ledger's first, or has not come yet.
    """
    counts = book.counts(on, level)
    table = counts.assign(under_way=counts["started"] - counts["completed"])
    table = table[["name", *WHOLE]]
    for part, whole in (("completed", "found"), ("overdue", "open")):
        of = table[whole].where(table[whole] > 0)
        table[f"{part}_ratio"] = table[part] / of
    return table
