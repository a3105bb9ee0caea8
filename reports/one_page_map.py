"""The map of a meeting on paper: areas with names, none of them on another."""

import math
from collections.abc import Iterator

from reports.briefing import NO_DATA, WITHHELD, MapView, Outline, Paint
from reports.briefing_maps import worst_first
from reports.pdf_paper import BOLD, TEXT, Paper, wide

NAME_POINTS, LINE = 7.0, 8.2
SWATCH = (15.0, 8.0)
STEP = 4.0  # between the lines of a hatch
DOT = 0.19  # radius of a dot, in steps
OUTLINED, HALO = 1, 2.2  # of PDF: letters drawn as lines, how wide
ROUND = 1  # of PDF: the end of a line, so that one without length is a dot

Box = tuple[float, float, float, float]  # west, south, width, height, in points


def draw_map(paper: Paper, view: MapView, box: Box) -> None:
    """Draw the last day of a map into a box, the scale the same both ways."""
    ground, frame = view.ground, view.frames[-1]
    scale = min(box[2] / ground.wide, box[3] / ground.high)
    left = box[0] + (box[2] - ground.wide * scale) / 2
    top = box[1] + box[3]
    paints = {paint.sign: paint for paint in view.classes}
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(left, top)
    canvas.scale(scale, -scale)
    for area in ground.areas:
        if area.code in frame.areas:
            told = frame.areas[area.code]
            _fill(paper, area, paints[told.sign], (told.dotted, scale))
    canvas.restoreState()
    _names(paper, view, (left, top, scale))


def swatch(paper: Paper, paint: Paint, x: float, y: float) -> None:
    """Draw the sample of a class for a legend."""
    canvas = paper.canvas
    path = canvas.beginPath()
    path.rect(x, y, *SWATCH)
    canvas.setStrokeColor("#3b444b")
    canvas.setLineWidth(0.5)
    _paint(paper, path, paint, (x, y, *SWATCH))


def dotted_swatch(paper: Paper, paint: Paint, x: float, y: float) -> None:
    """Draw the sample of a class that is not to be relied on, see ``Area.dotted``."""
    swatch(paper, paint, x, y)
    path = paper.canvas.beginPath()
    path.rect(x, y, *SWATCH)
    _dots(paper, path, (x, y, *SWATCH), STEP)


def _fill(paper: Paper, area: Outline, paint: Paint, look: tuple[bool, float]) -> None:
    dotted, scale = look
    canvas, path = paper.canvas, paper.canvas.beginPath()
    points: list[tuple[float, float]] = []
    for ring in rings(area.path):
        path.moveTo(*ring[0])
        for point in ring[1:]:
            path.lineTo(*point)
        path.close()
        points += ring
    canvas.setStrokeColor("#ffffff")
    canvas.setLineWidth(0.6 / scale)
    xs, ys = zip(*points, strict=True)
    around = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    _paint(paper, path, paint, around, step=STEP / scale)
    if dotted:
        _dots(paper, path, around, STEP / scale)


def _dots(paper: Paper, path: object, around: Box, step: float) -> None:
    """Lay dots over a path: its class is uncertain, as on the map of the program."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor("#1d2a33")
    canvas.setLineCap(ROUND)
    canvas.setLineWidth(2 * DOT * step)
    west, south, across, up = around
    places = [
        (west + (column + 0.5) * step, south + (row + 0.5) * step)
        for row in range(math.ceil(up / step))
        for column in range(math.ceil(across / step))
    ]
    canvas.lines([(x, y, x, y) for x, y in places])  # far shorter than circles
    canvas.restoreState()


def _paint(
    paper: Paper, path: object, paint: Paint, around: Box, step: float = STEP
) -> None:
    """Fill a path with its colour, or with the hatch of what is not told."""
    canvas = paper.canvas
    hatched = paint.sign in (NO_DATA, WITHHELD)
    canvas.setFillColor("#ffffff" if hatched else paint.colour)
    canvas.drawPath(path, stroke=1, fill=1, fillMode=0)
    if not hatched:
        return
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor("#6d7880")
    canvas.setLineWidth(step / 5)
    west, south, across, up = around
    if paint.sign == WITHHELD:
        _grid(paper, around, step)
    else:
        for at in range(math.ceil((across + up) / step)):
            x = west - up + at * step
            canvas.line(x, south, x + up, south + up)
    canvas.restoreState()


def _grid(paper: Paper, around: Box, step: float) -> None:
    west, south, across, up = around
    for at in range(math.ceil(across / step)):
        x = west + (at + 0.5) * step
        paper.canvas.line(x, south, x, south + up)
    for at in range(math.ceil(up / step)):
        y = south + (at + 0.5) * step
        paper.canvas.line(west, y, west + across, y)


def rings(path: str) -> Iterator[list[tuple[float, float]]]:
    """Read the rings back from path data as :class:`Outline` has them.

    Examples
    --------
    >>> list(rings("M0 0L2 0L2 1Z"))
    [[(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]]
    """
    for ring in path.split("Z"):
        if ring:
            pairs = (pair.split() for pair in ring.lstrip("M").split("L"))
            yield [(float(x), float(y)) for x, y in pairs]


def _names(paper: Paper, view: MapView, sheet: tuple[float, float, float]) -> None:
    """Write names and numbers, the worst first, each where none stands yet."""
    left, top, scale = sheet
    areas = {area.code: area for area in view.ground.areas}
    taken: list[Box] = []
    for code in worst_first(view, view.frames[-1]):
        if code not in areas:
            continue
        name, shown = view.names[code], view.frames[-1].areas[code].shown
        x = left + areas[code].at[0] * scale
        y = top - areas[code].at[1] * scale
        long = max(wide(name, BOLD, NAME_POINTS), wide(shown, TEXT, NAME_POINTS)) + 2
        box = (x - long / 2, y - LINE, long, 2 * LINE)
        if any(_meet(box, other) for other in taken):
            continue
        taken.append(box)
        _haloed(paper, x, y + 1, name, BOLD)
        _haloed(paper, x, y + 1 - LINE, shown, TEXT)


def _haloed(paper: Paper, x: float, y: float, words: str, font: str) -> None:
    """Write words on a pale edge, so that they can be read on any colour."""
    canvas = paper.canvas
    start = x - wide(words, font, NAME_POINTS) / 2
    canvas.saveState()  # how letters are drawn holds for all that follow
    text = canvas.beginText(start, y)
    text.setFont(font, NAME_POINTS)
    text.setTextRenderMode(OUTLINED)
    text.textOut(words)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(HALO)
    canvas.drawText(text)
    canvas.restoreState()
    paper.text(start, y, words, NAME_POINTS, font=font)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
