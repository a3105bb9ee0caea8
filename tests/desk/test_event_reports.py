"""Reports of an event: each is kept, the newest leads, a wrong one is withdrawn."""

from dataclasses import replace

import numpy as np
import pytest

from desk.case_hand import Hand
from desk.event_reports import (
    likely_event,
    reports_of_event,
    take_event,
    take_report,
    withdraw,
    withdraw_report,
)
from desk.event_sources import Aid, Parameters
from desk.events import add_event_file, add_event_message
from desk.reported import struck_by
from desk.snapshot import exposure_of
from ledger.register import events
from rules.errors import AccessError, EventError, FileError
from tests.desk.event_world import EAST, PLACES, find, grid_xml, made_county, message
from tests.desk.field_world import LEADER, PLANNER


@pytest.fixture
def workspace(tmp_path):
    made = made_county(tmp_path / "w", houses=3)
    yield made
    made.ledger.close()


def take(workspace, source, event_id="eq-001"):
    taken = take_report(workspace, "t", event_id, source)
    return taken.number, taken.is_new


def numbers(workspace):
    told = reports_of_event(workspace, "eq-001")
    return [(row["number"], row["form"], row["withdrawn"]) for row in told]


def head(workspace):
    (row,) = events(workspace.ledger)
    return row["form"], row["title"], row["magnitude"], row["happened_at"]


def intensity(workspace, at_report=None):
    struck = struck_by(workspace, "eq-001", at_report=at_report)
    return struck.shaking(exposure_of(workspace)).intensity_degree


def test_a_pasted_message_is_an_event_with_its_text(workspace):
    assert add_event_message(workspace, message(6.0), "t") == "eq-001"
    (row,) = reports_of_event(workspace, "eq-001")
    assert row["text"] == message(6.0)
    assert (row["report_id"], row["title"]) == ("eq-001-001", "四川某地")
    told = ("message", "四川某地", 6.0, "2025-11-22T14:28:00+08:00")
    assert head(workspace) == told


def test_the_same_message_twice_changes_nothing(workspace):
    add_event_message(workspace, message(6.0), "t")
    before = workspace.ledger.position()
    again = f"  {message(6.0)}\n"
    assert not take_event(workspace, "t", again).is_new
    assert take(workspace, again) == (1, False)
    assert workspace.ledger.position() == before


def test_the_final_message_replaces_the_automatic_one_and_both_stay(workspace):
    add_event_message(workspace, message(6.0), "t")
    first = intensity(workspace)
    assert take(workspace, message(6.5, how="正式")) == (2, True)
    assert numbers(workspace) == [(1, "message", False), (2, "message", False)]
    assert head(workspace)[2] == 6.5
    assert (intensity(workspace) > first).all()
    np.testing.assert_array_equal(intensity(workspace, at_report=1), first)


def test_an_event_of_before_keeps_its_first_report_once(workspace):
    given = Parameters(magnitude=6.0, lon=104.5, lat=31.5, depth_km=10)
    take_event(workspace, "t", given)
    take(workspace, message(6.5))
    take(workspace, message(6.6))
    told = [row["entry_seq"] for row in reports_of_event(workspace, "eq-001")]
    assert told == sorted(set(told))


def test_a_dropped_grid_of_a_known_number_is_a_newer_report(workspace, tmp_path):
    path = grid_xml(tmp_path / "grid.xml", 7.0)
    assert add_event_file(workspace, path, "t") == "us1"
    assert not take_event(workspace, "t", path).is_new
    taken = take_event(workspace, "t", grid_xml(path, 8.0))
    assert (taken.event_id, taken.number, taken.is_new) == ("us1", 2, True)
    assert len(list(workspace.folder("events").glob("us1-*.xml"))) == 2


def test_different_forms_are_blended_and_the_picture_knows_it(workspace, tmp_path):
    add_event_message(workspace, message(6.0), "t")
    alone = intensity(workspace)
    first = struck_by(workspace, "eq-001").mark
    take(workspace, grid_xml(tmp_path / "grid.xml", 9.0))
    struck = struck_by(workspace, "eq-001")
    shaking = struck.shaking(exposure_of(workspace))
    assert (shaking.source, struck.base["form"]) == ("blend", "shakemap")
    assert (shaking.intensity_degree > alone).all()
    assert (shaking.intensity_degree < 9.0).all()
    assert struck.mark != first
    assert struck_by(workspace, "eq-001", at_report=1).mark == first


def test_the_map_shows_what_the_houses_were_given(workspace, tmp_path):
    add_event_message(workspace, message(6.0), "t")
    take(workspace, grid_xml(tmp_path / "grid.xml", 9.0))
    struck, exposure = struck_by(workspace, "eq-001"), exposure_of(workspace)
    at = struck._intensity_at(exposure)(exposure.lon, exposure.lat)
    expected = struck.shaking(exposure).intensity_degree
    np.testing.assert_allclose(at, expected, atol=0.1)


