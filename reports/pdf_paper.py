"""Paper as PDF: A4 with embedded Chinese fonts, its stamp, its foot and its lines.

All lengths are in points from the lower left corner, as PDF has them.
"""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise

import segno
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reports.fonts import FONT
from reports.line_breaks import broken
from rules.errors import FileError

WIDTH, HEIGHT = A4
MARGIN = 12 * mm
RIGHT, TOP = WIDTH - MARGIN, HEIGHT - MARGIN
TEXT, BOLD = "NotoSansSC", "NotoSansSC-Bold"
_FILES = {TEXT: FONT, BOLD: FONT.parents[1] / "700Bold/NotoSansSC_700Bold.ttf"}
INK, QUIET, FAINT, PALE = 0.0, 0.35, 0.6, 0.92  # greys: all of it prints in black
WATERMARK_POINTS = 76
_WATERMARK_TURN, _WATERMARK_RATIO = 30, 0.85  # degrees, of the width of the page
LEAST_POINTS = 4.5
QUIET_MODULES = 4  # of white around a QR code, ISO/IEC 18004
LINE_RATIO = 1.35  # from line to line, in sizes of the font
# Control characters and halves of pairs can be neither shown nor encoded.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What each page of a paper says around its content.

    Attributes
    ----------
    foot, right : str
        In the lower corners; ``right`` before the page's number.
    stamp : str
        Across the page and in its upper right corner; may be empty.
    """

    foot: str
    right: str = ""
    stamp: str = ""


class Paper:
    """A PDF being drawn; the same content gives the same bytes."""

    def __init__(self, title: str) -> None:
        _register_fonts()
        rl_config.useA85 = 0  # text around packed bytes: larger, and slow to write
        self._target = BytesIO()
        self.canvas = Canvas(self._target, pagesize=A4, invariant=1)
        self.canvas.setTitle(plain(title))
        self._stencils: dict[str, str] = {}

    @contextmanager
    def stencil(self, name: str) -> Iterator[bool]:
        """Draw once what is drawn often; it is put where the origin stands.

        Yields
        ------
        bool
            Whether it is new, and so must be drawn at the origin within this block.
        """
        new = name not in self._stencils
        form = self._stencils.setdefault(name, f"stencil{len(self._stencils)}")
        if new:
            self.canvas.beginForm(form, 0, -HEIGHT, WIDTH, HEIGHT)
        yield new
        if new:
            self.canvas.endForm()
        self.canvas.doForm(form)

    def begin(self, frame: Frame, number: int, of: int) -> None:
        """Begin a page: watermark, stamp, foot."""
        if frame.stamp:
            self._watermark(frame.stamp)
        foot, right = MARGIN - 5 * mm, f"{frame.right}  {number}/{of}".strip()
        self.text(MARGIN, foot, frame.foot, 7, grey=QUIET, width=130 * mm)
        self.text_right(RIGHT, foot, right, 7, grey=QUIET)

    def end(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def content(self) -> bytes:
        """Return the finished file."""
        self.canvas.save()
        return self._target.getvalue()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        font: str = TEXT,
        grey: float = INK,
        width: float | None = None,
    ) -> float:
        """Write one line and return where it ends; made smaller, then cut, to fit."""
        words = plain(words)
        if width is not None:
            words, size = fitted(words, font, size, width)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(grey)
        self.canvas.drawString(x, y, words)
        return x + wide(words, font, size)

    def text_right(
        self, x: float, y: float, words: str, size: float, **look: object
    ) -> None:
        """Write one line that ends at ``x``."""
        font = look.get("font", TEXT)
        self.text(x - wide(plain(words), font, size), y, words, size, **look)

    def text_centre(
        self, x: float, y: float, words: str, size: float, **look: object
    ) -> None:
        """Write one line around ``x``."""
        font = look.get("font", TEXT)
        self.text(x - wide(plain(words), font, size) / 2, y, words, size, **look)

    def lines(
        self, x: float, y: float, words: str, size: float, width: float, most: int
    ) -> float:
        """Write a text on several lines; return the height of the next line.

        Where it has more than ``most`` of them, the last ends with an ellipsis.
        """
        for line in _at_most(wrapped(plain(words), TEXT, size, width), most, size):
            self.text(x, y, line, size)
            y -= size * LINE_RATIO
        return y

    def rule(
        self, x: float, y: float, to_x: float, *, grey: float = INK, line: float = 0.5
    ) -> None:
        """Draw a level line."""
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(line)
        self.canvas.line(x, y, to_x, y)

    def tick_box(self, x: float, y: float, side: float, words: str = "") -> float:
        """Draw a box to tick, its words beside it; return where they end."""
        self.canvas.setStrokeGray(INK)
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(x, y, side, side)
        return self.text(x + side + 2, y + side * 0.15, words, side * 0.85)

    def stamp(self, x: float, y: float, words: str, size: float) -> float:
        """Draw framed words that end at ``x``, if any; return where they begin."""
        if not words:
            return x
        width = wide(plain(words), BOLD, size) + size
        self.canvas.setStrokeGray(INK)
        self.canvas.setLineWidth(1.4)
        self.canvas.rect(x - width, y - size * 0.45, width, size * 1.6)
        self.text(x - width + size / 2, y, words, size, font=BOLD)
        return x - width

    def code(self, x: float, y: float, side: float, content: str) -> None:
        """Draw a QR code; its quiet zone lies around the side, and is white."""
        matrix = segno.make(content, error="m", micro=False).matrix
        module = side / len(matrix)
        quiet = QUIET_MODULES * module
        self.canvas.setFillGray(1)
        whole = side + 2 * quiet
        self.canvas.rect(x - quiet, y - quiet, whole, whole, stroke=0, fill=1)
        path = self.canvas.beginPath()
        for row, modules in enumerate(matrix, start=1):
            for start, length in _runs(modules):
                at = y + side - row * module
                path.rect(x + start * module, at, length * module, module)
        self.canvas.setFillGray(INK)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def _watermark(self, words: str) -> None:
        with self.stencil(f"stamp {words}") as new:
            if new:
                self._draw_watermark(words)

    def _draw_watermark(self, words: str) -> None:
        long = _WATERMARK_RATIO * WIDTH / math.cos(math.radians(_WATERMARK_TURN))
        size = min(WATERMARK_POINTS, long / wide(words, BOLD, 1))
        for height in (0.25, 0.5, 0.75):
            self.canvas.saveState()
            self.canvas.translate(WIDTH / 2, HEIGHT * height)
            self.canvas.rotate(_WATERMARK_TURN)
            self.text_centre(0, 0, words, size, font=BOLD, grey=PALE)
            self.canvas.restoreState()


def plain(words: str) -> str:
    r"""Return a text as one line that can be drawn.

    Examples
    --------
    >>> plain("甲\n乙"), plain("\ud800")
    ('甲 乙', ' ')
    """
    return _UNPRINTABLE.sub(" ", words)


def wide(words: str, font: str, size: float) -> float:
    """Return how wide a line is, in points."""
    return pdfmetrics.stringWidth(words, font, size)


def fitted(words: str, font: str, size: float, width: float) -> tuple[str, float]:
    """Return a line and a size with which it fits; cut if it would be illegible."""
    across = wide(words, font, size)
    if across <= width:
        return words, size
    if size * width / across >= LEAST_POINTS:
        return words, size * width / across
    return _cut(words, font, width), LEAST_POINTS


def wrapped(words: str, font: str, size: float, width: float) -> list[str]:
    """Break a text into lines, see :func:`reports.line_breaks.broken`."""
    return broken(words, lambda line: wide(line, font, size) <= width)


def _at_most(lines: list[str], most: int, size: float) -> list[str]:
    """Leave out the lines there is no room for, and show that something is left out."""
    if len(lines) <= most or most < 1:
        return lines[: max(most, 0)]
    room = max(wide(line.rstrip(), TEXT, size) for line in lines)
    last = lines[most - 1].rstrip()
    while last and wide(f"{last}…", TEXT, size) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def glyph_note(lacking: str) -> str:
    """Name characters that cannot be drawn by their numbers.

    Examples
    --------
    >>> glyph_note("\U00020000")
    'U+20000'
    """
    return " ".join(f"U+{ord(c):04X}" for c in lacking)


def _cut(words: str, font: str, width: float) -> str:
    while words and wide(words + "…", font, LEAST_POINTS) > width:
        words = words[:-1]
    return words + "…"


def _runs(modules: Sequence[int]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    edges = [at for at, m in enumerate(modules) if m != (at and modules[at - 1])]
    edges.append(len(modules))
    return [(start, end - start) for start, end in pairwise(edges) if modules[start]]


@cache
def _register_fonts() -> None:
    for name, file in _FILES.items():
        if not file.is_file():
            message = "the font {file} is missing; run: python start.py setup"
            raise FileError(message, file=file.name)
        pdfmetrics.registerFont(TTFont(name, str(file)))
