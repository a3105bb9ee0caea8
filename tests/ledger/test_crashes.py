"""Killed at any moment: what was told is there, what was half done is not."""

import shutil
import time
from random import Random

import pytest
from sqlalchemy import func, select

from ledger.editing import edit, newest_row
from ledger.engine import engine_of
from ledger.migrations import FIRST, foundation, revision_of
from ledger.schema import dwelling, household, membership
from ledger.store import Ledger
from ledger.verifying import verify
from tests.ledger.crashing import (
    HAND,
    IMPORTED,
    KEY,
    VILLAGE,
    edit_on,
    import_on,
    killed_after,
    upgrade_once,
)
from tests.ledger.first_release import history, make_first_release

LONGEST = 0.2  # seconds until a kill: several imports or edits
OLD_HOUSEHOLDS = 200

few = pytest.param(7, id="few")
many = pytest.param(100, id="many", marks=pytest.mark.slow)
cycles = pytest.mark.parametrize("cycles", [few, many])


@pytest.fixture
def start(tmp_path):
    """A small ledger to copy for every kill."""
    path = tmp_path / "start" / "ledger.sqlite"
    path.parent.mkdir()
    ledger = Ledger.create(path)
    first = {"village_code": VILLAGE, "occupants": 0}
    edit(ledger, household, KEY, first, version=0, **HAND)
    ledger.close()
    return path.parent


def copies(folder, times):
    for number in range(times):
        copy = folder.with_name(f"copy-{number}")
        shutil.copytree(folder, copy)
        yield copy / "ledger.sqlite"
        shutil.rmtree(copy)


def rows_by_entry(ledger, table):
    query = select(table.c.entry_seq, func.count()).group_by(table.c.entry_seq)
    return dict(map(tuple, ledger.rows(query)))


@cycles
def test_an_import_is_whole_or_was_not(start, cycles):
    dice, imported = Random(1), 0
    for path in copies(start, cycles):
        told = killed_after(import_on, path, dice.uniform(0, LONGEST))
        ledger = Ledger.open(path)
        assert verify(ledger).sound
        found = set(range(2, ledger.position() + 1))
        assert found >= set(told)  # nothing that was told is lost
        assert len(found - set(told)) <= 1  # killed between record and word
        for table, times in ((household, 1), (dwelling, 1), (membership, 2)):
            rows = rows_by_entry(ledger, table)
            assert {rows.get(seq) for seq in found} <= {IMPORTED * times}
        imported += len(told)
        ledger.close()
    assert imported


@cycles
def test_an_edit_that_was_told_is_there(start, cycles):
    dice, edited = Random(2), 0
    for path in copies(start, cycles):
        told = killed_after(edit_on, path, dice.uniform(0, LONGEST))
        ledger = Ledger.open(path)
        with ledger.engine.connect() as connection:
            row = newest_row(connection, household, KEY)
        assert row["occupants"] - max(told, default=0) in (0, 1)
        assert row["entry_seq"] == ledger.position() == row["occupants"] + 1
        assert verify(ledger).sound
        edited += len(told)
        ledger.close()
    assert edited


@cycles
def test_an_upgrade_is_whole_or_was_not(tmp_path, cycles):
    folder = tmp_path / "start"
    folder.mkdir()
    make_first_release(folder / "ledger.sqlite", households=OLD_HOUSEHOLDS)
    lasts, before = time_of_an_upgrade(folder), rows_of_before()
    interrupted = 0
    for number, path in enumerate(copies(folder, cycles)):
        told = killed_after(upgrade_once, path, lasts * number / cycles)
        engine = engine_of(path)
        with engine.connect() as connection:
            is_old = revision_of(connection) == FIRST
            if is_old:
                assert rows_in(connection) == before
        engine.dispose()
        assert not (is_old and told)
        interrupted += is_old
        ledger = Ledger.open(path)
        assert verify(ledger).sound
        with ledger.engine.connect() as connection:
            assert rows_in(connection) == before
        ledger.close()
    assert interrupted


def time_of_an_upgrade(folder):
    """Time one in this process; an upgrade in a fresh one takes longer."""
    lasts = 0.0
    for path in copies(folder, 2):  # the first also imports
        start = time.perf_counter()
        Ledger.open(path).close()
        lasts = time.perf_counter() - start
    return lasts


def rows_of_before():
    rows = history(OLD_HOUSEHOLDS)
    return {name: len(rows[name]) for name in foundation.metadata.tables}


def rows_in(connection):
    tables = foundation.metadata.tables
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar()
        for name, table in tables.items()
    }
