"""What incoming households would change."""

import pyarrow as pa
import pytest

from ledger import differences as module
from ledger.differences import differences, newest_entry
from ledger.households import membership_rows, place_names, record_of
from ledger.schema import membership, place
from ledger.store import Ledger
from ledger.verifying import verify

HEAD = {"actor": "t", "verb": "import", "scope": "exposure"}
VILLAGE = "990001100200"


@pytest.fixture(params=[0, 500], ids=["all are read", "asked for by name"])
def ledger(tmp_path, request, monkeypatch):
    monkeypatch.setattr(module, "FEW", request.param)
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def told(ids, **columns):
    return pa.table(
        {"household_id": ids, "village_code": [VILLAGE] * len(ids)} | columns
    )


def take(ledger, incoming, **more):
    found = differences(ledger, incoming, **more)
    with ledger.writing(**HEAD) as entry:
        found.write(entry)
    return found


def counts(found):
    return found.new, found.changed, found.unchanged


def test_new_changed_and_unchanged_households_are_told_apart(ledger):
    take(ledger, told(["C", "A", "B"], grade=["C", "C", None]))
    found = take(ledger, told(["B", "A", "D", "C"], grade=["D", "C", "A", None]))
    assert counts(found) == (1, 3, 1)
    grades = {id_: record_of(ledger, id_)["grade"] for id_ in "ABCD"}
    assert grades == {"A": "C", "B": "D", "C": None, "D": "A"}
    assert verify(ledger).sound


def test_what_is_appended_comes_in_the_order_of_its_keys(ledger):
    found = differences(ledger, told(["C", "A", "B"], groups=["x;y", "", "y"]))
    assert found.households["household_id"].to_pylist() == ["A", "B", "C"]
    assert found.memberships["household_id"].to_pylist() == ["B", "C", "C"]


def test_a_column_that_is_absent_keeps_what_is_on_record(ledger):
    take(ledger, told(["A"], grade=["C"], head_name=["张三"], groups=["低保户"]))
    assert counts(differences(ledger, told(["A"]))) == (0, 0, 1)
    assert counts(differences(ledger, told(["A"], occupants=[3]))) == (0, 1, 0)


def test_changes_are_shown_with_personal_values_masked(ledger):
    """Rule A1."""
    take(ledger, told(["A", "B"], head_name=["张三", "李四"], storeys=[1, 2]))
    new = told(["A", "B", "C"], head_name=["张四", "李四", "王五"], storeys=[1, 3, 1])
    found = differences(ledger, new, examples=9)
    assert found.examples == [
        {"household_id": "A", "field": "head_name", "was": "张*", "becomes": "张*"},
        {"household_id": "B", "field": "storeys", "was": 2, "becomes": 3},
    ]
    assert len(differences(ledger, new, examples=1).examples) == 1
    assert differences(ledger, new).examples == []


def test_groups_come_and_go_but_what_is_certified_stays(ledger):
    """Rule G6."""
    take(ledger, told(["A", "B"], groups=["低保户;其他脱贫户", "低保户"]))
    sure = {"household_id": "B", "group_name": "低保户", "certified_by": "民政"}
    with ledger.writing(**HEAD) as entry:
        entry.write(membership, [sure])
    found = take(ledger, told(["B", "A"], groups=["", "严重困难户;低保户"]))
    assert counts(found) == (0, 1, 1)
    rows = [tuple(row) for row in membership_rows(ledger, ledger.position())]
    assert sorted(rows, key=str) == [
        ("A", "严重困难户", None),
        ("A", "低保户", None),
        ("B", "低保户", "民政"),
    ]
    unknown = told(["A"], groups=pa.array([None], pa.string()))
    assert counts(differences(ledger, unknown)) == (0, 0, 1)


def test_a_group_that_was_left_can_be_joined_again(ledger):
    for groups in ("低保户", "", "低保户"):
        take(ledger, told(["A"], groups=[groups]))
    rows = [tuple(row) for row in membership_rows(ledger, ledger.position())]
    assert rows == [("A", "低保户", None)]


def test_the_first_name_of_a_place_that_is_told_counts(ledger):
    names = pa.array([None, "柳沟村", "他村"])
    found = take(ledger, told(["A", "B", "C"], village_name=names))
    assert found.places.to_pylist() == [
        {"code": VILLAGE[:9], "name": ""},
        {"code": VILLAGE, "name": "柳沟村"},
    ]
    assert place_names(ledger)[VILLAGE] == "柳沟村"
    assert len(differences(ledger, told(["A"], village_name=[""])).places) == 0


def test_what_was_written_meanwhile_is_noticed(ledger):
    found = take(ledger, told(["A"]))
    assert (found.seen, newest_entry(ledger)) == (0, 1)
    with ledger.writing(**HEAD | {"scope": "access"}):
        pass
    assert newest_entry(ledger) == 1
    with ledger.writing(**HEAD) as entry:
        entry.write(place, [{"code": "9", "name": "x"}])
    assert newest_entry(ledger) == 3


def test_nothing_comes_in_and_nothing_changes(ledger):
    assert counts(differences(ledger, [])) == (0, 0, 0)
    assert counts(differences(ledger, told([]).cast(told(["A"]).schema))) == (0, 0, 0)
