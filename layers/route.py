"""The ways of the teams of a mission, their doors, and where they set out."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.palette import KINDS
from layers.pointing import point_features
from rules.language import N_

# A light yellow is lost on the map's ground.
COLOURS = tuple(colour for colour in KINDS if colour != "#f0e442")
INK = "#1f3a5f"
TEAM = N_("Team {count}")
MORE = N_("The colours come again from team {count} on")
BASE = N_("Where the teams set out")


def _way(colour: str) -> dict:
    line = {"color": colour, "weight": 2.6, "opacity": 0.9, "grow": 1.15, "least": 1.2}
    return line | {"lineCap": "round", "lineJoin": "round"}


def _door(colour: str) -> dict:
    edge = {"color": "#ffffff", "weight": 1, "fillColor": colour, "fillOpacity": 1}
    return edge | {"radius": 3, "grow": 1.35}


_HOME = {"color": "#ffffff", "weight": 1.5, "fillColor": INK, "fillOpacity": 1}
STYLES = [
    *map(_way, COLOURS),
    *map(_door, COLOURS),
    _HOME | {"radius": 6, "sign": "square"},
]
STYLE_OF = {"way": 0, "door": len(COLOURS), "base": 2 * len(COLOURS)}


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether a mission is chosen that has a way."""
    return bool(choice.get("mission")) and len(shelf.mission_routes(choice)) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the colour of each team."""
    routes = shelf.mission_routes(choice)
    teams = sorted({*routes["team"][routes["kind"] == "way"]})
    entries = [
        Entry(COLOURS[team], TEAM, "line", team + 1)
        for team in teams
        if team < len(COLOURS)
    ]
    if teams and teams[-1] >= len(COLOURS):
        entries.append(Entry(INK, MORE, "line", len(COLOURS) + 1))
    return Legend(entries=(*entries, Entry(INK, BASE, "square")))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the ways and doors."""
    return point_features(LAYER, shelf, choice, pane="result", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the ways below, the doors and the base on top."""
    routes = shelf.mission_routes(choice)
    routes = routes.iloc[routes["kind"].map(STYLE_OF).argsort(kind="stable")]
    told = [
        {"s": STYLE_OF[kind] + (0 if kind == "base" else team % len(COLOURS))}
        for kind, team in zip(routes["kind"], routes["team"], strict=True)
    ]
    return collection(routes.geometry, told)


LAYER = Layer(
    id="route",
    title=N_("Ways of the teams"),
    kind=Kind.RESULT,
    place=6,
    pages=frozenset({"responder"}),
    asks=("mission",),
    needs=("mission",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
