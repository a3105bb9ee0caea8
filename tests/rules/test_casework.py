"""The order of steps and of days: rules W1, W2, W11."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.casefile import StepDone
from rules.casework import (
    NEEDS,
    judge_step,
    milestone_of,
    next_steps,
    steps_of,
    transitions,
)
from rules.guards import CHECKS
from rules.policy import counties_with_policy, county_policy
from rules.vocabulary import STEPS
from tests.rules.world import (
    case,
    changed,
    day,
    guarded,
    policy,
    posted,
    says,
    walked,
)

PLAIN = policy()


def following(file, rules=PLAIN):
    return [row.id for row in next_steps(file, rules)]


def test_every_word_of_a_guard_has_its_function_and_no_function_is_idle():
    assert tuple(CHECKS) == NEEDS


def test_the_steps_come_in_the_order_of_the_policy():
    """Rule W2."""
    assert [row.id for row in steps_of(PLAIN)] == list(STEPS)


@pytest.mark.parametrize(
    ("until", "milestone"),
    [
        ("found", "found"),
        ("applied", "filed"),
        ("works_started", "under_way"),
        ("county_acceptance", "completed"),
        ("struck_off", "struck_off"),
    ],
)
def test_a_case_passes_four_milestones(until, milestone):
    """Rule W1: 发现, 建档, 改造, 销号; completion is a part of the third."""
    assert milestone_of(walked(until), PLAIN) == milestone


def test_a_case_without_steps_has_reached_nothing_and_begins_with_the_first():
    """Rule W1."""
    assert milestone_of(case(), PLAIN) is None
    assert following(case()) == ["found"]


def test_a_house_that_failed_acceptance_is_not_completed():
    """Rules W1, W11."""
    failed = changed(walked("county_acceptance"), "county_acceptance", passed=False)
    assert milestone_of(failed, PLAIN) == "under_way"
    unknown = changed(failed, "county_acceptance", passed=None)
    assert milestone_of(unknown, PLAIN) == "under_way"


def test_the_next_step_rests_on_its_clause_and_names_who_takes_it():
    """Rules W2, A1."""
    verdict = judge_step(walked("found"), PLAIN, "reported", day(1))
    assert (verdict.allowed, verdict.clause, verdict.by) == (
        True,
        "W2 reported",
        "town",
    )
    assert verdict.document == "小县〔2026〕1号"
    assert verdict.basis == "document"


def test_no_step_is_skipped_and_what_comes_first_is_named():
    """Rule W2."""
    verdict = judge_step(walked("found"), PLAIN, "applied", day(9))
    assert verdict.allowed is False
    assert says(verdict) == ["申请: first comes 上报、鉴定"]
    assert verdict.clause == "W2 applied"


def test_an_optional_step_may_be_skipped_and_both_ways_are_offered():
    """Rule W2."""
    started = walked("works_started")
    assert following(started) == ["town_acceptance", "county_acceptance"]
    assert [t.allowed for t in transitions(started, PLAIN, day(20))] == [True, True]


def test_a_step_that_was_left_out_is_taken_after_all_between_its_neighbours():
    """Rule W2."""
    file = walked("county_approval")
    gap = replace(file, steps=tuple(s for s in file.steps if s.step != "applied"))
    assert following(gap) == ["applied"]
    between = StepDone(step="applied", on=day(3))
    assert judge_step(gap, PLAIN, between, day(9)).allowed
    late = replace(between, on=day(5))
    assert says(judge_step(gap, PLAIN, late, day(9))) == [
        "2026-03-07 is after the next step, taken on 2026-03-06"
    ]


def test_a_step_is_taken_once():
    """Rule W2."""
    verdict = judge_step(walked("applied"), PLAIN, "applied", day(9))
    assert verdict.allowed is False
    assert says(verdict) == ["申请 was already taken, on 2026-03-05"]
    assert verdict.basis == "record"


def test_a_step_of_no_policy_is_refused_with_those_there_are():
    verdict = judge_step(case(), PLAIN, "painted", day(0))
    assert verdict.allowed is False
    assert says(verdict)[0].startswith("小县〔2026〕1号 has no step painted; its steps")


def test_days_do_not_run_backwards_nor_ahead():
    """Rule W2: the day of the last step is early enough, today is late enough."""
    file = walked("reported")  # on day 1
    judged = {
        on: judge_step(file, PLAIN, StepDone(step="appraised", on=day(on)), day(5))
        for on in (0, 1, 5, 6)
    }
    assert [judged[on].allowed for on in (0, 1, 5, 6)] == [False, True, True, False]
    assert says(judged[0]) == [
        "2026-03-02 is before the last step, taken on 2026-03-03"
    ]
    assert says(judged[6]) == ["2026-03-08 lies in the future"]


def test_a_result_is_not_posted_before_it_is_found_nor_in_the_future():
    """Rule W3."""
    file = walked("applied")  # on day 3
    early = StepDone(step="village_review", on=day(5), posted_on=day(4))
    ahead = StepDone(step="village_review", on=day(5), posted_on=day(8))
    assert says(judge_step(file, PLAIN, early, day(7))) == [
        "posted on 2026-03-06, before 村评议 on 2026-03-07"
    ]
    assert says(judge_step(file, PLAIN, ahead, day(7))) == [
        "2026-03-10 lies in the future"
    ]


@pytest.mark.parametrize(
    ("passed", "allowed"), [(True, True), (False, False), (None, None)]
)
def test_nothing_follows_an_acceptance_that_is_not_passed(passed, allowed):
    """Rule W11."""
    file = changed(walked("county_acceptance"), "county_acceptance", passed=passed)
    assert judge_step(file, PLAIN, "paid", day(20)).allowed is allowed


def test_a_failed_acceptance_is_taken_again_and_only_that():
    """Rule W11."""
    file = changed(walked("county_acceptance"), "county_acceptance", passed=False)
    assert following(file) == ["county_acceptance"]
    again = StepDone(step="county_acceptance", on=day(15), passed=True)
    assert judge_step(file, PLAIN, again, day(15)).allowed
    refused = judge_step(file, PLAIN, "paid", day(15))
    assert says(refused) == [
        "验收 was not passed on 2026-03-12: rectify, then accept again"
    ]
    assert refused.clause == "W2 county_acceptance"


def test_the_later_of_two_acceptances_counts():
    """Rule W11."""
    file = changed(walked("county_acceptance"), "county_acceptance", passed=False)
    again = StepDone(step="county_acceptance", on=day(15), passed=True)
    file = replace(file, steps=(*file.steps, again))
    assert judge_step(file, PLAIN, "paid", day(16)).allowed


@given(st.permutations(STEPS))
def test_in_whatever_order_steps_are_tried_only_the_right_one_is_accepted(order):
    """Rule W2."""
    rules = policy(steps=tuple(replace(row, optional=False) for row in PLAIN.steps))
    file = case()
    for id in order:
        taken = StepDone(step=id, on=day(0), passed=True)
        expected = STEPS[len(file.steps)] if len(file.steps) < len(STEPS) else None
        allowed = judge_step(file, rules, taken, day(0)).allowed
        assert allowed is (id == expected)
        if allowed:
            file = replace(file, steps=(*file.steps, taken))


@pytest.mark.parametrize("adcode", counties_with_policy())
def test_in_every_county_an_empty_case_begins_with_the_first_step(adcode):
    """Rules W1, W2."""
    rules = county_policy(adcode)
    (first, *_) = transitions(case(), rules, day(0))
    assert first.step == rules.steps[0].id
    assert first.allowed
    assert first.clause


@pytest.mark.parametrize("adcode", counties_with_policy())
def test_in_every_county_no_step_is_judged_without_clause_and_nothing_breaks(adcode):
    """Rule W2: with nothing known, what a guard asks is never taken as granted."""
    rules = county_policy(adcode)
    guarded_steps = {guard.step for guard in rules.guards}
    for row in rules.steps:
        before = rules.steps[: rules.steps.index(row)]
        done = tuple(StepDone(step=one.id, on=day(0)) for one in before)
        verdict = judge_step(case(steps=done), rules, row.id, day(9))
        assert verdict.clause
        if row.id in guarded_steps:
            assert verdict.allowed is not True, row.id


def test_a_posting_of_another_step_is_none_of_this_steps_business():
    """Rule W3."""
    rules = guarded("publicity", "applied", of="found", publicity=(posted("found", 3),))
    assert judge_step(case(), rules, "found", day(0)).allowed
