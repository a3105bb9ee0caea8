"""The doors of a team, as its link shows them."""

from datetime import timedelta

import pytest

from desk.events import Parameters, add_event_parameters
from desk.field_returns import take_team_findings
from desk.team_work import door, require_team, team_of, team_work
from ledger.missions import renew_tokens, token_hash
from rules.errors import AccessError
from tests.desk.team_world import (
    EVENT,
    FIRST,
    MISSION,
    NOW,
    SECOND,
    STRUCK,
    end_mission,
    found,
    team_world,
)


@pytest.fixture
def world(tmp_path):
    made = team_world(tmp_path / "w")
    yield made
    made.workspace.ledger.close()


def doors(world, token=FIRST):
    return [stop.household_id for stop in team_work(world.workspace, token).stops]


def test_each_team_sees_its_own_doors_in_their_order(world):
    assert doors(world) == ["D001", "D002"]
    assert doors(world, SECOND) == ["D003", "D004"]


def test_a_door_says_what_a_responder_may_know_of_it(world):
    stop = team_work(world.workspace, SECOND).stops[0]
    told = (stop.place, stop.village, stop.head, stop.people, stop.dependents)
    assert told == (1, "柳沟村", "王*", 3, 1)
    assert (stop.structure, stop.grade, stop.lon, stop.lat) == (
        "土坯",
        "D",
        104.502,
        31.5,
    )
    assert stop.found is None


@pytest.mark.parametrize("token", ["", "nobody-has-this", "第一队的密钥", "x" * 300])
def test_a_link_that_is_nobodys_is_told_nothing(world, token):
    assert team_of(world.workspace, token) is None
    with pytest.raises(AccessError, match="this link leads nowhere"):
        require_team(world.workspace, token)


def test_a_renewed_link_leaves_the_old_one_without_a_way(world):
    with world.workspace.ledger.transaction() as transaction:
        hashes = {"1": token_hash("a-new-secret")}
        head = {"actor": "t", "verb": "renew links", "scope": "missions"}
        renew_tokens(transaction, lambda: transaction.entry(**head), MISSION, hashes)
    assert team_of(world.workspace, FIRST) is None
    assert doors(world, "a-new-secret") == ["D001", "D002"]


def test_what_another_team_found_shows_at_the_door(world):
    take_team_findings(world.workspace, SECOND, [found("f-000001", "D001")], at=NOW)
    seen = team_work(world.workspace, FIRST).stops[0].found
    assert (seen["tag"], seen["team"], seen["event_id"]) == ("红", "第2队", EVENT)


def test_a_door_that_is_not_on_the_list_is_found_by_its_number(world):
    stop = door(world.workspace, FIRST, "H3")
    assert (stop.household_id, stop.place, stop.lon) == ("H3", None, 104.6)
    for nobody in ("H9", "", "\ud800", "x" * 300):
        assert door(world.workspace, FIRST, nobody) is None


def test_a_closed_mission_still_shows_its_doors(world):
    end_mission(world.workspace, NOW)
    work = team_work(world.workspace, FIRST)
    assert (work.team.is_open, len(work.stops)) == (False, 2)


def test_a_sweep_of_a_season_tells_no_names(tmp_path):
    made = team_world(tmp_path / "w", season="after_rain")
    work = team_work(made.workspace, FIRST)
    assert [stop.head for stop in work.stops] == [None, None]
    assert [stop.people for stop in work.stops] == [3, 3]
    assert work.team.occasion == MISSION
    made.workspace.ledger.close()


def test_what_an_aftershock_has_made_old_is_to_be_visited_again(world):
    at = STRUCK + timedelta(hours=1)
    rows = [found("f-000001", "D001", at=at.isoformat())]
    take_team_findings(world.workspace, FIRST, rows, at=at)
    assert team_work(world.workspace, FIRST).stops[0].found["stale"] is False
    later = STRUCK + timedelta(hours=2)
    again = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10, at=later)
    add_event_parameters(world.workspace, again, "t")
    assert team_work(world.workspace, FIRST).stops[0].found["stale"] is True
