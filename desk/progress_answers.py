"""Five questions a leader asks, each answered in a sentence that is read again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from desk.deadlines import Deadline, deadlines
from desk.progress_figures import SMALL, Figures, figures
from desk.progress_told import (
    Extreme,
    Told,
    checked,
    compared,
    ends,
    one_of,
    plain,
    read,
)
from desk.ranking import ranking
from desk.ranking_why import LEVEL_NAMES, LateClock, late_clocks
from ledger.small_counts import smallest_count
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Remark

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

OVERDUE = "overdue_ratio"  # the measure of what is late
NAMED = 3  # reports and stages that are named at most
REASONS = 2  # that are told at most
LAST = N_(
    "{town} stands last in the order of the towns: {overdue} of its {open} open cases "
    "are overdue, {completed} of {found} are completed."
)
LARGEST = N_(
    "{town} has the largest share of overdue cases, {share} ({overdue} of {open}); "
    "{completed} of its {found} cases are completed."
)
ONE_OF = N_("One of these has the largest share of overdue cases: {names}.")
NONE_LAST = N_("No town stands behind the others.")
NOT_APART = N_("The published numbers do not tell the towns apart.")
WAITS = N_("Late and waiting for {step}: {cases}; {who} must act ({clause}).")
WAITS_MOSTLY = N_(
    "The largest part of its late cases waits for {step}: {who} must act ({clause})."
)
TOO_FEW = N_("Too few of its cases are late to say more without pointing at families.")
NOT_OPENED = N_(
    "In it {waiting} dangerous houses of protected families wait for a case."
)
NOTHING_LATE = N_("None of its cases is late.")
STUCK = N_(
    "{amount} yuan are still owed to {cases} cases that the county has accepted."
)
STUCK_UNTOLD = N_("{cases} cases that the county has accepted are not paid in full.")
NOT_STUCK = N_("Every case that the county has accepted is paid in full.")
STUCK_MOST = N_("{town} has the most: {own} yuan.")
MOST = N_("{town} has the most: {own}.")
LATE = N_("{late} of {open} open cases are overdue.")
LATE_MOST = N_("The largest part of them waits for {step}: {who} must act ({clause}).")
PAST_DUE = N_("Past their day: {names}.")
WAITING = N_(
    "{waiting} dangerous houses of protected families wait for a case to be opened."
)
NEXT_STAGE = N_("The next stage, {stage}, ends on {day}.")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question and its answer.

    Attributes
    ----------
    question : str
        A msgid.
    told : Told
    code : str
        The area to look at: a town, or the county.
    measure : str
        The measure that shows it on the map.
    """

    question: str
    told: Told
    code: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class _Seen:
    figures: Figures
    order: pd.DataFrame | None  # the exact one, for who reads cases
    late: dict[str, list[LateClock]]
    due: list[Deadline]


def five_answers(
    shelf: "CountyShelf", on: date, *, exact: bool
) -> tuple[Answer, Answer, Answer, Answer, Answer]:
    """Say which town is behind, why, where money is stuck, what is late, where next.

    Parameters
    ----------
    exact : bool
        For who reads cases; else from what is published, and of single steps only
        where they are not of a few families.

    Raises
    ------
    PlanningError
        If nothing is on record for the day, or a number is not what its table says.
    """
    told, book = figures(shelf, on, exact=exact), shelf.progress_book()
    workspace = shelf.workspace
    seen = _Seen(
        figures=told,
        order=ranking(shelf, on) if exact else None,
        late=late_clocks(book, on, workspace.holidays),
        due=deadlines(workspace, on, book.cases(on)),
    )
    last = _last(seen)
    return (
        _answer(seen, N_("Which town is behind?"), (last, OVERDUE), _behind),
        _answer(seen, N_("Why?"), (last, OVERDUE), _why),
        _answer(seen, N_("Where is the money stuck?"), ("", "stuck_cny"), _stuck),
        _answer(seen, N_("What is late?"), ("", OVERDUE), _what_is_late),
        _answer(seen, N_("Where next?"), ("", "found"), _next),
    )


def _answer(
    seen: _Seen,
    question: str,
    at: tuple[str, str],
    answer: Callable[[_Seen, str], Told],
) -> Answer:
    town, measure = at
    told = checked(answer(seen, town), seen.figures)
    code = told.code or town or seen.figures.county
    return Answer(question=question, told=told, code=code, measure=measure)


def _last(seen: _Seen) -> str:
    """Return the town that alone is last in the order; ``""`` if there is none.

    Where only published numbers are shown: the one with the largest share overdue. Of
    small towns the exact order would tell of single cases.
    """
    if seen.order is None:
        first = ends(seen.figures, OVERDUE, seen.figures.county)[0]
        return first[0] if len(first) == 1 else ""
    ranks = seen.order["rank"]
    worst = ranks.index[ranks == ranks.max()]
    return str(worst[0]) if len(worst) == 1 and len(ranks) > 1 else ""


def _none_last(seen: _Seen) -> Told:
    """Say that no town is last, or that what is published does not tell."""
    figures, county = seen.figures, seen.figures.county
    if figures.exact or not compared(figures, OVERDUE, county):
        return plain(NONE_LAST)
    if towns := ends(figures, OVERDUE, county)[0]:
        return one_of(figures, ONE_OF, _first_of(figures, towns))
    return plain(NOT_APART)


def _first_of(figures: Figures, towns: tuple[str, ...]) -> Extreme:
    return Extreme(towns, OVERDUE, True, tuple(figures.areas_in(figures.county)))


