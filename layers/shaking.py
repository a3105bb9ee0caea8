"""Intensity of the chosen event."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf, TileAddress
from layers.elements import Pictures
from layers.palette import SHAKING
from layers.pointing import point_pictures
from layers.raster_tiles import class_tile
from rules.language import N_

# GB/T 17742: a degree reaches from half a degree below it to half a degree above.
DEGREES = (5, 6, 7, 8, 9, 10)
LIMITS_DEGREE = tuple(degree - 0.5 for degree in DEGREES)


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the chosen event has shaken anything."""
    return shelf.event_raster(choice) is not None


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the degrees."""
    labels = [str(degree) for degree in DEGREES]
    labels[-1] = f"≥ {labels[-1]}"
    entries = tuple(map(Entry, SHAKING, labels))
    return Legend(entries=entries, unit=LAYER.unit, source=shelf.source("event"))


def draw(shelf: Shelf, choice: Choice) -> Pictures:
    """Point to the tiles."""
    options = {"pane": "hazard", "maxNativeZoom": 12, "opacity": 0.55}
    return point_pictures(LAYER, shelf, choice, **options)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Draw one tile."""
    path = shelf.event_raster(choice)
    return class_tile(path, address, LIMITS_DEGREE, SHAKING) if path else None


LAYER = Layer(
    id="shaking",
    title=N_("Shaking of the event"),
    kind=Kind.HAZARD,
    place=0,
    unit=N_("degree"),
    pages=frozenset({"responder"}),
    asks=("event", "found"),
    available=available,
    legend=legend,
    draw=draw,
    tile=tile,
)
