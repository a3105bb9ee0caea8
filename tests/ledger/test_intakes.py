"""Files taken in: what was set aside, who may see it, how columns were read."""

import pytest

from ledger.intake_schema import intake, placement
from ledger.intakes import (
    CORRECTED,
    Problem,
    SetAside,
    ids_by_number,
    intakes,
    open_quarantine,
    placements,
    places_of,
    quarantine,
    remember_mapping,
    remembered_mapping,
    set_aside,
    taken_before,
    waiting,
)
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household
from ledger.store import Ledger
from ledger.verifying import verify
from rules.errors import AccessError

CLERK = Acting("Li", Role.PLANNER)
NUMBER = "11010519491231002X"
WRONG = Problem(
    field="id_number", value="110105194912310021", message="its check digit is wrong"
)
ROW = SetAside(
    intake_id="i1",
    row=7,
    cells={"head_name": "张三", "id_number": "110105194912310021", "grade": "C"},
    problems=(WRONG,),
)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.create(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def write(ledger, *rows):
    with ledger.writing(actor="Li", verb="import households", scope="exposure") as e:
        for table, row in rows:
            e.write(table, [row])
    return e.seq


def taken(**more):
    told = {"intake_id": "i1", "file": "a.xlsx", "sha256": "5" * 64, "rows": 3}
    told |= {"target": "households", "format": "xlsx", "mapping": "{}"}
    return told | {"imported": 2, "unchanged": 0, "rejected": 1} | more


def put_aside(ledger, *rows):
    with ledger.writing(actor="Li", verb="import households", scope="exposure") as e:
        assert set_aside(e, rows) == len(rows)


def test_a_row_set_aside_comes_back_as_it_stood(ledger):
    put_aside(ledger, ROW)
    assert waiting(ledger, "i1") == [ROW]
    assert waiting(ledger, "other") == []


def test_rows_wait_in_the_order_of_their_file_until_they_are_corrected(ledger):
    rows = [SetAside(intake_id="i1", row=n, cells={}, problems=()) for n in (10, 9, 2)]
    put_aside(ledger, *rows)
    assert [row.row for row in waiting(ledger, "i1")] == [2, 9, 10]
    done = SetAside(intake_id="i1", row=9, cells={}, problems=(), state=CORRECTED)
    put_aside(ledger, done)
    assert [row.row for row in waiting(ledger, "i1")] == [2, 10]


def test_what_a_row_says_of_people_is_shown_masked(ledger):
    """Rule A1."""
    put_aside(ledger, ROW)
    (shown,) = quarantine(ledger, CLERK, "i1")
    assert shown.cells == {
        "head_name": "张*",
        "id_number": "110105********0021",
        "grade": "C",
    }
    assert shown.problems[0].value == "110105********0021"


def test_to_see_a_row_as_it_stood_goes_on_record_with_its_reason(ledger):
    """Rule A2."""
    put_aside(ledger, ROW)
    before = ledger.position()
    assert open_quarantine(ledger, CLERK, "i1", "to correct the number") == [ROW]
    assert ledger.position("access") == before + 1
    with pytest.raises(AccessError, match="say why"):
        open_quarantine(ledger, CLERK, "i1", "  ")


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.RESPONDER])
def test_other_roles_see_nothing_of_it(ledger, role):
    """Rule A1."""
    put_aside(ledger, ROW)
    with pytest.raises(AccessError, match="rows set aside"):
        quarantine(ledger, Acting("x", role), "i1")
    with pytest.raises(AccessError, match="rows set aside"):
        open_quarantine(ledger, Acting("x", role), "i1", "curious")


def test_a_monstrous_cell_is_cut_and_not_lost(ledger):
    cells = {"head_name": "长" * 30_000, "grade": "C"}
    put_aside(ledger, SetAside(intake_id="i1", row=7, cells=cells, problems=(WRONG,)))
    (row,) = waiting(ledger, "i1")
    assert len(row.cells["head_name"]) == 200
    assert (row.cells["grade"], row.problems) == ("C", (WRONG,))


def test_files_are_listed_with_the_rows_that_still_wait(ledger):
    write(ledger, (intake, taken()))
    put_aside(ledger, ROW)
    seq = write(ledger, (intake, taken(intake_id="i2", sha256="6" * 64)))
    newest, older = intakes(ledger)
    assert (newest["intake_id"], newest["waiting"], newest["actor"]) == ("i2", 0, "Li")
    assert (older["intake_id"], older["waiting"], older["rejected"]) == ("i1", 1, 1)
    assert newest["entry_seq"] == seq
    assert [row["intake_id"] for row in taken_before(ledger, "5" * 64)] == ["i1"]


def test_columns_are_remembered_once_and_anew_when_read_otherwise(ledger):
    def remember(told):
        with ledger.transaction() as transaction:
            head = {"actor": "Li", "verb": "remember columns", "scope": "lists"}
            remember_mapping(
                ledger,
                lambda: transaction.entry(**head),
                headings="f" * 64,
                target="households",
                title="a.xlsx",
                told=told,
            )
        return ledger.position()

    assert remembered_mapping(ledger, "f" * 64) is None
    assert remember("{}") == 1
    assert remember("{}") == 1  # nothing new to say
    assert remember('{"a": 1}') == 2
    assert remembered_mapping(ledger, "f" * 64)["mapping"] == '{"a": 1}'


def test_converted_coordinates_are_kept_as_the_file_gave_them(ledger):
    moved = {"household_id": "A", "intake_id": "i1", "x": 103.503, "y": 31.248}
    moved |= {"reading": "gcj02", "lon": 103.5, "lat": 31.25}
    seq = write(
        ledger,
        (dwelling, {"household_id": "A", "lon": 103.5, "lat": 31.25}),
        (placement, moved),
    )
    (kept,) = placements(ledger, "i1")
    assert {name: kept[name] for name in moved} == moved
    assert placements(ledger, "i2") == []
    assert places_of(ledger) == {"A": (103.5, 31.25, seq)}
    assert verify(ledger).sound


def test_a_household_is_found_by_its_heads_number_if_it_is_the_only_one(ledger):
    home = {"village_code": "990001100200", "id_number": NUMBER}
    write(ledger, (household, home | {"household_id": "A"}))
    assert ids_by_number(ledger) == {ledger.index_of(NUMBER): "A"}
    write(ledger, (household, home | {"household_id": "B"}))
    assert ids_by_number(ledger) == {}
