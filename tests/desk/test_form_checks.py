"""The demands on a form: each is met in a sound office, and each can fail."""

from dataclasses import replace
from datetime import date

import pytest

from desk import monthly_form
from desk.form_checks import CHECKS
from geo.form_cells import form_numbers
from rules.parameters import load_parameters
from tests.desk.form_office import (
    DAYS,
    EARLY,
    LATE,
    OTHER,
    SUMMER,
    TASK,
    copied,
    make_office,
)

NOVEMBER = date(2026, 11, 1)
TOMORROW = date(2026, 10, 21)
GONE = {"removed": True}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("office") / "w"
    make_office(root)
    return root


@pytest.fixture
def office(sound, tmp_path):
    made = copied(sound, tmp_path / "w")
    yield made
    made.workspace.ledger.close()


def test_there_are_as_many_checks_as_the_file_names_and_at_least_fifteen():
    assert set(load_parameters("form_checks").tables) == set(CHECKS)
    assert len(CHECKS) >= 15


@pytest.mark.parametrize("form", ["form1", "form2"])
def test_a_sound_office_meets_every_demand(office, form):
    """Rule R1: a form that is right goes out without a word."""
    found = office.form(form)
    assert [(c.id, str(c.says)) for c in found.checks if not c.ok] == []
    assert (found.refused, found.to_explain) == ((), ())


def test_every_check_says_its_demand_and_its_clause(office):
    for check in office.form().checks:
        assert check.asks and check.clause and str(check.says)


# The check, what goes wrong, and the households it names.
FAULTS = {
    "completed_started": (lambda o: o.step("works_started", "B", **GONE), "B"),
    "days_in_order": (
        lambda o: o.step("county_acceptance", on_date=DAYS["agreement"]),
        "A",
    ),
    "days_recorded": (lambda o: o.step("works_started", on_date=TOMORROW), "A"),
    "certified": (lambda o: o.member("A", certified_by=None), "A"),
    "results_known": (lambda o: o.step("county_acceptance", passed=None), "A"),
    "tasks_known": (lambda o: o.case("B", **GONE), "B"),
    "costs_known": (lambda o: o.case("B", real_cost_cny=None), "B"),
    "both_forms": (lambda o: second_case(o), "A"),
    "paid_agreed": (lambda o: o.step("agreement", **GONE), "A"),
    "paid_case": (lambda o: o.case("A", **GONE), "A"),
    "paid_certified": (lambda o: o.member("A", **GONE), "A"),
    "refunds_covered": (lambda o: o.pay(-9, "B"), "B"),
    "paid_within_cost": (lambda o: o.pay(18_001), "A"),
    "advance_limit": (lambda o: o.step("county_acceptance", **GONE), "A"),
}


def second_case(office):
    """Give A another case, of the other task, and start it."""
    row = {"case_id": "A2", "household_id": "A", "task": OTHER, "opened_on": EARLY}
    office.write("retrofit_case", row)
    office.step("works_started", case_id="A2")


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_fails_its_check_asks_for_a_reason_and_names_the_household(
    office, name
):
    act, home = FAULTS[name]
    act(office)
    check = office.check(name)
    assert check.ok is False and check.needs_reason and not check.refuses
    assert check.households == (home,)
    assert home in str(check.says)


def test_a_certified_family_without_a_column_is_named(office):
    """Rule G2: at risk, and no list tells of which kind."""
    office.workspace = replace(office.workspace, policy_code="140825")
    office.member("A", "易返贫致贫户")
    check = office.check("column_known")
    assert (check.ok, check.households) == (False, ("A",))
    (row,) = [r for r in office.form().not_counted if r.household_id == "A"]
    assert "脱贫不稳定户、边缘易致贫户" in str(row.why)


def test_completed_this_year_and_started_in_an_earlier_one_is_explained(office):
    office.step("found", on_date=date(2025, 3, 3))
    office.step("works_started", on_date=date(2025, 4, 4))
    found = office.form()
    assert (found.value(1), found.value(10)) == (1, 2)
    check = office.check("completed_started")
    assert check.ok and "1 were started before 2026-01-01" in str(check.says)


def test_more_paid_than_allotted_is_told_by_source(office):
    """Rule M3: allotted and paid, source by source."""
    office.pay(5_000, "B", source="省级以下")
    check = office.check("paid_allotted")
    assert check.ok is False and check.needs_reason
    assert str(check.says).endswith("省级以下 5000 > 0")


