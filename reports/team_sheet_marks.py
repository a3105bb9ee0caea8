"""The marks on a team's map, told apart by shape and dashes: they print in black."""

from collections.abc import Iterator, Sequence

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from reports.pdf_paper import INK

DOOR, BASE = 1.9, 3.6  # half the size of a mark, in points
_ARROW_EVERY, _ARROW = 62.0, 4.2
ROUTE = {"grey": 0.15, "line": 1.5}
ROAD = {"grey": 0.55, "line": 0.7}
RIVER = {"grey": 0.72, "line": 2.4}
OUTLINE = {"grey": 0.3, "line": 0.8, "dash": (6, 2, 1, 2)}
BLOCKED = {"grey": 0.0, "line": 1.4, "dash": (1.5, 1.5)}
LED = {"grey": 0.4, "line": 0.35}


def draw_lines(canvas: Canvas, lines: Sequence[np.ndarray], look: dict) -> None:
    """Draw lines on the page in one look: grey, width, dashes."""
    canvas.setStrokeGray(look["grey"])
    canvas.setLineWidth(look["line"])
    canvas.setLineJoin(1)  # round: a sharp bend has no spike
    canvas.setDash(*([look["dash"]] if "dash" in look else []))
    path = canvas.beginPath()
    for line in lines:
        (x, y), *rest = line.tolist()
        path.moveTo(x, y)
        for x, y in rest:
            path.lineTo(x, y)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setDash()


def draw_base(canvas: Canvas, x: float, y: float) -> None:
    """Draw the mark of a team's base."""
    canvas.setFillGray(1)
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(1.2)
    canvas.rect(x - BASE, y - BASE, 2 * BASE, 2 * BASE, fill=1)
    canvas.line(x - BASE, y - BASE, x + BASE, y + BASE)
    canvas.line(x - BASE, y + BASE, x + BASE, y - BASE)


def draw_door(canvas: Canvas, place: np.ndarray, *, filled: bool = True) -> None:
    """Draw a door; hollow if it belongs to another part of the way."""
    canvas.setStrokeGray(1 if filled else 0.4)
    canvas.setFillGray(0 if filled else 1)
    canvas.setLineWidth(0.5)
    canvas.circle(*place.tolist(), DOOR, fill=1)


def draw_arrow(canvas: Canvas, at: np.ndarray, along: np.ndarray) -> None:
    """Draw the head of an arrow that points along a direction."""
    aside = np.array([-along[1], along[0]])
    back = at - along * _ARROW
    path = canvas.beginPath()
    path.moveTo(*(at + along * _ARROW).tolist())
    path.lineTo(*(back + aside * _ARROW * 0.75).tolist())
    path.lineTo(*(back - aside * _ARROW * 0.75).tolist())
    path.close()
    canvas.setFillGray(ROUTE["grey"])
    canvas.drawPath(path, stroke=0, fill=1)


def arrows(lines: Sequence[np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield places and directions along ways, one in so many points."""
    walked = _ARROW_EVERY / 2
    for line in lines:
        steps = np.diff(line, axis=0)
        for start, step, long in zip(line, steps, np.hypot(*steps.T), strict=False):
            walked += long
            if walked >= _ARROW_EVERY and long > 0:
                walked = 0.0
                yield start + step / 2, step / long
