"""Bulk acts, work lists, searches, papers."""

import hashlib
from datetime import date

import pytest

from desk.case_bulk import apply_bulk, preview_bulk
from desk.case_papers import FOLDER, Paper, record_document
from desk.case_search import search
from desk.work_list import work_list
from ledger.roles import Acting, Role
from ledger.schema import household, person
from rules.casefile import StepDone
from rules.errors import AccessError, CaseError, FileError, StaleEditError
from tests.desk.case_world import (
    ELSEWHERE,
    OFFICER,
    PLANNER,
    TOWN,
    TREASURY,
    VILLAGER,
    CaseWorld,
    home,
)

ID_NUMBER = "11010519491231002X"  # the example of GB 11643-1999


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def cases(world):
    """Three cases: found at A, at B and, in another town, at C."""
    made = [world.open(id_) for id_ in "AB"]
    return [*made, world.open("C", PLANNER)]


def bulk(world, cases, step, acting=OFFICER):
    done = StepDone(step=step, on=world.on)
    return preview_bulk(world.hand(acting), [c.case_id for c in cases], done)


def test_a_preview_says_case_by_case_and_records_nothing(world, cases):
    """Rules W2, A1: the town's own, another town's, and one that is further on."""
    world.step(cases[1], "reported")
    before = world.ledger.position()
    preview = bulk(
        world, [*cases, replaced(cases[0], "990001-1999-000001")], "reported"
    )
    own, further, others = preview.rows
    assert (own.allowed, own.clause) == (True, "二(四)")
    assert not further.allowed
    assert "already taken" in str(further.reasons[0])
    assert not others.allowed
    assert "lies outside of area" in str(others.reasons[0])
    assert preview.unknown == ("990001-1999-000001",)
    assert world.ledger.position() == before


def replaced(case, case_id):
    return type(case)(case_id, case.version)


def test_what_was_previewed_is_recorded_under_one_entry(world, cases):
    """Rule W2."""
    preview = bulk(world, cases, "reported")
    before = world.ledger.position()
    taken = apply_bulk(world.hand(OFFICER), preview)
    assert taken == (cases[0].case_id, cases[1].case_id)
    assert world.ledger.position() == before + 1
    assert world.steps(cases[0]) == ["found", "reported"]
    assert world.steps(cases[2]) == ["found"]


def test_a_case_that_moved_since_the_preview_stops_all_of_it(world, cases):
    """Rule A2: exactly what was seen, or nothing."""
    preview = bulk(world, cases[:2], "reported")
    world.step(cases[1], "reported")
    with pytest.raises(StaleEditError):
        apply_bulk(world.hand(OFFICER), preview)
    assert world.steps(cases[0]) == ["found"]


def test_nothing_allowed_is_nothing_recorded(world, cases):
    with pytest.raises(CaseError, match="nothing to record"):
        apply_bulk(world.hand(OFFICER), bulk(world, cases, "agreement"))


def test_bulk_asks_who_is_eligible_as_single_steps_do(world, cases):
    """Rules H1, G5: nobody certified B, and the clause says it."""
    preview = bulk(world, cases[:2], "county_approval", PLANNER)
    clauses = [{reason.clause for reason in row.reasons} for row in preview.rows]
    assert all("二(一), 二(二)" in found for found in clauses)


def test_a_work_list_is_one_roles_and_the_late_come_first(world, cases):
    """Rules W4, A1."""
    world.later(3)
    world.step(cases[1], "reported")
    world.later(3)

    def listed(acting, **more):
        found = work_list(world.workspace, acting, world.on, **more)
        return [(one.case_id[-1], one.step, one.days_late) for one in found]

    assert listed(OFFICER) == [("1", "reported", 1)]
    assert listed(VILLAGER) == []
    assert listed(PLANNER) == [
        ("1", "reported", 1),
        ("3", "reported", 1),
        ("2", "appraised", 0),
    ]
    assert listed(TREASURY) == []
    assert len(listed(TREASURY, everyones=True)) == 3
    with pytest.raises(AccessError):
        listed(Acting("x", Role.LEADER, ""))


