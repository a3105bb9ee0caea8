"""Erasure takes every byte of a name and leaves the history provable."""

from datetime import date

import pytest
from sqlalchemy import select, update

from ledger.erasing import erase, household_things
from ledger.proof import PERSONAL_GONE
from ledger.row_proof import raw_rows
from ledger.schema import (
    erasure,
    household,
    list_row,
    match,
    person,
    quarantined_row,
    visit,
)
from ledger.store import Ledger, as_of_household
from ledger.verifying import verify
from ledger.versions import entry
from rules.errors import WorkspaceError

NAME, NUMBER = "欧阳消失", "11010519491231002X"
SPOKEN = "屋后裂缝是去年的"
HAND = {"acting_name": "张干事", "role": "planner"}
BASIS = "个人信息保护法 第四十七条"


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def write(ledger, table, *rows):
    with ledger.writing(actor="t", verb="edit", scope="exposure") as writing:
        writing.write(table, rows)


def home(id_, **more):
    return {"household_id": id_, "village_code": "990001100200"} | more


@pytest.fixture
def recorded(ledger):
    """One household in many versions, so that pages of the file were split."""
    told = {"head_name": NAME, "id_number": NUMBER, "phone": "13800001111"}
    others = [home(f"Z{n:05}", head_name=f"李{n}" * 9) for n in range(3000)]
    write(ledger, household, home("A", **told), *others)
    write(ledger, household, home("A", occupants=3, **told))
    member = {"person_id": "A-1", "household_id": "A", "name": NAME}
    write(ledger, person, member | {"id_number": NUMBER})
    write(ledger, person, member | {"removed": True})  # died since
    moved = {"person_id": "A-2", "name": "搬走"}
    write(ledger, person, moved | {"household_id": "A"})
    write(ledger, person, moved | {"household_id": "B"})
    seen = {"visit_id": "v", "household_id": "A", "kind": "patrol", "heard": SPOKEN}
    write(ledger, visit, seen | {"visited_on": date(2026, 11, 3)})
    rows = {"list_id": "l", "department": "民政", "group_name": "低保户"}
    write(ledger, list_row, rows | {"row_id": "1", "name": NAME})
    write(ledger, list_row, rows | {"row_id": "2", "name": "别人"})
    matched = {"list_id": "l", "household_id": "A"}
    write(ledger, match, matched | {"row_id": "1", "state": "confirmed"})
    write(ledger, match, matched | {"row_id": "2", "state": "refused"})
    aside = {"intake_id": "i", "state": "waiting", "problems": "[]"}
    cells = '{"household_id": "%s", "head_name": "%s"}'
    write(ledger, quarantined_row, aside | {"row": "7", "cells": cells % ("A", NAME)})
    write(
        ledger, quarantined_row, aside | {"row": "8", "cells": cells % ("AB", "旁人")}
    )
    return ledger


def bytes_of(ledger):
    files = ledger.path.parent.glob(f"{ledger.path.name}*")
    return b"".join(file.read_bytes() for file in files)


def test_what_is_erased_is_gone_from_every_version_and_every_byte(recorded):
    for told in (NAME, NUMBER, SPOKEN, recorded.index_of(NUMBER)):
        assert told.encode() in bytes_of(recorded)
    before = verify(recorded)
    things = household_things(recorded, "A")
    assert {table.name for table, _ in things} == {
        "household",
        "person",
        "visit",
        "list_row",
        "quarantined_row",
    }
    seq = erase(recorded, things, basis=BASIS, **HAND)
    for told in (NAME, NUMBER, SPOKEN, recorded.index_of(NUMBER)):
        assert told.encode() not in bytes_of(recorded)
    for other in (
        "别人",
        "搬走",
        "旁人",
    ):  # of a refused match; of another household now
        assert other.encode() in bytes_of(recorded)
    after = verify(recorded, expect=before.head)
    assert after.sound
    assert seq == after.entries == before.entries + 1


def test_the_erasure_itself_is_on_record(recorded):
    seq = erase(recorded, [(household, {"household_id": "A"})], basis=BASIS, **HAND)
    with recorded.engine.connect() as connection:
        head = connection.execute(select(entry).where(entry.c.seq == seq)).one()
        rows = [dict(r) for r in connection.execute(select(erasure)).mappings()]
    assert (head.scope, head.verb, head.actor) == ("access", "erase", "张干事")
    assert [(r["table_name"], r["thing"], r["basis"]) for r in rows] == [
        ("household", "A", BASIS)
    ]


def test_a_household_without_its_names_is_still_a_household(recorded):
    erase(recorded, household_things(recorded, "A"), basis=BASIS, **HAND)
    query = as_of_household(household, recorded.position(), "A")
    with recorded.engine.connect() as connection:
        (row,) = connection.execute(query).mappings()
    assert (row["head_name"], row["occupants"]) == (None, 3)
    write(recorded, household, home("A", head_name="新人"))  # and may get a new one
    assert verify(recorded).sound


def test_a_record_excuses_only_what_was_there_before_it(recorded):
    erase(recorded, [(household, {"household_id": "A"})], basis=BASIS, **HAND)
    write(recorded, household, home("A", head_name="新人"))
    blank = dict.fromkeys(("head_name", "id_number", "id_index", "phone", "salt"))
    with recorded.engine.begin() as connection:  # the guards let it pass
        connection.execute(
            update(household).where(household.c.household_id == "A").values(blank)
        )
    (fault,) = verify(recorded).faults
    assert fault.what == PERSONAL_GONE
    with recorded.engine.connect() as connection:
        newest = max(r["entry_seq"] for r in raw_rows(connection, household))
    assert (fault.entry, fault.key) == (newest, {"household_id": "A"})


@pytest.mark.parametrize("basis", ["", "  "])
def test_nothing_is_erased_without_a_basis(recorded, basis):
    with pytest.raises(WorkspaceError, match="basis"):
        erase(recorded, household_things(recorded, "A"), basis=basis, **HAND)


def test_an_erasure_of_nobody_is_refused_whole(recorded):
    things = [(household, {"household_id": "A"}), (person, {"person_id": "nobody"})]
    with pytest.raises(WorkspaceError, match="person nobody is not on record"):
        erase(recorded, things, basis=BASIS, **HAND)
    assert NAME.encode() in bytes_of(recorded)
    assert verify(recorded).sound
