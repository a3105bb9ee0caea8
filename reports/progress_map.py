"""A measure of progress as a printed map: A4 or A3, upright or across, PDF or PNG."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import geopandas as gpd
import matplotlib as mpl
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from reports.area_labels import placed_names
from reports.fonts import missing_glyphs
from reports.map_looks import FAINT, fill_of
from reports.map_page import Page, page_of
from reports.map_panel import Key, Panel
from reports.map_text import LINE, Box, box_around, on_page, width_of, wrapped, write
from reports.plan_looks import COUNTY, INK, RED, RIVER, TOWN_INK, Say
from rules.errors import PlanningError

DOTS_PER_INCH = 300
MARGIN_RATIO = 0.03
LEAST_EXTENT_M = 500.0
TITLE_POINTS, LEAST_TITLE_POINTS, STAMP_POINTS = 17.0, 6.0, 10.0
NAME_POINTS, NORTH_POINTS = 8.5, 11.0
ENDINGS = (".pdf", ".png")


@dataclass(frozen=True, kw_only=True)
class ProgressMap:
    """What is drawn; every table in one metric CRS.

    Attributes
    ----------
    title : str
    areas : GeoDataFrame
        ``name``, ``shown`` (the words of its number, may be empty), ``mark`` (a word
        of :mod:`reports.map_looks`) and ``colour``.
    legend_title : str
        The measure with its unit.
    legend : sequence of Key
    around, outline, rivers : GeoDataFrame or None
        Areas beside, drawn as outlines; the county; water.
    notes : sequence of str
        The day, the source, the datum; the scale is added.
    stamps : sequence of str
        Written in the corner; may be empty.
    size : {"A4", "A3"}
    across : bool
        Wider than high.
    """

    title: str
    areas: gpd.GeoDataFrame
    legend_title: str
    legend: Sequence[Key]
    around: gpd.GeoDataFrame | None = None
    outline: gpd.GeoDataFrame | None = None
    rivers: gpd.GeoDataFrame | None = None
    notes: Sequence[str] = ()
    stamps: Sequence[str] = ()
    size: Literal["A4", "A3"] = "A4"
    across: bool = False


def progress_map(sheet: ProgressMap, say: Say, ending: str = ".pdf") -> bytes:
    """Draw the map; the Chinese font is embedded in a PDF.

    Parameters
    ----------
    ending : {".pdf", ".png"}
        A PNG has 300 dots per inch.

    Raises
    ------
    PlanningError
        If no area has an outline, or the ending is another.
    """
    if ending not in ENDINGS:
        raise PlanningError(
            "a map is written as {known}, not as {ending}",
            known=", ".join(ENDINGS),
            ending=ending,
        )
    target = BytesIO()
    dates = {"CreationDate": None} if ending == ".pdf" else {"Software": None}
    with mpl.rc_context({"pdf.fonttype": 42, "hatch.linewidth": 0.5}):
        figure = drawn(sheet, say)
        figure.savefig(target, format=ending[1:], metadata=dates, dpi=DOTS_PER_INCH)
    return target.getvalue()


def drawn(sheet: ProgressMap, say: Say) -> Figure:
    """Lay the sheet out, ready to be saved."""
    areas = sheet.areas[~(sheet.areas.geometry.isna() | sheet.areas.geometry.is_empty)]
    if areas.empty:
        raise PlanningError("no area has an outline; import boundaries")
    page = page_of(sheet.size, across=sheet.across)
    figure = Figure(figsize=page.inches, dpi=DOTS_PER_INCH, facecolor="white")
    top = _write_title(figure, page, sheet)
    legend = Panel(head=sheet.legend_title, keys=sheet.legend)
    lacking = missing_glyphs("".join([sheet.title, *areas["name"], *sheet.notes]))
    lack = [f"缺字: {lacking.encode('unicode_escape').decode()}"] if lacking else []
    notes = [*sheet.notes, *lack]
    room = page.split(
        top, legend, Panel(notes=[*notes, "0", "0"], metres_per_point=1.0)
    )
    axes, metres = _axes(figure, page, room.map, areas)
    _draw_ground(axes, sheet, areas)
    left_out = _name(figure, axes, room.map, areas, page, say)
    told = Panel(
        metres_per_point=metres, notes=[*notes, *_scale(metres, say), *left_out]
    )
    legend.draw(figure, room.legend, page.points)
    told.draw(figure, room.notes, page.points)
    return figure


def _write_title(figure: Figure, page: Page, sheet: ProgressMap) -> float:
    """Write the title and the stamps; return the height below them."""
    stamp = " · ".join(filter(None, sheet.stamps))
    west, _, east, north = page.paper
    size = STAMP_POINTS * page.ratio
    wide = width_of(stamp, size) + size if stamp else 0.0
    room = east - west - wide - size
    title, lines = TITLE_POINTS * page.ratio, [sheet.title]
    while title > LEAST_TITLE_POINTS:
        lines = wrapped(sheet.title, title, room)
        if len(lines) <= 1 + (title <= TITLE_POINTS * page.ratio * 0.7):
            break
        title -= 0.5
    y = north
    for line in lines:
        write(figure, line, (west, y - LINE * title / 2), title)
        y -= LINE * title
    if stamp:
        middle = north - LINE * size
        frame = box_around(east - wide / 2, middle, wide, LINE * size * 1.2)
        figure.add_artist(_rectangle(figure, frame, RED))
        write(figure, stamp, (east - wide / 2, middle), size, ink=RED, aside="center")
        y = min(y, frame.south)
    return y - size / 2


def _rectangle(figure: Figure, box: Box, ink: str) -> Polygon:
    corners = [(box.west, box.south), (box.east, box.south), (box.east, box.north),
               (box.west, box.north)]  # fmt: skip
    return Polygon(
        corners, transform=on_page(figure), fill=False, edgecolor=ink, linewidth=0.9
    )


def _axes(
    figure: Figure, page: Page, box: Box, areas: gpd.GeoDataFrame
) -> tuple[Axes, float]:
    """Lay out the map in its box; return it and the metres of a point."""
    wide, high = page.points_wide, page.points_high
    at = (box.west / wide, box.south / high, box.wide / wide, box.high / high)
    axes = figure.add_axes(at)
    axes.set(xticks=[], yticks=[])
    west, south, east, north = areas.total_bounds
    extent = max((east - west) / box.wide, (north - south) / box.high)
    metres = max(extent * (1 + 2 * MARGIN_RATIO), LEAST_EXTENT_M / box.wide)
    x, y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(x - box.wide * metres / 2, x + box.wide * metres / 2)
    axes.set_ylim(y - box.high * metres / 2, y + box.high * metres / 2)
    axes.set_autoscale_on(False)
    for spine in axes.spines.values():
        spine.set_edgecolor(FAINT)
    return axes, float(metres)


def _draw_ground(axes: Axes, sheet: ProgressMap, areas: gpd.GeoDataFrame) -> None:
    limits = axes.get_xlim(), axes.get_ylim()
    look = {"aspect": None, "ax": axes}
    if sheet.around is not None and len(sheet.around):
        sheet.around.boundary.plot(color=TOWN_INK, linewidth=0.9, zorder=2.5, **look)
    for (mark, colour), rows in areas.groupby(["mark", "colour"], sort=True):
        rows.plot(zorder=2, **fill_of(mark, colour), **look)
    if sheet.rivers is not None and len(sheet.rivers):
        sheet.rivers.plot(zorder=3, **RIVER, **look)
    if sheet.outline is not None and len(sheet.outline):
        sheet.outline.boundary.plot(zorder=4, **COUNTY, **look)
    axes.set(xlim=limits[0], ylim=limits[1], xlabel="", ylabel="", xticks=[], yticks=[])


def _name(
    figure: Figure,
    axes: Axes,
    box: Box,
    areas: gpd.GeoDataFrame,
    page: Page,
    say: Say,
) -> list[str]:
    """Write names and the north arrow; tell how many names have no room."""
    size = NORTH_POINTS * page.ratio
    north = box_around(box.east - 1.5 * size, box.north - 2 * size, 2 * size, 3 * size)
    _draw_north(axes, north, figure, say)
    carry = axes.transData + on_page(figure).inverted()
    shapes = [shapely.transform(shape, carry.transform) for shape in areas.geometry]
    rows = zip(
        shapes, areas["name"].astype(str), areas["shown"].astype(str), strict=True
    )
    labels, out = placed_names(list(rows), NAME_POINTS * page.ratio, box, [north])
    for label in labels:
        high = LINE * label.size
        y = label.y + high * (len(label.lines) - 1) / 2
        for place, line in enumerate(label.lines):
            at = (label.x, y - place * high)
            write(figure, line, at, label.size, aside="center", halo=True)
    told = say("{count} names have no room").format(count=len(out))
    return [told] if out else []


def _draw_north(axes: Axes, box: Box, figure: Figure, say: Say) -> None:
    x, letter = (box.west + box.east) / 2, box.wide * 0.4
    write(figure, say("N"), (x, box.south + letter), letter * 1.25, aside="center")
    page = on_page(figure)
    axes.annotate(
        "", xy=(x, box.north), xytext=(x, box.south + 2 * letter), xycoords=page,
        textcoords=page, zorder=20,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.2},
    )  # fmt: skip


def _scale(metres_per_point: float, say: Say) -> list[str]:
    """Say the scale in numbers; a point is 0.0254 / 72 m of paper."""
    number = metres_per_point * 72 / 0.0254
    return [say("Scale about 1:{number}").format(number=f"{round(number, -2):,.0f}")]
