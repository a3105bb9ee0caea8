"""A plan on the map page, as it is seen on the screen."""

from layers.palette import MEASURES
from layers.plan import ENTERS, INK, LEAVES, VETOED
from tests.web.test_map_in_browser import (
    address,
    chromium,
    count,
    look,
    only,
    open_map,
    pixels,
)

__all__ = ["address", "chromium", "open_map"]  # fixtures
BEFORE = "page=planner&plan=p1&against=p2&side=before"


def test_houses_of_a_plan_are_seen_by_measure_and_the_others_faintly(open_map):
    page = open_map("page=planner&plan=p1")
    assert not page.evaluate("anfang.sheet.hasLayer(anfang.layers.house)")
    only(page, "plan-house")
    look(page, 104.44, 31.24, 12)
    assert count(page, MEASURES[3]) == 0
    look(page, 104.44, 31.24, 14)
    seen = [count(page, colour) for colour in (*MEASURES, VETOED)]
    assert min(seen) > 20, seen


def test_villages_that_enter_and_leave_are_seen_in_their_colours(open_map):
    page = open_map(BEFORE)
    page.locator("#panel > button").click()
    only(page, "plan-outline", "plan-village")
    before = pixels(page)
    seen = [count(page, colour, near=20) for colour in (INK, ENTERS, LEAVES)]
    assert min(seen) > 200, seen
    legend = page.locator("#panel-brief").text_content()
    assert "enters: 1" in legend
    assert "leaves: 1" in legend
    only(page)
    assert (pixels(page) != before).any()


def test_without_a_plan_the_panel_does_not_speak_of_one(open_map):
    page = open_map()
    assert "of the plan" not in page.locator("#panel").text_content()
