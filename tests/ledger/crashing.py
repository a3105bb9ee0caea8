"""Processes that work on a ledger until they are killed.

Each tells, through a pipe, what was recorded, as soon as it was: what was told must
still be there after the kill.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess as Process
from pathlib import Path
from unittest import mock

import pandas as pd
from sqlalchemy import Engine, event

from ledger import bulk
from ledger.differences import differences
from ledger.editing import edit, newest_row
from ledger.schema import household
from ledger.store import Ledger
from ledger.upgrading import upgrade
from rules.errors import WorkspaceError

HAND = {"acting_name": "t", "role": "planner", "verb": "edit", "scope": "exposure"}
KEY = {"household_id": "A"}
IMPORTED = 300  # households of one import
VILLAGE = "990001100200"
READY = 0

# A clean process that has everything imported makes the children: quick, and without
# the threads of a test run.
_ways = multiprocessing.get_all_start_methods()
_context = multiprocessing.get_context(
    "forkserver" if "forkserver" in _ways else "spawn"
)
if "forkserver" in _ways:
    _context.set_forkserver_preload([__name__])

Work = Callable[..., None]
LOADED = (pd, bulk)  # by the first import that is written; here before any is killed


def import_on(path: Path, told: Connection) -> None:
    """Import other households again and again; tell the number of each entry."""
    spill_early()
    ledger = Ledger.open(path)
    differences(ledger, [home("nobody")])  # loads what it needs
    told.send(READY)
    for number in count():
        rows = [home(f"{number:04}-{n:04}") for n in range(IMPORTED)]
        with ledger.transaction() as transaction:
            found = differences(ledger, rows)
            entry = transaction.entry(actor="t", verb="import", scope="exposure")
            found.write(entry)
        told.send(entry.seq)


def home(id_: str) -> dict[str, object]:
    groups = ("低保户", "其他脱贫户")
    own = {"household_id": id_, "village_code": VILLAGE, "groups": groups}
    return own | {"head_name": "张三", "structure": "土坯", "occupants": 3}


def edit_on(path: Path, told: Connection) -> None:
    """Add one to a household again and again; tell how many there are."""
    spill_early()
    ledger = Ledger.open(path)
    told.send(READY)
    while True:
        with ledger.engine.connect() as connection:
            row = newest_row(connection, household, KEY)
        more = {"occupants": row["occupants"] + 1}
        edit(ledger, household, KEY, more, version=row["entry_seq"], **HAND)
        told.send(more["occupants"])


def upgrade_once(path: Path, told: Connection) -> None:
    """Open the ledger of an older release; tell when it is today's."""
    spill_early()
    told.send(READY)
    upgrade(path)
    told.send(1)


def spill_early() -> None:
    """Keep little in memory: what is not yet recorded is on the disk when killed."""
    event.listen(Engine, "connect", _with_few_pages)


def _with_few_pages(connection: object, _: object) -> None:
    connection.execute("PRAGMA cache_size=10")


def import_until_refused(path: Path, told: Connection, most_bytes: int) -> None:
    """Import on a disk that takes no file beyond a size; tell what it said."""
    import resource  # not on Windows

    ledger = Ledger.open(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        import_on(path, told)
    except WorkspaceError as error:
        told.send(str(error))
    ledger.close()


def killed_after(work: Work, path: Path, seconds: float) -> list[int]:
    """Let a process work for a time once it is ready, kill it; return what it told."""
    process, pipe = _started(work, path)
    pipe.recv()
    time.sleep(seconds)
    process.kill()
    process.join()
    return list(_all(pipe))


def told_by(work: Work, *arguments: object) -> list[object]:
    """Let a process work to its end; return what it told."""
    process, pipe = _started(work, *arguments)
    told = list(_all(pipe))
    process.join()
    return told[1:]


def _started(work: Work, path: Path, *more: object) -> tuple[Process, Connection]:
    mine, its = _context.Pipe(duplex=False)
    process = _context.Process(target=work, args=(path, its, *more))
    with mock.patch.dict(sys.modules["__main__"].__dict__) as main:
        main.pop("__file__", None)  # a child has no use for what runs the tests
        process.start()
    its.close()
    return process, mine


def _all(pipe: Connection) -> Iterator[object]:
    with pipe:
        while True:
            try:
                yield pipe.recv()
            except EOFError:
                return
