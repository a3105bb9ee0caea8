"""A printed map of one village: its houses in the order of visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import geopandas as gpd
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from reports.fonts import chinese, missing_glyphs
from reports.map_scale import length_words, round_length_m

A4_LANDSCAPE_INCHES = (11.69, 8.27)
DOTS_PER_INCH = 150
# Size of a printed number, as a share of the houses' extent.
LABEL_WIDTH_RATIO, LABEL_HEIGHT_RATIO = 0.04, 0.022
LEAST_EXTENT_M = 200.0
INK, PAPER, QUIET = "#1d2a33", "#fbfaf7", "#7b8890"
WATER, ROAD, EDGE = "#5a93bd", "#b98f4e", "#8a8f94"


@dataclass(frozen=True, kw_only=True)
class VillageMap:
    """What is drawn; every table in one metric CRS.

    Attributes
    ----------
    title, notes : words around the map: what, of which day, from which source.
    doors : GeoDataFrame with ``rank`` and ``colour``, points.
    outline, roads, rivers : GeoDataFrame or None.
    legend_title, legend : words, and pairs of colour and words, in order.
    stamp : str
        Drawn across the corner, e.g. for demonstration data; may be empty.
    """

    title: str
    notes: Sequence[str]
    doors: gpd.GeoDataFrame
    outline: gpd.GeoDataFrame | None
    roads: gpd.GeoDataFrame | None
    rivers: gpd.GeoDataFrame | None
    legend: Sequence[tuple[str, str]]
    legend_title: str
    stamp: str


def draw_village(sheet: VillageMap) -> bytes:
    """Draw the map as a PNG, A4 landscape, with scale bar and north arrow."""
    figure = Figure(figsize=A4_LANDSCAPE_INCHES, dpi=DOTS_PER_INCH, facecolor="white")
    axes = figure.add_axes((0.03, 0.12, 0.74, 0.78))
    axes.set_facecolor(PAPER)
    _draw_ground(axes, sheet)
    _draw_doors(axes, sheet.doors)
    _fit(axes, sheet)
    _draw_scale_and_north(axes)
    _write_around(figure, sheet)
    target = BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()


def _draw_ground(axes: Axes, sheet: VillageMap) -> None:
    styles = (
        (sheet.rivers, {"color": WATER, "linewidth": 2.0}),
        (sheet.roads, {"color": ROAD, "linewidth": 1.4}),
    )
    for table, style in styles:
        if table is not None and len(table):
            table.plot(ax=axes, **style)
    if sheet.outline is not None and len(sheet.outline):
        sheet.outline.boundary.plot(ax=axes, color=EDGE, linewidth=1.2, linestyle="--")


def _draw_doors(axes: Axes, doors: gpd.GeoDataFrame) -> None:
    placed = doors[~doors.geometry.is_empty & doors.geometry.notna()]
    axes.scatter(
        placed.geometry.x,
        placed.geometry.y,
        c=placed["colour"].tolist(),
        s=26,
        edgecolors=INK,
        linewidths=0.5,
        zorder=5,
    )
    halo = [withStroke(linewidth=2, foreground="white")]
    for door in _apart(placed.sort_values("rank")).itertuples():
        axes.annotate(
            str(door.number),
            (door.geometry.x, door.geometry.y),
            xytext=(4, 3),
            textcoords="offset points",
            fontsize=7,
            color=INK,
            path_effects=halo,
            zorder=6,
        )


def _apart(doors: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the doors whose numbers do not cover one another, first visits first."""
    west, south, east, north = doors.total_bounds
    extent = max(east - west, north - south)
    wide, high = extent * LABEL_WIDTH_RATIO, extent * LABEL_HEIGHT_RATIO
    x, y = doors.geometry.x.to_numpy(), doors.geometry.y.to_numpy()
    kept: list[int] = []
    for place in range(len(doors)):
        near = (abs(x[kept] - x[place]) < wide) & (abs(y[kept] - y[place]) < high)
        if not near.any():
            kept.append(place)
    return doors.iloc[kept]


def _fit(axes: Axes, sheet: VillageMap) -> None:
    """Show the whole outline and every door, with a margin of a tenth."""
    parts = [sheet.doors.total_bounds]
    if sheet.outline is not None and len(sheet.outline):
        parts.append(sheet.outline.total_bounds)
    bounds = pd.DataFrame(parts, columns=["west", "south", "east", "north"])
    west, south = bounds[["west", "south"]].min()
    east, north = bounds[["east", "north"]].max()
    box = axes.get_position()
    shape = box.width * A4_LANDSCAPE_INCHES[0] / (box.height * A4_LANDSCAPE_INCHES[1])
    high = max(north - south, (east - west) / shape, LEAST_EXTENT_M) * 1.2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(middle_x - high * shape / 2, middle_x + high * shape / 2)
    axes.set_ylim(middle_y - high / 2, middle_y + high / 2)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set(xlabel="", ylabel="")  # geopandas writes the axes of the CRS
    for spine in axes.spines.values():
        spine.set_edgecolor(QUIET)


def _draw_scale_and_north(axes: Axes) -> None:
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    length_m = round_length_m((east - west) / 5)
    x, y = west + (east - west) * 0.04, south + (north - south) * 0.05
    axes.plot([x, x + length_m], [y, y], color=INK, linewidth=3, zorder=7)
    label = length_words(length_m)
    axes.annotate(label, (x, y), xytext=(0, 5), textcoords="offset points", fontsize=8)
    axes.annotate(
        "N",
        xy=(0.965, 0.97),
        xytext=(0.965, 0.90),
        xycoords="axes fraction",
        ha="center",
        fontsize=11,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.5},
    )


def _write_around(figure: Figure, sheet: VillageMap) -> None:
    font = chinese()
    figure.text(0.03, 0.94, sheet.title, fontproperties=font, fontsize=18, color=INK)
    lacking = missing_glyphs("".join([sheet.title, *sheet.notes]))
    notes = [
        *sheet.notes,
        *([f"缺字: {lacking.encode('unicode_escape').decode()}"] if lacking else []),
    ]
    for line, note in enumerate(notes):
        figure.text(
            0.03,
            0.085 - line * 0.022,
            note,
            fontproperties=font,
            fontsize=8,
            color=QUIET,
        )
    figure.text(
        0.80, 0.88, sheet.legend_title, fontproperties=font, fontsize=10, color=INK
    )
    for line, (colour, words) in enumerate(sheet.legend):
        y = 0.84 - line * 0.035
        figure.text(0.80, y, "●", fontproperties=font, fontsize=13, color=colour)
        figure.text(0.825, y, words, fontproperties=font, fontsize=10, color=INK)
    if sheet.stamp:
        figure.text(
            0.97,
            0.94,
            sheet.stamp,
            fontproperties=font,
            fontsize=16,
            ha="right",
            color="#b3261e",
            bbox={"edgecolor": "#b3261e", "facecolor": "none"},
        )
