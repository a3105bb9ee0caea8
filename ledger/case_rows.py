"""The rows behind cases, read for many cases at once: one query for each table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, CompoundSelect, Connection, Table, func, select, union

from ledger.editing import newest_row
from ledger.schema import (
    appraisal,
    case_step,
    document,
    household,
    membership,
    payment,
    retrofit_case,
    vacated_house,
)
from ledger.store import Ledger, as_of
from ledger.versions import VERSION_COLUMNS, entry
from rules.vocabulary import STEPS

LAST_STEP = STEPS[-1]
FEW = 5_000  # keys handed over one by one; beyond, everything with a case is read
OF_CASE = (retrofit_case, case_step, document, payment)
OF_HOME = ("household_id", "village_code", "occupants", "account")
OF_HOUSE = (appraisal, vacated_house)

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which cases: those given, of an area, or only those that are still open."""

    case_ids: tuple[str, ...] | None = None
    households: tuple[str, ...] | None = None
    area: str = ""  # a code, or the first digits of one
    open_only: bool = False


@dataclass(frozen=True)
class Heads:
    """Cases found, ``case_id`` to ``household_id``, and the rows that told of them."""

    household_of: dict[str, str]
    case: dict[str, Row]
    steps: dict[str, list[Row]]
    home: dict[str, Row]


def heads(ledger: Ledger, position: int, which: Which) -> Heads:
    """Find cases with their steps and homes after entry ``position``."""
    case = {
        row["case_id"]: row
        for row in _read(ledger, retrofit_case, position, *_wanted(which, position))
    }
    steps: dict[str, list[Row]] = {}
    wanted = _wanted(which, position, case_step)
    for row in _read(ledger, case_step, position, *wanted):
        steps.setdefault(row["case_id"], []).append(row)
    told = {id_: rows[0]["household_id"] for id_, rows in steps.items()}
    told |= {id_: row["household_id"] for id_, row in case.items()}
    told = {i: h for i, h in told.items() if not _elsewhere(h, which)}
    home = _homes(ledger, position, told.values())
    told = {i: h for i, h in told.items() if _within(home.get(h), which.area)}
    return Heads(told, case, steps, home)


def steps_taken(ledger: Ledger, case_id: str) -> list[Row]:
    """Return ``step, on_date, entry_seq`` of each step a case stands at or after."""
    state = as_of(case_step, ledger.position(), case_step.c.case_id == case_id)
    names = ("step", "on_date", "entry_seq")
    found = state.subquery()
    rows = ledger.rows(select(*[found.c[name] for name in names]))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _homes(ledger: Ledger, position: int, households: Iterable[str]) -> dict[str, Row]:
    """Return of each home what casework asks, and nobody's name or number."""
    only = _among(household.c.household_id, households)
    state = as_of(household, position, only).subquery()
    rows = ledger.rows(select(*[state.c[name] for name in OF_HOME]))
    return {row[0]: dict(zip(OF_HOME, row, strict=True)) for row in rows}


def by_household(
    ledger: Ledger, table: Table, position: int, households: Iterable[str]
) -> dict[str, list[Row]]:
    """Return the rows of a table that belong to some households."""
    ids = set(households)
    only = ()
    if table.c.household_id.primary_key:
        only = (_among(table.c.household_id, ids),)
    elif len(ids) <= FEW:
        (key,) = [c for c in table.primary_key.columns if c.name != "entry_seq"]
        ever = select(key).where(table.c.household_id.in_(ids))
        only = (key.in_(ever),)
    found: dict[str, list[Row]] = {}
    for row in _read(ledger, table, position, *only):
        if row["household_id"] in ids:
            found.setdefault(row["household_id"], []).append(row)
    return found


def memberships(
    ledger: Ledger, position: int, households: Iterable[str]
) -> dict[str, list[Row]]:
    """Return the memberships of some households."""
    return by_household(ledger, membership, position, households)


def closings(
    ledger: Ledger, position: int, households: Iterable[str]
) -> dict[str, list[Row]]:
    """Return the last steps of all cases of some households, also of closed ones."""
    ids = set(households)
    found: dict[str, list[Row]] = {}
    for row in _read(ledger, case_step, position, case_step.c.step == LAST_STEP):
        if row["household_id"] in ids:
            found.setdefault(row["household_id"], []).append(row)
    return found


def versions(ledger: Ledger, position: int, heads_: Heads) -> dict[str, int]:
    """Return the newest entry that touched each case, its papers or its house.

    What was taken away counts as well: it is a change like any other.
    """
    found = dict.fromkeys(heads_.household_of, 0)
    for table in OF_CASE:
        for id_, seq in _touched(ledger, table.c.case_id, position, found):
            if id_ in found:
                found[id_] = max(found[id_], seq)
    houses: dict[str, int] = {}
    for table in OF_HOUSE:
        ids = heads_.household_of.values()
        for id_, seq in _touched(ledger, table.c.household_id, position, ids):
            houses[id_] = max(houses.get(id_, 0), seq)
    return {
        id_: max(seq, houses.get(heads_.household_of[id_], 0))
        for id_, seq in found.items()
    }


