"""The curve of cases completed beside what the stage plan asks for."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.briefing import PlanChart
from reports.chart_looks import DONE, GRID, INK, PLANNED, QUIET, STAGE, Form
from rules.language import N_

Say = Callable[[str], str]

TITLE_LINES = 2.2  # above the picture, in sizes of the letters
MOST_TICKS = {"wide": 12, "narrow": 4, "paper": 13}
MONTH = N_("Month")
COMPLETED, PLAN = N_("completed"), N_("stage plan")
NOTHING_YET = N_("Nothing is on record yet.")


def draw_plan_curve(figure: Figure, chart: PlanChart, say: Say, form: Form) -> None:
    """Draw completed as a full line with points, the plan as a broken one."""
    axes = _axes(figure, form)
    days = np.array(chart.days, dtype="datetime64[D]").astype(float)
    if not len(days):
        axes.text(0.02, 0.5, say(NOTHING_YET), transform=axes.transAxes,
                  fontsize=form.size, color=INK)  # fmt: skip
        return
    thick = form.size / 6
    axes.plot(days, chart.planned, color=PLANNED, linewidth=thick, dashes=(4, 2),
              label=say(PLAN), zorder=3)  # fmt: skip
    done = np.array(chart.done, dtype=float)
    told = np.isfinite(done)  # ends of stages within a month have no number
    axes.plot(days[told], done[told], color=DONE, linewidth=thick, marker="o",
              markersize=thick * 1.9, label=say(COMPLETED), zorder=4)  # fmt: skip
    _ticks(axes, chart.days, form)
    if form.name == "paper":
        _months(axes, say, form)
    _stages(axes, chart, form)
    figure.legend(
        loc="upper left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False,
        fontsize=form.size, labelcolor=INK, borderaxespad=0.1, handlelength=2.0,
        columnspacing=1.0,
    )  # fmt: skip


def _axes(figure: Figure, form: Form) -> Axes:
    """Return axes with room for the key above and the days below."""
    figure.set_size_inches(form.wide / figure.dpi, form.high / figure.dpi)
    lines = 3.4 if form.name == "paper" else 2.2  # below: the days; their name
    left, below = form.size * 3.6 / form.wide, form.size * lines / form.high
    wide = 1 - left - form.size * 1.4 / form.wide
    high = 1 - below - form.size * TITLE_LINES / form.high
    axes = figure.add_axes((left, below, wide, high))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(QUIET)
    axes.tick_params(labelsize=form.size, labelcolor=INK, color=QUIET)
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    return axes


def _ticks(axes: Axes, days: Sequence[date], form: Form) -> None:
    """Name the month-ends there is room for, the last one always."""
    ends = [day for day in days if (day + timedelta(days=1)).day == 1] or [days[-1]]
    shown = ends[:: -max(ceil(len(ends) / MOST_TICKS[form.name]), 1)]
    places = np.array(shown, dtype="datetime64[D]").astype(float)
    month = form.name == "paper"
    words = [f"{d.month}" if month else f"{d.month:02d}-{d.day:02d}" for d in shown]
    axes.set_xticks(places, words)
    axes.set_ylim(bottom=0)
    axes.locator_params(axis="y", nbins=5, integer=True)
    axes.yaxis.set_major_formatter(lambda value, _at: f"{value:,.0f}")


def _months(axes: Axes, say: Say, form: Form) -> None:
    """Say that the numbers below are months, where a day of each is too long."""
    axes.set_xlabel(say(MONTH), fontsize=form.size, color=INK, labelpad=1)


def _stages(axes: Axes, chart: PlanChart, form: Form) -> None:
    """Draw the end of each stage as an upright line, named where there is room."""
    west, east = axes.get_xlim()
    for day, name in chart.stages:
        at = float(np.datetime64(day, "D").astype(int))
        if not west <= at <= east:
            continue
        axes.axvline(at, color=STAGE, linewidth=form.size / 14, dashes=(1, 2))
        if form.name == "wide":
            side = "right" if at > (west + east) / 2 else "left"
            told = f" {name} {day.month:02d}-{day.day:02d} "
            axes.annotate(
                told, (at, 1.0), xycoords=("data", "axes fraction"), ha=side,
                va="top", fontsize=form.size, color=INK,
            )  # fmt: skip
