"""What changed between two days, and why: which clock ran out, who must act."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from desk.progress_book import ProgressBook
from desk.progress_told import Told, plain
from desk.ranking_why import LEVEL_NAMES
from geo.case_history import LADDER, CasesAt
from ledger.count_classes import class_low
from ledger.small_counts import smallest_count
from rules.adcode import Level
from rules.errors import PlanningError
from rules.language import N_
from rules.policy_tables import Clock

if TYPE_CHECKING:
    from desk.published import Published

NOT_THERE = -1  # rung of a case that is not on record yet, or not any more
BACK, NEWLY, NO_LONGER = "went_back", "newly_overdue", "no_longer_overdue"
WITHHELD = "…"
SAME = N_("same class")  # of two counts; they may differ within it
ENTERED = N_("{town} since {day}: cases found {found}, completed {completed}.")
LATE_SINCE = N_("Newly overdue: {late}, mostly waiting for {step}; {who} must act.")
ON_TIME_AGAIN = N_("No longer overdue: {cases}.")
UNDONE = N_("Gone back a step: {cases}.")
NOTHING = N_("{town} since {day}: nothing has changed.")
DILUTED = N_(
    "The share completed fell all the same, for {found} cases were newly found."
)
DILUTED_MUCH = N_(
    "More cases were completed, yet the share completed fell, for more were newly "
    "found."
)
OVERDUE_SINCE = N_("Newly overdue cases wait mostly for {step}: {who} must act.")


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What became of cases between two days.

    Attributes
    ----------
    before, on : datetime.date
    cases : DataFrame
        Every case that changed: ``case_id, household_id, village_code``; bools by the
        words of ``LADDER`` (it came so far in between), ``went_back``,
        ``newly_overdue``, ``no_longer_overdue``; ``clock``, the one of the newly
        overdue that ran out first, ``""`` of others.
    towns : DataFrame
        Index: code, towns with a change.  ``name``, the same words counted, ``clock``
        that most newly overdue cases wait for, and ``by``, who must act; ``""`` none.
    """

    before: date
    on: date
    cases: pd.DataFrame
    towns: pd.DataFrame


WORDS = (*LADDER, BACK, NEWLY, NO_LONGER)


def changes(book: ProgressBook, on: date, before: date) -> Changes:
    """Compare the cases of two days, each as it had been recorded by then.

    Raises
    ------
    PlanningError
        If nothing is on record for one of the days, or they run backwards.
    """
    for day in (before, on):
        book.require_day(day)
    if before > on:
        raise PlanningError(
            N_("{before} is after {day}; choose an earlier day to compare with"),
            before=before.isoformat(),
            day=on.isoformat(),
        )
    then, now = (_by_case(book, day) for day in (before, on))
    table = pd.DataFrame({"was": then["rung"], "rung": now["rung"]})
    table = table.fillna(NOT_THERE).astype(int)
    late = pd.DataFrame({"was": then["late"], "is": now["late"]}) == True  # noqa: E712
    for place, word in enumerate(LADDER):
        table[word] = (table["rung"] >= place) & (table["was"] < place)
    table[BACK] = table["rung"] < table["was"]
    table[NEWLY], table[NO_LONGER] = (
        late["is"] & ~late["was"],
        late["was"] & ~late["is"],
    )
    table = table[table[list(WORDS)].any(axis=1)]
    clock = now["clock"].reindex(table.index).where(table[NEWLY], "")
    cases = _with_places(book, table[list(WORDS)].assign(clock=clock))
    return Changes(before=before, on=on, cases=cases, towns=_by_town(book, cases))


def changes_told(book: ProgressBook, found: Changes, town: str) -> Told:
    """Say what changed in a town, and who must act; exact numbers."""
    name, day = book.places.get(town) or town, found.before.isoformat()
    if town not in found.towns.index:
        return plain(NOTHING, town, town=name, day=day)
    row = found.towns.loc[town]
    shown = {"found": f"{row['found']:,}", "completed": f"{row['completed']:,}"}
    told = plain(ENTERED, town, town=name, day=day, **shown)
    if diluted(*(_of_day(book, day, town) for day in (found.before, found.on))):
        told = told.then(plain(DILUTED, found=shown["found"]))
    if row[NEWLY]:
        told = told.then(_late_since(book, row))
    if row[NO_LONGER]:
        told = told.then(plain(ON_TIME_AGAIN, cases=f"{row[NO_LONGER]:,}"))
    if row[BACK]:
        told = told.then(plain(UNDONE, cases=f"{row[BACK]:,}"))
    return told


def why_published(book: ProgressBook, found: Changes) -> Told | None:
    """Say why a share fell, and which clock newly overdue cases mostly wait for.

    ``None`` where they are too few to be told of without pointing at families.
    """
    told, late = _diluted_published(book, found), _late_published(book, found)
    return told.then(late) if told and late else told or late


