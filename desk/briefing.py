"""What a meeting is shown on a day: the views of an agenda, published numbers only."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from desk.briefing_charts import (
    ageing_chart,
    deadline_table,
    money_chart,
    plan_chart,
    ranking_table,
)
from desk.briefing_maps import Meeting, compare_of, map_of, run_on
from desk.progress_answers import five_answers
from desk.progress_days import month_ends, published_day, shifted_months
from desk.shelf import CountyShelf
from ledger.count_classes import class_words
from ledger.small_counts import smallest_count
from reports.briefing import AnswersView, Briefing, CoverView, Line, View
from rules.adcode import Level
from rules.agenda import MEETING, VIEW_NAMES, Agenda, AgendaView
from rules.forms import last_day, month_of
from rules.language import LANGUAGES, N_, translator
from rules.parameters import load_parameters
from rules.stamps import stamp_of

CIRCLE = N_("Internal material")
AS_OF = N_("As of {day}")
# Of a count: told as the least of its class, as in the answers; or of one too small.
COUNTS = {
    "found": (N_("about {count} cases found"), N_("fewer than {count} cases found")),
    "completed": (N_("at least {count} completed"), N_("fewer than {count} completed")),
    "overdue": (N_("at least {count} overdue"), N_("fewer than {count} overdue")),
}
BETWEEN = " · "
PROTECTED = N_(
    "Published numbers: counts in classes, those below {smallest} not shown, nor "
    "those that would give one away."
)
MADE = N_("Source: the county's ledger; made on {day}.")

Made = Callable[[Meeting, AgendaView], View]


def briefing(
    shelf: CountyShelf, agenda: Agenda, on: date, lang: str = LANGUAGES[0]
) -> Briefing:
    """Fill the views of an agenda as of a day, in a language.

    Only month ends and today are published: of another day it is the month end
    before, and that day is what it says it is of.

    Raises
    ------
    PlanningError
        If nothing is on record for the day, or a view names what there is not.
    """
    book = shelf.progress_book()
    book.require_day(on)
    on = published_day(on, book.first_day or on, date.today())
    say, numbers = translator(lang), load_parameters("briefing")["maps"]
    meeting = Meeting(shelf, days_of(shelf, on), say)
    title = say(agenda.title) if agenda.title == MEETING else agenda.title
    return Briefing(
        title=title,
        county=shelf.county_name,
        language=lang,
        on=on,
        made_on=date.today(),
        stamp=stamp_of(shelf, say),
        circle=say(CIRCLE),
        source=_source(say),
        views=[_view(meeting, view, title) for view in agenda.views],
        seconds_per_month=numbers["seconds_per_month"],
        most_ranked=numbers["most_ranked"],
    )


def days_of(shelf: CountyShelf, on: date) -> list[date]:
    """Return a year of month ends that are on record, and the day itself."""
    back = load_parameters("briefing")["maps"]["month_ends"]
    first = last_day(month_of(shifted_months(on, -back)))
    begins = shelf.progress_book().first_day or on
    return month_ends(max(first, begins), on)


def _view(meeting: Meeting, view: AgendaView, title: str) -> View:
    if view.kind == "cover":
        return _cover(meeting, title)
    return MADE_BY[view.kind](meeting, view)


def _cover(meeting: Meeting, title: str) -> CoverView:
    say, shelf = meeting.say, meeting.shelf
    county = shelf.published(meeting.on).table(Level.COUNTY).iloc[0]
    lines = (
        shelf.county_name,
        say(AS_OF).format(day=meeting.on.isoformat()),
        counts_told({name: float(county[f"{name}_low"]) for name in COUNTS}, say),
        _source(say),
    )
    return CoverView(title=title, lines=[Line(text=text) for text in lines])


def counts_told(low: Mapping[str, float], say: Callable[[str], str]) -> str:
    """Say published counts in one line, none as if it were exact.

    Parameters
    ----------
    low : mapping
        The least of the class of each of :data:`COUNTS`; what is withheld, ``NaN``,
        is left out.
    """
    smallest, said = smallest_count(), []
    for name, (enough, few) in COUNTS.items():
        if np.isnan(low[name]):
            continue
        known = low[name] >= smallest
        count = class_words(low[name]) if known else str(smallest)
        said.append(say(enough if known else few).format(count=count))
    return BETWEEN.join(said)


def _answers(meeting: Meeting) -> AnswersView:
    say = meeting.say
    found = five_answers(meeting.shelf, meeting.on, exact=False)
    lines = [Line(question=say(a.question), text=a.told.said(say)) for a in found]
    return AnswersView(title=say(VIEW_NAMES["answers"]), lines=lines)


def _source(say: Callable[[str], str]) -> str:
    smallest = load_parameters("privacy")["counts"]["smallest"]
    made = say(MADE).format(day=date.today().isoformat())
    return run_on(made, say(PROTECTED).format(smallest=smallest))


MADE_BY: Mapping[str, Made] = {
    "answers": lambda meeting, _view: _answers(meeting),
    "map": map_of,
    "compare": compare_of,
    "ranking": lambda meeting, _view: ranking_table(meeting),
    "deadlines": lambda meeting, _view: deadline_table(meeting),
    "plan": lambda meeting, _view: plan_chart(meeting),
    "ageing": lambda meeting, _view: ageing_chart(meeting),
    "money": lambda meeting, _view: money_chart(meeting),
}
