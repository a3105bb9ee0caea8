"""Prove rows: each by its own seal and digest, as the database keeps them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, column, func, select, table

from ledger.chain import ROWS_AT_ONCE, Row, digest_of, seal_of
from ledger.proof import (
    FOREIGN_KEY,
    PERSONAL_ALTERED,
    PERSONAL_GONE,
    ROW_ALTERED,
    Fault,
)
from ledger.schema import erasure
from ledger.versions import keys_of, personal_columns, thing_of

# A value of a wrong type is a fault like any other.
_OF_A_WRONG_TYPE = (TypeError, ValueError, KeyError, AttributeError)

Erasures = dict[tuple[str, str], int]  # table and thing to the last entry that erased


@dataclass
class RowProof:
    """The rows of a ledger, one after the other; ``rows`` counts them."""

    connection: Connection
    index_of: Callable[[str], str]
    rows: int = 0

    def faults(self, tables: list[Table]) -> Iterator[Fault]:
        """Yield what is wrong with the rows of some tables."""
        erased = erasures(self.connection)
        for of in tables:
            for row in raw_rows(self.connection, of):
                self.rows += 1
                for what in self._wrong(of, row, erased):
                    key = {name: row[name] for name in keys_of(of)}
                    yield Fault(_number(row["entry_seq"]), what, of.name, key)

    def _wrong(self, of: Table, row: Row, erased: Erasures) -> Iterator[str]:
        try:
            if digest_of(of, row) != row["digest"]:
                yield ROW_ALTERED
            elif "seal" in row:
                yield from self._unsealed(of, row, erased)
        except _OF_A_WRONG_TYPE:
            yield ROW_ALTERED

    def _unsealed(self, of: Table, row: Row, erased: Erasures) -> Iterator[str]:
        if row["salt"] is None:
            last = erased.get((of.name, thing_of(of, row)), 0)
            if any(row[name] is not None for name in personal_columns(of)):
                yield PERSONAL_ALTERED
            elif row["seal"] is not None and row["entry_seq"] >= last:
                yield PERSONAL_GONE
        elif seal_of(of, row) != row["seal"]:
            yield PERSONAL_ALTERED
        elif row.get("id_number") and row["id_index"] != self.index_of(
            row["id_number"]
        ):
            yield FOREIGN_KEY


def raw_rows(
    connection: Connection,
    of: Table,
    *,
    entry_seq: int | None = None,
    order_by: str | None = None,
) -> Iterator[Row]:
    """Stream the rows of a table as the database keeps them, types untouched."""
    names = [c.name for c in of.columns]
    source = table(of.name, *map(column, names))
    query = select(source).order_by(order_by)
    if entry_seq is not None:
        query = query.where(source.c.entry_seq == entry_seq)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    for part in found.partitions():
        for row in part:
            yield dict(zip(names, row, strict=True))


def erasures(connection: Connection) -> Erasures:
    """Return which things were erased, and by which entry last."""
    things = (erasure.c.table_name, erasure.c.thing)
    query = select(*things, func.max(erasure.c.entry_seq))
    query = query.where(erasure.c.removed.is_(False)).group_by(*things)
    return {(name, thing): seq for name, thing, seq in connection.execute(query)}


def _number(seq: object) -> int:
    return seq if isinstance(seq, int) else 0
