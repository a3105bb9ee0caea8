"""Land that a flood covers."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import has_vector, point_features
from rules.language import N_

COLOUR = "#3a7cc0"
STYLES = [
    {"color": COLOUR, "weight": 1.2, "fillColor": COLOUR, "fillOpacity": 0.28},
]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the colour."""
    entries = (Entry(COLOUR, N_("Flooded land")),)
    return Legend(entries=entries, source=shelf.source("flood_extent"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the outlines."""
    return point_features(LAYER, shelf, choice, pane="hazard", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the outlines."""
    extents = shelf.vector("flood_extent")
    return collection(extents.geometry, [{"s": 0}] * len(extents))


LAYER = Layer(
    id="flood-extent",
    title=N_("Flood extent"),
    kind=Kind.HAZARD,
    place=2,
    shown=frozenset({"planner", "household"}),
    available=has_vector("flood_extent"),
    legend=legend,
    draw=draw,
    features=features,
)