def _behind(seen: _Seen, town: str) -> Told:
    if not town:
        return _none_last(seen)
    figures, name = seen.figures, {"town": seen.figures.name(town)}
    wanted = {name: name for name in ("overdue", "open", "completed", "found")}
    if figures.exact:
        return _counted(seen, LAST, town, wanted).plus(name)
    told = _counted(seen, LARGEST, town, wanted).plus(name)
    told = told.plus(*read(figures, town, {"share": "shown"}, OVERDUE))
    return replace(told, extremes=(_first_of(figures, (town,)),))


def _why(seen: _Seen, town: str) -> Told:
    if not town:
        return plain(NONE_LAST if seen.figures.exact else NOT_APART)
    return (_why_exactly if seen.figures.exact else _why_published)(seen, town)


def _why_exactly(seen: _Seen, town: str) -> Told:
    """Say which clock most late cases wait for, then what else the order rests on."""
    late, reasons = seen.late.get(town, []), seen.order.at[town, "why"]
    if late:
        told = _counted(seen, WAITS, town, {"cases": f"late:{late[0].clock}"})
        told, reasons = _with_clock(told, late[0]), reasons[1:]
    else:
        told = plain(NOTHING_LATE, town)
    for reason in reasons[: REASONS - 1]:
        names = tuple(reason.values.values())
        told = told.then(Told(remark=reason, names=names))
    return told


def _why_published(seen: _Seen, town: str) -> Told:
    """Say so only where it tells of no few families."""
    told = _clock(seen, WAITS_MOSTLY, seen.late.get(town, []), town)
    told = told or plain(TOO_FEW, town)
    if seen.figures.low(Level.TOWN, "waiting").get(town, 0) >= smallest_count():
        told = told.then(_counted(seen, NOT_OPENED, town, {"waiting": "waiting"}))
    return told


def _stuck(seen: _Seen, _town: str) -> Told:
    figures = seen.figures
    county = figures.rate(Level.COUNTY, "stuck_cny").loc[figures.county]
    if figures.exact and not figures.low(Level.COUNTY, "stuck").iloc[0]:
        return plain(NOT_STUCK)
    if county["state"] != "known":
        return _with_most(seen, STUCK_UNTOLD, ("cases", "stuck"))
    amount = read(figures, figures.county, {"amount": "shown"}, "stuck_cny")
    told = _counted(seen, STUCK, figures.county, {"cases": "stuck"}).plus(*amount)
    towns = figures.rate(Level.TOWN, "stuck_cny")
    top = _top(towns.loc[towns["state"] != SMALL, "value"])
    if not top:
        return told
    most = plain(STUCK_MOST, town=figures.name(top))
    return told.then(most.plus(*read(figures, top, {"own": "shown"}, "stuck_cny")), top)


def _what_is_late(seen: _Seen, _town: str) -> Told:
    county = seen.figures.county
    told = _counted(seen, LATE, county, {"late": "overdue", "open": "open"})
    if clock := _clock(seen, LATE_MOST, _of_county(seen.late)):
        told = told.then(clock)
    late = [one.name for one in seen.due if one.state == "late"]
    if late:
        told = told.then(plain(PAST_DUE, names="、".join(dict.fromkeys(late[-NAMED:]))))
    return told


def _next(seen: _Seen, _town: str) -> Told:
    told = _with_most(seen, WAITING, ("waiting", "waiting"))
    ahead = [d for d in seen.due if d.kind == "stage" and d.due_on >= seen.figures.on]
    if not ahead:
        return told
    day = ahead[0].due_on.isoformat()
    return told.then(plain(NEXT_STAGE, stage=ahead[0].name, day=day))


def _with_most(seen: _Seen, message: str, field: tuple[str, str]) -> Told:
    """Say a count of the county, and which town has most of it."""
    name, column = field
    told = _counted(seen, message, seen.figures.county, {name: column})
    top = _top(seen.figures.low(Level.TOWN, column))
    if not top:
        return told
    most = _counted(seen, MOST, top, {"own": column})
    return told.then(most.plus({"town": seen.figures.name(top)}), top)


def _counted(seen: _Seen, message: str, code: str, wanted: dict[str, str]) -> Told:
    told = Told(remark=Remark(message=message), code=code)
    return told.plus(*read(seen.figures, code, wanted))


def _top(counts: pd.Series) -> str:
    """Return the area that alone has most; ``""`` if there is none.

    What is withheld, ``NaN``, may be more than any other.
    """
    best = counts.index[(counts == counts.max()) & (counts > 0) & counts.notna().all()]
    return str(best[0]) if len(best) == 1 else ""


def _of_county(late: dict[str, list[LateClock]]) -> list[LateClock]:
    """Add up the clocks of all towns, the one with most cases first."""
    total: dict[str, LateClock] = {}
    for clock in (one for clocks in late.values() for one in clocks):
        had = total.get(clock.clock)
        cases = clock.cases + (had.cases if had else 0)
        total[clock.clock] = clock._replace(cases=cases)
    return sorted(total.values(), key=lambda clock: -clock.cases)


def _clock(
    seen: _Seen, message: str, late: list[LateClock], code: str = ""
) -> Told | None:
    """Name the clock of most late cases; not where it is that of a few families."""
    enough = 1 if seen.figures.exact else smallest_count()
    if not late or late[0].cases < enough:
        return None
    return _with_clock(plain(message, code), late[0])


def _with_clock(told: Told, clock: LateClock) -> Told:
    values = {"step": clock.end, "who": LEVEL_NAMES[clock.by], "clause": clock.clause}
    return told.plus(values, words=("who",))
