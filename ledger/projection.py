"""From tables to what a role reads: only its columns, only its area, masked.

Columns that are not granted are never selected: they do not leave the database.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, Table, func, or_, select

from ledger.grants import GRANTS, SEES_LESS, Columns
from ledger.masking import masked
from ledger.roles import Acting, Role
from ledger.schema import finding, hazard_event, household, mission, visit
from ledger.store import Ledger, as_of
from ledger.versions import metadata
from rules.adcode import Level

VERSION = "version"  # the entry that wrote the row

# What belongs to an event because the thing it belongs to does.
_THROUGH = {"visit_id": visit, "finding_id": finding, "mission_id": mission}

Row = dict[str, Any]


def table_of(name: str) -> Table:
    """Return a table by its name; only ask for names that a grant has."""
    return metadata.tables[name]


def selected(table: Table | Subquery, columns: Columns) -> list[ColumnElement]:
    """Return the granted columns of a table, and the version."""
    names = (*columns.clear, *columns.masked)
    return [*[table.c[name] for name in names], table.c.entry_seq.label(VERSION)]


def fetched(ledger: Ledger, query: Select) -> list[Row]:
    """Run a query; each row by its names."""
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def shown(rows: Iterable[Mapping], columns: Columns, role: Role) -> list[Row]:
    """Mask in rows what is granted masked."""
    outside = role in SEES_LESS
    return [
        dict(row)
        | {name: masked(name, row[name], outside=outside) for name in columns.masked}
        for row in rows
    ]


def is_whole_county(acting: Acting) -> bool:
    """Tell whether somebody's area is all of the county."""
    return len(acting.area) in (0, Level.COUNTY)


def in_area(code: ColumnElement, area: str) -> ColumnElement:
    """Say that a place lies in an area; ``""`` is everywhere."""
    return func.substr(code, 1, len(area)) == area


def of_area(
    acting: Acting, name: str, area: str, position: int, *only: ColumnElement
) -> Select:
    """Select what a role reads of a table, of the households of an area.

    Rows of a household carry its ``village_code``; ``only`` narrows as in
    :func:`ledger.store.as_of`.
    """
    table, columns = table_of(name), GRANTS[acting.role][name]
    state = as_of(table, position, *only).subquery()
    wanted = select(*selected(state, columns)).order_by(*_keys(table, state))
    if own := _of_event(acting, table, state, position):
        wanted = wanted.where(*own)
    anywhere = is_whole_county(acting) and len(area) <= Level.COUNTY
    if "village_code" in table.columns:
        return wanted.where(_placed(state.c.village_code, area, anywhere))
    if "area_code" in table.columns:
        beyond = [state.c.area_code == area[:digits] for digits in Level]
        return wanted.where(or_(in_area(state.c.area_code, area), *beyond))
    if "household_id" not in table.columns:
        return wanted
    homes = as_of(household, position).subquery()
    same = state.c.household_id == homes.c.household_id
    wanted = wanted.add_columns(homes.c.village_code).outerjoin(homes, same)
    return wanted.where(_placed(homes.c.village_code, area, anywhere))


def _keys(table: Table, state: Subquery) -> list[ColumnElement]:
    keys = [c.name for c in table.primary_key.columns if c.name != "entry_seq"]
    return [state.c[key] for key in keys]


def _placed(code: ColumnElement, area: str, anywhere: bool) -> ColumnElement:
    """Say where a row must lie; without a place only the county reads it."""
    within = in_area(code, area)
    return or_(within, code.is_(None)) if anywhere else within


def _of_event(
    acting: Acting, table: Table, state: Subquery, position: int
) -> list[ColumnElement]:
    """Narrow what a responder reads to the event; nothing for the others."""
    if acting.role is not Role.RESPONDER:
        return []
    through = [
        (state.c[key], as_of(whole, position).subquery())
        for key, whole in _THROUGH.items()
        if key in table.columns and table is not whole
    ]
    if through:
        own = [
            key.in_(select(of.c[key.name]).where(of.c.event_id == acting.event_id))
            for key, of in through
        ]
        return [or_(*own)]
    if "event_id" in table.columns and table is not hazard_event:
        return [state.c.event_id == acting.event_id]
    return []


def of_household(acting: Acting, name: str, state: Select, position: int) -> Select:
    """Narrow the rows of a household to the columns a role reads."""
    rows = state.subquery()
    wanted = select(*selected(rows, GRANTS[acting.role][name]))
    wanted = wanted.order_by(*_keys(table_of(name), rows))
    return wanted.where(*_of_event(acting, table_of(name), rows, position))


def event_exists(ledger: Ledger, event_id: str, position: int) -> bool:
    """Tell whether an event is on record."""
    known = as_of(hazard_event, position, hazard_event.c.event_id == event_id)
    return bool(event_id) and bool(fetched(ledger, known))


def village_of(ledger: Ledger, household_id: str, position: int) -> str | None:
    """Return where a household lives, ``None`` if it is not on record."""
    state = as_of(household, position, household.c.household_id == household_id)
    found = fetched(ledger, select(state.subquery().c.village_code))
    return found[0]["village_code"] if found else None
