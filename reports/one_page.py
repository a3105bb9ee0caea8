"""A meeting on one page, for those who never open the program: A4, upright."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TypeVar

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from reports.briefing import (
    AnswersView,
    Briefing,
    CoverView,
    MapView,
    MoneyChart,
    PlanChart,
    View,
)
from reports.briefing_html import AS_OF
from reports.briefing_maps import FEW, REST, SHRUNK, worst_first
from reports.charts import PAPER, chart_png
from reports.one_page_map import dotted_swatch, draw_map, swatch
from reports.pdf_paper import (
    BOLD,
    LINE_RATIO,
    MARGIN,
    RIGHT,
    TEXT,
    TOP,
    Frame,
    Paper,
    wrapped,
)
from rules.language import translator

DOTS_PER_INCH = 300
ANSWER_POINTS, HEAD_POINTS, ROW_POINTS, NOTE_POINTS = 9.5, 10.5, 8.5, 7.5
ANSWER_LINES = 4
MAP_HIGH, LEAST_MAP_HIGH, MAP_WIDE = 125 * mm, 60 * mm, 118 * mm
ANSWERS_HIGH = 108 * mm
SIDE = MARGIN + MAP_WIDE + 5 * mm
CHART_HIGH = 58 * mm
BELOW_MAP = MARGIN + CHART_HIGH + 27 * mm  # the charts and all sentences below
MOST_ROWS = 12

Say = Callable[[str], str]
Kind = TypeVar("Kind")


def one_page(briefing: Briefing) -> bytes:
    """Draw a meeting on one page: answers, the first map, plan and money.

    What the agenda leaves out is left out here.

    Raises
    ------
    FileError
        If set-up has not fetched the fonts.
    """
    say = translator(briefing.language)
    paper = Paper(f"{briefing.title} {briefing.county}")
    # The stamp stands in the corner alone: across the page it would run through text.
    frame = Frame(foot=briefing.source)
    paper.begin(frame, 1, 1)
    y = _head(paper, briefing, say)
    y = _answers(paper, _first(briefing.views, AnswersView), y)
    map_view = _first(briefing.views, MapView)
    if map_view is not None:
        y = _map(paper, map_view, y, say)
    charts = [_first(briefing.views, kind) for kind in (PlanChart, MoneyChart)]
    _charts(paper, [chart for chart in charts if chart is not None], y, say)
    paper.end()
    return paper.content()


def _first(views: Sequence[View], kind: type[Kind]) -> Kind | None:
    return next((view for view in views if isinstance(view, kind)), None)


def _head(paper: Paper, briefing: Briefing, say: Say) -> float:
    stamps = " · ".join(filter(None, (briefing.stamp, briefing.circle)))
    left = paper.stamp(RIGHT, TOP - 12, stamps, 10)
    title = f"{briefing.county} · {briefing.title}"
    paper.text(MARGIN, TOP - 13, title, 17, font=BOLD, width=left - MARGIN - 8)
    words = [say(AS_OF).format(day=briefing.on.isoformat())]
    cover = _first(briefing.views, CoverView)
    if cover is not None and len(cover.lines) > 2:
        words.append(cover.lines[2].text)
    told = " · ".join(words)
    paper.text(MARGIN, TOP - 29, told, HEAD_POINTS, width=RIGHT - MARGIN)
    paper.rule(MARGIN, TOP - 35, RIGHT, line=1.0)
    return TOP - 47


def _answers(paper: Paper, view: AnswersView | None, y: float) -> float:
    if view is None:
        return y
    width, least = RIGHT - MARGIN, y - ANSWERS_HIGH
    for line in view.lines:
        paper.text(MARGIN, y, line.question, ANSWER_POINTS, font=BOLD)
        y -= ANSWER_POINTS * LINE_RATIO
        y = paper.lines(MARGIN, y, line.text, ANSWER_POINTS, width, ANSWER_LINES)
        y -= 3
        if y < least:
            break
    return y - 2


def _map(paper: Paper, view: MapView, y: float, say: Say) -> float:
    """Draw the map as high as the charts below leave room, its legend beside it."""
    frame = view.frames[-1]
    title = f"{view.title} ({view.unit})" if view.unit else view.title
    paper.text(MARGIN, y, title, HEAD_POINTS, font=BOLD)
    top = y - 5
    high = max(min(top - BELOW_MAP, MAP_HIGH), LEAST_MAP_HIGH)
    if view.ground is not None:
        draw_map(paper, view, (MARGIN, top - high, MAP_WIDE, high))
    below = _legend(paper, view, top - 6, say) - 4
    _rows(paper, view, (below, top - high + 4), say)
    y = top - high - 9
    return paper.lines(MARGIN, y, frame.says, 9, RIGHT - MARGIN, 2) - 4


def _rows(paper: Paper, view: MapView, room: tuple[float, float], say: Say) -> None:
    """List the areas, the worst first, from one height down to another."""
    frame, (below, least) = view.frames[-1], room
    order = worst_first(view, frame)
    most, step = _spaced(len(order), below - least)
    for code in order[:most]:
        area = frame.areas[code]
        told = f"{area.shown}{' *' * area.shrunk}"
        paper.text(SIDE, below, view.names[code], ROW_POINTS, width=28 * mm)
        paper.text_right(RIGHT, below, told, ROW_POINTS)
        below -= step
    if left := len(order) - most:
        paper.text(SIDE, below, say(REST).format(count=left), ROW_POINTS)
        below -= step
    if any(frame.areas[code].shrunk for code in order[:most]):
        lines = int((below - least) / (NOTE_POINTS * LINE_RATIO)) + 1
        paper.lines(SIDE, below, say(SHRUNK), NOTE_POINTS, RIGHT - SIDE, lines)


def _spaced(rows: int, high: float) -> tuple[int, float]:
    """Return how many rows are listed, and how far apart.

    They stand closer where that makes room for all; else the last one counts the rest.

    Examples
    --------
    >>> _spaced(2, 100.0)[0], _spaced(12, 20.0)[0], _spaced(13, 500.0)[0]
    (2, 2, 12)
    """
    lines = min(rows, MOST_ROWS + 1)
    step = min(ROW_POINTS * 1.35, high / max(lines - 1, 1))
    step = max(step, ROW_POINTS * 1.15)
    fitting = int(high / step + 1e-6) + 1
    most = rows if rows <= fitting else max(fitting - 1, 0)
    return min(most, MOST_ROWS), step


def _legend(paper: Paper, view: MapView, below: float, say: Say) -> float:
    for paint in view.classes:
        swatch(paper, paint, SIDE, below - 1)
        width = RIGHT - SIDE - 20
        for line in wrapped(paint.label, TEXT, ROW_POINTS, width)[:2]:
            paper.text(SIDE + 20, below, line, ROW_POINTS)
            below -= ROW_POINTS * 1.3
    if any(area.dotted for area in view.frames[-1].areas.values()):
        dotted_swatch(paper, view.classes[0], SIDE, below - 1)
        paper.text(SIDE + 20, below, say(FEW), ROW_POINTS)
        below -= ROW_POINTS * 1.3
    return below


def _charts(
    paper: Paper, charts: Sequence[PlanChart | MoneyChart], y: float, say: Say
) -> None:
    wide = (RIGHT - MARGIN - 8 * mm) / 2
    for at, chart in enumerate(charts):
        x = MARGIN + at * (wide + 8 * mm)
        paper.text(x, y, chart.title, HEAD_POINTS, font=BOLD, width=wide)
        drawn = ImageReader(BytesIO(chart_png(chart, say, PAPER, DOTS_PER_INCH)))
        across, down = drawn.getSize()
        high = min(CHART_HIGH, wide * down / across, y - 6 - MARGIN - 28)
        paper.canvas.drawImage(
            drawn, x, y - 6 - high, high * across / down, high, mask=None
        )
        words = y - 6 - high - 9
        paper.lines(x, words, chart.says, 7.5, wide, 3)
