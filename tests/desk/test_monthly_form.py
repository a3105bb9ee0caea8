"""Rules R1, G2, G5: every cell of the two forms, and what is behind it."""

from datetime import date

import pytest

from desk.monthly_form import differences, last_month, monthly_form
from rules.errors import PolicyError
from rules.forms import FORMS
from tests.desk.form_world import make_world
from tests.desk.plain_form import plain_form

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
JANUARY = date(2026, 1, 1)
ENDS = ("2025-12-31", "2026-01-31", "2026-06-30", "2026-10-31")
SIZES = [300, pytest.param(20_000, marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=SIZES)
def county(request, tmp_path_factory):
    made = make_world(tmp_path_factory.mktemp("county") / "w", request.param)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def october(county):
    """Both forms of October, by their name."""
    return {form: monthly_form(county, form, OCTOBER) for form in FORMS}


def values(found):
    return {number: cell.value for number, cell in found.cells.items()}


@pytest.mark.parametrize("until", ENDS)
@pytest.mark.parametrize("form", [1, 2])
def test_every_cell_equals_a_count_by_hand_over_the_raw_rows(county, form, until):
    """Rule R1: 27 columns, each as plain Python finds it in the database."""
    found = monthly_form(county, f"form{form}", date.fromisoformat(until))
    assert values(found) == plain_form(county.ledger.path, form, until, found.position)
    assert found.value(1) > 0 or until == ENDS[1]


def test_a_form_of_an_earlier_entry_is_what_it_was_then(county, october):
    """Rule R5: the month can be counted again as it was recorded on a day."""
    then = county.ledger.position(on=date(2026, 10, 31))
    assert then < county.ledger.position()
    found = monthly_form(county, "form1", OCTOBER, position=then)
    assert values(found) == plain_form(county.ledger.path, 1, "2026-10-31", then)
    assert values(found) != values(october["form1"])


def test_each_number_is_the_sum_of_its_parts(october):
    found = october["form2"]
    assert found.cells.keys() == set(range(1, 28))
    for cell in found.cells.values():
        assert cell.value == sum(part.amount for part in cell.parts)
    started, *by_category = (found.cells[number].households for number in range(1, 10))
    assert sorted(sum(by_category, ())) == list(started)
    assert len(set(started)) == found.value(1)


def test_who_does_not_count_is_listed_with_the_reason_and_in_no_cell(october):
    """Rule G5: nobody counts whom no competent department certified."""
    found = october["form1"]
    assert found.not_counted
    counted = {*found.cells[1].households, *found.cells[10].households}
    uncertified = {
        row.household_id
        for row in found.not_counted
        if "certified by nobody" in str(row.why) or "on no list" in str(row.why)
    }
    assert uncertified
    assert not uncertified & counted


@pytest.mark.parametrize("form", FORMS)
def test_the_arithmetic_the_areas_and_the_ledger_agree(october, form):
    """Rule W13: county, towns and villages are one truth."""
    checks = {check.id: check for check in october[form].checks}
    assert len(checks) >= 15
    for name in ("started_total", "completed_total", "ledger", "towns", "villages"):
        assert checks[name].ok, str(checks[name].says)


def test_what_came_and_went_since_last_month_adds_up(county, october):
    now = october["form1"]
    before = last_month(county, "form1", OCTOBER)
    assert before.month == SEPTEMBER
    changes = differences(now, before)
    for number in range(1, 19):
        change = changes[number]
        came = len(change.entered) - len(change.left)
        assert change.after - change.before == came
    assert changes[1].entered


def test_the_count_begins_anew_in_january(county):
    assert last_month(county, "form1", JANUARY) is None


def test_there_are_two_forms_and_no_third(county):
    with pytest.raises(PolicyError, match="no form form3; forms are: form1, form2"):
        monthly_form(county, "form3", OCTOBER)
