"""As a town officer would: from a hazard found to 销号, with one mistake put right."""

from datetime import date

import pytest

from desk.case_details import OldHouse, move_in, record_vacated, set_details
from desk.case_files import case_of
from desk.case_house import record_appraisal
from desk.case_money import record_payment
from desk.casework import go_back, strike_off
from ledger.households import record_of
from rules.casefile import Appraised, Paid, Vacated
from rules.errors import AccessError, CaseError
from tests.desk.case_world import OFFICER, PLANNER, TREASURY, VILLAGER, CaseWorld


@pytest.fixture
def world(tmp_path):
    made = CaseWorld(tmp_path / "w")
    yield made
    made.ledger.close()


def refused(act, *args, **more):
    """Return what is said when something is refused."""
    with pytest.raises((CaseError, AccessError)) as said:
        act(*args, **more)
    return str(said.value)


def test_a_town_officer_walks_a_case_from_found_to_struck_off(world):
    """Rules W1, W2, W3, W4, W8, W9, W11, W12, H6, H8, H11, M1, M2, A1, A2.

    Every refusal met on the way names its clause; one mistake is put right, with its
    reason; each past day stays readable.
    """
    case = found_and_graded(world)
    case = filed(world, case)
    case, mistaken_on = built_with_one_mistake(world, case)
    case = paid(world, case)
    closed(world, case, mistaken_on)


def found_and_graded(world):
    case = world.open()
    assert case.case_id == "990001-2026-000001"
    world.later(6)
    late = world.step(case, "reported")
    assert [str(w) for w in late.warnings] == [
        "1 days late: due, in principle, by 2026-03-07"
    ]
    said = refused(world.step, case, "appraised", PLANNER)
    assert said == "an appraisal is recorded with its grade"
    world.later()
    grade = Appraised(grade="D", on=world.on)
    said = refused(record_appraisal, world.hand(OFFICER), world.now(case), grade)
    assert "a town_officer does not take a step of the county" in said
    record_appraisal(world.hand(PLANNER), world.now(case), grade)
    assert record_of(world.ledger, "A")["grade"] == "D"
    return case


def filed(world, case):
    world.later()
    world.step(case, "applied", VILLAGER)
    world.step(case, "village_review", VILLAGER, posted_on=world.on)
    said = refused(world.step, case, "town_review")
    assert "2026-03-14" in said
    assert "(沂源 附件 二)" in said
    world.later(4)
    world.step(case, "town_review")
    world.post(case, "town_review")
    world.later(4)
    said = refused(world.step, case, "county_approval", PLANNER)
    assert said == "no posting of the appraisal on the house is on record (河南 二(三))"
    world.post(case, "appraised", PLANNER)
    approved = world.step(case, "county_approval", PLANNER, posted_on=world.on)
    assert approved.clause == "二(二)"
    return case


def built_with_one_mistake(world, case):
    world.later(2)
    said = refused(world.step, case, "agreement")
    assert said == "the way of securing the home is not chosen (二(三))"
    told = {"way": "拆除重建", "builder": "organised", "applied_by": "household"}
    set_details(world.hand(OFFICER), world.now(case), told)
    world.step(case, "agreement")
    said = refused(world.step, case, "works_started")
    assert said == "whether there is a structural design is not on record (三(二))"
    told = {"structural_design": True, "area_m2": 48.0, "decoration_only": False}
    set_details(world.hand(OFFICER), world.now(case), told)
    world.step(case, "works_started")
    world.later(30)
    # Mistaken: it was the neighbour's house that had been looked at.
    world.step(case, "town_acceptance", passed=True)
    mistaken_on = world.on
    world.later()
    said = refused(go_back, world.hand(OFFICER), world.now(case), "works_started")
    assert said.startswith("going back needs a reason")
    why = world.hand(OFFICER, "验收的是邻居家")
    go_back(why, world.now(case), "works_started")
    assert world.steps(case)[-1] == "works_started"
    assert world.steps(case, mistaken_on)[-1] == "town_acceptance"
    return accepted(world, case), mistaken_on


def accepted(world, case):
    world.later(20)
    world.step(case, "town_acceptance", passed=False)
    said = refused(world.step, case, "county_acceptance", PLANNER, passed=True)
    assert "镇初验 was not passed on 2026-05-10: rectify" in said
    assert "沂源 附件 七" in said
    said = refused(move_in, world.hand(VILLAGER), world.now(case), on=world.on)
    assert "was not passed" in said
    world.later(7)
    world.step(case, "town_acceptance", passed=True)
    world.step(case, "county_acceptance", PLANNER, passed=True)
    assert record_of(world.ledger, "A")["retrofitted_on"] == world.on
    return case


def paid(world, case):
    told = {"real_cost_cny": 40_000}
    set_details(world.hand(OFFICER), world.now(case), told)
    whole = Paid(
        source="省级", amount_cny=25_000, kind="whole", payee="household", on=world.on
    )
    said = refused(record_payment, world.hand(OFFICER), world.now(case), whole)
    assert "ask: finance" in said
    treasury, other = world.hand(TREASURY), "6228-of-a-cousin"
    said = refused(record_payment, treasury, world.now(case), whole, account=other)
    assert said == "the account is not the household's own (四(三))"
    record_payment(treasury, world.now(case), whole)
    assert world.steps(case)[-1] == "paid"
    return case


def closed(world, case, mistaken_on):
    world.later()
    planner, said = world.hand(PLANNER), ""
    said = refused(strike_off, planner, world.now(case), on=world.on)
    assert "missing in the file: 农户申请、身份证明" in said
    assert "whether the family lives in the finished house is not on record" in said
    assert "no old house is on record" in said
    for paper in world.workspace.policy.documents:
        by = {"payment": TREASURY, "acceptance": PLANNER, "appraisal": PLANNER}
        by |= {"reviews": PLANNER}
        world.paper(case, paper.id, by.get(paper.id, OFFICER))
    move_in(world.hand(VILLAGER), world.now(case), on=world.on)
    left = OldHouse(house=Vacated(why="rebuilt"), left_on=world.on)
    record_vacated(world.hand(OFFICER), world.now(case), left)
    said = refused(strike_off, planner, world.now(case), on=world.on)
    assert said == (
        "the family has a new house; no demolition of the old is on record "
        "(突泉 176 三(一); 沂源 四(一))"
    )
    gone = Vacated(why="rebuilt", demolished_on=world.on)
    (row,) = vacated_rows(world, case)
    old = OldHouse(house=gone, vacated_id=row["vacated_id"])
    record_vacated(world.hand(OFFICER), world.now(case), old)
    strike_off(planner, world.now(case), on=world.on)
    assert world.steps(case)[-1] == "struck_off"
    assert world.steps(case, mistaken_on)[-1] == "town_acceptance"
    assert world.steps(case, date(2026, 3, 2)) == ["found"]


def vacated_rows(world, case):
    return case_of(world.workspace, case.case_id).vacated
