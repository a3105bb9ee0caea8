"""Progress on paper: what a printed map of the county, or of a town, shows.

A map that leaves the house shows published numbers only, see :mod:`desk.published`.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from desk.demo import SOURCE
from desk.progress_measures import PROGRESS_MEASURES, Measure
from geo.crs import central_meridian, metric_crs
from layers.choropleth import (
    BOUNDARIES,
    NO_DATA,
    NO_DATA_LABEL,
    Classified,
    class_labels,
    classify,
    colours_of,
)
from layers.disclosed import (
    KNOWN,
    SHRUNK,
    SHRUNK_LABEL,
    SMALL,
    SMALL_COLOUR,
    SMALL_LABEL,
    WITHHELD,
    WITHHELD_LABEL,
    states_of,
)
from reports.map_looks import DOTS, EDGE, GRID, HATCH, PALE
from reports.map_looks import KNOWN as FILL
from reports.map_looks import LINE as LINE_MARK
from reports.map_panel import Key
from reports.plan_looks import COUNTY, RIVER, TOWN_INK
from reports.progress_map import ProgressMap, progress_map
from rules.adcode import Level
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from rules.stamps import DEMONSTRATION, stamp_of

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

Say = Callable[[str], str]
INTERNAL = N_("Internal material")
TITLE = N_("{place}: {measure}, {day}")
DAY = N_("{year}-{month:02}-{day:02}")
PROJECTION = N_(
    "Projection: CGCS2000 / 3-degree Gauss-Kruger, central meridian {degree}°E"
)
FEW_TOLD = N_(
    "Most areas have too few cases to show a number: a colour for each would point at "
    "single families."
)
MOST_RATIO = 0.5  # of the areas, from which on the sheet says so
INVENTED = SOURCE.partition(" · ")[0]
DRAWN = (
    ("county_boundary", COUNTY["color"], N_("County boundary")),
    ("town_boundary", TOWN_INK, N_("Town boundary")),
    ("village_boundary", EDGE, N_("Village boundary")),
    ("river", RIVER["color"], N_("River")),
)
SIZES = ("A4", "A3")
MARK_OF = {KNOWN: FILL, SHRUNK: DOTS, SMALL: PALE, WITHHELD: GRID}
LABEL_OF = {
    DOTS: SHRUNK_LABEL,
    PALE: SMALL_LABEL,
    GRID: WITHHELD_LABEL,
    HATCH: NO_DATA_LABEL,
}


def map_paper(
    shelf: "CountyShelf",
    measure: str,
    on: date,
    *,
    town: str = "",
    size: str = "A4",
    across: bool = False,
    ending: str = ".pdf",
    say: Say = str,
) -> bytes:
    """Print a measure of progress by town, or by village within a town.

    Parameters
    ----------
    measure : str
        Of :data:`desk.progress_measures.PROGRESS_MEASURES`.
    town : str
        Code of nine digits; empty for the county by town.
    size : {"A4", "A3"}
    ending : {".pdf", ".png"}

    Raises
    ------
    PlanningError
        If there are no such measure, town, size, boundaries or day.
    """
    if size not in SIZES:
        raise PlanningError(
            N_("a map is printed on {known}, not on {size}"),
            known=", ".join(SIZES),
            size=size,
        )
    _require_town(shelf, town)
    sheet = map_sheet(shelf, measure, on, town=town, say=say, size=size, across=across)
    return progress_map(sheet, say, ending)


def map_sheet(
    shelf: "CountyShelf",
    measure: str,
    on: date,
    *,
    town: str,
    say: Say,
    **paper: object,
) -> ProgressMap:
    """Gather what :func:`map_paper` prints; ``paper`` is its size and direction."""
    asked = _measure(measure)
    level = Level.VILLAGE if town else Level.TOWN
    rates = shelf.published(on).rate(level, measure)
    rates = rates[[code.startswith(town) for code in rates.index]]
    classified = classify(rates["value"], asked.limits)
    areas = _areas(shelf, level, town)
    middle = float(areas.total_bounds[[0, 2]].mean())
    metric = metric_crs(middle)
    areas = _looks(areas, rates, asked, classified).to_crs(metric)
    lines = {kind: _lines(shelf, kind, metric) for kind in _AROUND}
    place = shelf.county_name + shelf.places().get(town, town)
    return ProgressMap(
        title=say(TITLE).format(
            place=place, measure=say(asked.title), day=_day(on, say)
        ),
        areas=areas,
        legend_title=_with_unit(asked, say),
        legend=_legend(areas, asked, classified, lines, say, level),
        around=lines["town_boundary"],
        outline=lines["county_boundary"],
        rivers=lines["river"],
        notes=[
            *_notes(shelf, areas, on, level, say),
            say(PROJECTION).format(degree=central_meridian(middle)),
        ],
        stamps=(stamp_of(shelf, say), say(INTERNAL)),
        **paper,
    )


_AROUND = ("town_boundary", "county_boundary", "river")


def _measure(measure: str) -> Measure:
    if measure not in PROGRESS_MEASURES:
        raise PlanningError(
            "there is no measure {measure}; there are: {known}",
            measure=measure,
            known=", ".join(PROGRESS_MEASURES),
        )
    return PROGRESS_MEASURES[measure]


def _require_town(shelf: "CountyShelf", town: str) -> None:
    towns = {code for code in shelf.places() if len(code) == Level.TOWN}
    if town and town not in towns:
        raise PlanningError(
            N_("there is no town {code!r}; towns are: {known}"),
            code=town,
            known=", ".join(sorted(towns)),
        )


def _areas(shelf: "CountyShelf", level: Level, town: str) -> gpd.GeoDataFrame:
    found = shelf.vector(BOUNDARIES[level.name.lower()])
    if found is not None:
        found = found[found["code"].astype(str).str.startswith(town)]
    if found is None or found.empty:
        raise PlanningError("no area has an outline; import boundaries")
    return found


def _lines(shelf: "CountyShelf", kind: str, metric: str) -> gpd.GeoDataFrame | None:
    found = shelf.vector(kind)
    return None if found is None else found.to_crs(metric)


def _looks(
    areas: gpd.GeoDataFrame, rates: pd.DataFrame, asked: Measure, classified: Classified
) -> gpd.GeoDataFrame:
    """Give each area the mark and the colour of its state and class."""
    codes = areas["code"].astype(str)
    colours = colours_of(asked.scale, classified)
    classes = classified.classes.reindex(codes, fill_value=NO_DATA).tolist()
    states = states_of(rates, codes, classified.limits)
    marks = [MARK_OF.get(state, HATCH) for state in states]
    filled = [
        colours[at] if mark in (FILL, DOTS) else SMALL_COLOUR if mark == PALE else ""
        for at, mark in zip(classes, marks, strict=True)
    ]
    shown = ["" if pd.isna(words) else words for words in rates["shown"].reindex(codes)]
    return areas[["code", "name", "geometry"]].assign(
        shown=shown, mark=marks, colour=filled
    )


def _with_unit(asked: Measure, say: Say) -> str:
    unit = asked.scale.unit
    return f"{say(asked.title)} ({unit if unit == '%' else say(unit)})"


def _legend(
    areas: gpd.GeoDataFrame,
    asked: Measure,
    classified: Classified,
    lines: dict[str, gpd.GeoDataFrame | None],
    say: Say,
    level: Level,
) -> list[Key]:
    """Tell the classes, and of the marks and lines those that are on the map."""
    colours = colours_of(asked.scale, classified)
    labels = class_labels(classified, asked.scale.unit)
    keys = [Key(words=w, colour=c) for c, w in zip(colours, labels, strict=True)]
    present = set(areas["mark"])
    for mark in (DOTS, PALE, GRID, HATCH):
        if mark in present:
            colour = {DOTS: colours[0], PALE: SMALL_COLOUR}.get(mark, "")
            keys.append(Key(words=say(LABEL_OF[mark]), colour=colour, mark=mark))
    keys += [
        Key(words=say(words), colour=colour, mark=LINE_MARK)
        for kind, colour, words in DRAWN
        if lines.get(kind) is not None or kind == BOUNDARIES[level.name.lower()]
    ]
    return keys


def _notes(
    shelf: "CountyShelf", areas: gpd.GeoDataFrame, on: date, level: Level, say: Say
) -> list[str]:
    """Say the day, how numbers are told, whose outlines, and whose map."""
    source = shelf.source(BOUNDARIES[level.name.lower()]) or say("not known")
    if source.startswith(INVENTED):
        source = say(DEMONSTRATION)
    told = say("As of {day}, as recorded by its end. Printed {today}.")
    office = load_parameters("notices")["office"]["sender"]
    untold = areas["mark"].isin([PALE, GRID]).mean() > MOST_RATIO
    return [
        *([say(FEW_TOLD)] if untold else []),
        told.format(day=_day(on, say), today=_day(date.today(), say)),
        say("Counts are told in classes of five and more; “<5” is 0 to 4."),
        say("Outlines: {source}").format(source=source),
        say("Prepared by: {office}").format(
            office=office.format(county=shelf.county_name)
        ),
    ]


def _day(on: date, say: Say) -> str:
    return say(DAY).format(year=on.year, month=on.month, day=on.day)
