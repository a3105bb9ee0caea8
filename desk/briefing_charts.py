"""Charts and tables of a meeting, from published numbers only."""

from datetime import timedelta

import numpy as np
import pandas as pd

from desk.briefing_maps import Meeting, run_on
from desk.deadlines import deadlines
from desk.progress_charts import (
    AGES,
    SUMS,
    ageing,
    money_by_source,
    published_plan_curve,
)
from ledger.count_classes import class_low, class_words
from reports.briefing import AgeingChart, MoneyChart, PlanChart, TableView
from rules.adcode import Level
from rules.agenda import VIEW_NAMES
from rules.language import N_
from rules.parameters import load_parameters

YUAN_PER_UNIT = 10_000  # sums are told in 万元
FAR_DAYS = 36_500  # farther off is no day that anybody plans for
AMOUNTS = (N_("secured"), N_("allotted to the county"), N_("paid out"))  # as SUMS
STATE_WORDS = {
    "late": N_("late"),
    "due_soon": N_("due soon"),
    "on_time": N_("on time"),
    "done": N_("done"),
    "unknown": N_("not known"),
}
STATE_ORDER = tuple(STATE_WORDS)
RANK_HEADS = (N_("Place in order"), N_("Town"), N_("Overdue"), N_("Completed"))
DUE_HEADS = (N_("What"), N_("Due"), N_("State"), N_("Days left"))
BEHIND = N_("On {day} the plan asks for {planned} completed, there are {done}.")
AHEAD = N_("On {day} {done} are completed, the plan asks for {planned}.")
PACE = N_("At the pace of the last two months the rest takes until {month}.")
NO_PACE = N_("At the pace of the last two months no end can be told.")
NO_PLAN = N_("No stage of the policy asks for completion.")
COUNTED_LOW = N_(
    "Counts are published in classes: 20 stands for 20 to 24, large ones are wider."
)
ABOVE = N_(
    "Marked: overdue surely above the county's {share}. A town's place counts those "
    "that are surely worse: towns whose ranges overlap may share it."
)
MONEY_UNIT = N_("Ten thousand yuan, rounded down; by the day of the meeting.")
NOTHING_LATE = N_("Nothing is late.")
SOME_LATE = N_("{count} late.")


def plan_chart(meeting: Meeting) -> PlanChart:
    """Return cases completed, as published month by month, beside the stage plan."""
    stages = meeting.shelf.workspace.policy.stages
    curve = published_plan_curve(meeting.shelf, meeting.on)
    days = curve["day"].tolist()
    now = curve[curve["day"] == meeting.on].iloc[-1]
    compared = _compared(meeting, now["completed"], now["planned"])
    return PlanChart(
        title=meeting.say(VIEW_NAMES["plan"]),
        days=days,
        done=curve["completed"].tolist(),
        planned=curve["planned"].tolist(),
        stages=[(s.until, s.name) for s in stages if days[0] <= s.until <= days[-1]],
        says=run_on(compared, _pace(meeting)),
    )


def ageing_chart(meeting: Meeting) -> AgeingChart:
    """Return open cases by step and by how long they have waited."""
    found = ageing(meeting.shelf.progress_book(), meeting.on)
    low = class_low(found[list(AGES)].to_numpy(float))
    some = (low > 0).any(axis=1)
    return AgeingChart(
        title=meeting.say(VIEW_NAMES["ageing"]),
        steps=found.loc[some, "step_name"].tolist(),
        classes=[meeting.say(N_("{days} days")).format(days=name) for name in AGES],
        low=low[some].tolist(),
        shown=[[class_words(value) for value in row] for row in low[some]],
        says=meeting.say(COUNTED_LOW),
    )


def money_chart(meeting: Meeting) -> MoneyChart:
    """Return sums by source, rounded down so that they tell of no household."""
    workspace, on = meeting.shelf.workspace, meeting.on
    found = money_by_source(workspace, on, published=True)
    amounts = found[list(SUMS)].to_numpy(float) / YUAN_PER_UNIT
    return MoneyChart(
        title=meeting.say(VIEW_NAMES["money"]),
        sources=[str(name) for name in found.index],
        states=[meeting.say(word) for word in AMOUNTS],
        amounts=amounts.tolist(),
        says=meeting.say(MONEY_UNIT),
    )


def ranking_table(meeting: Meeting) -> TableView:
    """Put towns in order by what is published; the worst first.

    Not the exact order: among small towns it would tell of single cases.  Where ranges
    overlap nobody can say which town is worse.
    """
    say, published = meeting.say, meeting.shelf.published(meeting.on)
    overdue = published.rate(Level.TOWN, "overdue_ratio")
    done = published.rate(Level.TOWN, "completed_ratio")
    county = published.rate(Level.COUNTY, "overdue_ratio").iloc[0]
    worse = [(overdue["least"] > most).sum() for most in overdue["most"]]
    places = pd.Series(worse, overdue.index).add(1).where(overdue["value"].notna())
    names = meeting.shelf.places()
    order = pd.DataFrame({"place": places, "less": -overdue["value"]})
    order = order.sort_values(["place", "less"], kind="stable").index
    rows = [
        (
            f"{places[code]:.0f}" if np.isfinite(places[code]) else "–",
            names.get(code, code),
            overdue.at[code, "shown"],
            done.at[code, "shown"],
        )
        for code in order
    ]
    above = overdue["least"] > county["most"]
    late = say(STATE_WORDS["late"])
    return TableView(
        title=say(VIEW_NAMES["ranking"]),
        heads=[say(head) for head in RANK_HEADS],
        rows=rows,
        marked={at: late for at, code in enumerate(order) if above[code]},
        says=say(ABOVE).format(share=county["shown"]),
    )


def deadline_table(meeting: Meeting) -> TableView:
    """Return what is late and what is due, the late first; no counts of cases."""
    say, most = meeting.say, load_parameters("briefing")["maps"]["most_ranked"]
    cases = meeting.shelf.progress_book().cases(meeting.on)
    found = deadlines(meeting.shelf.workspace, meeting.on, cases)
    found.sort(key=lambda one: (STATE_ORDER.index(one.state), one.due_on))
    shown, late = found[:most], sum(one.state == "late" for one in found)
    rows = [
        (
            f"{one.name} {one.month}".strip(),
            one.due_on.isoformat(),
            say(STATE_WORDS[one.state]),
            f"{one.days:+d}",
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


def _compared(meeting: Meeting, done: float, planned: float) -> str:
    say = meeting.say
    if not np.isfinite(planned):
        return say(NO_PLAN)
    said = {"day": meeting.on.isoformat(), "planned": class_words(class_low(planned))}
    said["done"] = class_words(done)
    return say(BEHIND if done < planned else AHEAD).format(**said)


def _pace(meeting: Meeting) -> str:
    """Say when the rest would be done at the pace of the last two months."""
    if len(meeting.days) < 3:
        return ""
    then, on = meeting.days[-3], meeting.on
    before, now = (
        meeting.shelf.published(day).table(Level.COUNTY).iloc[0] for day in (then, on)
    )
    moved = now["completed_low"] - before["completed_low"]
    left = now["found_low"] - now["completed_low"]
    if not left > 0:
        return ""
    ahead = round(left * (on - then).days / moved) if moved > 0 else FAR_DAYS
    if ahead >= FAR_DAYS:
        return meeting.say(NO_PACE)
    return meeting.say(PACE).format(month=f"{on + timedelta(days=ahead):%Y-%m}")
