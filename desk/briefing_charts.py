"""Charts and tables of a meeting, from published numbers only."""

from collections.abc import Callable

import numpy as np

from desk.briefing_maps import Meeting, run_on
from desk.deadlines import Deadline, deadlines
from desk.progress_charts import (
    AGES,
    SUMS,
    ageing,
    forecast,
    money_by_source,
    published_plan_curve,
    standing,
)
from desk.ranking import ranking
from desk.shown_words import word
from ledger.count_classes import class_low, class_words, smallest_count
from reports.briefing import AgeingChart, MoneyChart, PlanChart, TableView
from rules.adcode import Level
from rules.agenda import VIEW_NAMES
from rules.language import N_
from rules.parameters import load_parameters

Say = Callable[[str], str]

YUAN_PER_UNIT = 10_000  # sums are told in 万元
AMOUNTS = (N_("secured"), N_("allotted to the county"), N_("paid out"))  # as SUMS
STATE_WORDS = {
    "late": N_("late"),
    "due_soon": N_("due soon"),
    "on_time": N_("on time"),
    "done": N_("done"),
    "unknown": N_("not known"),
}
# Late, next due, done, not known; what is past is told from the newest day back.
STATE_ORDER = {"late": 0, "due_soon": 1, "on_time": 1, "done": 2, "unknown": 3}
PAST_FROM = 2
SLOW = N_("Slow")
RANK_HEADS = (
    N_("Place in order"),
    N_("Town"),
    SLOW,
    N_("Overdue share, the county's steps too"),
    N_("Dangerous houses without a case"),
    N_("Completed share"),
)
DUE_HEADS = (N_("What"), N_("Due"), N_("State"), N_("Days left"))
COUNTED_LOW = N_(
    "Counts are published in classes: 20 stands for 20 to 24, large ones are wider."
)
SLOW_TOWNS = N_("Slow: {towns}.")
NO_SLOW_TOWN = N_("No town is slow.")
IN_ORDER = N_(
    "1 is best. Slow looks at a town's own part only: cases overdue at a step of the "
    "town or a village, and dangerous houses left without a case too long; what the "
    "county or the treasury owes is not held against it. For the place the completed "
    "share counts too, at {weight}. The overdue shares below have the county's steps "
    "in them, and small numbers are told as ranges: the order cannot be worked out "
    "from this table."
)
DAYS_LATE, DAYS_LEFT = N_("{days} days overdue"), N_("{days} days left")
TODAY, NO_DAYS = N_("due today"), "—"
FEW_IN_ALL = N_("In every class fewer than {smallest}, or none: {steps}.")
MONEY_TITLE = N_("Money by source, all years together")
MONEY_UNIT = N_(
    "Ten thousand yuan, rounded down; all that is on record of all years, up to the "
    "day of the meeting."
)
NOTHING_LATE = N_("Nothing is late.")
SOME_LATE = N_("{count} late.")


def plan_chart(meeting: Meeting) -> PlanChart:
    """Return cases completed, as published month by month, beside the stage plan."""
    stages = meeting.shelf.workspace.policy.stages
    curve = published_plan_curve(meeting.shelf, meeting.on)
    days = curve["day"].tolist()
    told = [of(meeting.shelf, meeting.on) for of in (standing, forecast)]
    return PlanChart(
        title=meeting.say(VIEW_NAMES["plan"]),
        days=days,
        done=curve["completed"].tolist(),
        planned=curve["planned"].tolist(),
        stages=[
            (stage.until, word(stage.name, meeting.say))
            for stage in stages
            if days[0] <= stage.until <= days[-1]
        ],
        says=run_on(*(one.said(meeting.say) for one in told)),
    )


def ageing_chart(meeting: Meeting) -> AgeingChart:
    """Return open cases by step and by how long they have waited.

    A step with no class that is told is named below; it may have no case at all.
    """
    say, found = meeting.say, ageing(meeting.shelf.progress_book(), meeting.on)
    low = class_low(found[list(AGES)].to_numpy(float))
    some = (low > 0).any(axis=1)
    steps = np.array([word(name, say) for name in found["step_name"]], dtype=object)
    few = say(N_(", ")).join(steps[~some])
    told = say(FEW_IN_ALL).format(smallest=smallest_count(), steps=few) if few else ""
    return AgeingChart(
        title=say(VIEW_NAMES["ageing"]),
        steps=steps[some].tolist(),
        classes=[say(N_("{days} days")).format(days=name) for name in AGES],
        low=low[some].tolist(),
        shown=[[class_words(value) for value in row] for row in low[some]],
        says=run_on(say(COUNTED_LOW), told),
    )


