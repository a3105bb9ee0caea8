"""Missions as they are on record, with what is known of each door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from desk.mission_doors import positions_of
from desk.mission_routes import Way, kept_ways
from desk.mission_settings import MissionSettings
from desk.snapshot import exposure_of
from desk.triage import Triaged
from desk.workspace import Workspace
from geo.exposure import Exposure
from geo.sweep_doors import LEFT_OUT_WORDS, LeftOut
from ledger import missions as record
from rules.errors import EventError
from rules.language import N_
from rules.vocabulary import GRADES, STRUCTURES

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MissionStop:
    """A door on the list of a team; no name of a person is among it.

    Attributes
    ----------
    lon, lat : float, degrees in EPSG:4490; ``NaN`` without place.
    structure, grade : str, words of record; ``""`` unknown.
    people, dependents : int or None
    heavy : float, probability of heavy damage; ``NaN`` unknown.
    danger : float, expected people in danger; ``NaN`` unknown.
    score : float, what ordered the visits; ``NaN`` unknown.
    arrive_min : float, after the team left the base.
    walk_m : float, way from the stop before.
    """

    place: int
    household_id: str
    lon: float
    lat: float
    village_code: str
    village_name: str
    structure: str
    grade: str
    people: int | None
    dependents: int | None
    heavy: float
    danger: float
    score: float
    arrive_min: float
    walk_m: float


@dataclass(frozen=True, kw_only=True)
class MissionTeam:
    """A team of a mission, its doors and its way."""

    team: str
    name: str
    length_m: float
    minutes: float
    stops: tuple[MissionStop, ...]
    legs: tuple[Way, ...]

    @property
    def doors(self) -> int:
        """Count the doors."""
        return len(self.stops)

    @cached_property
    def route(self) -> Way:
        """The whole way, longitude and latitude (n, 2); empty without one."""
        return np.concatenate([np.empty((0, 2)), *self.legs])


@dataclass(frozen=True, kw_only=True)
class Mission:
    """A day of teams, as it is on record.

    Attributes
    ----------
    event_id : str or None
        ``None`` of a sweep of a season.
    left_out : mapping of str to int
        How many doors were left out when it was made, by the reason (message ids).
    """

    mission_id: str
    event_id: str | None
    season: str
    title: str
    made_at: str
    state: str
    settings: MissionSettings
    left_out: Mapping[str, int]
    teams: tuple[MissionTeam, ...]


def missions_of(workspace: Workspace, event_id: str | None = None) -> list[Row]:
    """Return the missions (of an event), the newest first."""
    return record.missions(workspace.ledger, event_id)[::-1]


def mission_row(workspace: Workspace, mission_id: str) -> Row:
    """Return the row of a mission on record.

    Raises
    ------
    EventError
        If there is none.
    """
    known = {row["mission_id"]: row for row in record.missions(workspace.ledger)}
    if mission_id not in known:
        raise EventError(
            N_("no mission {id!r}; missions are: {known}"),
            id=mission_id,
            known=", ".join(known) or "-",
        )
    return known[mission_id]


def mission_area(workspace: Workspace, mission_id: str) -> str:
    """Return the code of the area of a mission; ``""`` is the county."""
    return MissionSettings.of_row(mission_row(workspace, mission_id)).area


def mission_of(
    workspace: Workspace, mission_id: str, triaged: Triaged | None = None
) -> Mission:
    """Return a mission with its teams, their doors and their ways.

    Parameters
    ----------
    triaged : Triaged, optional
        The order of visits, where it is at hand: it tells what is expected of each
        door.

    Raises
    ------
    EventError
        If there is none.
    """
    row = mission_row(workspace, mission_id)
    exposure = triaged.exposure if triaged else exposure_of(workspace)
    stops = _stops(workspace, mission_id, exposure, triaged)
    settings = MissionSettings.of_row(row)
    places = {t: np.array([(s.lon, s.lat) for s in own]) for t, own in stops.items()}
    legs = kept_ways(workspace, mission_id, settings, places, exposure.metric_crs)
    counts = json.loads(row["settings"]).get("left_out", {})
    return Mission(
        **{n: row[n] for n in ("mission_id", "event_id", "title", "made_at", "state")},
        season=row["season"] or "",
        settings=settings,
        left_out={LEFT_OUT_WORDS[LeftOut[name]]: n for name, n in counts.items()},
        teams=tuple(
            MissionTeam(
                team=told["team"],
                name=told["name"] or told["team"],
                length_m=told["length_m"],
                minutes=told["minutes"],
                stops=stops.get(told["team"], ()),
                legs=tuple(legs.get(told["team"], ())),
            )
            for told in record.mission_teams(workspace.ledger, mission_id)
        ),
    )


def _stops(
    workspace: Workspace, mission_id: str, exposure: Exposure, triaged: Triaged | None
) -> dict[str, tuple[MissionStop, ...]]:
    """Return the doors of each team in their order."""
    rows = record.mission_stops(workspace.ledger, mission_id)
    at = positions_of(exposure, [row["household_id"] for row in rows])
    pairs = zip(rows, at.tolist(), strict=True)
    told = [(row["team"], _stop(row, here, exposure, triaged)) for row, here in pairs]
    return {
        team: tuple(stop for _, stop in own)
        for team, own in groupby(told, key=lambda pair: pair[0])
    }


def _stop(
    row: Row, at: int, exposure: Exposure, triaged: Triaged | None
) -> MissionStop:
    """Describe a door; of one that is not on record any more little is known."""
    known = at >= 0
    village = int(exposure.village[at]) if known else -1
    counts = (exposure.occupants, exposure.dependents)
    people, dependents = (
        int(values[at]) if known and values[at] >= 0 else None for values in counts
    )
    result = triaged.result if triaged and known else None
    return MissionStop(
        place=row["place"],
        household_id=row["household_id"],
        lon=float(exposure.lon[at]) if known else np.nan,
        lat=float(exposure.lat[at]) if known else np.nan,
        village_code=(*exposure.village_codes, "")[village],
        village_name=(*exposure.village_names, "")[village],
        structure=(*STRUCTURES, "")[exposure.structure[at]] if known else "",
        grade=(*GRADES, "")[exposure.grade[at]] if known else "",
        people=people,
        dependents=dependents,
        heavy=float(result.heavy[at]) if result else np.nan,
        danger=float(result.danger[at]) if result else np.nan,
        score=float(result.score[at]) if result else np.nan,
        arrive_min=np.nan if row["arrive_min"] is None else row["arrive_min"],
        walk_m=np.nan if row["walk_m"] is None else row["walk_m"],
    )
