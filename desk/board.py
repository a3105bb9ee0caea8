"""The live board: what was visited, by whom, and where people are still in danger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from desk.board_doors import EmptyHouse, OccupiedDoor, empty_houses, occupied_doors
from desk.board_teams import Pace, TeamProgress, pace, team_progress
from desk.triage import Triaged
from desk.workspace import Workspace
from geo.exposure import Exposure
from ledger.findings import findings
from rules.times import CHINA_TIME, instant
from rules.vocabulary import TAGS

TOWN_DIGITS = 9

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Board:
    """How far the work after an event is, in a county or one of its towns.

    Attributes
    ----------
    houses, visited : int
        Doors, and those somebody was at; what an aftershock made old does not count.
    tags : dict of str to int
        Doors by their newest tag.
    stale : int
        Doors to be visited again, shaken since their visit.
    towns, villages : list of dict
        ``code, name, houses, visited, 绿, 黄, 红``, and ``town_name`` of villages; in
        the order of codes, only those where somebody was; ``""`` is unknown.
    teams : list of TeamProgress
    occupied : list of OccupiedDoor
        Tagged 黄 or 红, and people may be in: the most urgent first.
    empty : list of EmptyHouse
        Houses left since (rule W9), the unsettled ones first.
    pace : Pace
    """

    houses: int
    visited: int
    tags: dict[str, int]
    stale: int
    towns: list[Row]
    villages: list[Row]
    teams: list[TeamProgress]
    occupied: list[OccupiedDoor]
    empty: list[EmptyHouse]
    pace: Pace


def board(
    workspace: Workspace,
    found: Triaged,
    *,
    area: str = "",
    now: datetime | None = None,
) -> Board:
    """Put together how far the work after an event is.

    Parameters
    ----------
    found : Triaged
        The event and its findings.
    area : str
        Code of a town or village, ``""`` the county; teams are told of as a whole.
    now : datetime, optional
        With offset; this moment if not given.
    """
    now = now or datetime.now(CHINA_TIME)
    exposure, event_id = found.exposure, found.event["event_id"]
    rows = findings(workspace.ledger, event_id)
    held = _held(found)
    newest = {r["household_id"]: r for r in rows if r["household_id"] in held}
    own = {id_: row for id_, row in newest.items() if held[id_].startswith(area)}
    inside = _inside(exposure, area)
    doors = found.visited.doors & inside
    empty = empty_houses(workspace, own, area=area, since=_day(found.event))
    teams = team_progress(workspace, event_id, newest, rows)
    on_mission = any(team.mission_id for team in teams)
    unseen = int(np.count_nonzero(inside & ~found.visited.doors))
    left = sum(team.left for team in teams) if on_mission else unseen
    return Board(
        houses=int(np.count_nonzero(inside)),
        visited=int(np.count_nonzero(doors)),
        tags=_counts(found.visited.tag[doors]),
        stale=int(np.count_nonzero(found.visited.stale & inside)),
        towns=_areas(found, inside, exposure.town_names),
        villages=_areas(found, inside, exposure.village_names),
        teams=teams,
        occupied=occupied_doors(workspace, own, empty, now),
        empty=empty,
        pace=pace(teams, left, now),
    )


def _held(found: Triaged) -> dict[str, str]:
    """Return the village of each door whose newest finding still holds."""
    exposure, doors = found.exposure, np.flatnonzero(found.visited.doors)
    ids = exposure.household_id.take(pa.array(doors)).to_pylist()
    codes = (*exposure.village_codes, "")
    villages = (codes[at] for at in exposure.village[doors])
    return dict(zip(ids, villages, strict=True))


def _inside(exposure: Exposure, area: str) -> np.ndarray:
    within = [code.startswith(area) for code in exposure.village_codes]
    return np.array([*within, not area])[exposure.village]


def _counts(tags: np.ndarray) -> dict[str, int]:
    return {tag: int((tags == at).sum()) for at, tag in enumerate(TAGS)}


def _areas(found: Triaged, inside: np.ndarray, names: Sequence[str]) -> list[Row]:
    """Count by town where the names are those of towns, else by village."""
    exposure, seen = found.exposure, found.visited
    by_town = names is exposure.town_names
    codes = [c[:TOWN_DIGITS] if by_town else c for c in exposure.village_codes]
    keys, first, place = np.unique([*codes, ""], return_index=True, return_inverse=True)
    at = place[exposure.village]

    def counted(mask: np.ndarray) -> list[int]:
        return np.bincount(at[mask & inside], minlength=len(keys)).tolist()

    named, towns = np.array([*names, ""])[first], [*exposure.town_names, ""]
    columns = {
        "code": keys.tolist(),
        "name": named.tolist(),
        "town_name": np.array(towns)[first].tolist(),
        "houses": counted(np.ones(len(at), dtype=bool)),
        "visited": counted(seen.doors),
    }
    for code, tag in enumerate(TAGS):
        columns[tag] = counted(seen.doors & (seen.tag == code))
    rows = zip(*columns.values(), strict=True)
    made = [dict(zip(columns, row, strict=True)) for row in rows]
    return [row for row in made if row["visited"]]


def _day(event: Row) -> date:
    """Return the day of an event; without one, today: nothing is older than it."""
    happened = instant(event["happened_at"])
    return happened.astimezone(CHINA_TIME).date() if happened else date.today()
