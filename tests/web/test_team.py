"""What a team's link answers: to the team, to nobody, to what should not be sent."""

import json
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import Random

import pytest

from ledger.fieldwork import photographs
from ledger.findings import findings, last_by_household
from rules.parameters import load_parameters
from tests.desk.field_world import picture
from tests.desk.team_world import (
    EVENT,
    FIRST,
    SECOND,
    end_mission,
    found,
    secret_of,
    team_world,
)
from tests.web.asking import ask, send
from tests.web.team_serving import app_over, served
from web.team_answers import Pace

LINK = f"/team/{FIRST}"
NOBODY = "/team/nobody-has-this-one"


@pytest.fixture
def county(tmp_path):
    made = team_world(tmp_path / "w").workspace
    yield made
    made.ledger.close()


@pytest.fixture
def app(county):
    return app_over(county)


def states(answer):
    assert answer.status == 200
    return [one["state"] for one in answer.json()["answers"]]


def test_the_list_is_sent_again_only_if_something_changed(app):
    first = ask(app, f"{LINK}/doors.json")
    assert [stop["household_id"] for stop in first.json()["stops"]] == ["D001", "D002"]
    tag = first.headers["etag"]
    assert ask(app, f"{LINK}/doors.json", if_none_match=tag).status == 304
    send(app, f"{LINK}/findings", [found("f-000001", "D001")])
    changed = ask(app, f"{LINK}/doors.json", if_none_match=tag)
    assert changed.json()["stops"][0]["found"]["tag"] == "红"


def test_what_is_sent_twice_is_known(app, county):
    rows = [found("f-000001", "D001"), found("f-000002", "H9"), 7]
    assert states(send(app, f"{LINK}/findings", rows)) == [
        "taken", "refused", "refused",
    ]  # fmt: skip
    assert states(send(app, f"{LINK}/findings", rows[:1])) == ["known"]
    assert len(findings(county.ledger, EVENT)) == 1


def test_a_refusal_is_told_in_the_readers_language(app):
    rows = [found("f-000001", "H9")]
    told = send(app, f"{LINK}/findings?lang=en", rows).json()["answers"][0]
    assert told == {
        "id": "f-000001",
        "state": "refused",
        "reason": "no household of that number on record",
    }


@pytest.mark.parametrize("end", ["", "/doors.json", "/door.json", "/findings", "/x"])
def test_a_link_that_is_nobodys_is_nowhere_whatever_is_asked(app, end):
    answer = ask(app, f"{NOBODY}{end}?lang=en")
    assert answer.status in (404, 405)
    assert ask(app, f"/team/{'x' * 300}{end}").status == 404


@pytest.mark.parametrize("path", ["/findings", "/photographs?finding_id=f-000001"])
def test_nobody_sends_anything(app, path):
    answer = send(app, f"{NOBODY}{path}", [found("f-000001", "D001")])
    assert (answer.status, list(answer.json())) == (404, ["error"])


def test_to_a_person_a_lost_link_is_told_in_a_sentence(app):
    answer = ask(app, f"{NOBODY}?lang=en", accept="text/html")
    assert answer.body.decode() == "This link leads nowhere. Ask for a new one."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[" + b"9" * 10_000 + b"]", 400),
        (b"[" + b"1," * 600 + b"1]", 413),
        (b" " * 1_000_001, 413),
    ],
)
def test_what_cannot_be_read_or_is_too_much_is_refused(app, body, status):
    answer = send(app, f"{LINK}/findings?lang=en", body)
    assert (answer.status, list(answer.json())) == (status, ["error"])


def test_another_origin_sends_nothing(app):
    rows = [found("f-000001", "D001")]
    answer = send(app, f"{LINK}/findings", rows, origin="https://evil.example")
    assert answer.status == 403


def test_a_picture_is_kept_without_what_it_carried_along(app, county):
    send(app, f"{LINK}/findings", [found("f-000001", "D001")])
    address = f"{LINK}/photographs?finding_id=f-000001"
    body = picture(lon=104.0, lat=31.0)
    assert states(send(app, address, body)) == ["taken"]
    assert states(send(app, address, body)) == ["known"]
    assert states(send(app, address, b"no picture")) == ["refused"]
    (kept,) = photographs(county.ledger)
    assert (kept["finding_id"], kept["lon"]) == ("f-000001", 104.0)


