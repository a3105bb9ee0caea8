"""The maps on a team's paper: the whole way, and its parts where doors lie close."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from string import ascii_uppercase

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from reports.map_scale import length_words, round_length_m
from reports.pdf_paper import BOLD, INK, Paper, wide
from reports.team_sheet import Say, TeamSheet
from reports.team_sheet_ground import (
    Bounds,
    Ground,
    MapFrame,
    bounds_of,
    framed,
    parted,
)
from reports.team_sheet_labels import Box, is_led, placed_labels
from reports.team_sheet_marks import (
    BASE,
    BLOCKED,
    LED,
    OUTLINE,
    RIVER,
    ROAD,
    ROUTE,
    arrows,
    draw_arrows,
    draw_base,
    draw_doors,
    draw_lines,
)

MOST_IN_PART = 20
NUMBER_POINTS = 7.0
_SCALE_ROOM, _NORTH_ROOM = (70.0, 22.0), (18.0, 32.0)
_AROUND = np.array([[-6.0, -6.0], [6.0, 6.0]])  # of the outline of a part
_LETTER = 10.0
_OVERVIEW_RINGS, _PART_RINGS = 3, 9


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of the way with a map of its own.

    Attributes
    ----------
    letter : str
        By which it is found on the map of the whole way.
    doors : int array
        Positions among the placed doors.
    """

    letter: str
    doors: np.ndarray

    def numbers(self, sheet: TeamSheet) -> str:
        """Return its first and last number."""
        first, last = (sheet.placed[at].place for at in self.doors[[0, -1]])
        return f"{first}–{last}" if first != last else str(first)

    def villages(self, sheet: TeamSheet) -> str:
        """Name its villages, in the order of the way."""
        names = (sheet.placed[at].village for at in self.doors)
        return " ".join(dict.fromkeys(filter(None, names)))


@dataclass(frozen=True, kw_only=True)
class WayMap:
    """A team's way and the frame in which it is seen as a whole."""

    sheet: TeamSheet
    ground: Ground
    frame: MapFrame
    numbers: np.ndarray
    parts: tuple[Part, ...]


def way_map(sheet: TeamSheet, ground: Ground, box: Box) -> WayMap | None:
    """Plan the maps of a way; parts only where the whole has no room for each number.

    Returns
    -------
    WayMap or None
        ``None`` if nothing has a place.
    """
    bounds = ground.bounds
    if bounds is None:
        return None
    frame = framed(bounds, box)
    every = np.arange(len(ground.doors))
    numbers = _numbers(sheet, ground, frame, every, rings=_OVERVIEW_RINGS)
    way = WayMap(sheet=sheet, ground=ground, frame=frame, numbers=numbers, parts=())
    return _in_parts(way) if np.isnan(numbers).any() else way


def _in_parts(way: WayMap) -> WayMap:
    """Cut a way into parts and give their letters room among the numbers."""
    pieces = parted(way.ground.doors, MOST_IN_PART)
    named = zip(_letters(len(pieces)), pieces, strict=True)
    way = replace(way, parts=tuple(Part(letter=a, doors=b) for a, b in named))
    letters = [_letter_box(_edge(way, part)) for part in way.parts]
    every = np.arange(len(way.ground.doors))
    look = {"rings": _OVERVIEW_RINGS, "taken": letters if len(pieces) > 1 else ()}
    numbers = _numbers(way.sheet, way.ground, way.frame, every, **look)
    return replace(way, numbers=numbers)


def draw_way(paper: Paper, way: WayMap, say: Say) -> None:
    """Draw the whole way, the parts outlined with their letters."""
    every = np.arange(len(way.ground.doors))
    with _within(paper.canvas, way.frame):
        _draw_ground(paper.canvas, way.ground, way.frame)
        if len(way.parts) > 1:
            for part in way.parts:
                _draw_edge(paper, way, part)
        _draw_doors(paper, way.sheet, way.ground, way.frame, every, way.numbers)
    _draw_around(paper, way.frame, say)


def draw_part(paper: Paper, way: WayMap, part: Part, box: Box, say: Say) -> None:
    """Draw a part of the way, with every number of its doors."""
    frame = framed(bounds_of(way.ground.doors[part.doors]), box)
    numbers = _numbers(way.sheet, way.ground, frame, part.doors, rings=_PART_RINGS)
    with _within(paper.canvas, frame):
        _draw_ground(paper.canvas, way.ground, frame)
        others = np.setdiff1d(np.arange(len(way.ground.doors)), part.doors)
        hollow = frame.on_page(way.ground.doors[others])
        draw_doors(paper.canvas, hollow, filled=False)
        _draw_doors(paper, way.sheet, way.ground, frame, part.doors, numbers)
    _draw_around(paper, frame, say)


