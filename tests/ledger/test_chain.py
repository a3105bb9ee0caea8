"""Whatever is changed behind the program's back is found and named."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Table, delete, insert, select, update

from ledger.chain import digest_of, link_hash, rows_digest, sealed_row
from ledger.proof import (
    FOREIGN_KEY,
    NOT_THE_HEAD,
    PERSONAL_GONE,
    ROW_ADDED,
    ROWS_ADDED,
    ROWS_EXCHANGED,
    ROWS_MISSING,
)
from ledger.row_proof import raw_rows
from ledger.schema import dwelling, household, person, place
from ledger.verifying import verified, verify
from ledger.versions import entry, keys_of, link
from rules.errors import WorkspaceError
from tests.ledger.full_ledger import (
    ENTRIES,
    EVERY_TABLE,
    TABLES,
    make_full,
    row_of,
    unseen,
    value_of,
)

SECOND = 2  # the entry that is tampered with


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    ledger = make_full(tmp_path_factory.mktemp("full") / "ledger.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture
def tampered(ledger):
    with unseen(ledger) as connection:
        yield connection


def faults_of(connection, ledger):
    return verified(connection, ledger.index_of).faults


def seq_column(table: Table) -> Column:
    return table.c.entry_seq if "entry_seq" in table.columns else table.c.seq


def alterations(connection: Connection, table: Table) -> Iterator[tuple]:
    """Yield each way to alter one value of each row of the second entry."""
    number = seq_column(table).name
    for row in raw_rows(connection, table):
        if row[number] == SECOND:
            for column in table.columns:
                known = as_typed(column, row[column.name])
                others = [value_of(column, n) for n in (77, 78)]
                yield row, column, next(o for o in others if o != known)
                if column.nullable and known is not None:
                    yield row, column, None


def test_a_ledger_nobody_touched_is_sound(ledger):
    found = verify(ledger)
    assert (found.entries, found.rows) == (ENTRIES, ENTRIES * 2 * len(TABLES))
    assert found.sound
    assert found.first is None
    assert len(found.head) == 64


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda t: t.name)
def test_each_altered_value_of_each_column_is_located(ledger, tampered, table):
    for row, column, other in list(alterations(tampered, table)):
        own = [c for c in table.columns if c.primary_key]
        with tampered.begin_nested() as step:
            this = [c == row[c.name] for c in own]
            tampered.execute(update(table).where(*this).values({column: other}))
            faults = faults_of(tampered, ledger)
            step.rollback()
        where = f"{table.name}.{column.name} -> {other!r}"
        now = row | {column.name: other}
        if column.primary_key and column.name.endswith("seq"):
            assert {f.entry for f in faults} & {SECOND, other}, where
        else:
            assert faults[0].entry == SECOND, where
            if table is not link:  # or its entry: they vouch for each other
                assert faults[0].table == table.name, where
                keys = {name: now[name] for name in faults[0].key}
                assert faults[0].key == keys, where


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda t: t.name)
def test_each_deleted_row_is_located(ledger, tampered, table):
    number = seq_column(table)
    for row in [r for r in raw_rows(tampered, table) if r[number.name] == SECOND]:
        with tampered.begin_nested() as step:
            this = [c == row[c.name] for c in table.primary_key.columns]
            tampered.execute(delete(table).where(*this))
            first = faults_of(tampered, ledger)[0]
            step.rollback()
        assert first.entry == SECOND
        if table in (entry, link):
            assert (first.table, first.key) == (table.name, {"seq": SECOND})
        else:
            assert first.what == ROWS_MISSING


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_a_row_that_was_added_is_located_even_with_its_digest(ledger, tampered, table):
    number = {"entry_seq": SECOND, "removed": False}
    told = row_of(table, 9, 9, full=True) | number
    if "id_index" in table.columns:
        told["id_index"] = ledger.index_of(told["id_number"])
    row = sealed_row(table, told)
    tampered.execute(insert(table), [row])
    (fault,) = faults_of(tampered, ledger)
    assert (fault.entry, fault.what, fault.table) == (SECOND, ROW_ADDED, table.name)
    assert fault.key == {name: row[name] for name in keys_of(table)}
    tampered.execute(insert(place), [other_place("X"), other_place("Y")])
    assert {f.what for f in faults_of(tampered, ledger)} == {ROWS_ADDED}


def other_place(code):
    row = {"code": code, "entry_seq": SECOND, "removed": False}
    return sealed_row(place, row)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_two_rows_that_changed_places_are_located(ledger, tampered, table):
    mine = [r for r in raw_rows(tampered, table) if r["entry_seq"] == SECOND]
    swapped = [n for n in mine[0] if n not in {*keys_of(table), "entry_seq"}]
    for row, other in (mine, mine[::-1]):
        this = [table.c[n] == row[n] for n in keys_of(table)]
        values = {n: as_typed(table.c[n], other[n]) for n in swapped}
        tampered.execute(update(table).where(*this).values(values))
    faults = [f for f in faults_of(tampered, ledger) if f.table]
    assert {f.table for f in faults} == {table.name}
    assert len(faults) == 2


def as_typed(column, value):
    is_day = column.type.python_type is date and value is not None
    return date.fromisoformat(value) if is_day else value


def test_a_row_altered_together_with_its_digest_is_laid_to_its_entry(ledger, tampered):
    row = next(r for r in raw_rows(tampered, dwelling) if r["entry_seq"] == SECOND)
    row["storeys"] = 9
    new = {"storeys": 9, "digest": digest_of(dwelling, row)}
    this = dwelling.c.household_id == row["household_id"]
    tampered.execute(update(dwelling).where(this).values(new))
    (fault,) = faults_of(tampered, ledger)
    assert (fault.entry, fault.what) == (SECOND, ROWS_EXCHANGED)


def test_an_entry_written_anew_with_its_link_breaks_the_chain(ledger, tampered):
    head = next(r for r in raw_rows(tampered, entry) if r["seq"] == SECOND)
    told = next(r for r in raw_rows(tampered, link) if r["seq"] == SECOND)
    head["actor"] = "somebody else"
    hashed = link_hash(told["previous"], head, told["rows"], told["rows_digest"])
    tampered.execute(update(entry).where(entry.c.seq == SECOND).values(actor="x"))
    tampered.execute(update(link).where(link.c.seq == SECOND).values(hash=hashed))
    assert faults_of(tampered, ledger)[0].entry == SECOND


def test_entries_that_changed_places_are_located(ledger, tampered):
    swap = {1: "甲", 2: "乙"}
    for seq, actor in swap.items():
        tampered.execute(update(entry).where(entry.c.seq == seq).values(actor=actor))
    assert [f.entry for f in faults_of(tampered, ledger)] == [1, 2]


def test_a_value_of_another_type_is_a_fault_and_no_crash(ledger, tampered):
    for told in ("'many'", "x'00ff'", "3.5"):
        tampered.exec_driver_sql(f"UPDATE household SET occupants = {told}")
        assert {f.table for f in faults_of(tampered, ledger)} == {"household"}
    tampered.exec_driver_sql("UPDATE entry SET note = x'00'")
    assert {f.entry for f in faults_of(tampered, ledger)} >= {1, 2, 3}


def test_a_name_emptied_without_an_erasure_is_found(ledger, tampered):
    tampered.execute(update(person).values(name=None, id_number=None, id_index=None))
    tampered.execute(update(person).values(birth_date=None, salt=None))
    faults = faults_of(tampered, ledger)
    assert {(f.table, f.what) for f in faults} == {("person", PERSONAL_GONE)}
    assert len(faults) == ENTRIES


def test_an_end_that_was_cut_off_is_seen_only_with_the_head(ledger, tampered):
    head = verify(ledger).head
    for table in (link, *TABLES, entry):
        tampered.execute(delete(table).where(seq_column(table) == ENTRIES))
    assert verified(tampered, ledger.index_of).sound
    cut = verified(tampered, ledger.index_of, expect=head)
    assert [f.what for f in cut.faults] == [NOT_THE_HEAD]


def test_a_head_of_any_earlier_day_is_still_met(ledger):
    with ledger.engine.connect() as connection:
        for hashed in connection.execute(select(link.c.hash)).scalars():
            assert verify(ledger, expect=hashed.hex()).sound
    with pytest.raises(WorkspaceError, match="64 hexadecimal digits"):
        verify(ledger, expect="abc")


def test_the_key_of_another_ledger_is_noticed(ledger):
    with ledger.engine.connect() as connection:
        found = verified(connection, str)
    assert {f.what for f in found.faults} == {FOREIGN_KEY}


def test_a_damaged_file_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "ledger.sqlite"
    made = make_full(path)
    made.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\0" * (len(content) - 8192 - 4096)
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="damaged"):
        verify(type(made)(path))


@given(st.permutations([bytes([n]) * 32 for n in range(5)]))
def test_the_digest_of_rows_does_not_depend_on_their_order(digests):
    assert rows_digest(digests) == rows_digest(sorted(digests))


def test_what_is_not_a_number_is_unknown_and_a_wrong_type_is_refused():
    base = {"household_id": "A", "entry_seq": 1, "removed": False}
    told = {"lon": float("nan"), "storeys": 2.0, "lat": -0.0}
    row = sealed_row(dwelling, base | told)
    assert (row["lon"], row["storeys"]) == (None, 2)
    assert row["digest"] == digest_of(dwelling, row | {"lat": 0.0})
    for wrong in ({"storeys": 2.5}, {"grade": 3}, {"lon": "east"}):
        with pytest.raises((TypeError, ValueError)):
            sealed_row(dwelling, base | wrong)


def test_the_same_person_twice_has_two_seals():
    row = {"household_id": "A", "village_code": "9", "head_name": "张三"}
    row |= {"entry_seq": 1, "removed": False}
    seals = {sealed_row(household, row)["seal"] for _ in range(2)}
    assert len(seals) == 2
