"""Write the history: entries of a transaction, each sealed and chained."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import (
    Compiled,
    Connection,
    Dialect,
    LargeBinary,
    Table,
    insert,
    select,
)
from sqlalchemy.types import TypeEngine

from ledger.chain import (
    ORIGIN,
    ROWS_AT_ONCE,
    link_hash,
    rows_digest,
    sealed_columns,
)
from ledger.engine import indexed_afterwards
from ledger.versions import entry, link
from rules.errors import WorkspaceError

if TYPE_CHECKING:  # it takes its time to import, and few rows do without
    import pyarrow as pa

NOTE_LENGTH = 400
KEPT_STATEMENTS = 128  # for each table of the ledgers in use, by what is known
MANY_ROWS = 1_000
SCOPES = (
    "exposure",
    "cases",
    "money",
    "visits",
    "lists",
    "layers",
    "events",
    "findings",
    "missions",
    "plans",
    "forms",
    "agendas",
    "access",
)


@dataclass(frozen=True)
class Entry:
    """One change of the history, while it is being written."""

    connection: Connection
    head: dict[str, object]
    index_of: Callable[[str], str]
    digests: list[bytes] = field(default_factory=list)

    @property
    def seq(self) -> int:
        """The entry's number."""
        return self.head["seq"]

    def write(self, table: Table, rows: Iterable[dict[str, object]]) -> int:
        """Append versions to a table; returns how many.

        A column that a row lacks is unknown; ``id_index`` follows from
        ``id_number``.
        """
        before = len(self.digests)
        with ExitStack() as afterwards:
            for chunk in _chunks(rows, ROWS_AT_ONCE):
                if before == len(self.digests) and len(chunk) == ROWS_AT_ONCE:
                    later = indexed_afterwards(self.connection, table.name)
                    afterwards.enter_context(later)
                self._complete(table, chunk)
                columns = sealed_columns(table, chunk)
                insert_columns(self.connection, table, columns)
                self.digests.extend(columns["digest"])
        return len(self.digests) - before

    def write_columns(
        self,
        parts: Sequence[tuple[Table, "pa.Table"]],
        tell: Callable[[float], None] = lambda done: None,
    ) -> int:
        """Append versions to tables, by the column; returns how many.

        The same as :meth:`write`, made for a million rows: see
        :func:`ledger.bulk.written`.
        """
        from ledger.bulk import written

        before = len(self.digests)
        for digests in written(self.connection, self.seq, parts, self.index_of, tell):
            self.digests.extend(digests)
        return len(self.digests) - before

    def _complete(self, table: Table, rows: list[dict[str, object]]) -> None:
        indexed = "id_index" in table.columns
        for row in rows:
            row["entry_seq"] = self.seq
            row["removed"] = bool(row.get("removed"))
            if indexed:
                known = row.get("id_number")
                row["id_index"] = self.index_of(known) if known else None

    def close(self, previous: bytes) -> bytes:
        """Chain the entry to the one before; returns the hash of its link."""
        digest = rows_digest(self.digests)
        hashed = link_hash(previous, self.head, len(self.digests), digest)
        row = {
            "seq": self.seq,
            "rows": len(self.digests),
            "rows_digest": digest,
            "previous": previous,
            "hash": hashed,
        }
        self.connection.execute(insert(link), [row])
        return hashed


@dataclass(frozen=True)
class Transaction:
    """What is recorded together."""

    connection: Connection
    index_of: Callable[[str], str]
    entries: list[Entry] = field(default_factory=list)

    def entry(
        self,
        *,
        actor: str,
        verb: str,
        scope: str,
        note: str = "",
        role: str | None = None,
        at: datetime | None = None,
    ) -> Entry:
        """Begin the next entry of the history.

        Parameters
        ----------
        scope : str
            What the entry changes: one of :data:`SCOPES`; what is derived from one
            scope outlives the others.
        at : datetime, optional
            When it happened; now unless a past is being set up.

        Raises
        ------
        WorkspaceError
            If ``at`` lies before the newest entry: history is not rewritten.
        """
        moment = (at or datetime.now()).astimezone()
        newest = select(entry.c.seq, entry.c.day).order_by(entry.c.seq.desc()).limit(1)
        seq, day = self.connection.execute(newest).one_or_none() or (0, date.min)
        if moment.date() < day:
            raise WorkspaceError(
                "an entry of {day} cannot follow one of {newest}",
                day=moment.date().isoformat(),
                newest=day.isoformat(),
            )
        head = {
            "seq": seq + 1,
            "at": moment.isoformat(timespec="seconds"),
            "day": moment.date(),
            "actor": actor,
            "role": role,
            "verb": verb,
            "scope": scope,
            "note": note[:NOTE_LENGTH],
        }
        self.connection.execute(insert(entry), [head])
        self.entries.append(Entry(self.connection, head, self.index_of))
        return self.entries[-1]

    def close(self) -> None:
        """Chain the entries, in their order, to the newest link."""
        if not self.entries:
            return
        newest = select(link.c.hash).order_by(link.c.seq.desc()).limit(1)
        previous = self.connection.execute(newest).scalar() or ORIGIN
        for written in self.entries:
            previous = written.close(previous)


def _chunks(rows: Iterable[dict], size: int) -> Iterator[list[dict]]:
    chunk: list[dict] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def insert_columns(
    connection: Connection, table: Table, columns: dict[str, list]
) -> None:
    """Insert rows by the driver itself: half the time of handing over dicts.

    The statement and what each value becomes are still the dialect's.  A column in
    which nothing is known may be left out.
    """
    dialect, known = connection.dialect, columns
    if len(columns["digest"]) >= MANY_ROWS:  # worth a statement of their own
        known = {n: c for n, c in columns.items() if any(v is not None for v in c)}
    statement = _statement(table, tuple(known), dialect)
    if not statement.positional:
        rows = zip(*known.values(), strict=True)
        connection.execute(
            insert(table), [dict(zip(known, row, strict=True)) for row in rows]
        )
        return
    values = [
        _bound(known[name], table.columns[name].type, dialect)
        for name in statement.positiontup
    ]
    if rows := list(zip(*values, strict=True)):
        connection.exec_driver_sql(str(statement), rows)


@lru_cache(maxsize=KEPT_STATEMENTS)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> Compiled:
    return insert(table).compile(dialect=dialect, column_keys=names)


def _bound(values: list, kind: TypeEngine, dialect: Dialect) -> list:
    if isinstance(kind, LargeBinary):
        # Of bytes the driver asks each time whether they are to be adapted: it takes
        # longer than to insert them.  Of a bytearray it knows.
        return [value and bytearray(value) for value in values]
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return values if process is None else [process(value) for value in values]