def test_a_withdrawn_report_counts_no_more_and_stays(workspace):
    add_event_message(workspace, message(6.0), "t")
    first = intensity(workspace)
    take(workspace, message(7.9))
    withdraw_report(workspace, "t", "eq-001", 2)
    assert numbers(workspace) == [(1, "message", False), (2, "message", True)]
    np.testing.assert_array_equal(intensity(workspace), first)
    assert head(workspace)[2] == 6.0
    withdraw_report(workspace, "t", "eq-001", 2)
    with pytest.raises(EventError, match="the only one that counts"):
        withdraw_report(workspace, "t", "eq-001", 1)
    assert take(workspace, message(7.9)) == (3, True)


def test_a_leader_withdraws_no_report(workspace):
    """Rule A1."""
    add_event_message(workspace, message(6.0), "t")
    take(workspace, message(7.9))
    with pytest.raises(AccessError, match="ask: planner, responder"):
        withdraw(Hand(workspace, LEADER), "eq-001", 2)
    withdraw(Hand(workspace, PLANNER), "eq-001", 2)
    assert numbers(workspace)[1] == (2, "message", True)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (message(6.0, lon=106.5), "km from report 1"),
        (message(6.0, at="11月22日18时28分"), "report 1 of 2025-11-22T14:28"),
        (message(6.0) * 40, "paste the message"),
        ("发生6.2级地震", "time"),
        (Parameters(magnitude=6, lon=104.5, lat=99.0, depth_km=5), "latitude 99.0"),
    ],
)
def test_what_is_of_another_earthquake_or_none_is_refused(workspace, source, says):
    add_event_message(workspace, message(6.0), "t")
    before = workspace.ledger.position()
    with pytest.raises(EventError, match=says):
        take(workspace, source)
    assert workspace.ledger.position() == before
    assert not list(workspace.folder("events").iterdir())


def test_a_flood_is_no_report_of_an_earthquake(workspace, tmp_path):
    from tests.commands.test_bad_input import raster

    add_event_message(workspace, message(6.0), "t")
    path = raster(tmp_path / "depth.tif", crs="EPSG:4326", value=0.5)
    with pytest.raises(EventError, match="an earthquake or a flood"):
        take_report(workspace, "t", "eq-001", path, Aid(hazard="flood"))


def test_reports_are_of_events_on_record(workspace):
    with pytest.raises(EventError, match="no event 'eq-009'"):
        take(workspace, message(6.0), "eq-009")
    add_event_message(workspace, message(6.0), "t")
    with pytest.raises(EventError, match="no report 7; its reports are: 1"):
        struck_by(workspace, "eq-001", at_report=7)
    with pytest.raises(EventError, match="no report 7"):
        withdraw_report(workspace, "t", "eq-001", 7)
    with pytest.raises(FileError, match="no such file"):
        take(workspace, workspace.root / "nothing.xml")


def test_a_message_is_thought_to_be_of_an_event_of_its_time_and_place(workspace):
    add_event_message(workspace, message(6.0), "t")
    assert likely_event(workspace, message(6.4, lon=104.6, how="正式")) == "eq-001"
    assert likely_event(workspace, message(6.4, at="11月23日14时28分")) == ""


def test_a_table_of_points_and_a_message_in_a_file_are_reports(workspace, tmp_path):
    path = tmp_path / "通报.txt"
    path.write_text(message(6.0), "gb18030")
    assert add_event_file(workspace, path, "t") == "eq-001"
    lon, lat = PLACES[EAST]
    table = tmp_path / "points.csv"
    table.write_text(f"名称,经度,纬度,烈度\n东村,{lon},{lat},9\n", "utf-8")
    before = intensity(workspace)
    assert take(workspace, table) == (2, True)
    assert take(workspace, table) == (2, False)
    after = intensity(workspace)
    east = np.array([id_.startswith("E") for id_ in ids(workspace)])
    assert (after[east] > before[east] + 0.5).all()
    assert (after - before)[east].min() > (after - before)[~east].max()


def ids(workspace):
    return exposure_of(workspace).household_id.to_pylist()


def test_findings_stay_with_their_event_whatever_is_reported_later(workspace):
    add_event_message(workspace, message(6.0), "t")
    find(workspace, "eq-001", ("f1", "W000", "红", "2025-11-23"))
    assert take(workspace, message(6.5)) == (2, True)
    assert [row["event_id"] for row in events(workspace.ledger)] == ["eq-001"]


def test_events_of_a_drill_are_named_so(tmp_path):
    made = made_county(tmp_path / "d", houses=2)
    drill = replace(made, drill=True)
    assert take_event(drill, "t", message(6.0)).event_id == "drill-eq-001"
    path = grid_xml(tmp_path / "grid.xml", 7.0)
    taken = [take_event(drill, "t", path) for _ in range(2)]
    assert [one.event_id for one in taken] == ["drill-us1", "drill-us1"]
    assert [one.is_new for one in taken] == [True, False]
    made.ledger.close()