def test_a_picture_that_is_too_large_is_not_even_read(app):
    most = load_parameters("team_page")["photographs"]["most_bytes"]
    address = f"{LINK}/photographs?finding_id=f-000001"
    assert send(app, address, b"0" * (most + 1)).status == 413


def test_a_door_of_the_county_is_looked_up_by_its_number(app):
    told = ask(app, f"{LINK}/door.json?household_id=H3").json()["door"]
    assert (told["household_id"], told["place"]) == ("H3", None)
    assert ask(app, f"{LINK}/door.json?household_id=H9").json() == {"door": None}


def test_a_closed_mission_is_told(app, county):
    end_mission(county, datetime.now().astimezone())
    assert ask(app, f"{LINK}/doors.json").json()["state"] == "closed"
    before = found("f-000001", "D001")
    assert states(send(app, f"{LINK}/findings", [before])) == ["taken"]


def test_a_link_that_asks_too_fast_waits(app, monkeypatch):
    monkeypatch.setattr(Pace, "wait_s", lambda pace, link: 12.5)
    answer = ask(app, f"{LINK}/doors.json")
    assert (answer.status, answer.headers["retry-after"]) == (429, "13")


def test_one_link_that_asks_too_fast_holds_up_no_other():
    pace = Pace(1)
    assert [pace.wait_s(link, 5.0) for link in "aab"] == [0.0, 60.0, 0.0]


def test_each_team_keeps_its_own_name_on_what_it_found(app, county):
    send(app, f"{LINK}/findings", [found("f-000001", "D001")])
    send(app, f"/team/{SECOND}/findings", [found("f-000002", "D003")])
    told = {row["household_id"]: row["team"] for row in findings(county.ledger, EVENT)}
    assert told == {"D001": "第1队", "D003": "第2队"}


def arrivals(county, teams, each, seed):
    """What all telephones send: in no order, each twice, in unequal parts."""
    shuffled = Random(seed)
    rows = {}
    for team in range(1, teams + 1):
        own = [
            found(
                f"finding-{team:02}-{n:04}",
                shuffled.choice(county.households),
                shuffled.choice("绿黄红"),
                f"2025-11-19T{shuffled.randrange(8, 18):02}:{n % 60:02}:00+08:00",
            )
            for n in range(each)
        ]
        rows[secret_of(team)] = own
    parts = []
    for secret, own in rows.items():
        twice = [*own, *own]
        shuffled.shuffle(twice)
        while twice:
            size = shuffled.randrange(1, 120)
            parts.append((secret, twice[:size]))
            del twice[:size]
    shuffled.shuffle(parts)
    return [row for own in rows.values() for row in own], parts


def newest(rows):
    last = {}
    for row in sorted(rows, key=lambda row: (row["visited_at"], row["id"])):
        last[row["household_id"]] = row["id"]
    return last


def post(address, secret, part):
    request = urllib.request.Request(
        f"{address}/team/{secret}/findings", json.dumps(part).encode(), method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return [one["state"] for one in json.load(answer)["answers"]]


@pytest.mark.parametrize(
    ("teams", "each"), [(4, 30), pytest.param(20, 500, marks=pytest.mark.slow)]
)
def test_what_many_teams_send_shuffled_doubled_and_late_is_kept_once(
    tmp_path, teams, each
):
    county = team_world(tmp_path / "w", doors=4 * teams, teams=teams)
    rows, parts = arrivals(county, teams, each, seed=6)
    app = app_over(county.workspace)
    with served(app) as address, ThreadPoolExecutor(teams) as phones:
        said = phones.map(lambda part: post(address, *part), parts)
        states = Counter(state for answer in said for state in answer)
    assert states == {"taken": len(rows), "known": len(rows)}
    assert len(findings(county.workspace.ledger, EVENT)) == len(rows)
    last = last_by_household(county.workspace.ledger, EVENT)
    assert {h: row["finding_id"] for h, row in last.items()} == newest(rows)
    county.workspace.ledger.close()
