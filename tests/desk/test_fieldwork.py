"""Visits: whose they are, what they lack, who looks next."""

from datetime import date

import pytest

from desk.fieldwork import Visited, patrol_state, record_visit, visit_gaps
from desk.photographs import Shot
from ledger import fieldwork
from rules.errors import AccessError, FileError, SchemaError, WorkspaceError

from .field_world import (
    OFFICER,
    PLANNER,
    REPORTER,
    TODAY,
    TOWN,
    VILLAGE,
    made_workspace,
    picture,
)


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def visit(workspace, acting, kind, *, on=TODAY, home="H1", suspected=True, **more):
    visited = Visited(kind=kind, on=on, suspected=suspected, **more)
    return record_visit(workspace, acting, home, visited)


FULL = {"seen": "墙体开裂", "heard": "户主说漏雨", "defects": "东山墙竖向裂缝"}


def test_a_verification_says_what_it_lacks():
    """Rule W10: 看, 听, 记, 拍, and the place of the photograph."""

    blank = dict.fromkeys(FULL)
    assert len(visit_gaps(blank, [])) == 4
    taken = {"part": "东山墙", "lon": 104.5, "lat": 31.5}
    assert visit_gaps(FULL, [taken]) == ()
    (gap,) = visit_gaps(FULL, [taken | {"lon": None, "lat": None}])
    assert "where it was taken" in gap


def test_a_visit_and_its_photographs_are_recorded_together(workspace):
    """Rule W10."""
    shots = (Shot(picture=picture(lon=104.5, lat=31.5), part="东山墙"),) * 2
    visited = Visited(kind="verification", on=TODAY, suspected=True, **FULL)
    made = record_visit(workspace, OFFICER, "H1", visited, shots=shots)
    (row,) = fieldwork.visits(workspace.ledger, household_id="H1")
    (taken,) = fieldwork.photographs(workspace.ledger, household_id="H1")
    assert row["visit_id"] == taken["visit_id"] == made.visit_id
    assert (row["defects"], row["visitor"]) == ("东山墙竖向裂缝", "王镇办")
    assert made.gaps == ()


def test_a_bad_picture_costs_the_whole_visit(workspace):
    shots = (Shot(picture=picture()), Shot(picture=b"no picture"))
    visited = Visited(kind="patrol", on=TODAY)
    with pytest.raises(FileError):
        record_visit(workspace, REPORTER, "H1", visited, shots=shots)
    assert not fieldwork.visits(workspace.ledger)


def test_three_levels_look_one_after_another(workspace):
    """Rule W5: 村 patrols, 乡镇 verifies, 县 sends engineers."""
    told = []
    for acting, kind in (
        (None, None),
        (REPORTER, "patrol"),
        (OFFICER, "verification"),
        (PLANNER, "inspection"),
    ):
        if acting:
            visit(workspace, acting, kind)
        state = patrol_state(workspace, "H1")
        told.append((len(state.confirmed), state.next_kind, state.next_by))
    assert told == [
        (0, "patrol", "village"),
        (1, "verification", "town"),
        (2, "inspection", "county"),
        (3, None, None),
    ]


def test_a_house_found_sound_leaves_the_chain_until_it_is_suspected_again(workspace):
    """Rule W5: what the town does not confirm goes no further."""
    visit(workspace, REPORTER, "patrol", on=date(2025, 5, 1))
    visit(workspace, OFFICER, "verification", on=date(2025, 5, 3), suspected=False)
    assert patrol_state(workspace, "H1").next_by is None
    visit(workspace, REPORTER, "patrol", on=date(2025, 8, 1))
    assert patrol_state(workspace, "H1").next_by == "town"


def test_a_sweep_finds_what_a_patrol_would_have_found(workspace):
    """Rules W5, W6."""
    visit(workspace, OFFICER, "sweep")
    assert patrol_state(workspace, "H1").next_kind == "verification"


def test_an_unknown_suspicion_confirms_nothing(workspace):
    """Rule W5: unknown is a third answer."""
    visit(workspace, REPORTER, "patrol", suspected=None)
    state = patrol_state(workspace, "H1")
    assert state.confirmed == () and state.next_kind == "patrol"


@pytest.mark.parametrize(
    ("acting", "kind", "home"),
    [
        (REPORTER, "verification", "H1"),
        (OFFICER, "inspection", "H1"),
        (OFFICER, "verification", "H3"),
        (REPORTER, "patrol", "H3"),
    ],
)
def test_nobody_visits_for_another_level_or_elsewhere(workspace, acting, kind, home):
    """Rules A1, W5."""
    with pytest.raises(AccessError):
        visit(workspace, acting, kind, home=home)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"kind": "walk"}, "'walk' is no kind of visit"),
        ({"on": date(2999, 1, 1)}, "has not taken place yet"),
        ({"seen": "长" * 401}, "seen is too long; at most 400"),
        ({"lon": 104.5}, "is no place in degrees"),
        ({"lon": 31.5, "lat": 104.5}, "is no place in degrees"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(workspace, told, says):
    visited = Visited(**{"kind": "patrol", "on": TODAY} | told)
    with pytest.raises(SchemaError, match=says):
        record_visit(workspace, REPORTER, "H1", visited)


def test_a_visit_of_no_sweep_or_of_another_towns_is_refused(workspace):
    """Rule W6."""
    with pytest.raises(WorkspaceError, match="no sweep '2025-x' on record"):
        visit(workspace, OFFICER, "sweep", sweep_id="2025-x")


def test_visits_are_read_by_area_and_as_of_any_day(workspace):
    visit(workspace, REPORTER, "patrol")
    visit(workspace, PLANNER, "patrol", home="H3")
    ledger = workspace.ledger
    homes = [row["household_id"] for row in fieldwork.visits(ledger, area=TOWN)]
    assert homes == ["H1"]
    assert len(fieldwork.visits(ledger)) == 2
    assert fieldwork.visits(ledger, area=VILLAGE)[0]["village_code"] == VILLAGE
    assert fieldwork.visits(ledger, on=date(2020, 1, 1)) == []