def test_money_left_from_an_earlier_year_may_be_paid_now(office):
    row = {"allotment_id": "x", "source": "省级以下", "task": TASK}
    row |= {"amount_cny": 5_000, "allotted_on": date(2025, 6, 6)}
    office.write("allotment", row)
    office.pay(5_000, "B", source="省级以下")
    assert office.check("paid_allotted").ok


def test_whether_too_much_was_paid_cannot_be_told_of_money_without_a_task(office):
    row = {"allotment_id": "x", "source": "省级以下", "task": None}
    row |= {"amount_cny": 5_000, "allotted_on": EARLY}
    office.write("allotment", row)
    office.pay(5_000, "B", source="省级以下")
    check = office.check("paid_allotted")
    assert check.ok is None and check.needs_reason
    found = office.check("money_has_task")
    assert found.ok is False and "5,000 yuan" in str(found.says)


def test_local_money_allotted_and_never_secured_is_told(office):
    row = {"allotment_id": "x", "source": "省级以下", "task": TASK}
    row |= {"amount_cny": 5_000, "allotted_on": EARLY}
    office.write("allotment", row)
    check = office.check("allotted_secured")
    assert check.ok is False
    assert str(check.says) == "40000 yuan of local funds secured, 45000 allotted"


def test_where_no_funds_are_on_record_nobody_can_tell(office):
    fund = {"fund_id": "f", "level": "省级", "secured_on": EARLY}
    office.write("secured_fund", fund | {"task": TASK, "amount_cny": 1} | GONE)
    assert office.check("allotted_secured").ok is None


def test_an_advance_within_the_policy_is_well(office):
    """Rule M2: half of what is owed before acceptance, with an organised builder."""
    office.step("county_acceptance", **GONE)
    office.write("payment", first_payment() | {"amount_cny": 6_000})
    assert office.check("advance_limit").ok
    office.write("payment", first_payment() | {"amount_cny": 6_001}, on=LATE)
    assert office.check("advance_limit").ok is False


def test_an_advance_of_unknown_way_cannot_be_told(office):
    office.step("county_acceptance", **GONE)
    office.case("A", way=None, builder=None)
    assert office.check("advance_limit").ok is None


def first_payment():
    row = {"payment_id": "p", "case_id": "A", "household_id": "A", "source": "中央"}
    row |= {"kind": "advance", "payee": "household", "paid_on": SUMMER}
    return row


def test_a_number_below_nothing_is_refused_unless_money_came_back(office):
    office.pay(-15_000, "B")
    check = office.check("not_negative")
    assert check.ok and "refunds" in str(check.says)
    row = {"allotment_id": "x", "source": "省级以下", "task": TASK}
    row |= {"amount_cny": -1, "allotted_on": EARLY}
    office.write("allotment", row, on=LATE)
    assert office.check("not_negative").refuses
    before = {"allotment_id": "y", "amount_cny": 1, "allotted_on": date(2025, 5, 6)}
    office.write("allotment", row | before, on=LATE)
    assert office.check("not_negative").ok


def lost(number):
    """Return a count that loses a part of a column."""

    def counted(*what):
        numbers = form_numbers(*what)
        cell = numbers.cells[number]
        fewer = replace(cell, value=0, parts=())
        return replace(numbers, cells=numbers.cells | {number: fewer})

    return counted


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (5, {"started_total", "ledger", "towns", "villages"}),
        (14, {"completed_total", "ledger", "towns", "villages"}),
        (19, {"secured_provincial", "ledger", "towns", "villages"}),
        (24, {"ledger", "towns", "villages"}),
    ],
)
def test_a_count_that_is_wrong_does_not_go_out(office, monkeypatch, number, names):
    """Rule W13: what the ledger, its towns and its villages count is one truth."""
    monkeypatch.setattr(monthly_form, "form_numbers", lost(number))
    refused = {check.id: check for check in office.form().refused}
    assert set(refused) == names
    assert refused["ledger"].cells == (number,)


def test_a_household_of_no_known_place_keeps_the_areas_from_adding_up(office):
    office.member("Z")
    office.case("Z")
    office.step("works_started", "Z")
    refused = office.form().refused
    assert {check.id for check in refused} == {"towns", "villages"}
    assert refused[0].cells == (1, 5)
