"""Geological hazards: circles of their true radius."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.pointing import has_vector, point_features
from rules.language import N_

COLOUR = "#7a3f8f"
RING = {"color": COLOUR, "weight": 1.2, "fillColor": COLOUR, "fillOpacity": 0.22}
MARK = {"color": "#ffffff", "weight": 1, "fillColor": COLOUR, "fillOpacity": 1}
STYLES = [RING, MARK | {"sign": "triangle", "radius": 3, "grow": 1.2}]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the circle."""
    entries = (
        Entry(COLOUR, N_("Geological hazard"), "triangle"),
        Entry(COLOUR, N_("Its radius, to scale"), "ring"),
    )
    return Legend(entries=entries, source=shelf.source("geohazard"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the circles."""
    return point_features(LAYER, shelf, choice, pane="exposure", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write each circle and, in its middle, a mark that stays visible from afar.

    A hazard without radius has the mark only.
    """
    hazards = shelf.vector("geohazard")
    middles = hazards.representative_point().to_numpy()
    radii_m = column(hazards, "radius_m", None)
    rings = [i for i, radius_m in enumerate(radii_m) if radius_m]
    told = [{"s": 0, "radius_m": round(float(radii_m[i]), 1)} for i in rings]
    marks = [{"s": 1}] * len(hazards)
    return collection([*middles[rings], *middles], [*told, *marks])


LAYER = Layer(
    id="geohazard",
    title=N_("Geological hazards"),
    kind=Kind.EXPOSURE,
    place=1,
    shown=frozenset({"planner", "responder", "household"}),
    available=has_vector("geohazard"),
    legend=legend,
    draw=draw,
    features=features,
)
