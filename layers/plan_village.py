"""The villages of a plan as circles: the size is how many households it takes in."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import STORED_CRS
from geo.exposure import Exposure
from layers.base import Choice, Entry, Kind, Layer, Legend, Shelf
from layers.elements import HOUSE_ZOOM, Features
from layers.geojson import collection
from layers.plan import STATES, colour_of, is_in_plan, villages_of
from layers.pointing import point_features
from layers.village import LARGEST_LABEL, radii_px
from rules.language import N_

EDGE = {"color": "#ffffff", "weight": 1.2, "opacity": 1, "fillOpacity": 0.92}
HOLLOW = {"weight": 2.2, "opacity": 1, "fillColor": "#ffffff", "fillOpacity": 0.55}


def available(shelf: Shelf, choice: Choice) -> bool:
    """Tell whether the plan chooses any village."""
    return bool(choice.get("plan")) and len(shelf.plan_villages(choice)) > 0


def legend(shelf: Shelf, choice: Choice) -> Legend:
    """Tell what the largest circle stands for; the colours are the outlines'."""
    largest = float(shelf.plan_villages(choice)["households"].max())
    entry = Entry("#5a646e", LARGEST_LABEL, "size", largest)
    return Legend(entries=(entry,), source=shelf.plan_title(choice))


def draw(shelf: Shelf, choice: Choice) -> Features:
    """Point to the circles; they give way where single houses are drawn."""
    options = {"pane": "result", "maxZoom": HOUSE_ZOOM - 1}
    return point_features(LAYER, shelf, choice, **options)


def features(shelf: Shelf, choice: Choice) -> dict:
    """Write a circle for each village, the large ones below."""
    villages = villages_of(shelf, choice)
    villages = villages.sort_values("households", ascending=False, kind="stable")
    told = [
        {"s": style, "size": size, "code": code}
        for style, size, code in zip(
            villages["s"],
            radii_px(villages["households"].astype(float)),
            villages["code"],
            strict=True,
        )
    ]
    written = collection(places_of(shelf, villages["code"]), told)
    return written | {"styles": [_style(state, choice) for state in STATES]}


def places_of(shelf: Shelf, codes: pd.Series) -> gpd.GeoSeries:
    """Return a point in each village: of its outline, or else amid its houses.

    Returns
    -------
    geopandas.GeoSeries
        In EPSG:4490, index the codes; ``None`` for a village without either.
    """
    outlines = shelf.vector("village_boundary")
    places = gpd.GeoSeries(index=pd.Index(codes), dtype="geometry", crs=STORED_CRS)
    if outlines is not None:
        outlines = outlines.drop_duplicates("code").set_index("code").geometry
        places = outlines.representative_point().reindex(places.index)
    for code in places.index[places.isna()]:
        places[code] = _amid_houses(shelf.exposure(), code)
    return places


def _amid_houses(exposure: Exposure, code: str) -> shapely.Point | None:
    if code not in exposure.village_codes:
        return None
    rows = exposure.village == exposure.village_codes.index(code)
    rows &= np.isfinite(exposure.lon)
    if not rows.any():
        return None
    return shapely.Point(np.median(exposure.lon[rows]), np.median(exposure.lat[rows]))


def _style(state: str, choice: Choice) -> dict[str, object]:
    colour = colour_of(state, choice)
    return (
        EDGE | {"fillColor": colour}
        if is_in_plan(state)
        else HOLLOW | {"color": colour}
    )


LAYER = Layer(
    id="plan-village",
    title=N_("Households of the plan"),
    kind=Kind.RESULT,
    place=3,
    unit=N_("households"),
    pages=frozenset({"planner"}),
    asks=("plan", "against", "side"),
    needs=("plan",),
    available=available,
    legend=legend,
    draw=draw,
    features=features,
)
