"""Why a town stands where it does: which clock, who must act, how long at the worst."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from desk.notice_words import cited_of
from desk.progress_book import ProgressBook
from geo.case_clocks import due_days
from rules.adcode import Level
from rules.language import N_
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.policy_tables import Clock
from rules.remarks import Quantity, Remark
from rules.workdays import Holidays

OWN_LEVELS = ("village", "town")
LEVEL_NAMES = {
    "village": N_("the village"),
    "town": N_("the town"),
    "county": N_("the county's housing bureau"),
    "finance": N_("the treasury"),
    "third_party": N_("the third party"),
}


class LateClock(NamedTuple):
    """Open cases of a town in which one clock is overdue.

    Attributes
    ----------
    start, end : str
        The steps' words in the policy.
    by : str
        Who must act, one of ``rules.vocabulary.LEVELS``.
    cases : int
    oldest_days : int
        Days since the last day of the clock, of the case that is latest.
    """

    clock: str
    start: str
    end: str
    by: str
    cases: int
    oldest_days: int
    clause: str


def late_clocks(
    book: ProgressBook, on: date, holidays: Holidays
) -> dict[str, list[LateClock]]:
    """Count the overdue clocks of each town, the one with most cases first."""
    policy, cases, late = book.policy, book.cases(on), book.late(on)
    due = due_days(cases, policy, holidays)
    days = (np.datetime64(on, "D") - due).astype("timedelta64[D]")
    towns = book.table(on)["village_code"].str[: int(Level.TOWN)]
    found: dict[str, list[LateClock]] = {}
    for number, clock in enumerate(policy.clocks):
        own = pd.Series(days[:, number]).dt.days[late[:, number]]
        for town, rows in own.groupby(towns[own.index]):
            found.setdefault(town, []).append(_late(clock, rows, policy))
    return {town: sorted(found[town], key=_urgency) for town in sorted(found)}


def overdue_of_towns(book: ProgressBook, on: date) -> pd.Series:
    """Count the overdue cases in which the town or a village itself must act.

    Returns
    -------
    pandas.Series
        By code of the town; a town without any is left out.
    """
    own = [clock.by in OWN_LEVELS for clock in book.policy.clocks]
    late = book.late(on)[:, own].any(axis=1)
    towns = book.table(on)["village_code"].str[: int(Level.TOWN)]
    return towns[late].value_counts()


def _late(clock: Clock, days: pd.Series, policy: Policy) -> LateClock:
    return LateClock(
        clock=clock.id,
        start=policy.step(clock.start).name,
        end=policy.step(clock.end).name,
        by=clock.by,
        cases=len(days),
        oldest_days=int(days.max()),
        clause=cited_of(policy, "clock", clock.id, clock.clause),
    )


def whys(
    table: pd.DataFrame, late: dict[str, list[LateClock]], policy: Policy
) -> pd.DataFrame:
    """Say of each town of a ranking why it stands there, see :class:`LateClock`.

    Returns
    -------
    pandas.DataFrame
        Index of the table; lists of Remark: ``why_own``, what the town or a village
        must do, ``why_other``, what others must, and ``why``: both and what is so.
    """
    told: dict[str, list[list[Remark]]] = {"why": [], "why_own": [], "why_other": []}
    for code, row in table.to_dict("index").items():
        own = _own_said(row, late.get(code, []), policy)
        other = _clocks_said(late.get(code, []), own=False)
        told["why_own"].append(own)
        told["why_other"].append(other)
        told["why"].append([*own, *other, *_state_said(row)])
    return pd.DataFrame(told, index=table.index)


def _clocks_said(late: list[LateClock], *, own: bool) -> list[Remark]:
    most = load_parameters("notices")["ranking"]["reasons"]
    mine = [clock for clock in late if (clock.by in OWN_LEVELS) is own]
    return [_clock_said(clock) for clock in mine[:most]]


def _own_said(row: dict, late: list[LateClock], policy: Policy) -> list[Remark]:
    said = _clocks_said(late, own=True)
    if row["unopened"]:
        named = load_parameters("notices")["ranking"]["hazard_clock"]
        said.append(_unopened_said(row["unopened"], policy, named))
    return said


def _state_said(row: dict) -> list[Remark]:
    said = []
    if row["plan_share"] > row["year_share"]:
        said.append(_behind_said(row))
    if not row["open"] + row["unopened"]:
        said.append(
            Remark(message=N_("Nothing is open; it stands at the county's share."))
        )
    elif row["small"]:
        said.append(
            Remark(
                message=N_(
                    "Few open cases ({open}): its share is drawn towards the county's."
                ),
                values={"open": int(row["open"] + row["unopened"])},
            )
        )
    return said


def _clock_said(clock: LateClock) -> Remark:
    return Remark(
        message=N_(
            "Overdue from {start} to {end}: {cases}, the oldest by {days}; "
            "{who} must act ({clause})."
        ),
        values={
            "cases": clock.cases,
            "start": clock.start,
            "end": clock.end,
            "days": Quantity(clock.oldest_days, N_("days")),
            "who": LEVEL_NAMES[clock.by],
            "clause": clock.clause,
        },
        words=("who",),
    )


def _unopened_said(unopened: int, policy: Policy, named: str) -> Remark:
    clock = next((c for c in policy.clocks if c.id == named), None)
    clause = cited_of(policy, "clock", clock.id, clock.clause) if clock else ""
    return Remark(
        message=N_(
            "Dangerous houses without a case beyond the days of {clause}: {houses}; "
            "the town must act."
        ),
        values={"houses": int(unopened), "clause": clause},
    )


def _behind_said(row: dict) -> Remark:
    return Remark(
        message=N_(
            "{completed} of this year's task is completed; the stages ask for {plan}."
        ),
        values={
            "completed": Quantity(row["year_share"], "ratio"),
            "plan": Quantity(row["plan_share"], "ratio"),
        },
    )


def _urgency(clock: LateClock) -> tuple[int, int]:
    return -clock.cases, -clock.oldest_days
