"""A look as a Styled Layer Descriptor 1.1: for programs other than QGIS.

It says less than the QGIS style: circles that grow with a number or with the map are
drawn at one size, true radii as a mark.
"""

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from geo.xml_text import legal
from layers.look import Look, LookClass, Style
from layers.qml import between, category_value, scale_at
from layers.qml_symbols import HATCH_GROUND, HATCH_INK, HATCH_PX, Shape

SLD, SE, OGC = (f"http://www.opengis.net/{name}" for name in ("sld", "se", "ogc"))
_MARKS = {"square": "square", "bar": "square", "triangle": "triangle"}
_MARKS |= {"diamond": "square", "cross": "cross"}
_COMPARED = {">=": "PropertyIsGreaterThanOrEqualTo", "<": "PropertyIsLessThan"}

for _prefix, _name in (("sld", SLD), ("se", SE), ("ogc", OGC)):
    register_namespace(_prefix, _name)


def sld(look: Look, shape: Shape, name: str) -> str:
    """Write a look as SLD for features of one shape, in a table of a name."""
    root = Element(f"{{{SLD}}}StyledLayerDescriptor", {"version": "1.1.0"})
    layer = SubElement(root, f"{{{SLD}}}NamedLayer")
    _text(layer, "Name", name)
    style = SubElement(layer, f"{{{SLD}}}UserStyle")
    _text(style, "Name", look.title)
    drawn = SubElement(style, f"{{{SE}}}FeatureTypeStyle")
    for one in look.classes:
        _rule(drawn, look, one, shape)
    return tostring(root, encoding="unicode")


def _text(parent: Element, tag: str, text: str, space: str = SE) -> Element:
    made = SubElement(parent, f"{{{space}}}{tag}")
    made.text = legal(text)
    return made


def _rule(parent: Element, look: Look, one: LookClass, shape: Shape) -> None:
    rule = SubElement(parent, f"{{{SE}}}Rule")
    _text(rule, "Name", one.label)
    _text(SubElement(rule, f"{{{SE}}}Description"), "Title", one.label)
    if look.column and one.is_rest:
        SubElement(rule, f"{{{SE}}}ElseFilter")
    elif look.column:
        _filter(rule, look, one)
    _scales(rule, look)
    for style in one.styles:
        _symbolizers(rule, style, shape)


def _scales(rule: Element, look: Look) -> None:
    if look.max_zoom < 30:
        _text(rule, "MinScaleDenominator", f"{scale_at(look.max_zoom + 0.5):.0f}")
    if look.min_zoom:
        _text(rule, "MaxScaleDenominator", f"{scale_at(look.min_zoom - 0.5):.0f}")


def _symbolizers(rule: Element, style: Style, shape: Shape) -> None:
    if shape == "marker" or "sign" in style or "radius_column" in style:
        _point(rule, style)
    elif shape == "fill":
        _polygon(rule, style)
    else:
        for part in (style.get("casing"), style):
            if part:
                _stroke(SubElement(rule, f"{{{SE}}}LineSymbolizer"), part)


def _filter(rule: Element, look: Look, one: LookClass) -> None:
    within = SubElement(rule, f"{{{OGC}}}Filter")
    if one.value is not None:
        _compared(within, "PropertyIsEqualTo", look.column, category_value(one))
        return
    bounds = between(one)
    if len(bounds) > 1:
        within = SubElement(within, f"{{{OGC}}}And")
    for sign, limit in bounds:
        _compared(within, _COMPARED[sign], look.column, repr(limit))


def _compared(parent: Element, tag: str, column: str, literal: str) -> None:
    made = SubElement(parent, f"{{{OGC}}}{tag}")
    _text(made, "PropertyName", column, OGC)
    _text(made, "Literal", literal, OGC)


def _parameters(parent: Element, told: dict[str, object]) -> None:
    for name, value in told.items():
        made = SubElement(parent, f"{{{SE}}}SvgParameter", {"name": name})
        made.text = str(value)


def _stroke(parent: Element, style: Style) -> None:
    if not style.get("stroke", True):
        return
    told = {
        "stroke": style.get("color", "#3388ff"),
        "stroke-width": style.get("weight", 3),
        "stroke-opacity": style.get("opacity", 1),
    }
    if style.get("dashArray"):
        told["stroke-dasharray"] = style["dashArray"]
    _parameters(SubElement(parent, f"{{{SE}}}Stroke"), told)


def _filling(parent: Element, style: Style) -> None:
    if not style.get("fill", True):
        return
    fill = style.get("fillColor", style.get("color", "#3388ff"))
    told = {"fill": fill, "fill-opacity": style.get("fillOpacity", 0.2)}
    _parameters(SubElement(parent, f"{{{SE}}}Fill"), told)


def _polygon(rule: Element, style: Style) -> None:
    made = SubElement(rule, f"{{{SE}}}PolygonSymbolizer")
    if style.get("hatch"):
        ground, opacity = HATCH_GROUND
        _filling(made, {"fillColor": ground, "fillOpacity": opacity})
        made = SubElement(rule, f"{{{SE}}}PolygonSymbolizer")
        fill = SubElement(made, f"{{{SE}}}Fill")
        mark = _graphic(SubElement(fill, f"{{{SE}}}GraphicFill"), HATCH_PX)
        _text(mark, "WellKnownName", "slash")
        _stroke(mark, {"color": HATCH_INK, "weight": 1})
    else:
        _filling(made, style)
    _stroke(made, style)


def _point(rule: Element, style: Style) -> None:
    made = SubElement(rule, f"{{{SE}}}PointSymbolizer")
    mark = _graphic(made, 2 * float(style.get("radius", 5)))
    _text(mark, "WellKnownName", _MARKS.get(str(style.get("sign")), "circle"))
    if style.get("hatch"):
        ground, opacity = HATCH_GROUND
        style = {**style, "fillColor": ground, "fillOpacity": opacity}
    if style.get("sign") == "cross":  # two strokes, which have no inside
        style = {**style, "color": style.get("fillColor"), "fill": False}
    _filling(mark, style)
    _stroke(mark, style)


def _graphic(parent: Element, size: float) -> Element:
    """Make a graphic and return its mark; what belongs to both keeps SLD's order."""
    graphic = SubElement(parent, f"{{{SE}}}Graphic")
    mark = SubElement(graphic, f"{{{SE}}}Mark")
    _text(graphic, "Size", f"{size:g}")
    return mark
