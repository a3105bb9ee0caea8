"""Houses left empty: what is on record of them, and what they still lack."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from desk.photographs import Shot, require_household, taken_in
from desk.workspace import Workspace
from ledger.editing import Edit, require_fresh
from ledger.fieldwork import photographs, vacated_houses
from ledger.roles import Acting, require_may_act
from ledger.schema import photograph, vacated_house
from ledger.versions import VERSION_COLUMNS
from rules.casefile import Vacated
from rules.errors import SchemaError, WorkspaceError
from rules.fieldwork import vacated_gaps
from rules.language import N_
from rules.reasons import Reason
from rules.vocabulary import WAYS

WHY_LEFT = ("moved", "rebuilt")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Left:
    """What is known of an empty house.

    Attributes
    ----------
    house : Vacated
    left_on : date or None
        When the family left.
    checked_on : date
        When somebody looked.
    shots : tuple of Shot
        Of 两断一清一锁, one picture each: ``part`` is one of ``water_off,
        power_off, cleared, locked``.
    """

    house: Vacated
    checked_on: date
    left_on: date | None = None
    shots: tuple[Shot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VacatedRecorded:
    """An empty house on record, its version, and what it still lacks (rule W9)."""

    vacated_id: str
    version: int
    gaps: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenVacated:
    """An empty house that is not settled, and why not (rules H8, W9)."""

    vacated: Row
    gaps: tuple[Reason, ...]


def record_vacated(
    workspace: Workspace,
    acting: Acting,
    household_id: str,
    left: Left,
    *,
    vacated_id: str | None = None,
    version: int = 0,
) -> VacatedRecorded:
    """Record a house left empty, or what has become of it (rules H8, W9).

    Parameters
    ----------
    vacated_id : str, optional
        Of a house on record; a new one without it.
    version : int
        Of the house as it was seen; 0 for a new one.

    Raises
    ------
    WorkspaceError
        If household or house are not on record.
    SchemaError
        If a word or a day cannot be.
    AccessError, FileError, StaleEditError
        As for a visit; then nothing is recorded.
    """
    home = require_household(workspace, household_id)
    require_may_act(acting, "village", home["village_code"])
    _require_sound(left)
    own = vacated_id or f"{household_id}-{token_hex(4)}"
    shots = [replace(shot, vacated_id=own) for shot in left.shots]
    rows, warnings = taken_in(workspace, home, shots)
    told = _told(left) | {"household_id": household_id}
    key = {"vacated_id": own}
    with workspace.ledger.transaction() as transaction:
        edits = [Edit(vacated_house, key, told, version)]
        (old,) = require_fresh(transaction.connection, edits)
        _require_of(old, household_id, vacated_id)
        entry = transaction.entry(
            actor=acting.name, role=str(acting.role), verb="old house", scope="visits"
        )
        entry.write(vacated_house, [_own(old) | key | told])
        entry.write(photograph, {r["photograph_id"]: r for r in rows}.values())
    shown = parts_shown(workspace, household_id=household_id).get(own, ())
    gaps = vacated_gaps(left.house, shown, left.checked_on)
    return VacatedRecorded(
        vacated_id=own, version=entry.seq, gaps=gaps, warnings=warnings
    )


def open_vacated(
    workspace: Workspace, area: str = "", on: date | None = None
) -> list[OpenVacated]:
    """List the empty houses of an area that are not settled (rules H8, W9)."""
    shown = parts_shown(workspace, area=area, on=on)
    found = [
        OpenVacated(vacated=row, gaps=gaps_of(row, shown, on or date.today()))
        for row in vacated_houses(workspace.ledger, area=area, on=on)
    ]
    return [house for house in found if house.gaps]


def vacated_of(workspace: Workspace, household_id: str) -> list[dict[str, Any]]:
    """Return the empty houses of a household, as they are on record."""
    return vacated_houses(workspace.ledger, household_id=household_id)


def gaps_of(
    row: Row, shown: Mapping[str, Collection[str]], on: date
) -> tuple[Reason, ...]:
    """List what one empty house on record lacks on a day.

    Parameters
    ----------
    shown : mapping
        What :func:`parts_shown` returns.
    """
    house = Vacated(**{field.name: row[field.name] for field in fields(Vacated)})
    return vacated_gaps(house, shown.get(row["vacated_id"], ()), on)


def parts_shown(
    workspace: Workspace,
    *,
    household_id: str | None = None,
    area: str = "",
    on: date | None = None,
) -> dict[str, set[str]]:
    """Return the parts of which there is a photograph, by empty house."""
    shown: dict[str, set[str]] = {}
    which = {"household_id": household_id, "area": area, "on": on}
    for taken in photographs(workspace.ledger, **which):
        if taken["vacated_id"] and taken["part"]:
            shown.setdefault(taken["vacated_id"], set()).add(taken["part"])
    return shown


def _told(left: Left) -> Row:
    told = asdict(left.house) | {"checked_on": left.checked_on}
    return told | ({"vacated_on": left.left_on} if left.left_on else {})


def _own(row: Row | None) -> Row:
    return {n: v for n, v in (row or {}).items() if n not in VERSION_COLUMNS}


def _require_of(old: Row | None, household_id: str, vacated_id: str | None) -> None:
    known = old is not None and old["household_id"] == household_id
    if vacated_id is not None and not known:
        message = N_("no empty house {id!r} of this household on record")
        raise WorkspaceError(message, id=vacated_id)


def _require_sound(left: Left) -> None:
    house = left.house
    for name, value, known in (
        ("why", house.why, WHY_LEFT),
        ("moved_to", house.moved_to, (None, *WAYS)),
    ):
        if value not in known:
            message = N_("{value!r} cannot be the {name} of an empty house")
            raise SchemaError(message, value=value, name=name)
    today = datetime.now().date()
    for day in filter(None, (left.checked_on, left.left_on, house.demolished_on)):
        if day > today:
            raise SchemaError(N_("{day} has not come yet"), day=day.isoformat())
