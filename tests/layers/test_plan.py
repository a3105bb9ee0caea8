"""Plans on the map: what is done where, who enters, who leaves."""

from dataclasses import replace

import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest

from layers import all_layers, plan_house, plan_outline, plan_village
from layers.base import TileAddress
from layers.house_index import mercator
from layers.page import sheet_state
from layers.palette import MEASURES
from layers.plan import ENTERS, INK, LEAVES, MEASURE_LABELS
from rules.vocabulary import RETROFITS

PLAIN = {"page": "planner", "lang": "en"}
PLAN = PLAIN | {"plan": "p1"}
AFTER = PLAIN | {"plan": "p2", "against": "p1"}
BEFORE = PLAIN | {"plan": "p1", "against": "p2", "side": "before"}


def drawn(told):
    """Return the style of each village by the last digits of its code."""
    return {
        f["properties"]["code"][-4:]: told["styles"][f["properties"]["s"]]
        for f in told["features"]
    }


def labels(legend):
    return [
        (entry.label.format(count=f"{entry.count or 0:.0f}"), entry.colour, entry.sign)
        for entry in legend.entries
    ]


def points(shelf, choice, zoom=13):
    across, down = mercator(shelf.exposure().lon[900], shelf.exposure().lat[900])
    address = TileAddress(zoom, int(across * 2**zoom), int(down * 2**zoom))
    tile = plan_house.tile(shelf, choice, address)
    read = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return [f["properties"]["c"] for f in read["houses"]["features"]]


def test_each_measure_has_its_words_and_its_colour():
    assert list(MEASURE_LABELS) == list(RETROFITS)
    assert len(set(plan_house.COLOURS)) == len(MEASURES) + 2
    assert len(plan_house.MARKS) == len(plan_house.COLOURS)


def test_one_plan_outlines_its_villages_alike(shelf):
    styles = drawn(plan_outline.features(shelf, PLAN))
    assert list(styles) == ["1200", "1201", "1202"]
    assert {style["color"] for style in styles.values()} == {INK}
    assert labels(plan_outline.legend(shelf, PLAN)) == [
        ("villages chosen: 3", INK, "line")
    ]


def test_a_village_has_one_colour_on_both_maps_and_a_broken_line_on_one(shelf):
    before = drawn(plan_outline.features(shelf, BEFORE))
    after = drawn(plan_outline.features(shelf, AFTER))
    assert before.keys() == after.keys()
    assert {c: s["color"] for c, s in before.items()} == {
        c: s["color"] for c, s in after.items()
    }
    broken = [{c for c, s in m.items() if "dashArray" in s} for m in (before, after)]
    assert {before[code]["color"] for code in broken[0]} == {ENTERS}
    assert {after[code]["color"] for code in broken[1]} == {LEAVES}


def test_the_legend_counts_who_enters_and_who_leaves_alike_on_both_maps(shelf):
    rest = ("broken, hollow: not in the plan of this map", INK, "dash")
    assert labels(plan_outline.legend(shelf, AFTER)) == [
        ("in both plans: 2", INK, "line"),
        ("enters: 1", ENTERS, "line"),
        ("leaves: 1", LEAVES, "dash"),
        rest,
    ]
    assert labels(plan_outline.legend(shelf, BEFORE)) == [
        ("in both plans: 2", INK, "line"),
        ("enters: 1", ENTERS, "dash"),
        ("leaves: 1", LEAVES, "line"),
        rest,
    ]


def test_circles_grow_with_the_households_of_the_plan(shelf):
    told = plan_village.features(shelf, PLAN)
    sizes = [f["properties"]["size"] for f in told["features"]]
    assert sizes == [17.0, round(17 * (2 / 3) ** 0.5, 1), round(17 * 3**-0.5, 1)]
    assert labels(plan_village.legend(shelf, PLAN))[0][0] == "largest circle: 30"


