"""Numbers behind the charts: the stage plan, how long cases have waited, the money."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_book import ProgressBook
from desk.workspace import Workspace
from geo.case_history import LADDER
from ledger import office
from ledger.count_classes import class_low, class_words, smallest_count
from ledger.progress_rows import payments_by_source
from rules.adcode import Level
from rules.language import N_
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.policy_tables import Stage
from rules.remarks import Remark
from rules.stages import completion_stage, months_back, plan_share
from rules.vocabulary import FUND_LEVELS, SOURCES

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

FOUND, COMPLETED = LADDER.index("found"), LADDER.index("completed")
AGES = ("<30", "30–90", "90–180", ">180")  # days; their limits are parameters
# The form knows two kinds of local money (rule R1): provincial, and below.
SOURCE_OF_LEVEL = {level: SOURCES[1 + bool(at)] for at, level in enumerate(FUND_LEVELS)}
SUMS = ("secured_cny", "allotted_cny", "paid_cny")

FAR_YEARS = 100  # farther off is no day that anybody plans for
BEHIND = N_(
    "On {day} the plan asks for about {planned} completed, there are at least {done}."
)
AHEAD = N_("On {day} at least {done} are completed, the plan asks for about {planned}.")
FEW_DONE = N_(
    "On {day} the plan asks for about {planned} completed, there are fewer than "
    "{smallest}."
)
FEW_PLANNED = N_(
    "On {day} at least {done} are completed, the plan asks for fewer than {smallest}."
)
FEW_BOTH = N_(
    "On {day} fewer than {smallest} are completed, and the plan asks for no more."
)
ONLY_PLANNED = N_("On {day} the plan asks for about {planned} completed.")
NO_PLAN = N_("No stage of the policy asks for completion.")
PACE = N_(
    "At the pace of the last two months the remaining {left} or so are completed by "
    "{month}."
)
PACE_OF_FEW = N_(
    "At the pace of the last two months the few remaining are completed by {month}."
)
NO_PACE = N_("At the pace of the last two months no end can be told.")
ALL_DONE = N_("Nothing is left to complete, as far as published numbers tell.")

Counted = Callable[[date], tuple[float, float]]  # found and completed of a day


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast cases were completed of late, and when the rest would be.

    Attributes
    ----------
    per_day : float
        Cases a day; negative where completions were undone.
    left : float
        Cases found and not completed.
    done_on : date or None
        ``None`` if none was completed of late, or it is not told.
    """

    per_day: float
    left: float
    done_on: date | None


def plan_curve(book: ProgressBook, policy: Policy, on: date) -> pd.DataFrame:
    """Return cases completed in a year, and how many the stages ask for (rule R4).

    Returns
    -------
    DataFrame
        ``day``, from the year's first, or the ledger's, to the last day of the stage;
        ``completed`` (``NaN`` ahead of ``on``, or not told); ``planned``, the share
        asked for by then of the cases found by then, ``NaN`` without such a stage.
    """
    first, last = _span(book, policy.stages, on)
    rows, (found_last, _) = [], _exactly(book, on)
    for day in _days(first, on, last):
        found, completed = _exactly(book, day) if day <= on else (found_last, math.nan)
        rows.append((day, completed, plan_share(policy.stages, day) * found))
    return pd.DataFrame(rows, columns=["day", "completed", "planned"])


def published_plan_curve(shelf: "CountyShelf", on: date) -> pd.DataFrame:
    """Return :func:`plan_curve` from what is published.

    Days are month-ends, the day itself, and the ends of stages.  Within a month nothing
    is published: on the end of a stage there the plan takes the last cases found before
    it, and completed is ``NaN``.
    """
    book, stages = shelf.progress_book(), shelf.workspace.policy.stages
    first, last = _span(book, stages, on)
    ends = {stage.until for stage in stages if first <= stage.until <= last}
    rows, (found, _) = [], _published(shelf, first - timedelta(days=1))
    for day in sorted({*_month_ends(first, last), on, *ends}):
        completed = math.nan
        if day == on or (day < on and _ends_month(day)):
            found, completed = _published(shelf, day)
        rows.append((day, completed, plan_share(stages, day) * found))
    return pd.DataFrame(rows, columns=["day", "completed", "planned"])


def standing(shelf: "CountyShelf", on: date) -> Remark:
    """Say how many are completed beside what the plan asks, the same to everybody."""
    found, done = _published(shelf, on)
    planned = plan_share(shelf.workspace.policy.stages, on) * found
    if not math.isfinite(planned):
        return Remark(message=NO_PLAN)
    values = {"day": on.isoformat(), "planned": class_words(class_low(planned))}
    values |= {"done": class_words(done), "smallest": smallest_count()}
    return Remark(message=_standing_words(done, planned), values=values)


def _standing_words(done: float, planned: float) -> str:
    """Choose the words, for a count may be told, too small to be told, or withheld."""
    if math.isnan(done):
        return ONLY_PLANNED
    few_done, few_planned = done < smallest_count(), planned < smallest_count()
    if few_done:
        return FEW_BOTH if few_planned else FEW_DONE
    return FEW_PLANNED if few_planned else BEHIND if done < planned else AHEAD


