"""QGIS symbols from the path options of a page's layer."""

from collections.abc import Mapping, Sequence
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from geo.xml_text import legal
from layers.look import Style

Shape = Literal["marker", "line", "fill"]  # as QGIS calls its symbols

MM_PER_PX = 25.4 / 96  # a css pixel
HATCH_GROUND, HATCH_INK = ("#ececec", 0.85), "#9a9fa5"  # as web/static/shapes.js
HATCH_PX, HATCH_LINE_PX = 7 / 2**0.5, 1.0

# Our signs as QGIS names them, with width and height in radii; a bar is a rectangle,
# a cross two of them.
_SIGNS = {
    "square": ("square", 2.0),
    "triangle": ("triangle", 2.2),
    "diamond": ("diamond", 2.6),
}
_BARS = {"bar": ((2.4, 0.9),), "cross": ((2.4, 0.8), (0.8, 2.4))}


def colour(css: object, opacity: object = 1) -> str:
    """Write a colour as QGIS does: red, green, blue, alpha.

    Examples
    --------
    >>> colour("#d5d1f6", 0.5)
    '213,209,246,128'
    """
    text = str(css).removeprefix("#")
    parts = [int(text[i : i + 2], 16) for i in (0, 2, 4)]
    return ",".join(map(str, [*parts, round(float(opacity) * 255)]))


def millimetres(px: object) -> str:
    """Write a length on the screen as one on paper."""
    return f"{float(px) * MM_PER_PX:.4g}"


def symbol(
    name: str, shape: Shape, styles: Sequence[Style], *, size: str = ""
) -> Element:
    """Build a symbol.

    Parameters
    ----------
    shape : {"marker", "line", "fill"}
        What the features are; a sign on a line or an area stands in its middle.
    styles : sequence of mapping
        The lowest first, see :class:`layers.look.LookClass`.
    size : str
        Expression for the diameter of a circle in millimetres, ``""`` for the
        radius of the style.
    """
    attributes = {"name": name, "type": shape, "alpha": "1", "clip_to_extent": "1"}
    built = Element("symbol", attributes)
    for style in styles:
        if "radius_column" in style:
            _circle(built, style)
        elif shape == "marker":
            _marker(built, style, size)
        elif "sign" in style:
            _in_the_middle(built, shape, style)
        elif shape == "line":
            _lines(built, style)
        else:
            _fill(built, style)
    return built


def option_map(parent: Element, told: Mapping[str, str]) -> None:
    """Write properties in the form of QGIS 3.18 and later, and in that of before."""
    within = SubElement(parent, "Option", {"type": "Map"})
    for key, value in told.items():
        attributes = {"name": key, "value": value, "type": "QString"}
        SubElement(within, "Option", attributes)
    for key, value in told.items():
        SubElement(parent, "prop", {"k": key, "v": value})


def _layer(
    parent: Element, kind: str, told: Mapping[str, str], rank: int = 0
) -> Element:
    attributes = {"class": kind, "enabled": "1", "locked": "0", "pass": str(rank)}
    made = SubElement(parent, "layer", attributes)
    option_map(made, told)
    return made


