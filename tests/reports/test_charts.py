"""Charts: text stays text, hidden counts have no length, no form has small letters."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from math import nan

import pytest

from reports.briefing import AgeingChart, MoneyChart, PlanChart
from reports.charts import PAPER, PHONE, SCREEN, chart_png, chart_svg
from tests.reports.small_briefing import briefing

CHARTS = [view for view in briefing().views if hasattr(view, "says")]
PLAN, AGES, MONEY = (
    next(view for view in CHARTS if isinstance(view, kind))
    for kind in (PlanChart, AgeingChart, MoneyChart)
)


def words_of(svg):
    return [e.text.strip() for e in ET.fromstring(svg).iter("text") if e.text]


@pytest.mark.parametrize("form", [SCREEN, PHONE], ids=["screen", "phone"])
@pytest.mark.parametrize("chart", [PLAN, AGES, MONEY], ids=["plan", "ages", "money"])
def test_letters_are_eighteen_pixels_at_least(chart, form):
    svg = chart_svg(chart, str, form, "x")
    sizes = [float(n) for n in re.findall(r"font-size: ([\d.]+)px", svg)]
    assert sizes
    assert min(sizes) >= 18
    assert "xmlns" not in svg
    assert "<style" not in svg


def test_a_count_that_is_hidden_is_told_by_a_word():
    words = words_of(chart_svg(AGES, str, SCREEN, "x"))
    assert {"20", "10", "5", "40"} <= set(words)
    assert (words.count("<5"), words.count("…")) == (3, 1)
    assert "0" not in words


def test_a_sum_that_no_report_counts_says_so():
    words = words_of(chart_svg(MONEY, str, SCREEN, "x"))
    assert words.count("not counted in the reports") == 1
    assert "1,200" in words


def test_the_last_day_is_named_on_every_form():
    for form in (SCREEN, PHONE):
        assert "10-31" in words_of(chart_svg(PLAN, str, form, "x"))


def test_ticks_stand_at_month_ends_and_are_called_by_their_own_month():
    days = (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 23))
    chart = replace(PLAN, days=(*days, date(2026, 11, 30)), done=(1.0, 2.0, 3.0, nan),
                    planned=(1.0, 2.0, 3.0, 4.0), stages=())  # fmt: skip
    screen, paper = (words_of(chart_svg(chart, str, f, "x")) for f in (SCREEN, PAPER))
    assert [word for word in screen if "-" in word] == ["11-30", "10-31", "09-30"]
    assert {"9", "10", "11"} <= set(paper)
    assert paper.count("11") == 1


def test_a_day_without_a_number_does_not_part_the_line():
    done = (20.0, nan, 40.0)
    drawn = chart_svg(replace(PLAN, done=done), str, SCREEN, "x")
    root = ET.fromstring(drawn)
    lines = [p.get("d") for p in root.iter("path") if "10517f" in p.get("style", "")]
    assert next(d.count("M") for d in lines if "L" in d) == 1


@pytest.mark.parametrize(
    "empty",
    [
        replace(PLAN, days=(), done=(), planned=(), stages=()),
        replace(AGES, steps=(), low=(), shown=()),
        replace(MONEY, amounts=((nan, nan, nan),) * 3),
    ],
    ids=["plan", "ages", "money"],
)
def test_a_chart_of_nothing_says_that_there_is_nothing(empty):
    words = words_of(chart_svg(empty, str, PHONE, "x"))
    assert any("N" in word for word in words)


def test_on_paper_it_is_a_picture_of_the_asked_fineness():
    png = chart_png(MONEY, str, PAPER, 300)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) == pytest.approx(PAPER.wide * 300 / 72, abs=2)
