"""Roads, cased in the custom of maps: the wider the more important."""

import geopandas as gpd

from layers.base import PAGES, Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.pointing import has_vector, point_features
from rules.language import N_

# Class of the road: fill, width and casing, px at zoom 12.
CLASSES = {
    "国道": ("#f6c77d", 4.2, "#b98a3e"),
    "省道": ("#f8dfa0", 3.4, "#b99d5c"),
    "县道": ("#ffffff", 2.8, "#a5a5a0"),
    "乡道": ("#ffffff", 2.0, "#b4b4ae"),
    "村道": ("#ffffff", 1.3, "#bdbdb7"),
}
OTHER = "村道"
CASING_PX = 1.2


def _style(fill: str, width: float, casing: str) -> dict:
    line = {"lineCap": "round", "lineJoin": "round", "grow": 1.25, "opacity": 1}
    outer = line | {"color": casing, "weight": width + CASING_PX, "least": 1.0}
    return line | {"color": fill, "weight": width, "least": 0.4, "casing": outer}


STYLES = [_style(*drawn) for drawn in CLASSES.values()]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the classes that have a colour of their own, by their words of record."""
    entries = [
        Entry(CLASSES[name][2], name, "line") for name in ("国道", "省道", "县道")
    ]
    return Legend(entries=tuple(entries), source=shelf.source("road"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the lines."""
    return point_features(LAYER, shelf, choice, pane="ground", styles=STYLES)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the lines, the important ones last and so on top."""
    roads = shelf.vector("road")
    styles = styles_of(roads)
    order = sorted(range(len(styles)), key=lambda i: -styles[i])
    shapes = roads.geometry.to_numpy()
    return collection(shapes[order], [{"s": styles[i]} for i in order])


def styles_of(roads: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the style of each road; an unknown class is the least."""
    names = list(CLASSES)
    known = [n if n in CLASSES else OTHER for n in column(roads, "road_class", OTHER)]
    return [names.index(name) for name in known]


LAYER = Layer(
    id="road",
    shown=PAGES - {"leader"},
    title=N_("Roads"),
    kind=Kind.GROUND,
    place=2,
    available=has_vector("road"),
    legend=legend,
    draw=draw,
    features=features,
)
