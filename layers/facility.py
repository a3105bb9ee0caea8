"""Where help starts and where many depend on it: bases, schools, homes."""

import geopandas as gpd

from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import Features
from layers.geojson import collection, column
from layers.pointing import has_vector, point_features
from rules.language import N_

# Words of record: sign, colour, words for the legend.
SIGNS = {
    "team_base": ("square", "#1f3a5f", N_("Team base")),
    "school": ("diamond", "#0b6e4f", N_("School")),
    "elderly_home": ("cross", "#8c3b6b", N_("Home for the aged")),
    "other": ("triangle", "#5a646e", N_("Other facility")),
}


def _style(sign: str, colour: str) -> dict:
    edge = {"color": "#ffffff", "weight": 1.4, "fillColor": colour, "fillOpacity": 1}
    return edge | {"sign": sign, "radius": 5.2}


STYLES = [_style(sign, colour) for sign, colour, _ in SIGNS.values()]


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Show the signs that occur."""
    present = set(styles_of(shelf.vector("facility")))
    drawn = [sign for style, sign in enumerate(SIGNS.values()) if style in present]
    entries = tuple(Entry(colour, words, sign) for sign, colour, words in drawn)
    return Legend(entries=entries, source=shelf.source("facility"))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the places."""
    options = {"pane": "result", "styles": STYLES, "minZoom": 11}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write the places."""
    facilities = shelf.vector("facility")
    told = [{"s": style} for style in styles_of(facilities)]
    return collection(facilities.geometry, told)


def styles_of(facilities: gpd.GeoDataFrame) -> list[int]:
    """Return the number of the style of each facility."""
    order = list(SIGNS)
    kinds = column(facilities, "facility_kind", "other")
    return [order.index(kind if kind in SIGNS else "other") for kind in kinds]


LAYER = Layer(
    id="facility",
    title=N_("Facilities"),
    kind=Kind.RESULT,
    place=3,
    shown=frozenset({"responder"}),
    available=has_vector("facility"),
    legend=legend,
    draw=draw,
    features=features,
)
