"""Why a town, or the county, is behind: which step, and who must act."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from desk.deadlines import Deadline
from desk.progress_book import ProgressBook
from desk.progress_figures import Figures
from desk.progress_told import Told, bare, plain, read
from desk.ranking_why import LEVEL_NAMES, OWN_LEVELS, LateClock
from desk.year_progress import year_counts
from ledger.small_counts import smallest_count
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Remark
from rules.stages import plan_share

REASONS = 3  # that are told at most
OVERDUE, COMPLETED = "overdue_ratio", "completed_ratio"
PLAN, AGES = "plan", "ages"  # charts
WAITS = N_("Late and waiting for {step}: {cases}; {who} must act ({clause}).")
WAITS_MOSTLY = N_(
    "The largest part of its late cases waits for {step}: {who} must act ({clause})."
)
OF_COUNTY = N_(
    "In the whole county most late cases wait for {step}: {who} must act ({clause})."
)
NOT_OPENED = N_(
    "In it at least {waiting} dangerous houses of protected families have no case."
)
BEHIND_BOTH = N_("Its completions are behind the stage plan and behind the county's.")
BEHIND_PLAN = N_("Its completions are behind the stage plan, as the county's are.")
COUNTY_BEHIND = N_("Completions of the whole county are behind the stage plan.")
TOO_FEW = N_("So few families are concerned that no more is told.")
FEW_LATE = N_("In the whole county so few cases are overdue that no cause is told.")
NOTHING_LATE_AT_ALL = N_("No case of the county is overdue.")
COUNTY_UNOPENED = N_(
    "In the county at least {waiting} dangerous houses of protected families have no "
    "case."
)
NO_CAUSE = N_("No cause stands out.")
NOTHING_LATE = N_("None of its cases is late.")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What answers are made of.

    Attributes
    ----------
    order : DataFrame
        Of :func:`desk.ranking.ranking`, for who reads cases.
    late : dict
        Of :func:`desk.ranking_why.late_clocks`.
    money : DataFrame
        Of :func:`desk.progress_charts.money_by_source`.
    """

    book: ProgressBook
    figures: Figures
    order: pd.DataFrame
    late: dict[str, list[LateClock]]
    due: list[Deadline]
    money: pd.DataFrame


def counted(seen: Seen, message: str, code: str, wanted: dict[str, str]) -> Told:
    """Return a sentence filled with counts of an area."""
    told = Told(remark=Remark(message=message), code=code)
    return told.plus(*read(seen.figures, code, wanted, words=bare))


def tellable(seen: Seen, code: str, *columns: str) -> bool:
    """Tell whether counts of an area may be said: exact, or neither few nor hidden."""
    if seen.figures.exact:
        return True
    level = Level(len(code))
    lows = [seen.figures.low(level, column).get(code, np.nan) for column in columns]
    return all(low >= smallest_count() for low in lows)


def top(counts: pd.Series) -> str:
    """Return the area that alone has most; ``""`` if there is none.

    What is withheld, ``NaN``, may be more than any other.
    """
    best = tops(counts)
    return best[0] if len(best) == 1 and counts.notna().all() else ""


def tops(counts: pd.Series) -> list[str]:
    """List the areas that have most, as far as it is told."""
    best = counts.index[(counts == counts.max()) & (counts > 0)]
    return [str(code) for code in best]


def why(seen: Seen, town: str) -> Told:
    """Say why a town is behind; of no town, why the county is."""
    if not town:
        said = _why_county(seen)
    else:
        said = (_why_exactly if seen.figures.exact else _why_published)(seen, town)
    told = said[0]
    for one in said[1:REASONS]:
        told = told.then(one)
    return told


def of_county(late: dict[str, list[LateClock]]) -> list[LateClock]:
    """Add up the clocks of all towns, the one with most cases first."""
    total: dict[str, LateClock] = {}
    for clock in (one for clocks in late.values() for one in clocks):
        had = total.get(clock.clock)
        cases = clock.cases + (had.cases if had else 0)
        total[clock.clock] = clock._replace(cases=cases)
    return sorted(total.values(), key=lambda clock: -clock.cases)


def clock_told(
    seen: Seen, message: str, late: list[LateClock], code: str = ""
) -> Told | None:
    """Name the clock of most late cases; not where it is that of a few families."""
    enough = 1 if seen.figures.exact else smallest_count()
    if not late or late[0].cases < enough:
        return None
    shown = replace(plain(message, code), measure=OVERDUE, chart=AGES)
    return with_clock(shown, late[0])


