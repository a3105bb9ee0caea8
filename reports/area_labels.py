"""Names of areas on a map, each within its area, none over another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from reports.map_text import LINE, Box, box_around, width_of

GRID = 9  # places tried along each side of an area
SIZES = (1.0, 0.85, 0.72)
MOST_LINES = 3
PAD = 1.0


class AreaLabel(NamedTuple):
    """Lines that stand at a place, one below the other, at a size of the font."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float

    @property
    def box(self) -> Box:
        """The room it takes."""
        wide = max(width_of(line, self.size) for line in self.lines)
        high = LINE * self.size * len(self.lines)
        return box_around(self.x, self.y, wide + 2 * PAD, high)


def placed_names(
    areas: Sequence[tuple[BaseGeometry, str, str]],
    size: float,
    within: Box,
    taken: Sequence[Box] = (),
) -> tuple[list[AreaLabel], list[str]]:
    """Find room for the name of each area, and for its number where there is more.

    Parameters
    ----------
    areas : sequence of (shape, name, number)
        Shapes on the page, in points.
    size : float
        Of the font, in points; smaller where there is too little room.
    within : Box
        No label reaches out of it.
    taken : sequence of Box
        Where none may stand.

    Returns
    -------
    labels, left_out : lists
        What is to be written, and the names that have no room.
    """
    labels: list[AreaLabel] = []
    left_out: list[str] = []
    used = list(taken)
    order = sorted(areas, key=lambda area: area[0].area)
    for shape, name, number in order:
        label = next(_free(shape, name, number, size, within, used), None)
        if label is None:
            left_out.append(name)
            continue
        labels.append(label)
        used.append(label.box)
    return labels, left_out


def _free(
    shape: BaseGeometry,
    name: str,
    number: str,
    size: float,
    within: Box,
    used: Sequence[Box],
) -> Iterator[AreaLabel]:
    """Yield the labels that have room: wholly inside the area before others."""
    places = _places(shape)
    shapely.prepare(shape)
    for wholly in (True, False):
        for lines, ratio in _forms(name, number):
            for x, y in places:
                label = AreaLabel(lines, x, y, size * ratio)
                box = label.box
                if not within.holds(box) or any(box.meets(other) for other in used):
                    continue
                if not wholly or shape.contains(shapely.box(*box)):
                    yield label


def _forms(name: str, number: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield what may be written of an area, the best form first."""
    for ratio in SIZES:
        for count in range(1, MOST_LINES + 1):
            lines = _cut(name, count)
            if len(lines) == count and number:
                yield (*lines, number), ratio
            if len(lines) == count:
                yield lines, ratio


def _cut(name: str, count: int) -> tuple[str, ...]:
    """Cut a name into lines of about one length.

    Examples
    --------
    >>> _cut("安和镇", 1), _cut("新疆生产建设兵团", 2)
    (('安和镇',), ('新疆生产', '建设兵团'))
    """
    each = -(-len(name) // count)
    cut = (name[at : at + each].strip() for at in range(0, len(name), max(each, 1)))
    return tuple(line for line in cut if line)


def _places(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Return places within an area, those near its middle first."""
    middle = shapely.point_on_surface(shape)
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(
        np.linspace(west, east, GRID + 2), np.linspace(south, north, GRID + 2)
    )
    inside = shapely.contains_xy(shape, x, y)
    points = np.c_[x[inside], y[inside]]
    centre = shape.centroid if shape.contains(shape.centroid) else middle
    away = np.hypot(points[:, 0] - centre.x, points[:, 1] - centre.y)
    near = [tuple(point) for point in points[np.argsort(away, kind="stable")].tolist()]
    return [(centre.x, centre.y), (middle.x, middle.y), *near]
