"""Rivers and streams."""

import geopandas as gpd

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.pointing import has_vector, point_features
from rules.language import N_

BLUE = "#6fa3cf"
# From the trunk of the network to its twigs.
STYLES = [
    {"color": BLUE, "weight": weight, "opacity": 0.95, "grow": 1.28, "least": 0.5}
    for weight in (4.0, 2.6, 1.6, 0.8)
]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the line."""
    entries = (Entry(BLUE, N_("River"), "line"),)
    return Legend(entries=entries, source=shelf.source("river"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the lines."""
    return point_features(LAYER, shelf, choice, pane="ground", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the lines, wide where much water comes together."""
    rivers = shelf.vector("river")
    told = [{"s": style} for style in styles_of(rivers)]
    return collection(rivers.geometry, told)


def styles_of(rivers: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the style of each river."""
    orders = column(rivers, "stream_order", 1)
    highest = max(orders, default=1)
    return [min(int(highest - order), len(STYLES) - 1) for order in orders]


LAYER = Layer(
    id="river",
    title=N_("Rivers"),
    kind=Kind.GROUND,
    place=1,
    available=has_vector("river"),
    legend=legend,
    draw=draw,
    features=features,
)
