"""What places are built for: kept by edition, in force from its day on."""

from datetime import date

import pytest

from ledger.schema import fortification as table
from ledger.store import Ledger
from ledger.verifying import verify
from ledger.zoning import (
    FIELDS,
    drop_fortification,
    fortification,
    fortification_key,
    record_fortification,
    unrecorded,
)
from rules.errors import AdcodeError, SchemaError

TOWN, VILLAGE = "990001100", "990001100200"
STANDARD = "GB 18306-2015 附录 C"
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def told(code, pga_g=0.1, degree=7, **more):
    row = {"place_code": code, "pga_g": pga_g, "design_intensity_degree": degree}
    return row | {"source": STANDARD} | more


def record(ledger, *rows, how=record_fortification):
    head = {"actor": "张县局", "verb": "import fortification", "scope": "layers"}
    with ledger.writing(**head) as entry:
        return how(entry, rows)


def degrees(ledger, on=None):
    rows = fortification(ledger, on)
    return {row["place_code"]: row["design_intensity_degree"] for row in rows}


def test_a_table_comes_back_as_it_was_told_by_code(ledger):
    town = told(TOWN, 0.2, 8, spectrum_period_s=0.45, valid_from=date(2016, 6, 1))
    assert record(ledger, town, told(VILLAGE, None, 7)) == 2
    first, second = fortification(ledger)
    assert first == town
    assert tuple(first) == tuple(second) == FIELDS
    assert (second["pga_g"], second["spectrum_period_s"]) == (None, None)
    assert verify(ledger).sound


def test_an_empty_table_has_no_key_and_each_state_its_own(ledger):
    assert (fortification(ledger), fortification_key(ledger)) == ([], "")
    record(ledger, told(TOWN, 0.1, 7))
    was = fortification_key(ledger)
    record(ledger, told(TOWN, 0.2, 8))
    assert len({"", was, fortification_key(ledger)}) == 3
    record(ledger, told(TOWN, 0.1, 7))
    assert fortification_key(ledger) == was


def test_an_edition_counts_from_its_day_on_and_not_before(ledger):
    record(ledger, told(TOWN, 0.1, 7))
    record(ledger, told(TOWN, 0.2, 8, valid_from=NEXT_YEAR))
    assert degrees(ledger, date(2026, 12, 31)) == {TOWN: 7}
    assert degrees(ledger, NEXT_YEAR) == {TOWN: 8}


def test_correcting_an_old_edition_does_not_hide_the_new_one(ledger):
    record(ledger, told(TOWN, 0.05, 6))
    record(ledger, told(TOWN, 0.2, 8, valid_from=NEXT_YEAR))
    record(ledger, told(TOWN, 0.1, 7))
    assert degrees(ledger, date(2026, 12, 31)) == {TOWN: 7}
    assert degrees(ledger, NEXT_YEAR) == {TOWN: 8}


def test_an_edition_that_is_dropped_leaves_the_earlier_one(ledger):
    newer = told(TOWN, 0.2, 8, valid_from=date(2016, 6, 1))
    record(ledger, told(TOWN))
    record(ledger, newer)
    record(ledger, newer, how=drop_fortification)
    assert degrees(ledger) == {TOWN: 7}
    record(ledger, told(TOWN), how=drop_fortification)
    assert degrees(ledger) == {}


def test_what_is_on_record_just_so_is_not_recorded_again(ledger):
    rows = [told(TOWN), told(VILLAGE)]
    assert len(unrecorded(ledger, rows)) == 2
    record(ledger, *rows)
    assert unrecorded(ledger, rows) == []
    (row,) = unrecorded(ledger, [told(TOWN), told(VILLAGE, 0.2, 8)])
    assert (row["place_code"], row["pga_g"]) == (VILLAGE, 0.2)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([told("990001")], "no code of a town"),
        ([told(TOWN), told(TOWN)], "told more than once"),
        ([told(TOWN, None, None)], "neither acceleration nor intensity"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_whole(ledger, rows, says):
    with pytest.raises(SchemaError, match=says):
        record(ledger, told(VILLAGE), *rows)
    assert fortification(ledger) == []


def test_what_is_no_code_at_all_is_refused(ledger):
    with pytest.raises(AdcodeError, match="'安和镇' is not a code"):
        record(ledger, told("安和镇"))


def test_the_columns_that_are_read_are_those_of_the_table():
    assert {*FIELDS} == {*table.columns.keys()} - {"entry_seq", "removed", "digest"}
