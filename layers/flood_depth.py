"""Depth of water, by classes."""

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf, TileAddress
from layers.elements import Pictures
from layers.palette import DEPTH
from layers.pointing import has_raster, point_pictures
from layers.raster_tiles import class_tile
from rules.language import N_

# A drawing's classes, no law: the steps at which published depth-damage curves
# are read off.
LIMITS_M = (0.01, 0.5, 1.0, 2.0, 3.0)
LABELS = ("0 – 0.5", "0.5 – 1", "1 – 2", "2 – 3", "≥ 3")


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes."""
    entries = tuple(map(Entry, DEPTH, LABELS))
    return Legend(entries=entries, unit="m", source=shelf.source("flood_depth"))


def draw(shelf: Shelf, choice: Choice) -> Pictures:
    """Point to the tiles."""
    return point_pictures(LAYER, shelf, choice, pane="hazard", maxNativeZoom=15)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Draw one tile; dry land is transparent."""
    path = shelf.raster("flood_depth")
    return class_tile(path, address, LIMITS_M, DEPTH) if path else None


LAYER = Layer(
    id="flood-depth",
    title=N_("Flood depth"),
    kind=Kind.HAZARD,
    place=1,
    unit="m",
    shown=frozenset(),
    available=has_raster("flood_depth"),
    legend=legend,
    draw=draw,
    tile=tile,
)
