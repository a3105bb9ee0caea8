"""Bridges: where a road may be cut."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import has_vector, point_features
from rules.language import N_

COLOUR = "#5c4a3a"
STYLES = [
    {
        "sign": "bar",
        "radius": 4,
        "color": "#ffffff",
        "weight": 1,
        "fillColor": COLOUR,
        "fillOpacity": 1,
    }
]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the sign."""
    entries = (Entry(COLOUR, N_("Bridge"), "bar"),)
    return Legend(entries=entries, source=shelf.source("bridge"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the places; too many to be read from afar."""
    options = {"pane": "ground", "styles": STYLES, "minZoom": 12}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the middle of each bridge."""
    bridges = shelf.vector("bridge")
    return collection(bridges.representative_point(), [{"s": 0}] * len(bridges))


LAYER = Layer(
    id="bridge",
    title=N_("Bridges"),
    kind=Kind.GROUND,
    place=3,
    shown=frozenset({"responder"}),
    available=has_vector("bridge"),
    legend=legend,
    draw=draw,
    features=features,
)
