"""Colours, hatches and sizes of charts, ordered and told apart without colour."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, QUIET, GRID = "#1d2a33", "#4a565e", "#d5dade"
DONE, PLANNED, STAGE = "#10517f", "#9a4a00", "#6d7880"
# From the youngest to the oldest, from what is secured to what is paid.
AGES = ("#efefc6", "#e79e54", "#b3261e", "#512d1e")
AGE_HATCHES = ("", "//", "", "xx")
STATES = ("#c9d3da", "#6fa3c7", "#10517f")
STATE_HATCHES = ("", "//", "")
EDGE = "#1d2a33"
LIGHT_INK_FROM = 2  # the classes on which letters are white


class Form(NamedTuple):
    """What a chart is drawn for: its size and its letters, in pixels."""

    name: str
    wide: int
    high: int
    size: float


def whole_axes(figure: Figure, form: Form, high: float | None = None) -> Axes:
    """Return axes over the whole chart, one unit per pixel, the origin upper left."""
    high = form.high if high is None else high
    figure.set_size_inches(form.wide / figure.dpi, high / figure.dpi)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, form.wide), ylim=(high, 0))
    axes.axis("off")
    return axes
