"""Two teams after an earthquake: each has a link, and doors in an order."""

import atexit
import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from desk.case_hand import Hand
from desk.workspace import Workspace, open_workspace
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
    template, ids = _template(doors, teams, season)
    shutil.copytree(template.name, root)
    return TeamWorld(open_workspace(root), list(ids))


@cache
def _template(doors, teams, season):
    """Made once, then copied."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    made = made_workspace(Path(folder.name))
    ids = [f"D{n:03}" for n in range(1, doors + 1)]
    head = {"actor": "t", "verb": "survey", "scope": "exposure", "at": STRUCK}
    with made.ledger.writing(**head) as entry:
        entry.write(household, [_home(n, id_) for n, id_ in enumerate(ids)])
        places = {id_: (104.5 + n / 1000, 31.5) for n, id_ in enumerate(ids)}
        rows = [{"household_id": i, "lon": x, "lat": y} for i, (x, y) in places.items()]
        entry.write(
            dwelling, [row | {"structure": "土坯", "grade": "D"} for row in rows]
        )
    begin_event(made, EVENT)
    begin_mission(made, ids, teams=teams, season=season)
    made.ledger.close()
    return folder, ids


def begin_event(workspace, event_id):
    """Put an earthquake on record."""
    head = {"actor": "t", "verb": "add event", "scope": "events", "at": STRUCK}
    with workspace.ledger.writing(**head) as entry:
        quake = {"hazard": "earthquake", "form": "parameters", "title": "安和 6.5"}
        told = {"event_id": event_id, "happened_at": STRUCK.isoformat()}
        entry.write(hazard_event, [quake | told])


def secret_of(team, mission=MISSION):
    """The secret in the link of the n-th team, 1 is the first."""
    if mission == MISSION and team <= 2:
        return (FIRST, SECOND)[team - 1]
    return f"secret-{mission}-{team:03}"


def begin_mission(
    workspace, ids, *, teams=2, season=None, mission=MISSION, event_id=EVENT
):
    """Give doors to teams in equal parts, each with a link of its own."""
    names = [str(n + 1) for n in range(teams)]
    secrets = [secret_of(n + 1, mission) for n in range(teams)]
    each = -(-len(ids) // teams)
    stops = [
        {"household_id": id_, "team": names[n // each], "place": n % each + 1}
        for n, id_ in enumerate(ids)
    ]
    rows = [
        {"team": n, "name": f"第{n}队", "token_sha256": token_hash(s)}
        for n, s in zip(names, secrets, strict=True)
    ]
    wanted = {
        "mission_id": mission, "event_id": None if season else event_id,
        "season": season, "title": "第一天", "made_at": STRUCK.isoformat(),
        "teams": teams,
        "settings": '{"sweep_id": "s-1"}' if season else "{}",
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
