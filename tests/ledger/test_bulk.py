"""Rows written by the column are the same rows, with the same seals and digests."""

import os
import signal
import subprocess
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import bulk, sealer
from ledger.chain import digest_of, rows_digest, seal_of, sealed_columns
from ledger.engine import indexed_afterwards
from ledger.row_proof import raw_rows
from ledger.schema import dwelling, household, membership, person
from ledger.sealing import batches_of, sealed_batch, sorted_digests
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import WorkspaceError

HEAD = {"actor": "t", "verb": "import", "scope": "exposure"}
TEXT = st.text(max_size=9)
HOMES = st.fixed_dictionaries(
    {
        "household_id": TEXT,
        "head_name": st.none() | TEXT,
        "id_number": st.none() | st.just("11010519491231002X"),
        "village_code": TEXT,
        "occupants": st.none() | st.integers(0, 99),
        "no_house": st.none() | st.booleans(),
    }
)
HOUSES = st.fixed_dictionaries(
    {
        "household_id": TEXT,
        "lon": st.none() | st.floats(allow_infinity=False),
        "structure": st.none() | TEXT,
        "storeys": st.none() | st.integers(1, 9),
        "retrofitted_on": st.none() | st.dates(),
    }
)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def homes(count, first=0):
    numbers = range(first, first + count)
    names = [f"户主{n}" if n % 3 else None for n in numbers]
    return pa.table(
        {
            "household_id": [f"H{n:07}" for n in numbers],
            "head_name": pa.array(names, pa.string()),
            "id_number": [None if n % 2 else "11010519491231002X" for n in numbers],
            "village_code": ["990001100200"] * count,
            "no_house": [n % 5 == 0 for n in numbers],
        }
    )


def written(ledger, *parts, **more):
    with ledger.writing(**HEAD) as entry:
        return entry.write_columns(parts, **more)


def whole_rows(table, rows):
    """Seal dicts by the column; return them as they would be inserted."""
    (batch,) = batches_of(table, pa.Table.from_pylist(rows), 7, 1000)
    columns = dict.fromkeys(c.name for c in table.columns)
    told = batch.to_pylist()
    sealed = sealed_batch(table, batch, str.lower).to_pylist()
    pairs = zip(told, sealed, strict=True)
    return [columns | row | seals for row, seals in pairs]


@pytest.mark.parametrize(("table", "kind"), [(household, HOMES), (dwelling, HOUSES)])
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_by_the_column_a_row_has_the_digest_it_has_alone(table, kind, data):
    rows = data.draw(st.lists(kind, min_size=1, max_size=6))
    for row in whole_rows(table, rows):
        assert row["digest"] == digest_of(table, row)
        if "seal" in row:
            assert row["seal"] == seal_of(table, row)


def test_by_the_column_and_row_by_row_the_same_is_told():
    """A household has a salt, which is drawn; a house has none."""
    rows = [
        {"household_id": '甲"\\', "lon": -0.0, "lat": 31.5, "storeys": 2},
        {"household_id": "B", "lon": float("nan"), "retrofitted_on": date(2019, 5, 1)},
        {"household_id": "C", "lon": 1e22, "lat": 1e-9, "structure": "土坯"},
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    own = [names | row | {"entry_seq": 7, "removed": False} for row in rows]
    by_row = sealed_columns(dwelling, own)["digest"]
    by_column = [
        row["digest"] for row in whole_rows(dwelling, [names | r for r in rows])
    ]
    assert by_row == by_column


def test_who_is_not_told_has_no_salt():
    (row,) = whole_rows(household, [{"household_id": "A", "village_code": "9"}])
    assert (row["salt"], row["seal"]) == (None, None)
    assert row["digest"] == digest_of(household, row)


@pytest.mark.parametrize(
    "wrong", [{"storeys": 2.5}, {"grade": 3}, {"lon": "east"}, {"lon": float("inf")}]
)
def test_a_value_of_another_type_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        whole_rows(dwelling, [{"household_id": "A"} | wrong])


@pytest.mark.parametrize("apart", [True, False])
def test_what_was_written_by_the_column_is_sound(ledger, monkeypatch, apart):
    monkeypatch.setattr(bulk, "BATCH_ROWS", 100)
    monkeypatch.setattr(bulk, "WORTH_A_PROCESS_ROWS", 0 if apart else 10_000)
    groups = pa.table({"household_id": ["H0000001"], "group_name": ["低保户"]})
    shares = []
    assert written(ledger, (household, homes(250)), (membership, groups)) == 251
    parts = [(household, homes(30, first=1000)), (person, pa.table({}))]
    assert written(ledger, *parts, tell=shares.append) == 30
    found = verify(ledger)
    assert (found.sound, found.rows, shares) == (True, 281, [1.0])
    with ledger.engine.connect() as connection:
        row = next(raw_rows(connection, household, entry_seq=1))
    assert row["id_index"] == ledger.index_of("11010519491231002X")


def indexes(ledger):
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    with ledger.engine.connect() as connection:
        return connection.exec_driver_sql(query).all()


def test_an_empty_table_is_indexed_afterwards_and_has_its_indexes_again(ledger):
    before = indexes(ledger)
    with ledger.engine.begin() as connection:
        with indexed_afterwards(connection, "household"):
            assert len(indexes_of(connection, "household")) == 0
        assert len(indexes_of(connection, "household")) == 3
    assert indexes(ledger) == before


def indexes_of(connection, table):
    query = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    return connection.exec_driver_sql(f"{query} AND tbl_name = ?", (table,)).all()


def test_a_table_that_holds_anything_keeps_its_indexes(ledger):
    written(ledger, (household, homes(1)))
    with (
        ledger.engine.begin() as connection,
        indexed_afterwards(connection, "household"),
    ):
        assert len(indexes_of(connection, "household")) == 3


def test_rows_that_are_given_up_leave_the_indexes_as_they_were(ledger, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH_ROWS", 10)
    before = indexes(ledger)

    def give_up(done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(ledger, (household, homes(50)), tell=give_up)
    assert indexes(ledger) == before
    assert (ledger.position(), verify(ledger).rows) == (0, 0)


def test_many_dicts_are_indexed_afterwards_too(ledger, monkeypatch):
    monkeypatch.setattr("ledger.writing.ROWS_AT_ONCE", 10)
    before = indexes(ledger)
    with ledger.writing(**HEAD) as entry:
        entry.write(household, homes(35).to_pylist())
    assert indexes(ledger) == before
    assert verify(ledger).rows == 35


def test_a_sealing_process_that_dies_takes_the_rows_with_it(ledger, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH_ROWS", 10)
    monkeypatch.setattr(bulk, "WORTH_A_PROCESS_ROWS", 0)
    began = subprocess.Popen

    def dying(command, **more):
        child = began(command, **more)
        os.kill(child.pid, signal.SIGTERM)
        return child

    monkeypatch.setattr(sealer.subprocess, "Popen", dying)
    with pytest.raises(WorkspaceError, match="seals rows ended; nothing was recorded"):
        written(ledger, (household, homes(50)))
    assert (ledger.position(), verify(ledger).rows) == (0, 0)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=9))
def test_digests_are_sorted_as_bytes_are(digests):
    alike = [*digests, *[d[:8] + b"\xff" * 24 for d in digests[:2]]]
    assert sorted_digests(alike) == b"".join(sorted(alike))


def test_many_digests_have_the_digest_of_their_order(monkeypatch):
    digests = [os.urandom(32) for _ in range(50)]
    few = rows_digest(digests)
    monkeypatch.setattr("ledger.chain.MANY_DIGESTS", 10)
    assert rows_digest(digests[::-1]) == few
