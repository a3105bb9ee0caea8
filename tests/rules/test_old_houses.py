"""Dangerous houses, and old houses left behind: rules H8, W8, W9."""

import pytest

from rules.casefile import Appraised, Vacated
from rules.casework import judge_step
from rules.old_houses import old_house_settled, watched
from tests.rules.world import (
    case,
    changed,
    day,
    graded,
    guarded,
    policy,
    says,
    walked,
)

SAFE = {"water_off": True, "power_off": True, "cleared": True, "locked": True}


def verdict(rules, file, step, on=30):
    return judge_step(file, rules, step, day(on))


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({}, None),
        ({"moved_in_on": day(30)}, True),
        ({"moved_in_on": day(31)}, False),
        ({"vacated": (Vacated(why="moved", moved_to="幸福院"),)}, True),
        ({"vacated": (Vacated(why="rebuilt"),)}, None),
    ],
)
def test_a_case_ends_when_the_family_lives_in_a_safe_home(facts, allowed):
    """Rule W8."""
    rules = guarded("moved_in", "struck_off")
    assert verdict(rules, walked("paid", **facts), "struck_off").allowed is allowed


@pytest.mark.parametrize(
    ("facts", "settled"),
    [
        ({"threatens_neighbours": False, **SAFE}, True),
        ({"threatens_neighbours": False, **SAFE, "locked": False}, False),
        ({"threatens_neighbours": False, **SAFE, "locked": None}, None),
        ({"threatens_neighbours": None, **SAFE}, None),
        ({"threatens_neighbours": None, **SAFE, "locked": False}, False),
        ({"threatens_neighbours": True, **SAFE}, False),
        ({"threatens_neighbours": True, "demolished_on": day(1)}, True),
        ({"threatens_neighbours": False}, None),
        ({}, None),
    ],
)
def test_an_empty_house_is_demolished_or_cut_off_cleared_and_locked(facts, settled):
    """Rule W9: 两断一清一锁 where it threatens nobody."""
    assert old_house_settled(Vacated(why="moved", **facts)) is settled


def test_who_has_built_anew_demolishes_the_old_house():
    """Rule H8: 建新必拆旧, however well it is locked."""
    locked = Vacated(why="rebuilt", threatens_neighbours=False, **SAFE)
    assert old_house_settled(locked) is False
    assert old_house_settled(Vacated(why="rebuilt", demolished_on=day(1))) is True


def test_a_case_is_not_struck_off_while_an_old_house_stands_open():
    """Rules H8, W9: every house left behind; a demolition to come is none yet."""
    rules = guarded("old_house", "struck_off")
    open_ = Vacated(
        why="moved", threatens_neighbours=False, **SAFE | {"cleared": False}
    )
    gone = Vacated(why="rebuilt", demolished_on=day(31))
    answer = verdict(rules, walked("paid", vacated=(open_, gone)), "struck_off")
    assert answer.allowed is False
    assert says(answer) == [
        "the empty house still lacks: 清空",
        "the family has a new house; no demolition of the old is on record",
    ]
    assert verdict(rules, walked("paid", vacated=(gone,)), "struck_off", 31).allowed


def test_only_a_repair_leaves_no_old_house_behind():
    """Rules H8, W9."""
    rules = guarded("old_house", "struck_off")
    repaired, rebuilt = (walked("paid", way=way) for way in ("修缮加固", "拆除重建"))
    assert verdict(rules, repaired, "struck_off").allowed
    assert verdict(rules, rebuilt, "struck_off").allowed is None


def test_a_dangerous_house_is_watched_until_the_family_lives_in_the_finished_one():
    """Rule W8."""
    rules = guarded("moved_in", "struck_off")
    dangerous = case(appraisals=(graded("C"),))
    finished = walked("county_acceptance", dangerous, moved_in_on=day(12))
    assert watched(dangerous, rules, day(9)).watched is True
    assert watched(dangerous, rules, day(9)).clause == "G moved_in"
    assert watched(finished, rules, day(11)).watched is True
    assert watched(finished, rules, day(12)).watched is False


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, None),  # no grade
        ({"appraisals": (graded("B"),)}, False),
        ({"appraisals": (graded("D"), graded("A", on=9))}, False),
        ({"appraisals": (graded("D"),), "moved_in_on": day(5)}, True),  # not accepted
    ],
)
def test_who_is_watched_hangs_on_grade_and_acceptance(facts, state):
    """Rule W8."""
    assert watched(case(**facts), policy(), day(20)).watched is state


def test_a_moved_in_family_whose_acceptance_has_no_result_leaves_the_watch_open():
    """Rules W8, W11."""
    file = walked("county_acceptance", appraisals=(graded(),), moved_in_on=day(12))
    unknown = changed(file, "county_acceptance", passed=None)
    assert watched(unknown, policy(), day(20)).watched is None


@pytest.mark.parametrize(
    ("house", "state"),
    [
        (Vacated(why="moved", demolished_on=day(3)), False),
        (Vacated(why="moved", demolished_on=day(21)), None),
        (Vacated(why="moved", threatens_neighbours=True), True),
        (Vacated(why="moved"), None),
    ],
)
def test_the_house_of_a_family_that_moved_is_watched_until_settled(house, state):
    """Rules W8, W9."""
    file = case(appraisals=(graded(),), vacated=(house,))
    assert watched(file, policy(), day(20)).watched is state


def test_the_appraised_grade_is_the_last_one_by_day():
    """Rule H7: appraised anew."""
    made = (Appraised(grade="D", on=day(9)), Appraised(grade="B", on=day(2)))
    assert watched(case(appraisals=made), policy(), day(9)).watched is True