def with_clock(told: Told, clock: LateClock) -> Told:
    """Fill in the step, who must act, and the clause."""
    values = {"step": clock.end, "who": LEVEL_NAMES[clock.by], "clause": clock.clause}
    return told.plus(values, words=("who",))


def _why_county(seen: Seen) -> list[Told]:
    """Say whether the county is behind the plan, and which clock is late most."""
    late = clock_told(seen, OF_COUNTY, of_county(seen.late))
    behind = _of_plan(COUNTY_BEHIND) if _county_behind(seen) else None
    if said := [one for one in (behind, late) if one]:
        return said
    return [_without_cause(seen), *_county_unopened(seen)]


def _without_cause(seen: Seen) -> Told:
    figures = seen.figures
    if not tellable(seen, figures.county, "overdue"):
        return plain(FEW_LATE)
    some = figures.low(Level.COUNTY, "overdue")[figures.county] > 0
    return plain(NO_CAUSE if some else NOTHING_LATE_AT_ALL)


def _county_unopened(seen: Seen) -> list[Told]:
    county = seen.figures.county
    waits = seen.figures.low(Level.COUNTY, "waiting")[county] > 0
    if not waits or not tellable(seen, county, "waiting"):
        return []
    told = counted(seen, COUNTY_UNOPENED, county, {"waiting": "waiting"})
    return [replace(told, measure="found")]


def _county_behind(seen: Seen) -> bool:
    """Tell whether the plan asks for more than is done, as its chart tells it."""
    figures = seen.figures
    if not tellable(seen, figures.county, "found", "completed"):
        return False
    found, done = (
        figures.low(Level.COUNTY, column)[figures.county]
        for column in ("found", "completed")
    )
    return bool(done < plan_share(seen.book.policy.stages, figures.on) * found)


def _of_plan(message: str, code: str = "") -> Told:
    return replace(plain(message, code), measure=COMPLETED, chart=PLAN)


def _own_first(late: list[LateClock]) -> list[LateClock]:
    """Put what the town itself must do before what others must."""
    return sorted(late, key=lambda clock: clock.by not in OWN_LEVELS)


def _why_exactly(seen: Seen, town: str) -> list[Told]:
    """Say which clock most late cases wait for, then what else the order rests on."""
    late, said = _own_first(seen.late.get(town, [])), []
    if late:
        told = counted(seen, WAITS, town, {"cases": f"late:{late[0].clock}"})
        told = replace(told, measure=OVERDUE, chart=AGES)
        said = [with_clock(told, late[0])]
    for reason in seen.order.at[town, "why"]:
        if not {"start", "open"} & {*reason.values}:
            names = tuple(reason.values.values())
            shown = {"measure": "found"}
            if "plan" in reason.values:
                shown = {"measure": COMPLETED, "chart": PLAN}
            said.append(Told(remark=reason, names=names, code=town, **shown))
    return said or [plain(NOTHING_LATE, town)]


def _why_published(seen: Seen, town: str) -> list[Told]:
    """Say which kind of cause it is, where it is not that of few families."""
    own = clock_told(seen, WAITS_MOSTLY, _own_first(seen.late.get(town, [])), town)
    said = [own] if own else []
    long = seen.order.at[town, "unopened"] >= smallest_count()
    if long and tellable(seen, town, "waiting"):
        kept = counted(seen, NOT_OPENED, town, {"waiting": "waiting"})
        said.append(replace(kept, measure="found"))
    if behind := _behind_plan(seen, town):
        said.append(_of_plan(behind, town))
    said = said or [plain(TOO_FEW, town)]
    county = clock_told(seen, OF_COUNTY, of_county(seen.late), town)
    return said if own or not county else [*said, county]


def _behind_plan(seen: Seen, town: str) -> str:
    """Say whether a town is behind the plan, or also the county, by some cases."""
    year = year_counts(seen.book, seen.figures.on, Level.TOWN)
    county = year["completed"].sum() / max(year["task"].sum(), 1)
    plan, task = seen.order.at[town, "plan_share"], year.at[town, "task"]
    by_plan, by_county = (
        (share - seen.order.at[town, "year_share"]) * task >= smallest_count()
        for share in (plan, min(plan, county))
    )
    return BEHIND_BOTH if by_county else BEHIND_PLAN if by_plan else ""
