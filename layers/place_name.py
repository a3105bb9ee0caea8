"""Names of towns and villages, the more the closer one looks."""

import geopandas as gpd
import shapely

from layers.base import Choice, Kind, Layer, Legend, Shelf
from layers.elements import Labels
from layers.geojson import collection, column
from layers.pointing import has_vector, point_labels
from rules.language import N_

# Rank of the name: boundary kind, zoom from which it is written, height in px.
RANKS = {
    "town": ("town_boundary", 9, 16),
    "village": ("village_boundary", 12, 13),
}
PROJECTOR_SIZE_RATIO = 1.6


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell nothing: names explain themselves."""
    return Legend(entries=())


def draw(shelf: Shelf, choice: Choice) -> Labels:
    """Point to the names."""
    times = PROJECTOR_SIZE_RATIO if choice.get("projector") else 1
    tall = {rank: height * times for rank, (_, _, height) in RANKS.items()}
    return point_labels(LAYER, shelf, choice, pane="label", tall=tall)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write a point inside each area with its name, towns first."""
    shapes: list[shapely.Geometry] = []
    told: list[dict] = []
    for rank, (kind, zoom, _) in RANKS.items():
        areas: gpd.GeoDataFrame | None = shelf.vector(kind)
        if areas is None:
            continue
        names = column(areas, "name", "")
        places = areas.geometry.representative_point()
        for place, name in zip(places, names, strict=True):
            if name:
                shapes.append(place)
                told.append({"name": name, "rank": rank, "from": zoom})
    return collection(shapes, told)


LAYER = Layer(
    id="place-name",
    title=N_("Place names"),
    kind=Kind.LABEL,
    available=has_vector("town_boundary"),
    legend=legend,
    draw=draw,
    features=features,
)
