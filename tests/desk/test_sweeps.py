"""Sweeps: every town, twice a year and after every large disaster."""

from datetime import date, datetime, time

import pytest

from desk.fieldwork import Visited, record_visit
from desk.sweeps import begin_sweep, end_sweep, report_sweep, sweep_progress
from desk.sweeps_due import sweeps_due
from ledger.schema import case_step, hazard_event
from rules.errors import AccessError, SchemaError, StaleEditError, WorkspaceError

from .field_world import (
    OFFICER,
    OTHER_TOWN,
    PLANNER,
    REPORTER,
    TODAY,
    TOWN,
    VILLAGE,
    made_workspace,
)

BEGUN = date(2025, 10, 12)


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def begin(workspace, acting=OFFICER, area=TOWN, season="after_rain", **more):
    at = datetime.combine(BEGUN, time(9))
    return begin_sweep(workspace, acting, season, area, on=BEGUN, at=at, **more)


def states(workspace, on):
    return {
        (due.window.season, due.town_name): due.state
        for due in sweeps_due(workspace, on)
    }


def test_a_sweep_of_the_county_is_one_of_every_town(workspace):
    """Rule W6: suspected houses are reported by town."""
    ids = begin(workspace, PLANNER, "990001")
    assert ids == (f"2025-after_rain-{TOWN}", f"2025-after_rain-{OTHER_TOWN}")


def test_twice_a_year_every_town_is_swept_and_what_is_missing_is_listed(workspace):
    """Rule W6: after the rainy season and after the thaw."""
    begin(workspace)
    assert states(workspace, TODAY) == {
        ("after_thaw", "安和镇"): "late",
        ("after_thaw", "云顶乡"): "late",
        ("after_rain", "安和镇"): "under_way",
        ("after_rain", "云顶乡"): "due",
    }
    assert states(workspace, date(2025, 3, 31))[("after_thaw", "安和镇")] == "to_come"
    assert states(workspace, date(2025, 4, 1))[("after_thaw", "安和镇")] == "due"
    assert states(workspace, date(2025, 5, 31))[("after_thaw", "安和镇")] == "due"
    assert states(workspace, date(2025, 6, 1))[("after_thaw", "安和镇")] == "late"
    due = sweeps_due(workspace, TODAY)[0].window
    assert (due.document, due.clause) == ("突建发〔2023〕175号", "三(二)")


def shaken(event_id, magnitude):
    event = {"event_id": event_id, "hazard": "earthquake", "form": "parameters"}
    event |= {"title": "地震", "magnitude": magnitude}
    return event | {"happened_at": "2025-09-10T03:00:00+00:00"}


def test_a_large_disaster_asks_for_a_sweep_of_its_own(workspace):
    """Rule W6: and after every large disaster; a small one asks for none."""
    at = datetime(2025, 9, 10, 12)
    head = {"actor": "t", "verb": "add event", "scope": "events", "at": at}
    with workspace.ledger.writing(**head) as entry:
        entry.write(hazard_event, [shaken("eq-1", 5.0), shaken("eq-2", 4.9)])
    found = states(workspace, date(2025, 9, 25))
    assert found[("disaster", "安和镇")] == "due" and len(found) == 6
    assert states(workspace, date(2025, 9, 26))[("disaster", "安和镇")] == "late"
    begin(workspace, season="disaster", event_id="eq-1")
    assert states(workspace, TODAY)[("disaster", "安和镇")] == "under_way"
    assert len(states(workspace, date(2026, 9, 11))) == 4  # a year later, no more


def test_progress_counts_houses_once_by_town(workspace):
    """Rule W6: visited, suspected, reported."""
    (sweep_id,) = begin(workspace)
    for home, suspected in (("H1", True), ("H1", True), ("H2", False)):
        visited = Visited(
            kind="sweep", on=TODAY, suspected=suspected, sweep_id=sweep_id
        )
        record_visit(workspace, REPORTER, home, visited)
    (told,) = sweep_progress(workspace)
    assert (told.households, told.visited, told.suspected, told.reported) == (
        2, 2, 1, 0,
    )  # fmt: skip
    with workspace.ledger.writing(actor="t", verb="t", scope="cases") as entry:
        row = {"case_id": "C", "step": "reported", "household_id": "H1"}
        entry.write(case_step, [row | {"on_date": TODAY}])
    assert sweep_progress(workspace, TOWN)[0].reported == 1


def test_a_sweep_is_reported_after_it_has_ended(workspace):
    """Rule W6."""
    (sweep_id,) = begin(workspace)
    (told,) = sweep_progress(workspace)
    with pytest.raises(WorkspaceError, match="is under way"):
        report_sweep(workspace, OFFICER, sweep_id, on=TODAY, version=told.version)
    with pytest.raises(SchemaError, match="cannot end before"):
        early = date(2025, 10, 11)
        end_sweep(workspace, OFFICER, sweep_id, on=early, version=told.version)
    known = {"on": TODAY, "version": told.version}
    newer = end_sweep(workspace, OFFICER, sweep_id, **known)
    with pytest.raises(StaleEditError):
        report_sweep(workspace, OFFICER, sweep_id, **known)
    report_sweep(workspace, OFFICER, sweep_id, on=TODAY, version=newer)
    assert sweep_progress(workspace)[0].reported_on == TODAY


@pytest.mark.parametrize(
    ("told", "error", "says"),
    [
        ({"season": "winter"}, SchemaError, "'winter' is no season"),
        ({"season": "disaster"}, SchemaError, "names its event"),
        ({"event_id": "eq-001"}, SchemaError, "names its event"),
        ({"area": VILLAGE}, SchemaError, "is a village"),
        ({"area": "990001109"}, AccessError, "outside of area"),
        ({"acting": REPORTER}, AccessError, "village_reporter"),
        ({"area": "990001"}, AccessError, "county"),
        ({"acting": PLANNER, "area": "990001109"}, WorkspaceError, "no town"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused(workspace, told, error, says):
    """Rules A1, W6."""
    with pytest.raises(error, match=says):
        begin(workspace, **told)


def test_a_sweep_begins_once_and_holds_only_its_own_town(workspace):
    """Rule W6."""
    (sweep_id,) = begin(workspace)
    with pytest.raises(WorkspaceError, match="has been begun"):
        begin(workspace)
    visited = Visited(kind="sweep", on=TODAY, sweep_id=sweep_id)
    with pytest.raises(WorkspaceError, match="does not lie in the area"):
        record_visit(workspace, PLANNER, "H3", visited)
