"""Two teams after an earthquake: each has a link, and doors in an order."""

from datetime import datetime
from typing import NamedTuple

from desk.case_hand import Hand
from desk.workspace import Workspace
from ledger.missions import close_mission, save_mission, token_hash
from ledger.schema import dwelling, hazard_event, household
from rules.times import CHINA_TIME
from tests.desk.field_world import PLANNER, VILLAGE, made_workspace

STRUCK = datetime(2025, 11, 18, 14, 0, tzinfo=CHINA_TIME)
NOW = datetime(2025, 11, 19, 12, 0, tzinfo=CHINA_TIME)
EVENT, MISSION = "eq-001", "m-001"
FIRST, SECOND = "first-team-secret", "second-team-secret"
BAD_NAME = "<img src=x onerror=alert(1)>赵六"


class TeamWorld(NamedTuple):
    """A workspace with a mission; ``households`` are those of the county."""

    workspace: Workspace
    households: list[str]


def team_world(root, *, doors=4, teams=2, season=None) -> TeamWorld:
    """The first team has the first half of ``doors`` new houses, and so on."""
    made = made_workspace(root)
    ids = [f"D{n:03}" for n in range(1, doors + 1)]
    head = {"actor": "t", "verb": "survey", "scope": "exposure", "at": STRUCK}
    with made.ledger.writing(**head) as entry:
        entry.write(household, [_home(n, id_) for n, id_ in enumerate(ids)])
        places = {id_: (104.5 + n / 1000, 31.5) for n, id_ in enumerate(ids)}
        rows = [{"household_id": i, "lon": x, "lat": y} for i, (x, y) in places.items()]
        entry.write(
            dwelling, [row | {"structure": "土坯", "grade": "D"} for row in rows]
        )
    with made.ledger.writing(**head | {"scope": "events"}) as entry:
        quake = {"hazard": "earthquake", "form": "parameters", "title": "安和 6.5"}
        told = {"event_id": EVENT, "happened_at": STRUCK.isoformat()}
        entry.write(hazard_event, [quake | told])
    begin_mission(made, ids, teams=teams, season=season)
    return TeamWorld(made, ids)


def begin_mission(workspace, ids, *, teams=2, season=None, mission=MISSION):
    """Give doors to teams in equal parts, each with a link of its own."""
    names = [str(n + 1) for n in range(teams)]
    secrets = [FIRST, SECOND, *[f"secret-of-team-{n}" for n in names[2:]]]
    each = -(-len(ids) // teams)
    stops = [
        {"household_id": id_, "team": names[n // each], "place": n % each + 1}
        for n, id_ in enumerate(ids)
    ]
    rows = [
        {"team": n, "name": f"第{n}队", "token_sha256": token_hash(s)}
        for n, s in zip(names, secrets, strict=False)
    ]
    wanted = {
        "mission_id": mission, "event_id": None if season else EVENT, "season": season,
        "title": "第一天", "made_at": STRUCK.isoformat(), "teams": teams, "settings": "{}",
    }  # fmt: skip
    hand = Hand(workspace, PLANNER, at=STRUCK)
    with workspace.ledger.transaction() as transaction:
        save_mission(
            transaction,
            lambda: hand.entry(transaction, "make mission", scope="missions"),
            wanted,
            rows,
            stops,
        )


def end_mission(workspace, at):
    hand = Hand(workspace, PLANNER, at=at)
    with workspace.ledger.transaction() as transaction:
        close_mission(
            transaction,
            lambda: hand.entry(transaction, "close mission", scope="missions"),
            MISSION,
        )


def found(id_, household_id, tag="红", at="2025-11-19T09:30:00+08:00", **more):
    """A finding as a telephone sends it."""
    told = {"id": id_, "household_id": household_id, "tag": tag, "visited_at": at}
    return told | more


def _home(number, id_):
    name = BAD_NAME if number == 0 else "王小明"
    told = {"household_id": id_, "village_code": VILLAGE, "head_name": name}
    return told | {"occupants": 3, "dependents": 1}
