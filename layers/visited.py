"""Doors that teams have been at, by what they said there."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_
from rules.vocabulary import TAGS

# In the order of the tags; the sign tells them apart without the colour.
SIGNS = ("dot", "triangle", "square")
COLOURS = ("#2e7d4f", "#d08a00", "#b3261e")
LABELS = (
    N_("green: people may stay"),
    N_("yellow: restricted"),
    N_("red: people may not stay"),
)
FROM_ZOOM = 11


def _style(sign: str, colour: str) -> dict:
    edge = {"color": "#ffffff", "weight": 1.2, "fillColor": colour, "fillOpacity": 1}
    radius = {"radius": 3.2, "grow": 1.35}
    return edge | radius | ({} if sign == "dot" else {"sign": sign})


STYLES = [_style(sign, colour) for sign, colour in zip(SIGNS, COLOURS, strict=True)]


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether anybody was at a door after the chosen event."""
    return bool(choice.get("event")) and len(shelf.visited_doors(choice)) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the tags."""
    drawn = zip(COLOURS, LABELS, SIGNS, strict=True)
    return Legend(entries=tuple(Entry(*one) for one in drawn))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the doors."""
    options = {"pane": "result", "styles": STYLES, "minZoom": FROM_ZOOM}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the doors, each in the style of its tag."""
    doors = shelf.visited_doors(choice)
    return collection(doors.geometry, [{"s": TAGS.index(tag)} for tag in doors["tag"]])


LAYER = Layer(
    id="visited",
    title=N_("Visited doors"),
    kind=Kind.RESULT,
    place=7,
    pages=frozenset({"responder"}),
    shown=frozenset({"responder"}),
    asks=("event", "found"),
    needs=("event",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
