"""What stands around the map of a plan: title, legend, sources, stamp."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.fonts import chinese, missing_glyphs
from reports.line_breaks import broken
from reports.plan_looks import (
    CHOSEN,
    COUNTY,
    EDGE,
    FILLS,
    INK,
    OUT,
    PAGE_INCHES,
    QUIET,
    RED,
    RIVER,
    ROAD,
    TOWN,
    VILLAGE,
    Say,
    ems,
    points_of,
    round_steps,
)

if TYPE_CHECKING:
    from reports.plan_map import PlanMap

LEGEND_BOX = (0.0, 0.073, 1.0, 0.132)  # of the page
COLUMNS = (0.0, 0.24, 0.52, 0.78)
LINE, FIRST_LINE = 0.185, 0.80
TITLE_POINTS, STAMP_POINTS, SOURCE_POINTS, SOURCE_LINES = 13.0, 12.0, 6.5, 4
WORDS_AFTER = 0.055


def draw_legend(figure: Figure, sheet: "PlanMap", say: Say) -> None:
    """Draw what colours, circles and lines mean, only of what is on the map."""
    axes = figure.add_axes(LEGEND_BOX)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    _zones(axes, sheet, say)
    _states(axes, sheet, say)
    _sizes(axes, sheet, say)
    _lines(axes, sheet, say)


def _head(axes: Axes, column: int, words: str) -> None:
    axes.text(
        COLUMNS[column], 0.95, words, fontproperties=chinese(), fontsize=8, color=INK,
        va="center",
    )  # fmt: skip


def _words(axes: Axes, column: int, line: int, words: str) -> float:
    """Write the words of an entry; return its height."""
    y = FIRST_LINE - 0.03 - line * LINE
    axes.text(
        COLUMNS[column] + WORDS_AFTER, y, words, fontproperties=chinese(),
        fontsize=7.5, color=INK, va="center",
    )  # fmt: skip
    return y


def _zones(axes: Axes, sheet: "PlanMap", say: Say) -> None:
    if sheet.zones is None:
        return
    _head(axes, 0, say("Design intensity"))
    present = set(sheet.zones["design_intensity_degree"].dropna().astype(int))
    degrees = [degree for degree in FILLS if degree in present]
    for line, degree in enumerate(degrees):
        y = _words(axes, 0, line, say("{degree} degrees").format(degree=degree))
        axes.barh(
            y, 0.042, height=0.12, left=0.0, color=FILLS[degree], edgecolor=EDGE,
            linewidth=0.6,
        )  # fmt: skip


def _states(axes: Axes, sheet: "PlanMap", say: Say) -> None:
    _head(axes, 1, say("Villages"))
    villages = sheet.villages
    entries = (
        (CHOSEN, say("chosen; number: rank"), villages["chosen"].any()),
        (VILLAGE, say("not chosen"), (~villages["chosen"] & ~villages["out"]).any()),
        (
            OUT,
            say("mostly to move away"),
            (villages["out"] & ~villages["chosen"]).any(),
        ),
    )
    shown = [(look, words) for look, words, present in entries if present]
    for line, (look, words) in enumerate(shown):
        y = _words(axes, 1, line, words)
        axes.scatter([COLUMNS[1] + 0.022], [y], s=64, **look)


def _sizes(axes: Axes, sheet: "PlanMap", say: Say) -> None:
    """Draw round needs side by side, each above its number."""
    _head(axes, 2, say("Households that qualify"))
    most = float(sheet.villages["need"].max())
    x = COLUMNS[2]
    for need in round_steps(most):
        wide = points_of(need, most)
        x += wide / 2 / (PAGE_INCHES[0] * 72)
        axes.scatter([x], [0.58], s=wide**2, **VILLAGE)
        axes.text(
            x, 0.27, f"{need:,}", fontproperties=chinese(), fontsize=7.5, color=INK,
            va="center", ha="center",
        )  # fmt: skip
        x += wide / 2 / (PAGE_INCHES[0] * 72) + 0.035


def _lines(axes: Axes, sheet: "PlanMap", say: Say) -> None:
    _head(axes, 3, say("Lines"))
    entries = (
        (sheet.county, COUNTY, say("County boundary")),
        (sheet.towns, TOWN, say("Town boundary")),
        (sheet.rivers, RIVER, say("River")),
        (sheet.roads, ROAD, say("Road")),
    )
    shown = [(look, words) for table, look, words in entries if table is not None]
    for line, (look, words) in enumerate(shown):
        y = _words(axes, 3, line, words)
        axes.plot([COLUMNS[3], COLUMNS[3] + 0.042], [y, y], **look)


def write_around(
    figure: Figure, title: str, sources: Sequence[str], stamp: str
) -> None:
    """Write the title above, the sources below, and the stamp in the corner."""
    font, right = chinese(), PAGE_INCHES[0] * 72
    room = 0.97 * right - STAMP_POINTS * ems(stamp)
    size = min(TITLE_POINTS, room / max(ems(title), 1.0))
    figure.text(
        0.0, 0.965, title, fontproperties=font, fontsize=size, color=INK, va="center"
    )
    _write_sources(figure, [*sources, *_lacking(title, *sources)])
    if stamp:
        figure.text(
            1 - 5 / right, 0.965, stamp, fontproperties=font, fontsize=STAMP_POINTS,
            ha="right", va="center", color=RED, zorder=20,
            bbox={"edgecolor": RED, "facecolor": "white", "pad": 3},
        )  # fmt: skip


def _write_sources(figure: Figure, sources: Sequence[str]) -> None:
    """Write the lines in the room there is: many are written smaller."""
    most = PAGE_INCHES[0] * 72 / SOURCE_POINTS
    lines = [line for source in sources for line in _wrapped(source, most)]
    shrunk = min(1.0, SOURCE_LINES / max(len(lines), 1))
    for at, text in enumerate(lines):
        figure.text(
            0.0, 0.058 - at * 0.016 * shrunk, text, fontproperties=chinese(),
            fontsize=SOURCE_POINTS * shrunk, color=QUIET, va="center",
        )  # fmt: skip


def _lacking(*texts: str) -> list[str]:
    lacking = missing_glyphs("".join(texts))
    return [f"缺字: {lacking.encode('unicode_escape').decode()}"] if lacking else []


def _wrapped(text: str, most: float) -> list[str]:
    """Cut a text into lines of at most so many sizes of its font."""
    return broken(text, lambda line: ems(line) <= most)
