"""Turn the shape of a placemark into one that is told as GeoJSON tells it.

What has no place has no shape: a coordinate that is no number is not made 0.
"""

import re
from xml.etree.ElementTree import Element

Pairs = list[tuple[float, float]]

_COMMA = re.compile(r"\s*,\s*")
_LINES = frozenset({"LineString", "LinearRing", "Track"})
_SETS = frozenset({"MultiGeometry", "MultiTrack"})
_SHAPES = frozenset({"Point", "Polygon"}) | _LINES | _SETS
_ALIKE = frozenset({"Point", "LineString", "Polygon"})


def shape_of(placemark: Element) -> dict | None:
    """Return the last shape of a placemark, flat; ``None`` for none that is usable."""
    shapes = [part for part in placemark if part.tag in _SHAPES]
    try:
        return _shape(shapes[-1]) if shapes else None
    except ValueError:
        return None


def _shape(element: Element) -> dict | None:
    if element.tag in _SETS:
        return _several(element)
    if element.tag == "Polygon":
        return _area(element)
    pairs = _pairs(element)
    if not pairs:
        return None
    if element.tag == "Point":
        return {"type": "Point", "coordinates": pairs[0]}
    return {"type": "LineString", "coordinates": pairs}


def _several(element: Element) -> dict | None:
    """Gather shapes: of one kind as that kind's set."""
    shapes = [_shape(part) for part in element if part.tag in _SHAPES]
    parts = [shape for shape in shapes if shape]
    kinds = {part["type"] for part in parts}
    if not parts:
        return None
    if len(kinds) == 1 and kinds <= _ALIKE:
        places = [part["coordinates"] for part in parts]
        return {"type": f"Multi{kinds.pop()}", "coordinates": places}
    return {"type": "GeometryCollection", "geometries": parts}


def _area(element: Element) -> dict | None:
    """Return the outer ring and then the holes; rings are closed later."""
    outer = [_pairs(ring) for ring in element.iterfind("outerBoundaryIs/LinearRing")]
    holes = [_pairs(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing")]
    if not outer or not outer[-1]:
        return None
    return {"type": "Polygon", "coordinates": [outer[-1], *filter(None, holes)]}


def _pairs(element: Element) -> Pairs:
    """Return longitude and latitude of each place; heights are left out.

    Raises
    ------
    ValueError
        If one of them is not two or three numbers.
    """
    if element.tag == "Track":  # here a blank stands between the numbers
        return [_pair((p.text or "").split()) for p in element.iterfind("coord")]
    text = _COMMA.sub(",", element.findtext("coordinates") or "")
    return [_pair(place.split(",")) for place in text.split()]


def _pair(numbers: list[str]) -> tuple[float, float]:
    if len(numbers) not in (2, 3) or any("_" in number for number in numbers):
        raise ValueError(numbers)
    return float(numbers[0]), float(numbers[1])