def _data_defined(layer: Element, **expressions: str) -> None:
    if not any(expressions.values()):
        return
    outer = SubElement(layer, "data_defined_properties")
    within = SubElement(outer, "Option", {"type": "Map"})
    SubElement(within, "Option", {"name": "name", "type": "QString", "value": ""})
    listed = SubElement(within, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        one = SubElement(listed, "Option", {"name": name, "type": "Map"})
        for key, value, kind in (
            ("active", "true", "bool"),
            ("expression", legal(expression), "QString"),
            ("type", "3", "int"),
        ):
            SubElement(one, "Option", {"name": key, "value": value, "type": kind})
    told = {"name": "type", "type": "QString", "value": "collection"}
    SubElement(within, "Option", told)


def _marker(parent: Element, style: Style, size: str) -> None:
    if style.get("hatch"):
        diameter = millimetres(2 * float(style.get("radius", 5)))
        told = {"name": "circle", "size": diameter, "size_unit": "MM"}
        layer = _layer(parent, "FilledMarker", told)
        within = SubElement(layer, "symbol", {"name": "@hatch", "type": "fill"})
        _fill(within, style)
        _data_defined(layer, size=size)
    else:
        _sign(parent, style, size)


def _circle(parent: Element, style: Style) -> None:
    """Draw a circle of a radius in metres, drawn in metres: degrees are not round."""
    there, back = (
        f"'{style['stored_crs']}', '{style['metric_crs']}'",
        f"'{style['metric_crs']}', '{style['stored_crs']}'",
    )
    middle = f"transform(point_on_surface($geometry), {there})"
    circle = f'buffer({middle}, "{style["radius_column"]}", 24)'
    drawn = f"transform({circle}, {back})"
    told = {"SymbolType": "Fill", "geometryModifier": drawn, "units": "MapUnit"}
    layer = _layer(parent, "GeometryGenerator", told)
    within = SubElement(layer, "symbol", {"name": "@circle", "type": "fill"})
    _layer(within, "SimpleFill", _filled(style))


def _sign(parent: Element, style: Style, size: str) -> None:
    named, radius = str(style.get("sign")), float(style.get("radius", 5))
    if named in _BARS:
        bars = _BARS[named]
        for wide, tall in bars:
            _bar(parent, style, wide * radius, tall * radius)
        if len(bars) > 1:  # no edge runs across the middle of a cross
            wide, tall = bars[0]
            _bar(parent, {**style, "stroke": False}, wide * radius, tall * radius)
        return
    sign, wide = _SIGNS.get(named, ("circle", 2.0))
    told = {"name": sign, "size": millimetres(wide * radius), "size_unit": "MM"}
    layer = _layer(parent, "SimpleMarker", told | _filled(style))
    _data_defined(layer, size=size)


def _bar(parent: Element, style: Style, wide_px: float, tall_px: float) -> None:
    told = {"symbol_name": "rectangle"}
    for side, px in (("width", wide_px), ("height", tall_px)):
        told[f"symbol_{side}"] = millimetres(px)
        told[f"symbol_{side}_unit"] = "MM"
    _layer(parent, "EllipseMarker", told | _filled(style))


def _filled(style: Style) -> dict[str, str]:
    """Return fill and edge of a marker or an area; Leaflet's defaults are ours."""
    edge = style.get("color", "#3388ff")
    fill = style.get("fillColor", edge)
    opacity = style.get("fillOpacity", 0.2) if style.get("fill", True) else 0
    return {
        "color": colour(fill, opacity),
        "style": "solid" if opacity else "no",
        "outline_color": colour(edge, style.get("opacity", 1)),
        "outline_width": millimetres(style.get("weight", 3)),
        "outline_width_unit": "MM",
        "outline_style": _pen(style),
        "joinstyle": "round",
    }


def _pen(style: Style) -> str:
    if not style.get("stroke", True):
        return "no"
    return "dash" if style.get("dashArray") else "solid"


def _in_the_middle(parent: Element, shape: Shape, style: Style) -> None:
    if shape == "line":
        told = {"placement": "centralpoint", "placements": "CentralPoint"}
        layer = _layer(parent, "MarkerLine", told | {"rotate": "0"})
    else:
        told = {"point_on_surface": "1", "point_on_all_parts": "0"}
        layer = _layer(parent, "CentroidFill", told)
    within = SubElement(layer, "symbol", {"name": "@sign", "type": "marker"})
    _marker(within, style, "")


def _lines(parent: Element, style: Style) -> None:
    if casing := style.get("casing"):
        _layer(parent, "SimpleLine", _line(casing))
    _layer(parent, "SimpleLine", _line(style), rank=1 if casing else 0)


def _line(style: Style) -> dict[str, str]:
    told = {
        "line_color": colour(style.get("color", "#3388ff"), style.get("opacity", 1)),
        "line_width": millimetres(style.get("weight", 3)),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "flat" if style.get("dashArray") else "round",
        "joinstyle": "round",
        "use_custom_dash": "0",
    }
    if dashes := style.get("dashArray"):
        told["customdash"] = ";".join(map(millimetres, str(dashes).split()))
        told |= {"customdash_unit": "MM", "use_custom_dash": "1"}
    return told


def _fill(parent: Element, style: Style) -> None:
    if style.get("hatch"):
        ground, opacity = HATCH_GROUND
        plain = {**style, "fillColor": ground, "fillOpacity": opacity}
        _layer(parent, "SimpleFill", _filled(plain))
        _hatch(parent)
    elif style.get("dashArray") and not style.get("fill", True):
        _layer(parent, "SimpleLine", _line(style))
    else:
        _layer(parent, "SimpleFill", _filled(style))


def _hatch(parent: Element) -> None:
    told = {"angle": "45", "distance": millimetres(HATCH_PX), "distance_unit": "MM"}
    told |= {"line_width": millimetres(HATCH_LINE_PX), "line_width_unit": "MM"}
    layer = _layer(parent, "LinePatternFill", told | {"color": colour(HATCH_INK)})
    within = SubElement(layer, "symbol", {"name": "@line", "type": "line"})
    _lines(within, {"color": HATCH_INK, "weight": HATCH_LINE_PX})
