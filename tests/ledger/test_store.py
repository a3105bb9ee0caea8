from datetime import date, datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from ledger.engine import SAFE_WAL, driver_module
from ledger.schema import dwelling, household
from ledger.store import Ledger, as_of
from ledger.versions import metadata
from rules.errors import WorkspaceError


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def home(id_, occupants=1, **more):
    return {
        "household_id": id_,
        "village_code": "990001100200",
        "occupants": occupants,
    } | more


def write(ledger, day, *rows, scope="exposure"):
    at = datetime(2026, 1, day, 12)
    with ledger.writing(actor="test", verb="edit", scope=scope, at=at) as entry:
        entry.write(household, list(rows))


def occupants(ledger, on=None):
    state = as_of(household, ledger.position(on=on))
    with ledger.engine.connect() as connection:
        rows = connection.execute(state).mappings()
        return {row["household_id"]: row["occupants"] for row in rows}


def test_any_past_day_can_be_read_again(ledger):
    """Rule R5."""
    write(ledger, 1, home("A", 2), home("B", 5))
    write(ledger, 3, home("A", 3))
    write(ledger, 5, home("B", removed=True))
    assert occupants(ledger, date(2025, 12, 31)) == {}
    assert occupants(ledger, date(2026, 1, 2)) == {"A": 2, "B": 5}
    assert occupants(ledger, date(2026, 1, 4)) == {"A": 3, "B": 5}
    assert occupants(ledger) == {"A": 3}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM household",
        "UPDATE household SET occupants = 9",
        "DELETE FROM entry",
    ],
)
def test_nothing_recorded_is_changed_or_deleted(ledger, statement):
    write(ledger, 1, home("A"))
    with (
        pytest.raises(DBAPIError, match="append-only"),
        ledger.engine.begin() as connection,
    ):
        connection.execute(text(statement))


def test_every_table_has_both_guards(ledger):
    with ledger.engine.connect() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        guards = set(connection.exec_driver_sql(query).scalars())
    wanted = {
        f"{t}_no_{verb}" for t in metadata.tables for verb in ("update", "delete")
    }
    assert guards >= wanted


def test_a_failed_entry_leaves_nothing(ledger):
    write(ledger, 1, home("A"))
    with (
        pytest.raises(ZeroDivisionError),
        ledger.writing(actor="test", verb="edit", scope="exposure") as entry,
    ):
        entry.write(household, [home("B")])
        raise ZeroDivisionError
    assert occupants(ledger) == {"A": 1}
    assert ledger.position() == 1


def test_history_is_not_written_before_its_end(ledger):
    write(ledger, 5, home("A"))
    with pytest.raises(
        WorkspaceError, match="2026-01-04 cannot follow one of 2026-01-05"
    ):
        write(ledger, 4, home("B"))


def test_positions_are_told_by_scope(ledger):
    write(ledger, 1, home("A"))
    write(ledger, 2, scope="cases")
    assert ledger.position("exposure") == 1
    assert ledger.position("cases") == 2
    assert ledger.position() == 2


def test_only_a_repaired_sqlite_keeps_a_write_ahead_log(ledger):
    with ledger.engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    safe = driver_module().sqlite_version_info >= SAFE_WAL
    assert journal == ("wal" if safe else "delete")


def test_the_database_keeps_what_it_was_given_and_no_more(ledger):
    with ledger.engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "secure_delete")
        }
    assert told == {"foreign_keys": 1, "synchronous": 2, "secure_delete": 1}


def test_a_row_of_no_entry_is_refused(ledger):
    with pytest.raises(DBAPIError, match="FOREIGN KEY"), ledger.transaction() as open_:
        row = home("A") | {"entry_seq": 9, "removed": False, "digest": b"x"}
        open_.connection.execute(insert(household), [row])


def test_what_the_machine_is_not_to_blame_for_is_not_excused(ledger):
    with pytest.raises(DBAPIError, match="no such table"), ledger.transaction() as it:
        it.connection.execute(text("SELECT * FROM nowhere"))


def test_a_ledger_is_not_made_twice_nor_opened_from_nothing(tmp_path, ledger):
    with pytest.raises(WorkspaceError, match="exists already"):
        Ledger.create(tmp_path / "ledger.sqlite")
    with pytest.raises(WorkspaceError, match="no ledger at"):
        Ledger.open(tmp_path / "other.sqlite")


def test_unknown_is_null_not_zero(ledger):
    with ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
        entry.write(dwelling, [{"household_id": "A", "storeys": None}])
    state = as_of(dwelling, ledger.position())
    with ledger.engine.connect() as connection:
        assert connection.execute(state).mappings().one()["storeys"] is None
