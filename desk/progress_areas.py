"""The list of towns or villages beside the map, and the cases behind a number of it."""

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_book import ProgressBook
from desk.progress_measures import PROGRESS_MEASURES, Measure
from desk.published_rates import TOO_FEW
from ledger.permits import require_table
from ledger.roles import Acting, require_area
from ledger.small_counts import WITHHELD, smallest_count
from rules.adcode import Level

if TYPE_CHECKING:
    from desk.published import Published

READ = "case_step"  # who reads the steps of cases sees which they are
OPENS = ("found", "completed", "overdue", "stuck")  # counts of the list
UNTOLD = (f"<{smallest_count()}", TOO_FEW, WITHHELD, "")
STAR = " *"
FOUND, WAITING = "found", "waiting"  # beside what was found: houses without a case
PUBLISHED_MEASURES = ("found", "completed_ratio", "overdue_ratio", "stuck_cny")


def exact_areas(
    book: ProgressBook, measure: str, days: tuple[date, date], town: str
) -> pd.DataFrame:
    """List the towns of the county, or the villages of a town, the worst first.

    Parameters
    ----------
    days : tuple of date
        The day, and an earlier one to compare with.

    Returns
    -------
    DataFrame
        Index: code.  ``name``, ``value`` of the measure (``NaN`` no data),
        ``change`` since the earlier day, and the counts of :data:`OPENS`; of cases
        found also ``waiting``, dangerous houses without a case.
    """
    asked, level = PROGRESS_MEASURES[measure], _level(town)
    now, before = (book.counts(day, level) for day in days)
    value = measured(now, asked)
    table = now[["name", *OPENS, *([WAITING] if measure == FOUND else [])]].copy()
    table.insert(1, "value", value)
    table.insert(2, "change", value - measured(before, asked).reindex(now.index))
    return worst_first(_inside(table, town), table["value"], asked)


def published_areas(published: "Published", measure: str, town: str) -> pd.DataFrame:
    """List the same areas as they are published; all numbers are words.

    Returns
    -------
    DataFrame
        Index: code.  ``name``, ``value`` (:data:`STAR` marks a share of few cases,
        drawn towards that of the county), and a column for each other measure of
        :data:`PUBLISHED_MEASURES`; of cases found also ``waiting``.
    """
    asked, level = PROGRESS_MEASURES[measure], _level(town)
    rates = published.rate(level, measure)
    stars = rates["state"].map({"shrunk": STAR}).fillna("")
    table = published.table(level)[["name"]].assign(value=rates["shown"] + stars)
    for other in PUBLISHED_MEASURES:
        if other != measure:
            table[other] = published.rate(level, other)["shown"]
    if measure == FOUND:
        table[WAITING] = published.table(level)[f"{WAITING}_shown"]
    return worst_first(_inside(table, town), rates["value"], asked)


def without_small(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out of a published list the areas of which no number can be told."""
    untold = table.drop(columns="name").isin(UNTOLD).all(axis=1)
    return table[~untold]


def measured(counts: pd.DataFrame, measure: Measure) -> pd.Series:
    """Return a measure of areas from their counts; a share of nothing is ``NaN``."""
    if not measure.is_share:
        return counts[measure.value].astype(float)
    whole = counts[measure.denominator].astype(float)
    return counts[measure.numerator] / whole.where(whole > 0)


def worst_first(
    table: pd.DataFrame, values: pd.Series, measure: Measure
) -> pd.DataFrame:
    """Order areas by a measure, the worst first; those without a value last."""
    worst = -1.0 if measure.tone == "risk" else 1.0
    order = pd.DataFrame({"worst": worst * values.reindex(table.index)})
    found = table.get("found", values)
    if pd.api.types.is_numeric_dtype(found):  # of equals the larger first
        order["many"] = -found
    order = order.sort_values(list(order), kind="stable", na_position="last")
    return table.loc[order.index]


def cases_behind(
    book: ProgressBook, acting: Acting, what: str, on: date, area: str
) -> pd.DataFrame:
    """List the cases that a count of an area counts, the longest waiting first.

    Parameters
    ----------
    what : str
        A column of counts of :meth:`desk.progress_book.ProgressBook.counts`.

    Returns
    -------
    DataFrame
        ``case_id``, ``household_id``, ``village_code``, ``step`` (the next one, a
        word of the policy; ``""`` none), ``days_in_step``, ``stuck_cny``.

    Raises
    ------
    AccessError
        If the role reads no cases, or its area is none.
    """
    require_area(acting)
    require_table(acting, READ)
    cases = book.table(on).reset_index(drop=True)
    steps = [*(step.name for step in book.policy.steps), ""]
    cases["step"] = np.array(steps, dtype=object)[book.next_step(on)]
    codes = cases["village_code"].astype("str")
    inside = codes.str.startswith(area) & codes.str.startswith(acting.area)
    kept = cases[inside & cases["village_code"].notna() & cases[what].astype(bool)]
    kept = kept.sort_values("days_in_step", ascending=False, kind="stable")
    names = ["case_id", "household_id", "village_code", "step", "days_in_step"]
    return kept[[*names, "stuck_cny"]].reset_index(drop=True)


def _level(town: str) -> Level:
    return Level.VILLAGE if town else Level.TOWN


def _inside(table: pd.DataFrame, town: str) -> pd.DataFrame:
    return table[table.index.str.startswith(town)]
