"""Tables of households: compared, and recorded with whatever belongs to them."""

import pandas as pd
import pytest

from desk.household_import import compare_households, write_households
from desk.workspace import create_workspace
from ledger.households import record_of
from ledger.schema import place
from ledger.verifying import verify
from ledger.versions import entry as entry_table

VILLAGE = "990001100200"


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code="990001", county_name="县", policy_code="990001"
    )
    yield made
    made.ledger.close()


def table(*rows):
    found = pd.DataFrame([{"village_code": VILLAGE} | row for row in rows])
    found.attrs["columns"] = [*found]
    return found


def home(id_, **more):
    return {"household_id": id_} | more


def write(workspace, *rows, **more):
    head = {"actor": "t", "note": "f.csv"}
    return write_households(workspace, table(*rows), **head | more)


def test_what_is_recorded_is_counted(workspace):
    first = write(workspace, home("A", grade="C"), home("B", grade="D"))
    assert (first.new, first.changed, first.unchanged) == (2, 2, 0)
    assert first.entry_seq == 1
    again = write(workspace, home("B", grade="C"), home("A", grade="C"))
    assert (again.new, again.changed, again.unchanged) == (0, 1, 1)


def test_the_same_table_twice_makes_no_second_entry(workspace):
    write(workspace, home("A"))
    same = write(workspace, home("A"))
    assert (same.changed, same.unchanged, same.entry_seq) == (0, 1, None)
    assert workspace.ledger.position() == 1


def test_more_is_written_under_the_same_entry_even_if_nothing_changed(workspace):
    write(workspace, home("A"))
    seen = []

    def also(_transaction, entry, made):
        seen.append((entry.seq, made.entry_seq, made.unchanged))
        entry.write(place, [{"code": "9", "name": "x"}])

    write(workspace, home("A"), also=also)
    assert seen == [(2, 2, 1)]
    assert verify(workspace.ledger).sound


def test_where_the_rest_cannot_be_written_nothing_is(workspace):
    def also(_transaction, _entry, _made):
        raise KeyError("x")

    with pytest.raises(KeyError):
        write(workspace, home("A"), also=also)
    assert workspace.ledger.position() == 0
    assert record_of(workspace.ledger, "A") is None


def test_the_entry_says_who_did_what(workspace):
    write(workspace, home("A"), actor="张干事", role="planner", verb="correct rows")
    (row,) = workspace.ledger.rows(entry_table.select())
    told = {"actor": "张干事", "role": "planner", "verb": "correct rows"}
    told |= {"scope": "exposure", "note": "f.csv"}
    assert {name: row._mapping[name] for name in told} == told


def test_steps_are_told_and_never_go_back(workspace):
    told = []
    write(workspace, home("A"), tell=lambda step, done: told.append((step, done)))
    shares = [done for _, done in told]
    assert shares == sorted(shares)
    assert (told[0], told[-1]) == (("comparing", 0.0), ("writing", 1.0))


def test_what_somebody_wrote_meanwhile_is_compared_with(workspace):
    """Between comparing and recording somebody else enters the same household."""

    def meanwhile(step, done):
        if step == "writing" and workspace.ledger.position() == 0:
            write(workspace, home("A", grade="C"))

    late = write(workspace, home("A", grade="C"), home("B"), tell=meanwhile)
    assert (late.new, late.changed, late.unchanged) == (1, 1, 1)
    assert verify(workspace.ledger).sound


def test_a_preview_records_nothing_and_hides_who_somebody_is(workspace):
    """Rule A1."""
    write(workspace, home("A", head_name="张三", occupants=1), home("B"))
    found = compare_households(
        workspace,
        table(home("A", head_name="李四", occupants=2), home("B"), home("C")),
    )
    assert (found.new, found.changed, found.unchanged) == (1, 1, 1)
    assert found.examples == [
        {"household_id": "A", "field": "head_name", "was": "张*", "becomes": "李*"},
        {"household_id": "A", "field": "occupants", "was": 1, "becomes": 2},
    ]
    assert workspace.ledger.position() == 1


def test_an_empty_table_changes_nothing(workspace):
    empty = table(home("A")).iloc[:0]
    empty.attrs["columns"] = [*empty]
    found = write_households(workspace, empty, actor="t", note="f.csv")
    assert (found.changed, found.unchanged, found.entry_seq) == (0, 0, None)
