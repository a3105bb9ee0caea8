"""Names of towns, villages and rivers, the more the closer one looks."""

import geopandas as gpd
import shapely

from layers.base import PAGES, Choice, Kind, Layer, Legend, Shelf
from layers.elements import Labels
from layers.geojson import collection, column
from layers.outline import county_outline
from layers.pointing import has_vector, point_labels
from rules.language import N_

# Rank of the name: boundary kind, zoom from which it is written, height in px.
RANKS = {
    "town": ("town_boundary", 9, 16),
    "village": ("village_boundary", 12, 13),
}
RIVER_TALL = 13
RIVER_ZOOMS = {4: 10, 3: 11, 2: 13}  # by stream order


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell nothing: names explain themselves."""
    return Legend(entries=())


def draw(shelf: Shelf, choice: Choice) -> Labels:
    """Point to the names."""
    tall = {rank: height for rank, (_, _, height) in RANKS.items()}
    tall["river"] = RIVER_TALL
    return point_labels(LAYER, shelf, choice, pane="label", tall=tall)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write a point inside each area with its name, towns first, rivers last."""
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
    rivers = _rivers(shelf)
    return collection([*shapes, *rivers.geometry], [*told, *rivers["told"]])


def _rivers(shelf: Shelf) -> gpd.GeoDataFrame:
    """Return the middle of the longest stretch of each river, the main ones first."""
    rivers = shelf.vector("river")
    if rivers is None or "name" not in rivers:
        return gpd.GeoDataFrame({"told": []}, geometry=[])
    rivers = rivers[rivers["name"].notna() & (rivers["name"] != "")]
    orders = column(rivers, "stream_order", 1)
    zooms = [RIVER_ZOOMS.get(order, max(RIVER_ZOOMS.values())) for order in orders]
    told = [
        {"name": name, "rank": "river", "from": zoom}
        for name, zoom in zip(rivers["name"], zooms, strict=True)
    ]
    middles = shapely.line_interpolate_point(rivers.geometry, 0.5, normalized=True)
    lengths = shapely.length(rivers.geometry)  # degrees: only to compare
    columns = {"told": told, "name": rivers["name"], "zoom": zooms, "length": lengths}
    named = gpd.GeoDataFrame(columns, geometry=middles)
    county = county_outline(shelf)
    if county is not None:
        named = named[shapely.intersects(county, named.geometry)]
    ranked = named.sort_values(["zoom", "length"], ascending=[True, False])
    return ranked.drop_duplicates("name")


LAYER = Layer(
    id="place-name",
    title=N_("Place names"),
    kind=Kind.LABEL,
    pages=PAGES - {"leader"},
    available=has_vector("town_boundary"),
    legend=legend,
    draw=draw,
    features=features,
)
