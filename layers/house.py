"""Every single house, from the zoom on at which it can be seen."""

import numpy as np

from layers.base import (
    FILTERS,
    PAGES,
    UNKNOWN_CLASS,
    Choice,
    Entry,
    Kind,
    Layer,
    Legend,
    Shelf,
    TileAddress,
)
from layers.elements import HOUSE_ZOOM, Houses
from layers.house_index import mercator, rows_near
from layers.mvt import encode_points
from layers.palette import UNKNOWN, house_colours
from layers.pointing import point_houses
from rules.language import N_

# A quarter of a pixel.  Houses of one class that fall on the same quarter are drawn
# once: the picture is the same.
EXTENT = 1024
BUFFER = 36  # 9 px: the widest mark and its edge
TILE_LAYER = "houses"


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether there are households."""
    return len(shelf.exposure()) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes, and the grey of what is not known."""
    scale = shelf.house_scale(choice)
    colours = house_colours(scale)
    entries = [
        Entry(colour, label, "dot")
        for colour, label in zip(colours, scale.labels, strict=False)
    ]
    entries.append(Entry(UNKNOWN, scale.unknown, "dot"))
    return Legend(
        entries=tuple(entries), title=scale.title, unit=scale.unit, source=scale.source
    )


def draw(shelf: Shelf, choice: Choice) -> Houses:
    """Point to the tiles."""
    colours = house_colours(shelf.house_scale(choice))
    options = {"pane": "result", "minZoom": HOUSE_ZOOM, "colours": colours}
    return point_houses(LAYER, shelf, choice, **options)


def tile(shelf: Shelf, choice: Choice, address: TileAddress) -> bytes | None:
    """Write the houses of one tile and of its rim, all of them.

    The order is that of the ground, not of the classes: none is painted over more
    often than another.
    """
    count = len(shelf.house_scale(choice).labels)
    return house_tile(shelf, choice, address, (shelf.house_classes(choice), count))


def house_tile(
    shelf: Shelf,
    choice: Choice,
    address: TileAddress,
    classified: tuple[np.ndarray, int],
    *,
    rest_below: bool = False,
) -> bytes | None:
    """Write the chosen houses of one tile and of its rim by their classes.

    Parameters
    ----------
    classified : tuple
        The class of each household, ``uint8``, and the number of classes; 255 is
        written as that number.
    rest_below : bool
        Draw the houses of class 255 first, under the others.

    Returns
    -------
    bytes or None
        ``None`` at zooms at which single houses are not drawn.
    """
    if address.z < HOUSE_ZOOM:
        return None
    classes, count = classified
    exposure = shelf.exposure()
    rows = rows_near(exposure.morton, address)
    rows = rows[shelf.chosen(choice)[rows]]
    across, down = mercator(exposure.lon[rows], exposure.lat[rows])
    side = 2.0**address.z
    x = np.floor((across * side - address.x) * EXTENT).astype(np.int64)
    y = np.floor((down * side - address.y) * EXTENT).astype(np.int64)
    seen = (np.minimum(x, y) >= -BUFFER) & (np.maximum(x, y) < EXTENT + BUFFER)
    classes = classes[rows[seen]]
    classes = np.where(classes == UNKNOWN_CLASS, count, classes).astype(np.uint8)
    kept = _drawn_once(x[seen], y[seen], classes)
    if rest_below:
        kept = kept[np.argsort(classes[kept] < count, kind="stable")]
    points = (part[kept] for part in (x[seen], y[seen], classes))
    return encode_points(TILE_LAYER, *points, EXTENT)


def _drawn_once(x: np.ndarray, y: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return the rows of points that differ in place or class, in their order."""
    span = EXTENT + 2 * BUFFER
    key = ((x + BUFFER) * span + y + BUFFER) * (UNKNOWN_CLASS + 1) + classes
    _, first = np.unique(key, return_index=True)
    return np.sort(first)


LAYER = Layer(
    id="house",
    title=N_("Houses"),
    kind=Kind.RESULT,
    place=2,
    pages=PAGES - {"leader"},
    asks=("page", "colour", "measure", "day", "event", "found", *FILTERS),
    yields_to=("plan",),
    available=available,
    legend=legend,
    draw=draw,
    tile=tile,
)
