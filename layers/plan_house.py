"""The houses of a plan by what is done for them; the others faint, beneath."""

from layers.base import (
    FILTERS,
    UNKNOWN_CLASS,
    Choice,
    Kind,
    Layer,
    Legend,
    Shelf,
    TileAddress,
)
from layers.elements import HOUSE_ZOOM, Houses
from layers.house import house_tile
from layers.palette import MEASURES
from layers.plan import REST, VETOED, house_entries
from layers.pointing import point_houses
from rules.language import N_

COLOURS = [*MEASURES, VETOED, REST]
MARKS = [*["bold"] * len(MEASURES), "ring", "faint"]
CLASSES = len(COLOURS) - 1


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the plan does anything for any house."""
    planned = bool(choice.get("plan"))
    return planned and bool((shelf.plan_classes(choice) != UNKNOWN_CLASS).any())


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the measures, the houses to be moved, and the rest."""
    entries = tuple(house_entries())
    return Legend(entries=entries, source=shelf.plan_title(choice))


def draw(shelf: Shelf, choice: Choice) -> Houses:
    """Point to the tiles."""
    options = {"pane": "result", "minZoom": HOUSE_ZOOM}
    return point_houses(LAYER, shelf, choice, **options, colours=COLOURS, marks=MARKS)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Write the houses of one tile, those of the plan on top."""
    classified = shelf.plan_classes(choice), CLASSES
    return house_tile(shelf, choice, address, classified, rest_below=True)


LAYER = Layer(
    id="plan-house",
    title=N_("Houses of the plan"),
    kind=Kind.RESULT,
    place=4,
    pages=frozenset({"planner"}),
    asks=("plan", *FILTERS),
    needs=("plan",),
    available=available,
    legend=legend,
    draw=draw,
    tile=tile,
)
