"""A name finds people first, and then the villages that are called like it."""

import pytest

from desk.case_search import MOST, search
from ledger.schema import household, place
from tests.desk.case_world import (
    ELSEWHERE,
    OFFICER,
    PLANNER,
    TREASURY,
    VILLAGE,
    VILLAGER,
    CaseWorld,
    home,
)

ZHANG = "990001100300"  # a village of the same town


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    made.write(place, {"code": ZHANG, "name": "张庄村"})
    made.write(place, {"code": ELSEWHERE, "name": "张家寨村"})
    made.write(household, home("D", ZHANG) | {"head_name": "王五"})
    made.write(household, home("E", ELSEWHERE) | {"head_name": "赵六"})
    yield made
    made.ledger.close()


def ids(world, acting, text):
    return [one.household_id for one in search(world.workspace, acting, text)]


def test_a_surname_finds_people_before_villages_called_like_it(world):
    """Rule A1: neither people nor villages of another area."""
    assert ids(world, OFFICER, "张") == ["A", "B", "D"]
    assert ids(world, PLANNER, "张") == ["A", "B", "C", "D", "E"]
    assert ids(world, VILLAGER, "张") == ["A", "B"]
    assert ids(world, OFFICER, "张A") == ["A"]
    assert ids(world, OFFICER, "张庄") == ["D"]


def test_who_may_not_search_people_still_finds_villages(world):
    """Rule A1."""
    assert ids(world, TREASURY, "张") == ["D", "C", "E"]


def test_a_number_finds_exactly_what_it_names(world):
    assert ids(world, OFFICER, ZHANG) == ["D"]
    assert ids(world, OFFICER, ELSEWHERE) == []
    assert ids(world, PLANNER, "990001101") == ["C", "E"]


def test_no_more_are_shown_than_can_be_read(world):
    world.write(household, *(home(f"H{number}", ZHANG) for number in range(MOST)))
    found = ids(world, OFFICER, "张")
    assert (len(found), found[:2]) == (MOST, ["A", "B"])
    assert len(ids(world, OFFICER, VILLAGE[:9])) == MOST
