"""三即时 of one household: applied, accepted, helped, and how long it waited."""

from datetime import datetime, timedelta

import pytest

from desk.case_files import case_of
from desk.emergency import Help, accept_now, apply_now, emergency, help_now
from ledger.fieldwork import vacated_houses, visits
from ledger.schema import finding
from rules.errors import AccessError, CaseError
from rules.times import CHINA_TIME
from tests.desk.case_world import OFFICER, PLANNER, VILLAGER, CaseWorld


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    made = CaseWorld(tmp_path_factory.mktemp("emergency") / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def world(county, tmp_path):
    made = county.copied(tmp_path / "w")
    yield made
    made.ledger.close()


def state(world, hours=0.0, event_id=""):
    now = world.at.astimezone() + timedelta(hours=hours)
    return emergency(world.workspace, "A", event_id, now=now)


def applied(world, acting=VILLAGER):
    return apply_now(world.hand(acting), "A", applied_by="household")


def test_before_an_application_no_clock_runs(world):
    found = state(world)
    assert (found.case, found.applied, found.accepted, found.helped) == (None,) * 4
    assert found.waited_hours is None and not found.is_long and found.seen is None


def test_an_application_opens_a_case_and_starts_the_clock(world):
    case = applied(world)
    found = state(world, hours=3)
    assert found.case.file.case_id == case.case_id
    assert found.case.file.applied_by == "household"
    assert (found.applied.by, found.applied.on) == ("村报告员", world.on)
    assert found.waited_hours == 3.0 and not found.is_long
    assert state(world, hours=25).is_long


def test_the_town_accepts_by_reporting_to_the_county(world):
    applied(world)
    accept_now(world.hand(OFFICER), state(world).seen)
    found = state(world)
    assert found.accepted.by == "镇办事员"
    assert [s.step for s in found.case.file.steps] == ["found", "reported"]


def test_help_stops_the_clock_and_says_where_the_family_is(world):
    """Rules E2 and E5."""
    applied(world)
    help_now(
        world.hand(OFFICER),
        "A",
        Help(what="送入周转房", on=world.on, moved_to="周转房"),
    )
    found = state(world, hours=9)
    assert (found.helped.by, found.moved_to) == ("镇办事员", "周转房")
    assert found.waited_hours == 0.0 and not found.is_long
    (house,) = vacated_houses(world.ledger, household_id="A")
    assert (house["why"], house["moved_to"]) == ("moved", "周转房")
    (visit,) = visits(world.ledger, household_id="A")
    assert (visit["kind"], visit["seen"]) == ("watch", "送入周转房")


def test_help_without_moving_leaves_no_empty_house(world):
    applied(world)
    help_now(world.hand(OFFICER), "A", Help(what="发放帐篷", on=world.on))
    assert state(world).helped and state(world).moved_to is None
    assert vacated_houses(world.ledger, household_id="A") == []


def test_help_from_before_the_application_does_not_answer_it(world):
    help_now(world.hand(OFFICER), "A", Help(what="发放帐篷", on=world.on))
    world.later(1)
    applied(world)
    assert state(world).helped is None


def test_what_was_found_at_the_door_is_shown_beside(world):
    row = {"finding_id": "f", "event_id": "e", "household_id": "A", "tag": "红"}
    with world.ledger.writing(
        actor="t", verb="t", scope="findings", at=world.at
    ) as entry:
        entry.write(finding, [row | {"occupied": True}])
    assert state(world, event_id="e").finding["occupied"] is True
    assert state(world).finding is None


def test_a_second_application_is_refused_while_a_case_is_open(world):
    applied(world)
    with pytest.raises(CaseError, match="is still open"):
        applied(world, PLANNER)


def test_who_cannot_apply_and_help_that_says_nothing_are_refused(world):
    before = world.ledger.position()
    with pytest.raises(CaseError, match="'friend' cannot apply"):
        apply_now(world.hand(PLANNER), "A", applied_by="friend")
    with pytest.raises(CaseError, match="what was done"):
        help_now(world.hand(OFFICER), "A", Help(what=" ", on=world.on))
    assert world.ledger.position() == before


def test_a_village_applies_and_the_town_accepts_and_helps(world):
    applied(world)
    with pytest.raises(AccessError, match="does not take a step of the town"):
        accept_now(world.hand(VILLAGER), state(world).seen)
    with pytest.raises(AccessError, match="does not take a step of the town"):
        help_now(world.hand(VILLAGER), "A", Help(what="帐篷", on=world.on))


def test_a_case_that_is_closed_is_no_application(world):
    case = applied(world)
    assert case_of(world.workspace, case.case_id).file.done("found")
    assert emergency(world.workspace, "B", now=datetime.now(CHINA_TIME)).case is None
