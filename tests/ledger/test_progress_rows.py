from datetime import date, datetime

import pandas as pd
import pytest

from ledger.progress_rows import payments_by_source, progress_rows
from ledger.schema import case_step, dwelling, household, membership, payment
from ledger.store import Ledger
from ledger.versions import personal_columns

FIRST, SECOND = date(2026, 1, 5), date(2026, 1, 9)


@pytest.fixture
def ledger(tmp_path):
    made = Ledger.create(tmp_path / "ledger.sqlite")
    yield made
    made.close()


def write(ledger, on, table, *rows):
    head = {"actor": "t", "verb": "t", "scope": "cases"}
    with ledger.writing(**head, at=datetime(on.year, on.month, on.day, 9)) as entry:
        entry.write(table, rows)


def test_every_version_is_read_with_its_entry_and_its_end(ledger):
    step = {"case_id": "1", "step": "found", "household_id": "h", "on_date": FIRST}
    write(ledger, FIRST, case_step, step)
    write(ledger, SECOND, case_step, step | {"removed": True})
    rows = progress_rows(ledger)
    assert rows.steps[["entry_seq", "removed"]].to_numpy().tolist() == [
        [1, False],
        [2, True],
    ]
    assert rows.steps["on_date"].tolist() == [pd.Timestamp(FIRST)] * 2
    assert rows.days["day"].tolist() == [pd.Timestamp(FIRST), pd.Timestamp(SECOND)]
    assert rows.days["entry_seq"].tolist() == [1, 2]


def test_only_homes_with_a_case_or_in_a_group_are_read_and_nobody_is_named(ledger):
    homes = [{"household_id": h, "village_code": "990001100200"} for h in "abc"]
    write(ledger, FIRST, household, *homes)
    write(ledger, FIRST, membership, {"household_id": "a", "group_name": "低保户"})
    step = {"case_id": "1", "step": "found", "household_id": "b", "on_date": FIRST}
    write(ledger, FIRST, case_step, step)
    rows = progress_rows(ledger)
    assert rows.homes["household_id"].tolist() == ["a", "b"]
    read = {column for table in rows for column in table}
    assert read.isdisjoint(personal_columns(household))


def test_an_empty_ledger_has_tables_without_rows(ledger):
    rows = progress_rows(ledger)
    assert [len(table) for table in rows] == [0] * len(rows)


def test_money_paid_is_added_up_as_was_on_record(ledger):
    """Rule M3: by its source; what was recorded later was not known."""
    row = {"payment_id": "p", "case_id": "1", "household_id": "h", "source": "中央"}
    row |= {"kind": "whole", "payee": "household", "paid_on": FIRST}
    write(ledger, FIRST, payment, row | {"amount_cny": 25_000})
    write(ledger, SECOND, payment, row | {"amount_cny": 20_000})
    assert payments_by_source(ledger, FIRST) == {"中央": 25_000}
    assert payments_by_source(ledger, SECOND) == {"中央": 20_000}
    assert payments_by_source(ledger, date(2026, 1, 1)) == {}


def same(one, other):
    """Compare tables whatever the order of their rows."""
    for name, table in zip(one._fields, one, strict=True):
        order = list(table.columns)
        left, right = (
            t.sort_values(order, ignore_index=True)
            for t in (table, getattr(other, name))
        )
        assert left.astype("str").equals(right.astype("str")), name


def test_what_was_read_before_is_only_added_to(ledger):
    homes = [{"household_id": h, "village_code": "990001100200"} for h in "abc"]
    write(ledger, FIRST, household, *homes)
    write(ledger, FIRST, dwelling, *({"household_id": h, "grade": "D"} for h in "abc"))
    write(ledger, FIRST, membership, {"household_id": "a", "group_name": "低保户"})
    step = {"case_id": "1", "step": "found", "household_id": "b", "on_date": FIRST}
    write(ledger, FIRST, case_step, step)
    before = progress_rows(ledger)
    assert progress_rows(ledger, before) is before
    write(ledger, SECOND, membership, {"household_id": "c", "group_name": "低保户"})
    write(ledger, SECOND, household, homes[0] | {"village_code": "990001100201"})
    write(ledger, SECOND, case_step, step | {"removed": True})
    after = progress_rows(ledger, before)
    same(after, progress_rows(ledger))
    assert sorted(after.houses["household_id"]) == ["a", "c"]


def test_many_new_households_are_read_anew(ledger, monkeypatch):
    write(ledger, FIRST, household, {"household_id": "a", "village_code": "9"})
    write(ledger, FIRST, membership, {"household_id": "a", "group_name": "低保户"})
    before = progress_rows(ledger)
    monkeypatch.setattr("ledger.progress_rows.FEW", 0)
    write(ledger, SECOND, household, {"household_id": "b", "village_code": "9"})
    write(ledger, SECOND, membership, {"household_id": "b", "group_name": "低保户"})
    same(progress_rows(ledger, before), progress_rows(ledger))