def test_a_work_list_of_a_past_day_is_that_days(world, cases):
    """Rule R5."""
    yesterday = world.on
    world.later()
    world.step(cases[0], "reported")
    found = work_list(world.workspace, OFFICER, yesterday)
    assert [one.step for one in found] == ["reported", "reported"]
    assert found[0].due_on == date(2026, 3, 7)
    assert found[0].version < world.now(cases[0]).version


def ids(world, acting, text):
    return [one.household_id for one in search(world.workspace, acting, text)]


def test_a_search_stays_in_the_area_and_finds_cases(world, cases):
    """Rule A1."""
    assert ids(world, PLANNER, cases[2].case_id) == ["C"]
    assert ids(world, OFFICER, cases[2].case_id) == []
    assert ids(world, OFFICER, "柳沟") == ["A", "B"]
    assert ids(world, OFFICER, TOWN) == ["A", "B"]
    assert ids(world, PLANNER, "B") == ["B"]
    assert ids(world, OFFICER, ELSEWHERE) == []
    assert ids(world, OFFICER, " ") == []
    (found,) = search(world.workspace, OFFICER, "B")
    assert found.case_ids == (cases[1].case_id,)
    assert (found.village_name, found.head_name) == ("柳沟村", "张*")


def test_an_identity_number_is_found_whole_by_those_entitled(world):
    """Rules A1, A2, G6: both of its forms, and never a part of it."""
    world.write(household, home("A") | {"id_number": ID_NUMBER})
    world.write(
        person,
        {"person_id": "p1", "household_id": "C", "id_number": "440524188001010014"},
    )
    assert ids(world, OFFICER, ID_NUMBER.lower()) == ["A"]
    assert ids(world, OFFICER, "110105491231002") == ["A"]
    assert ids(world, OFFICER, ID_NUMBER[:10]) == []
    assert ids(world, OFFICER, "440524188001010014") == []
    assert ids(world, PLANNER, "440524188001010014") == ["C"]
    with pytest.raises(AccessError):
        ids(world, TREASURY, ID_NUMBER)


def test_a_head_is_found_by_a_whole_name(world):
    world.write(household, home("B") | {"head_name": "欧阳修"})
    assert ids(world, OFFICER, "欧阳修") == ["B"]
    assert ids(world, TREASURY, "欧阳修") == []


def test_a_paper_is_kept_whole_under_its_hash_once(world, cases, tmp_path):
    """Rule W12."""
    scan = tmp_path / "申请.PDF"
    scan.write_bytes(b"%PDF-1.7 scan")
    digest = hashlib.sha256(b"%PDF-1.7 scan").hexdigest()
    for case in cases[:2]:
        paper = Paper(kind="application", path=scan, dated=world.on)
        record_document(world.hand(VILLAGER), world.now(case), paper)
    kept = [path.name for path in world.workspace.folder(FOLDER).iterdir()]
    assert kept == [f"{digest}.pdf"]
    assert world.file(cases[0]).documents == {"application"}


def test_a_paper_that_cannot_be_kept_leaves_nothing(world, cases, tmp_path):
    """Rule W12."""
    world.workspace.folder(FOLDER)

    def refuse(says, name, content, kind="application"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises((CaseError, FileError), match=says):
            paper = Paper(kind=kind, path=path)
            record_document(world.hand(OFFICER), world.now(cases[0]), paper)

    refuse("is not kept", "a.exe", b"MZ")
    refuse("has 0 bytes", "a.pdf", b"")
    refuse("no file b.pdf", "b.pdf", None)
    refuse("holds no paper 'poem'", "c.pdf", b"x", kind="poem")
    assert list(world.workspace.folder(FOLDER).iterdir()) == []
    assert world.file(cases[0]).documents == frozenset()
