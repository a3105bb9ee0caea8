"""Towns in order (rule R3): by what is overdue and what is completed, not by size.

The share overdue is the rulebook's, open cases with a clock overdue in open cases; a
town is ranked by the part of it in which the town or a village must act, and what the
county or the treasury owes is told beside it.  A dangerous house that was kept without
a case beyond the clock of rule W4 counts as an open case overdue by the town, so that
nothing is gained by not opening one.  Every share is drawn towards the county's by the
same number of cases, so that a town with few cases, or none, is neither first nor last
by chance.  An undone step is not on record, and counts back.
"""

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_book import ProgressBook
from desk.ranking_why import late_clocks, overdue_of_towns, whys
from desk.year_progress import year_counts
from rules.adcode import Level
from rules.parameters import Table, load_parameters
from rules.policy import Policy
from rules.stages import plan_share

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

SLOW_TOWN = "slow_town"  # of Policy.option
COUNTED = ("overdue", "overdue_own", "open", "found", "completed")


def ranking(shelf: "CountyShelf", on: date) -> pd.DataFrame:
    """Put the towns in order as they stood on a day.

    Returns
    -------
    pandas.DataFrame
        Index ``code``, in the order of ranks.  ``name``; ``rank`` (1 is most in order;
        equals share one); ``overdue``, ``open`` (cases), ``overdue_own`` (of the
        overdue, those in which the town or a village must act), ``unopened`` (dangerous
        houses kept without a case beyond the clock of rule W4), ``found``,
        ``completed`` (cases); ``overdue_share`` (ratio; NaN with nothing open), of
        which ``own_share`` is the town's part and ``other_share`` the rest, and
        ``share_shrunk``, the town's part drawn towards the county's;
        ``completed_share`` (completed of what was found in all years or kept without
        a case: 综合办结率; NaN with nothing) and ``completed_shrunk``;
        ``plan_share`` (what the stages ask for that day; NaN without a stage) and
        ``year_share``, what is to be compared with it (see
        :func:`desk.year_progress.year_counts`); ``points`` (less is better);
        ``small`` (a denominator is small); ``slow``; ``why`` (list of Remark), of
        which ``why_own`` are the town's own and ``why_other`` those of others.

    Raises
    ------
    PlanningError
        If nothing is on record for the day.
    """
    book, policy = shelf.progress_book(), shelf.workspace.policy
    counts = book.counts(on, Level.TOWN)
    own = overdue_of_towns(book, on).reindex(counts.index, fill_value=0)
    counts = counts.assign(overdue_own=own.astype("int64"))
    table = ranked(counts, unopened(book, on), policy, on)
    table["year_share"] = year_counts(book, on, Level.TOWN)["share"]
    late = late_clocks(book, on, shelf.workspace.holidays)
    return table.join(whys(table, late, policy))


def unopened(book: ProgressBook, on: date) -> pd.Series:
    """Count dangerous houses that stand without a case beyond the clock of rule W4.

    Returns
    -------
    pandas.Series
        By code of the town; a town without any is left out.
    """
    named = _settings()["hazard_clock"]
    days = next((clock.days for clock in book.policy.clocks if clock.id == named), 0)
    now, then = book.waiting(on), book.waiting(on - timedelta(days=days))
    long = now[now["household_id"].isin(then["household_id"])]
    return long["village_code"].str[: int(Level.TOWN)].value_counts()


def ranked(
    counts: pd.DataFrame, unopened: pd.Series, policy: Policy, on: date
) -> pd.DataFrame:
    """Rank counts by town, see :func:`ranking`; without the reasons.

    Parameters
    ----------
    counts : DataFrame
        ``name, overdue, overdue_own, open, found, completed`` by town.
    unopened : Series
        Of :func:`unopened`.
    """
    told = _settings()
    table = counts[["name", *COUNTED]].copy()
    kept = unopened.reindex(counts.index, fill_value=0).astype("int64")
    table.insert(4, "unopened", kept)
    of, found = table["open"] + kept, table["found"] + kept
    late, whole = table["overdue_own"] + kept, of.where(of > 0)
    table["overdue_share"] = (table["overdue"] + kept) / whole
    table["own_share"] = late / whole
    table["other_share"] = (table["overdue"] - table["overdue_own"]) / whole
    table["share_shrunk"] = _shrunk(late, of, told)
    table.attrs["county_share"] = round(late.sum() / max(of.sum(), 1), 9)
    table["completed_share"] = table["completed"] / found.where(found > 0)
    table["completed_shrunk"] = _shrunk(table["completed"], found, told)
    table["plan_share"] = plan_share(policy.stages, on)
    table["points"] = (
        told["overdue_weight"] * table["share_shrunk"]
        - told["completed_weight"] * table["completed_shrunk"]
    )
    table["small"] = of < small_denominator()
    ranks = table["points"].round(9).rank(method="min", na_option="bottom")
    table.insert(1, "rank", ranks.astype("int64"))
    table["slow"] = _slow(table, policy, told)
    table.index.name = "code"
    return table.sort_values(["rank", "name"], kind="stable")


def _shrunk(part: pd.Series, of: pd.Series, told: Table) -> pd.Series:
    """Draw shares towards that of all towns together; NaN if no town has anything."""
    whole, extra = of.sum(), told["shrink_cases"]
    if not whole:
        return pd.Series(np.nan, index=part.index)
    return (part + extra * part.sum() / whole) / (of + extra)


def _slow(table: pd.DataFrame, policy: Policy, told: Table) -> pd.Series:
    """Tell which towns are slow: the worst quarter, or those above a limit (R3).

    The worst quarter never takes in a town that does no worse than the county.
    """
    option, late = policy.option(SLOW_TOWN), table["own_share"] > 0
    if option.value == "limit":
        return table["own_share"] > option.limit_ratio
    share = table["share_shrunk"].round(9)
    worst = share.rank(method="min", ascending=False)
    among = worst <= math.ceil(len(table) * told["slow_share"])
    return late & among & (share > table.attrs["county_share"])


def small_denominator() -> int:
    """Return below how many cases a share says little."""
    return load_parameters("progress")["rates"]["small_denominator"]


def _settings() -> Table:
    return load_parameters("notices")["ranking"]
