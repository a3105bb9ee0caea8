"""Why a town stands last, and where money is stuck: which step, and who must act."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from desk.deadlines import Deadline
from desk.notice_words import cited_of
from desk.progress_book import ProgressBook
from desk.progress_figures import Figures
from desk.progress_told import KNOWN, WITHHELD, Told, Yuan, bare, plain, read
from desk.ranking_why import LEVEL_NAMES, OWN_LEVELS, LateClock
from desk.year_progress import year_counts
from ledger.small_counts import smallest_count
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Remark

REASONS = 3  # that are told at most
PAID = "paid"  # the step that ends the wait for money
WAITS = N_("Late and waiting for {step}: {cases}; {who} must act ({clause}).")
WAITS_MOSTLY = N_(
    "The largest part of its late cases waits for {step}: {who} must act ({clause})."
)
OF_COUNTY = N_(
    "In the whole county most late cases wait for {step}: {who} must act ({clause})."
)
NOT_OPENED = N_(
    "In it at least {waiting} dangerous houses of protected families wait for a case."
)
BEHIND_BOTH = N_("Its completions are behind the stage plan and behind the county's.")
BEHIND_PLAN = N_("Its completions are behind the stage plan, as the county's are.")
TOO_FEW = N_(
    "The order rests on overdue, completed and unopened cases together; so few "
    "families are concerned that no more is told."
)
NO_CAUSE = N_("No cause stands out.")
NOTHING_LATE = N_("None of its cases is late.")
STUCK = N_(
    "{amount} yuan are still owed to {cases} cases that the county has accepted."
)
STUCK_ABOUT = N_(
    "At least {amount} yuan are still owed to at least {cases} cases that "
    "the county has accepted."
)
STUCK_LESS = N_(
    "Less than {amount} yuan are still owed to at least {cases} cases that "
    "the county has accepted."
)
STUCK_UNTOLD = N_("{cases} cases that the county has accepted are not paid in full.")
STUCK_FEW = N_(
    "Few cases that the county has accepted are not paid in full; by the rules they "
    "are not listed."
)
NOT_STUCK = N_("Every case that the county has accepted is paid in full.")
PAY_STEP = N_("They wait for {step}: {who} must act ({clause}).")
STUCK_MOST = N_("{town} has the most: {own} yuan.")
TOWNS_SMALL = N_("Amounts by town are too small to be shown.")
MONEY_LEFT = N_("Money of these sources is allotted and not paid out: {sources}.")
NO_MONEY = N_("All money that was allotted to the county is paid out.")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What answers are made of.

    Attributes
    ----------
    order : DataFrame
        Of :func:`desk.ranking.ranking`; the order itself is published (rule R3), its
        numbers are for who reads cases.
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
    """Say what the place of a town in the order rests on; of no town, the county's."""
    if not town:
        return clock_told(seen, OF_COUNTY, of_county(seen.late)) or plain(NO_CAUSE)
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
    return with_clock(plain(message, code), late[0])


def with_clock(told: Told, clock: LateClock) -> Told:
    """Fill in the step, who must act, and the clause."""
    values = {"step": clock.end, "who": LEVEL_NAMES[clock.by], "clause": clock.clause}
    return told.plus(values, words=("who",))


def _own_first(late: list[LateClock]) -> list[LateClock]:
    """Put what the town itself must do before what others must."""
    return sorted(late, key=lambda clock: clock.by not in OWN_LEVELS)


def _why_exactly(seen: Seen, town: str) -> list[Told]:
    """Say which clock most late cases wait for, then what else the order rests on."""
    late, said = _own_first(seen.late.get(town, [])), []
    if late:
        told = counted(seen, WAITS, town, {"cases": f"late:{late[0].clock}"})
        said = [with_clock(told, late[0])]
    for reason in seen.order.at[town, "why"]:
        if not {"start", "open"} & {*reason.values}:
            names = tuple(reason.values.values())
            said.append(Told(remark=reason, names=names, code=town))
    return said or [plain(NOTHING_LATE, town)]


def _why_published(seen: Seen, town: str) -> list[Told]:
    """Say which kind of cause it is, where it is not that of few families."""
    own = clock_told(seen, WAITS_MOSTLY, _own_first(seen.late.get(town, [])), town)
    said = [own] if own else []
    long = seen.order.at[town, "unopened"] >= smallest_count()
    if long and tellable(seen, town, "waiting"):
        said.append(counted(seen, NOT_OPENED, town, {"waiting": "waiting"}))
    if behind := _behind_plan(seen, town):
        said.append(plain(behind, town))
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


def stuck(seen: Seen, _town: str) -> Told:
    """Say how much is owed, at which step it waits, for whom, and of what money."""
    figures = seen.figures
    county = figures.rate(Level.COUNTY, "stuck_cny").loc[figures.county]
    if figures.exact and not figures.low(Level.COUNTY, "stuck").iloc[0]:
        return plain(NOT_STUCK)
    if not tellable(seen, figures.county, "stuck"):
        return _source(seen, _step(seen, plain(STUCK_FEW)))
    if county["state"] != KNOWN:
        told = counted(seen, STUCK_UNTOLD, figures.county, {"cases": "stuck"})
        return _source(seen, _step(seen, told))
    told = _amount(seen, _how_much(figures.exact, county["shown"]))
    told = told.plus(*read(figures, figures.county, {"cases": "stuck"}, words=bare))
    return _source(seen, _step(seen, _most(seen, told)))


def _how_much(exact: bool, shown: str) -> str:
    if exact:
        return STUCK
    return STUCK_LESS if shown.startswith("<") else STUCK_ABOUT


def _amount(seen: Seen, message: str, town: str = "", name: str = "amount") -> Told:
    """Say an amount, in yuan or ten thousands as each language writes it."""
    figures, code = seen.figures, town or seen.figures.county
    yuan = read(figures, code, {name: "shown"}, "stuck_cny", Yuan)
    return Told(remark=Remark(message=message), code=code).plus(*yuan)


def _step(seen: Seen, told: Told) -> Told:
    """Add the step that ends the wait and who takes it, by the clock of the policy."""
    policy = seen.book.policy
    clock = next((one for one in policy.clocks if one.end == PAID), None)
    if clock is None:
        return told
    clause = cited_of(policy, "clock", clock.id, clock.clause)
    waits = plain(PAY_STEP, step=policy.step(PAID).name, clause=clause)
    return told.then(waits.plus({"who": LEVEL_NAMES[clock.by]}, words=("who",)))


def _source(seen: Seen, told: Told) -> Told:
    """Add of which sources money lies with the treasury."""
    money = seen.money
    if not money["allotted_cny"].any():
        return told
    left = money.index[money["allotted_cny"] > money["paid_cny"]]
    if not len(left):
        return told.then(plain(NO_MONEY))
    return told.then(plain(MONEY_LEFT, sources="、".join(left)))


def _most(seen: Seen, told: Told) -> Told:
    """Add the town that most is owed to, where its amount is shown."""
    figures = seen.figures
    towns = figures.rate(Level.TOWN, "stuck_cny")
    best = top(towns.loc[towns["state"].isin([KNOWN, WITHHELD]), "value"])
    if best and not str(towns.at[best, "shown"]).startswith("<"):
        most = _amount(seen, STUCK_MOST, best, "own").plus({"town": figures.name(best)})
        return told.then(most, best)
    return told if figures.exact else told.then(plain(TOWNS_SMALL))
