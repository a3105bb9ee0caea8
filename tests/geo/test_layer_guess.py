"""What a layer shows is guessed from its shapes, its columns and its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.layer_guess import EVENT, guess_layer, guess_raster
from geo.layer_schema import SCHEMAS

POLYGON, LINE, POINT = ["Polygon"], ["LineString"], ["Point"]


def first(names, columns=(), shapes=()):
    return guess_layer(names, columns, shapes)[0].kind


@pytest.mark.parametrize(
    ("name", "columns", "shapes", "kind"),
    [
        ("抗震设防烈度区划", ["设防烈度"], POLYGON, "seismic_zone"),
        ("GB18306_PGA_zonation", ["pga"], POLYGON, "seismic_zone"),
        ("百年一遇洪水淹没范围", ["重现期"], POLYGON, "flood_extent"),
        ("地质灾害隐患点", ["名称", "灾害类型"], POINT, "geohazard"),
        ("滑坡", ["类型", "影响半径"], POINT, "geohazard"),
        ("活动断裂", ["名称"], LINE, "fault"),
        ("水系", ["名称"], LINE, "river"),
        ("农村公路", ["名称", "道路等级"], LINE, "road"),
        ("县界", ["代码", "名称"], POLYGON, "county_boundary"),
        ("乡镇界", ["XZQDM", "XZQMC"], ["MultiPolygon"], "town_boundary"),
        ("行政村", ["代码", "名称"], POLYGON, "village_boundary"),
        ("学校", ["名称", "类型"], POINT, "facility"),
        ("5.12地震等震线", ["烈度"], POLYGON, EVENT),
    ],
)
def test_an_offices_file_is_known(name, columns, shapes, kind):
    assert first([name], columns, shapes) == kind


def test_letters_and_widths_do_not_matter():
    wide = guess_layer(["ＲＯＡＤ"], ["Highway"], LINE)
    assert wide[0] == guess_layer(["road"], ["highway"], LINE)[0]
    assert wide[0].kind == "road"


def test_a_column_that_is_asked_for_tells_more_than_a_word():
    points = {
        columns: guess_layer(["县界"], columns, POLYGON)[0].points
        for columns in ((), ("代码",), ("名称", "代码"))
    }
    assert points == {(): 1, ("代码",): 4, ("名称", "代码"): 4}


def test_an_outline_without_a_code_is_hardly_one():
    with_code = guess_layer(["县界"], ["代码"], POLYGON)[0]
    (without,) = [
        guess
        for guess in guess_layer(["县界"], ["面积"], POLYGON)
        if guess.kind == "county_boundary"
    ]
    assert with_code.kind == "county_boundary"
    assert without.points < with_code.points


def test_the_words_that_spoke_for_it_are_told():
    found = guess_layer(["崩塌滑坡泥石流"], [], POINT)[0]
    assert (found.kind, found.points) == ("geohazard", 3)
    assert {*found.words} == {"崩塌", "滑坡", "泥石流"}


def test_only_kinds_whose_shapes_fit_are_offered():
    assert {guess.kind for guess in guess_layer([], [], LINE)} == {
        "fault", "river", "road", "bridge", "geohazard",
    }  # fmt: skip
    assert {guess.kind for guess in guess_layer([], [], POINT)} == {
        "geohazard", "bridge", "facility",
    }  # fmt: skip


def test_shapes_that_nobody_knows_fit_every_kind():
    told = {guess.kind for guess in guess_layer(["道路"], [], ["Unknown"])}
    assert told == {*SCHEMAS}
    assert first(["道路"], [], ["Unknown"]) == "road"


def test_a_file_that_says_nothing_speaks_for_nothing():
    assert [guess.points for guess in guess_layer(["a"], ["b"], LINE)] == [0] * 5


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["dem_30m"], "dem"),
        (["ASTGTM_高程"], "dem"),
        (["h20_水深"], "flood_depth"),
        (["洪水", "depth"], "flood_depth"),
        (["仪器烈度_mmi"], EVENT),
    ],
)
def test_a_raster_is_known_by_its_names(names, kind):
    assert guess_raster(names)[0].kind == kind


def test_a_raster_is_no_layer_of_shapes():
    assert {guess.kind for guess in guess_raster(["道路"])} == {
        "dem", "flood_depth", EVENT,
    }  # fmt: skip


WORDS = st.lists(st.text(max_size=8), max_size=5)


@given(names=WORDS, columns=WORDS, shapes=st.sets(st.sampled_from([*POLYGON, *LINE])))
def test_the_likeliest_stands_first_whatever_the_words(names, columns, shapes):
    """Law: in falling order; each kind once."""
    found = guess_layer(names, columns, shapes)
    points = [guess.points for guess in found]
    assert points == sorted(points, reverse=True)
    assert len({guess.kind for guess in found}) == len(found)


@given(name=st.text(max_size=8), columns=WORDS)
def test_the_order_of_columns_does_not_matter(name, columns):
    """Law."""
    one = guess_layer([name], columns, POLYGON)
    other = guess_layer([name], columns[::-1], POLYGON)
    told = [{(guess.kind, guess.points) for guess in found} for found in (one, other)]
    assert told[0] == told[1]
