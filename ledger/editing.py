"""Change a thing only if it still is as it was when it was opened.

The version of a thing is the number of the entry that wrote its newest row, 0 while
there is none.  Whoever edits says which version was opened; if a newer one is on
record, nothing is written, and all three states are shown field by field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Table, select

from ledger.store import Ledger
from ledger.versions import VERSION_COLUMNS, entry, keys_of
from rules.errors import SchemaError, StaleEditError
from rules.language import N_
from rules.times import local_time

Row = dict[str, Any]

# What is said of each thing, in words that can be translated as a whole.
CHANGED = MappingProxyType(
    {
        "household": N_(
            "household {thing} was changed by {actor} at {at}, after it was opened "
            "here ({fields}); nothing was overwritten: compare both and save again"
        ),
        "dwelling": N_(
            "the house of household {thing} was changed by {actor} at {at}, after it "
            "was opened here ({fields}); nothing was overwritten: compare both and "
            "save again"
        ),
        "vacated_house": N_(
            "the old house {thing} was changed by {actor} at {at}, after it was opened "
            "here ({fields}); nothing was overwritten: compare both and save again"
        ),
        "layer": N_(
            "map layer {thing} was changed by {actor} at {at}, after it was opened "
            "here ({fields}); nothing was overwritten: compare both and save again"
        ),
        "scenario": N_(
            "plan {thing} was changed by {actor} at {at}, after it was opened here "
            "({fields}); nothing was overwritten: compare both and save again"
        ),
        "sweep": N_(
            "sweep {thing} was changed by {actor} at {at}, after it was opened here "
            "({fields}); nothing was overwritten: compare both and save again"
        ),
    }
)


@dataclass(frozen=True)
class Edit:
    """What is to change in one thing, and the version of it that was opened.

    ``changes`` holds the new values only; ``{"removed": True}`` ends the thing.
    """

    table: Table
    key: Row
    changes: Row
    version: int


def edit(
    ledger: Ledger,
    table: Table,
    key: Row,
    changes: Row,
    *,
    version: int,
    acting_name: str,
    role: str,
    verb: str,
    scope: str,
    note: str = "",
    at: datetime | None = None,
) -> int:
    """Change one thing; return its new version.

    Parameters
    ----------
    at : datetime, optional
        When it happened; now unless a past is being set up.

    Raises
    ------
    StaleEditError
        If it was changed since ``version``.
    SchemaError
        If the table has no such column.
    """
    head = {"acting_name": acting_name, "role": role, "verb": verb, "scope": scope}
    edits = [Edit(table, key, changes, version)]
    return edit_together(ledger, edits, note=note, at=at, **head)[0]


def edit_together(
    ledger: Ledger,
    edits: Sequence[Edit],
    *,
    acting_name: str,
    role: str,
    verb: str,
    scope: str,
    note: str = "",
    at: datetime | None = None,
) -> list[int]:
    """Change several things under one entry, or none; return their new versions.

    What is already as it is to be keeps its version.

    Raises
    ------
    StaleEditError
        If one of them was changed since it was opened; all that were are shown.
    SchemaError
        If a table has no such column.
    """
    head = {"actor": acting_name, "role": role, "verb": verb, "scope": scope}
    with ledger.transaction() as transaction:
        known = require_fresh(transaction.connection, edits)
        changed = [
            old is None or any(old[n] != v for n, v in one.changes.items())
            for old, one in zip(known, edits, strict=True)
        ]
        if not any(changed):
            return [one.version for one in edits]
        writing = transaction.entry(**head, note=note, at=at)
        for one, old, differs in zip(edits, known, changed, strict=True):
            if differs:
                writing.write(one.table, [_own(old) | one.key | one.changes])
    return [
        writing.seq if differs else one.version
        for one, differs in zip(edits, changed, strict=True)
    ]


def require_fresh(connection: Connection, edits: Sequence[Edit]) -> list[Row | None]:
    """Return the newest row of each thing, ``None`` where there is none yet.

    For use in a transaction that goes on to write.

    Raises
    ------
    StaleEditError, SchemaError
        As :func:`edit_together`.
    """
    for one in edits:
        _require_columns(one)
    newest = [newest_row(connection, one.table, one.key) for one in edits]
    stale = [
        (one, row)
        for one, row in zip(edits, newest, strict=True)
        if version_of(row) != one.version
    ]
    if stale:
        raise _stale(connection, stale)
    return newest


def version_of(row: Row | None) -> int:
    """Return the version that a newest row is of; 0 if there is none."""
    return row["entry_seq"] if row else 0


def newest_row(
    connection: Connection, table: Table, key: Row, *, version: int | None = None
) -> Row | None:
    """Return the newest row of a thing, or that of one version; ``None`` if none.

    A thing that was ended has a row that says so.
    """
    query = select(table).where(
        *(table.c[name] == key[name] for name in keys_of(table))
    )
    if version is not None:
        query = query.where(table.c.entry_seq == version)
    query = query.order_by(table.c.entry_seq.desc()).limit(1)
    found = connection.execute(query).mappings().one_or_none()
    return dict(found) if found else None


def _own(row: Row | None) -> Row:
    return {n: v for n, v in (row or {}).items() if n not in VERSION_COLUMNS}


def _require_columns(one: Edit) -> None:
    fixed = {*keys_of(one.table), *VERSION_COLUMNS} - {"removed"}
    for name in one.changes:
        if name in fixed or name not in one.table.columns:
            raise SchemaError(
                "{table} has no column {column} that could be edited",
                table=one.table.name,
                column=name,
            )


def _stale(
    connection: Connection, stale: Sequence[tuple[Edit, Row | None]]
) -> StaleEditError:
    """Make the error that shows what was opened, what is now, what was to be."""
    one, row = stale[0]
    found = [d for edit_, now in stale for d in _differences(connection, edit_, now)]
    head = select(entry.c.actor, entry.c.at).where(entry.c.seq == version_of(row))
    actor, at = connection.execute(head).one_or_none() or ("?", "?")
    message = N_(
        "{table} {thing} was changed by {actor} at {at}, after it was opened here "
        "({fields}); nothing was overwritten: compare both and save again"
    )
    message = CHANGED.get(one.table.name, message)
    return StaleEditError(
        message,
        table=one.table.name,
        thing=", ".join(str(value) for value in one.key.values()),
        actor=actor,
        at=local_time(at),
        fields=", ".join(dict.fromkeys(d["field"] for d in found)),
        key=one.key,
        version=one.version,
        newest=version_of(row),
        differences=tuple(found),
    )


def _differences(connection: Connection, one: Edit, now: Row | None) -> list[Row]:
    opened = newest_row(connection, one.table, one.key, version=one.version) or {}
    hidden = {*keys_of(one.table), *VERSION_COLUMNS, "id_index"} - {"removed"}
    found = []
    for name in (c.name for c in one.table.columns if c.name not in hidden):
        unsaid = False if name == "removed" else None
        states = {
            "base": opened.get(name, unsaid),
            "theirs": (now or {}).get(name, unsaid),
            "mine": (opened | one.changes).get(name, unsaid),
        }
        if not states["base"] == states["theirs"] == states["mine"]:
            found.append({"table": one.table.name, "field": name} | states)
    return found
