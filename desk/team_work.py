"""What one team has before it: its doors in their order, and what was found there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk.field_rows import LONGEST_ID
from desk.snapshot import exposure_of
from desk.stale_findings import stale_findings
from desk.workspace import Workspace
from ledger.findings import found_at
from ledger.households import place_names
from ledger.missions import CLOSED, mission_stops, missions, team_of_token
from ledger.reading import Reader, for_role
from ledger.register import events
from ledger.roles import Acting, Role
from rules.errors import AccessError
from rules.language import N_

LONGEST_TOKEN = 200

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Team:
    """A team that is known by its link.

    Attributes
    ----------
    mission, team : dict
        Their rows of the ledger.
    event : dict or None
        The register's row; ``None`` for a sweep of a season.
    """

    mission: Row
    team: Row
    event: Row | None

    @property
    def name(self) -> str:
        """What its findings are signed with."""
        return self.team["name"] or self.team["team"]

    @property
    def occasion(self) -> str:
        """What its findings belong to: the event, or else the mission itself."""
        return self.mission["event_id"] or self.mission["mission_id"]

    @property
    def is_open(self) -> bool:
        """Whether the mission goes on."""
        return self.mission["state"] != CLOSED

    @property
    def sweep_id(self) -> str | None:
        """The sweep of a season that the mission is part of, if it is."""
        return json.loads(self.mission["settings"] or "{}").get("sweep_id")

    @property
    def acting(self) -> Acting:
        """Who acts when the team does."""
        return Acting(self.name, Role.RESPONDER, event_id=self.occasion)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A door, as a team needs to know it; ``None`` is unknown.

    Attributes
    ----------
    place : int or None
        In the team's order, 1 is first; ``None`` of a door that is not its own.
    head : str or None
        Name of the head of the household as its role reads it: masked.
    found : dict or None
        The newest finding there, with ``stale``: whether a later earthquake made it
        old; ``None``: nobody was there.
    """

    household_id: str
    place: int | None
    village: str
    head: str | None
    people: int | None
    dependents: int | None
    structure: str | None
    storeys: int | None
    grade: str | None
    lon: float | None
    lat: float | None
    arrive_min: float | None
    found: Row | None


@dataclass(frozen=True, kw_only=True)
class TeamWork:
    """The work of a team as of now."""

    team: Team
    stops: tuple[Stop, ...]


def team_of(workspace: Workspace, token: str) -> Team | None:
    """Return the team that a link belongs to; ``None`` if it is nobody's."""
    if not (token and len(token) <= LONGEST_TOKEN and token.isascii()):
        return None
    team = team_of_token(workspace.ledger, token)
    if team is None:
        return None
    known = {row["mission_id"]: row for row in missions(workspace.ledger)}
    mission = known[team["mission_id"]]
    of = {row["event_id"]: row for row in events(workspace.ledger)}
    return Team(mission=mission, team=team, event=of.get(mission["event_id"]))


def require_team(workspace: Workspace, token: str) -> Team:
    """Return the team that a link belongs to.

    Raises
    ------
    AccessError
        If it is nobody's; nothing is told of why.
    """
    team = team_of(workspace, token)
    if team is None:
        raise AccessError(N_("this link leads nowhere; ask for a new one"))
    return team


def team_work(workspace: Workspace, token: str) -> TeamWork:
    """Return what a team has before it, the first door first.

    Raises
    ------
    AccessError
        If the link is nobody's.
    """
    team = require_team(workspace, token)
    own = [
        row
        for row in mission_stops(workspace.ledger, team.mission["mission_id"])
        if row["team"] == team.team["team"]
    ]
    known = _doors(workspace, team, own)
    return TeamWork(
        team=team,
        stops=tuple(
            known[r["household_id"]] for r in own if r["household_id"] in known
        ),
    )


def door(workspace: Workspace, token: str, household_id: str) -> Stop | None:
    """Return a door that is not on the team's list; ``None`` if there is none.

    Raises
    ------
    AccessError
        If the link is nobody's.
    """
    team = require_team(workspace, token)
    if not (household_id.isprintable() and 0 < len(household_id) <= LONGEST_ID):
        return None
    asked = {"household_id": household_id, "place": None, "arrive_min": None}
    return _doors(workspace, team, [asked]).get(household_id)


def _doors(workspace: Workspace, team: Team, own: Iterable[Row]) -> dict[str, Stop]:
    """Return doors by household; one that is no longer on record is left out."""
    asked = {row["household_id"]: row for row in own}
    reader, names = _reader(workspace, team), place_names(workspace.ledger)
    homes = reader.some_households(asked)
    if team.event is None:
        homes = [home | {"head_name": None} for home in homes]
    houses = {row["household_id"]: row for row in reader.some_dwellings(asked)}
    found = _found(workspace, team, asked)
    return {
        id_: _stop(asked[id_], home, houses.get(id_, {}), names, found.get(id_))
        for home in homes
        for id_ in [home["household_id"]]
    }


def _found(
    workspace: Workspace, team: Team, households: Iterable[str]
) -> dict[str, Row]:
    found = found_at(workspace.ledger, team.occasion, households)
    stale: frozenset[str] = frozenset()
    if found and len(events(workspace.ledger)) > 1:  # else nothing came later
        exposure = exposure_of(workspace)
        stale = stale_findings(workspace, team.occasion, exposure)
    return {
        household_id: row | {"stale": row["finding_id"] in stale}
        for household_id, row in found.items()
    }


def _reader(workspace: Workspace, team: Team) -> Reader:
    """Return what the team may read.

    A responder reads the households of an event.  A sweep of a season has none: its
    team is sent by the county, and is told no names.
    """
    if team.event is not None:
        return for_role(workspace.ledger, team.acting)
    return for_role(workspace.ledger, Acting(team.name, Role.PLANNER))


def _stop(
    own: Row, home: Row, house: Row, names: dict[str, str], found: Row | None
) -> Stop:
    code = home["village_code"]
    told = ("structure", "storeys", "grade", "lon", "lat")
    return Stop(
        household_id=home["household_id"],
        place=own["place"],
        village=names.get(code) or code or "",
        head=home["head_name"],
        people=home["occupants"],
        dependents=home["dependents"],
        arrive_min=own["arrive_min"],
        found=found,
        **{name: house.get(name) for name in told},
    )
