"""Maps of a meeting: a measure month by month, as it is published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from desk.briefing_ground import ground_of
from desk.progress_figures import figures
from desk.progress_measures import PROGRESS_MEASURES, Measure
from desk.progress_story import sentence
from desk.shelf import CountyShelf
from layers.choropleth import NO_DATA_LABEL, Classified, class_labels
from layers.disclosed import (
    SHRUNK,
    SMALL_COLOUR,
    SMALL_LABEL,
    STATES,
    WITHHELD_LABEL,
)
from layers.palette import class_colours
from reports.briefing import (
    NO_DATA,
    SMALL,
    WITHHELD,
    Area,
    CompareView,
    Frame,
    Ground,
    MapView,
    Paint,
)
from rules.adcode import Level
from rules.agenda import AgendaView
from rules.errors import PlanningError
from rules.language import N_

Say = Callable[[str], str]

MOST_CHANGES = 3
STOP = "。"
LIMITS = N_("The limits are the office's own and the same on every day.")
MOST_TOWNS = N_("Towns that changed most between the two days")
MOST_VILLAGES = N_("Villages that changed most between the two days")
CHANGED = N_("{place}: {before} → {now}")
TOWNS_FEW = N_(
    "The counts of every town are too small to be published, so neither map is "
    "coloured."
)
VILLAGES_FEW = N_(
    "The counts of every village are too small to be published, so neither map is "
    "coloured."
)
NOT_BOTH = N_("No number is published of both days, so no change can be told.")
NO_CHANGE = N_("No published number changed between the two days.")
OF = N_("{part} of {whole}")


@dataclass(frozen=True)
class Meeting:
    """One county on the days of a meeting; the last day is the meeting's.

    Attributes
    ----------
    days : sequence of date
        Month ends in their order, then the day itself.
    """

    shelf: CountyShelf
    days: Sequence[date]
    say: Say

    @property
    def on(self) -> date:
        """The day of the meeting."""
        return self.days[-1]

    @cached_property
    def grounds(self) -> dict[str, Ground | None]:
        """Outlines by town, kept for the next map."""
        return {}

    def ground(self, town: str) -> Ground | None:
        """Return the outlines of the county's towns, or of a town's villages."""
        if town not in self.grounds:
            self.grounds[town] = ground_of(self.shelf, town)
        return self.grounds[town]


def map_of(meeting: Meeting, view: AgendaView) -> MapView:
    """Return a measure over towns or villages, on every day of the meeting.

    Raises
    ------
    PlanningError
        If there is no such measure, or no such town.
    """
    measure, days = measure_of(view), meeting.days
    return _map(meeting, view, measure, days)


def compare_of(meeting: Meeting, view: AgendaView) -> CompareView:
    """Return a measure on two days, and where it changed most.

    Raises
    ------
    PlanningError
        If there is no such measure, or no such town.
    """
    measure = measure_of(view)
    back = max(len(meeting.days) - 1 - view.months, 0)
    before, now = (
        _map(meeting, view, measure, [day]) for day in (meeting.days[back], meeting.on)
    )
    changes = _changes(before, now, meeting.say)
    head = meeting.say(MOST_VILLAGES if view.town else MOST_TOWNS) if changes else ""
    says = "" if changes else meeting.say(_why_none(before, now, view.town))
    return CompareView(before=before, now=now, head=head, changes=changes, says=says)


def _why_none(before: MapView, now: MapView, town: str) -> str:
    """Say why two maps list no change."""
    then, today = before.frames[-1].areas, now.frames[-1].areas
    signs = {area.sign for area in (*then.values(), *today.values())}
    if signs & {SMALL, WITHHELD} and signs <= {SMALL, WITHHELD, NO_DATA}:
        return VILLAGES_FEW if town else TOWNS_FEW
    both = np.isfinite([[then[c].value, today[c].value] for c in now.names])
    return NO_CHANGE if both.all(axis=1).any() else NOT_BOTH


def run_on(*sentences: str) -> str:
    """Put sentences one after the other: a blank between them but after a Chinese stop.

    Examples
    --------
    >>> run_on("One.", "", "Two."), run_on("一。", "二。")
    ('One. Two.', '一。二。')
    """
    text = ""
    for told in filter(None, sentences):
        text += told if not text or text.endswith(STOP) else f" {told}"
    return text


def measure_of(view: AgendaView) -> Measure:
    """Return the measure of a view.

    Raises
    ------
    PlanningError
        If there is none of that name.
    """
    if view.measure not in PROGRESS_MEASURES:
        message = N_("no measure {measure!r} of progress; there are: {known}")
        known = " ".join(PROGRESS_MEASURES)
        raise PlanningError(message, measure=view.measure, known=known)
    return PROGRESS_MEASURES[view.measure]


def _map(
    meeting: Meeting, view: AgendaView, measure: Measure, days: Sequence[date]
) -> MapView:
    say, names = meeting.say, _names(meeting.shelf, view.town)
    title = say(measure.title)
    if view.town:
        title = f"{title} · {meeting.shelf.places().get(view.town) or view.town}"
    return MapView(
        title=title,
        unit=say(measure.scale.unit),
        ground=meeting.ground(view.town),
        names=names,
        classes=classes_of(measure, say),
        frames=[_frame(meeting, view, measure, day) for day in days],
        worst_high=measure.tone == "risk",
        limits=say(LIMITS),
    )


def classes_of(measure: Measure, say: Say) -> list[Paint]:
    """Return the classes of a measure with their limits, and the three apart."""
    scale = measure.scale
    bounded = Classified(pd.Series(dtype=int), scale.limits, np.nan, np.nan)
    sign = " %" if scale.unit == "%" else ""
    labels = [f"{label}{sign}" for label in class_labels(bounded, scale.unit)]
    colours = class_colours(scale, len(labels))
    paints = [
        Paint(sign=f"k{at}", colour=colour, label=label)
        for at, (colour, label) in enumerate(zip(colours, labels, strict=True))
    ]
    return [
        *paints,
        Paint(sign=SMALL, colour=SMALL_COLOUR, label=say(SMALL_LABEL)),
        Paint(sign=WITHHELD, colour="", label=say(WITHHELD_LABEL)),
        Paint(sign=NO_DATA, colour="", label=say(NO_DATA_LABEL)),
    ]


def _names(shelf: CountyShelf, town: str) -> dict[str, str]:
    level = Level.VILLAGE if town else Level.TOWN
    names = {
        code: name
        for code, name in shelf.places().items()
        if len(code) == level and code.startswith(town)
    }
    if not names:
        raise PlanningError(N_("there is no place in {town!r} to show"), town=town)
    return names


def _frame(meeting: Meeting, view: AgendaView, measure: Measure, day: date) -> Frame:
    names = _names(meeting.shelf, view.town)
    level = Level.VILLAGE if view.town else Level.TOWN
    rates = meeting.shelf.published(day).rate(level, measure.id).reindex(list(names))
    told = sentence(
        figures(meeting.shelf, day, exact=False), measure.id, town=view.town
    )
    areas = {row.Index: _area(row, measure, meeting.say) for row in rates.itertuples()}
    return Frame(day=day, areas=areas, says=told.said(meeting.say))


def _area(row: object, measure: Measure, say: Say) -> Area:
    """Return an area as it is published; one not told of has no data."""
    if row.state not in STATES:
        return Area(sign=NO_DATA, shown="–", value=np.nan)
    known = np.isfinite(row.value)
    apart = row.state if row.state in (SMALL, WITHHELD) else NO_DATA
    place = np.digitize(row.value, measure.limits) if known else 0
    detail, ends = "", [float(row.least), float(row.most)]
    if row.denominator_shown:
        filled = {"part": row.numerator_shown, "whole": row.denominator_shown}
        detail = say(OF).format(**filled)
    return Area(
        sign=f"k{place}" if known else apart,
        shown=row.shown,
        value=float(row.value),
        detail=detail,
        shrunk=row.state == SHRUNK,
        unsure=bool(known) and len({*np.digitize(ends, measure.limits)}) > 1,
    )


def _changes(before: MapView, now: MapView, say: Say) -> list[str]:
    """Tell the places that changed most, from the numbers that both days show."""
    then, today = before.frames[-1].areas, now.frames[-1].areas
    moved = {code: today[code].value - then[code].value for code in now.names}
    told = [c for c in moved if np.isfinite(moved[c]) and moved[c]]
    told = [c for c in told if then[c].shown != today[c].shown]
    told.sort(key=lambda code: -abs(moved[code]))
    return [
        say(CHANGED).format(
            place=now.names[c], before=then[c].shown, now=today[c].shown
        )
        for c in told[:MOST_CHANGES]
    ]
