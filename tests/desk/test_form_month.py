"""A form against the month before: what may be fewer, and what was filed."""

from datetime import date

import pytest

from desk.monthly_form import differences, last_month
from tests.desk.form_office import (
    AUTUMN,
    LATE,
    OCTOBER,
    SUMMER,
    TASK,
    answer,
    copied,
    filing,
    make_office,
)

NOVEMBER = date(2026, 11, 1)
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


def test_a_withdrawn_start_on_record_explains_a_lower_number(office):
    """Rule R1, not settled: this month's number is not below last month's."""
    office.step("works_started", "B", **GONE)
    found = {check.id: check for check in office.form().checks}
    assert found["not_fewer"].ok and "on record why" in str(found["not_fewer"].says)
    assert found["not_fewer"].cells == (1, 3)
    assert found["fewer_explained"].ok


def test_an_office_may_refuse_any_lower_number(office, monkeypatch):
    answer(monkeypatch, "fewer_than_last_month", "refused")
    office.step("works_started", "B", **GONE)
    check = office.check("not_fewer")
    assert check.refuses and "columns 1, 3" in str(check.says)


def test_a_refund_explains_lower_payments(office):
    office.pay(-2_000, "A", paid_on=AUTUMN)
    found = {check.id: check for check in office.form().checks}
    assert found["not_fewer"].cells == (24,)
    assert found["not_fewer"].ok and found["fewer_explained"].ok


@pytest.mark.parametrize(
    ("table", "row", "columns", "told"),
    [
        ("membership", {"household_id": "A", "group_name": "低保户"}, (1, 5), "A"),
        (
            "payment",
            {"payment_id": "p", "case_id": "A", "household_id": "A"}
            | {"source": "中央", "amount_cny": 12_000, "kind": "whole"}
            | {"payee": "household", "paid_on": SUMMER},
            (24,),
            "A",
        ),
        (
            "allotment",
            {"allotment_id": "中央", "source": "中央", "task": TASK}
            | {"amount_cny": 40_000, "allotted_on": SUMMER},
            (21,),
            "中央",
        ),
    ],
    ids=["certificate", "payment", "allotment"],
)
def test_a_record_that_changed_needs_a_signed_reason(office, table, row, columns, told):
    office.write(table, row | GONE)
    check = office.check("fewer_explained")
    assert check.needs_reason and set(columns) <= set(check.cells)
    assert told in str(check.says)


def test_who_came_and_who_left_is_told_by_household(office):
    office.step("works_started", "B", **GONE)
    now = office.form()
    before = last_month(office.workspace, "form1", OCTOBER)
    change = differences(now, before)[1]
    assert (change.before, change.after) == (2, 1)
    assert (change.entered, change.left) == ((), ("B",))


def test_the_month_before_is_the_one_that_was_filed(office):
    before = last_month(office.workspace, "form1", OCTOBER)
    office.step("works_started", "B", **GONE, on_date=SUMMER)
    assert last_month(office.workspace, "form1", OCTOBER) == before


def test_a_month_that_was_not_filed_is_taken_as_it_stood_at_its_end(office):
    now = office.form(month=NOVEMBER)
    before = last_month(office.workspace, "form1", NOVEMBER)
    assert before.position == office.workspace.ledger.position(on=date(2026, 10, 31))
    assert before.position < now.position
    assert office.check("last_month_filed", month=NOVEMBER).ok is False
    office.write("form_filing", filing(office, "form1", "2026-10"), on=LATE)
    assert office.check("last_month_filed", month=NOVEMBER).ok


def test_where_nothing_was_ever_filed_nobody_can_tell(office):
    office.write("form_filing", filing(office, "form1") | GONE)
    assert office.check("last_month_filed").ok is None


def test_before_the_first_form_that_was_filed_here_nobody_can_tell(office):
    assert office.check("last_month_filed", month=date(2026, 9, 1)).ok is None


def test_nothing_recorded_later_is_looked_at_of_last_month(office):
    then = office.workspace.ledger.position(on=SUMMER)
    before = last_month(office.workspace, "form1", OCTOBER, position=then)
    assert before.position == then


def test_a_month_that_is_not_over_cannot_be_told_complete(office):
    check = office.check("month_over", month=NOVEMBER)
    assert check.ok is None and check.needs_reason
    assert str(check.says) == "recorded up to 2026-11-02; the month ends on 2026-11-30"
