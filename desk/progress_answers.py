"""Five questions a leader asks, each answered in a sentence that is read again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from desk.deadlines import Deadline, deadlines
from desk.progress_charts import money_by_source
from desk.progress_figures import figures
from desk.progress_reasons import (
    Seen,
    clock_told,
    counted,
    of_county,
    stuck,
    tellable,
    top,
    tops,
    why,
    with_clock,
)
from desk.progress_told import Told, bare, checked, plain, read
from desk.ranking import ranking
from desk.ranking_why import LateClock, late_clocks
from geo.case_history import LADDER
from ledger.count_classes import class_high, class_low
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Quantity

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

OVERDUE, COMPLETED = "overdue_ratio", "completed_ratio"
NAMED = 3  # reports and stages, or towns, that are named at most
LAST = N_(
    "{town} stands last in the order of the towns: {overdue} of its {open} open cases "
    "are overdue, {completed} of {found} are completed."
)
LAST_ABOUT = N_(
    "{town} stands last in the order of the towns by overdue, unopened and completed "
    "cases together: of at least {found} cases found about {share} are completed."
)
LAST_BARE = N_("{town} stands last in the order of the towns.")
LAST_TOGETHER = N_("{towns} stand last together in the order of the towns.")
LATE_SHARE = N_("About {share} of its open cases are overdue.")
FEW_LATE = N_("Its overdue cases are few and by the rules not listed.")
LATE_HIDDEN = N_("By the rules its overdue cases are not listed.")
NONE_LAST = N_("No town stands behind the others.")
LATE = N_("{late} of {open} open cases are overdue.")
LATE_ABOUT = N_("Of about {open} open cases at least {late} are overdue.")
LATE_FEW = N_("The overdue cases of the county are few and by the rules not listed.")
LATE_MOST = N_(
    "The largest part of them, {cases}, waits for {step}: {who} must act ({clause})."
)
LATE_HALF = N_("More than half of them wait for {step}: {who} must act ({clause}).")
LATE_PART = N_("The largest part of them waits for {step}: {who} must act ({clause}).")
PAST_DUE = N_("Past their day: {names}.")
STAGE = N_(
    "The stage {stage} ends on {day}, in {left}: {done} of {found} cases have come to "
    "what it asks of all, {milestone}."
)
STAGE_ABOUT = N_(
    "The stage {stage} ends on {day}, in {left}: of about {found} cases at least "
    "{done} have come to what it asks of all, {milestone}."
)
STAGE_BARE = N_("The stage {stage} ends on {day}, in {left}.")
WAITING_FIRST = N_(
    "First to {town}, to open cases: of the {waiting} dangerous houses of protected "
    "families without a case {own} stand there."
)
WAITING_FIRST_ABOUT = N_(
    "First to {town}, to open cases: of at least {waiting} dangerous houses of "
    "protected families without a case at least {own} stand there."
)
WAITING_EACH = N_(
    "First to {town}, to open cases: of the {waiting} dangerous houses of protected "
    "families without a case {own} stand in each of them."
)
WAITING_EACH_ABOUT = N_(
    "First to {town}, to open cases: of at least {waiting} dangerous houses of "
    "protected families without a case at least {own} stand in each of them."
)
WAITING = N_(
    "{waiting} dangerous houses of protected families wait for a case to be opened."
)
WAITING_ABOUT = N_(
    "At least {waiting} dangerous houses of protected families wait for a case to be "
    "opened."
)
WAITING_FEW = N_(
    "Few dangerous houses of protected families wait for a case; by the rules they are "
    "not listed."
)
NONE_WAITS = N_("No dangerous house of a protected family waits for a case.")
NEXT_STAGE = N_("The next stage, {stage}, ends on {day}.")
MILESTONES = {
    "filed": N_("filed"),
    "started": N_("started"),
    "completed": N_("completed"),
    "accepted": N_("accepted"),
    "paid": N_("paid in full"),
    "struck_off": N_("struck off"),
}


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


def five_answers(
    shelf: "CountyShelf", on: date, *, exact: bool
) -> tuple[Answer, Answer, Answer, Answer, Answer]:
    """Say which town is behind, why, where money is stuck, what is late, where next.

    Everybody is told of the same town: the order itself is an official paper (R3).

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
    seen = Seen(
        book=book,
        figures=told,
        order=ranking(shelf, on),
        late=late_clocks(book, on, workspace.holidays),
        due=deadlines(workspace, on, book.cases(on)),
        money=money_by_source(workspace, on, published=not exact),
    )
    last = _last(seen)
    town = last[0] if len(last) == 1 else ""
    return (
        _answer(seen, N_("Which town is behind?"), (town, OVERDUE), _behind),
        _answer(seen, N_("Why?"), (town, OVERDUE), why),
        _answer(seen, N_("Where is the money stuck?"), ("", "stuck_cny"), stuck),
        _answer(seen, N_("What is late?"), ("", OVERDUE), _what_is_late),
        _answer(seen, N_("Where next?"), ("", "found"), _next),
    )


def _answer(
    seen: Seen,
    question: str,
    at: tuple[str, str],
    answer: Callable[[Seen, str], Told],
) -> Answer:
    town, measure = at
    told = checked(answer(seen, town), seen.figures)
    code = told.code or town or seen.figures.county
    return Answer(question=question, told=told, code=code, measure=measure)


