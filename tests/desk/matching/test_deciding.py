"""Rules G5, G6, A1: what a number finds, and what a person decides."""

import pytest
from sqlalchemy import select

from desk.case_hand import Hand
from desk.matching import confirm, refuse, run_matching
from ledger.lists import RowKey
from ledger.roles import Acting, Role
from ledger.schema import household
from ledger.versions import entry
from rules.errors import AccessError, PlanningError, StaleEditError
from tests.desk.matching.world import OTHER, key, matching, members, number, version


def test_a_number_finds_head_and_member_and_certifies_the_family(hand, take):
    """Rules G5, G6."""
    take(f"张建国,{number(1).lower()},,", f"周琴,{number(4)},,")
    assert run_matching(hand) == {"exact": 2, "memberships": 2}
    assert members(hand) == {("A", "低保户"): "民政", ("D", "低保户"): "民政"}
    assert set(matching(hand).matched.values()) == {"A", "D"}
    assert run_matching(hand) == {"exact": 0, "memberships": 0}


def test_a_number_with_quite_another_name_waits_for_a_person(hand, take):
    """Rule G6."""
    take(f"钱大海,{number(1)},,")
    assert run_matching(hand) == {"exact": 0, "memberships": 0}
    told = matching(hand).identity_conflicts
    assert told[["kind", "household_ids"]].values.tolist() == [["other_name", ("A",)]]
    confirm(hand, key(hand, "钱大海"), "A", version=version(hand, key(hand, "钱大海")))
    assert matching(hand).identity_conflicts.empty
    assert members(hand) == {("A", "低保户"): "民政"}


def test_one_number_in_two_households_is_shown_and_matched_with_neither(hand, take):
    """Rule G6."""
    with hand.workspace.ledger.writing(actor="t", verb="x", scope="exposure") as entry:
        told = {"household_id": "F", "head_name": "张建国", "village_code": OTHER}
        entry.write(household, [told | {"id_number": number(1)}])
    take(f"张建国,{number(1)},,")
    assert run_matching(hand)["exact"] == 0
    told = matching(hand).identity_conflicts
    assert set(told["kind"]) == {"several"}
    assert told["household_ids"].tolist() == [("A", "F"), ("A", "F")]
    assert set(told["list_id"]) == {"民政-低保户", ""}


def test_nothing_that_only_resembles_is_accepted_without_a_person(hand, take):
    """Rule G6: equal in name and village, and still only proposed."""
    take("王明芳,,新桥村,")
    assert run_matching(hand) == {"exact": 0, "memberships": 0}
    found = matching(hand)
    assert found.matched == {} and members(hand) == {}
    best = found.proposals.iloc[0]
    assert (best["household_id"], best["state"]) == ("C", "possible")
    assert found.without_house["state"].tolist() == ["possible"]


def test_a_confirmed_match_is_recorded_with_who_said_so(hand, take):
    """Rules G6, A1."""
    take("王明芬,,新桥村,C")
    row = key(hand, "王明芬")
    seq = confirm(hand, row, "C", version=version(hand, row))
    assert seq == version(hand, row)
    found = matching(hand)
    assert found.matched == {row: "C"}
    assert members(hand) == {("C", "低保户"): "民政"}
    assert found.without_house.empty and found.proposals.empty
    told = hand.workspace.ledger.rows
    heads = list(told(select(entry.c.actor, entry.c.role, entry.c.verb)))
    assert [tuple(h) for h in heads[-2:]] == [("Li", "planner", "confirm match")] * 2


def test_a_refused_candidate_is_not_offered_again(hand, take):
    """Rule G6."""
    take("王明芳,,新桥村,")
    row = key(hand, "王明芳")
    refuse(hand, row, "C", version=version(hand, row))
    run_matching(hand)
    found = matching(hand)
    assert "C" not in set(found.proposals["household_id"])
    assert found.without_house["row_id"].tolist() == [row.row_id]


def test_who_decides_on_what_has_changed_is_told(hand, take):
    take("王明芳,,新桥村,")
    row = key(hand, "王明芳")
    seen = version(hand, row)
    refuse(hand, row, "C", version=seen)
    with pytest.raises(StaleEditError, match="changed by somebody else"):
        confirm(hand, row, "C", version=seen)
    confirm(hand, row, "D", version=version(hand, row))
    with pytest.raises(PlanningError, match="matched with household D; refuse that"):
        confirm(hand, row, "E", version=version(hand, row))


def test_a_town_decides_on_its_own_families_only(hand, take):
    """Rule A1."""
    take("王明芳,,新桥村,")
    row = key(hand, "王明芳")
    elsewhere = Hand(hand.workspace, Acting("Wu", Role.TOWN_OFFICER, "990001101"))
    with pytest.raises(AccessError, match="outside of area"):
        confirm(elsewhere, row, "C", version=version(hand, row))
    with pytest.raises(AccessError, match="does not read list_row"):
        matching(hand, Acting("Zhao", Role.LEADER))
    town = Hand(hand.workspace, Acting("Wu", Role.TOWN_OFFICER, "990001100"))
    assert confirm(town, row, "C", version=version(hand, row)) > 0


def test_what_does_not_exist_cannot_be_decided_on(hand, take):
    take("王明芳,,新桥村,")
    with pytest.raises(PlanningError, match="no household Z"):
        confirm(hand, key(hand, "王明芳"), "Z", version=1)
    with pytest.raises(PlanningError, match="has no row"):
        confirm(hand, RowKey("民政-低保户", "none"), "C", version=0)
