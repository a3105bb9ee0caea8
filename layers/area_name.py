"""Names of the measured areas with their published numbers, for those who look."""

import numpy as np
import shapely

from layers.area import available, drawn_areas
from layers.base import FILTERS, Choice, Kind, Layer, Legend, Shelf
from layers.choropleth import level_of
from layers.disclosed import shown_of
from layers.elements import Labels
from layers.geojson import collection, column
from layers.pointing import point_labels
from rules.language import N_

TALL_PX = {"town": 16, "village": 13}


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell nothing: a name and its number explain themselves."""
    return Legend(entries=())


def draw(shelf: Shelf, choice: Choice) -> Labels:
    """Point to the names."""
    return point_labels(LAYER, shelf, choice, pane="label", tall=TALL_PX)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write a point inside each area with its name and number, the largest first."""
    level, areas = level_of(choice), drawn_areas(shelf, choice)
    size = shapely.area(areas.geometry.to_numpy())  # degrees: only to compare
    areas = areas.iloc[np.argsort(-size, kind="stable")]
    shown = shown_of(shelf.area_measures(level, choice))
    told = [
        {"name": name, "value": shown.get(code, ""), "rank": level, "from": 0}
        for name, code in zip(column(areas, "name", ""), areas["code"], strict=True)
    ]
    return collection(areas.geometry.representative_point(), told)


LAYER = Layer(
    id="area-name",
    title=N_("Names and numbers"),
    kind=Kind.LABEL,
    pages=frozenset({"leader"}),
    asks=("page", "level", "measure", "day", *FILTERS),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
