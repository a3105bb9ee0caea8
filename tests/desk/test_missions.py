"""Missions on record: what each team was given, and what the next one takes over."""

import json
import shutil

import numpy as np
import pytest

from desk.findings import import_findings
from desk.mission_base import base_of, bases
from desk.mission_blocked import blocked_in
from desk.mission_map import routes_of
from desk.mission_record import mission_of, missions_of
from desk.mission_settings import MissionSettings
from desk.missions import close_mission, make_mission, new_tokens
from desk.shelf import CountyShelf
from desk.triage import triage_event
from desk.workspace import open_workspace
from ledger.missions import team_of_token
from ledger.roles import Acting, Role
from rules.errors import AccessError, EventError, PlanningError, SchemaError
from tests.desk.mission_world import (
    BASE,
    EVENT,
    PLANNER,
    RESPONDER,
    hand,
    made_workspace,
    settings,
)
from tests.desk.plan_world import D_VILLAGE, TOWN

NEAR_ROAD = "CDN"  # the other villages lie 10 km from the only road
LEADER = Acting("赵县长", Role.LEADER)


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    root = tmp_path_factory.mktemp("missions") / "w"
    made_workspace(root).ledger.close()
    return root


@pytest.fixture
def world(county, tmp_path):
    made = open_workspace(shutil.copytree(county, tmp_path / "w"))
    yield made
    made.ledger.close()


def doors_of(workspace, mission_id):
    mission = mission_of(workspace, mission_id)
    return {stop.household_id for team in mission.teams for stop in team.stops}


def tag(world, tmp_path, ids):
    path = tmp_path / "back.csv"
    rows = "".join(f"{id_},黄,\n" for id_ in ids)
    path.write_text("户号,标签,时间\n" + rows, "utf-8")
    import_findings(hand(world, PLANNER), EVENT, path)


def test_a_mission_is_told_again_as_it_was_made(world):
    triaged = triage_event(world, EVENT)
    made = make_mission(hand(world), EVENT, settings(title="第一天"), triaged)
    (row,) = missions_of(world, EVENT)
    assert (row["mission_id"], row["state"]) == (made.mission_id, "open")
    mission = mission_of(world, made.mission_id, triaged)
    assert (mission.title, mission.settings.base) == ("第一天", BASE)
    assert [team.doors for team in mission.teams] == [5, 5]
    assert mission.left_out == made.left_out
    first = mission.teams[0].stops[0]
    assert (first.place, first.village_name) == (1, first.village_name)
    assert first.arrive_min > 0 and 0 <= first.heavy <= 1
    assert mission.teams[0].route.shape[1] == 2
    order = triaged.exposure.household_id.take(triaged.result.order).to_pylist()
    near = [id_ for id_ in order if id_[0] in NEAR_ROAD]
    assert doors_of(world, made.mission_id) == set(near[:10])


def test_the_ways_are_found_again_where_they_were_lost(world):
    made = make_mission(hand(world), EVENT, settings())
    before = mission_of(world, made.mission_id)
    for path in world.folder("snapshots").glob("mission-*"):
        path.unlink()
    after = mission_of(world, made.mission_id)
    for one, two in zip(before.teams, after.teams, strict=True):
        assert [len(leg) for leg in one.legs] == [len(leg) for leg in two.legs]
        assert np.allclose(one.route, two.route, atol=1e-5)


def test_the_secret_of_a_link_opens_one_team_until_it_is_renewed(world):
    made = make_mission(hand(world), EVENT, settings())
    assert team_of_token(world.ledger, made.tokens["2"])["team"] == "2"
    assert len({*made.tokens.values()}) == 2
    fresh = new_tokens(hand(world), made.mission_id)
    assert team_of_token(world.ledger, made.tokens["2"]) is None
    assert team_of_token(world.ledger, fresh["2"])["team"] == "2"


def test_two_open_missions_never_share_a_door(world):
    first = make_mission(hand(world), EVENT, settings())
    second = make_mission(hand(world), EVENT, settings())
    assert not doors_of(world, first.mission_id) & doors_of(world, second.mission_id)
    assert first.mission_id != second.mission_id


def test_what_a_closed_mission_left_comes_first_in_the_next(world, tmp_path):
    first = make_mission(hand(world), EVENT, settings())
    doors = sorted(doors_of(world, first.mission_id))
    tag(world, tmp_path, doors[:6])
    close_mission(hand(world), first.mission_id)
    second = make_mission(hand(world), EVENT, settings(teams=1, doors_per_day=4))
    assert doors_of(world, second.mission_id) == set(doors[6:])