def pace(book: ProgressBook, on: date, counted: Counted | None = None) -> Pace:
    """Return the pace since the month-end before the last, and when the rest is done.

    Month-ends, for between them nothing is published; so every page, meeting and paper
    counts from the same day.

    Raises
    ------
    PlanningError
        If nothing is on record for the day.
    """
    book.require_day(on)
    months = load_parameters("progress")["plan"]["pace_months"]
    begins = months_back(on, months)[-1] - timedelta(days=1)
    days = (on - begins).days
    known = counted or (lambda day: _exactly(book, day))
    (found, now), (_, then) = known(on), known(begins)
    per_day, left = (now - then) / days, found - now
    ahead = round(left / per_day) if per_day > 0 else None
    far = ahead is not None and on.toordinal() + ahead > date.max.toordinal()
    done_on = None if ahead is None or far else on + timedelta(days=ahead)
    return Pace(per_day=per_day, left=left, done_on=done_on)


def published_pace(shelf: "CountyShelf", on: date) -> Pace:
    """Return :func:`pace` from what is published: none where too few were completed.

    This is what everybody is told, whoever reads.
    """
    return pace(shelf.progress_book(), on, lambda day: _published(shelf, day))


def forecast(shelf: "CountyShelf", on: date) -> Remark:
    """Say by which month the rest would be completed, the same to everybody."""
    found = published_pace(shelf, on)
    if found.done_on is None or found.done_on.year > on.year + FAR_YEARS:
        return Remark(message=NO_PACE if found.left > 0 else ALL_DONE)
    left, month = class_low(found.left), f"{found.done_on:%Y-%m}"
    if left < smallest_count():
        return Remark(message=PACE_OF_FEW, values={"month": month})
    return Remark(message=PACE, values={"left": class_words(left), "month": month})


def ageing(book: ProgressBook, on: date) -> pd.DataFrame:
    """Count open cases by the step they wait for, and how long ago the last one was.

    Returns
    -------
    DataFrame
        ``step`` and ``step_name`` of every step of the policy, in its order; a count
        for each of :data:`AGES`.
    """
    book.require_day(on)
    cases, waits = book.cases(on), book.next_step(on)
    limits = load_parameters("progress")["ageing"]["limits_days"]
    age = np.digitize(cases.days_in_step, limits)
    steps = book.policy.steps
    counts = np.zeros((len(steps), len(AGES)), dtype=np.int64)
    some = waits >= 0
    np.add.at(counts, (waits[some], age[some]), 1)
    table = pd.DataFrame(counts, columns=list(AGES))
    table.insert(0, "step", [step.id for step in steps])
    table.insert(1, "step_name", [step.name for step in steps])
    return table


def published_ageing(book: ProgressBook, on: date) -> pd.DataFrame:
    """Return :func:`ageing` in the classes in which counts are published, as words.

    No sums stand beside it from which a small count could be subtracted.
    """
    table = ageing(book, on)
    for age in AGES:
        low = class_low(table[age].to_numpy(float))
        table[age] = [class_words(value) for value in low]
    return table


def money_by_source(
    workspace: Workspace, on: date, *, published: bool = False
) -> pd.DataFrame:
    """Add up money by its source (rule M3), as it was on record at a day's end.

    Parameters
    ----------
    published : bool
        Sums rounded down, so that a difference of two days tells of no household.

    Returns
    -------
    DataFrame
        Index: ``rules.vocabulary.SOURCES``.  ``secured_cny``, set aside by the local
        levels (``NaN`` for 中央, of which no form asks it), ``allotted_cny`` to the
        county, ``paid_cny`` out of its treasury, refunds taken off.
    """
    ledger = workspace.ledger
    sums = pd.DataFrame(0.0, index=list(SOURCES), columns=list(SUMS))
    sums.index.name = "source"
    for row in office.secured_funds(ledger, on=on):
        if row["secured_on"] <= on:
            sums.at[SOURCE_OF_LEVEL[row["level"]], "secured_cny"] += row["amount_cny"]
    for row in office.allotments(ledger, on=on):
        if row["allotted_on"] <= on:
            sums.at[row["source"], "allotted_cny"] += row["amount_cny"]
    for source, amount_cny in payments_by_source(ledger, on).items():
        sums.at[source, "paid_cny"] += amount_cny
    sums.at[SOURCES[0], "secured_cny"] = np.nan
    if not published:
        return sums
    step = load_parameters("privacy")["classes"]["step_cny"]
    return np.floor(sums / step) * step


def _exactly(book: ProgressBook, day: date) -> tuple[float, float]:
    """Count cases of the whole county, without keeping the day."""
    cases = book.history.at(book.position(day), day)
    rung = cases.rung[cases.village >= 0]
    return float(len(rung)), float((rung >= COMPLETED).sum())


def _published(shelf: "CountyShelf", day: date) -> tuple[float, float]:
    """Return found and completed as they are published; nothing before the first."""
    first = shelf.progress_book().first_day
    if first is None or day < first:
        return 0.0, 0.0
    county = shelf.published(day).table(Level.COUNTY).iloc[0]
    return float(county["found_low"]), float(county["completed_low"])


def _span(book: ProgressBook, stages: Sequence[Stage], on: date) -> tuple[date, date]:
    """Return the first day of a curve and its last: the plan's end, in that year."""
    goal = completion_stage(stages)
    first = max(date(on.year, 1, 1), book.first_day or on)
    last = goal.until if goal and goal.until.year == on.year else on
    return first, max(last, on)


def _days(first: date, on: date, last: date) -> list[date]:
    """List days evenly, not too many; month-ends, the day asked and the last too."""
    most = load_parameters("progress")["plan"]["curve_points"]
    step = max(math.ceil(((last - first).days + 1) / most), 1)
    even = {first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)}
    return sorted(even | {*_month_ends(first, last), on, last})


def _month_ends(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if _ends_month(day)]


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
