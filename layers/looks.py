"""How features look to a program that knows nothing of our map.

The styles are the layers' own: what is changed there, an exported file follows.
"""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from geo.crs import STORED_CRS, metric_crs
from layers import (
    boundary,
    bridge,
    facility,
    fault,
    flood_depth,
    flood_extent,
    geohazard,
    place_name,
    relief,
    river,
    road,
    seismic_zone,
)
from layers.base import Choice, Scale, Shelf
from layers.choropleth import NO_DATA_LABEL, Classified, class_labels
from layers.elements import HOUSE_ZOOM
from layers.look import Look, LookClass, Style
from layers.palette import house_colours
from rules.language import N_

Translate = Callable[[str], str]

PLAIN: Style = {"color": "#5a646e", "weight": 1.2, "fillOpacity": 0.2, "radius": 3.5}
LINE_OF_SEVEN = "seismic_zone_line"

# As ``web/static/layers.js`` stamps a house: radius in px by zoom, and its edge.
HOUSE_RADIUS_PX = {13: 1.8, 14: 2.4, 15: 3.2, 16: 4.2, 17: 5.5, 18: 7.0}
HOUSE_EDGE: Style = {"color": "#3d332b", "weight": 0.4, "opacity": 0.7}


class _Drawn(NamedTuple):
    module: ModuleType
    title: str
    column: str = ""
    styles_of: Callable[[gpd.GeoDataFrame], list[int]] | None = None
    style: int = 0
    label: Callable[[Translate, object, int], str] | None = None


def _degree(translate: Translate, value: object, style: int) -> str:
    if value is None:
        return translate(seismic_zone.UNKNOWN_LABEL)
    below = style == seismic_zone.BELOW_STYLE
    return translate(seismic_zone.BELOW_LABEL) if below else f"{value:g}"


def _sign(translate: Translate, value: object, style: int) -> str:
    return translate(list(facility.SIGNS.values())[style][2])


def _road(translate: Translate, value: object, style: int) -> str:
    return translate(N_("not known")) if value is None else str(value)


def _river(translate: Translate, value: object, style: int) -> str:
    return translate(N_("River")) + ("" if value is None else f" {value:g}")


_DRAWN = {
    "seismic_zone": _Drawn(
        seismic_zone,
        seismic_zone.LAYER.title,
        "design_intensity_degree",
        seismic_zone.styles_of,
        label=_degree,
    ),
    LINE_OF_SEVEN: _Drawn(
        seismic_zone, seismic_zone.LINE_LABEL, style=seismic_zone.LINE_STYLE
    ),
    "flood_extent": _Drawn(flood_extent, N_("Flooded land")),
    "geohazard": _Drawn(geohazard, N_("Geological hazard")),
    "fault": _Drawn(fault, N_("Active fault")),
    "river": _Drawn(river, N_("Rivers"), "stream_order", river.styles_of, label=_river),
    "road": _Drawn(road, N_("Roads"), "road_class", road.styles_of, label=_road),
    "bridge": _Drawn(bridge, N_("Bridge")),
    "facility": _Drawn(
        facility, N_("Facilities"), "facility_kind", facility.styles_of, label=_sign
    ),
    "county_boundary": _Drawn(boundary, N_("County boundary"), style=boundary.COUNTY),
    "town_boundary": _Drawn(boundary, N_("Town boundary"), style=boundary.TOWN),
    "village_boundary": _Drawn(
        boundary, N_("Village boundary"), style=boundary.VILLAGE
    ),
}


_RASTERS = {"flood_depth": flood_depth.LAYER.title, "dem": relief.LAYER.title}


def title_of(kind: str) -> str:
    """Return the title of a layer kind, to be translated."""
    drawn = _DRAWN.get(kind)
    return drawn.title if drawn else _RASTERS.get(kind, kind)


def is_shown(kind: str, page: str) -> bool:
    """Tell whether a page opens with a layer kind switched on."""
    drawn = _DRAWN.get(kind)
    return drawn is None or page in drawn.module.LAYER.shown