def money_chart(meeting: Meeting) -> MoneyChart:
    """Return sums by source, rounded down so that they tell of no household."""
    workspace, on = meeting.shelf.workspace, meeting.on
    found = money_by_source(workspace, on, published=True)
    amounts = found[list(SUMS)].to_numpy(float) / YUAN_PER_UNIT
    return MoneyChart(
        title=meeting.say(MONEY_TITLE),
        sources=[word(str(name), meeting.say) for name in found.index],
        states=[meeting.say(word) for word in AMOUNTS],
        amounts=amounts.tolist(),
        says=meeting.say(MONEY_UNIT),
    )


def ranking_table(meeting: Meeting) -> TableView:
    """Put towns in the order of the ranking that is published (rule R3).

    The order is public, for the ranking is; shares and houses stand as they are
    published, and the cases behind them stay untold.
    """
    say, published = meeting.say, meeting.shelf.published(meeting.on)
    order = ranking(meeting.shelf, meeting.on)
    overdue = published.rate(Level.TOWN, "overdue_ratio")["shown"]
    done = published.rate(Level.TOWN, "completed_ratio")["shown"]
    unopened = published.table(Level.TOWN)["waiting_low"].map(_at_least)
    slow = say(SLOW)
    rows = [
        (
            str(town.rank),
            town.name,
            slow if town.slow else "",
            overdue.get(town.Index, NO_DAYS),
            unopened.get(town.Index, NO_DAYS),
            done.get(town.Index, NO_DAYS),
        )
        for town in order.itertuples()
    ]
    marked = {at: slow for at, row in enumerate(rows) if row[2]}
    named = say(N_(", ")).join(rows[at][1] for at in marked)
    told = say(SLOW_TOWNS).format(towns=named) if marked else say(NO_SLOW_TOWN)
    return TableView(
        title=say(VIEW_NAMES["ranking"]),
        heads=[say(head) for head in RANK_HEADS],
        rows=rows,
        marked=marked,
        says=run_on(told, say(IN_ORDER).format(weight=_weight())),
    )


def deadline_table(meeting: Meeting) -> TableView:
    """Return what is late, what is due next, what was done last; no counts of cases.

    Where not all have room, what was done first is left out first.
    """
    say, most = meeting.say, load_parameters("briefing")["maps"]["most_ranked"]
    cases = meeting.shelf.progress_book().cases(meeting.on)
    found = deadlines(meeting.shelf.workspace, meeting.on, cases)
    found.sort(key=_urgency)
    shown, late = found[:most], sum(one.state == "late" for one in found)
    rows = [
        (
            f"{word(one.name, say)} {one.month}".strip(),
            one.due_on.isoformat(),
            say(STATE_WORDS[one.state]),
            _days(one, say),
        )
        for one in shown
    ]
    return TableView(
        title=say(VIEW_NAMES["deadlines"]),
        heads=[say(head) for head in DUE_HEADS],
        rows=rows,
        marked={at: rows[at][2] for at, one in enumerate(shown) if one.state == "late"},
        says=say(SOME_LATE).format(count=late) if late else say(NOTHING_LATE),
    )


def _urgency(one: Deadline) -> tuple[int, int]:
    """Order what is late or ahead by its day, what is past by the newest day."""
    place, day = STATE_ORDER[one.state], one.due_on.toordinal()
    return place, day if place < PAST_FROM else -day


def _at_least(low: float) -> str:
    """Write the least of a class of counts as what it is.

    Examples
    --------
    >>> _at_least(5.0), _at_least(0.0), _at_least(float("nan"))
    ('≥ 5', '<5', '…')
    """
    shown = class_words(low)
    return f"≥ {shown}" if low >= smallest_count() else shown


def _weight() -> str:
    """Write what the completed share counts against the overdue one."""
    told = load_parameters("notices")["ranking"]
    return f"{100 * told['completed_weight'] / told['overdue_weight']:.0f} %"


def _days(one: Deadline, say: Say) -> str:
    """Say how far off a due day is; of what is done or not known nothing is left."""
    if one.state not in ("late", "due_soon", "on_time"):
        return NO_DAYS
    if not one.days:
        return say(TODAY)
    return say(DAYS_LATE if one.days < 0 else DAYS_LEFT).format(days=abs(one.days))
