"""The printed map of a plan: what is drawn, what is named, what is refused."""

import io
from itertools import pairwise

import geopandas as gpd
import matplotlib.figure
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from PIL import Image

from reports.plan_labels import write_names
from reports.plan_legend import _wrapped
from reports.plan_looks import ems, points_of, round_steps
from reports.plan_map import MAP_BOX, PlanMap, draw_plan
from rules.errors import PlanningError
from rules.language import translator

CRS = "EPSG:4544"
ENGLISH = translator("en")


def table(geometry, **columns):
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=CRS)


def villages(*, places=((1000, 1000), (4000, 2000), (2500, 4000)), **more):
    count = len(places)
    columns = {
        "name": [f"{n}村" for n in range(1, count + 1)],
        "need": [30, 12, 0][:count],
        "rank": [1, 2, None][:count],
        "chosen": [True, False, False][:count],
        "out": [False, False, True][:count],
    }
    points = [shapely.Point(place) if place else None for place in places]
    return table(points, **columns | more)


def sheet(**more):
    county = table([shapely.box(0, 0, 5000, 5000)], name=["安和县"])
    zones = table(
        [shapely.box(0, 0, 2500, 5000), shapely.box(2500, 0, 5000, 5000)],
        design_intensity_degree=[8, 7],
    )
    facts = {
        "title": "试点村",
        "villages": villages(),
        "county": county,
        "towns": table([shapely.box(0, 0, 5000, 2500)], name=["甲镇"]),
        "zones": zones,
        "rivers": table([shapely.LineString([(0, 0), (5000, 5000)])]),
        "roads": None,
        "sources": ("来源",),
        "stamp": "演示数据",
    }
    return PlanMap(**facts | more)


@pytest.fixture
def written(monkeypatch):
    """Catch what is written on the map and around it."""
    told = []
    for owner, name in (
        (Axes, "annotate"),
        (Axes, "text"),
        (matplotlib.figure.Figure, "text"),
    ):
        plain = getattr(owner, name)
        place = 1 if name == "annotate" else 3

        def caught(*values, plain=plain, place=place, **more):
            told.append(values[place])
            return plain(*values, **more)

        monkeypatch.setattr(owner, name, caught)
    return told


def test_the_map_is_upright_and_fits_the_text_of_a4():
    with Image.open(io.BytesIO(draw_plan(sheet(), ENGLISH))) as image:
        wide, high = image.size
    assert wide == 1228
    assert 1.3 < high / wide < 1.45


def test_the_same_plan_draws_the_same_bytes():
    assert draw_plan(sheet(), ENGLISH) == draw_plan(sheet(), ENGLISH)


def test_title_stamp_sources_scale_and_north_are_there(written):
    draw_plan(sheet(), ENGLISH)
    assert {"试点村", "演示数据", "来源", "N", "0", "1 km"} <= {*written}


def test_the_chosen_are_named_and_ranked_the_others_are_not(written):
    draw_plan(sheet(), ENGLISH)
    assert {"1村", "1", "3村", "甲镇"} <= {*written}
    assert "2村" not in written


def test_the_legend_tells_only_what_is_on_the_map(written):
    draw_plan(sheet(), ENGLISH)
    assert {"7 degrees", "8 degrees", "River"} <= {*written}
    assert not {"6 degrees", "9 degrees", "Road"} & {*written}


def test_colours_tell_the_degree_under_a_place():
    plain = sheet(rivers=None, towns=None)
    with Image.open(io.BytesIO(draw_plan(plain, ENGLISH))) as image:
        wide, high = image.size
        middle = round(high * (1 - MAP_BOX[1] - MAP_BOX[3] / 2))
        left = image.getpixel((round(wide * 0.2), middle))[:3]
        right = image.getpixel((round(wide * 0.8), middle))[:3]
    assert (left, right) == ((0xF4, 0xC9, 0x9A), (0xFB, 0xEA, 0xBF))


def test_with_nothing_but_villages_there_is_still_a_map():
    bare = PlanMap(title="", villages=villages(), sources=())
    assert draw_plan(bare, ENGLISH)[:4] == b"\x89PNG"


def test_one_village_alone_and_one_without_a_place():
    alone = villages(places=((1000, 1000), None))
    assert draw_plan(sheet(villages=alone, county=None), ENGLISH)


def test_a_plan_without_any_place_is_refused():
    nowhere = villages(places=(None, None))
    with pytest.raises(PlanningError, match="no village of the plan has a place"):
        draw_plan(sheet(villages=nowhere), ENGLISH)


def test_a_name_that_the_font_lacks_is_reported(written):
    with pytest.warns(UserWarning, match="missing from font"):
        draw_plan(sheet(title="\ue123村"), ENGLISH)
    assert "缺字: \\ue123" in written


def test_names_do_not_cover_one_another():
    places = [(1000 + 40 * n, 1000) for n in range(30)]
    crowd = table(
        [shapely.Point(place) for place in places],
        name=[f"第{n}村" for n in range(30)],
        need=[5] * 30,
        rank=[*range(1, 31)],
        chosen=[False] * 30,
        out=[True] * 30,
    )
    figure = matplotlib.figure.Figure(figsize=(6, 6), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 5000), ylim=(0, 5000))
    write_names(axes, PlanMap(title="", villages=crowd))
    figure.draw_without_rendering()
    boxes = sorted(
        (text.get_window_extent() for text in axes.texts), key=lambda box: box.x0
    )
    assert 0 < len(boxes) < 30
    rows = {}
    for box in boxes:
        rows.setdefault(round(box.y0), []).append(box)
    for row in rows.values():
        assert all(one.x1 <= other.x0 + 1 for one, other in pairwise(row))


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_greater_need_is_never_a_smaller_circle(one, other, most):
    if one <= other:
        assert points_of(one, most) <= points_of(other, most)


def test_four_times_the_need_is_four_times_the_area():
    small, large = points_of(25, 100) ** 2, points_of(100, 100) ** 2
    assert large / small == pytest.approx(4)


@given(st.integers(1, 10**6))
def test_the_needs_of_the_legend_occur_and_fall(most):
    steps = round_steps(most)
    assert steps == sorted(set(steps), reverse=True)
    assert all(1 <= step <= most for step in steps)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_wrapping_loses_no_letter_and_keeps_to_the_line(text):
    lines = _wrapped(text, 10)
    assert "".join(lines) == text
    assert all(ems(line) <= 10 for line in lines)


def test_unknown_need_is_the_smallest_circle():
    assert points_of(np.nan, 10.0) == points_of(0, 10.0) == 4.0
