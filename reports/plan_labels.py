"""Names on the map of a plan, each where it has room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from reports.fonts import chinese
from reports.map_text import POINTS_PER_INCH, Box, box_around
from reports.plan_looks import INK, RED, TOWN_INK, ems, points_of

if TYPE_CHECKING:
    from reports.plan_map import PlanMap

# Where a name may stand beside its point, the best place first.
BESIDE = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
CHOSEN_POINTS, TOWN_POINTS, OUT_POINTS = 8.0, 9.0, 6.0


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name at a point; ``around`` is the radius of what stands there, in points."""

    name: str
    at: np.ndarray
    around: float
    size: float
    ink: str
    always: bool = False


def write_names(axes: Axes, sheet: "PlanMap") -> None:
    """Name the chosen villages, the towns, and the villages that are out.

    The others stay circles without a name; the workbook lists them.
    """
    labels = list(_labels(axes, sheet))
    taken = [box_around(*o.at, 2 * o.around, 2 * o.around) for o in labels if o.around]
    for label in labels:
        offset = _room(label, taken)
        if offset is not None:
            _write(axes, label, label.at + offset)


def _labels(axes: Axes, sheet: "PlanMap") -> Iterator[Label]:
    """Yield the names, those first which are not to be missed."""
    placed = sheet.villages
    chosen = placed[placed["chosen"]]
    out = placed[placed["out"] & ~placed["chosen"]]
    most = float(placed["need"].max())
    yield from _of_villages(axes, chosen, most, CHOSEN_POINTS, INK)
    if sheet.towns is not None:
        at = _on_page(axes, sheet.towns.representative_point())
        for name, point in zip(sheet.towns["name"].astype(str), at, strict=True):
            yield Label(name=name, at=point, around=0.0, size=TOWN_POINTS, ink=TOWN_INK)
    yield from _of_villages(axes, out, most, OUT_POINTS, RED)


def _of_villages(
    axes: Axes, villages: gpd.GeoDataFrame, most: float, size: float, ink: str
) -> Iterator[Label]:
    rows = zip(
        villages["name"].astype(str),
        _on_page(axes, villages.geometry),
        villages["need"],
        strict=True,
    )
    for name, at, need in rows:
        around = points_of(need, most) / 2
        yield Label(
            name=name, at=at, around=around, size=size, ink=ink, always=ink == INK
        )


def _on_page(axes: Axes, points: gpd.GeoSeries) -> np.ndarray:
    """Return where points lie on the page, in points from its lower left corner."""
    pixels = axes.transData.transform(np.c_[points.x, points.y])
    return pixels * POINTS_PER_INCH / axes.figure.dpi


def _room(label: Label, taken: list[Box]) -> np.ndarray | None:
    """Return how far from its point a name has room, and take that room."""
    high = label.size * 1.25
    wide = label.size * ems(label.name)
    aside, above = label.around + wide / 2 + 1, label.around + high / 2
    places = [
        np.array([right * aside, up * above])
        for right, up in (BESIDE if label.around else ((0, 0), (0, 1), (0, -1)))
    ]
    free = (place for place in places if _is_free(label.at + place, wide, high, taken))
    found = next(free, places[0] if label.always else None)
    if found is not None:
        taken.append(box_around(*(label.at + found), wide, high))
    return found


def _is_free(at: np.ndarray, wide: float, high: float, taken: Iterable[Box]) -> bool:
    own = box_around(*at, wide, high)
    return not any(own.meets(box) for box in taken)


def _write(axes: Axes, label: Label, at: np.ndarray) -> None:
    axes.annotate(
        label.name,
        tuple(at * axes.figure.dpi / POINTS_PER_INCH),
        xycoords="figure pixels",
        ha="center",
        va="center",
        fontproperties=chinese(),
        fontsize=label.size,
        color=label.ink,
        path_effects=[withStroke(linewidth=2.2, foreground="white")],
        zorder=9,
    )
