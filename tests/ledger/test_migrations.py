"""A ledger of any release becomes today's, with all it holds, or stays as it was."""

import shutil
import subprocess
import sys
from hashlib import sha256

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, select, update
from sqlalchemy.exc import DBAPIError

from ledger.blind_index import key_file, make_key
from ledger.editing import newest_row
from ledger.engine import engine_of, write_transaction
from ledger.migrations import (
    FIRST,
    HEAD,
    REVISIONS,
    foundation,
    intake,
    revision_of,
    running,
)
from ledger.schema import fortification, household, place
from ledger.store import Ledger
from ledger.verifying import verify
from ledger.versions import link
from rules.errors import WorkspaceError
from tests.ledger.first_release import ID_NUMBER, history, make_first_release

TODAY = place.metadata
# What each release was, as its database described itself; never to be edited.
RELEASED = {
    "0001": "c716897721d786a6688d8c72e65bcd1d0d410252a23b1c8ec112a0865f388457",
    "0002": "59c195872f1df1af00c2b031d5a45f0ea87d9663758ffa3d4b0d77b13741d16f",
    "0003": "63383d6701b83da8e9be4a882f87a618c266320b541aaf99c74582fd8b971d8c",
    "0004": "0d23aaad4cb78299f2d09ea94c4c43ab4e155016b89a81b3c8ff8f7a28c21a27",
    "0005": "19b35507fe1d05b64575d5e96b26999b9d3511a6a11b29e26c5af14c32099e7f",
    "0006": "b67c25dc4566b87a5a7405b311334d11d0709f052f6294efcab074b7b5a1e84e",
}


@pytest.fixture
def old(tmp_path):
    """The file of the first release."""
    path = tmp_path / "w" / "ledger.sqlite"
    path.parent.mkdir()
    make_first_release(path)
    return path


@pytest.fixture
def opened(old):
    ledger = Ledger.open(old)
    yield ledger
    ledger.close()


def described(connection) -> str:
    query = (
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND tbl_name <> 'alembic_version' ORDER BY type, name"
    )
    rows = connection.exec_driver_sql(query).all()
    return "\n".join(" ".join(str(part).split()) for row in rows for part in row)


def columns_of(connection) -> dict:
    found = MetaData()
    found.reflect(connection)
    return {
        table.name: {
            c.name: (str(c.type), c.nullable, c.primary_key) for c in table.columns
        }
        for table in found.tables.values()
        if table.name != "alembic_version"
    }


def indexes_of(connection) -> set:
    query = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type IN ('index', 'trigger')"
    )
    rows = connection.exec_driver_sql(query).all()
    return {tuple(row) for row in rows if row[0] != "alembic_version"}


def triggers_of(connection) -> set:
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    return {
        " ".join(sql.split()) for sql in connection.exec_driver_sql(query).scalars()
    }


@pytest.mark.parametrize("way", ["made", "upgraded"])
def test_the_steps_lead_to_the_tables_of_today(tmp_path, old, way):
    ledger = Ledger.open(old) if way == "upgraded" else Ledger.create(tmp_path / "n.db")
    plain = engine_of(tmp_path / "plain.sqlite")
    with plain.begin() as connection:
        TODAY.create_all(connection)
    with ledger.engine.connect() as ours, plain.connect() as wanted:
        assert columns_of(ours) == columns_of(wanted)
        assert indexes_of(ours) == indexes_of(wanted)
        assert triggers_of(ours) == triggers_of(wanted)
        assert keys_between(ours) == keys_between(wanted)
    ledger.close()
    plain.dispose()


def keys_between(connection) -> dict:
    found = inspect(connection)
    return {
        name: [(k["constrained_columns"], k["referred_table"]) for k in keys]
        for name in TODAY.tables
        if (keys := found.get_foreign_keys(name))
    }


@pytest.mark.parametrize("release", RELEASED)
def test_a_released_step_is_never_edited(tmp_path, release):
    engine = engine_of(tmp_path / "released.sqlite")
    with write_transaction(engine) as connection:
        running.migrate(connection, str, to=release)
        assert sha256(described(connection).encode()).hexdigest() == RELEASED[release]
    engine.dispose()


