"""What the documents leave open: each answer of an office counts otherwise."""

from datetime import date

import pytest

from desk.monthly_form import last_month
from tests.desk.form_office import OTHER, SUMMER, TASK, answer, copied, make_office

JANUARY = date(2026, 1, 1)


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


def test_the_forms_count_since_january_or_since_the_first_record(office, monkeypatch):
    """Rule R1, not settled: the form's year, or everything since the first record."""
    office.step("found", on_date=date(2025, 3, 3))
    office.step("works_started", on_date=date(2025, 4, 4))
    assert (office.form().since, office.form().value(1)) == (JANUARY, 1)
    assert last_month(office.workspace, "form1", JANUARY) is None
    answer(monkeypatch, "forms_count_since", "first_record")
    found = office.form()
    assert (found.since, found.value(1)) == (date(2025, 3, 3), 2)
    assert last_month(office.workspace, "form1", JANUARY).month == date(2025, 12, 1)
    assert office.check("completed_started").ok and office.check("ledger").ok


def test_completed_is_accepted_by_the_county_or_by_the_town(office, monkeypatch):
    """Rule R1, not settled: passed county acceptance, or works finished."""
    office.step("town_acceptance", "A", on_date=SUMMER, passed=True)
    assert office.form().value(10) == 2
    answer(monkeypatch, "completed_by", "town_acceptance")
    found = office.form()
    assert found.cells[10].households == ("A",)
    assert office.check("ledger").ok


def test_a_household_with_two_cases_counts_once_or_with_each(office, monkeypatch):
    """Rule G2, not settled: once per form, or every case."""
    row = {"case_id": "A2", "household_id": "A", "task": TASK, "opened_on": SUMMER}
    office.write("retrofit_case", row)
    office.step("works_started", case_id="A2", on_date=SUMMER)
    assert office.form().value(1) == 2
    answer(monkeypatch, "two_cases", "every_case")
    assert office.form().value(1) == 3
    assert office.check("ledger").ok and office.check("started_total").ok


def test_a_case_that_changes_its_task_changes_the_form(office):
    office.case("B", task=OTHER)
    assert office.form("form1").cells[1].households == ("A",)
    assert office.form("form2").cells[1].households == ("B",)


@pytest.mark.parametrize("column", [3, 4])
def test_a_family_at_risk_counts_as_the_office_says(office, monkeypatch, column):
    """Rule G2, not settled: the monitoring list says, or the office does for all."""
    kinds = {3: "脱贫不稳定户", 4: "边缘易致贫户"}
    xinjiang = "140825"
    office.member("A", "易返贫致贫户")
    answer(monkeypatch, "at_risk_group_counts_as", kinds[column], xinjiang)
    assert office.form().cells[column].households == ("A",)
    assert office.check("ledger").ok
