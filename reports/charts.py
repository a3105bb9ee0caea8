"""Charts of a meeting: progress against the plan, ageing, money; wide, narrow, paper.

A chart is drawn anew for each form, so that its letters are never too small: on a
telephone it is another chart, not the same one made smaller.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from io import BytesIO

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from reports.briefing import AgeingChart, MoneyChart, PlanChart
from reports.chart_bars import draw_ageing, draw_money
from reports.chart_looks import Form
from reports.chart_plan import draw_plan_curve
from reports.fonts import FONT, chinese

PIXELS_PER_INCH = 72  # so that a point of the drawing is a pixel of the page
LOOK = {
    "svg.fonttype": "none",
    "svg.hashsalt": "anfang",
    "hatch.linewidth": 1.2,
    "axes.unicode_minus": False,
}
SCREEN = Form(name="wide", wide=1600, high=720, size=31)
PHONE = Form(name="narrow", wide=352, high=440, size=18)
PAPER = Form(name="paper", wide=260, high=165, size=8.5)
_XLINK = "{http://www.w3.org/1999/xlink}href"
_USED = re.compile(r"url\(#([^)]+)\)")

Chart = PlanChart | AgeingChart | MoneyChart
Say = Callable[[str], str]
DRAWN = {
    PlanChart: draw_plan_curve,
    AgeingChart: draw_ageing,
    MoneyChart: draw_money,
}


def chart_svg(chart: Chart, say: Say, form: Form, prefix: str) -> str:
    """Draw a chart as SVG to be set into a page; its text stays text.

    Parameters
    ----------
    prefix : str
        Begins the ids, which a page may hold only once.

    Raises
    ------
    FileError
        If set-up has not fetched the font.
    """
    target = BytesIO()
    with rc_context(LOOK | _family()):
        figure = _figure(chart, say, form)
        plain = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(target, format="svg", metadata=plain, transparent=True)
    return _inline(target.getvalue(), prefix)


def chart_png(chart: Chart, say: Say, form: Form, dots_per_inch: int) -> bytes:
    """Draw a chart as PNG for paper.

    Raises
    ------
    FileError
        If set-up has not fetched the font.
    """
    target = BytesIO()
    with rc_context(LOOK | _family()):
        figure = _figure(chart, say, form)
        plain = {"Software": None}
        figure.savefig(target, format="png", dpi=dots_per_inch, metadata=plain)
    return target.getvalue()


def _figure(chart: Chart, say: Say, form: Form) -> Figure:
    figure = Figure(dpi=PIXELS_PER_INCH, facecolor="white")
    DRAWN[type(chart)](figure, chart, say, form)
    return figure


@cache
def _family() -> dict[str, str]:
    """Make our font the one of every letter, those of the axes too."""
    name = chinese().get_name()
    font_manager.fontManager.addfont(str(FONT))
    return {"font.family": name}


def _inline(content: bytes, prefix: str) -> str:
    """Take away what a page has already: names of spaces, styles, ids not used."""
    root = ET.fromstring(content)
    used = set(_USED.findall(content.decode()))
    used |= {e.get(_XLINK, "#")[1:] for e in root.iter()}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.endswith(("metadata", "style")):
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = _attributes(element.attrib, used, prefix)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"aria-hidden": "true", "focusable": "false"}
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _attributes(found: dict[str, str], used: set[str], prefix: str) -> dict[str, str]:
    kept = {}
    for name, value in found.items():
        if name == "id":
            if value in used:
                kept["id"] = prefix + value
        elif name == _XLINK:
            kept["href"] = f"#{prefix}{value[1:]}"
        else:
            kept[name] = _USED.sub(lambda m: f"url(#{prefix}{m[1]})", value)
    return kept
