"""Copies of a ledger: the database as it stands at a moment, and its search key."""

import shutil
from pathlib import Path

from sqlalchemy import Engine

from ledger.blind_index import key_file
from ledger.engine import copy_database, sync
from ledger.store import Ledger

BACKUPS = "backups"  # the folder beside a ledger for copies made before an upgrade


def backup(ledger: Ledger, path: Path) -> None:
    """Write a copy of a ledger and its key, while others read and write.

    Parameters
    ----------
    path : Path
        The new file; its key lies beside it as that of any ledger.

    Raises
    ------
    WorkspaceError
        If the file exists, or the disk does not take it.
    """
    copy_ledger(ledger.engine, ledger.path, path)


def copy_ledger(engine: Engine, source: Path, target: Path) -> None:
    """Copy the ledger ``source``, open as ``engine``; see :func:`backup`."""
    copy_database(engine, target)
    key = key_file(source)
    if key.exists():
        unfinished = key_file(target).with_suffix(".key.part")
        shutil.copy(key, unfinished)  # with its permissions
        sync(unfinished)
        unfinished.replace(key_file(target))
