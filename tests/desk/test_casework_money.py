"""Payments: amount, payee, advance, and the step that follows by itself."""

from datetime import date

import pytest

from desk.case_details import set_details
from desk.case_house import record_appraisal
from desk.case_money import record_payment
from desk.casework import go_back
from ledger.households import record_of
from rules.casefile import Appraised, Paid
from rules.errors import AccessError, CaseError
from tests.desk.case_world import OFFICER, PLANNER, TREASURY, VILLAGER, CaseWorld

TOLD = {"way": "修缮加固", "builder": "organised", "decoration_only": False}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A county in which works have begun, at a real cost of 10 000 yuan."""
    made = CaseWorld(tmp_path_factory.mktemp("begun") / "w")
    case = made.open()
    made.step(case, "reported")
    grade = Appraised(grade="C", on=made.on, posted_on=made.on)
    record_appraisal(made.hand(PLANNER), made.now(case), grade)
    made.step(case, "applied", VILLAGER)
    for step in ("village_review", "town_review"):
        made.step(case, step, posted_on=made.on)
        made.later(4)
    made.step(case, "county_approval", PLANNER, posted_on=made.on)
    made.later()
    told = TOLD | {"real_cost_cny": 10_000}
    set_details(made.hand(OFFICER), made.now(case), told)
    made.step(case, "agreement")
    started = made.step(case, "works_started")
    made.ledger.close()
    return made, started


@pytest.fixture
def world(begun, tmp_path):
    made = begun[0].copied(tmp_path / "w")
    yield made
    made.ledger.close()


@pytest.fixture
def started(begun):
    return begun[1]


def pay(world, case, amount_cny, kind, source="中央", **more):
    paid = Paid(
        source=source,
        amount_cny=amount_cny,
        kind=kind,
        payee=more.pop("payee", "household"),
        on=world.on,
    )
    hand = world.hand(more.pop("acting", TREASURY))
    return record_payment(hand, world.now(case), paid, **more)


def accept(world, case):
    world.step(case, "town_acceptance", passed=True)
    return world.step(case, "county_acceptance", PLANNER, passed=True)


def test_half_in_advance_the_rest_after_acceptance_and_it_is_paid(world, started):
    """Rules M1, M2, M3: the real cost caps; sources stay apart."""
    with pytest.raises(CaseError, match="5001 yuan in advance"):
        pay(world, started, 5_001, "advance")
    pay(world, started, 5_000, "advance")
    with pytest.raises(CaseError, match="验"):
        pay(world, started, 5_000, "balance")
    accept(world, started)
    with pytest.raises(CaseError, match="exceed the real cost of 10000 yuan"):
        pay(world, started, 5_001, "balance", "省级")
    assert "paid" not in world.steps(started)
    pay(world, started, 5_000, "balance", "省级")
    assert world.steps(started)[-1] == "paid"
    sources = [(p.source, p.amount_cny) for p in world.file(started).payments]
    assert sources == [("中央", 5_000), ("省级", 5_000)]


def test_money_is_the_treasurys_and_goes_to_the_household(world, started):
    """Rules A1, M2."""
    with pytest.raises(AccessError, match="ask: finance"):
        pay(world, started, 1_000, "advance", acting=PLANNER)
    with pytest.raises(CaseError, match="the household's own"):
        pay(world, started, 1_000, "advance", account="6228")
    with pytest.raises(CaseError) as said:
        pay(world, started, 1_000, "advance", payee="builder")
    assert said.value.reasons[0].clause == "四(三)"
    with pytest.raises(CaseError, match="is not in whole yuan"):
        pay(world, started, 1_000.5, "advance")
    assert world.file(started).payments == ()


def test_less_than_the_standard_is_warned_of_not_refused(world, started):
    """Rule M1."""
    accept(world, started)
    paid = pay(world, started, 9_000, "whole")
    assert [w.clause for w in paid.warnings] == ["四(二)1"]
    assert "paid" not in world.steps(started)


def test_a_refund_is_negative_and_stays_apart(world, started):
    """Rule M3."""
    pay(world, started, 5_000, "advance")
    pay(world, started, -5_000, "refund")
    assert sum(p.amount_cny for p in world.file(started).payments) == 0


def test_the_last_acceptance_marks_the_house_and_going_back_unmarks_it(world, started):
    """Rules H4, W11."""
    accept(world, started)
    assert record_of(world.ledger, "A")["retrofitted_on"] == world.on
    hand = world.hand(PLANNER, "验收报告有误")
    go_back(hand, world.now(started), "town_acceptance")
    assert record_of(world.ledger, "A")["retrofitted_on"] is None
    assert world.steps(started, date(2026, 3, 2))[0] == "found"


def test_painting_alone_passes_no_acceptance(world, started):
    """Rule W11."""
    told = {"decoration_only": True}
    set_details(world.hand(OFFICER), world.now(started), told)
    world.step(started, "town_acceptance", passed=True)
    with pytest.raises(CaseError, match="河南 二\\(五\\)"):
        world.step(started, "county_acceptance", PLANNER, passed=True)
    world.step(started, "county_acceptance", PLANNER, passed=False)
    assert world.file(started).steps[-1].passed is False
