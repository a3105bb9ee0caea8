"""Nobody's edit is lost: a stale one is shown, never written over another."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from ledger.editing import Edit, edit, edit_together, newest_row
from ledger.schema import dwelling, household, person
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import SchemaError, StaleEditError

WRITERS, EDITS = 8, 5
KEY = {"household_id": "A"}
HAND = {"acting_name": "张", "role": "planner", "verb": "edit", "scope": "exposure"}


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    start = {"village_code": "990001100200", "occupants": 0, "head_name": "张三"}
    edit(ledger, household, KEY, start, version=0, **HAND)
    yield ledger
    ledger.close()


def newest(ledger, table=household, key=KEY):
    with ledger.engine.connect() as connection:
        return newest_row(connection, table, key)


def change(ledger, version, **changes):
    return edit(ledger, household, KEY, changes, version=version, **HAND)


def test_an_edit_keeps_what_it_does_not_name_and_returns_the_version(ledger):
    assert change(ledger, 1, occupants=3, id_number="11010519491231002X") == 2
    row = newest(ledger)
    assert (row["entry_seq"], row["occupants"], row["head_name"]) == (2, 3, "张三")
    assert row["id_index"] == ledger.index_of("11010519491231002x")
    assert change(ledger, 2, id_number=None) == 3
    assert newest(ledger)["id_index"] is None
    assert verify(ledger).sound


def test_a_stale_edit_shows_three_states_field_by_field(ledger):
    change(ledger, 1, occupants=3, phone="13800001111")
    with pytest.raises(StaleEditError, match=r"changed by 张 at .*head_name") as stale:
        change(ledger, 1, occupants=4, head_name="李四")
    told = {d["field"]: (d["base"], d["theirs"], d["mine"]) for d in differences(stale)}
    assert told == {
        "occupants": (0, 3, 4),
        "phone": (None, "13800001111", None),
        "head_name": ("张三", "张三", "李四"),
    }
    assert (newest(ledger)["occupants"], ledger.position()) == (3, 2)


def differences(stale):
    return stale.value.differences


def test_a_stale_edit_crosses_processes_whole(ledger):
    change(ledger, 1, occupants=3)
    with pytest.raises(StaleEditError) as stale:
        change(ledger, 1, occupants=4)
    again = pickle.loads(pickle.dumps(stale.value))
    assert str(again) == str(stale.value)
    assert again.differences == stale.value.differences != ()
    assert (again.values["version"], again.values["newest"]) == (1, 2)


def test_what_somebody_else_ended_is_not_revived_unseen(ledger):
    change(ledger, 1, removed=True)
    with pytest.raises(StaleEditError) as stale:
        change(ledger, 1, occupants=4)
    told = {d["field"]: (d["base"], d["theirs"], d["mine"]) for d in differences(stale)}
    assert told == {"removed": (False, True, False), "occupants": (0, 0, 4)}
    assert change(ledger, 2, occupants=4) == 3  # seen, and revived on purpose
    assert newest(ledger)["removed"] is False


def test_two_who_begin_the_same_thing_meet(ledger):
    member = {"household_id": "A", "name": "李四"}
    key = {"person_id": "A-1"}
    assert edit(ledger, person, key, member, version=0, **HAND) == 2
    with pytest.raises(StaleEditError):
        edit(ledger, person, key, member | {"name": "王五"}, version=0, **HAND)


def test_several_tables_change_under_one_entry_or_not_at_all(ledger):
    home = Edit(household, KEY, {"occupants": 3}, version=1)
    house = Edit(dwelling, KEY, {"structure": "土坯"}, version=0)
    assert edit_together(ledger, [home, house], **HAND) == [2, 2]
    stale = Edit(dwelling, KEY, {"structure": "砖混"}, version=0)
    fresh = Edit(household, KEY, {"occupants": 9}, version=2)
    with pytest.raises(StaleEditError, match="the house of household A"):
        edit_together(ledger, [fresh, stale], **HAND)
    assert newest(ledger)["occupants"] == 3
    again = Edit(dwelling, KEY, {"storeys": 2}, version=2)
    same = Edit(household, KEY, {"occupants": 3}, version=2)
    assert edit_together(ledger, [same, again], **HAND) == [2, 3]


def test_an_edit_that_changes_nothing_leaves_no_entry(ledger):
    assert change(ledger, 1, occupants=0) == 1
    assert ledger.position() == 1


@pytest.mark.parametrize("name", ["household_id", "entry_seq", "digest", "colour"])
def test_only_what_can_be_edited_is(ledger, name):
    with pytest.raises(SchemaError, match=name):
        change(ledger, 1, **{name: "x"})


def one_more(ledger, meet):
    """Add one to the household, as often as it takes; return the conflicts seen."""
    for conflicts in count():
        seen = newest(ledger)
        if conflicts == 0:
            meet()
        try:
            change(ledger, seen["entry_seq"], occupants=seen["occupants"] + 1)
        except StaleEditError as stale:
            assert {d["field"] for d in stale.differences} >= {"occupants"}
            continue
        return conflicts


def one_more_unchecked(ledger, meet):
    """The control: the same without versions."""
    seen = newest(ledger)
    meet()
    row = {n: seen[n] for n in ("household_id", "village_code", "head_name")}
    with ledger.writing(actor="t", verb="edit", scope="exposure") as entry:
        entry.write(household, [row | {"occupants": seen["occupants"] + 1}])


def all_at_once(ledger, work):
    """Let every writer read before any writes, round after round."""
    meeting = Barrier(WRITERS)

    def writer(_):
        return [work(ledger, meeting.wait) for _ in range(EDITS)]

    with ThreadPoolExecutor(WRITERS) as threads:
        return [told for tolds in threads.map(writer, range(WRITERS)) for told in tolds]


def test_eight_writers_on_one_household_lose_nothing_and_see_each_other(ledger):
    conflicts = sum(all_at_once(ledger, one_more))
    assert newest(ledger)["occupants"] == WRITERS * EDITS
    assert conflicts >= EDITS * (WRITERS - 1)  # of each round one goes through
    assert ledger.position() == 1 + WRITERS * EDITS
    assert verify(ledger).sound


def test_without_versions_the_same_writers_lose_each_others_edits(ledger):
    all_at_once(ledger, one_more_unchecked)
    assert ledger.position() == 1 + WRITERS * EDITS
    assert newest(ledger)["occupants"] == EDITS  # 35 of 40 are gone
