"""How fast teams work, and when their doors will have been seen."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from desk.workspace import Workspace
from ledger.missions import OPEN, mission_stops, mission_teams, missions
from rules.parameters import Table, load_parameters
from rules.times import instant

HOURS_PER_DAY = 24.0

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TeamProgress:
    """How far one team is.

    Attributes
    ----------
    team : str
        Its name, or its number; ``""`` for findings that name none.
    mission_id : str
        Of the open mission it is out on; ``""`` if it is on none.
    doors, done : int or None
        Of its mission, and of these visited; ``None`` without mission.
    visited : int
        Doors whose newest finding it brought.
    last_at : datetime or None
        When it was at a door last.
    pace_doors_per_hour : float or None
        Breaks are left out; ``None`` with too few doors of known time.
    """

    team: str
    mission_id: str
    doors: int | None
    done: int | None
    visited: int
    last_at: datetime | None
    pace_doors_per_hour: float | None

    @property
    def left(self) -> int:
        """Doors of its mission that nobody has seen."""
        return (self.doors or 0) - (self.done or 0)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long the work goes on if the teams go on as they do.

    Attributes
    ----------
    doors_per_hour : float or None
        Of all teams at work together.
    left : int
        Doors nobody has seen: of the open missions, or of all without any.
    hours_left : float or None
        Of work.
    ends_at : datetime or None
        With so many hours of work in a day as the parameters say.
    """

    doors_per_hour: float | None
    left: int
    hours_left: float | None
    ends_at: datetime | None


def team_progress(
    workspace: Workspace,
    event_id: str,
    newest: Mapping[str, Row],
    found: Iterable[Row],
) -> list[TeamProgress]:
    """Say how far each team is: those on an open mission first.

    Parameters
    ----------
    newest : mapping
        The newest finding that still holds at each door, by household.
    found : iterable of dict
        All findings of the event.
    """
    moments: dict[str, list[datetime]] = {}
    for row in found:
        times = moments.setdefault(row["team"] or "", [])
        if moment := instant(row["visited_at"]):
            times.append(moment)
    brought: dict[str, int] = {}
    for row in newest.values():
        brought[row["team"] or ""] = brought.get(row["team"] or "", 0) + 1
    out = [*_out(workspace, event_id, newest)]
    named = {name for name, *_ in out}
    out += [
        (name, "", None, None)
        for name in sorted(moments.keys() - named, key=_by_number)
    ]
    return [
        TeamProgress(
            team=name,
            mission_id=mission_id,
            doors=doors,
            done=done,
            visited=brought.get(name, 0),
            last_at=max(moments.get(name, ()), default=None),
            pace_doors_per_hour=pace_of(moments.get(name, ())),
        )
        for name, mission_id, doors, done in out
    ]


def pace_of(moments: Collection[datetime]) -> float | None:
    """Return doors per hour of work, ``None`` with too few of them.

    A team at no door for longer than a break takes is not at work in between.

    Examples
    --------
    >>> start = datetime(2026, 1, 1, 9)
    >>> pace_of([start + timedelta(minutes=m) for m in (0, 10, 20, 30, 40, 400)])
    6.0
    >>> pace_of([start]) is None
    True
    """
    law = _law()
    if len(moments) < law["least_doors"]:
        return None
    pause = timedelta(minutes=law["break_minutes"])
    steps = [b - a for a, b in pairwise(sorted(moments)) if b - a <= pause]
    worked = sum(steps, timedelta())
    return len(steps) / (worked / timedelta(hours=1)) if worked else None


def pace(teams: Iterable[TeamProgress], left: int, now: datetime) -> Pace:
    """Say how long it takes until the last door was seen.

    Parameters
    ----------
    left : int
        Doors nobody has seen.
    now : datetime
        With offset; teams that were at no door within a day before are not at work.
    """
    day = timedelta(days=1)
    known = [
        team.pace_doors_per_hour
        for team in teams
        if team.pace_doors_per_hour and team.last_at and now - team.last_at <= day
    ]
    if not known:
        return Pace(doors_per_hour=None, left=left, hours_left=None, ends_at=None)
    hours = left / sum(known)
    days, rest = divmod(hours, _law()["work_hours_per_day"])
    ends_at = now + timedelta(hours=days * HOURS_PER_DAY + rest)
    return Pace(doors_per_hour=sum(known), left=left, hours_left=hours, ends_at=ends_at)


def _out(
    workspace: Workspace, event_id: str, newest: Mapping[str, Row]
) -> Iterable[tuple[str, str, int, int]]:
    """Yield name, mission, doors and doors seen of each team on an open mission."""
    ledger = workspace.ledger
    for mission in missions(ledger, event_id):
        if mission["state"] != OPEN:
            continue
        id_ = mission["mission_id"]
        stops: dict[str, list[str]] = {}
        for stop in mission_stops(ledger, id_):
            stops.setdefault(stop["team"], []).append(stop["household_id"])
        for row in mission_teams(ledger, id_):
            doors = stops.get(row["team"], [])
            done = sum(door in newest for door in doors)
            yield row["name"] or row["team"], id_, len(doors), done


def _law() -> Table:
    return load_parameters("follow_up")["board"]


def _by_number(team: str) -> tuple[int, str]:
    """Sort names that begin with a number as numbers: 2队 comes before 10队."""
    return len(team), team
