from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from geo.case_clocks import due_days, next_step, overdue
from rules.casefile import CaseFile, StepDone
from rules.casework import next_steps
from rules.clocks import FIRST_DAY, clocks
from rules.policy_words import ACCEPTANCES
from rules.workdays import official_holidays
from tests.geo.progress_world import POLICY, Told, day

HOLIDAYS = official_holidays()
STEPS = [step.id for step in POLICY.steps]


def working(policy):
    """Let every clock count working days."""
    rows = tuple(replace(clock, working_days=True) for clock in policy.clocks)
    return replace(policy, clocks=rows)


def first_counts(policy):
    rows = tuple(
        replace(o, value=True) if o.id == FIRST_DAY else o for o in policy.options
    )
    return replace(policy, options=rows)


POLICIES = [
    POLICY,
    working(POLICY),
    first_counts(POLICY),
    first_counts(working(POLICY)),
]


def late_days(steps, on, policy=POLICY):
    told = Told().home("1")
    for step, taken in steps:
        told.step("1", step, taken, passed=True)
    cases = told.history(policy).at(1, on)
    return overdue(cases, policy, HOLIDAYS).any()


@pytest.mark.parametrize(
    ("steps", "on", "late"),
    [
        ([("found", day(1))], day(6), False),  # the fifth day still counts
        ([("found", day(1))], day(7), True),
        ([("found", day(1)), ("reported", day(8))], day(15), False),
        ([("found", day(1)), ("reported", day(8))], day(16), True),
        ([("county_acceptance", day(1))], day(31), False),  # 30 days (M2)
        ([("found", day(1)), ("agreement", day(2))], day(31), False),  # passed over
        ([("found", day(1)), ("struck_off", day(2))], day(31), False),
    ],
)
def test_a_clock_is_late_the_day_after_its_last(steps, on, late):
    """Rule W4: the first day does not count, the last does."""
    assert late_days(steps, on) == late


def test_no_clock_is_no_column():
    cases = Told().home("1").step("1", "found", day(1)).history().at(1, day(9))
    bare = replace(POLICY, clocks=())
    assert due_days(cases, bare, HOLIDAYS).shape == (1, 0)


def result(chance, step):
    return chance.choice([True, True, False, None]) if step in ACCEPTANCES else None


def drawn(seed, policy, on):
    """Draw cases with any steps in any order, also such as no office would record."""
    chance, told, files = Random(seed), Told(), []
    for number in range(150):
        steps = chance.sample(STEPS, chance.randint(1, len(STEPS)))
        days = [on - timedelta(days=chance.randint(0, 60)) for _ in steps]
        rows = sorted(zip(days, steps, strict=True))
        done = tuple(StepDone(step=s, on=d, passed=result(chance, s)) for d, s in rows)
        case = f"{number:03d}"
        told.home(case)
        for one in done:
            told.step(case, one.step, one.on, passed=one.passed)
        file = {"case_id": case, "household_id": f"h{case}", "village_code": ""}
        files.append(CaseFile(**file, task="", opened_on=rows[0][0], steps=done))
    return told.history(policy).at(1, on), files


@pytest.mark.parametrize("seed", range(len(POLICIES)))
def test_many_cases_are_told_as_each_is_told_alone(seed):
    """Rules W2, W4: the same clocks and next steps as of one case's file."""
    on, policy = date(2026, 10, 20), POLICIES[seed]  # holidays are near
    cases, files = drawn(seed, policy, on)
    late, ahead = overdue(cases, policy, HOLIDAYS), next_step(cases, policy)
    steps = [*STEPS, None]
    for place, file in enumerate(files):
        if not cases.open[place]:
            assert (steps[ahead[place]], late[place].any()) == (None, False)
            continue
        alone = clocks(file, policy, on, HOLIDAYS)
        assert late[place].tolist() == [one.state == "overdue" for one in alone]
        first = next(iter(next_steps(file, policy)), None)
        assert steps[ahead[place]] == (first.id if first else None), file.steps


def test_a_running_clock_has_a_last_day_and_no_other_has():
    told = Told().home("1").step("1", "found", day(1))
    due = due_days(told.history().at(1, day(9)), POLICY, HOLIDAYS)
    names = [clock.id for clock in POLICY.clocks]
    assert due[0, names.index("report-hazard")] == np.datetime64("2026-03-06")
    assert np.isnat(due[0, names.index("pay-balance")])
