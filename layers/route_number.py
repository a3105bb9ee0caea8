"""The place of each door on its team's way, from near."""

from layers.base import Choice, Kind, Layer, Legend, Shelf
from layers.elements import Labels
from layers.geojson import collection
from layers.pointing import point_labels
from layers.route import available
from rules.language import N_

FROM_ZOOM, TALL = 14, 13


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell nothing: numbers explain themselves."""
    return Legend(entries=())


def draw(shelf: Shelf, choice: Choice) -> Labels:
    """Point to the numbers."""
    return point_labels(LAYER, shelf, choice, pane="label", tall={"stop": TALL})


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write team and place of each door, as ``3-17``."""
    routes = shelf.mission_routes(choice)
    doors = routes[routes["kind"] == "door"]
    told = [
        {"name": f"{team + 1}-{place}", "rank": "stop", "from": FROM_ZOOM}
        for team, place in zip(doors["team"], doors["place"], strict=True)
    ]
    return collection(doors.geometry, told)


LAYER = Layer(
    id="route-number",
    title=N_("Numbers of the doors"),
    kind=Kind.LABEL,
    place=1,
    pages=frozenset({"responder"}),
    asks=("mission",),
    needs=("mission",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
