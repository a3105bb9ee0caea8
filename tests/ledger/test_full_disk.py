"""A full disk is one sentence; nothing is half written; room made, work goes on."""

import sys

import pytest
from sqlalchemy import event

from ledger.engine import copy_database
from ledger.schema import household
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import WorkspaceError
from tests.ledger.crashing import VILLAGE, import_until_refused, told_by
from tests.ledger.first_release import make_first_release

MOST_BYTES = 1_000_000


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    write(ledger, 1)
    yield ledger
    ledger.close()


def write(ledger, households):
    rows = [
        {"household_id": f"{households}-{n}", "village_code": VILLAGE}
        for n in range(households)
    ]
    with ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
        entry.write(household, rows)


@pytest.fixture
def full(ledger):
    """Let the database take not a page more."""

    def no_more(connection, _):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    ledger.engine.dispose()
    event.listen(ledger.engine, "connect", no_more)

    def make_room():
        event.remove(ledger.engine, "connect", no_more)
        ledger.engine.dispose()

    return make_room


def test_on_a_full_disk_nothing_is_half_written_and_work_goes_on(ledger, full):
    for _ in range(2):
        with pytest.raises(WorkspaceError, match="the disk is full"):
            write(ledger, 5000)
        assert (ledger.position(), verify(ledger).rows) == (1, 1)
    full()
    write(ledger, 5000)
    assert (ledger.position(), verify(ledger).rows) == (2, 5001)
    assert verify(ledger).sound


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to be set there")
def test_a_file_that_may_not_grow_is_refused_in_words(ledger):
    *entries, said = told_by(import_until_refused, ledger.path, MOST_BYTES)
    assert "nothing was recorded" in said
    assert ledger.position() == max(entries)
    assert verify(ledger).sound
    write(ledger, 10)
    assert verify(ledger).sound


def test_an_upgrade_without_room_leaves_the_old_ledger(tmp_path, monkeypatch):
    path = tmp_path / "old.sqlite"
    make_first_release(path)
    before = path.read_bytes()

    def full(engine, target):
        raise WorkspaceError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("ledger.backups.copy_database", full)
        with pytest.raises(WorkspaceError, match="full"):
            Ledger.open(path)
    assert path.read_bytes() == before
    ledger = Ledger.open(path)
    assert verify(ledger).sound
    ledger.close()


def test_a_copy_without_room_leaves_no_part(ledger, tmp_path, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ledger.engine.sync", full)
    with pytest.raises(OSError, match="No space"):
        copy_database(ledger.engine, tmp_path / "copy.sqlite")
    assert not list(tmp_path.glob("copy*"))