def test_a_village_of_the_other_plan_is_a_hollow_circle(shelf):
    told = plan_village.features(shelf, AFTER)
    fills = [s["fillColor"] for s in drawn(told).values()]
    assert sorted(fills) == sorted([INK, INK, ENTERS, "#ffffff"])


def test_a_village_without_outline_stands_amid_its_houses(shelf, monkeypatch):
    monkeypatch.setattr(shelf, "vectors", {})
    told = plan_village.features(shelf, PLAN)
    houses = shelf.exposure()
    west, south = told["features"][0]["geometry"]["coordinates"]
    assert len(told["features"]) == 3
    assert west == pytest.approx(np.median(houses.lon[houses.village == 0]), abs=1e-5)
    assert south == pytest.approx(np.median(houses.lat[houses.village == 0]), abs=1e-5)
    assert not plan_outline.available(shelf, PLAN)


def test_a_village_that_is_nowhere_is_not_drawn(shelf):
    nowhere = replace(shelf.exposure(), lon=np.full(len(shelf.exposure()), np.nan))
    lost = type(
        "Lost", (), {"vector": lambda s, k: None, "exposure": lambda s: nowhere}
    )
    codes = pd.Series([nowhere.village_codes[0], "999999999999"])
    assert plan_village.places_of(lost(), codes).isna().all()


def test_houses_of_the_plan_lie_on_top_and_the_others_beneath(shelf):
    classes = points(shelf, PLAN)
    rest = plan_house.CLASSES
    planned = [c != rest for c in classes]
    assert planned == sorted(planned)
    assert set(classes) == {0, 1, 2, 3, 4, rest}


def test_a_filter_leaves_the_houses_asked_for(shelf):
    assert 0 < len(points(shelf, PLAN | {"grade": "D"})) < len(points(shelf, PLAN))


@pytest.mark.parametrize("choice", [PLAIN, PLAIN | {"plan": "none"}])
def test_without_a_plan_nothing_of_it_is_drawn(shelf, choice):
    for module in (plan_house, plan_outline, plan_village):
        assert not module.available(shelf, choice)


def test_layers_of_a_plan_are_listed_only_where_one_is_chosen(shelf):
    told = {x["id"]: x for x in sheet_state(shelf, PLAIN, str)["layers"]}
    chosen = {x["id"]: x for x in sheet_state(shelf, PLAN, str)["layers"]}
    ids = {id_ for id_, layer in all_layers().items() if "plan" in layer.needs}
    assert not any(told[id_]["listed"] for id_ in ids)
    assert all(chosen[id_]["listed"] for id_ in ids)
    assert ids == {"plan-house", "plan-outline", "plan-village"}


def test_what_is_drawn_by_need_gives_way_to_the_plan(shelf):
    told = {x["id"]: x for x in sheet_state(shelf, PLAIN, str)["layers"]}
    chosen = {x["id"]: x for x in sheet_state(shelf, PLAN, str)["layers"]}
    assert (told["house"]["shown"], told["village"]["shown"]) == (True, True)
    assert (chosen["house"]["shown"], chosen["village"]["shown"]) == (False, False)


def test_a_short_legend_speaks_of_the_plan_alone(shelf):
    told = sheet_state(shelf, PLAN, str)["layers"]
    essential = {layer["id"] for layer in told if layer["essential"]}
    assert essential == {"plan-house", "plan-outline", "plan-village"}
    told = sheet_state(shelf, PLAIN, str)["layers"]
    assert "seismic-zone" in {layer["id"] for layer in told if layer["essential"]}


def test_the_legend_names_the_plan_and_its_day(shelf):
    for module in (plan_house, plan_outline, plan_village):
        assert module.legend(shelf, PLAN).source == "plan p1, 2026-11-22"


def test_the_other_plan_changes_no_house(shelf):
    one, other = (
        plan_house.draw(shelf, c).address for c in (PLAN, PLAN | {"against": "p2"})
    )
    assert one == other
