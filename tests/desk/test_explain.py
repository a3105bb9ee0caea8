"""Why a household stands where it stands, told to each as the role allows."""

from datetime import datetime

import pytest

from desk.explain import why_household
from desk.shelf import CountyShelf
from desk.workspace import create_workspace
from ledger.roles import Acting, Role
from ledger.schema import case_step, dwelling, hazard_event, household, membership
from rules.errors import AccessError

VILLAGE, ELSEWHERE = "990001100200", "990001101200"


@pytest.fixture
def shelf(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    at = datetime(2026, 3, 2, 9)
    own = {"household_id": "A"}
    with made.ledger.writing(actor="t", verb="t", scope="exposure", at=at) as entry:
        home = own | {"village_code": VILLAGE, "head_name": "张三丰"}
        entry.write(household, [home | {"id_number": "11010519491231002X"}])
        entry.write(dwelling, [own | {"grade": "D", "lon": 104.5, "lat": 31.5}])
        entry.write(membership, [own | {"group_name": "低保户"}])
        step = {"case_id": "1", "step": "found", "on_date": at.date()}
        entry.write(case_step, [own | step])
        event = {"event_id": "E", "hazard": "flood", "form": "f", "title": "t"}
        entry.write(hazard_event, [event])
    yield CountyShelf(made)
    made.ledger.close()


def test_a_name_is_shown_masked_and_a_number_with_its_ends(shelf):
    """Rule A1."""
    told = why_household(shelf, "A")
    assert told.record["head_name"] == "张*"
    assert told.record["id_number"] == "110105********002X"
    assert (told.record["grade"], told.village_code) == ("D", VILLAGE)
    assert [row["group_name"] for row in told.record["memberships"]] == ["低保户"]
    assert told.steps == [("1", "found", datetime(2026, 3, 2).date())]


def test_a_responder_is_not_told_of_groups_and_cases(shelf):
    """Rule A1: unknown to the role is None, not empty."""
    acting = Acting("Li", Role.RESPONDER, VILLAGE, "E")
    told = why_household(shelf, "A", acting)
    assert told.record["memberships"] is None and told.steps is None
    assert "id_number" not in told.record
    assert told.record["grade"] == "D"


@pytest.mark.parametrize("household_id", ["A", "nobody"])
def test_a_household_elsewhere_is_told_of_like_one_that_is_not(shelf, household_id):
    """Rule A1."""
    acting = Acting("Li", Role.VILLAGE_REPORTER, ELSEWHERE)
    with pytest.raises(AccessError, match=f"no household '{household_id}' on record"):
        why_household(shelf, household_id, acting)
