"""A page of a printed map: how large it is, and what stands where."""

from dataclasses import dataclass
from typing import NamedTuple

from reports.map_panel import Panel
from reports.map_text import POINTS_PER_INCH, Box

SIZES_INCHES = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}
RATIOS = {"A4": 1.0, "A3": 1.4}
MARGIN_POINTS, GAP_POINTS, TEXT_POINTS = 28.0, 10.0, 9.0
SIDE_RATIO = 0.25  # width of what stands beside the map
LEGEND_RATIO = 0.5  # of the width below the map
MOST_BELOW_RATIO = 0.36


class Room(NamedTuple):
    """Where map, legend and notes stand."""

    map: Box
    legend: Box
    notes: Box


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page in points.

    Attributes
    ----------
    inches : tuple
        Width and height.
    across : bool
    ratio : float
        How much larger than on A4 words are.
    """

    inches: tuple[float, float]
    across: bool
    ratio: float

    @property
    def points_wide(self) -> float:
        """Its width."""
        return self.inches[0] * POINTS_PER_INCH

    @property
    def points_high(self) -> float:
        """Its height."""
        return self.inches[1] * POINTS_PER_INCH

    @property
    def points(self) -> float:
        """The size of its font."""
        return TEXT_POINTS * self.ratio

    @property
    def paper(self) -> Box:
        """What is left within the margins."""
        margin = MARGIN_POINTS
        return Box(margin, margin, self.points_wide - margin, self.points_high - margin)

    def split(self, top: float, legend: Panel, notes: Panel) -> Room:
        """Give the map what legend and notes leave of the page below a height."""
        west, south, east, _ = self.paper
        gap = GAP_POINTS * self.ratio
        if self.across:
            side = east - SIDE_RATIO * (east - west)
            most = 0.7 * (top - south)
            high = min(notes.height(east - side, self.points), most)
            return Room(
                Box(west, south, side - gap, top),
                Box(side, south + high + gap, east, top),
                Box(side, south, east, south + high),
            )
        middle = west + LEGEND_RATIO * (east - west)
        panels = ((legend, middle - gap - west), (notes, east - middle))
        need = max(panel.height(wide, self.points) for panel, wide in panels)
        high = min(need, MOST_BELOW_RATIO * self.points_high)
        below = south + high
        return Room(
            Box(west, below + gap, east, top),
            Box(west, south, middle - gap, below),
            Box(middle, south, east, below),
        )


def page_of(size: str, *, across: bool) -> Page:
    """Return a page of A4 or A3.

    Examples
    --------
    >>> page_of("A4", across=True).inches
    (11.69, 8.27)
    """
    wide, high = SIZES_INCHES[size]
    inches = (high, wide) if across else (wide, high)
    return Page(inches=inches, across=across, ratio=RATIOS[size])
