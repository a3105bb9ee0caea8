"""The days of a policy: stages (rule R4) and monthly reports (rules R1, R2)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.policy import load_policy
from rules.policy_tables import Report, Stage
from rules.policy_words import PAPERS
from rules.stages import completion_stage, day_in_month, month_told, plan_share

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def stage(day, milestone):
    return Stage(id="s", name="x", clause="1", until=day, milestone=milestone)


PLAN = (
    stage(date(2026, 6, 15), "filed"),
    stage(date(2026, 11, 30), "completed"),
    stage(date(2026, 12, 31), "accepted"),
)


@pytest.mark.parametrize(
    ("adcode", "milestones"),
    [
        ("140825", ["", "completed", "accepted"]),
        ("370323", ["filed", "completed", "struck_off"]),
        ("990001", ["filed", "completed", "accepted"]),
    ],
)
def test_each_stage_says_what_it_asks_of_a_case(adcode, milestones):
    """Rule R4: a stage that asks for a plan asks nothing of a case."""
    assert [one.milestone for one in load_policy(adcode).stages] == milestones


def test_the_stages_of_the_demonstration_are_the_office_s_reading():
    """Rule R4: 新绛's days, carried over to another year."""
    stages = load_policy("990001").stages
    assert {one.basis for one in stages} == {"office"}
    assert [one.until.isoformat() for one in stages] == [
        "2026-06-15",
        "2026-11-30",
        "2026-12-31",
    ]


def test_a_report_says_which_paper_shows_that_it_was_handed_in():
    """Rules R1, R2."""
    found = {one.id: one.paper for one in load_policy("990001").reports}
    assert found == {
        "dangerous-monthly": "form1",
        "seismic-monthly": "form2",
        "town-progress": "progress",
        "eligible-names": "list",
    }
    assert set(found.values()) < set(PAPERS)


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2026, 1, 1), 0.0),
        (date(2026, 6, 15), 0.0),
        (date(2026, 8, 6), 52 / 168),
        (date(2026, 11, 30), 1.0),
        (date(2027, 3, 1), 1.0),
    ],
)
def test_what_the_stages_ask_grows_from_the_last_stage_to_the_next(on, share):
    """Rule R4."""
    assert plan_share(PLAN, on) == pytest.approx(share)


def test_without_a_stage_nothing_is_asked():
    assert completion_stage([stage(date(2026, 6, 15), "filed")]) is None
    assert plan_share([stage(date(2026, 6, 15), "filed")], date(2026, 7, 1)) != 0
    assert str(plan_share(PLAN, date(2025, 12, 31))) == "nan"


@given(DAYS, DAYS)
def test_what_is_asked_never_falls(first, second):
    early, late = sorted((first, second))
    assert 0 <= plan_share(PLAN, early) <= plan_share(PLAN, late) <= 1


def test_a_form_tells_of_the_month_before_it_is_due():
    """Rule R1: due by the 2nd of the next month; R2: the 20th of the month itself."""
    form = Report(id="f", name="x", day=2, clause="1", of_last_month=True)
    progress = Report(id="p", name="x", day=20, clause="1")
    assert month_told(form, date(2026, 1, 2)) == date(2025, 12, 1)
    assert month_told(progress, date(2026, 1, 20)) == date(2026, 1, 1)
    assert day_in_month(date(2026, 2, 1), 31) == date(2026, 2, 28)
