"""The live board: what was seen, who is still in danger, how long it goes on."""

from datetime import date, datetime, timedelta

import pytest

from desk.board import board
from desk.board_doors import SECURED
from desk.board_teams import pace_of
from desk.events import Parameters, add_event_parameters
from desk.photographs import Shot
from desk.vacated import Left, record_vacated
from ledger.missions import save_mission
from ledger.schema import finding
from rules.casefile import Vacated
from rules.times import CHINA_TIME
from tests.desk.field_world import PLANNER, TOWN, VILLAGE, made_workspace, picture
from tests.desk.found_world import found_by

STRUCK = datetime(2025, 11, 18, 14, 0, tzinfo=CHINA_TIME)
NOW = datetime(2025, 11, 19, 12, 0, tzinfo=CHINA_TIME)
QUAKE = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10, at=STRUCK)


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    add_event_parameters(made, QUAKE, "t")
    yield made
    made.ledger.close()


def bring(workspace, *rows):
    """Each row is household, tag, hour; maybe more by name."""
    told = [
        {
            "finding_id": f"f{at}-{household_id}-{hour}",
            "event_id": "eq-001",
            "household_id": household_id,
            "tag": tag,
            "visited_at": f"2025-11-19T{hour}:00+08:00",
            "team": "一队",
        }
        | (more[0] if more else {})
        for at, (household_id, tag, hour, *more) in enumerate(rows)
    ]
    with workspace.ledger.writing(actor="t", verb="t", scope="findings") as entry:
        entry.write(finding, told)


def send_out(workspace, **teams):
    """Put an open mission on record: team number to its doors."""
    own = {"mission_id": "m1", "event_id": "eq-001", "title": "m", "teams": len(teams)}
    own |= {"made_at": "2025-11-19T08:00:00+08:00", "settings": "{}"}
    named = [{"team": n, "name": f"{n}队", "token_sha256": n * 64} for n in teams]
    stops = [
        {"household_id": door, "team": team, "place": place}
        for team, doors in teams.items()
        for place, door in enumerate(doors, 1)
    ]
    head = {"actor": "t", "verb": "t", "scope": "missions"}
    with workspace.ledger.transaction() as transaction:
        begin = lambda: transaction.entry(**head)  # noqa: E731
        save_mission(transaction, begin, own, named, stops)


def shown(workspace, area="", now=NOW):
    return board(workspace, found_by(workspace), area=area, now=now)


def test_before_the_first_finding_nothing_was_seen(workspace):
    found = shown(workspace)
    assert (found.houses, found.visited, found.tags) == (
        3,
        0,
        dict.fromkeys("绿黄红", 0),
    )
    assert not (found.towns or found.villages or found.teams or found.occupied)
    assert (found.pace.left, found.pace.doors_per_hour, found.pace.ends_at) == (
        3, None, None,
    )  # fmt: skip


def test_doors_are_counted_by_town_village_and_newest_tag(workspace):
    bring(
        workspace, ("H1", "红", "09:00"), ("H1", "绿", "10:00"), ("H3", "黄", "10:00")
    )
    found = shown(workspace)
    assert (found.visited, found.tags) == (2, {"绿": 1, "黄": 1, "红": 0})
    told = [[t[n] for n in ("code", "name", "houses", "visited", "绿", "黄")]
            for t in found.towns]  # fmt: skip
    assert told == [
        [TOWN, "安和镇", 2, 1, 1, 0],
        ["990001101", "云顶乡", 1, 1, 0, 1],
    ]
    assert [v["code"] for v in found.villages] == [VILLAGE, "990001101200"]
    own = shown(workspace, area=TOWN)
    assert (own.houses, own.visited, len(own.towns)) == (2, 1, 1)


