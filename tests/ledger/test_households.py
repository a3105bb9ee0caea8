import pytest

from ledger.households import differences, exposure_rows, membership_rows, record_of
from ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def incoming(id_="A", **more):
    row = {
        "household_id": id_,
        "village_code": "990001100200",
        "village_name": "柳沟村",
        "town_name": "安河镇",
        "head_name": "张三",
        "grade": "C",
        "occupants": 2,
        "groups": ("低保户",),
    }
    return row | more


def take(ledger, *rows):
    found = differences(ledger, rows)
    if found.changed:
        with ledger.writing(actor="t", verb="import", scope="exposure") as entry:
            found.write(entry)
    return found.changed, found.unchanged


def test_the_same_file_twice_changes_nothing(ledger):
    assert take(ledger, incoming("A"), incoming("B")) == (2, 0)
    assert take(ledger, incoming("A"), incoming("B")) == (0, 2)


def test_one_changed_cell_is_one_changed_household(ledger):
    take(ledger, incoming("A"), incoming("B"))
    assert take(ledger, incoming("A", grade="D"), incoming("B")) == (1, 1)
    assert record_of(ledger, "A")["grade"] == "D"
    assert record_of(ledger, "A")["head_name"] == "张三"


def test_a_column_that_is_not_in_the_file_keeps_what_is_on_record(ledger):
    take(ledger, incoming("A"))
    without = incoming("A")
    del without["grade"], without["groups"]
    assert take(ledger, without) == (0, 1)
    assert record_of(ledger, "A")["grade"] == "C"


def test_groups_come_and_go(ledger):
    take(ledger, incoming("A"))
    assert take(ledger, incoming("A", groups=("其他脱贫户",))) == (1, 0)
    rows = [tuple(row) for row in membership_rows(ledger, ledger.position())]
    assert rows == [("A", "其他脱贫户", None)]


def test_a_household_without_a_house_keeps_its_unknowns(ledger):
    take(ledger, incoming("A", grade=None, groups=()))
    (row,) = exposure_rows(ledger, ledger.position())
    assert tuple(row) == ("A", "张三", None, "990001100200", 2) + (None,) * 8


def test_nobody_is_on_record_under_an_unknown_id(ledger):
    assert record_of(ledger, "nobody") is None
