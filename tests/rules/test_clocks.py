"""What is due when, by whom, how late: rules W4, M2, R1, R2, R4."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.casefile import StepDone
from rules.casework import judge_step
from rules.clocks import clocks, due_dates, next_due
from rules.policy import counties_with_policy, county_policy
from rules.policy_tables import Clock, Option, Report, Stage
from tests.rules.world import case, changed, day, policy, walked

REPORT = Clock(
    id="report",
    start="found",
    end="reported",
    days=5,
    by="town",
    clause="W4",
    in_principle=True,
)
APPRAISE = Clock(
    id="appraise", start="reported", end="appraised", days=7, by="county", clause="W4"
)
BALANCE = Clock(
    id="balance",
    start="county_acceptance",
    end="paid",
    days=30,
    by="finance",
    clause="M2",
)
WORKING = replace(REPORT, id="working", working_days=True)
RULES = policy(clocks=(REPORT, APPRAISE, BALANCE))


def one(clock, file, on, **tables):
    (running,) = clocks(file, policy(clocks=(clock,), **tables), on)
    return running


def found(on):
    return case(steps=(StepDone(step="found", on=on),))


@pytest.mark.parametrize(
    ("on", "state", "late", "left"),
    [
        (0, "running", 0, 5),
        (5, "running", 0, 0),
        (6, "overdue", 1, 0),
        (12, "overdue", 7, 0),
    ],
)
def test_a_hazard_is_reported_within_five_days(on, state, late, left):
    """Rule W4: found on day 0, which does not count; day 5 does."""
    running = one(REPORT, found(day(0)), day(on))
    assert running.due_on == day(5)
    assert (running.state, running.days_late, running.days_left) == (state, late, left)
    assert (running.by, running.in_principle, running.clause) == ("town", True, "W4")


@pytest.mark.parametrize(
    ("ended", "state", "late"), [(5, "met", 0), (6, "met_late", 1)]
)
def test_a_clock_that_was_met_says_how_late(ended, state, late):
    """Rule W4: whatever the day on which it is asked."""
    file = case(
        steps=(
            StepDone(step="found", on=day(0)),
            StepDone(step="reported", on=day(ended)),
        )
    )
    running = one(REPORT, file, day(99))
    assert (running.state, running.days_late) == (state, late)
    assert running.ended_on == day(ended)
    assert running.days_left is None


def test_a_past_day_is_told_as_it_stood():
    """Rule R5: reported on day 6, asked about day 3."""
    file = walked("reported")
    file = changed(file, "reported", on=day(6))
    assert one(REPORT, file, day(3)).state == "running"


def test_the_county_appraises_within_a_week_of_the_report():
    """Rule W4."""
    file = walked("reported")  # on day 1
    assert one(APPRAISE, file, day(8)).state == "running"
    assert one(APPRAISE, file, day(9)).state == "overdue"
    assert one(APPRAISE, found(day(0)), day(9)).state == "not_started"


@pytest.mark.parametrize(
    ("passed", "state"), [(True, "overdue"), (False, "not_started"), (None, "unknown")]
)
def test_the_balance_is_due_thirty_days_after_a_passed_acceptance(passed, state):
    """Rules M2, W11: accepted on day 10, asked on day 41."""
    file = changed(walked("county_acceptance"), "county_acceptance", passed=passed)
    assert one(BALANCE, file, day(41)).state == state


def test_a_failed_acceptance_does_not_stop_the_clock_that_waits_for_one():
    """Rule W11."""
    clock = replace(BALANCE, start="works_started", end="county_acceptance")
    file = changed(walked("county_acceptance"), "county_acceptance", passed=False)
    assert one(clock, file, day(12)).state == "running"
    assert one(clock, file, day(39)).state == "overdue"


def test_a_clock_without_its_start_on_record_is_unknown():
    """Rule W4."""
    file = case(steps=(StepDone(step="reported", on=day(3)),))
    assert one(REPORT, file, day(9)).state == "unknown"


def test_a_clock_for_a_step_that_was_left_out_is_skipped():
    """Rule W2: the town's acceptance is optional."""
    clock = replace(BALANCE, start="works_started", end="town_acceptance", days=1)
    file = walked("county_acceptance")
    file = replace(
        file, steps=tuple(s for s in file.steps if s.step != "town_acceptance")
    )
    running = one(clock, file, day(30))
    assert (running.state, running.days_late) == ("skipped", 0)


def test_an_office_may_count_the_first_day():
    """Rule W4: the table of open questions; found on day 0, due on day 4."""
    option = Option(
        id="clock_first_day_counts", value=True, options=(False, True), says="…"
    )
    assert one(REPORT, found(day(0)), day(0), options=(option,)).due_on == day(4)
    assert one(WORKING, found(day(0)), day(0), options=(option,)).due_on == day(4)


def test_working_days_step_over_the_national_holiday():
    """Rule W4: Wednesday 30 September 2026; 8, 9, 10 (Saturday), 12 and 13 count."""
    running = one(WORKING, found(date(2026, 9, 30)), date(2026, 10, 15))
    assert running.due_on == date(2026, 10, 13)
    assert (running.state, running.days_late) == ("overdue", 2)
    assert one(REPORT, found(date(2026, 9, 30)), date(2026, 10, 1)).due_on == date(
        2026, 10, 5
    )


