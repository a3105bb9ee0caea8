"""Open the ledger of a workspace, write an entry, read any past day."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Select,
    Table,
    and_,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import OperationalError

from ledger.schema import entry, metadata
from rules.errors import WorkspaceError

# The first SQLite without the WAL-reset bug (3.7.0 to 3.51.2 can lose pages).
SAFE_WAL = (3, 51, 3)
ROWS_AT_ONCE = 20_000
WAIT_MILLISECONDS = 60_000


@dataclass(frozen=True)
class Entry:
    """One transaction of the history, while it is being written."""

    connection: Connection
    seq: int

    def write(self, table: Table, rows: Iterable[dict[str, object]]) -> int:
        """Append versions to a table; returns how many."""
        written = 0
        for chunk in _chunks(rows, ROWS_AT_ONCE):
            for row in chunk:
                row["entry_seq"] = self.seq
                row.setdefault("removed", False)
            self.connection.execute(insert(table), chunk)
            written += len(chunk)
        return written


@dataclass(frozen=True)
class Transaction:
    """What is recorded together."""

    connection: Connection

    def entry(
        self,
        *,
        actor: str,
        verb: str,
        scope: str,
        note: str = "",
        at: datetime | None = None,
    ) -> Entry:
        """Begin the next entry of the history.

        Parameters
        ----------
        scope : str
            What the entry changes: ``"exposure"``, ``"cases"``, ``"layers"`` or
            ``"events"``; what is derived from one scope outlives the others.
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
            "verb": verb,
            "scope": scope,
            "note": note,
        }
        self.connection.execute(insert(entry), [head])
        return Entry(self.connection, head["seq"])


class Ledger:
    """The append-only history of one county, in one database file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)

    @classmethod
    def create(cls, path: Path) -> "Ledger":
        """Make a new, empty ledger.

        Raises
        ------
        WorkspaceError
            If the file exists.
        """
        if path.exists():
            raise WorkspaceError("{file} exists already", file=path.name)
        ledger = cls(path)
        metadata.create_all(ledger.engine)
        return ledger

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """Open an existing ledger.

        Raises
        ------
        WorkspaceError
            If there is no such file.
        """
        if not path.is_file():
            raise WorkspaceError("no ledger at {file}", file=path)
        return cls(path)

    def close(self) -> None:
        """Let go of the file, so that the folder can be moved."""
        self.engine.dispose()

    @contextmanager
    def writing(self, **head: object) -> Iterator[Entry]:
        """Write one entry in a transaction of its own: all of it, or nothing.

        Takes what :meth:`Transaction.entry` takes.
        """
        with self.transaction() as transaction:
            yield transaction.entry(**head)

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Open a transaction: all its entries are recorded, or none.

        Nobody else writes while it is open; what is read meanwhile stays true.

        Raises
        ------
        WorkspaceError
            If another one has been open for too long.
        """
        with self.engine.connect() as connection:
            writer = connection.execution_options(writes=True)
            try:
                writer.begin()
            except OperationalError as error:
                raise WorkspaceError(
                    "the ledger is being written by somebody else; try again"
                ) from error
            with writer.get_transaction():
                yield Transaction(writer)

    def position(self, scope: str | None = None, on: date | None = None) -> int:
        """Return the newest entry (of a scope, up to a day); 0 if there is none."""
        newest = select(func.coalesce(func.max(entry.c.seq), 0))
        if scope is not None:
            newest = newest.where(entry.c.scope == scope)
        if on is not None:
            newest = newest.where(entry.c.day <= on)
        with self.engine.connect() as connection:
            return connection.execute(newest).scalar_one()

    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day of the history, ``None`` if empty."""
        with self.engine.connect() as connection:
            ends = select(func.min(entry.c.day), func.max(entry.c.day))
            first, last = connection.execute(ends).one()
        return (first, last) if first else None

    def rows(self, query: Select) -> Iterator[Sequence[object]]:
        """Stream the rows of a query."""
        with self.engine.connect() as connection:
            streamed = connection.execution_options(yield_per=ROWS_AT_ONCE)
            for part in streamed.execute(query).partitions():
                yield from part


def as_of(table: Table, position: int, *only: object) -> Select:
    """Select the state of a table after entry ``position``.

    ``only`` narrows to the versions of some keys, by conditions on key columns.
    """
    keys = [c for c in table.primary_key.columns if c.name != "entry_seq"]
    newest = (
        select(*keys, func.max(table.c.entry_seq).label("entry_seq"))
        .where(table.c.entry_seq <= position, *only)
        .group_by(*keys)
        .subquery()
    )
    same = [table.c[k.name] == newest.c[k.name] for k in keys]
    on = and_(*same, table.c.entry_seq == newest.c.entry_seq)
    return select(table).join(newest, on).where(table.c.removed.is_(False))


def as_of_household(table: Table, position: int, household_id: str) -> Select:
    """Select what belongs to a household after entry ``position``.

    Where the household is not part of the key, a thing may have moved: only what
    belongs to it in the newest version counts.
    """
    belongs = table.c.household_id == household_id
    if table.c.household_id.primary_key:
        return as_of(table, position, belongs)
    keys = [c for c in table.primary_key.columns if c.name != "entry_seq"]
    ever = [key.in_(select(key).where(belongs)) for key in keys]
    return as_of(table, position, *ever).where(belongs)


def _chunks(rows: Iterable[dict], size: int) -> Iterator[list[dict]]:
    chunk: list[dict] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _engine(path: Path) -> Engine:
    driver = _driver()
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)), module=driver
    )
    journal = "WAL" if driver.sqlite_version_info >= SAFE_WAL else "DELETE"

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
        cursor.close()
        connection.isolation_level = None  # transactions begin where we say

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _driver() -> ModuleType:
    """Prefer the build of SQLite that carries the repair, where there is one."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ModuleNotFoundError:
        return import_module("sqlite3")
