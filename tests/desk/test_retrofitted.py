"""A house whose works were accepted: its old grade speaks no more, anywhere."""

from datetime import timedelta

import pytest

from desk.describe import NOT_APPRAISED_SINCE
from desk.eligibility import county_eligibility, household_eligibility
from desk.household_file import household_file
from desk.matching_tables import matching_of
from desk.snapshot import exposure_of, exposure_of_one
from geo.eligibility import Answer
from ledger.lists import grades
from ledger.schema import appraisal, dwelling
from rules.vocabulary import GRADES, UNKNOWN
from tests.desk.case_world import DANGEROUS, PLANNER, CaseWorld

D = GRADES.index("D")


@pytest.fixture
def world(tmp_path):
    """All houses are of grade D; A was retrofitted since, B before."""
    made = CaseWorld(tmp_path / "w")
    made.certify("B")
    day = made.on
    on = {"A": day + timedelta(days=30), "B": day - timedelta(days=30), "C": None}
    made.write(dwelling, *(house(id_, "D", on[id_]) for id_ in "ABC"))
    made.write(appraisal, *(graded(id_, "D", day) for id_ in "ABC"))
    yield made
    made.ledger.close()


def house(id_, grade, retrofitted_on):
    known = {"structure": "土坯", "grade": grade, "retrofitted_on": retrofitted_on}
    return {"household_id": id_} | known


def graded(id_, grade, day):
    row = {"appraisal_id": f"{id_}-{day}", "household_id": id_, "grade": grade}
    return row | {"appraised_on": day, "third_party": False, "disputed": False}


def by_id(world, values):
    ids = exposure_of(world.workspace).household_id.to_pylist()
    return dict(zip(ids, values.tolist(), strict=True))


def test_the_snapshot_knows_no_grade_and_keeps_the_one_on_record(world):
    """Rule H4: nor does the ledger where lists and counts ask it."""
    exposure = exposure_of(world.workspace)
    assert by_id(world, exposure.grade) == {"A": UNKNOWN, "B": D, "C": D}
    assert by_id(world, exposure.grade_on_record) == {"A": D, "B": D, "C": D}
    assert exposure_of_one(world.workspace, "A").grade.tolist() == [UNKNOWN]
    assert grades(world.ledger) == {"A": None, "B": "D", "C": "D"}


def test_it_may_enter_no_task_before_it_is_appraised_again(world):
    """Rule H4: the answer names the grade, and who gives it."""
    answers = {a.task: a for a in household_eligibility(world.workspace, "A").answers}
    assert {a.answer for a in answers.values()} == {Answer.UNKNOWN}
    (missing,) = answers[DANGEROUS].missing
    assert (missing.fact, missing.supplied_by) == ("grade", ("county", "third_party"))
    found = county_eligibility(world.workspace).found.verdicts[DANGEROUS].eligible
    assert by_id(world, found) == {"A": Answer.UNKNOWN, "B": Answer.YES, "C": Answer.NO}


def test_it_is_no_dangerous_house_off_the_lists(world):
    """Rules G6, H4."""
    off_lists = matching_of(world.workspace, PLANNER).dangerous_off_lists
    assert "A" not in set(off_lists["household_id"])
    assert "C" in set(off_lists["household_id"])


def test_the_page_of_the_household_keeps_the_grade_and_says_what_it_is(world):
    file = household_file(world.workspace, PLANNER, "A")
    assert file.dwelling["grade"] == "D" and file.grade_note == NOT_APPRAISED_SINCE
    assert household_file(world.workspace, PLANNER, "B").grade_note == ""


def test_a_new_appraisal_speaks_again(world):
    """Rule H4: dangerous once more, it may come back."""
    on = world.on + timedelta(days=40)
    world.write(appraisal, graded("A", "C", on))
    world.write(dwelling, house("A", "C", world.on + timedelta(days=30)))
    assert grades(world.ledger)["A"] == "C"
    answers = household_eligibility(world.workspace, "A").answers
    assert {a.task: a.answer for a in answers}[DANGEROUS] == Answer.YES
