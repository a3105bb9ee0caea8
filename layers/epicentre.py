"""Where the earthquake began, as its newest report has it."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_

SIGN, COLOUR = "cross", "#14213d"
STYLES = [
    {
        "color": "#ffffff",
        "weight": 2,
        "fillColor": COLOUR,
        "fillOpacity": 1,
        "sign": SIGN,
        "radius": 9,
    }
]


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the chosen event has an epicentre."""
    return bool(choice.get("event")) and len(shelf.event_origin(choice)) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the sign."""
    return Legend(entries=(Entry(COLOUR, LAYER.title, SIGN),))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the epicentre."""
    return point_features(LAYER, shelf, choice, pane="result", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the epicentre."""
    return collection(shelf.event_origin(choice).geometry, [{"s": 0}])


LAYER = Layer(
    id="epicentre",
    title=N_("Epicentre"),
    kind=Kind.RESULT,
    place=8,
    pages=frozenset({"responder"}),
    shown=frozenset({"responder"}),
    asks=("event", "found"),
    needs=("event",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
