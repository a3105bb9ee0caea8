from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.progress import casebook, days_overdue, milestone_of, progress_by_area
from rules.policy import load_policy
from rules.vocabulary import STEPS

POLICY = load_policy("990001")


def rows(case, village, *steps):
    return [(case, f"h{case}", village, step, day) for step, day in steps]


def day(n):
    return date(2026, 3, n)


def test_a_case_counts_under_every_milestone_it_has_passed():
    book = casebook(
        rows("1", "990001100200", ("found", day(1)), ("applied", day(5)))
        + rows("2", "990001100200", ("found", day(2)), ("works_started", day(9)))
        + rows("3", "990001101200", ("found", day(3)), ("struck_off", day(20))),
        POLICY,
    )
    counts = progress_by_area(book, POLICY, day(21), 9)
    assert counts.loc["990001100", ["found", "filed", "under_way"]].tolist() == [
        2,
        2,
        1,
    ]
    assert counts.loc["990001101", ["completed", "struck_off", "open"]].tolist() == [
        1,
        1,
        0,
    ]
    assert counts.at["990001100", "completed_ratio"] == 0.0
    assert np.isnan(counts.at["990001101", "overdue_ratio"])


@pytest.mark.parametrize(
    ("steps", "on", "late"),
    [
        ([("found", day(1))], day(6), 0),  # the fifth day still counts (W4)
        ([("found", day(1))], day(7), 1),
        ([("found", day(1)), ("reported", day(8))], day(15), 0),
        ([("found", day(1)), ("reported", day(8))], day(16), 1),
        ([("county_acceptance", day(1))], day(31), 0),  # balance in 30 days (M2)
    ],
)
def test_a_clock_is_late_the_day_after_its_last(steps, on, late):
    """Rule W4: the first day does not count, the last does."""
    book = casebook(rows("1", "990001100200", *steps), POLICY)
    assert days_overdue(book, POLICY, on).tolist() == [late]


def test_no_case_is_no_ratio():
    counts = progress_by_area(casebook([], POLICY), POLICY, day(1), 9)
    assert len(counts) == 0


def test_a_case_of_an_unknown_village_is_in_no_area():
    book = casebook(rows("1", None, ("found", day(1))), POLICY)
    assert len(progress_by_area(book, POLICY, day(2), 9)) == 0


@given(st.lists(st.sampled_from(STEPS), min_size=1, unique=True))
def test_one_step_more_never_sets_a_case_back(steps):
    def reached(names):
        book = casebook(rows("1", "v", *[(s, day(1)) for s in names]), POLICY)
        return milestone_of(book, POLICY)[0]

    assert reached(steps) >= reached(steps[:1])
