"""Traces of active faults."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import has_vector, point_features
from rules.language import N_

COLOUR = "#1b1b1b"
CASING = {"color": "#ffffff", "weight": 4.5, "opacity": 0.75}
STYLES = [
    {"color": COLOUR, "weight": 2, "dashArray": "10 4 2 4", "casing": CASING},
]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the line."""
    entries = (Entry(COLOUR, N_("Active fault"), "dash"),)
    return Legend(entries=entries, source=shelf.source("fault"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the lines."""
    return point_features(LAYER, shelf, choice, pane="exposure", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the lines."""
    faults = shelf.vector("fault")
    return collection(faults.geometry, [{"s": 0}] * len(faults))


LAYER = Layer(
    id="fault",
    title=N_("Active faults"),
    kind=Kind.EXPOSURE,
    place=1,
    shown=frozenset({"planner", "responder"}),
    available=has_vector("fault"),
    legend=legend,
    draw=draw,
    features=features,
)
