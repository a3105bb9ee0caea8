"""Missions of teams: kept whole, known by a secret, one team at one door."""

import pytest

from ledger.missions import (
    CLOSED,
    OPEN,
    close_mission,
    mission_stops,
    mission_teams,
    missions,
    renew_tokens,
    save_mission,
    team_of_token,
    token_hash,
)
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import hazard_event
from ledger.verifying import verify
from rules.errors import PlanningError
from tests.ledger.plan_world import make_ledger

HEAD = {"actor": "t", "verb": "make mission", "scope": "missions"}


@pytest.fixture
def ledger(tmp_path):
    ledger = make_ledger(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def mission(id_="m1", event_id="eq-001", **more):
    told = {"mission_id": id_, "event_id": event_id, "title": "首日", "settings": "{}"}
    return told | {"made_at": "2026-11-22T15:00:00+08:00", "teams": 2} | more


def team(number, secret="secret"):
    return {"team": str(number), "token_sha256": token_hash(f"{secret}{number}")}


def stop(household_id, number, place):
    return {"household_id": household_id, "team": str(number), "place": place}


def save(ledger, wanted, teams, stops):
    with ledger.transaction() as transaction:
        return save_mission(
            transaction, lambda: transaction.entry(**HEAD), wanted, teams, stops
        )


def within(ledger, change, *rest):
    with ledger.transaction() as transaction:
        change(transaction, lambda: transaction.entry(**HEAD), *rest)


def test_a_mission_comes_back_as_it_was_made(ledger):
    stops = [stop("H2", 1, 2), stop("H1", 1, 1), stop("H3", 10, 1), stop("H4", 2, 1)]
    save(ledger, mission(), [team(10), team(2), team(1)], stops)
    (kept,) = missions(ledger)
    assert (kept["mission_id"], kept["state"], kept["base_lon"]) == ("m1", OPEN, None)
    assert [row["team"] for row in mission_teams(ledger, "m1")] == ["1", "2", "10"]
    told = [(row["team"], row["household_id"]) for row in mission_stops(ledger, "m1")]
    assert told == [("1", "H1"), ("1", "H2"), ("2", "H4"), ("10", "H3")]
    assert verify(ledger).sound


def test_a_team_is_known_by_its_secret_and_by_no_other(ledger):
    save(ledger, mission(), [team(1)], [stop("H1", 1, 1)])
    assert team_of_token(ledger, "secret1")["team"] == "1"
    assert team_of_token(ledger, "secret2") is None
    assert team_of_token(ledger, token_hash("secret1")) is None


def test_a_renewed_link_takes_the_place_of_the_old_one(ledger):
    save(ledger, mission(), [team(1), team(2)], [stop("H1", 1, 1)])
    within(ledger, renew_tokens, "m1", {"1": token_hash("other")})
    found = [team_of_token(ledger, secret) for secret in ("secret1", "other")]
    assert [row and row["team"] for row in found] == [None, "1"]
    assert team_of_token(ledger, "secret2")["team"] == "2"


def test_no_door_belongs_to_two_open_missions_of_an_event(ledger):
    save(ledger, mission("m1"), [team(1)], [stop("H1", 1, 1)])
    again = mission("m2"), [team(1, "b")], [stop("H1", 1, 1)]
    with pytest.raises(PlanningError, match="1 doors belong to an open mission"):
        save(ledger, *again)
    within(ledger, close_mission, "m1")
    within(ledger, close_mission, "m1")
    save(ledger, *again)
    assert [row["state"] for row in missions(ledger)] == [CLOSED, OPEN]


def test_missions_of_other_events_and_of_seasons_do_not_meet(ledger):
    for number, event_id in enumerate(["eq-001", "eq-002", None, None]):
        wanted = mission(f"m{number}", event_id)
        save(ledger, wanted, [team(1, number)], [stop("H1", 1, 1)])
    assert len(missions(ledger)) == 4
    assert [row["mission_id"] for row in missions(ledger, "eq-002")] == ["m1"]


@pytest.mark.parametrize(
    ("wanted", "stops", "says"),
    [
        (mission("m1"), [stop("H1", 1, 1)], "'m1' exists already"),
        (mission("m2"), [stop("H1", 1, 1), stop("H1", 1, 2)], "each door once"),
        (mission("m2"), [stop("H9", 1, 1)], "1 doors of the mission .* such as H9"),
        (mission("m2"), [stop("H1", 7, 1)], "no team '7'"),
    ],
)
def test_a_mission_that_contradicts_itself_is_refused(ledger, wanted, stops, says):
    save(ledger, mission("m1"), [team(1)], [])
    with pytest.raises(PlanningError, match=says):
        save(ledger, wanted, [team(1, "b")], stops)
    assert len(missions(ledger)) == 1


def test_there_is_no_link_for_a_mission_or_a_team_that_is_not_there(ledger):
    with pytest.raises(PlanningError, match="no mission 'm1'"):
        within(ledger, close_mission, "m1")
    save(ledger, mission("m1"), [team(1)], [])
    with pytest.raises(PlanningError, match="no team '2'"):
        within(ledger, renew_tokens, "m1", {"2": token_hash("x")})


def test_a_responder_reads_the_teams_of_the_own_event_and_no_secret(ledger):
    """Rule A1."""
    with ledger.writing(**HEAD) as entry:
        told = {"hazard": "earthquake", "form": "parameters", "title": "震"}
        ids = ("eq-001", "eq-002")
        entry.write(hazard_event, [told | {"event_id": id_} for id_ in ids])
    save(ledger, mission("m1", "eq-001"), [team(1)], [stop("H1", 1, 1)])
    save(ledger, mission("m2", "eq-002"), [team(1, "b")], [stop("H2", 1, 1)])
    reader = for_role(ledger, Acting("t", Role.RESPONDER, "", "eq-002"))
    (row,) = reader.listed("mission_team")
    assert row["mission_id"] == "m2" and "token_sha256" not in row
    assert [stop["household_id"] for stop in reader.listed("mission_stop")] == ["H2"]