def test_a_mission_in_the_stead_of_another_closes_it(world):
    first = make_mission(hand(world), EVENT, settings())
    second = make_mission(hand(world), EVENT, settings(instead=True))
    assert doors_of(world, first.mission_id) == doors_of(world, second.mission_id)
    states = {row["mission_id"]: row["state"] for row in missions_of(world)}
    assert states == {first.mission_id: "closed", second.mission_id: "open"}


def test_an_area_and_what_is_closed_keep_teams_out(world):
    made = make_mission(hand(world), EVENT, settings(area=D_VILLAGE))
    assert {id_[0] for id_ in doors_of(world, made.mission_id)} == {"D"}
    bridge = ("POINT (104.22 31.5)",)
    made = make_mission(hand(world), EVENT, settings(blocked=bridge, teams=1))
    (why,) = [words for words in made.left_out if "bridge" in words]
    assert made.left_out[why] > 0


def test_a_sweep_after_the_rain_goes_to_d_houses_first(world):
    made = make_mission(
        hand(world, PLANNER), None, settings(season="after_rain", area=TOWN, teams=1)
    )
    mission = mission_of(world, made.mission_id)
    assert (mission.event_id, mission.season) == (None, "after_rain")
    assert {id_[0] for id_ in doors_of(world, made.mission_id)} == {"D"}
    kept = json.loads(missions_of(world)[0]["settings"])
    assert kept["sweep_id"].endswith(TOWN)
    again = make_mission(
        hand(world, PLANNER), None, settings(season="after_rain", area=TOWN, teams=1)
    )
    assert not doors_of(world, made.mission_id) & doors_of(world, again.mission_id)


def test_the_map_gets_ways_doors_and_the_base(world):
    made = make_mission(hand(world), EVENT, settings())
    shelf = CountyShelf(world)
    drawn = shelf.mission_routes({"mission": made.mission_id})
    assert drawn["kind"].value_counts().to_dict() == {"door": 10, "way": 2, "base": 1}
    assert not len(shelf.mission_routes({"mission": "M9"}))
    assert not len(routes_of(None)) and not len(shelf.mission_routes({}))


def test_bases_are_facilities_then_towns_then_what_is_typed(world):
    shelf = CountyShelf(world)
    assert bases(shelf) == {"facility": BASE}
    assert base_of(shelf, "") == base_of(shelf, "facility") == BASE
    assert base_of(shelf, " 104.5，31.25 ") == (104.5, 31.25)
    with pytest.raises(EventError, match="no base '山里'; give longitude,latitude"):
        base_of(shelf, "山里")


def test_what_is_closed_is_read_from_a_file(tmp_path):
    path = tmp_path / "closed.geojson"
    line = {"type": "LineString", "coordinates": [[104.1, 31.5], [104.2, 31.5]]}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    told = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(told), "utf-8")
    assert blocked_in(path) == ("LINESTRING (104.1 31.5, 104.2 31.5)",)


@pytest.mark.parametrize(
    ("more", "error", "says"),
    [
        ({"teams": 0}, EventError, "number of teams is 1 to"),
        ({"base": (200.0, 31.0)}, EventError, "is no place in degrees"),
        ({"season": "disaster"}, SchemaError, "is no season of a sweep"),
        ({"season": "after_rain"}, SchemaError, "held by town"),
        ({"blocked": ("here",)}, EventError, "what is closed is not readable"),
    ],
)
def test_settings_that_mean_nothing_are_refused(more, error, says):
    with pytest.raises(error, match=says):
        MissionSettings(**{"teams": 2, "base": BASE} | more)


def test_who_may_not_send_teams_is_told_who_may(world):
    with pytest.raises(AccessError, match="a leader does not send teams; ask: planner"):
        make_mission(hand(world, LEADER), EVENT, settings())
    other = Acting("王", Role.TOWN_OFFICER, TOWN)
    with pytest.raises(AccessError, match="within area"):
        make_mission(hand(world, other), EVENT, settings())
    assert make_mission(hand(world, other), EVENT, settings(area=TOWN))


def test_no_event_no_door_and_no_mission_are_told(world, tmp_path):
    with pytest.raises(EventError, match="follows an event or a season, not both"):
        make_mission(hand(world), None, settings())
    with pytest.raises(EventError, match="no event 'eq-9'"):
        make_mission(hand(world), "eq-9", settings())
    with pytest.raises(EventError, match="no door is left"):
        make_mission(hand(world), EVENT, settings(area="990001999"))
    with pytest.raises(EventError, match="the hours do not suffice"):
        make_mission(hand(world), EVENT, settings(hours=0.01))
    with pytest.raises(EventError, match="no mission 'M9'"):
        mission_of(world, "M9")
    with pytest.raises(PlanningError):
        close_mission(hand(world), "M9")
    assert RESPONDER.event_id == EVENT
