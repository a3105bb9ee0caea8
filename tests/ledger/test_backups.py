"""A copy is whole, or it is not there."""

import pytest
from sqlalchemy import insert

from ledger.backups import backup
from ledger.blind_index import key_file
from ledger.schema import place
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import WorkspaceError
from tests.ledger.full_ledger import make_full


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    ledger = make_full(tmp_path_factory.mktemp("full") / "ledger.sqlite")
    yield ledger
    ledger.close()


def test_a_copy_holds_the_same_history_and_opens_with_its_key(ledger, tmp_path):
    backup(ledger, tmp_path / "copy.sqlite")
    copy = Ledger.open(tmp_path / "copy.sqlite")
    assert verify(copy) == verify(ledger)
    assert copy.index_of("x") == ledger.index_of("x")
    assert copy.days() == ledger.days()
    copy.close()
    mode = {f.suffix: f.stat().st_mode & 0o77 for f in tmp_path.glob("copy.[sk]*")}
    assert mode[".sqlite"] == mode[".key"] == 0  # its owner's alone


def test_a_copy_is_made_while_somebody_writes(ledger, tmp_path):
    with ledger.engine.connect() as connection:
        writer = connection.execution_options(writes=True)
        row = {"seq": 99, "at": "", "actor": "t", "verb": "v", "scope": "s", "note": ""}
        day = ledger.days()[1]
        entry = place.metadata.tables["entry"]
        writer.execute(insert(entry), [row | {"day": day}])
        backup(ledger, tmp_path / "copy.sqlite")
        writer.rollback()
    copy = Ledger.open(tmp_path / "copy.sqlite")
    assert copy.position() == ledger.position() == 3
    copy.close()


def test_a_copy_replaces_nothing(ledger, tmp_path):
    path = tmp_path / "copy.sqlite"
    path.write_bytes(b"yesterday's")
    with pytest.raises(WorkspaceError, match="exists already"):
        backup(ledger, path)
    assert path.read_bytes() == b"yesterday's"
    assert not key_file(path).exists()


def test_a_copy_that_cannot_be_written_leaves_nothing(ledger, tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be written"):
        backup(ledger, tmp_path / "nowhere" / "copy.sqlite")
    assert not list(tmp_path.iterdir())
