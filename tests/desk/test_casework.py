"""Verbs of casework: what each refuses, and that nothing is recorded then."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from desk.case_details import OldHouse, move_in, record_vacated, set_details
from desk.case_files import case_of
from desk.case_hand import Seen
from desk.case_house import dispute_appraisal, record_appraisal
from desk.casework import go_back, open_case, take_step
from ledger.audit import LogFilter
from ledger.households import record_of
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import appraisal, case_step
from rules.casefile import Appraised, StepDone, Vacated
from rules.errors import AccessError, CaseError, PlanningError, StaleEditError
from rules.language import LANGUAGES, told
from tests.desk.case_world import (
    COUNTY,
    DANGEROUS,
    OFFICER,
    PLANNER,
    TREASURY,
    VILLAGER,
    CaseWorld,
)


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def graded(world):
    """A case with a grade, which its owner may dispute."""
    case = world.open()
    world.step(case, "reported")
    appraise(world, case, "C")
    return case


def appraise(world, case, grade, note="", **more):
    made = Appraised(grade=grade, on=world.on, **more)
    return record_appraisal(world.hand(PLANNER, note), world.now(case), made)


def details(world, case, acting=OFFICER, **told):
    return set_details(world.hand(acting), world.now(case), told)


def test_a_second_case_of_one_task_waits_for_the_first(world):
    """Rules W1, H3: one household, one case at a time."""
    first = world.open()
    with pytest.raises(CaseError, match=f"case {first.case_id} of this household"):
        world.open()
    assert world.open("B").case_id == "990001-2026-000002"


def test_a_step_says_the_clause_it_rested_on_and_so_does_the_log(world):
    """Rules W2, A2."""
    case = world.open()
    world.step(case, "reported")
    entry = for_role(world.ledger, PLANNER).log(LogFilter(household_id="A"))[0]
    assert (entry["verb"], entry["actor"], entry["role"]) == (
        "reported",
        "镇办事员",
        "town_officer",
    )
    assert entry["note"] == "二(四)"
    ((clause,),) = world.ledger.rows(
        case_step.select()
        .with_only_columns(case_step.c.clause)
        .where(case_step.c.step == "reported")
    )
    assert clause == "二(四)"


def test_whoever_acts_keeps_to_role_and_area(world):
    """Rule A1: the village reports, the town verifies, the county decides."""
    case = world.open()
    with pytest.raises(AccessError, match="ask: town_officer, planner"):
        world.step(case, "reported", VILLAGER)
    elsewhere = replace(OFFICER, area="990001101")
    with pytest.raises(AccessError, match="lies outside of area 990001101"):
        world.step(case, "reported", elsewhere)
    for role in (Role.LEADER, Role.AUDITOR, Role.RESPONDER, Role.ADMINISTRATOR):
        with pytest.raises(AccessError):
            world.step(case, "reported", Acting("x", role, COUNTY))
    assert world.steps(case) == ["found"]


def test_an_act_on_an_older_version_is_refused_and_shows_what_changed(world):
    """Rule A2: nobody's work is overwritten."""
    case = world.open()
    world.step(case, "reported")
    with pytest.raises(StaleEditError, match="镇办事员") as said:
        set_details(world.hand(OFFICER), case, {"way": "修缮加固"})
    way, steps = said.value.differences
    assert steps["field"] == "steps"
    assert [len(steps[side]) for side in ("base", "theirs", "mine")] == [1, 2, 1]
    assert way == {"field": "way", "base": None, "theirs": None, "mine": "修缮加固"}
    assert str(said.value).startswith(
        f"case {case.case_id} was changed by 镇办事员 at 2026-03-02 "
    )
    assert "(steps)" in str(said.value)
    assert world.file(case).way is None


