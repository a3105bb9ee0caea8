"""Land that the chosen flood covered."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_

# Darker than the land that a flood may cover: this water was there.
COLOUR = "#1f4e9c"
STYLES = [
    {"color": COLOUR, "weight": 1.4, "fillColor": COLOUR, "fillOpacity": 0.35},
]


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the chosen event is a flood that tells its extent alone."""
    return shelf.event_extent(choice) is not None


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the colour."""
    return Legend(entries=(Entry(COLOUR, N_("Flooded in the event")),))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the outlines."""
    return point_features(LAYER, shelf, choice, pane="hazard", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the outlines."""
    extents = shelf.event_extent(choice)
    return collection(extents.geometry, [{"s": 0}] * len(extents))


LAYER = Layer(
    id="event-extent",
    title=N_("Extent of the flood that came"),
    kind=Kind.HAZARD,
    place=4,
    pages=frozenset({"responder"}),
    asks=("event", "found"),
    needs=("event",),
    hides_empty=True,
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
