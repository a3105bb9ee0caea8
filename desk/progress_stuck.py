"""Where money is stuck: owed for cases that were accepted, and lying with a source."""

from dataclasses import replace

import pandas as pd

from desk.notice_words import cited_of
from desk.progress_ends import KNOWN, WITHHELD
from desk.progress_reasons import Seen, counted, tellable, top
from desk.progress_told import Claim, Told, Yuan, bare, plain, read
from desk.ranking_why import LEVEL_NAMES
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Remark

PAID, CHART = "paid", "money"  # the step that ends the wait for money
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
TOWNS_SMALL = N_("Amounts of single towns concern few cases and are not listed.")
OTHERS_SMALL = N_(
    "Of single towns only {towns} can be listed; the amounts of the others concern few "
    "cases."
)
LEFT = N_(
    "Apart from that, of the money allotted in all years, whatever the cases, {amount} "
    "yuan lie unspent ({sources})."
)
LEFT_ABOUT = N_(
    "Apart from that, of the money allotted in all years, whatever the cases, about "
    "{amount} yuan lie unspent ({sources})."
)
NO_MONEY = N_("All money that was allotted to the county is paid out.")


def stuck(seen: Seen, _town: str) -> Told:
    """Say what is owed for accepted cases, and, apart, what lies unspent by source."""
    return replace(_source(seen, _owed(seen)), chart=CHART)


def _owed(seen: Seen) -> Told:
    """Say how much is owed, at which step it waits, and who must act."""
    figures = seen.figures
    county = figures.rate(Level.COUNTY, "stuck_cny").loc[figures.county]
    if figures.exact and not figures.low(Level.COUNTY, "stuck").iloc[0]:
        return plain(NOT_STUCK)
    if not tellable(seen, figures.county, "stuck"):
        return _step(seen, plain(STUCK_FEW))
    if county["state"] != KNOWN:
        told = counted(seen, STUCK_UNTOLD, figures.county, {"cases": "stuck"})
        return _step(seen, told)
    told = _amount(seen, _how_much(figures.exact, county["shown"]))
    told = told.plus(*read(figures, figures.county, {"cases": "stuck"}, words=bare))
    return _step(seen, _most(seen, told))


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
    """Add how much lies with the treasury, and of which sources."""
    money = seen.money
    if not money["allotted_cny"].any():
        return told
    left = money.index[money["allotted_cny"] > money["paid_cny"]]
    if not len(left):
        return told.then(plain(NO_MONEY))
    of = money.loc[left]
    claim = Claim("amount", seen.figures.county, "", "", Yuan, lambda: _unspent(of))
    rest = plain(LEFT if seen.figures.exact else LEFT_ABOUT, sources="、".join(left))
    each = of["allotted_cny"] - of["paid_cny"]
    return told.then(rest.plus({"amount": Yuan(f"{each.sum():,.0f}")}, (claim,)))


def _unspent(money: pd.DataFrame) -> str:
    return f"{money['allotted_cny'].sum() - money['paid_cny'].sum():,.0f}"


def _most(seen: Seen, told: Told) -> Told:
    """Add the town that most is owed to, where its amount is shown."""
    figures = seen.figures
    towns = figures.rate(Level.TOWN, "stuck_cny")
    best = top(towns.loc[towns["state"].isin([KNOWN, WITHHELD]), "value"])
    if best and not str(towns.at[best, "shown"]).startswith("<"):
        most = _amount(seen, STUCK_MOST, best, "own").plus({"town": figures.name(best)})
        return told.then(most, best)
    return told if figures.exact else told.then(_listed(seen, towns))


def _listed(seen: Seen, rates: pd.DataFrame) -> Told:
    """Say of which towns alone an amount is listed beside the map."""
    listed = rates.index[rates["state"] == KNOWN]
    if not len(listed):
        return plain(TOWNS_SMALL)
    return plain(OTHERS_SMALL, towns="、".join(map(seen.figures.name, listed)))
