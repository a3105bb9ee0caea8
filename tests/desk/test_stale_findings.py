"""A later earthquake makes findings old, where it shook the door."""

import pytest

from desk.event_reports import take_event, take_report, withdraw_report
from desk.snapshot import exposure_of
from desk.stale_findings import stale_findings
from ledger.schema import household
from tests.desk.event_world import EAST, PLACES, find, made_county, message

BEFORE, AFTER = "2025-11-23T09:00:00+08:00", "2025-11-25T09:00:00+08:00"
AFTERSHOCK = "11月24日10时00分"
EAST_LON, LAT = PLACES[EAST]


@pytest.fixture
def workspace(tmp_path):
    made = made_county(tmp_path / "w", houses=2)
    take_event(made, "t", message(6.5))
    rows = [("w", "W000", "红", BEFORE), ("e", "E000", "绿", BEFORE)]
    find(made, "eq-001", *rows, ("late", "E001", "绿", AFTER))
    yield made
    made.ledger.close()


def stale(workspace, event_id="eq-001"):
    return set(stale_findings(workspace, event_id, exposure_of(workspace)))


def shake_the_east(workspace, magnitude=5.2, at=AFTERSHOCK):
    told = message(magnitude, lon=EAST_LON, lat=LAT, at=at)
    return take_event(workspace, "t", told).event_id


def test_without_a_later_earthquake_everything_holds(workspace):
    assert stale(workspace) == set()


def test_an_aftershock_makes_old_what_it_shook_and_what_was_found_before(workspace):
    shake_the_east(workspace)
    assert stale(workspace) == {"e"}
    assert stale(workspace, "eq-002") == set()


def test_a_strong_one_makes_all_old_that_was_found_before(workspace):
    shake_the_east(workspace, 7.5)
    assert stale(workspace) == {"w", "e"}


def test_an_earthquake_before_the_event_makes_nothing_old(workspace):
    shake_the_east(workspace, at="11月20日10时00分")
    assert stale(workspace) == set()


def test_a_newer_report_of_the_aftershock_counts(workspace):
    other = shake_the_east(workspace)
    take_report(workspace, "t", other, message(7.5, EAST_LON, LAT, at=AFTERSHOCK))
    assert stale(workspace) == {"w", "e"}
    withdraw_report(workspace, "t", other, 2)
    assert stale(workspace) == {"e"}


@pytest.mark.parametrize(
    ("time", "old"),
    [("2025-11-24", True), ("2025-11-24 10:30", False), (None, True)],
)
def test_a_day_begins_in_the_morning_and_no_time_is_that_of_the_record(
    workspace, time, old
):
    find(workspace, "eq-001", ("day", "E000", "绿", time))
    shake_the_east(workspace)
    assert ("day" in stale(workspace)) == old


def test_a_finding_at_a_door_that_is_gone_is_left_alone(workspace):
    shake_the_east(workspace)
    with workspace.ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
        gone = {"household_id": "E000", "village_code": EAST, "removed": True}
        entry.write(household, [gone])
    assert stale(workspace) == set()
