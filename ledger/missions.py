"""Missions of teams: which doors each goes to, and by which link it is known."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, select

from ledger.schema import household, mission, mission_stop, mission_team
from ledger.store import Ledger, as_of
from ledger.versions import VERSION_COLUMNS, entry
from ledger.writing import Entry, Transaction
from rules.errors import PlanningError
from rules.language import N_

STATES = OPEN, CLOSED = "open", "closed"
ASKED_AT_ONCE = 10_000  # a database takes so many names in one question
_LAST = 2**31 - 1  # the newest entry, whatever its number

Begin = Callable[[], Entry]
Row = dict[str, Any]


def _fields(table: Table) -> tuple[str, ...]:
    return tuple(c.name for c in table.columns if c.name not in VERSION_COLUMNS)


FIELDS = _fields(mission)
TEAM_FIELDS = tuple(n for n in _fields(mission_team) if n != "token_sha256")
STOP_FIELDS = _fields(mission_stop)


def token_hash(token: str) -> str:
    """Return what is kept of the secret in a team's link.

    Examples
    --------
    >>> token_hash("abc")[:8]
    'ba7816bf'
    """
    return hashlib.sha256(token.encode()).hexdigest()


def missions(
    ledger: Ledger, event_id: str | None = None, on: date | None = None
) -> list[Row]:
    """Return the missions (of one event), the one made first first.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.mission`; ``settings`` is JSON text.
    """
    query = _state(mission, FIELDS, ledger.position(on=on))
    if event_id is not None:
        query = query.where(query.selected_columns.event_id == event_id)
    rows = _read(ledger, query, FIELDS)
    return sorted(rows, key=lambda row: (row["made_at"], row["mission_id"]))


def mission_teams(ledger: Ledger, mission_id: str, on: date | None = None) -> list[Row]:
    """Return the teams of a mission by their number, without what their links hold.

    Returns
    -------
    list of dict
        ``mission_id, team, name, doors, length_m, minutes``.
    """
    own = mission_team.c.mission_id == mission_id
    query = _state(mission_team, TEAM_FIELDS, ledger.position(on=on), own)
    rows = _read(ledger, query, TEAM_FIELDS)
    return sorted(rows, key=lambda row: _team_order(row["team"]))


def mission_stops(ledger: Ledger, mission_id: str, on: date | None = None) -> list[Row]:
    """Return the doors of a mission, by team and place.

    Returns
    -------
    list of dict
        ``mission_id, household_id, team, place, arrive_min, walk_m``.
    """
    own = mission_stop.c.mission_id == mission_id
    query = _state(mission_stop, STOP_FIELDS, ledger.position(on=on), own)
    rows = _read(ledger, query, STOP_FIELDS)
    return sorted(rows, key=lambda row: (*_team_order(row["team"]), row["place"]))


def team_of_token(ledger: Ledger, token: str) -> Row | None:
    """Return the team whose link holds a secret; ``None`` if there is none today.

    Returns
    -------
    dict or None
        As :func:`mission_teams`; its mission may be closed.
    """
    hashed = token_hash(token)
    named = select(mission_team.c.mission_id, mission_team.c.team)
    found = list(ledger.rows(named.where(mission_team.c.token_sha256 == hashed)))
    for mission_id, team in found:  # an older version may have held it
        own = (mission_team.c.mission_id == mission_id, mission_team.c.team == team)
        told = (*TEAM_FIELDS, "token_sha256")
        query = _state(mission_team, told, ledger.position(), *own)
        for row in _read(ledger, query, told):
            if row.pop("token_sha256") == hashed:
                return row
    return None


def closed_at(ledger: Ledger, mission_id: str) -> str | None:
    """Return when a mission was closed, ISO 8601; ``None`` while it is open."""
    own = mission.c.mission_id == mission_id
    query = _state(mission, ("state", "entry_seq"), ledger.position(), own)
    closed = [seq for state, seq in ledger.rows(query) if state == CLOSED]
    at = select(entry.c.at).where(entry.c.seq.in_(closed))
    return next((moment for (moment,) in ledger.rows(at)), None) if closed else None


def save_mission(
    transaction: Transaction,
    begin: Begin,
    wanted: Row,
    teams: Sequence[Row],
    stops: Sequence[Row],
) -> int:
    """Put a mission on record with its teams and their doors, under one entry.

    Parameters
    ----------
    begin : callable
        Makes the entry; it is called once nothing speaks against it.
    wanted : dict
        Columns of :data:`ledger.schema.mission`.
    teams, stops : sequence of dict
        Columns of the two other tables; ``mission_id`` may be left out, a team has
        ``token_sha256``.

    Returns
    -------
    int
        The entry's number.

    Raises
    ------
    PlanningError
        If the number is taken, a door is not on record or named twice, a team is
        not among the teams, or another open mission of the event has the door.
    """
    _require_new(transaction.connection, wanted["mission_id"])
    _require_doors(transaction.connection, wanted, teams, stops)
    own = {"mission_id": wanted["mission_id"]}
    begun = begin()
    begun.write(mission, [{"state": OPEN} | wanted])
    begun.write(mission_team, (row | own for row in teams))
    begun.write(mission_stop, (row | own for row in stops))
    return begun.seq


def close_mission(transaction: Transaction, begin: Begin, mission_id: str) -> None:
    """Close a mission: its links take no more findings; a closed one stays so.

    Raises
    ------
    PlanningError
        If there is none of that number.
    """
    known = _known(transaction.connection, mission_id)
    if known["state"] != CLOSED:
        begin().write(mission, [known | {"state": CLOSED}])


def renew_tokens(
    transaction: Transaction, begin: Begin, mission_id: str, hashes: Mapping[str, str]
) -> None:
    """Give teams of a mission new links; the old ones lead nowhere.

    Parameters
    ----------
    hashes : mapping
        The :func:`token_hash` of the new secret by team.

    Raises
    ------
    PlanningError
        If there is no such mission, or it has no such team.
    """
    _known(transaction.connection, mission_id)
    own = mission_team.c.mission_id == mission_id
    query = _state(mission_team, _fields(mission_team), _LAST, own)
    rows = {row["team"]: dict(row) for row in _rows(transaction.connection, query)}
    _require_teams(hashes, rows)
    changed = [rows[team] | {"token_sha256": hashes[team]} for team in hashes]
    begin().write(mission_team, changed)


def _state(
    table: Table, told: Iterable[str], position: int, *only: object
) -> Select[Any]:
    state = as_of(table, position, *only).subquery()
    return select(*[state.c[name] for name in told])


def _read(ledger: Ledger, query: Select, told: Sequence[str]) -> list[Row]:
    return [dict(zip(told, row, strict=True)) for row in ledger.rows(query)]


def _rows(connection: Connection, query: Select) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _team_order(team: str) -> tuple[int, str]:
    """Sort teams that are numbers as numbers."""
    return len(team), team


def _known(connection: Connection, mission_id: str) -> Row:
    only = mission.c.mission_id == mission_id
    for row in _rows(connection, _state(mission, FIELDS, _LAST, only)):
        return row
    raise PlanningError(N_("no mission {id!r} on record"), id=mission_id)


def _require_new(connection: Connection, mission_id: str) -> None:
    named = select(mission.c.mission_id).where(mission.c.mission_id == mission_id)
    if connection.execute(named).first():
        raise PlanningError(N_("mission {id!r} exists already"), id=mission_id)


def _require_doors(
    connection: Connection, wanted: Row, teams: Sequence[Row], stops: Sequence[Row]
) -> None:
    _require_teams({row["team"] for row in stops}, {row["team"] for row in teams})
    doors = [row["household_id"] for row in stops]
    if len({*doors}) < len(doors):
        raise PlanningError(N_("a mission names each door once"))
    missing = {*doors} - _some(connection, household.c.household_id, doors)
    if missing:
        raise PlanningError(
            N_("{count} doors of the mission are not on record, such as {id}"),
            count=len(missing),
            id=min(missing),
        )
    taken = {*doors} & _open_doors(connection, wanted.get("event_id"))
    if taken and wanted.get("event_id"):
        raise PlanningError(
            N_(
                "{count} doors belong to an open mission of this event, such as {id}; "
                "close it, or leave them out"
            ),
            count=len(taken),
            id=min(taken),
        )


def _require_teams(named: Iterable[str], known: Iterable[str]) -> None:
    for team in sorted({*named} - {*known}):
        raise PlanningError(N_("the mission has no team {team!r}"), team=team)


def _open_doors(connection: Connection, event_id: str | None) -> set[str]:
    state = as_of(mission, _LAST).subquery()
    own = (state.c.event_id == event_id, state.c.state == OPEN)
    ids = connection.execute(select(state.c.mission_id).where(*own)).scalars().all()
    query = _state(
        mission_stop, ["household_id"], _LAST, mission_stop.c.mission_id.in_(ids)
    )
    return {*connection.execute(query).scalars()}


def _some(connection: Connection, key: Column, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(ids), ASKED_AT_ONCE):
        only = key.in_(ids[first : first + ASKED_AT_ONCE])
        query = _state(key.table, [key.name], _LAST, only)
        found |= {*connection.execute(query).scalars()}
    return found