def highest_number(ledger: Ledger, prefix: str) -> str | None:
    """Return the last of all case numbers that begin alike, ``None`` if none does."""
    highest = [
        ledger.rows(
            select(func.max(table.c.case_id)).where(
                table.c.case_id.startswith(prefix, autoescape=True)
            )
        )
        for table in (retrofit_case, case_step)
    ]
    return max((found for ((found,),) in map(tuple, highest) if found), default=None)


def who_wrote(ledger: Ledger, seq: int) -> tuple[str, str]:
    """Return who wrote an entry, and when."""
    head = select(entry.c.actor, entry.c.at).where(entry.c.seq == seq)
    return next(map(tuple, ledger.rows(head)))


def _touched(
    ledger: Ledger, column: Column, position: int, ids: Iterable[str]
) -> Iterator[tuple]:
    seq = column.table.c.entry_seq
    newest = select(column, func.max(seq)).where(seq <= position).group_by(column)
    return ledger.rows(newest.where(_among(column, ids)))


def _read(ledger: Ledger, table: Table, position: int, *only: object) -> Iterator[Row]:
    names = table.columns.keys()
    for row in ledger.rows(as_of(table, position, *only)):
        yield dict(zip(names, row, strict=True))


def _wanted(which: Which, position: int, table: Table = retrofit_case) -> list[object]:
    """Say which keys to look at; a place to begin with, not the whole answer."""
    column, wanted = table.c.case_id, []
    if which.case_ids is not None:
        wanted.append(column.in_(which.case_ids))
    if which.households is not None:
        ever = _cases_of(which.households).subquery()
        wanted.append(column.in_(select(ever.c.case_id)))
    if which.open_only:
        closed = as_of(case_step, position, case_step.c.step == LAST_STEP).subquery()
        wanted.append(column.not_in(select(closed.c.case_id)))
    return wanted


def _cases_of(households: tuple[str, ...]) -> CompoundSelect:
    return union(
        *[
            select(table.c.household_id, table.c.case_id).where(
                table.c.household_id.in_(households)
            )
            for table in (retrofit_case, case_step)
        ]
    )


def _among(column: Column, ids: Iterable[str]) -> object:
    """Narrow to some keys; if they are many, to everything that had a case ever."""
    few = set(ids)
    if len(few) <= FEW:
        return column.in_(sorted(few))
    tables = (retrofit_case, case_step)
    return column.in_(union(*[select(table.c[column.name]) for table in tables]))


def _elsewhere(household_id: str, which: Which) -> bool:
    return which.households is not None and household_id not in which.households


def _within(home: Row | None, area: str) -> bool:
    return not area or (home is not None and home["village_code"].startswith(area))


def current(connection: Connection, table: Table, **key: str) -> Row | None:
    """Return the newest row of one thing, ready to be written again; or ``None``.

    What a version carries beside its own columns is left out; personal columns come
    along, so that the next version does not lose them.
    """
    row = newest_row(connection, table, key)
    return None if row is None or row["removed"] else _bare(row)


def former(ledger: Ledger, table: Table, **key: str) -> Iterator[Row]:
    """Return all versions of one thing, the newest first, as they were written."""
    only = [table.c[name] == value for name, value in key.items()]
    query = select(table).where(*only).order_by(table.c.entry_seq.desc())
    names = table.columns.keys()
    for row in ledger.rows(query):
        yield _bare(dict(zip(names, row, strict=True)))


def _bare(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in VERSION_COLUMNS}


def case_ids_of(ledger: Ledger, households: Iterable[str]) -> dict[str, list[str]]:
    """Return the numbers of all cases that households ever had, in order."""
    found: dict[str, set[str]] = {}
    ids = sorted(set(households))
    for first in range(0, len(ids), FEW):
        for household_id, case_id in ledger.rows(
            _cases_of(tuple(ids[first : first + FEW]))
        ):
            found.setdefault(household_id, set()).add(case_id)
    return {id_: sorted(cases) for id_, cases in found.items()}


def household_of_case(ledger: Ledger, case_id: str) -> set[str]:
    """Return the household of a case; empty if there is no such case."""
    found = union(
        *[
            select(table.c.household_id).where(table.c.case_id == case_id)
            for table in (retrofit_case, case_step)
        ]
    )
    return {id_ for (id_,) in ledger.rows(found)}


def kind_of(table: Table, name: str) -> type | None:
    """Return what the values of a column are, ``None`` if there is no such column."""
    column = table.columns.get(name)
    return None if column is None else column.type.python_type
