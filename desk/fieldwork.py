"""Fieldwork: visits, what they lack, and the three levels of patrol."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from desk.photographs import Shot, require_household, taken_in
from desk.workspace import Workspace
from ledger.fieldwork import sweeps, visits
from ledger.roles import Acting, require_may_act
from ledger.schema import photograph, visit
from rules.dossier import Photographed, verification_gaps
from rules.errors import SchemaError, WorkspaceError
from rules.fieldwork import level_of_visit, next_patrol
from rules.language import N_
from rules.reasons import Reason
from rules.vocabulary import VISIT_KINDS

LONGEST_TEXT = visit.c.seen.type.length
TEXTS = ("seen", "heard", "defects")

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What a visit brings back (rule W10); ``None`` is not known.

    Attributes
    ----------
    kind : str
        One of :data:`rules.vocabulary.VISIT_KINDS`.
    on : datetime.date
        The day of the visit.
    seen, heard, defects : str or None
        看, 听 (the owner's words), 记.
    suspected : bool or None
        Whether the house is suspected to be dangerous.
    lon, lat : float or None
        Where, degrees in EPSG:4490.
    sweep_id, event_id : str or None
        The sweep (rule W6) or the event the visit belongs to.
    """

    kind: str
    on: date
    seen: str | None = None
    heard: str | None = None
    defects: str | None = None
    suspected: bool | None = None
    lon: float | None = None
    lat: float | None = None
    sweep_id: str | None = None
    event_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class VisitRecorded:
    """A visit on record; ``gaps`` are message ids of what it lacks (rule W10)."""

    visit_id: str
    gaps: tuple[str, ...] = ()
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PatrolState:
    """How far the three levels have looked at a house (rule W5).

    Attributes
    ----------
    confirmed : tuple of (kind, date)
        The newest visit of each kind that suspected the house.
    next_kind, next_by : str or None
        Which visit comes next, and whose it is; ``None`` if nobody's: the
        engineers were there, or the last look found the house sound.
    """

    confirmed: tuple[tuple[str, date], ...]
    next_kind: str | None
    next_by: str | None


def record_visit(
    workspace: Workspace,
    acting: Acting,
    household_id: str,
    visited: Visited,
    *,
    shots: tuple[Shot, ...] = (),
    at: datetime | None = None,
) -> VisitRecorded:
    """Record a visit and its photographs together (rules W5, W6, W10).

    Whose visit it is follows from its kind; what is missing in it is said, and
    refuses nothing.

    Raises
    ------
    AccessError
        If it is another level's visit, or the house lies elsewhere.
    SchemaError, WorkspaceError
        If the visit contradicts itself, or household or sweep are not on record.
    FileError
        If a picture cannot be read; then nothing is recorded.
    """
    home = require_household(workspace, household_id)
    _require_sound(visited, (at or datetime.now()).date())
    require_may_act(acting, level_of_visit(visited.kind), home["village_code"])
    _require_sweep(workspace, visited.sweep_id, home["village_code"])
    visit_id = f"V{visited.on:%Y%m%d}-{token_hex(6)}"
    own = tuple(Shot(picture=s.picture, part=s.part, visit_id=visit_id) for s in shots)
    rows, warnings = taken_in(workspace, home, own)
    told = {field.name: getattr(visited, field.name) for field in fields(visited)}
    row = told | {"visit_id": visit_id, "household_id": household_id}
    row |= {"visitor": acting.name, "visited_on": row.pop("on")}
    with workspace.ledger.transaction() as transaction:
        head = {"actor": acting.name, "role": str(acting.role), "at": at}
        entry = transaction.entry(verb=visited.kind, scope="visits", **head)
        entry.write(visit, [row])
        entry.write(photograph, {r["photograph_id"]: r for r in rows}.values())
    gaps = visit_gaps(row, rows)
    return VisitRecorded(visit_id=visit_id, gaps=gaps, warnings=warnings)


def visit_gaps(row: Row, shown: list[Row]) -> tuple[str, ...]:
    """List what the record of a visit lacks of 看、听、记、拍 (rule W10).

    Parameters
    ----------
    row, shown
        The visit, and its photographs, as they are on record.
    """
    pictures = [
        Photographed(
            part=taken["part"],
            longitude_degree=taken["lon"],
            latitude_degree=taken["lat"],
        )
        for taken in shown
    ]
    told = {name: row[name] for name in TEXTS}
    return verification_gaps(**told, photographs=pictures)


def patrol_state(
    workspace: Workspace, household_id: str, on: date | None = None
) -> PatrolState:
    """Tell which level has confirmed a hazard, and who looks next (rule W5)."""
    made = visits(workspace.ledger, household_id=household_id, on=on)
    judged = [row for row in made if row["suspected"] is not None]
    clear = [row["visited_on"] for row in judged if not row["suspected"]]
    since = max(clear, default=date.min)  # who found it sound closed the chain
    found = {r["kind"]: r["visited_on"] for r in judged if r["suspected"]}
    found = {kind: day for kind, day in found.items() if day > since}
    ends = bool(judged) and not found
    next_kind = None if ends else next_patrol(found)
    return PatrolState(
        confirmed=tuple(sorted(found.items(), key=lambda pair: pair[1])),
        next_kind=next_kind,
        next_by=level_of_visit(next_kind) if next_kind else None,
    )


def _require_sound(visited: Visited, today: date) -> None:
    if visited.kind not in VISIT_KINDS:
        message = N_("{kind!r} is no kind of visit; kinds are: {known}")
        raise SchemaError(message, kind=visited.kind, known=", ".join(VISIT_KINDS))
    if visited.on > today:
        message = N_("a visit on {day} has not taken place yet")
        raise SchemaError(message, day=visited.on.isoformat())
    long = [n for n in TEXTS if len(getattr(visited, n) or "") > LONGEST_TEXT]
    if long:
        message = N_("{field} is too long; at most {most} characters")
        raise SchemaError(message, field=long[0], most=LONGEST_TEXT)
    lon, lat = visited.lon, visited.lat
    if (lon is None) != (lat is None) or not (
        lon is None or (-180 <= lon <= 180 and -90 <= lat <= 90)
    ):
        raise SchemaError(N_("{lon}, {lat} is no place in degrees"), lon=lon, lat=lat)


def _require_sweep(workspace: Workspace, sweep_id: str | None, village: str) -> None:
    if sweep_id is None:
        return
    known = {row["sweep_id"]: row for row in sweeps(workspace.ledger)}
    if sweep_id not in known:
        raise WorkspaceError(N_("no sweep {id!r} on record"), id=sweep_id)
    if not village.startswith(known[sweep_id]["area_code"]):
        message = N_("the house does not lie in the area of sweep {id!r}")
        raise WorkspaceError(message, id=sweep_id)
