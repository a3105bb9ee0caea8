"""Outlines of county, towns and villages; what lies outside the county is paled.

Its features carry the codes by which the page outlines what was clicked.
"""

import shapely

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.outline import county_outline
from layers.pointing import has_vector, point_features
from rules.language import N_

INK = "#5b5470"
AROUND_DEGREE = 3.0  # farther than one may pan
VILLAGE, TOWN, COUNTY, OUTSIDE = range(4)
STYLES = [
    {"color": INK, "weight": 0.5, "opacity": 0.4, "fill": False, "grow": 1.3},
    {"color": INK, "weight": 1.2, "opacity": 0.75, "fill": False, "dashArray": "6 3"},
    {"color": INK, "weight": 2.2, "opacity": 0.9, "fill": False},
    {"stroke": False, "fillColor": "#eef0ea", "fillOpacity": 0.8},
]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the lines."""
    entries = (
        Entry(INK, N_("Town boundary"), "dash"),
        Entry(INK, N_("Village boundary"), "line"),
    )
    return Legend(entries=entries, source=shelf.source("town_boundary"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the outlines."""
    return point_features(LAYER, shelf, choice, pane="exposure", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the outlines, and the ground around the county."""
    shapes, told = [], []
    for kind, style in (("village_boundary", VILLAGE), ("town_boundary", TOWN)):
        areas = shelf.vector(kind)
        if areas is None:
            continue
        shapes += list(areas.geometry)
        told += [{"s": style, "code": code} for code in column(areas, "code", "")]
    county = county_outline(shelf)
    if county is not None:
        around = shapely.box(*county.bounds).buffer(AROUND_DEGREE, join_style="mitre")
        shapes += [around.difference(county), county]
        told += [{"s": OUTSIDE}, {"s": COUNTY}]
    return collection(shapes, told)


LAYER = Layer(
    id="boundary",
    title=N_("Boundaries"),
    kind=Kind.EXPOSURE,
    place=0,
    available=has_vector("town_boundary"),
    legend=legend,
    draw=draw,
    features=features,
)
