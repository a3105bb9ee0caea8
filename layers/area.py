"""A measure of towns or villages as areas of colour."""

from layers.base import FILTERS, PAGES, Choice, Kind, Layer, Legend, Shelf
from layers.choropleth import (
    BOUNDARIES,
    NO_DATA,
    area_legend,
    classified_areas,
    colours_of,
    is_measured,
    level_of,
)
from layers.elements import HOUSE_ZOOM, Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_

EDGE = {"color": "#ffffff", "weight": 0.8, "opacity": 0.9}
HATCH = {**EDGE, "hatch": True}


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether there are outlines to colour, and numbers to colour them by."""
    outlines = shelf.vector(BOUNDARIES[level_of(choice)])
    return outlines is not None and is_measured(choice)


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes of the measure."""
    return area_legend(shelf, level_of(choice), choice, "fill")


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the areas; they give way where single houses are drawn."""
    options = {"pane": "area", "maxZoom": HOUSE_ZOOM - 1}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the areas with the numbers of their classes; an area without is hatched."""
    level = level_of(choice)
    areas = shelf.vector(BOUNDARIES[level])
    classified = classified_areas(shelf, level, choice)
    colours = colours_of(shelf.area_scale(level, choice), classified)
    classes = classified.classes.reindex(areas["code"], fill_value=NO_DATA)
    fills = [{**EDGE, "fillColor": c, "fillOpacity": 0.9} for c in colours]
    told = [{"s": int(c) if c != NO_DATA else len(colours)} for c in classes]
    return collection(areas.geometry, told) | {"styles": [*fills, HATCH]}


LAYER = Layer(
    id="area",
    title=N_("Measure by area"),
    kind=Kind.AREA,
    pages=PAGES - {"household"},
    shown=frozenset({"leader"}),
    asks=("page", "level", "measure", "day", "event", "found", *FILTERS),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