def look_of(
    kind: str,
    features: gpd.GeoDataFrame,
    shelf: Shelf,
    choice: Choice,
    translate: Translate,
) -> Look:
    """Return how the page draws the features of a layer kind.

    A kind that no layer draws is drawn plainly.
    """
    drawn = _DRAWN.get(kind)
    if drawn is None:
        return Look(title=kind, classes=(LookClass(label=kind, styles=(PLAIN,)),))
    options = drawn.module.LAYER.draw(shelf, choice).options
    title, told = translate(drawn.title), options["styles"]
    if drawn.styles_of is None or drawn.column not in features:
        style = drawn.styles_of(features)[0] if drawn.styles_of else drawn.style
        styles = _rings(features) if kind == "geohazard" else (told[style],)
        classes = (LookClass(label=title, styles=styles),)
        column = ""
    else:
        classes = _by_value(drawn, features, told, translate)
        column = drawn.column
    return Look(
        title=title,
        column=column,
        classes=classes,
        min_zoom=options.get("minZoom", 0),
        max_zoom=options.get("maxZoom", 30),
        **_names(kind, features),
    )


def _by_value(
    drawn: _Drawn,
    features: gpd.GeoDataFrame,
    told: Sequence[Style],
    translate: Translate,
) -> tuple[LookClass, ...]:
    """Make a class of each value that occurs, what is not known as the last."""
    values = features[drawn.column].astype(object)
    values = values.where(features[drawn.column].notna(), None)
    found = dict(zip(values, drawn.styles_of(features), strict=True))
    known = sorted((value for value in found if value is not None), key=str)
    known.sort(key=lambda value: found[value])
    return tuple(
        LookClass(
            label=drawn.label(translate, value, found[value]),
            styles=(told[found[value]],),
            value=value,
        )
        for value in [*known, *([None] if None in found else [])]
    )


def _rings(hazards: gpd.GeoDataFrame) -> tuple[Style, ...]:
    """Return the circle of the true radius, where there is one, and the mark."""
    ring, mark = geohazard.STYLES
    if "radius_m" not in hazards or not len(hazards):
        return (mark,)
    west, _, east, _ = hazards.total_bounds
    crs = {"stored_crs": STORED_CRS, "metric_crs": metric_crs((west + east) / 2)}
    return {**ring, **crs, "radius_column": "radius_m"}, mark


def _names(kind: str, features: gpd.GeoDataFrame) -> dict[str, object]:
    """Say which names are written at features, as :mod:`layers.place_name` does."""
    ranks = {of: (zoom, px) for of, zoom, px in place_name.RANKS.values()}
    ranks["river"] = (max(place_name.RIVER_ZOOMS.values()), place_name.RIVER_TALL)
    if kind not in ranks or "name" not in features:
        return {}
    zoom, tall = ranks[kind]
    return {"name_column": "name", "name_zoom": zoom, "name_px": tall}


def house_look(
    scale: Scale, column: str, translate: Translate, *, from_afar: bool
) -> Look:
    """Return how the page draws houses by a scale; ``column`` holds the class's label.

    ``from_afar`` draws single houses at every zoom, which the page does not.
    """
    labels = [translate(label) for label in scale.labels]
    colours = house_colours(scale)
    *known, rest = (
        {**HOUSE_EDGE, "fillColor": colour, "fillOpacity": 1.0, "radius": 3.2}
        for colour in colours
    )
    classes = [
        LookClass(label=label, styles=(style,), value=label)
        for label, style in zip(labels, known, strict=True)
    ]
    unknown = LookClass(label=translate(scale.unknown), styles=(rest,))
    return Look(
        title=translate(scale.title),
        column=column,
        classes=(*classes, unknown),
        min_zoom=0 if from_afar else HOUSE_ZOOM,
        radius_by_zoom=HOUSE_RADIUS_PX,
    )


def measure_look(
    scale: Scale,
    classified: Classified,
    styles: Sequence[Style],
    column: str,
    translate: Translate,
) -> Look:
    """Return how the page draws areas by a measure, an area without it hatched.

    Parameters
    ----------
    styles : sequence of mapping
        As ``features`` of the layer wrote them, the hatch last.
    column : str
        Holds the numbers that were classified.
    """
    inner = (None, *classified.limits, None)
    known = pd.notna(classified.low)
    labels = class_labels(classified, scale.unit) if known else []
    classes = [
        LookClass(label=label, styles=(style,), low=low, high=high)
        for label, style, low, high in zip(
            labels, styles, inner[:-1], inner[1:], strict=False
        )
    ]
    if len(classes) == 1:  # one class of all: bounded, or it would take the unknown
        classes = [LookClass(label=labels[0], styles=(styles[0],), low=classified.low)]
    hatched = LookClass(label=translate(NO_DATA_LABEL), styles=(styles[-1],))
    return Look(
        title=translate(scale.title), column=column, classes=(*classes, hatched)
    )
