"""Villages as circles: the size is a number of households, the colour a measure."""

import numpy as np
import pandas as pd

from layers.base import FILTERS, Choice, Entry, Kind, Layer, Legend, Shelf
from layers.choropleth import (
    NO_DATA,
    area_legend,
    classified_areas,
    colours_of,
    is_measured,
)
from layers.elements import HOUSE_ZOOM, Features
from layers.geojson import collection
from layers.pointing import point_features
from rules.language import N_

LARGEST_PX, SMALLEST_PX = 17.0, 3.0
EDGE = {"color": "#ffffff", "weight": 1.2, "opacity": 1}
LARGEST_LABEL = N_("largest circle: {count}")


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether there are villages to draw, and numbers to draw them by."""
    return shelf.vector("village_boundary") is not None and is_measured(choice)


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell the classes, and what the largest circle stands for."""
    told = area_legend(shelf, "village", choice, "dot")
    largest = _counts(shelf, choice).max()
    if not np.isfinite(largest):
        return told
    size = Entry("#5a646e", LARGEST_LABEL, "size", largest)
    return Legend(
        entries=(*told.entries, size),
        title=told.title,
        unit=told.unit,
        source=told.source,
    )


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the circles; they give way where single houses are drawn."""
    options = {"pane": "result", "maxZoom": HOUSE_ZOOM - 1}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write a circle in each village that counts anybody, the large ones below."""
    villages = shelf.vector("village_boundary").set_index("code", drop=False)
    counts = _counts(shelf, choice).reindex(villages.index)
    classified = classified_areas(shelf, "village", choice)
    colours = colours_of(shelf.area_scale("village", choice), classified)
    fills = [{**EDGE, "fillColor": c, "fillOpacity": 0.92} for c in colours]
    classes = classified.classes.reindex(villages.index, fill_value=NO_DATA)
    order = counts[counts > 0].sort_values(ascending=False, kind="stable").index
    sizes = radii_px(counts[order])
    styles = [int(c) if c != NO_DATA else len(colours) for c in classes[order]]
    told = [
        {"s": style, "size": size, "code": code}
        for style, size, code in zip(styles, sizes, order, strict=True)
    ]
    places = villages.geometry[order].representative_point()
    return collection(places, told) | {"styles": [*fills, {**EDGE, "hatch": True}]}


def _counts(shelf: Shelf, choice: Choice) -> pd.Series:
    measures = shelf.area_measures("village", choice)
    return measures["numerator"].astype(float)


def radii_px(counts: pd.Series) -> list[float]:
    """Return the radius of a circle for each number: its area grows with it."""
    if not len(counts):
        return []
    radii = LARGEST_PX * np.sqrt(counts / counts.max())
    return radii.clip(lower=SMALLEST_PX).round(1).tolist()


LAYER = Layer(
    id="village",
    title=N_("Villages by need"),
    kind=Kind.RESULT,
    place=0,
    pages=frozenset({"planner", "responder"}),
    shown=frozenset({"planner", "responder"}),
    asks=("page", "measure", "day", "event", "found", *FILTERS),
    yields_to=("plan",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