@contextmanager
def _within(canvas: Canvas, frame: MapFrame) -> Iterator[None]:
    """Draw nothing outside of a frame."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(frame.x, frame.y, frame.width, frame.height)
    canvas.clipPath(path, stroke=0, fill=0)
    yield
    canvas.restoreState()


def _draw_ground(canvas: Canvas, ground: Ground, frame: MapFrame) -> None:
    looks = (
        (ground.outline, OUTLINE),
        (ground.rivers, RIVER),
        (ground.roads, ROAD),
        (ground.blocked, BLOCKED),
    )
    for lines, look in looks:
        draw_lines(canvas, frame.clipped(lines), look)
    route = [frame.on_page(line) for line in ground.route]
    draw_lines(canvas, route, ROUTE)
    draw_arrows(canvas, arrows(route))
    if ground.base is not None:
        draw_base(canvas, *frame.on_page(ground.base).tolist())


def _draw_doors(
    paper: Paper,
    sheet: TeamSheet,
    ground: Ground,
    frame: MapFrame,
    which: np.ndarray,
    numbers: np.ndarray,
) -> None:
    """Draw doors with their numbers; a line leads to a number that stands apart."""
    doors, shown = frame.on_page(ground.doors[which]), ~np.isnan(numbers[:, 0])
    sizes = _sizes(sheet, which)
    led = [
        np.array([door, number])
        for door, number, size in zip(
            doors[shown], numbers[shown], np.array(sizes)[shown], strict=True
        )
        if is_led(door, number, size)
    ]
    draw_lines(paper.canvas, led, LED)
    draw_doors(paper.canvas, doors)
    for at in np.flatnonzero(shown):
        number = str(sheet.placed[which[at]].place)
        _draw_number(paper, number, numbers[at], sizes[at])


def _draw_number(
    paper: Paper, number: str, middle: np.ndarray, size: tuple[float, float]
) -> None:
    corner = middle - np.array(size) / 2
    paper.canvas.setFillGray(1)
    paper.canvas.rect(*corner.tolist(), *size, stroke=0, fill=1)
    low = middle[1] - NUMBER_POINTS * 0.36
    paper.text_centre(middle[0], low, number, NUMBER_POINTS, font=BOLD)


def _draw_edge(paper: Paper, way: WayMap, part: Part) -> None:
    """Outline a part on the map of the whole."""
    (west, south), (east, north) = _edge(way, part)
    paper.canvas.setStrokeGray(0.35)
    paper.canvas.setLineWidth(0.6)
    paper.canvas.setDash(3, 2)
    paper.canvas.rect(west, south, east - west, north - south)
    paper.canvas.setDash()
    paper.canvas.setFillGray(1)
    paper.canvas.rect(west, north, _LETTER, _LETTER, stroke=0, fill=1)
    paper.text(west + 1, north + 1.5, part.letter, _LETTER, font=BOLD, grey=0.2)


def _edge(way: WayMap, part: Part) -> np.ndarray:
    """Return the south-west and the north-east corner of a part on the page."""
    corners = np.reshape(bounds_of(way.ground.doors[part.doors]), (2, 2))
    top = way.frame.y + way.frame.height - _LETTER  # its letter has room above
    return np.minimum(way.frame.on_page(corners) + _AROUND, (np.inf, top))


def _draw_around(paper: Paper, frame: MapFrame, say: Say) -> None:
    """Draw the edge of a map, its scale bar and where north is."""
    canvas = paper.canvas
    for west, south, east, north in _reserved(frame):
        canvas.setFillGray(1)
        canvas.rect(west, south, east - west, north - south, stroke=0, fill=1)
    canvas.setStrokeGray(INK)
    canvas.setLineWidth(0.8)
    canvas.rect(frame.x, frame.y, frame.width, frame.height)
    length_m = round_length_m(_SCALE_ROOM[0] * 0.85 * frame.metres)
    long, (x, y) = length_m / frame.metres, (frame.x + 5, frame.y + 5)
    for at, grey in ((x, 0), (x + long / 2, 1)):
        canvas.setFillGray(grey)
        canvas.setLineWidth(0.6)
        canvas.rect(at, y, long / 2, 3, fill=1)
    paper.text(x, y + 6, length_words(length_m), 7)
    tip = np.array([frame.x + frame.width - 10, frame.y + frame.height - 8])
    draw_lines(canvas, [np.array([tip, tip - [0, 13]])], ROUTE)
    draw_arrows(canvas, [(tip, np.array([0.0, 1.0]))])
    paper.text_centre(tip[0], tip[1] - 22, say("N"), 8, font=BOLD)


def _numbers(
    sheet: TeamSheet,
    ground: Ground,
    frame: MapFrame,
    which: np.ndarray,
    *,
    rings: int,
    taken: Sequence[Box] = (),
) -> np.ndarray:
    doors = frame.on_page(ground.doors[which])
    box = (frame.x + 1, frame.y + 1, frame.width - 2, frame.height - 2)
    taken = [*_reserved(frame), *taken]
    if ground.base is not None:
        x, y = frame.on_page(ground.base).tolist()
        taken.append((x - BASE, y - BASE, x + BASE, y + BASE))
    return placed_labels(doors, _sizes(sheet, which), box, rings=rings, taken=taken)


def _sizes(sheet: TeamSheet, which: np.ndarray) -> list[tuple[float, float]]:
    numbers = (str(sheet.placed[at].place) for at in which)
    return [(wide(n, BOLD, NUMBER_POINTS) + 1, NUMBER_POINTS) for n in numbers]


def _reserved(frame: MapFrame) -> Iterator[Bounds]:
    """Yield where the scale bar and the arrow to the north stand."""
    east, north = frame.x + frame.width, frame.y + frame.height
    yield frame.x, frame.y, frame.x + _SCALE_ROOM[0], frame.y + _SCALE_ROOM[1]
    yield east - _NORTH_ROOM[0], north - _NORTH_ROOM[1], east, north


def _letter_box(edge: np.ndarray) -> Box:
    (west, _), (_, north) = edge.tolist()
    return west, north, west + _LETTER, north + _LETTER


def _letters(count: int) -> list[str]:
    """Name parts A to Z, then AA, AB and so on."""
    letters = ascii_uppercase
    pairs = [a + b for a in letters for b in letters]
    return [*letters, *pairs][:count]
