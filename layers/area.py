"""A measure of towns or villages as areas of colour."""

import geopandas as gpd

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
from layers.disclosed import area_styles, states_of, style_number
from layers.elements import HOUSE_ZOOM, Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether there are outlines to colour, and numbers to colour them by."""
    outlines = shelf.vector(BOUNDARIES[level_of(choice)])
    return outlines is not None and is_measured(choice)


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes of the measure."""
    return area_legend(shelf, level_of(choice), choice, "fill")


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the areas; they give way where single houses are drawn."""
    has_houses = choice.get("page") != "leader"
    options = {"maxZoom": HOUSE_ZOOM - 1} if has_houses else {}
    return point_features(LAYER, shelf, choice, pane="area", **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the areas with the numbers of their classes; an area without is hatched."""
    level = level_of(choice)
    areas = drawn_areas(shelf, choice)
    classified = classified_areas(shelf, level, choice)
    colours = colours_of(shelf.area_scale(level, choice), classified)
    classes = classified.classes.reindex(areas["code"], fill_value=NO_DATA)
    measures = shelf.area_measures(level, choice)
    states = states_of(measures, areas["code"], classified.limits)
    told = [
        {"s": style_number(state, int(class_), len(colours))}
        for state, class_ in zip(states, classes, strict=True)
    ]
    return collection(areas.geometry, told) | {"styles": area_styles(colours)}


def drawn_areas(shelf: Shelf, choice: Choice) -> gpd.GeoDataFrame:
    """Return the outlines to colour; the leader's villages are those of one town."""
    areas = shelf.vector(BOUNDARIES[level_of(choice)])
    town = choice.get("town", "")
    if choice.get("page") != "leader" or not town or level_of(choice) != "village":
        return areas
    return areas[areas["code"].astype(str).str.startswith(town)]


LAYER = Layer(
    id="area",
    title=N_("Measure by area"),
    kind=Kind.AREA,
    pages=PAGES - {"household"},
    shown=frozenset({"leader"}),
    asks=("page", "level", "measure", "limits", "day", "event", "found", *FILTERS),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
