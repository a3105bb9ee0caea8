"""Rules G5, G6, A1: what is taken in, and what is shown of it."""

import pytest

from desk.case_hand import Hand
from desk.matching import end_membership, run_matching
from desk.matching_estimate import neither
from ledger.lists import list_rows
from ledger.roles import Acting, Role
from rules.errors import AccessError, PlanningError, StaleEditError
from tests.desk.matching.world import VILLAGE, counted, matching, members, number


def test_the_same_list_twice_changes_nothing(hand, take):
    """Rule G6."""
    assert counted(take(f"张建国,{number(1)},,", "王芳,,新桥村,")) == (2, 0, 0, 0)
    assert counted(take(f"张建国,{number(1)},,", "王芳,,新桥村,")) == (0, 2, 0, 0)


def test_a_department_certifies_its_own_groups_only(hand, take):
    """Rule G5."""
    with pytest.raises(
        AccessError, match=r"乡村振兴 does not certify 低保户.*五\(一\).*民政"
    ):
        take("张建国,,,", department="乡村振兴")
    with pytest.raises(AccessError, match="protects no 建档立卡贫困户"):
        take("张建国,,,", group="建档立卡贫困户")
    with pytest.raises(PlanningError, match="财政 is no department that keeps lists"):
        take("张建国,,,", department="财政")
    assert list_rows(hand.workspace.ledger) == []


def test_lists_are_taken_in_by_the_county(hand, take):
    """Rule A1."""
    town = Hand(hand.workspace, Acting("Wu", Role.TOWN_OFFICER, "990001100"))
    with pytest.raises(AccessError, match="town_officer"):
        take("张建国,,,", by=town)


def test_a_refused_row_is_told_and_nobody_is_taken_for_left(hand, take):
    """Rule G6."""
    take(f"张建国,{number(1)},,", "王芳,,新桥村,")
    told = take("张建国,123,,", "王芳,,新桥村,")
    assert counted(told) == (0, 1, 0, 1) and told["held"] == 1
    assert [(r["row"], r["field"]) for r in told["rows"]] == [(2, "id_number")]


def test_who_has_no_house_and_which_house_no_list(hand, take):
    """Rule G6: 以人找房, 以房找人."""
    take(f"张建国,{number(1)},,B", "吴老大,,新桥村,")
    run_matching(hand)
    found = matching(hand)
    assert found.without_house["name"].tolist() == ["吴*"]
    assert found.without_house["state"].tolist() == ["nobody"]
    told = found.dangerous_off_lists
    assert told["household_id"].tolist() == ["C", "E"]
    assert told["head_name"].tolist() == ["王*", "孙*"]


def test_a_list_and_an_appraisal_that_differ_in_the_grade(hand, take):
    """Rule G6."""
    take(f"张建国,{number(1)},,B", f"李秀英,{number(2)},,A")
    run_matching(hand)
    told = matching(hand).grade_conflicts
    assert told[["household_id", "list_grade", "grade"]].values.tolist() == [
        ["A", "B", "D"]
    ]


def test_who_left_the_list_stays_a_member_until_a_person_ends_it(hand, take):
    """Rule G6: refresh."""
    take(f"张建国,{number(1)},,", f"李秀英,{number(2)},,")
    run_matching(hand)
    assert matching(hand).endings.empty
    assert counted(take(f"李秀英,{number(2)},,")) == (0, 1, 1, 0)
    run_matching(hand)
    (ending,) = matching(hand).endings.to_dict("records")
    assert (ending["household_id"], ending["group_name"]) == ("A", "低保户")
    assert ("A", "低保户") in members(hand)
    with pytest.raises(PlanningError, match="say why"):
        end_membership(hand, "A", "低保户", version=ending["version"], reason=" ")
    with pytest.raises(StaleEditError):
        end_membership(hand, "A", "低保户", version=1, reason="left")
    end_membership(hand, "A", "低保户", version=ending["version"], reason="left")
    assert ("A", "低保户") not in members(hand)
    assert run_matching(hand)["memberships"] == 0
    assert matching(hand).endings.empty


def test_an_estimate_needs_families_on_both_lists(hand, take):
    """Rule G6."""
    take(f"张建国,{number(1)},,", f"李秀英,{number(2)},,")
    with pytest.raises(PlanningError, match="source 乡村振兴 has no families"):
        neither(matching(hand), "民政", "乡村振兴")
    group = "脱贫不稳定户"
    take(f"张建国,{number(1)},,", department="乡村振兴", group=group)
    run_matching(hand)
    with pytest.raises(PlanningError, match="only 1 families are on both"):
        neither(matching(hand), "民政", "乡村振兴")


def test_two_departments_and_those_neither_has(hand, take):
    """Rule G6.  Rows without a house are families as well, by their number."""
    take(*[f"甲{n},{number(100 + n)},," for n in range(20)])
    group = "脱贫不稳定户"
    rows = [f"甲{n},{number(100 + n)},," for n in range(10, 30)]
    take(*rows, department="乡村振兴", group=group)
    run_matching(hand)
    found = neither(matching(hand), "民政", "乡村振兴")
    assert (found.first, found.second, found.both) == (20, 20, 10)
    assert found.neither == pytest.approx(21 * 21 / 11 - 1 - 30)
    assert found.low < found.neither < found.high


def test_a_planner_of_one_village_sees_its_rows_and_houses(hand, take):
    """Rule A1."""
    take("王明芳,,新桥村,", "某人,,柳沟村,", "无名,,,")
    own = matching(hand, Acting("Li", Role.PLANNER, VILLAGE))
    assert own.without_house["name"].tolist() == ["某*"]
    assert own.dangerous_off_lists["household_id"].tolist() == ["A"]
    assert len(matching(hand).without_house) == 3


def test_what_is_shown_tells_no_whole_name_and_no_number(hand, take):
    """Rule A2."""
    take("王明芳,,新桥村,", f"张建国,{number(1)},,A")
    run_matching(hand)
    found = matching(hand)
    for name in (
        "proposals",
        "without_house",
        "dangerous_off_lists",
        "grade_conflicts",
    ):
        text = getattr(found, name).to_csv()
        assert "王明芳" not in text and "张建国" not in text and number(1) not in text