def test_who_is_late_over_a_weekend_is_late():
    """Rule W4: due on Friday 20 November 2026, asked on Saturday."""
    running = one(WORKING, found(date(2026, 11, 13)), date(2026, 11, 21))
    assert running.due_on == date(2026, 11, 20)
    assert (running.state, running.days_late) == ("overdue", 1)


def test_in_a_year_without_holiday_table_nobody_is_called_late():
    """Rule W4: Tuesday 29 December 2026; the next year's days off are not known."""
    file = found(date(2026, 12, 29))
    early = one(WORKING, file, date(2026, 12, 31))
    assert (early.state, early.days_late, early.due_on) == ("running", 0, None)
    assert early.presumed_due_on == date(2027, 1, 5)
    later = one(WORKING, file, date(2027, 1, 20))
    assert (later.state, later.days_late) == ("unknown", None)


def test_the_watch_list_shows_what_is_due_first():
    """Rule W4."""
    running = clocks(walked("reported"), RULES, day(3))
    assert [clock.state for clock in running] == ["met", "running", "not_started"]
    assert next_due(running).id == "appraise"
    assert next_due(clocks(walked("struck_off"), RULES, day(60))) is None
    assert next_due([]) is None


def test_a_due_day_that_is_not_known_comes_last():
    known = one(REPORT, found(date(2026, 12, 29)), date(2026, 12, 30))
    unknown = one(WORKING, found(date(2026, 12, 29)), date(2026, 12, 30))
    assert next_due([unknown, known]) == known


def test_a_step_taken_late_says_so_and_whether_only_in_principle():
    """Rule W4."""
    verdict = judge_step(found(day(0)), RULES, "reported", day(8))
    assert verdict.allowed
    assert [str(warning) for warning in verdict.warnings] == [
        "3 days late: due, in principle, by 2026-03-07"
    ]
    verdict = judge_step(walked("reported"), RULES, "appraised", day(9))
    assert [str(warning) for warning in verdict.warnings] == [
        "1 days late: due by 2026-03-10"
    ]


@given(st.integers(0, 400), st.integers(0, 30), st.booleans())
def test_the_later_it_is_asked_the_later_it_is(start, wait, working):
    """Rule W4."""
    clock = WORKING if working else REPORT
    file = found(date(2024, 1, 1) + timedelta(days=start))
    asked = file.steps[0].on + timedelta(days=wait)
    now, next_day = (one(clock, file, asked + timedelta(days=more)) for more in (0, 1))
    assert now.due_on == next_day.due_on
    assert 0 <= now.days_late <= next_day.days_late
    assert (now.days_late > 0) is (asked > now.due_on) is (now.state == "overdue")


@given(st.integers(0, 400), st.integers(0, 30), st.booleans())
def test_who_starts_later_is_not_due_earlier(start, wait, working):
    """Rule W4."""
    clock = WORKING if working else REPORT
    first = date(2024, 1, 1) + timedelta(days=start)
    early, late = (
        one(clock, found(on), on) for on in (first, first + timedelta(days=wait))
    )
    assert early.due_on <= late.due_on


MONTHLY = Report(id="monthly", name="月报", day=2, clause="R1")
LAST = Report(id="last", name="月底", day=31, clause="R2")
STAGE = Stage(id="accept", name="竣工验收", until=date(2026, 12, 31), clause="R4")


@pytest.mark.parametrize(
    ("on", "due_on", "left"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), 0),
        (date(2026, 11, 3), date(2026, 12, 2), 29),
        (date(2026, 12, 3), date(2027, 1, 2), 30),
    ],
)
def test_a_monthly_report_is_due_again_the_day_after(on, due_on, left):
    """Rules R1, R2."""
    (due,) = due_dates(policy(reports=(MONTHLY,)), on)
    assert (due.due_on, due.days_left, due.kind) == (due_on, left, "report")


def test_a_day_that_a_month_does_not_have_is_its_last():
    """Rule R2."""
    (due,) = due_dates(policy(reports=(LAST,)), date(2026, 2, 1))
    assert due.due_on == date(2026, 2, 28)


def test_stages_stay_on_the_list_when_their_day_has_passed():
    """Rule R4."""
    rules = policy(reports=(MONTHLY,), stages=(STAGE,))
    due = due_dates(rules, date(2027, 1, 3))
    assert [(one.id, one.days_left) for one in due] == [("accept", -3), ("monthly", 30)]


@pytest.mark.parametrize("adcode", counties_with_policy())
def test_every_clock_and_date_of_a_county_cites_its_clause(adcode):
    """Rules W4, R1, R2, R4."""
    rules = county_policy(adcode)
    running = clocks(walked("reported"), rules, day(99))
    assert all(clock.clause and clock.document for clock in running)
    assert all(due.clause for due in due_dates(rules, day(0)))


def test_the_stages_of_two_counties_are_those_of_their_documents():
    """Rule R4."""
    days = {
        adcode: [
            d.due_on
            for d in due_dates(county_policy(adcode), date(2020, 1, 1))
            if d.kind == "stage"
        ]
        for adcode in ("140825", "370323")
    }
    assert days["140825"] == [date(2023, 6, 15), date(2023, 11, 30), date(2023, 12, 31)]
    assert days["370323"] == [date(2020, 6, 10), date(2020, 6, 25), date(2020, 6, 30)]
