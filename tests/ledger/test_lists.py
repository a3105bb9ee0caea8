from datetime import date

import pytest

from ledger.lists import (
    RowKey,
    decisions,
    edition,
    list_id_of,
    list_rows,
    row_version,
    same_number,
)
from ledger.schema import household, match, person
from ledger.store import Ledger

WHOLE = "11010519491231002X"


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def row(name, **more):
    told = {
        "name": name,
        "group_name": "低保户",
        "certified_on": date(2023, 5, 1),
        "id_number": None,
        "phone": None,
        "village_code": "990001100200",
        "grade": None,
    }
    return ((name,), told | more)


def take(ledger, *rows, complete=True, department="民政"):
    found = edition(ledger, department, rows, complete=complete)
    if found.versions:
        with ledger.writing(actor="t", verb="import list", scope="lists") as entry:
            found.write(entry)
    return found.joined, found.changed, found.unchanged, found.left, found.held


def names(ledger, **which):
    return sorted(r["name"] or "" for r in list_rows(ledger, **which))


def test_the_same_list_twice_changes_nothing(ledger):
    """Rule G6."""
    assert take(ledger, row("张三"), row("李四")) == (2, 0, 0, 0, 0)
    position = ledger.position()
    assert take(ledger, row("张三"), row("李四")) == (0, 0, 2, 0, 0)
    assert ledger.position() == position


def test_a_newer_list_is_the_new_edition_and_shows_who_left(ledger):
    """Rule G6: lists are refreshed."""
    take(ledger, row("张三"), row("李四"))
    assert take(ledger, row("张三", grade="D"), row("王五")) == (1, 1, 0, 1, 0)
    assert names(ledger) == ["张三", "王五"]
    (gone,) = list_rows(ledger, left=True)
    assert gone["list_id"] == "民政-低保户"
    assert take(ledger, row("张三", grade="D"), row("王五"), row("李四"))[0] == 1
    assert list_rows(ledger, left=True) == []


def test_nobody_has_left_while_rows_are_refused(ledger):
    """Rule G6: who is missing may be among them."""
    take(ledger, row("张三"), row("李四"))
    assert take(ledger, row("张三"), complete=False) == (0, 0, 1, 0, 1)
    assert names(ledger) == ["张三", "李四"]


def test_another_group_or_department_keeps_its_own_list(ledger):
    take(ledger, row("张三"))
    take(ledger, row("李四", group_name="低保边缘家庭"))
    take(ledger, row("王五"), department="扶贫")
    assert names(ledger) == ["张三", "李四", "王五"]
    assert len({r["list_id"] for r in list_rows(ledger)}) == 3


def test_a_row_is_named_by_who_it_is_and_does_not_tell_it(ledger):
    take(ledger, ((WHOLE,), row("张三", id_number=WHOLE)[1]))
    (found,) = list_rows(ledger)
    assert found["row_id"] == ledger.index_of("110105491231002")[:16]
    assert found["id_index"] == ledger.index_of(WHOLE)
    assert "id_number" not in found and WHOLE not in str(found)


def decide(ledger, household_id, state):
    key = RowKey(list_id_of("民政", "低保户"), "r1")
    told = key._asdict() | {"household_id": household_id, "state": state}
    with ledger.writing(actor="t", verb="decide", scope="lists") as entry:
        entry.write(match, [told])
    return key


def test_each_candidate_keeps_the_last_word_on_it(ledger):
    """Rule G6: to refuse one household says nothing of another."""
    decide(ledger, "A", "refused")
    decide(ledger, "B", "refused")
    key = decide(ledger, "A", "confirmed")
    states = {told[2]: row["state"] for told, row in decisions(ledger, key).items()}
    assert states == {"A": "confirmed", "B": "refused"}
    assert decisions(ledger) == decisions(ledger, key)
    assert row_version(ledger, key) == 3
    assert row_version(ledger, RowKey("no", "such")) == 0


def test_one_number_in_two_households_is_seen_in_all_its_forms(ledger):
    """Rule G6."""
    with ledger.writing(actor="t", verb="survey", scope="exposure") as entry:
        homes = [("A", WHOLE), ("B", None), ("C", "110101199003070000"), ("D", None)]
        entry.write(
            household,
            [
                {"household_id": h, "id_number": n, "village_code": "990001100200"}
                for h, n in homes
            ],
        )
        members = [("p1", "B", "110105491231002"), ("p2", "A", WHOLE.lower())]
        entry.write(
            person,
            [
                {"person_id": p, "household_id": h, "id_number": n}
                for p, h, n in members
            ],
        )
    assert same_number(ledger) == [("A", "B")]
