"""Bars of a meeting: open cases by age, money by source; words above each bar."""

from collections.abc import Callable, Sequence
from math import isfinite

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from reports.briefing import AgeingChart, MoneyChart
from reports.chart_looks import (
    AGE_HATCHES,
    AGES,
    EDGE,
    INK,
    LIGHT_INK_FROM,
    STATE_HATCHES,
    STATES,
    Form,
    whole_axes,
)
from reports.plan_looks import ems
from rules.language import N_

Say = Callable[[str], str]
Key = Sequence[tuple[str, str, str]]  # words, colour, hatch

ROW, BESIDE, BAR, GAP, LINE = 2.9, 1.75, 1.35, 0.55, 1.5  # in sizes of the letters
BOX = 1.7  # of a count that is not told, likewise
NO_CASE = N_("No open case.")
NOT_COUNTED = N_("not counted in the reports")
NO_MONEY = N_("No sum is on record.")


def draw_ageing(figure: Figure, chart: AgeingChart, say: Say, form: Form) -> None:
    """Draw a bar for each step, its parts by how long cases have waited.

    A count that is small or withheld has a box of the least width with its words:
    it is told, and its length says nothing.
    """
    key = [(words, AGES[at], AGE_HATCHES[at]) for at, words in enumerate(chart.classes)]
    top, aside = _key_high(key, form), form.name == "wide"
    row_high = form.size * (BESIDE if aside else ROW)
    rows = [[value if isfinite(value) else 0.0 for value in row] for row in chart.low]
    high = top + (len(rows) or 1) * row_high + form.size * GAP
    axes = whole_axes(figure, form, max(high, form.size * 4))
    _draw_key(axes, key, form)
    if not rows:
        _write(axes, 0, top + form.size, say(NO_CASE), form)
        return
    begins = form.size * (max(map(ems, chart.steps)) + 0.8) if aside else 0.0
    boxes = max(map(len, rows)) * BOX * form.size
    scale = max(form.wide - begins - 2 - boxes, 1.0) / (max(map(sum, rows)) or 1.0)
    for at, (step, row) in enumerate(zip(chart.steps, rows, strict=True)):
        y = top + at * row_high
        _write(axes, 0, y + form.size * 0.7, step, form)
        below = 0.0 if aside else form.size * LINE
        told = list(zip(row, chart.shown[at], strict=True))
        _stack(axes, (begins, y + below, scale), told, form)


def draw_money(figure: Figure, chart: MoneyChart, say: Say, form: Form) -> None:
    """Draw a group of bars for each source: secured, allotted, paid."""
    states = list(zip(chart.states, STATES, STATE_HATCHES, strict=False))
    top = _key_high(states, form)
    group = LINE + len(states) * BAR + GAP
    high = top + (len(chart.sources) or 1) * group * form.size + form.size * GAP
    axes = whole_axes(figure, form, max(high, form.size * 4))
    _draw_key(axes, states, form)
    known = [v for row in chart.amounts for v in row if isfinite(v)]
    if not known:
        _write(axes, 0, top + form.size, say(NO_MONEY), form)
        return
    room = form.wide - form.size * 8  # for the words after the longest bar
    scale = room / (max(known) or 1.0)
    for at, (source, row) in enumerate(zip(chart.sources, chart.amounts, strict=True)):
        y = top + at * group * form.size
        _write(axes, 0, y + form.size * 0.7, source, form)
        for place, (value, state) in enumerate(zip(row, states, strict=True)):
            below = y + form.size * (LINE + place * BAR)
            told = f"{value:,.0f}" if isfinite(value) else say(NOT_COUNTED)
            long = value * scale if isfinite(value) else 0.0
            _bar(axes, (0, below, long), state, form)
            middle = below + form.size * BAR * 0.45
            _write(axes, long + form.size * 0.3, middle, told, form)


def _stack(
    axes: Axes,
    place: tuple[float, float, float],
    row: Sequence[tuple[float, str]],
    form: Form,
) -> None:
    x, y, scale = place
    for at, (value, words) in enumerate(row):
        long = max(value * scale, BOX * form.size)
        _bar(axes, (x, y, long), ("", AGES[at], AGE_HATCHES[at]), form)
        if long > form.size * ems(words):
            middle = y + form.size * BAR * 0.45
            ink = "white" if at >= LIGHT_INK_FROM else INK
            axes.text(
                x + long / 2, middle, words, ha="center", va="center", color=ink,
                fontsize=form.size, bbox=_box_of(at),
            )  # fmt: skip
        x += long


def _box_of(at: int) -> dict[str, object] | None:
    """Lay the colour without its hatch under a number, so that it can be read."""
    if not AGE_HATCHES[at]:
        return None
    return {"facecolor": AGES[at], "edgecolor": "none", "pad": 2}


def _bar(
    axes: Axes,
    place: tuple[float, float, float],
    look: tuple[str, str, str],
    form: Form,
) -> None:
    x, y, long = place
    if long <= 0:
        return
    axes.add_patch(
        Rectangle(
            (x, y), long, form.size * BAR * 0.9, facecolor=look[1], edgecolor=EDGE,
            hatch=look[2], linewidth=0.8,
        )
    )  # fmt: skip


def _write(axes: Axes, x: float, y: float, words: str, form: Form) -> None:
    axes.text(x, y, words, ha="left", va="center", color=INK, fontsize=form.size)


def _key_places(key: Key, form: Form) -> list[tuple[float, float]]:
    """Return where the entries of a key stand, on as many lines as they need."""
    x, y, places = 0.0, form.size * 0.8, []
    for words, _colour, _hatch in key:
        long = form.size * (ems(words) + 2.6)
        if x and x + long > form.wide:
            x, y = 0.0, y + form.size * LINE
        places.append((x, y))
        x += long
    return places


def _key_high(key: Key, form: Form) -> float:
    places = _key_places(key, form)
    return (places[-1][1] if places else 0.0) + form.size * 1.2


def _draw_key(axes: Axes, key: Key, form: Form) -> None:
    for (x, y), (words, colour, hatch) in zip(_key_places(key, form), key, strict=True):
        side = form.size * 0.9
        axes.add_patch(
            Rectangle(
                (x + 1, y - side / 2), side * 1.3, side, facecolor=colour,
                edgecolor=EDGE, hatch=hatch, linewidth=0.8,
            )
        )  # fmt: skip
        _write(axes, x + form.size * 1.5, y, words, form)