def test_red_doors_with_people_come_first_and_known_ones_before_unknown(workspace):
    bring(
        workspace,
        ("H1", "黄", "08:00", {"occupied": True}),
        ("H2", "红", "10:00"),
        ("H3", "红", "11:00", {"occupied": True, "note": "老人"}),
    )
    doors = shown(workspace).occupied
    assert [(d.household_id, d.occupied, d.hours) for d in doors] == [
        ("H3", True, 1.0), ("H2", None, 2.0), ("H1", True, 4.0),
    ]  # fmt: skip
    assert (doors[0].note, doors[0].village_code) == ("老人", "990001101200")


@pytest.mark.parametrize(
    "row", [("H1", "红", "09:00", {"occupied": False}), ("H1", "绿", "09:00")]
)
def test_who_has_left_or_is_safe_is_not_on_that_list(workspace, row):
    bring(workspace, row)
    assert shown(workspace).occupied == []


def test_who_was_moved_out_after_the_visit_is_safe(workspace):
    bring(workspace, ("H1", "红", "09:00"))
    moved = Vacated(why="moved", moved_to="周转房", water_off=True)
    shot = Shot(picture=picture(), part="water_off")
    left = Left(house=moved, checked_on=date(2025, 11, 19), left_on=date(2025, 11, 19),
                shots=(shot,))  # fmt: skip
    record_vacated(workspace, PLANNER, "H1", left)
    found = shown(workspace)
    assert found.occupied == []
    (house,) = found.empty
    assert house.secured == dict.fromkeys(SECURED) | {"water_off": True}
    assert [*house.pictures] == ["water_off"] and house.gaps


def test_who_had_left_before_the_visit_may_have_come_back(workspace):
    before = date(2025, 11, 17)
    moved = Vacated(why="moved", moved_to="投亲靠友")
    record_vacated(
        workspace, PLANNER, "H1", Left(house=moved, checked_on=before, left_on=before)
    )
    bring(workspace, ("H1", "红", "09:00", {"occupied": True}))
    found = shown(workspace)
    assert [door.household_id for door in found.occupied] == ["H1"]
    assert [house.household_id for house in found.empty] == ["H1"]


def test_a_team_on_a_mission_knows_its_doors_and_what_is_left(workspace):
    send_out(workspace, **{"1": ["H1", "H2"], "2": ["H3"]})
    bring(workspace, ("H1", "绿", "09:00", {"team": "1队"}))
    first, second = shown(workspace).teams
    assert (first.team, first.doors, first.done, first.visited) == ("1队", 2, 1, 1)
    assert (second.team, second.doors, second.done, second.left) == ("2队", 1, 0, 1)
    assert shown(workspace).pace.left == 2


def test_a_pace_leaves_breaks_out_and_says_when_the_last_door_is_seen(workspace):
    send_out(workspace, **{"1": ["H1", "H2", "H3"]})
    times = ("09:00", "09:10", "09:20", "11:30", "11:40", "11:50")
    bring(workspace, *[("H1", "绿", time, {"team": "1队"}) for time in times])
    found = shown(workspace)
    assert found.teams[0].pace_doors_per_hour == pytest.approx(6.0)
    assert found.pace.left == 2
    assert found.pace.ends_at - NOW == timedelta(minutes=20)


def test_a_team_that_stopped_a_day_ago_promises_nothing(workspace):
    bring(workspace, *[("H1", "绿", f"09:{m}0") for m in range(5)])
    assert shown(workspace).pace.doors_per_hour == pytest.approx(6.0)
    later = NOW + timedelta(days=2)
    assert shown(workspace, now=later).pace.doors_per_hour is None


def test_work_that_does_not_fit_into_a_day_goes_on_the_next():
    from desk.board_teams import TeamProgress, pace

    team = TeamProgress(
        team="1", mission_id="", doors=None, done=None, visited=9,
        last_at=NOW, pace_doors_per_hour=10.0,
    )  # fmt: skip
    told = pace([team], 100, NOW)  # ten hours of work, nine in a day
    assert (told.hours_left, told.ends_at - NOW) == (10.0, timedelta(days=1, hours=1))


def test_findings_of_one_moment_tell_no_pace():
    assert pace_of([NOW] * 9) is None
