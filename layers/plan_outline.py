"""The villages of a plan, outlined; of two plans, which enter and which leave."""

from layers.base import Choice, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection
from layers.plan import (
    STATES,
    colour_of,
    is_in_plan,
    village_entries,
    villages_of,
)
from layers.pointing import point_features
from rules.language import N_

GROWING = {"grow": 1.1, "opacity": 1}
WIDTH = GROWING | {"weight": 2.6, "least": 2.0}
# On a light edge of its own no line is taken for a river, a road or a fault.
CASING = GROWING | {"weight": 5.2, "least": 4.4, "color": "#ffffff", "fill": False}
BROKEN = {"dashArray": "7 5", "fill": False}


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the plan chooses any village, and there are outlines."""
    if not choice.get("plan") or shelf.vector("village_boundary") is None:
        return False
    return len(shelf.plan_villages(choice)) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the lines, and how many villages of each there are."""
    entries = tuple(village_entries(shelf, choice))
    return Legend(entries=entries, source=shelf.plan_title(choice))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the outlines."""
    return point_features(LAYER, shelf, choice, pane="exposure")


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the outlines, those that a plan shares below the others."""
    outlines = shelf.vector("village_boundary").drop_duplicates("code")
    outlines = outlines.set_index("code").geometry
    villages = villages_of(shelf, choice).sort_values("s", kind="stable")
    told = [
        {"s": style, "code": code}
        for style, code in zip(villages["s"], villages["code"], strict=True)
    ]
    written = collection(outlines.reindex(villages["code"]), told)
    return written | {"styles": [_style(state, choice) for state in STATES]}


def _style(state: str, choice: Choice) -> dict[str, object]:
    colour = colour_of(state, choice)
    line = WIDTH | {"color": colour, "casing": CASING}
    if not is_in_plan(state):
        return line | BROKEN
    return line | {"fillColor": colour, "fillOpacity": 0.12}


LAYER = Layer(
    id="plan-outline",
    title=N_("Villages of the plan"),
    kind=Kind.EXPOSURE,
    place=1,
    pages=frozenset({"planner"}),
    asks=("plan", "against", "side"),
    needs=("plan",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
