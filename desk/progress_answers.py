"""Five questions a leader asks, each answered in a sentence that is read again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from desk.deadlines import Deadline, deadlines
from desk.progress_behind import behind, town_behind
from desk.progress_charts import money_by_source
from desk.progress_figures import figures
from desk.progress_reasons import (
    AGES,
    COMPLETED,
    OVERDUE,
    Seen,
    clock_told,
    counted,
    of_county,
    tellable,
    top,
    tops,
    why,
    with_clock,
)
from desk.progress_stuck import stuck
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

NAMED = 3  # reports and stages, or towns, that are named at most
LATE = N_("{late} of {open} open cases are overdue.")
LATE_ABOUT = N_("Of about {open} open cases at least {late} are overdue.")
LATE_FEW = N_("The overdue cases of the county are few and by the rules not listed.")
LATE_MOST = N_(
    "The largest part of them, {cases}, waits for {step}: {who} must act ({clause})."
)
LATE_HALF = N_("More than half of them wait for {step}: {who} must act ({clause}).")
LATE_PART = N_("The largest part of them waits for {step}: {who} must act ({clause}).")
LIMIT = N_(
    "Its limit is {limit} from {start} on; each step is late by its own limit, however "
    "long others wait."
)
PAST_DUE = N_("Past their day: {names}.")
STAGE = N_(
    "The stage {stage} ends on {day}, in {left}: {done} of {found} cases have come to "
    "what it asks of all, {milestone}."
)
STAGE_ABOUT = N_(
    "The stage {stage} ends on {day}, in {left}: of about {found} cases at least "
    "{done} have come to what it asks of all, {milestone}."
)
STAGE_ALL = N_(
    "The stage {stage} ends on {day}, in {left}: all {found} cases have come to what "
    "it asks of all, {milestone}."
)
STAGE_NEARLY = N_(
    "The stage {stage} ends on {day}, in {left}: all or nearly all of about {found} "
    "cases have come to what it asks of all, {milestone}."
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
    "{waiting} dangerous houses of protected families have no case yet: go from house "
    "to house and open them."
)
WAITING_ABOUT = N_(
    "At least {waiting} dangerous houses of protected families have no case yet: go "
    "from house to house and open them."
)
WAITING_FEW = N_(
    "Few dangerous houses of protected families have no case yet; by the rules they "
    "are not listed."
)
NONE_WAITS = N_("Every dangerous house of a protected family has a case.")
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
    measure : str
        The measure that shows it on the map of the county.
    chart : str
        The chart that shows it, a word of the address; ``""`` none.
    """

    question: str
    told: Told
    measure: str
    chart: str


def five_answers(
    shelf: "CountyShelf", on: date, *, exact: bool
) -> tuple[Answer, Answer, Answer, Answer, Answer]:
    """Say which town is behind, why, where money is stuck, what is late, where next.

    Parameters
    ----------
    exact : bool
        For who reads cases, by the order of the ranking (R3); else from what is
        published, and of single steps only where they are not of a few families.

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
    return (
        _answer(seen, N_("Which town is behind?"), COMPLETED, behind),
        _answer(seen, N_("Why?"), OVERDUE, why),
        _answer(seen, N_("Where is the money stuck?"), "stuck_cny", stuck),
        _answer(seen, N_("What is late?"), OVERDUE, _what_is_late),
        _answer(seen, N_("Where next?"), "found", _next),
    )


def _answer(
    seen: Seen, question: str, measure: str, answer: Callable[[Seen, str], Told]
) -> Answer:
    """Answer a question; the measure shows it where the answer names no other."""
    told = checked(answer(seen, town_behind(seen)), seen.figures)
    shown = told.measure or measure
    return Answer(question=question, told=told, measure=shown, chart=told.chart)


def _what_is_late(seen: Seen, _town: str) -> Told:
    told = replace(_overdue(seen), chart=AGES)
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
        return told.then(with_clock(most, late[0])).then(_limit(seen, late[0]))
    clock = clock_told(seen, _part(seen, late), late)
    return told.then(clock).then(_limit(seen, late[0])) if clock else told


def _limit(seen: Seen, late: LateClock) -> Told:
    """Say how many days a clock allows: other cases wait longer and are not late."""
    clock = next(one for one in seen.book.policy.clocks if one.id == late.clock)
    unit = N_("working days") if clock.working_days else N_("days")
    return plain(LIMIT, start=late.start).plus({"limit": Quantity(clock.days, unit)})


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
    exact, wanted = seen.figures.exact, {"found": "found"}
    lows = [seen.figures.low(Level.COUNTY, name)[county] for name in ("found", asked)]
    if lows[0] == lows[1]:
        message = STAGE_ALL if exact else STAGE_NEARLY
    else:
        message, wanted["done"] = STAGE if exact else STAGE_ABOUT, asked
    told = counted(seen, message, county, wanted)
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
