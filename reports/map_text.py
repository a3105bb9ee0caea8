"""Words on a page, measured before they are written; everything in points.

A point is 1/72 inch; places are counted from the lower left corner of the page.
"""

from functools import cache
from typing import NamedTuple

from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D, Transform

from reports.fonts import chinese
from reports.line_breaks import broken
from reports.plan_looks import INK

LINE = 1.4  # height of a line, in sizes of its font
POINTS_PER_INCH = 72
SPARE = 1.02  # what is drawn on a grid of pixels is a little wider than its outline


class Box(NamedTuple):
    """A rectangle on the page."""

    west: float
    south: float
    east: float
    north: float

    @property
    def wide(self) -> float:
        """Its width."""
        return self.east - self.west

    @property
    def high(self) -> float:
        """Its height."""
        return self.north - self.south

    def meets(self, other: "Box") -> bool:
        """Tell whether it covers any of another.

        Examples
        --------
        >>> one = Box(0, 0, 2, 2)
        >>> one.meets(Box(1, 1, 3, 3)), one.meets(Box(2, 0, 3, 2))
        (True, False)
        """
        apart = self.east <= other.west or other.east <= self.west
        return not (apart or self.north <= other.south or other.north <= self.south)

    def holds(self, other: "Box") -> bool:
        """Tell whether another lies wholly within it."""
        beside = self.west <= other.west and other.east <= self.east
        return beside and self.south <= other.south and other.north <= self.north


def box_around(x: float, y: float, wide: float, high: float) -> Box:
    """Return the box with its middle at a place."""
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def on_page(figure: Figure) -> Transform:
    """Return what carries points to the pixels of a figure."""
    return Affine2D().scale(1 / POINTS_PER_INCH) + figure.dpi_scale_trans


@cache
def width_of(text: str, size: float) -> float:
    """Return how wide a line is, in points."""
    font = chinese().copy()
    font.set_size(size)
    wide, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(wide) * SPARE


def wrapped(text: str, size: float, wide: float) -> list[str]:
    """Cut a text into lines no wider than so many points, where a line may end.

    A single character may be wider than the line.

    Examples
    --------
    >>> wrapped("one two", 10.0, 30.0)
    ['one', 'two']
    >>> "".join(wrapped("安和县安和镇", 10.0, 25.0))
    '安和县安和镇'
    """
    lines = broken(text, lambda line: width_of(line, size) <= wide)
    return [line.strip() for line in lines]


def write(
    figure: Figure,
    words: str,
    at: tuple[float, float],
    size: float,
    *,
    ink: str = INK,
    aside: str = "left",
    halo: bool = False,
) -> None:
    """Write one line, its middle at a height; ``aside`` as ``ha`` of Matplotlib."""
    if not words.strip():
        return
    effects = [withStroke(linewidth=size / 4, foreground="white")] if halo else []
    figure.text(
        *at, words, transform=on_page(figure), fontproperties=chinese(), fontsize=size,
        color=ink, ha=aside, va="center", path_effects=effects, parse_math=False,
        zorder=20,
    )  # fmt: skip
