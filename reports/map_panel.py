"""What stands beside a printed map: legend, scale bar, notes, one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from reports.map_looks import LINE as LINE_MARK
from reports.map_looks import fill_of
from reports.map_scale import length_words, round_length_m
from reports.map_text import LINE, Box, on_page, width_of, wrapped, write
from reports.plan_looks import INK, QUIET

KEY_WIDE, KEY_HIGH, KEY_GAP = 2.2, 1.0, 0.7  # in sizes of the font
HEAD, NOTE, GAP = 1.12, 0.82, 0.6
BAR_RATIO, BAR_HIGH, BAR_ROOM = 0.6, 0.35, 2.6
LEAST_POINTS, STEP_POINTS = 4.0, 0.25


@dataclass(frozen=True, kw_only=True)
class Key:
    """An entry of the legend; ``mark`` is a word of :mod:`reports.map_looks`."""

    words: str
    colour: str = ""
    mark: str = "fill"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What is told in a panel, from top to bottom.

    Attributes
    ----------
    head : str
    keys : sequence of Key
    metres_per_point : float
        For the scale bar; 0 draws none.
    notes : sequence of str
    """

    head: str = ""
    keys: Sequence[Key] = ()
    metres_per_point: float = 0.0
    notes: Sequence[str] = ()

    def height(self, wide: float, size: float) -> float:
        """Return how high it is at a width and a size of the font, in points."""
        lines = HEAD * len(self._head(wide, size))
        for key in self.keys:
            lines += len(self._words(key, wide, size))
        lines += BAR_ROOM if self.metres_per_point else 0
        lines += NOTE * len(self._notes(wide, size))
        return (lines * LINE + GAP * 2) * size

    def fitting(self, box: Box, size: float) -> float:
        """Return the largest size of the font, at most so large, that has room."""
        while size > LEAST_POINTS and self.height(box.wide, size) > box.high:
            size -= STEP_POINTS
        return size

    def draw(self, figure: Figure, box: Box, size: float) -> None:
        """Write it into a box."""
        size = self.fitting(box, size)
        y = box.north
        for line in self._head(box.wide, size):
            y = _line(figure, line, (box.west, y), size * HEAD)
        for key in self.keys:
            y = self._draw_key(figure, key, (box.west, y), box.wide, size)
        y -= GAP * size
        if self.metres_per_point:
            y = self._draw_bar(figure, (box.west, y), box.wide, size)
        for line in self._notes(box.wide, size):
            y = _line(figure, line, (box.west, y), size * NOTE, QUIET)

    def _head(self, wide: float, size: float) -> list[str]:
        return wrapped(self.head, size * HEAD, wide) if self.head else []

    def _notes(self, wide: float, size: float) -> list[str]:
        return [line for n in self.notes for line in wrapped(n, size * NOTE, wide)]

    def _words(self, key: Key, wide: float, size: float) -> list[str]:
        return wrapped(key.words, size, wide - (KEY_WIDE + KEY_GAP) * size)

    def _draw_key(
        self,
        figure: Figure,
        key: Key,
        at: tuple[float, float],
        wide: float,
        size: float,
    ) -> float:
        x, y = at
        middle = y - LINE * size / 2
        figure.add_artist(_sign(figure, key, (x, middle), size))
        for line in self._words(key, wide, size):
            y = _line(figure, line, (x + (KEY_WIDE + KEY_GAP) * size, y), size)
        return y

    def _draw_bar(
        self, figure: Figure, at: tuple[float, float], wide: float, size: float
    ) -> float:
        """Draw a bar of round length in two halves, its ends written above."""
        x, y = at
        length_m = round_length_m(wide * BAR_RATIO * self.metres_per_point)
        long = length_m / self.metres_per_point
        last = length_words(length_m)
        x += width_of("0", size) / 2
        write(figure, "0", (x, y - LINE * size / 2), size * NOTE, aside="center")
        write(
            figure, last, (x + long, y - LINE * size / 2), size * NOTE, aside="center"
        )
        for half, fill in ((0, INK), (long / 2, "white")):
            figure.add_artist(
                Rectangle(
                    (x + half, y - 2 * LINE * size + GAP * size),
                    long / 2,
                    BAR_HIGH * size,
                    transform=on_page(figure),
                    facecolor=fill,
                    edgecolor=INK,
                    linewidth=0.7,
                )
            )
        return y - BAR_ROOM * LINE * size


def _line(
    figure: Figure, words: str, at: tuple[float, float], size: float, ink: str = INK
) -> float:
    """Write a line below a height; return the height below it."""
    x, y = at
    write(figure, words, (x, y - LINE * size / 2), size, ink=ink)
    return y - LINE * size


def _sign(
    figure: Figure, key: Key, at: tuple[float, float], size: float
) -> Rectangle | Line2D:
    x, y = at
    page = on_page(figure)
    if key.mark == LINE_MARK:
        ends = [x, x + KEY_WIDE * size]
        ink = key.colour or INK
        return Line2D(ends, [y, y], color=ink, linewidth=1.4, transform=page)
    corner = (x, y - KEY_HIGH * size / 2)
    look = fill_of(key.mark, key.colour)
    return Rectangle(corner, KEY_WIDE * size, KEY_HIGH * size, transform=page, **look)
