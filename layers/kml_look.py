"""A look as KML styles, and which of them each feature has."""

from collections.abc import Sequence

import numpy as np

from geo.kml_files import KmlStyle
from layers.look import Look, LookClass, Style
from layers.qml_symbols import HATCH_GROUND, HATCH_INK


def kml_styles(look: Look) -> list[KmlStyle]:
    """Return the style of each class of a look, and a plain one as the last."""
    plain = LookClass(label="", styles=({"color": HATCH_INK, "fillOpacity": 0.5},))
    return [_style(one.label, one.styles[-1]) for one in (*look.classes, plain)]


def class_of(look: Look, values: Sequence[object]) -> np.ndarray:
    """Return the number of the class of each feature.

    Parameters
    ----------
    values : sequence
        Of the look's column, ``None`` unknown.

    Returns
    -------
    array of int
        ``len(look.classes)`` where no class takes the value.
    """
    rest = len(look.classes)
    by_value: dict[object, int] = {}
    for number, one in enumerate(look.classes):
        if one.is_rest:
            rest = number
        elif one.value is not None:
            by_value[one.value] = number
    if by_value:
        return np.array([by_value.get(value, rest) for value in values], int)
    return np.array([_of_number(look, value, rest) for value in values], int)


def _of_number(look: Look, value: object, rest: int) -> int:
    if value is None or value != value:
        return rest
    for number, one in enumerate(look.classes):
        low = -np.inf if one.low is None else one.low
        high = np.inf if one.high is None else one.high
        if not one.is_rest and low <= value < high:
            return number
    return rest


def _style(label: str, style: Style) -> KmlStyle:
    if style.get("hatch"):
        ground, opacity = HATCH_GROUND
        style = {**style, "fillColor": ground, "fillOpacity": opacity}
    edge = style.get("color", HATCH_INK)
    fill = style.get("fillColor", edge)
    shown = style.get("fillOpacity", 0.2) if style.get("fill", True) else 0
    return KmlStyle(
        label=label,
        line=_with_opacity(edge, style.get("opacity", 1)),
        fill=_with_opacity(fill, shown),
        width_px=float(style.get("weight", 3)),
    )


def _with_opacity(css: object, opacity: object) -> str:
    return f"{css}{round(float(opacity) * 255):02x}"
