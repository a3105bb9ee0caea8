"""Connect to the database: which SQLite, and how it keeps what it is given."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy import URL, Connection, Engine, create_engine, event

# The first SQLite without the WAL-reset bug (3.7.0 to 3.51.2 can lose pages).
SAFE_WAL = (3, 51, 3)
WAIT_MILLISECONDS = 60_000


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


def driver_module() -> ModuleType:
    """Prefer the build of SQLite that carries the repair, where there is one."""
    try:
        return import_module("sqlcipher3.dbapi2")
    except ModuleNotFoundError:
        return import_module("sqlite3")
