"""A small ledger with rows in every table, and hands that change it unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
)

from ledger.schema import place
from ledger.store import Ledger

TABLES = [t for t in place.metadata.sorted_tables if "entry_seq" in t.columns]
EVERY_TABLE = list(place.metadata.sorted_tables)
OWN = {"entry_seq", "removed", "salt", "seal", "digest", "id_index"}
ENTRIES = 3


def make_full(path: Path) -> Ledger:
    """Make a ledger of three entries, each with two rows in every table.

    The first row of an entry is known in every column, the second in none that may
    be unknown.
    """
    ledger = Ledger.create(path)
    for entry in range(1, ENTRIES + 1):
        with ledger.writing(actor="张干事", verb="edit", scope="exposure") as writing:
            for table in TABLES:
                rows = [row_of(table, entry, n, full=not n) for n in range(2)]
                writing.write(table, rows)
    return ledger


def row_of(table: Table, entry: int, number: int, *, full: bool) -> dict[str, object]:
    return {
        column.name: value_of(column, entry * 10 + number)
        for column in table.columns
        if column.name not in OWN
        and (full or column.primary_key or not column.nullable)
    }


def value_of(column: Column, number: int) -> object:
    """Return a value of a column's type that ``number`` tells from another."""
    kinds = (
        (Boolean, bool(number % 2)),
        (Integer, number),
        (Float, number + 0.25),
        (Date, date(2026, 11, 1 + number % 28)),
        (LargeBinary, bytes([number % 256]) * 32),
    )
    for kind, value in kinds:
        if isinstance(column.type, kind):
            return value
    return f"字{number}"


@contextmanager
def unseen(ledger: Ledger) -> Iterator[Connection]:
    """Change a ledger as somebody would who has the file; undone afterwards."""
    with ledger.engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        drop_guards(connection)
        yield connection
        connection.rollback()
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


def drop_guards(connection: Connection) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for name in connection.exec_driver_sql(query).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