def _last(seen: Seen) -> list[str]:
    """List the towns that are last in the order; none where too many, or hardly any."""
    if not tellable(seen, seen.figures.county, "found"):
        return []
    ranks = seen.order["rank"]
    worst = [str(code) for code in ranks.index[ranks == ranks.max()]]
    return worst if len(worst) <= NAMED and len(worst) < len(ranks) else []


def _behind(seen: Seen, town: str) -> Told:
    last, figures = _last(seen), seen.figures
    if len(last) > 1:
        return plain(LAST_TOGETHER, towns="、".join(map(figures.name, last)))
    if not town:
        return plain(NONE_LAST)
    name = {"town": figures.name(town)}
    if not figures.exact:
        return _behind_published(seen, town).plus(name)
    wanted = {name: name for name in ("overdue", "open", "completed", "found")}
    return counted(seen, LAST, town, wanted).plus(name)


def _behind_published(seen: Seen, town: str) -> Told:
    """Name the town by the order, and tell of it what its published numbers do."""
    figures = seen.figures
    share = str(figures.rate(Level.TOWN, COMPLETED).at[town, "shown"])
    if tellable(seen, town, "found") and share.endswith("%"):
        told = counted(seen, LAST_ABOUT, town, {"found": "found"})
        told = told.plus(*read(figures, town, {"share": "shown"}, COMPLETED, bare))
    else:
        told = plain(LAST_BARE, town)
    late = str(figures.rate(Level.TOWN, OVERDUE).at[town, "shown"])
    if not tellable(seen, town, "overdue"):
        few = figures.low(Level.TOWN, "overdue").get(town) == 0
        return told.then(plain(FEW_LATE if few else LATE_HIDDEN, town))
    if not late.endswith("%"):
        return told
    shown = read(figures, town, {"share": "shown"}, OVERDUE, bare)
    return told.then(plain(LATE_SHARE, town).plus(*shown))


def _what_is_late(seen: Seen, _town: str) -> Told:
    told = _overdue(seen)
    if stage := next(iter(_ahead(seen)), None):
        told = told.then(_stage(seen, stage))
    late = [one.name for one in seen.due if one.state == "late"]
    names = [f"“{name}”" for name in dict.fromkeys(late[-NAMED:])]
    return told.then(plain(PAST_DUE, names="、".join(names))) if names else told


def _overdue(seen: Seen) -> Told:
    county, late = seen.figures.county, of_county(seen.late)
    if not tellable(seen, county, "overdue", "open"):
        return plain(LATE_FEW)
    message = LATE if seen.figures.exact else LATE_ABOUT
    told = counted(seen, message, county, {"late": "overdue", "open": "open"})
    if seen.figures.exact and late:
        most = counted(seen, LATE_MOST, county, {"cases": f"late:{late[0].clock}"})
        return told.then(with_clock(most, late[0]))
    clock = clock_told(seen, _part(seen, late), late)
    return told.then(clock) if clock else told


def _part(seen: Seen, late: list[LateClock]) -> str:
    """Say whether a clock is that of more than half, whatever the classes hide."""
    if not late:
        return LATE_PART
    whole = class_high(seen.figures.low(Level.COUNTY, "overdue").to_numpy(float))[0]
    return LATE_HALF if 2 * class_low(late[0].cases) > whole else LATE_PART


def _ahead(seen: Seen) -> list[Deadline]:
    """List the stages that have not ended; the first is the present one."""
    on = seen.figures.on
    return [one for one in seen.due if one.kind == "stage" and one.due_on >= on]


def _stage(seen: Seen, stage: Deadline) -> Told:
    """Say when the present stage ends, what it asks for, and what is done."""
    county, policy = seen.figures.county, seen.book.policy
    left = Quantity(stage.days, N_("days"))
    when = {"stage": stage.name, "day": stage.due_on.isoformat(), "left": left}
    asked = next(s.milestone for s in policy.stages if s.id == stage.id)
    if asked not in LADDER or not tellable(seen, county, "found", asked):
        return plain(STAGE_BARE).plus(when)
    message = STAGE if seen.figures.exact else STAGE_ABOUT
    told = counted(seen, message, county, {"found": "found", "done": asked})
    return told.plus(when | {"milestone": MILESTONES[asked]}, words=("milestone",))


def _next(seen: Seen, _town: str) -> Told:
    told, later = _waiting(seen), _ahead(seen)[1:]
    if not later:
        return told
    day = later[0].due_on.isoformat()
    return told.then(plain(NEXT_STAGE, stage=later[0].name, day=day))


def _waiting(seen: Seen) -> Told:
    """Say where to go first: where most dangerous houses have no case."""
    figures, county, exact = seen.figures, seen.figures.county, seen.figures.exact
    if not tellable(seen, county, "waiting"):
        return plain(WAITING_FEW)
    if exact and not figures.low(Level.COUNTY, "waiting").iloc[0]:
        return plain(NONE_WAITS)
    counts = figures.low(Level.TOWN, "waiting")
    alone, best = top(counts), tops(counts)
    shown = [code for code in best if tellable(seen, code, "waiting")]
    if not shown or len(shown) > NAMED:
        message = WAITING if exact else WAITING_ABOUT
        return counted(seen, message, county, {"waiting": "waiting"})
    message = WAITING_EACH if exact else WAITING_EACH_ABOUT
    if alone:
        message = WAITING_FIRST if exact else WAITING_FIRST_ABOUT
    told = counted(seen, message, county, {"waiting": "waiting"})
    for code in best:
        told = told.plus(*read(figures, code, {"own": "waiting"}, words=bare))
    told = told.plus({"town": "、".join(map(figures.name, best))})
    return replace(told, code=best[0])
