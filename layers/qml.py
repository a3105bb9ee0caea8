"""A look as a QGIS style (QML of QGIS 3), to be kept beside the data."""

from xml.etree.ElementTree import Element, SubElement, tostring

from geo.xml_text import legal
from layers.look import Look, LookClass
from layers.qml_symbols import MM_PER_PX, Shape, millimetres, symbol

VERSION = "3.22.0"  # of QGIS, in whose form it is written; later ones read it
SCALE_AT_ZOOM_0 = 559_082_264.029  # of the web map at the equator, 96 px an inch
INK, HALO = "59,51,43,255", "255,255,255,255"


def qml(look: Look, shape: Shape) -> str:
    """Write a look as a QGIS style for features of one shape.

    Classes of values become a categorized renderer, classes of numbers rules (which,
    other than graduated ones, can draw what is not known), one class a single symbol.
    """
    root = Element("qgis", _visibility(look) | {"version": VERSION})
    root.set("styleCategories", "Symbology|Labeling|Rendering")
    root.append(_renderer(look, shape))
    if look.name_column:
        root.set("labelsEnabled", "1")
        root.append(_labelling(look, shape))
    for name in ("blendMode", "featureBlendMode"):
        SubElement(root, name).text = "0"
    SubElement(root, "layerOpacity").text = "1"
    return tostring(root, encoding="unicode")


def scale_at(zoom: float) -> float:
    """Return the scale of a web map zoom: 1 to this number.

    Examples
    --------
    >>> round(scale_at(13))
    68247
    """
    return SCALE_AT_ZOOM_0 / 2**zoom


def between(one: LookClass) -> list[tuple[str, float]]:
    """Return the bounds of a class of numbers, as comparisons."""
    bounds = [(">=", one.low), ("<", one.high)]
    return [(sign, limit) for sign, limit in bounds if limit is not None]


def circle_mm(look: Look) -> str:
    """Return the expression of a circle's diameter in millimetres; ``""`` for none."""
    if look.radius_by_zoom:
        cases = " ".join(
            f"WHEN @map_scale > {scale_at(zoom + 0.5):.0f} THEN {millimetres(2 * px)}"
            for zoom, px in look.radius_by_zoom.items()
        )
        closest = millimetres(2 * list(look.radius_by_zoom.values())[-1])
        return f"CASE {cases} ELSE {closest} END"
    if not look.count_column:
        return ""
    count, most = f'"{look.count_column}"', millimetres(2 * look.largest_px)
    least = millimetres(2 * look.smallest_px)
    grown = f"max({least}, {most} * sqrt({count} / {look.largest:g}))"
    return f"CASE WHEN {count} > 0 THEN {grown} ELSE 0 END"


def _visibility(look: Look) -> dict[str, str]:
    if look.min_zoom == 0 and look.max_zoom >= 30:
        return {"hasScaleBasedVisibilityFlag": "0"}
    farthest = scale_at(look.min_zoom - 0.5) if look.min_zoom else 1e10
    closest = scale_at(look.max_zoom + 0.5) if look.max_zoom < 30 else 0
    return {
        "hasScaleBasedVisibilityFlag": "1",
        "minScale": f"{farthest:.0f}",
        "maxScale": f"{closest:.0f}",
    }


def _renderer(look: Look, shape: Shape) -> Element:
    cased = any("casing" in style for c in look.classes for style in c.styles)
    told = {"symbollevels": str(int(cased)), "forceraster": "0", "enableorderby": "0"}
    if not look.column:
        root = Element("renderer-v2", told | {"type": "singleSymbol"})
    elif any(one.value is not None for one in look.classes):
        told |= {"type": "categorizedSymbol", "attr": look.column}
        root = Element("renderer-v2", told)
        _categories(root, look)
    else:
        root = Element("renderer-v2", told | {"type": "RuleRenderer"})
        _rules(root, look)
    symbols = SubElement(root, "symbols")
    size = circle_mm(look)
    for number, one in enumerate(look.classes):
        symbols.append(symbol(str(number), shape, one.styles, size=size))
    return root


def _categories(root: Element, look: Look) -> None:
    listed = SubElement(root, "categories")
    for number, one in enumerate(look.classes):
        told = {"symbol": str(number), "render": "true", "label": legal(one.label)}
        SubElement(listed, "category", told | {"value": category_value(one)})


def category_value(one: LookClass) -> str:
    """Return the value of a category; the empty one takes what no other does."""
    if one.value is None:
        return ""
    plain = f"{one.value:.15g}" if isinstance(one.value, float) else str(one.value)
    return legal(plain)


def _rules(root: Element, look: Look) -> None:
    listed = SubElement(root, "rules", {"key": "all"})
    for number, one in enumerate(look.classes):
        told = {"key": f"class-{number}", "symbol": str(number)}
        parts = [f'"{look.column}" {s} {limit!r}' for s, limit in between(one)]
        told["filter"] = " AND ".join(parts) if parts else "ELSE"
        SubElement(listed, "rule", told | {"label": legal(one.label)})


def _labelling(look: Look, shape: Shape) -> Element:
    root = Element("labeling", {"type": "simple"})
    settings = SubElement(root, "settings")
    text = SubElement(
        settings,
        "text-style",
        {
            "fieldName": look.name_column,
            "isExpression": "0",
            "fontFamily": "Noto Sans SC",
            "fontSize": f"{look.name_px * MM_PER_PX:.3g}",
            "fontSizeUnit": "MM",
            "textColor": INK,
            "textOpacity": "1",
        },
    )
    halo = {"bufferDraw": "1", "bufferSize": "0.6", "bufferSizeUnits": "MM"}
    SubElement(text, "text-buffer", halo | {"bufferColor": HALO, "bufferOpacity": "1"})
    # Over an area its name stands within; along a line, on it.
    placement = "2" if shape == "line" else "1"
    SubElement(settings, "placement", {"placement": placement, "centroidInside": "1"})
    shown = {"scaleVisibility": "1", "scaleMin": "1", "drawLabels": "1"}
    shown["scaleMax"] = f"{scale_at(look.name_zoom - 0.5):.0f}"
    SubElement(settings, "rendering", shown)
    return root
