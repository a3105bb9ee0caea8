"""The map of a plan, upright on A4: zones, villages by need, the chosen ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.fonts import chinese
from reports.map_scale import length_words, round_length_m
from reports.plan_labels import write_names
from reports.plan_legend import draw_legend, write_around
from reports.plan_looks import (
    CHOSEN,
    COUNTY,
    EDGE,
    FILLS,
    INK,
    OUT,
    PAGE_INCHES,
    PAPER,
    QUIET,
    RIVER,
    ROAD,
    TOWN,
    VILLAGE,
    Say,
    points_of,
)
from rules.errors import PlanningError

DOTS_PER_INCH = 200
MAP_BOX = (0.0, 0.215, 1.0, 0.725)  # of the page: west, south, width, height
MARGIN_RATIO = 0.04
FADED_RATIO = 0.7
LEAST_EXTENT_M = 1000.0
RANK_POINTS = 6.0


@dataclass(frozen=True, kw_only=True)
class PlanMap:
    """What is drawn; every table in one metric CRS.

    Attributes
    ----------
    title : str
    county, towns, zones, rivers, roads : GeoDataFrame or None
        ``towns`` have ``name``; ``zones`` have ``design_intensity_degree``.
    villages : GeoDataFrame
        Points with ``name``, ``need`` (households that qualify), ``rank``,
        ``chosen`` and ``out`` (mostly not to be retrofitted in place).
    sources : sequence of str
        Lines below the map: whose data, of which day.
    stamp : str
        Drawn across the corner for demonstration data; may be empty.
    """

    title: str
    villages: gpd.GeoDataFrame
    county: gpd.GeoDataFrame | None = None
    towns: gpd.GeoDataFrame | None = None
    zones: gpd.GeoDataFrame | None = None
    rivers: gpd.GeoDataFrame | None = None
    roads: gpd.GeoDataFrame | None = None
    sources: Sequence[str] = ()
    stamp: str = ""


def draw_plan(sheet: PlanMap, say: Say) -> bytes:
    """Draw the map as a PNG, upright, with legend, scale bar and north arrow.

    Raises
    ------
    PlanningError
        If no village has a place.
    """
    sheet = replace(sheet, villages=_placed(sheet.villages))
    figure = Figure(figsize=PAGE_INCHES, dpi=DOTS_PER_INCH, facecolor="white")
    axes = figure.add_axes(MAP_BOX)
    axes.set_facecolor(PAPER)
    _draw_ground(axes, sheet)
    _fit(axes, sheet)
    _fade_outside(axes, sheet.county)
    axes.set(xlabel="", ylabel="", xticks=[], yticks=[])  # geopandas writes the CRS's
    _draw_villages(axes, sheet.villages)
    write_names(axes, sheet)
    _draw_scale(axes)
    _draw_north(axes, say)
    draw_legend(figure, sheet, say)
    write_around(figure, sheet.title, sheet.sources, sheet.stamp)
    target = BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def _placed(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the villages with a place, those with the greatest need first."""
    placed = villages[villages.geometry.notna() & ~villages.geometry.is_empty]
    if placed.empty:
        raise PlanningError("no village of the plan has a place; import village points")
    flags = {name: placed[name].astype(bool) for name in ("chosen", "out")}
    return placed.assign(**flags).sort_values(["need", "name"], ascending=[False, True])


def _draw_ground(axes: Axes, sheet: PlanMap) -> None:
    if sheet.zones is not None:
        for degree, fill in FILLS.items():
            zone = sheet.zones[sheet.zones["design_intensity_degree"] == degree]
            if len(zone):
                zone.plot(ax=axes, color=fill, edgecolor=EDGE, linewidth=0.4, zorder=1)
    lines = ((sheet.rivers, RIVER), (sheet.roads, ROAD))
    for table, look in lines:
        if table is not None and len(table):
            table.plot(ax=axes, zorder=2, **look)
    edges = ((sheet.towns, TOWN), (sheet.county, COUNTY))
    for table, look in edges:
        if table is not None and len(table):
            table.boundary.plot(ax=axes, zorder=3, **look)


def _fit(axes: Axes, sheet: PlanMap) -> None:
    """Show the county and every village, in the shape of the box."""
    parts = [sheet.villages.total_bounds]
    if sheet.county is not None and len(sheet.county):
        parts.append(sheet.county.total_bounds)
    bounds = np.array(parts)
    (west, south), (east, north) = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    shape = MAP_BOX[2] * PAGE_INCHES[0] / (MAP_BOX[3] * PAGE_INCHES[1])
    high = max(north - south, (east - west) / shape, LEAST_EXTENT_M)
    high *= 1 + 2 * MARGIN_RATIO
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(middle_x - high * shape / 2, middle_x + high * shape / 2)
    axes.set_ylim(middle_y - high / 2, middle_y + high / 2)
    axes.set_aspect("equal")
    for spine in axes.spines.values():
        spine.set_edgecolor(QUIET)


def _fade_outside(axes: Axes, county: gpd.GeoDataFrame | None) -> None:
    """Pale what is not the county, so that its outline carries the picture."""
    if county is None or not len(county):
        return
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    outside = shapely.box(west, south, east, north).difference(county.union_all())
    veil = gpd.GeoSeries([outside], crs=county.crs)
    veil.plot(ax=axes, color=PAPER, alpha=FADED_RATIO, zorder=2.5, linewidth=0)


def _draw_villages(axes: Axes, placed: gpd.GeoDataFrame) -> None:
    most = float(placed["need"].max())
    chosen, out = placed["chosen"], placed["out"] & ~placed["chosen"]
    looks = ((~chosen & ~out, VILLAGE, 5), (out, OUT, 6), (chosen, CHOSEN, 7))
    for rows, look, order in looks:
        shown = placed[rows]
        sizes = [points_of(need, most) ** 2 for need in shown["need"]]
        axes.scatter(shown.geometry.x, shown.geometry.y, s=sizes, zorder=order, **look)
    for village in placed[chosen].itertuples():
        axes.annotate(
            f"{village.rank:.0f}",
            (village.geometry.x, village.geometry.y),
            ha="center",
            va="center_baseline",
            fontproperties=chinese(),
            fontsize=RANK_POINTS,
            color="white",
            zorder=8,
        )


def _draw_scale(axes: Axes) -> None:
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    length_m = round_length_m((east - west) / 4)
    x, y = west + (east - west) * 0.03, south + (north - south) * 0.025
    axes.barh(
        [y, y],
        length_m / 2,
        height=(north - south) * 0.007,
        left=[x, x + length_m / 2],
        color=[INK, "white"],
        edgecolor=INK,
        linewidth=0.8,
        zorder=10,
    )
    label = length_words(length_m)
    for place, text in ((x, "0"), (x + length_m, label)):
        axes.annotate(
            text, (place, y), xytext=(0, 5), textcoords="offset points", ha="center",
            fontproperties=chinese(), fontsize=7.5, color=INK, zorder=10,
        )  # fmt: skip


def _draw_north(axes: Axes, say: Say) -> None:
    axes.annotate(
        say("N"), xy=(0.955, 0.975), xytext=(0.955, 0.905), xycoords="axes fraction",
        ha="center", fontproperties=chinese(), fontsize=11, color=INK, zorder=10,
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.5},
    )  # fmt: skip
