"""What telephones send: kept once, in whatever order it comes, or answered why not."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.field_returns import take_team_findings, take_team_photograph
from ledger.fieldwork import photographs, visits
from ledger.findings import findings, found_at, last_by_household
from tests.desk.field_world import picture
from tests.desk.team_world import (
    EVENT,
    FIRST,
    MISSION,
    NOW,
    SECOND,
    STRUCK,
    begin_event,
    begin_mission,
    end_mission,
    found,
    secret_of,
    team_world,
)


@pytest.fixture
def world(tmp_path):
    made = team_world(tmp_path / "w")
    yield made.workspace
    made.workspace.ledger.close()


def send(workspace, *rows, token=FIRST, at=NOW):
    answers = take_team_findings(workspace, token, rows, at=at)
    return [answer.state for answer in answers]


def why(workspace, row, at=NOW):
    (answer,) = take_team_findings(workspace, FIRST, [row], at=at)
    assert answer.state == "refused"
    return answer.reason.told("en")


def test_everything_a_team_wrote_is_kept_with_who_and_when(world):
    row = found("f-000001", "D001", "黄", damage_grade=3, reason="ordered",
                occupied=True, note=" 墙裂\n5 mm ", lon=104.5, lat=31.5)  # fmt: skip
    assert send(world, row) == ["taken"]
    (kept,) = findings(world.ledger, EVENT)
    kept.pop("entry_seq")
    assert kept == {
        "finding_id": "f-000001",
        "event_id": EVENT,
        "household_id": "D001",
        "tag": "黄",
        "damage_grade": 3,
        "reason": "ordered",
        "visited_at": "2025-11-19T09:30:00+08:00",
        "team": "第1队",
        "occupied": True,
        "note": "墙裂 5 mm",
        "lon": 104.5,
        "lat": 31.5,
        "received_at": "2025-11-19T12:00:00+08:00",
    }
    assert world.ledger.position("findings") == world.ledger.position()


def test_what_was_sent_twice_is_kept_once(world):
    rows = [found("f-000001", "D001"), found("f-000002", "D002", "绿")]
    assert send(world, *rows, rows[0]) == ["taken", "taken", "known"]
    assert send(world, *reversed(rows)) == ["known", "known"]
    assert len(findings(world.ledger, EVENT)) == 2


def test_a_second_content_under_one_number_is_refused(world):
    send(world, found("f-000001", "D001"))
    told = why(world, found("f-000001", "D001", "绿"))
    assert told.startswith("on record it says something else: 红")
    (kept,) = findings(world.ledger, EVENT)
    assert kept["tag"] == "红"


def test_good_rows_are_taken_although_others_are_refused(world):
    rows = [found("f-000001", "H9"), found("f-000002", "D001"), 7, None, {}, "红"]
    states = ["refused", "taken", *["refused"] * 4]
    assert send(world, *rows) == states


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"id": "short"}, "the number of this finding cannot be read"),
        ({"id": ["f-000001"]}, "the number of this finding cannot be read"),
        ({"tag": "蓝"}, "not one of: 绿 黄 红"),
        ({"tag": ["红"]}, "not one of: 绿 黄 红"),
        ({"household_id": None}, "no household of that number on record"),
        ({"household_id": "\ud800"}, "no household of that number on record"),
        ({"household_id": "D001" * 99}, "no household of that number on record"),
        ({"damage_grade": 6}, "a damage grade is a number from 1 to 5"),
        ({"damage_grade": True}, "a damage grade is a number from 1 to 5"),
        ({"damage_grade": 3.5}, "a damage grade is a number from 1 to 5"),
        ({"reason": "whim"}, "not one of: ordered asked"),
        ({"occupied": "yes"}, "not one of: true false"),
        ({"note": "很" * 401}, "a note has at most 400 characters"),
        ({"visited_at": "soon"}, "is no time; write it as 2026-11-22 14:05"),
        ({"visited_at": None}, "is no time; write it as 2026-11-22 14:05"),
        ({"visited_at": "2025-11-18T13:59:00+08:00"},
         "its time lies before the event of 2025-11-18 14:00"),
        ({"visited_at": "2025-11-19T12:11:00+08:00"},
         "its time lies in the future; set the telephone's clock"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(world, wrong, reason):
    assert why(world, found("f-000001", "D001") | wrong) == reason
    assert findings(world.ledger, EVENT) == []


@pytest.mark.parametrize("place", [(200, 31), (104, None), (True, 31), ("a", "b")])
def test_a_place_that_is_none_is_not_known(world, place):
    lon, lat = place
    send(world, found("f-000001", "D001", lon=lon, lat=lat))
    (kept,) = findings(world.ledger, EVENT)
    assert (kept["lon"], kept["lat"]) == (None, None)


def test_a_clock_that_is_a_little_ahead_does_no_harm(world):
    ahead = (NOW + timedelta(minutes=9)).isoformat()
    assert send(world, found("f-000001", "D001", at=ahead)) == ["taken"]


def test_what_was_found_before_a_mission_closed_is_taken_however_late(world):
    end_mission(world, NOW)
    late = NOW + timedelta(days=2)
    before = found("f-000001", "D001", at="2025-11-19T11:59:00+08:00")
    assert send(world, before, at=late) == ["taken"]
    after = found("f-000002", "D002", at="2025-11-19T12:01:00+08:00")
    assert why(world, after, at=late) == "the mission was closed at 2025-11-19 12:00"


def test_a_change_of_mind_is_a_newer_finding(world):
    send(world, found("f-000009", "D001", "红"))
    send(world, found("f-000001", "D001", "绿", at="2025-11-19T09:30:01+08:00"))
    assert found_at(world.ledger, EVENT, ["D001"])["D001"]["tag"] == "绿"


def test_a_seasonal_sweep_makes_its_visits_too(tmp_path):
    made = team_world(tmp_path / "w", season="after_thaw").workspace
    rows = [found("f-000001", "D001", "黄"), found("f-000002", "D002", "绿")]
    assert send(made, *rows) == ["taken", "taken"]
    names = ("sweep_id", "household_id", "suspected")
    told = [tuple(v[n] for n in names) for v in visits(made.ledger)]
    assert told == [("s-1", "D001", True), ("s-1", "D002", False)]
    assert len(findings(made.ledger, MISSION)) == 2
    made.ledger.close()


def test_a_picture_belongs_to_its_finding_and_is_kept_once(world):
    send(world, found("f-000001", "D001", lon=104.5, lat=31.5))
    told = [
        take_team_photograph(world, FIRST, "f-000001", picture(), at=NOW).state
        for _ in range(2)
    ]
    assert told == ["taken", "known"]
    (kept,) = photographs(world.ledger)
    assert (kept["finding_id"], kept["household_id"]) == ("f-000001", "D001")
    place = (kept["taken_at"], kept["lon"], kept["lat"])
    assert place == ("2025-11-19T09:30:00", 104.5, 31.5)


def test_a_picture_without_its_finding_or_of_another_team_is_refused(world):
    send(world, found("f-000001", "D001"))
    for token, name in ((FIRST, "f-000002"), (SECOND, "f-000001")):
        answer = take_team_photograph(world, token, name, picture(), at=NOW)
        assert answer.reason.told("en").startswith("the finding of this picture is not")
    answer = take_team_photograph(world, FIRST, "f-000001", b"no picture", at=NOW)
    assert answer.state == "refused"
    assert photographs(world.ledger) == []


DAY = timedelta(hours=9)  # the same day: a past is set up forwards only
ROWS = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.sampled_from(["D001", "D002", "D003"]),
        st.sampled_from("绿黄红"),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0],
)


def sent(row, event_id):
    number, household_id, tag, minute = row
    at = (STRUCK + timedelta(minutes=minute)).isoformat()
    return found(f"{event_id}-{number:03}", household_id, tag, at=at)


def told_by(workspace, event_id):
    rows = last_by_household(workspace.ledger, event_id).values()
    return {(r["household_id"], r["finding_id"], r["tag"]) for r in rows}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """One county; each example has an earthquake of its own in it."""
    made = team_world(tmp_path_factory.mktemp("order") / "w")
    yield made, count(2)
    made.workspace.ledger.close()


@settings(max_examples=25)
@given(rows=ROWS, data=st.data())
def test_in_any_order_and_doubled_the_state_is_the_same(county, rows, data):
    (workspace, ids), numbers = county
    number = next(numbers)
    event_id, mission = f"eq-{number:03}", f"m-{number:03}"
    begin_event(workspace, event_id)
    begin_mission(workspace, ids, mission=mission, event_id=event_id)
    own = [sent(row, event_id) for row in rows]
    wanted = {
        row["household_id"]: (row["id"], row["tag"])
        for row in sorted(own, key=lambda r: (r["visited_at"], r["id"]))
    }
    twice = data.draw(st.permutations([*own, *own]))
    cut = data.draw(st.integers(0, len(twice)))
    for part in (twice[:cut], twice[cut:]):
        send(workspace, *part, token=secret_of(1, mission), at=STRUCK + DAY)
    assert told_by(workspace, event_id) == {(h, *said) for h, said in wanted.items()}
    assert len(findings(workspace.ledger, event_id)) == len(rows)
