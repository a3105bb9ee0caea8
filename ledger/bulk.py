"""Append many rows at once: sealed by a second process, recorded by this one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext

import pyarrow as pa
from sqlalchemy import Connection, Table

from ledger.blind_index import BlindIndex
from ledger.engine import indexed_afterwards
from ledger.sealer import sealed_apart
from ledger.sealing import batches_of, sealed_batch
from ledger.writing import insert_columns

BATCH_ROWS = 25_000
WORTH_A_PROCESS_ROWS = 50_000  # below, it would take longer to begin than to seal

Parts = Sequence[tuple[Table, pa.Table]]
IndexOf = Callable[[str], str]


def written(
    connection: Connection,
    entry_seq: int,
    parts: Parts,
    index_of: IndexOf,
    tell: Callable[[float], None],
) -> Iterator[list[bytes]]:
    """Insert rows under an entry; yields the digests of what was inserted.

    Parameters
    ----------
    parts : sequence of (Table, pyarrow.Table)
        Rows by their table: quickest in the order of their keys.
    tell : callable
        Told the share that is done, 0 to 1.

    Raises
    ------
    ValueError, TypeError
        If a value is not of its column's type: it would not come back as written.
    WorkspaceError
        If the process that seals rows ended.
    """
    work = [
        (table, batches_of(table, rows, entry_seq, BATCH_ROWS))
        for table, rows in parts
        if len(rows)
    ]
    whole, done = sum(len(rows) for _, rows in parts), 0
    with closing(_sealed(work, index_of, whole)) as answers:
        for table, batches in work:
            with _many(connection, table, batches):
                for batch in batches:
                    columns = _lists(batch) | _lists(next(answers))
                    insert_columns(connection, table, columns)
                    done += len(batch)
                    tell(done / whole)
                    yield columns["digest"]


def _many(
    connection: Connection, table: Table, batches: list[pa.RecordBatch]
) -> AbstractContextManager[None]:
    if len(batches) > 1:
        return indexed_afterwards(connection, table.name)
    return nullcontext()


def _lists(batch: pa.RecordBatch) -> dict[str, list]:
    columns = zip(batch.schema.names, batch.columns, strict=True)
    return {name: column.to_pylist() for name, column in columns}


def _sealed(
    work: list[tuple[Table, list[pa.RecordBatch]]], index_of: IndexOf, rows: int
) -> Iterator[pa.RecordBatch]:
    if rows >= WORTH_A_PROCESS_ROWS and isinstance(index_of, BlindIndex):
        every = [batch for _, batches in work for batch in batches]
        yield from sealed_apart(every, index_of)
        return
    for table, batches in work:
        for batch in batches:
            yield sealed_batch(table, batch, index_of)
