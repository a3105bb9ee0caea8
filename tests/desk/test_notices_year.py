"""Rules R1, R2, R4, A2: the year in a notice, its day, and what it cites."""

from datetime import date, datetime

import pytest

from desk.case_hand import Hand
from desk.monthly_form import monthly_form
from desk.notice_list import grades_too
from desk.notices import notice_letter
from desk.notices_sent import record_sent
from desk.shelf import CountyShelf
from desk.year_progress import form_totals, year_counts
from ledger.schema import case_step
from rules.adcode import Level
from rules.forms import FORMS
from rules.parameters import load_parameters
from rules.policy import counties_with_policy, load_policy
from tests.desk.notice_world import PLANNER, made_workspace, step, write

MARCH, END = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def shelf(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield CountyShelf(made)
    made.ledger.close()


def test_what_went_out_is_printed_again_with_its_day(shelf):
    """Rules R2, R3: and else of a past month as a later print."""
    made = shelf.workspace
    late = notice_letter(shelf, PLANNER, "ranking", MARCH)
    assert late.dated == date.today()
    assert "（补打件：系统中未登记2026年3月本件的发出日期" in late.body[-1]
    sent = Hand(made, PLANNER, at=datetime(2026, 4, 2, 9))
    record_sent(sent, "ranking", MARCH)
    again = notice_letter(CountyShelf(made), PLANNER, "ranking", MARCH)
    assert again.dated == date(2026, 4, 2)
    assert "补打" not in "".join(again.body)


def test_a_list_says_where_dangerous_houses_may_enter_the_seismic_retrofit():
    """Rules H4, R2: 990001 after 新绛; 370300 keeps to A and B."""
    rows = [{"grade": "D", "task": "危房改造、抗震改造"}]
    (note,) = grades_too(rows, load_policy("990001"), END)
    assert (
        "（参照《新绛县2023年巩固提升农村住房安全保障成果行动方案》二、三（三）" in note
    )
    assert grades_too(rows, load_policy("370300"), END) == ()
    rows[0]["task"] = "危房改造"
    assert grades_too(rows, load_policy("990001"), END) == ()


def test_the_documents_named_in_short_are_those_of_the_policies():
    """Every short name is spelled out as its policy's own head does."""
    names = load_parameters("notices")["cited"]["names"]
    heads = {load_policy(code).document for code in counties_with_policy()}
    assert {n for short, n in names.items() if "突泉" not in short} <= heads


def test_what_was_completed_before_the_year_is_no_task_of_it(shelf):
    """Rules R1, R2, R4: B1 was completed in 2025, B2 found and not completed."""
    made = shelf.workspace
    taken = [("B1", "found"), ("B1", "county_acceptance"), ("B2", "found")]
    rows = [step(id_, name, 1) for id_, name in taken]
    steps = [row | {"on_date": date(2025, 12, 1)} for row in rows]
    write(made, END, (case_step, steps))
    year = year_counts(CountyShelf(made).progress_book(), END, Level.COUNTY).iloc[0]
    told = year[["carried", "new", "task", "completed"]].tolist()
    assert told == [1, 4, 5, 1]


def test_the_progress_of_this_year_is_that_of_both_forms(shelf):
    """Rules R1, R2: counted to a month's last day they are the same."""
    forms = [monthly_form(shelf.workspace, form, MARCH) for form in FORMS]
    totals = form_totals(shelf.workspace, END)
    assert [one.completed for one in totals] == [f.cells[10].value for f in forms]
    assert [one.started for one in totals] == [f.cells[1].value for f in forms]
    year = year_counts(shelf.progress_book(), END, Level.COUNTY).iloc[0]
    assert year[["completed", "started"]].tolist() == [1, 0]
    assert sum(one.completed for one in totals) == 1
    assert "与本报告一致" in "".join(
        notice_letter(shelf, PLANNER, "progress", MARCH).body
    )
