"""The marks on a team's map, told apart by shape and dashes: they print in black."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from reports.pdf_paper import INK

DOOR, BASE = 1.9, 3.6  # half the size of a mark, in points
_ARROW_EVERY, _ARROW = 62.0, 4.2
ROUTE = {"grey": 0.15, "line": 1.5}
ROAD = {"grey": 0.6, "line": 0.6}
RIVER = {"grey": 0.72, "line": 2.4}
OUTLINE = {"grey": 0.3, "line": 0.8, "dash": (6, 2, 1, 2)}
BLOCKED = {"grey": 0.0, "line": 1.4, "dash": (1.5, 1.5)}
LED = {"grey": 0.4, "line": 0.35}
_TURNS = np.linspace(0, 2 * np.pi, 17)
_ROUND = DOOR * np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])

Arrow = tuple[np.ndarray, np.ndarray]  # a place on the page and a direction


class _Path:
    """Lines as one path; reportlab's own writes each number on its own, slowly."""

    def __init__(self, lines: Sequence[np.ndarray]) -> None:
        self._lines = lines

    def getCode(self) -> str:  # the name by which a canvas asks for it
        """Return the operators of PDF."""
        told = ["n"]
        for line in self._lines:
            begin, *rest = (f"{x:.2f} {y:.2f}" for x, y in line.tolist())
            told += [begin, "m", *(f"{place} l" for place in rest)]
        return " ".join(told)


def draw_lines(canvas: Canvas, lines: Sequence[np.ndarray], look: dict) -> None:
    """Draw lines on the page in one look: grey, width, dashes."""
    canvas.setStrokeGray(look["grey"])
    canvas.setLineWidth(look["line"])
    canvas.setLineJoin(1)  # round: a sharp bend has no spike
    canvas.setDash(*([look["dash"]] if "dash" in look else []))
    if len(lines):
        canvas.drawPath(_Path(lines), stroke=1, fill=0)
    canvas.setDash()


def draw_base(canvas: Canvas, x: float, y: float) -> None:
    """Draw the mark of a team's base."""
    canvas.setFillGray(1)
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(1.2)
    canvas.rect(x - BASE, y - BASE, 2 * BASE, 2 * BASE, fill=1)
    canvas.line(x - BASE, y - BASE, x + BASE, y + BASE)
    canvas.line(x - BASE, y + BASE, x + BASE, y - BASE)


def draw_doors(canvas: Canvas, places: np.ndarray, *, filled: bool = True) -> None:
    """Draw doors (n, 2); hollow if they belong to another part of the way."""
    if len(places):
        canvas.setStrokeGray(1.0 if filled else 0.4)
        canvas.setFillGray(0.0 if filled else 1.0)
        canvas.setLineWidth(0.6)
        rounds = _Path([place + _ROUND for place in places])
        canvas.drawPath(rounds, stroke=1, fill=1, fillMode=FILL_NON_ZERO)


def draw_arrows(canvas: Canvas, arrows: Iterable[Arrow]) -> None:
    """Draw the heads of arrows, each at a place and along a direction."""
    heads = []
    for at, along in arrows:
        aside = np.array([-along[1], along[0]]) * 0.75
        shape = [along, aside - along, -aside - along]
        heads.append(at + _ARROW * np.array(shape))
    if heads:
        canvas.setFillGray(ROUTE["grey"])
        canvas.drawPath(_Path(heads), stroke=0, fill=1, fillMode=FILL_NON_ZERO)


def arrows(lines: Sequence[np.ndarray]) -> Iterator[Arrow]:
    """Yield places and directions along ways, one in so many points."""
    walked = _ARROW_EVERY / 2
    for line in lines:
        steps = np.diff(line, axis=0)
        for start, step, long in zip(line, steps, np.hypot(*steps.T), strict=False):
            walked += long
            if walked >= _ARROW_EVERY and long > 0:
                walked = 0.0
                yield start + step / 2, step / long
