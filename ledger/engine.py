"""Connect to the database: which SQLite, and how it keeps what it is given."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from rules.errors import WorkspaceError

# The first SQLite without the WAL-reset bug (3.7.0 to 3.51.2 can lose pages).
SAFE_WAL = (3, 51, 3)
WAIT_MILLISECONDS = 60_000
CACHE_KIBIBYTES = 128 * 1024  # an import writes all over its indexes
# What SQLite says where the machine, and not the program, is in the way.
_BUSY = "database is locked"
_FULL = "database or disk is full"
_REFUSED = ("disk I/O error", "readonly database", "unable to open database")


def engine_of(path: Path) -> Engine:
    """Return the engine of a database file; connections are made when needed."""
    driver = driver_module()
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)), module=driver
    )
    journal = "WAL" if driver.sqlite_version_info >= SAFE_WAL else "DELETE"

    @event.listens_for(engine, "connect")
    def prepare(connection: object, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is erased leaves no bytes
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIBIBYTES}")
        cursor.close()
        connection.isolation_level = None  # transactions begin where we say

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("bare"):
            way = "BEGIN IMMEDIATE" if options.get("writes") else "BEGIN"
            connection.exec_driver_sql(way)

    return engine


def driver_module() -> ModuleType:
    """Prefer the build of SQLite that carries the repair, where there is one."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ModuleNotFoundError:
        return import_module("sqlite3")


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Connection]:
    """Hold the one transaction that writes: all of it is recorded, or nothing.

    Raises
    ------
    WorkspaceError
        If another one was open for too long, or the disk does not take it.
    """
    with told_plainly(), engine.connect() as connection:
        writer = connection.execution_options(writes=True)
        with writer.begin():
            yield writer


@contextmanager
def told_plainly() -> Iterator[None]:
    """Say in words for people that the machine does not take what is written."""
    try:
        yield
    except OperationalError as error:
        told = str(error.orig)
        if _BUSY in told:
            raise WorkspaceError(
                "the ledger is being written by somebody else; try again"
            ) from error
        if _FULL in told:
            raise WorkspaceError(
                "the disk is full; nothing was recorded; make room and try again"
            ) from error
        if any(words in told for words in _REFUSED):
            raise WorkspaceError(
                "the ledger cannot be written ({reason}); nothing was recorded",
                reason=told,
            ) from error
        raise


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Say in words for people that a file is no database, or a damaged one."""
    try:
        yield
    except DatabaseError as error:
        raise WorkspaceError(
            "{file} is damaged or no ledger ({reason}); restore it from a backup",
            file=path.name,
            reason=error.orig,
        ) from error


@contextmanager
def indexed_afterwards(connection: Connection, table: str) -> Iterator[None]:
    """Fill an empty table first and index it then, a third of the time; all or nothing.

    A table that holds anything keeps its indexes.  Whoever reads meanwhile sees the
    table as it was: in SQLite a transaction takes back what it did to indexes, too.
    """
    held = connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first()
    if held or connection.dialect.name != "sqlite":
        yield
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
    found = connection.exec_driver_sql(f"{query} AND sql IS NOT NULL", (table,)).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, made_by in found:
        connection.exec_driver_sql(made_by)


def copy_database(engine: Engine, target: Path) -> None:
    """Write the database as it stands now into a new file, whole or not at all.

    Others may read and write meanwhile.

    Raises
    ------
    WorkspaceError
        If the file exists, or the disk does not take it.
    """
    if target.exists():
        raise WorkspaceError("{file} exists already", file=target.name)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        with told_plainly(), _bare(engine) as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(unfinished),))
        sync(unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def rewrite(engine: Engine) -> None:
    """Write the whole file anew, so that nothing emptied is left in its bytes.

    Raises
    ------
    WorkspaceError
        If somebody else reads or writes for too long.
    """
    with told_plainly(), _bare(engine) as connection:
        connection.exec_driver_sql("VACUUM")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
    if busy:
        raise WorkspaceError("the ledger is being written by somebody else; try again")


def sync(path: Path) -> None:
    """Wait until a file has reached the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _bare(engine: Engine) -> Iterator[Connection]:
    """Connect outside of any transaction: ``VACUUM`` allows none."""
    with engine.connect() as connection:
        yield connection.execution_options(bare=True)
