"""Fieldwork on record: visits, photographs, empty houses, sweeps, as of any day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Subquery, Table, func, select

from ledger.schema import (
    case_step,
    dwelling,
    hazard_event,
    household,
    photograph,
    place,
    sweep,
    vacated_house,
    visit,
)
from ledger.store import Ledger, as_of, as_of_household
from ledger.versions import personal_columns

TOWN_DIGITS = 9

Row = dict[str, Any]


def visits(
    ledger: Ledger,
    *,
    household_id: str | None = None,
    area: str = "",
    on: date | None = None,
) -> list[Row]:
    """Return visits by their day: of a household, or of the villages of an area.

    Parameters
    ----------
    area : str
        A code or the first digits of one; ``""`` is the county.
    on : date, optional
        As recorded by the end of a day; now if not given.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.visit` without the owner's words, and
        ``village_code``.
    """
    rows = _read(ledger, visit, (household_id, area), on)
    return sorted(rows, key=lambda row: (row["visited_on"], row["visit_id"]))


def photographs(
    ledger: Ledger,
    *,
    household_id: str | None = None,
    area: str = "",
    on: date | None = None,
) -> list[Row]:
    """Return photographs, as :func:`visits` does; those taken first come first."""
    rows = _read(ledger, photograph, (household_id, area), on)
    return sorted(rows, key=lambda row: (row["taken_at"] or "", row["photograph_id"]))


def vacated_houses(
    ledger: Ledger,
    *,
    household_id: str | None = None,
    area: str = "",
    on: date | None = None,
) -> list[Row]:
    """Return empty houses, as :func:`visits` does; those left first come first."""
    rows = _read(ledger, vacated_house, (household_id, area), on)
    return sorted(rows, key=lambda r: (r["vacated_on"] or date.min, r["vacated_id"]))


def sweeps(ledger: Ledger, *, area: str = "", on: date | None = None) -> list[Row]:
    """Return the sweeps of an area by the day they began."""
    state = as_of(sweep, ledger.position(on=on)).subquery()
    query = select(state).where(state.c.area_code.startswith(area, autoescape=True))
    rows = _rows(ledger, query)
    return sorted(rows, key=lambda row: (row["begun_on"], row["sweep_id"]))


def visits_of_sweeps(
    ledger: Ledger, sweep_ids: tuple[str, ...], on: date | None = None
) -> list[Row]:
    """Return ``sweep_id, household_id, village_code, suspected`` of each visit."""
    state = as_of(visit, ledger.position(on=on)).subquery()
    homes = _homes(visit, ledger.position(on=on))
    query = (
        select(
            state.c.sweep_id,
            state.c.household_id,
            homes.c.village_code,
            state.c.suspected,
        )
        .join_from(state, homes, state.c.household_id == homes.c.household_id)
        .where(state.c.sweep_id.in_(sweep_ids))
    )
    return _rows(ledger, query)


def reported_households(
    ledger: Ledger, households: Iterable[str], on: date | None = None
) -> set[str]:
    """Return those of some households whose case was reported to the county."""
    wanted = set(households)
    position = ledger.position(on=on)
    state = as_of(case_step, position, case_step.c.step == "reported").subquery()
    rows = _rows(ledger, select(state.c.household_id))
    return wanted & {row["household_id"] for row in rows}


def households_by_town(ledger: Ledger, on: date | None = None) -> dict[str, int]:
    """Count households by the code of their town."""
    state = as_of(household, ledger.position(on=on)).subquery()
    town = func.substr(state.c.village_code, 1, TOWN_DIGITS).label("town")
    counted = select(town, func.count().label("households")).group_by(town)
    return {row["town"]: row["households"] for row in _rows(ledger, counted)}


def happened(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return the hazard events on record, with ``happened_on`` (``None`` unknown)."""
    rows = _rows(ledger, as_of(hazard_event, ledger.position(on=on)))
    for row in rows:
        at = row["happened_at"]
        row["happened_on"] = datetime.fromisoformat(at).date() if at else None
    return rows


def towns(ledger: Ledger, on: date | None = None) -> dict[str, str]:
    """Return the names of the towns by code."""
    rows = _rows(ledger, as_of(place, ledger.position(on=on)))
    return {r["code"]: r["name"] for r in rows if len(r["code"]) == TOWN_DIGITS}


def household_place(
    ledger: Ledger, household_id: str, on: date | None = None
) -> Row | None:
    """Return ``village_code, lon, lat`` of a household, ``None`` if there is none."""
    position = ledger.position(on=on)
    homes = as_of_household(household, position, household_id).subquery()
    houses = as_of_household(dwelling, position, household_id).subquery()
    query = select(homes.c.village_code, houses.c.lon, houses.c.lat).join_from(
        homes, houses, homes.c.household_id == houses.c.household_id, isouter=True
    )
    return next(iter(_rows(ledger, query)), None)


def photograph_hashes(ledger: Ledger) -> set[str]:
    """Return the hash of every picture that any version of the history names."""
    return {row["sha256"] for row in _rows(ledger, select(photograph.c.sha256))}


def same_picture(ledger: Ledger, sha256: str) -> list[Row]:
    """Return ``photograph_id, household_id`` of the photographs of one picture."""
    shows = select(photograph.c.photograph_id).where(photograph.c.sha256 == sha256)
    only = photograph.c.photograph_id.in_(shows)
    state = as_of(photograph, ledger.position(), only).subquery()
    query = select(state.c.photograph_id, state.c.household_id)
    return _rows(ledger, query)


def _read(
    ledger: Ledger, table: Table, which: tuple[str | None, str], on: date | None
) -> list[Row]:
    household_id, area = which
    position = ledger.position(on=on)
    only = (
        as_of(table, position)
        if household_id is None
        else as_of_household(table, position, household_id)
    )
    state, homes = only.subquery(), _homes(table, position, household_id)
    told = [state.c[name] for name in _told(table)]
    query = (
        select(*told, homes.c.village_code)
        .join_from(state, homes, state.c.household_id == homes.c.household_id)
        .where(homes.c.village_code.startswith(area, autoescape=True))
    )
    return _rows(ledger, query)


def _told(table: Table) -> list[str]:
    """Name what computing may see: the owner's words are read by a role only."""
    hidden = {*personal_columns(table), "salt", "seal", "digest"}
    return [column.name for column in table.columns if column.name not in hidden]


def _homes(table: Table, position: int, household_id: str | None = None) -> Subquery:
    """Select the households that a table speaks of, not all of the county."""
    of = select(table.c.household_id)
    if household_id is not None:
        of = of.where(table.c.household_id == household_id)
    return as_of(household, position, household.c.household_id.in_(of)).subquery()


def _rows(ledger: Ledger, query: Select) -> list[Row]:
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
