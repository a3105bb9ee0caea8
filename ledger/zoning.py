"""What towns and villages are built for, on record: the table of the zonation.

A row tells of one town (9 digits) or village (12 digits); of the editions that tell of
a place, the one that came into force last counts.  Codes are as the table had them:
what became of one since is in :mod:`ledger.codes`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.plan_schema import fortification as table
from ledger.store import Ledger
from ledger.writing import Entry
from rules.adcode import Level, level_of
from rules.errors import SchemaError
from rules.language import N_

FIELDS = (
    "place_code",
    "pga_g",
    "design_intensity_degree",
    "spectrum_period_s",
    "source",
    "valid_from",
)
KEY_LENGTH = 16

Row = dict[str, Any]


def fortification(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return what places are built for, by their code.

    Parameters
    ----------
    on : date, optional
        As it was recorded by the end of a day and in force on it; today's if not
        given.

    Returns
    -------
    list of dict
        :data:`FIELDS`: ``pga_g`` and ``design_intensity_degree`` are ``None`` where
        the table does not tell them, never both; ``valid_from`` is ``None`` where it
        always was.
    """
    day, found = on or date.today(), {}
    for (place, since), row in sorted(_editions(ledger, on).items()):
        if since <= day:
            found[place] = row
    return [found[place] for place in sorted(found)]


def fortification_key(ledger: Ledger, on: date | None = None) -> str:
    """Return what tells one state of the table from another; ``""`` if it is empty."""
    rows = fortification(ledger, on)
    told = repr([tuple(row.values()) for row in rows])
    return hashlib.sha256(told.encode()).hexdigest()[:KEY_LENGTH] if rows else ""


def unrecorded(ledger: Ledger, rows: Iterable[Row]) -> list[Row]:
    """Return those of some rows that are not on record as they are.

    Rows are dicts of :data:`FIELDS`; what one lacks is unknown.
    """
    known = _editions(ledger, None)
    return [row for row in map(_told, rows) if known.get(_edition(row)) != row]


def record_fortification(entry: Entry, rows: Iterable[Row]) -> int:
    """Append rows of one edition of the table; returns how many.

    Raises
    ------
    SchemaError
        If a code is none of a town or village, a place is told twice, or a row tells
        neither acceleration nor intensity.
    """
    told = [_told(row) for row in rows]
    for code, times in Counter(row["place_code"] for row in told).items():
        _require_place(code, times)
    for row in told:
        if row["pga_g"] is None and row["design_intensity_degree"] is None:
            raise SchemaError(
                N_("{place}: neither acceleration nor intensity is told"),
                place=row["place_code"],
            )
    return entry.write(table, told)


def drop_fortification(entry: Entry, rows: Iterable[Row]) -> int:
    """End rows that are on record; returns how many.

    What an earlier edition says of those places counts again.
    """
    return entry.write(table, [_told(row) | {"removed": True} for row in rows])


def _editions(ledger: Ledger, on: date | None) -> dict[tuple[str, date], Row]:
    """Return the newest row of each place and first day in force, as recorded."""
    query = select(table).where(table.c.entry_seq <= ledger.position(on=on))
    with ledger.engine.connect() as connection:
        rows = connection.execute(query.order_by(table.c.entry_seq)).mappings().all()
    newest = {_edition(row): row for row in rows}
    return {key: _told(row) for key, row in newest.items() if not row["removed"]}


def _edition(row: Mapping[str, Any]) -> tuple[str, date]:
    return row["place_code"], row["valid_from"] or date.min


def _told(row: Mapping[str, Any]) -> Row:
    return {name: row.get(name) for name in FIELDS}


def _require_place(code: str, times: int) -> None:
    if level_of(code) not in (Level.TOWN, Level.VILLAGE):
        raise SchemaError(
            N_("{place} is no code of a town (9 digits) or a village (12)"), place=code
        )
    if times > 1:
        raise SchemaError(N_("{place} is told more than once"), place=code)
