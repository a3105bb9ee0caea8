"""What somebody wanted is shown beside what another did in the meantime (rule A2)."""

import pytest

from desk.case_bulk import apply_bulk, preview_bulk
from desk.case_details import OldHouse, move_in, record_vacated, set_details
from desk.case_files import case_of
from desk.case_house import record_appraisal
from desk.case_money import record_payment
from desk.case_papers import Paper, record_document, withdraw_document
from desk.casework import go_back, post, take_step
from rules.casefile import Appraised, Paid, StepDone, Vacated
from rules.errors import StaleEditError
from tests.desk.case_world import OFFICER, PLANNER, TREASURY, VILLAGER, CaseWorld


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def case(world):
    """A case as it was seen before somebody else reported it."""
    seen = world.open()
    world.step(seen, "reported")
    return seen


def mine(act, *args, field, **more):
    """Return what was to be of a field, and what is now."""
    with pytest.raises(StaleEditError) as stale:
        act(*args, **more)
    told = {row["field"]: row for row in stale.value.differences}
    assert told["steps"]["theirs"][-1]["step"] == "reported"
    return told[field]["mine"], told[field]["theirs"]


def test_details_that_no_rule_asks_for_are_shown_too(world, case):
    told = {"year": 2027, "energy_retrofit": True}
    shown = mine(set_details, world.hand(PLANNER), case, told, field="year")
    assert shown == (2027, 2026)
    shown = mine(set_details, world.hand(PLANNER), case, told, field="energy_retrofit")
    assert shown == (True, None)


def test_a_step_a_posting_and_going_back_are_shown_as_steps(world, case):
    """Rule W2."""
    done = StepDone(step="reported", on=world.on)
    (first, last), _ = mine(take_step, world.hand(OFFICER), case, done, field="steps")
    assert (first["step"], last["step"]) == ("found", "reported")
    (posted,), _ = mine(
        post, world.hand(OFFICER), case, "found", on=world.on, field="steps"
    )
    assert posted["posted_on"] == world.on
    left, _ = mine(go_back, world.hand(PLANNER, "错"), case, "found", field="steps")
    assert [step["step"] for step in left] == ["found"]


def test_money_papers_grades_and_old_houses_are_shown(world, case):
    """Rules M2, W9, W12."""
    hand = world.hand(TREASURY)
    paid = Paid(source="中央", amount_cny=9, kind="whole", payee="town", on=world.on)
    ((shown,), now) = mine(record_payment, hand, case, paid, field="payments")
    assert (shown["amount_cny"], now) == (9, ())
    hand = world.hand(OFFICER)
    paper = Paper(kind="application")
    shown = mine(record_document, hand, case, paper, field="documents")
    assert shown == ({"application"}, frozenset())
    made = Appraised(grade="D", on=world.on)
    ((shown,), now) = mine(record_appraisal, hand, case, made, field="appraisals")
    assert (shown["grade"], now) == ("D", ())
    day, now = mine(move_in, hand, case, on=world.on, field="moved_in_on")
    assert (day, now) == (world.on, None)
    old = OldHouse(house=Vacated(why="moved"))
    ((shown,), _) = mine(record_vacated, hand, case, old, field="vacated")
    assert shown["why"] == "moved"


def test_an_old_house_told_anew_takes_the_place_of_what_was_told(world, case):
    """Rule W9."""
    left = OldHouse(house=Vacated(why="moved"))
    seen = record_vacated(world.hand(VILLAGER), world.now(case), left)
    (row,) = case_of(world.workspace, case.case_id).vacated
    set_details(world.hand(OFFICER), world.now(case), {"way": "周转房"})
    anew = OldHouse(house=Vacated(why="rebuilt"), vacated_id=row["vacated_id"])
    with pytest.raises(StaleEditError) as stale:
        record_vacated(world.hand(VILLAGER), seen, anew)
    told = {row["field"]: row for row in stale.value.differences}
    assert [house["why"] for house in told["vacated"]["mine"]] == ["rebuilt"]
    assert (told["way"]["theirs"], told["way"]["mine"]) == ("周转房", None)
    assert "(way)" in str(stale.value)  # what they changed, not what was wanted


def test_a_paper_to_be_withdrawn_is_shown_as_gone(world, case):
    seen = world.paper(case, "application")
    (row,) = case_of(world.workspace, case.case_id).documents
    world.paper(case, "identity")
    hand = world.hand(OFFICER, "放错了")
    with pytest.raises(StaleEditError) as stale:
        withdraw_document(hand, seen, row["document_id"])
    (told,) = stale.value.differences
    assert (told["mine"], len(told["theirs"])) == (frozenset(), 2)


def test_of_many_cases_the_one_that_changed_shows_the_step(world):
    """Rule A2."""
    case = world.open()
    done = StepDone(step="reported", on=world.on)
    preview = preview_bulk(world.hand(OFFICER), [case.case_id], done)
    set_details(world.hand(OFFICER), world.now(case), {"way": "周转房"})
    with pytest.raises(StaleEditError) as stale:
        apply_bulk(world.hand(OFFICER), preview)
    told = {row["field"]: row for row in stale.value.differences}
    assert told["steps"]["mine"][-1]["step"] == "reported"


def test_a_case_seen_before_there_was_one_shows_everything(world):
    case = world.open()
    never = type(case)(case.case_id, 0)
    with pytest.raises(StaleEditError) as stale:
        set_details(world.hand(OFFICER), never, {"way": "周转房"})
    told = {row["field"]: row for row in stale.value.differences}
    assert (told["task"]["base"], told["way"]["mine"]) == (None, "周转房")
