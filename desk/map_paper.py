"""Progress on paper: what a printed map of the county, or of a town, shows.

A map that leaves the house shows published numbers only, see :mod:`desk.published`.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from desk.progress_measures import PROGRESS_MEASURES, Measure
from geo.crs import metric_crs
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
)
from reports.map_looks import DOTS, GRID, HATCH, PALE
from reports.map_looks import KNOWN as FILL
from reports.map_looks import LINE as LINE_MARK
from reports.map_panel import Key
from reports.plan_looks import COUNTY, RIVER
from reports.progress_map import ProgressMap, progress_map
from rules.adcode import Level
from rules.errors import PlanningError
from rules.language import N_
from rules.stamps import stamp_of

if TYPE_CHECKING:
    from desk.shelf import CountyShelf

Say = Callable[[str], str]
INTERNAL = N_("Internal material")
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
        If there are no such measure, boundaries or day.
    """
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
    metric = metric_crs(float(areas.total_bounds[[0, 2]].mean()))
    areas = _looks(areas, rates, asked, classified).to_crs(metric)
    lines = {kind: _lines(shelf, kind, metric) for kind in _AROUND}
    place = shelf.places().get(town, town)
    heading = say("{title}, {day}").format(title=say(asked.title), day=on.isoformat())
    return ProgressMap(
        title=" · ".join(filter(None, (shelf.county_name, place, heading))),
        areas=areas,
        legend_title=_with_unit(asked, say),
        legend=_legend(areas, asked, classified, lines, say),
        around=lines["town_boundary"],
        outline=lines["county_boundary"],
        rivers=lines["river"],
        notes=_notes(shelf, areas, on, level, say),
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


def _areas(shelf: "CountyShelf", level: Level, town: str) -> gpd.GeoDataFrame:
    kind = BOUNDARIES["village" if level == Level.VILLAGE else "town"]
    found = shelf.vector(kind)
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
    marks = [MARK_OF.get(state, HATCH) for state in rates["state"].reindex(codes)]
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
    drawn = (
        ("county_boundary", COUNTY, N_("County boundary")),
        ("river", RIVER, N_("River")),
    )
    for kind, look, words in drawn:
        if lines[kind] is not None:
            keys.append(Key(words=say(words), colour=look["color"], mark=LINE_MARK))
    return keys


def _notes(
    shelf: "CountyShelf", areas: gpd.GeoDataFrame, on: date, level: Level, say: Say
) -> list[str]:
    """Say the day, how numbers are told, whose outlines, and in which projection."""
    kind = BOUNDARIES["village" if level == Level.VILLAGE else "town"]
    source = shelf.source(kind) or say("not known")
    told = say("As of {day}, as recorded by its end. Printed {today}.")
    return [
        told.format(day=on.isoformat(), today=date.today().isoformat()),
        say("Counts are told in classes of five and more; “<5” is 0 to 4."),
        say("Outlines: {source}").format(source=source),
        say("Projection: {name}").format(name=areas.crs.name),
    ]
