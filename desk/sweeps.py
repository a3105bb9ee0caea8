"""Sweeps (回头看): begun by town, walked house by house, reported (rule W6)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.workspace import Workspace
from ledger.editing import edit
from ledger.fieldwork import (
    households_by_town,
    reported_households,
    sweeps,
    towns,
    visits_of_sweeps,
)
from ledger.roles import Acting, require_may_act
from ledger.schema import sweep
from rules.adcode import Level, level_of
from rules.errors import SchemaError, WorkspaceError
from rules.language import N_
from rules.vocabulary import SEASONS

DISASTER = SEASONS[-1]

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SweepProgress:
    """How far the sweep of one town is.

    Attributes
    ----------
    households : int
        In the town.
    visited, suspected, reported : int
        Households: seen in this sweep; whose house was suspected; of these, those
        whose case has reached the county.
    version : int
        The newest entry of the sweep.
    """

    sweep_id: str
    town_code: str
    town_name: str
    season: str
    begun_on: date
    ended_on: date | None
    reported_on: date | None
    households: int
    visited: int
    suspected: int
    reported: int
    version: int


def begin_sweep(
    workspace: Workspace,
    acting: Acting,
    season: str,
    area: str,
    *,
    on: date,
    event_id: str | None = None,
    at: datetime | None = None,
) -> tuple[str, ...]:
    """Begin the sweep of a town, or of every town of the county (rule W6).

    Returns
    -------
    tuple of str
        One sweep for each town: results are put together by town.

    Raises
    ------
    AccessError
        If the area is not this person's.
    SchemaError
        If the season is no word of :data:`rules.vocabulary.SEASONS`, the area is a
        village, or a disaster is not named.
    WorkspaceError
        If no town of the area is on record, or the sweep has been begun already.
    """
    _require_season(season, event_id)
    county = _is_county(area)
    require_may_act(acting, "county" if county else "town", area)
    known = [code for code in towns(workspace.ledger) if code.startswith(area)]
    if not known:
        raise WorkspaceError(N_("no town of area {area} on record"), area=area)
    ids = {_sweep_id(season, town, on, event_id): town for town in sorted(known)}
    head = {"season": season, "event_id": event_id, "begun_on": on}
    rows = [head | {"sweep_id": i, "area_code": town} for i, town in ids.items()]
    with workspace.ledger.transaction() as transaction:
        begun = {row["sweep_id"] for row in sweeps(workspace.ledger, area=area)}
        if again := sorted(begun & ids.keys()):
            raise WorkspaceError(N_("sweep {id!r} has been begun"), id=again[0])
        actor = {"actor": acting.name, "role": str(acting.role), "at": at}
        entry = transaction.entry(verb="begin sweep", scope="visits", **actor)
        entry.write(sweep, rows)
    return tuple(ids)


def end_sweep(
    workspace: Workspace,
    acting: Acting,
    sweep_id: str,
    *,
    on: date,
    version: int,
) -> int:
    """Say that a town has been walked through; returns the new version.

    Raises
    ------
    StaleEditError
        If somebody changed the sweep since ``version``.
    """
    row = _sweep(workspace, sweep_id)
    if on < row["begun_on"]:
        message = N_("a sweep begun on {day} cannot end before")
        raise SchemaError(message, day=row["begun_on"].isoformat())
    return _changed(workspace, acting, row, {"ended_on": on}, version=version)


def report_sweep(
    workspace: Workspace,
    acting: Acting,
    sweep_id: str,
    *,
    on: date,
    version: int,
) -> int:
    """Say that a town has reported its suspected houses to the county (rule W6).

    Raises
    ------
    WorkspaceError
        If the sweep is still under way.
    StaleEditError
        If somebody changed it since ``version``.
    """
    row = _sweep(workspace, sweep_id)
    if row["ended_on"] is None or on < row["ended_on"]:
        message = N_("sweep {id!r} is under way; it is reported when it has ended")
        raise WorkspaceError(message, id=sweep_id)
    return _changed(workspace, acting, row, {"reported_on": on}, version=version)


def sweep_progress(
    workspace: Workspace, area: str = "", on: date | None = None
) -> list[SweepProgress]:
    """Return how far each sweep of an area is, the newest first, by town."""
    ledger = workspace.ledger
    rows = sweeps(ledger, area=area, on=on)
    made = visits_of_sweeps(ledger, tuple(row["sweep_id"] for row in rows), on)
    seen = {(visit["sweep_id"], visit["household_id"]) for visit in made}
    doubted = {(v["sweep_id"], v["household_id"]) for v in made if v["suspected"]}
    known = reported_households(ledger, [home for _, home in doubted], on)
    told = {pair for pair in doubted if pair[1] in known}
    counts = [Counter(id_ for id_, _ in pairs) for pairs in (seen, doubted, told)]
    names, homes = towns(ledger, on), households_by_town(ledger, on)
    return [
        SweepProgress(
            **{k: row[k] for k in ("sweep_id", "season", "begun_on", "ended_on")},
            reported_on=row["reported_on"],
            town_code=row["area_code"],
            town_name=names.get(row["area_code"], row["area_code"]),
            households=homes.get(row["area_code"], 0),
            **_counted(row["sweep_id"], counts),
            version=row["entry_seq"],
        )
        for row in sorted(
            rows, key=lambda r: (-r["begun_on"].toordinal(), r["sweep_id"])
        )
    ]


def _changed(
    workspace: Workspace, acting: Acting, row: Row, changes: Row, *, version: int
) -> int:
    require_may_act(acting, "town", row["area_code"])
    return edit(
        workspace.ledger,
        sweep,
        {"sweep_id": row["sweep_id"]},
        changes,
        version=version,
        acting_name=acting.name,
        role=str(acting.role),
        verb="sweep",
        scope="visits",
    )


def _counted(sweep_id: str, counts: list[Counter]) -> dict[str, int]:
    names = ("visited", "suspected", "reported")
    return {name: count[sweep_id] for name, count in zip(names, counts, strict=True)}


def _require_season(season: str, event_id: str | None) -> None:
    if season not in SEASONS:
        message = N_("{season!r} is no season of a sweep; seasons are: {known}")
        raise SchemaError(message, season=season, known=", ".join(SEASONS))
    if (season == DISASTER) != (event_id is not None):
        message = N_("a sweep after a disaster names its event, and no other does")
        raise SchemaError(message)


def _is_county(area: str) -> bool:
    level = level_of(area)
    if level is Level.VILLAGE:
        message = N_("{area} is a village; sweeps are begun by town or county")
        raise SchemaError(message, area=area)
    return level is Level.COUNTY


def _sweep_id(season: str, town: str, on: date, event_id: str | None) -> str:
    return f"{event_id or f'{on.year}-{season}'}-{town}"


def _sweep(workspace: Workspace, sweep_id: str) -> Row:
    rows = {row["sweep_id"]: row for row in sweeps(workspace.ledger)}
    if sweep_id not in rows:
        raise WorkspaceError(N_("no sweep {id!r} on record"), id=sweep_id)
    return rows[sweep_id]