def test_of_many_who_take_one_step_at_once_one_does(world):
    """Rule A2."""
    case, hand = world.open(), world.hand(OFFICER)
    done = StepDone(step="reported", on=world.on)

    def act(_):
        try:
            return take_step(hand, case, done).version
        except StaleEditError:
            return None

    with ThreadPoolExecutor(4) as threads:
        versions = list(threads.map(act, range(4)))
    assert sum(version is not None for version in versions) == 1
    assert world.steps(case) == ["found", "reported"]


def test_a_disputed_grade_waits_for_a_third_party(world, graded):
    """Rules W7, H7."""
    dispute_appraisal(world.hand(VILLAGER), world.now(graded))
    with pytest.raises(CaseError, match="a third party appraises"):
        appraise(world, graded, "B", "再看一次")
    appraise(world, graded, "D", "第三方鉴定", third_party=True)
    last = world.file(graded).appraisals[-1]
    assert (last.grade, last.third_party) == ("D", True)
    assert record_of(world.ledger, "A")["grade"] == "D"


def test_a_house_is_appraised_anew_only_with_a_reason(world, graded):
    """Rule H7: a house damaged since gets its new grade."""
    with pytest.raises(CaseError, match="say why it is appraised anew"):
        appraise(world, graded, "D")
    appraise(world, graded, "D", "台风受损")
    rows = world.ledger.rows(appraisal.select().order_by(appraisal.c.entry_seq))
    reasons = [row.reason for row in rows]
    assert reasons == [None, "台风受损"]
    assert world.steps(graded).count("appraised") == 1


def test_identity_comes_before_the_grade(world):
    """Rules H6, G5: who could certify is named, and nothing is recorded."""
    case = world.open("B")
    world.step(case, "reported")
    with pytest.raises(CaseError) as said:
        appraise(world, case, "D")
    assert said.value.reasons[0].clause == "河南 二(一)"
    assert record_of(world.ledger, "B")["grade"] is None
    world.certify("B")
    appraise(world, case, "D")
    assert world.file(case).appraisals[0].grade == "D"


def test_a_grade_is_one_of_four_and_not_of_tomorrow(world):
    case = world.open()
    world.step(case, "reported")
    with pytest.raises(CaseError, match="E is no grade; grades are: A, B, C, D"):
        appraise(world, case, "E")
    tomorrow = Appraised(grade="D", on=world.later())
    world.later(-1)
    with pytest.raises(CaseError, match="lies in the future"):
        record_appraisal(world.hand(PLANNER), world.now(case), tomorrow)


def test_a_posting_that_a_step_rests_on_is_not_moved(world, graded):
    """Rule W3: three full days, and no way round them afterwards."""
    for step in ("applied", "village_review"):
        world.step(graded, step, VILLAGER)
    with pytest.raises(CaseError, match="is not taken: there is nothing to post"):
        world.post(graded, "town_review")
    with pytest.raises(AccessError):
        world.post(graded, "village_review", TREASURY)
    world.post(graded, "village_review")
    world.later(4)
    world.step(graded, "town_review")
    with pytest.raises(CaseError, match="镇审核 rests on the posting of 村评议"):
        world.post(graded, "village_review")


def test_details_are_words_of_the_vocabulary_set_by_whom_they_concern(world, graded):
    """Rules W14, W15, M4, H10, A1."""
    with pytest.raises(CaseError, match="cannot be the way"):
        details(world, graded, way="飞走")
    with pytest.raises(CaseError, match="colour is no detail"):
        details(world, graded, colour="红")
    with pytest.raises(AccessError):
        details(world, graded, beyond_task=True)
    details(world, graded, PLANNER, beyond_task=True, year=2026)
    details(world, graded, energy_retrofit=True, accessibility=True)
    small = details(world, graded, way="拆除重建", area_m2=19.5)
    assert any("19.5" in str(warning) for warning in small.warnings)
    file = world.file(graded)
    assert (file.beyond_task, file.way, file.area_m2) == (True, "拆除重建", 19.5)
    details(world, graded, area_m2=None)
    assert world.file(graded).area_m2 is None