def test_the_steps_are_those_that_the_program_knows():
    config = Config()
    config.set_main_option("script_location", str(running.FOLDER))
    steps = ScriptDirectory.from_config(config)
    assert steps.get_heads() == [HEAD]
    found = [step.revision for step in steps.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


def test_all_that_the_first_release_held_is_still_there(opened):
    for name, before in history(3).items():
        table = TODAY.tables[name]
        known = [table.c[c.name] for c in foundation.metadata.tables[name].columns]
        with opened.engine.connect() as connection:
            after = [dict(r) for r in connection.execute(select(*known)).mappings()]
        assert sorted(after, key=str) == sorted(before, key=str), name


def test_every_row_is_sealed_and_every_entry_linked(opened):
    found = verify(opened)
    assert (found.entries, found.rows) == (3, sum(map(len, history(3).values())) - 3)
    assert found.sound


def test_people_of_before_are_found_by_their_number(opened):
    number = opened.index_of(ID_NUMBER)
    query = select(household.c.household_id).where(household.c.id_index == number)
    assert {row[0] for row in opened.rows(query)} == {"H000000"}
    with opened.engine.connect() as connection:
        row = newest_row(connection, household, {"household_id": "H000000"})
    assert (row["head_name"], row["entry_seq"]) == ("张三", 2)


def test_history_goes_on_after_the_upgrade(opened):
    with opened.writing(actor="t", verb="edit", scope="exposure") as entry:
        entry.write(household, [{"household_id": "N", "village_code": "9" * 12}])
    assert (entry.seq, verify(opened).sound) == (4, True)
    with pytest.raises(DBAPIError, match="append-only"), opened.engine.begin() as c:
        c.execute(update(household).values(occupants=9))


def test_a_copy_is_put_aside_before_the_upgrade(old, opened):
    (copy,) = (old.parent / "backups").glob("*.sqlite")
    assert copy.name.startswith("ledger-schema-0001-")
    assert key_file(copy).read_bytes() == key_file(old).read_bytes()
    engine = engine_of(copy)
    with engine.connect() as connection:
        assert revision_of(connection) == FIRST
        rows = connection.execute(select(foundation.metadata.tables["person"])).all()
    engine.dispose()
    assert len(rows) == 3


def test_a_ledger_of_the_third_release_keeps_its_history_and_takes_plans(tmp_path):
    path = tmp_path / "ledger.sqlite"
    make_key(path)
    engine = engine_of(path)
    with write_transaction(engine) as connection:
        running.migrate(connection, str, to="0003")
    old = Ledger(path, engine)
    with old.writing(actor="t", verb="survey", scope="exposure") as entry:
        entry.write(household, [{"household_id": "A", "village_code": "9" * 12}])
    ((head,),) = old.rows(select(link.c.hash))
    old.close()
    ledger = Ledger.open(path)
    found = verify(ledger)
    assert (found.sound, found.rows, found.head) == (True, 1, head.hex())
    with ledger.writing(actor="t", verb="import", scope="layers") as entry:
        told = {"place_code": "9" * 9, "pga_g": 0.2, "source": "GB 18306-2015"}
        entry.write(fortification, [told])
    assert verify(ledger).sound
    (copy,) = (tmp_path / "backups").glob("*.sqlite")
    assert copy.name.startswith("ledger-schema-0003-")
    ledger.close()


def test_findings_of_the_fourth_release_are_sealed_as_they_were(tmp_path):
    path = tmp_path / "ledger.sqlite"
    make_key(path)
    engine = engine_of(path)
    with write_transaction(engine) as connection:
        running.migrate(connection, str, to="0004")
    old = Ledger(path, engine)
    found = {"finding_id": "f1", "event_id": "e", "household_id": "A", "tag": "红"}
    first, later = intake.metadata.tables["finding"], TODAY.tables["finding"]
    with old.writing(actor="t", verb="survey", scope="visits") as entry:
        entry.write(first, [found])
    old.close()
    ledger = Ledger.open(path)
    assert verify(ledger).sound
    with ledger.writing(actor="t", verb="survey", scope="findings") as entry:
        entry.write(later, [found | {"finding_id": "f2", "occupied": True}])
    assert verify(ledger).sound
    told = select(later.c.finding_id, later.c.occupied, later.c.note)
    assert {tuple(row) for row in ledger.rows(told)} == {
        ("f1", None, None),
        ("f2", True, None),
    }
    with pytest.raises(DBAPIError, match="append-only"), ledger.engine.begin() as c:
        c.execute(update(later).values(occupied=False))
    ledger.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(old, monkeypatch):
    engine = engine_of(old)
    with engine.connect() as connection:
        before = described(connection)
    monkeypatch.setattr("ledger.chain.rows_digest", lambda digests: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Ledger.open(old)
    with engine.connect() as connection:
        assert described(connection) == before
    engine.dispose()
    monkeypatch.undo()
    ledger = Ledger.open(old)
    assert verify(ledger).sound
    ledger.close()


def test_a_ledger_is_brought_up_once(old):
    Ledger.open(old).close()
    Ledger.open(old).close()
    assert len(list((old.parent / "backups").glob("*.sqlite"))) == 1


def test_a_newer_ledger_is_refused_in_words(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    ledger.close()
    with pytest.raises(WorkspaceError, match="schema 0999, newer than this program's"):
        Ledger.open(tmp_path / "ledger.sqlite")


@pytest.mark.parametrize("content", [b"", b"no database, but text" * 100])
def test_what_is_no_ledger_is_refused_in_words(tmp_path, content):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="no ledger"):
        Ledger.open(path)


def test_a_lost_key_is_not_replaced_in_silence(tmp_path):
    Ledger.create(tmp_path / "ledger.sqlite").close()
    key_file(tmp_path / "ledger.sqlite").unlink()
    with pytest.raises(WorkspaceError, match="search key"):
        Ledger.open(tmp_path / "ledger.sqlite")


def test_a_ledger_of_today_opens_without_alembic(tmp_path):
    Ledger.create(tmp_path / "ledger.sqlite").close()
    told = (
        "import sys; from pathlib import Path; from ledger.store import Ledger;"
        "Ledger.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", told, str(tmp_path / "ledger.sqlite")]
    root = running.FOLDER.parents[1]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_copy_of_the_old_file_is_brought_up_under_any_name(old, tmp_path):
    path = tmp_path / "100%?.sqlite"
    shutil.copy(old, path)
    ledger = Ledger.open(path)
    assert verify(ledger).sound
    ledger.close()
