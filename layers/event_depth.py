"""Depth of water of the chosen flood, by classes."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf, TileAddress
from layers.elements import Pictures
from layers.flood_depth import LABELS, LIMITS_M
from layers.palette import DEPTH
from layers.pointing import point_pictures
from layers.raster_tiles import class_tile
from rules.language import N_


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the chosen event is a flood that tells depths."""
    return shelf.event_depth(choice) is not None


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes."""
    return Legend(entries=tuple(map(Entry, DEPTH, LABELS)), unit=LAYER.unit)


def draw(shelf: Shelf, choice: Choice) -> Pictures:
    """Point to the tiles."""
    options = {"pane": "hazard", "maxNativeZoom": 15, "opacity": 0.75}
    return point_pictures(LAYER, shelf, choice, **options)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Draw one tile; dry land is transparent."""
    path = shelf.event_depth(choice)
    return class_tile(path, address, LIMITS_M, DEPTH) if path else None


LAYER = Layer(
    id="event-depth",
    title=N_("Depth of the flood that came"),
    kind=Kind.HAZARD,
    place=3,
    unit="m",
    pages=frozenset({"responder"}),
    asks=("event", "found"),
    needs=("event",),
    hides_empty=True,
    available=available,
    legend=legend,
    draw=draw,
    tile=tile,
)
