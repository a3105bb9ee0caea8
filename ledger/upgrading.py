"""Make a ledger, or bring that of an older release up, by the same steps."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from ledger.backups import BACKUPS, copy_ledger
from ledger.blind_index import BlindIndex, make_key
from ledger.engine import engine_of, write_transaction
from ledger.migrations import FIRST, HEAD, is_marked, revision_of
from ledger.migrations.running import migrate


def build(path: Path) -> None:
    """Make the file of a new ledger, and its search key."""
    make_key(path)
    engine = engine_of(path)
    try:
        with write_transaction(engine) as connection:
            migrate(connection, BlindIndex.beside(path))
    finally:
        engine.dispose()


def upgrade(path: Path) -> None:
    """Bring a ledger to today's schema, after a copy of it was put aside.

    All in one transaction that nobody else writes in: interrupted, it leaves the
    file as it was.
    """
    engine = engine_of(path)
    try:
        with write_transaction(engine) as connection:
            found = revision_of(connection)
            if found == HEAD:  # somebody else was first
                return
            if found == FIRST:
                make_key(path)  # that release had none
            _put_aside(engine, path, found)
            stamped = None if is_marked(connection) else found
            migrate(connection, BlindIndex.beside(path), stamped=stamped)
    finally:
        engine.dispose()


def _put_aside(engine: Engine, path: Path, revision: str) -> None:
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    for unfinished in folder.glob("*.part"):  # of an upgrade that was killed
        unfinished.unlink()
    now = datetime.now().strftime("%Y%m%dT%H%M%S%f")
    name = f"{path.stem}-schema-{revision}-{now}{path.suffix}"
    copy_ledger(engine, path, folder / name)
