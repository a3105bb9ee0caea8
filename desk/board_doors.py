"""Doors that cannot wait: dangerous but lived in, and empty houses not secured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desk.vacated import gaps_of
from desk.workspace import Workspace
from ledger.fieldwork import photographs, vacated_houses
from ledger.findings import villages_of
from rules.parameters import load_parameters
from rules.reasons import Reason
from rules.times import CHINA_TIME, instant
from rules.vocabulary import TAGS

SECURED = ("water_off", "power_off", "cleared", "locked")  # 两断一清一锁, rule W9

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class OccupiedDoor:
    """A house tagged dangerous in which people may still live.

    Attributes
    ----------
    occupied : bool or None
        ``None``: nobody said.
    hours : float or None
        Since somebody was there; ``None`` if the time is not known.
    lon, lat : float or None
        Where the team stood.
    """

    household_id: str
    village_code: str
    tag: str
    damage_grade: int | None
    occupied: bool | None
    visited_at: str | None
    hours: float | None
    team: str | None
    note: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, kw_only=True)
class EmptyHouse:
    """A house whose family was moved out, and how it is secured (rule W9).

    Attributes
    ----------
    secured : dict of str to bool or None
        Whether each of :data:`SECURED` was done.
    pictures : dict of str to str
        Hash of the newest photograph of each part that there is.
    gaps : tuple of Reason
        What it still lacks; empty if it is settled.
    """

    vacated_id: str
    household_id: str
    village_code: str
    moved_to: str | None
    vacated_on: date | None
    secured: dict[str, bool | None]
    pictures: dict[str, str]
    gaps: tuple[Reason, ...]


def occupied_doors(
    workspace: Workspace,
    newest: Mapping[str, Row],
    empty: Iterable[EmptyHouse],
    now: datetime,
) -> list[OccupiedDoor]:
    """List the doors tagged 黄 or 红 that people were not seen to have left.

    Red ones come first, of these the ones known to be lived in, then by how long
    ago somebody was there.

    Parameters
    ----------
    newest : mapping
        The newest finding that still holds at each door, by household.
    empty : iterable of EmptyHouse
        Whoever was moved out of his house since the visit is safe.
    """
    tags = load_parameters("follow_up")["consequences"]["tags"]
    left = {house.household_id: house.vacated_on for house in empty}
    rows = [
        row
        for row in newest.values()
        if row["tag"] in tags
        and row.get("occupied") is not False
        and not _moved_since(row, left)
    ]
    homes = villages_of(workspace.ledger, (row["household_id"] for row in rows))
    doors = [_door(row, homes.get(row["household_id"]) or "", now) for row in rows]
    return sorted(doors, key=_urgency)


def empty_houses(
    workspace: Workspace, households: Iterable[str], *, area: str = "", since: date
) -> list[EmptyHouse]:
    """List the houses left empty that an event speaks of, the unsettled ones first.

    Parameters
    ----------
    households : iterable of str
        Those visited after the event; of the others the houses left since count.
    since : date
        The day of the event.
    """
    ledger, visited = workspace.ledger, set(households)
    rows = [
        row
        for row in vacated_houses(ledger, area=area)
        if row["household_id"] in visited or (row["vacated_on"] or date.min) >= since
    ]
    if not rows:
        return []
    pictures: dict[str, dict[str, str]] = {}
    for taken in photographs(ledger, area=area):
        if taken["vacated_id"] and taken["part"]:
            own = pictures.setdefault(taken["vacated_id"], {})
            own[taken["part"]] = taken["sha256"]
    houses = [_house(row, pictures) for row in rows]
    return sorted(houses, key=lambda h: (not h.gaps, h.vacated_on or date.min))


def _house(row: Row, pictures: Mapping[str, dict[str, str]]) -> EmptyHouse:
    return EmptyHouse(
        secured={part: row[part] for part in SECURED},
        pictures=pictures.get(row["vacated_id"], {}),
        gaps=gaps_of(row, pictures, date.today()),
        **{n: row[n] for n in ("vacated_id", "household_id", "village_code")},
        **{n: row[n] for n in ("moved_to", "vacated_on")},
    )


def _moved_since(row: Row, left: Mapping[str, date | None]) -> bool:
    """Tell whether the family is known to have left on the day of the visit or later.

    A day of leaving that is not known tells nothing.
    """
    day, visited = left.get(row["household_id"]), instant(row["visited_at"])
    if day is None:
        return False
    return visited is None or day >= visited.astimezone(CHINA_TIME).date()


def _door(row: Row, village_code: str, now: datetime) -> OccupiedDoor:
    visited = instant(row["visited_at"])
    hours = None if visited is None else (now - visited) / timedelta(hours=1)
    told = ("household_id", "tag", "damage_grade", "visited_at", "team")
    said = ("occupied", "note", "lon", "lat")
    return OccupiedDoor(
        village_code=village_code,
        hours=hours,
        **{name: row[name] for name in told},
        **{name: row.get(name) for name in said},
    )


def _urgency(door: OccupiedDoor) -> tuple:
    return (
        -TAGS.index(door.tag),
        door.occupied is None,
        door.visited_at or "",
        door.household_id,
    )
