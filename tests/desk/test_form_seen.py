"""Rule R1: a form as the page shows it, before and after it was filed."""

from datetime import date, datetime

import pytest

from desk.case_hand import Hand
from desk.form_filing import file_form
from desk.form_seen import (
    first_due,
    form_seen,
    is_over,
    months_on_record,
    next_due,
)
from desk.funds import Money, record_secured
from desk.workspace import create_workspace
from ledger.roles import Acting, Role

PLANNER = Acting("县住建", Role.PLANNER)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SECURED, PROVINCIAL = 19, 20


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = create_workspace(
        tmp_path_factory.mktemp("w") / "w",
        county_code="990001",
        county_name="甲县",
        policy_code="990001",
    )
    secure(made, 30_000, on=date(2026, 9, 10), at=datetime(2026, 9, 11, 9))
    yield made
    made.ledger.close()


def secure(workspace, amount_cny: int, *, on: date, at: datetime) -> None:
    money = Money(
        source="省级",
        amount_cny=amount_cny,
        on=on,
        task="dangerous_house_retrofit",
        document=f"省财〔2026〕{amount_cny}号",
    )
    record_secured(Hand(workspace, PLANNER, at=at), money)


def hand_in(workspace, found, note: str = "", *, day: int) -> None:
    hand = Hand(workspace, PLANNER, at=datetime(2026, 11, day, 9))
    reasons = {check.id: "无" for check in found.to_explain}
    file_form(hand, found, reasons, note)


def test_before_it_is_filed_the_form_is_what_is_counted_now(workspace):
    seen = form_seen(workspace, "form1", OCTOBER)
    assert (seen.filing, seen.later, seen.shown) == (None, {}, seen.found)
    assert seen.filed_months == []
    assert (seen.values[SECURED], seen.before_values[SECURED]) == (30_000, 30_000)
    assert seen.change_values[SECURED] == 0


def test_it_goes_out_with_signed_reasons_only(workspace):
    seen = form_seen(workspace, "form1", OCTOBER)
    assert seen.found.to_explain  # of September nothing was filed
    assert not seen.may_go_out


def test_in_january_nothing_is_compared(workspace):
    seen = form_seen(workspace, "form1", date(2026, 1, 1))
    assert (seen.before, seen.before_values, seen.change_values) == (None, {}, {})


def test_once_filed_it_stands_and_what_came_later_is_told_beside_it(workspace):
    """Rule R1: a month's numbers do not change once they were sent."""
    hand_in(workspace, form_seen(workspace, "form1", OCTOBER).found, day=2)
    secure(workspace, 5_000, on=date(2026, 10, 9), at=datetime(2026, 11, 3, 9))
    seen = form_seen(workspace, "form1", OCTOBER)
    assert seen.may_go_out
    assert (seen.values[SECURED], seen.found.value(SECURED)) == (30_000, 35_000)
    later = {n: (one.before, one.after) for n, one in seen.later.items()}
    assert later == {SECURED: (30_000, 35_000), PROVINCIAL: (30_000, 35_000)}
    assert len(seen.later[SECURED].entered) == 1

    hand_in(workspace, seen.found, "补录省级资金", day=4)
    seen = form_seen(workspace, "form1", OCTOBER)
    assert seen.filed_months == [OCTOBER]
    assert (seen.filing.number, seen.values[SECURED], seen.later) == (2, 35_000, {})
    proof = seen.proof(workspace)
    assert (proof.state, proof.cells[SECURED - 1].change) == ("第 1 次更正", 5_000)


def test_the_months_run_from_the_first_record_to_the_running_one(workspace):
    months = months_on_record(workspace, date(2026, 11, 22))
    assert months == [date(2026, 11, 1), OCTOBER, SEPTEMBER]


def test_due_next_is_the_first_month_not_filed_since_filing_began():
    """Rule R1."""
    today = date(2026, 11, 22)
    assert next_due([OCTOBER, SEPTEMBER], today) == date(2026, 11, 1)
    assert next_due([SEPTEMBER], today) == OCTOBER
    assert next_due([OCTOBER, date(2026, 8, 1)], today) == SEPTEMBER
    assert (first_due([], today), next_due([], today)) == (OCTOBER, OCTOBER)
    assert first_due([OCTOBER, SEPTEMBER], today) == SEPTEMBER


def test_a_month_is_over_the_day_after_its_last():
    assert not is_over(OCTOBER, date(2026, 10, 31))
    assert is_over(OCTOBER, date(2026, 11, 1))