def diluted(before: tuple[float, float], now: tuple[float, float]) -> bool:
    """Tell whether a share of cases fell although more were completed.

    Parameters
    ----------
    before, now : tuple of float
        Cases completed and found.

    Examples
    --------
    >>> diluted((10, 20), (12, 40)), diluted((10, 20), (12, 21))
    (True, False)
    """
    (done, of), (done_now, of_now) = before, now
    return bool(done_now > done and done_now * of < done * of_now)


def _of_day(book: ProgressBook, day: date, code: str) -> tuple[float, float]:
    """Return cases completed and found of an area on a day."""
    counts = book.counts(day, Level(len(code)))
    if code not in counts.index:
        return 0.0, 0.0
    return float(counts.at[code, "completed"]), float(counts.at[code, "found"])


def _diluted_published(book: ProgressBook, found: Changes) -> Told | None:
    """Say why the county's share fell, where the classes show that it did."""
    county = next(code for code in book.places if len(code) == Level.COUNTY)
    days = (_of_day(book, day, county) for day in (found.before, found.on))
    before, now = (tuple(class_low(np.array(day))) for day in days)
    return plain(DILUTED_MUCH) if diluted(before, now) else None


def _late_published(book: ProgressBook, found: Changes) -> Told | None:
    clocks = found.cases.loc[found.cases[NEWLY], "clock"].value_counts()
    if clocks.empty or clocks.iloc[0] < smallest_count():
        return None
    clock = _clock(book, str(clocks.index[0]))
    return plain(OVERDUE_SINCE, step=_ends(book, clock)).plus(
        {"who": LEVEL_NAMES[clock.by]}, words=("who",)
    )


def published_changes(
    now: "Published", before: "Published", level: Level
) -> pd.DataFrame:
    """Subtract what is published of two days: nothing more can be told of them.

    Returns
    -------
    DataFrame
        Index: code.  ``name``, and for every count that is published
        ``<count>_change``, ``NaN`` where one of the two is withheld, and
        ``<count>_change_shown``, as ``"+10"``, ``SAME`` (a msgid) or ``"…"``.
    """
    new, old = now.table(level), before.table(level)
    table = new[["name"]].copy()
    for column in [name for name in new if name.endswith("_low")]:
        change = new[column] - old[column].reindex(new.index)
        name = f"{column.removesuffix('_low')}_change"
        table[name] = change
        table[f"{name}_shown"] = [_signed(value) for value in change]
    return table


def _by_case(book: ProgressBook, day: date) -> pd.DataFrame:
    cases, late = book.cases(day), book.late(day)
    ids = [clock.id for clock in book.policy.clocks]
    first = np.array([*ids, ""], dtype=object)[_first_late(book, cases, late)]
    told = {"rung": cases.rung, "late": late.any(axis=1), "clock": first}
    told |= {"home": cases.home, "village": cases.village}
    return pd.DataFrame(told, index=book.history.case_ids[cases.case])


def _first_late(book: ProgressBook, cases: CasesAt, late: np.ndarray) -> np.ndarray:
    """Return the overdue clock that ran out first; -1 none."""
    if not late.shape[1]:
        return np.full(len(cases), -1)
    due = book.due(cases.on)
    due = np.where(late, due, np.datetime64("9999-12-31"))
    return np.where(late.any(axis=1), due.argmin(axis=1), -1)


def _with_places(book: ProgressBook, table: pd.DataFrame) -> pd.DataFrame:
    known = book.everyone().reindex(table.index)
    told = pd.concat([known, table], axis=1)
    told.index.name = "case_id"
    return told.reset_index()


def _by_town(book: ProgressBook, cases: pd.DataFrame) -> pd.DataFrame:
    town = cases["village_code"].astype("str").str[: int(Level.TOWN)]
    known = cases["village_code"].notna()
    towns = cases.loc[known, list(WORDS)].groupby(town[known]).sum()
    towns.index.name = "code"
    late = cases[known & cases[NEWLY]]
    most = late["clock"].groupby(town[late.index]).agg(lambda own: own.mode().iloc[0])
    towns["clock"] = most.reindex(towns.index).fillna("").astype(object)
    by = {clock.id: clock.by for clock in book.policy.clocks}
    towns["by"] = [by.get(clock, "") for clock in towns["clock"]]
    towns.insert(0, "name", [book.places.get(code) or code for code in towns.index])
    return towns


def _late_since(book: ProgressBook, row: pd.Series) -> Told:
    clock = _clock(book, row["clock"])
    told = plain(LATE_SINCE, late=f"{row[NEWLY]:,}", step=_ends(book, clock))
    return told.plus({"who": LEVEL_NAMES[clock.by]}, words=("who",))


def _clock(book: ProgressBook, id_: str) -> Clock:
    return next(clock for clock in book.policy.clocks if clock.id == id_)


def _ends(book: ProgressBook, clock: Clock) -> str:
    return book.policy.step(clock.end).name


def _signed(change: float) -> str:
    if np.isnan(change):
        return WITHHELD
    return f"{change:+,.0f}" if change else SAME