def test_nobody_moves_in_before_acceptance(world, graded):
    """Rules W8, W11: 危房不住人."""
    with pytest.raises(CaseError) as said:
        move_in(world.hand(VILLAGER), world.now(graded), on=world.on)
    assert all(reason.clause for reason in said.value.reasons)


def test_an_empty_house_is_followed_until_it_is_gone(world, graded):
    """Rules W9, H8: first found, then secured, then demolished; one house."""
    left = OldHouse(house=Vacated(why="moved", moved_to="幸福院", locked=False))
    record_vacated(world.hand(VILLAGER), world.now(graded), left)
    (row,) = case_of(world.workspace, graded.case_id).vacated
    world.later()
    gone = Vacated(why="moved", moved_to="幸福院", demolished_on=world.on)
    told = OldHouse(house=gone, vacated_id=row["vacated_id"])
    record_vacated(world.hand(OFFICER), world.now(graded), told)
    assert world.file(graded).vacated == (gone,)
    wrong = OldHouse(house=gone, vacated_id="v9")
    with pytest.raises(CaseError, match="no old house 'v9'"):
        record_vacated(world.hand(OFFICER), world.now(graded), wrong)


def test_only_a_reason_brings_a_case_back(world, graded):
    """Rules W2, A2: what was undone stays in the history, with why."""
    with pytest.raises(CaseError, match="going back needs a reason"):
        go_back(world.hand(PLANNER), world.now(graded), "found")
    with pytest.raises(AccessError):
        go_back(world.hand(OFFICER, "错户"), world.now(graded), "found")
    go_back(world.hand(PLANNER, "错户"), world.now(graded), "found")
    assert world.steps(graded) == ["found"]
    undone = world.ledger.rows(case_step.select().where(case_step.c.removed))
    assert {row.step: row.reason for row in undone} == {
        "reported": "错户",
        "appraised": "错户",
    }


def test_a_case_without_a_task_waits_until_somebody_says_it(world):
    """Rule W2: an old record with steps alone derives nothing."""
    row = {"case_id": "990001-2025-000001", "household_id": "B", "step": "found"}
    world.write(case_step, row | {"on_date": world.on})
    case = Seen("990001-2025-000001", 0)
    with pytest.raises(CaseError, match="no task is on record"):
        world.step(case, "reported")
    with pytest.raises(CaseError, match="no task is on record"):
        details(world, case, way="修缮加固")
    details(world, case, PLANNER, task=DANGEROUS)
    world.step(case, "reported")
    assert world.steps(case) == ["found", "reported"]


def test_what_is_not_there_is_said(world):
    with pytest.raises(PlanningError, match="no household 'Z' on record"):
        open_case(world.hand(PLANNER), "Z", DANGEROUS, on=world.on)
    with pytest.raises(CaseError, match="no task 'new_roof'"):
        open_case(world.hand(PLANNER), "A", "new_roof", on=world.on)
    with pytest.raises(CaseError, match="no case x on record"):
        take_step(world.hand(PLANNER), Seen("x", 1), StepDone(step="paid", on=world.on))
    case = world.open()
    with pytest.raises(PlanningError, match="no step 'sung'"):
        world.step(case, "sung")
    with pytest.raises(CaseError, match="县验收: say whether it was passed"):
        world.step(case, "county_acceptance", PLANNER)
    with pytest.raises(CaseError, match="上报 is no acceptance"):
        world.step(case, "reported", passed=True)


def test_a_refusal_says_every_reason_with_its_clause_in_both_languages(world):
    """Rules W2, W12: an error crosses processes whole."""
    case = world.open()
    with pytest.raises(CaseError) as said:
        world.step(case, "struck_off", PLANNER)
    error = pickle.loads(pickle.dumps(said.value))
    assert len(error.reasons) > 2
    for language in LANGUAGES:
        text = told(error, language)
        assert all(reason.clause in text for reason in error.reasons)
