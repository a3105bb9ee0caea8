"""Money of the demonstration: set aside, then allotted, then paid (rules M3, R1)."""

from datetime import date

import pytest

from geo.synthetic.dossiers import Dated
from geo.synthetic.funding import fund_rows

TASK, OTHER = "dangerous_house_retrofit", "seismic_retrofit"
UNTIL = date(2026, 11, 22)


def paid(amount_cny, on, source="中央", case="1"):
    row = {"case_id": case, "source": source, "amount_cny": amount_cny, "paid_on": on}
    return Dated(on, "payment", row)


def case(case_id, task):
    return Dated(date(2026, 1, 1), "retrofit_case", {"case_id": case_id, "task": task})


def told(*payments, until=UNTIL):
    history = [case("1", TASK), case("2", OTHER), *payments]
    return [(d.table, d.row) for d in fund_rows(history, until)]


def test_a_half_year_gets_a_little_more_than_is_paid_in_it():
    """Rule M3."""
    ((table, row),) = told(paid(25_000, date(2026, 3, 1)))
    assert (table, row["amount_cny"]) == ("allotment", 30_000)
    assert (row["source"], row["task"]) == ("中央", TASK)
    assert row["allotted_on"] == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("on", "allotted"),
    [
        (date(2026, 1, 2), date(2026, 1, 20)),
        (date(2026, 7, 9), date(2026, 1, 20)),
        (date(2026, 7, 10), date(2026, 7, 10)),
        (date(2026, 11, 1), date(2026, 7, 10)),
    ],
)
def test_money_belongs_to_the_half_year_in_which_it_is_paid(on, allotted):
    ((_, row),) = told(paid(1, on))
    assert row["allotted_on"] == allotted


def test_local_money_is_set_aside_before_it_is_allotted():
    """Rule R1: province, prefecture and county, each by its document."""
    _, *funds = told(paid(100_000, date(2026, 3, 1), "省级以下"))
    assert [(row["level"], row["amount_cny"]) for _, row in funds] == [
        ("市级", 50_000),
        ("县级", 80_000),
    ]
    assert {row["secured_on"] for _, row in funds} == {date(2026, 1, 8)}
    assert all(f"〔{2026}〕" in row["document"] for _, row in funds)


def test_tasks_are_kept_apart():
    found = told(
        paid(10_000, date(2026, 3, 1)), paid(20_000, date(2026, 3, 1), case="2")
    )
    assert {row["task"]: row["amount_cny"] for _, row in found} == {
        TASK: 20_000,
        OTHER: 30_000,
    }


def test_nothing_is_allotted_before_its_day():
    assert told(paid(1, date(2026, 7, 10)), until=date(2026, 7, 9)) == []
