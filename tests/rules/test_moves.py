"""Moving in, and going back: rules W1, W2, W8, W11."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.casework import (
    gone_back,
    judge_going_back,
    judge_moving_in,
    judge_step,
    next_steps,
)
from rules.vocabulary import STEPS
from tests.rules.world import (
    changed,
    day,
    guarded,
    paid,
    policy,
    says,
    walked,
)

PLAIN = policy()


def following(file, rules=PLAIN):
    return [row.id for row in next_steps(file, rules)]


@pytest.mark.parametrize(
    ("moved_in", "allowed"), [(9, False), (10, True), (11, True), (13, False)]
)
def test_nobody_moves_in_before_the_house_is_accepted_nor_in_the_future(
    moved_in, allowed
):
    """Rules W8, W11: accepted on day 10, asked on day 12."""
    file = walked("county_acceptance")
    assert judge_moving_in(file, PLAIN, day(moved_in), day(12)).allowed is allowed


def test_moving_into_a_house_that_failed_is_refused_and_cites_the_guard():
    """Rule W11."""
    rules = guarded("passed", "struck_off", of="county_acceptance")
    file = changed(walked("county_acceptance"), "county_acceptance", passed=False)
    verdict = judge_moving_in(file, rules, day(12), day(12))
    assert (verdict.allowed, verdict.clause) == (False, "G passed")
    unknown = changed(file, "county_acceptance", passed=None)
    assert judge_moving_in(unknown, rules, day(12), day(12)).allowed is None
    assert judge_moving_in(walked("works_started"), rules, day(12), day(12)).reasons


def test_a_family_that_moved_in_too_early_is_told_at_every_step():
    """Rule W11."""
    file = walked("county_acceptance", moved_in_on=day(2))
    (warning,) = judge_step(file, PLAIN, "paid", day(20)).warnings
    assert str(warning) == (
        "the family moved in on 2026-03-04, before the house was accepted"
    )


def test_a_struck_off_case_is_closed():
    """Rule W1."""
    closed = walked("struck_off")
    assert following(closed) == []
    verdict = judge_step(closed, PLAIN, "paid", day(30))
    assert says(verdict) == [
        "the case was closed on 2026-03-14; going back needs a reason"
    ]


def test_going_back_undoes_the_later_steps_and_reopens_a_closed_case():
    """Rules W1, W2."""
    closed = walked("struck_off")
    back = judge_going_back(closed, PLAIN, "county_acceptance", "验收表有误", day(30))
    assert back.allowed
    assert back.undone == ("struck_off", "paid")
    assert back.clause == "W2 county_acceptance"
    opened = gone_back(closed, PLAIN, "county_acceptance")
    assert following(opened) == ["paid"]


@pytest.mark.parametrize(
    ("to_step", "reason", "on", "said"),
    [
        ("reported", "  ", 9, "going back needs a reason"),
        ("applied", "误录", 9, "申请 was not taken: nothing to go back to"),
        ("appraised", "误录", 9, "the case stands at 鉴定: nothing to undo"),
        ("painted", "误录", 9, "painted was not taken: nothing to go back to"),
        ("found", "误录", 1, "2026-03-03 is before the last step, taken on 2026-03-04"),
    ],
)
def test_going_back_is_refused(to_step, reason, on, said):
    """Rule W2: to what, why and when must make sense."""
    back = judge_going_back(walked("appraised"), PLAIN, to_step, reason, day(on))
    assert back.allowed is False
    assert says(back) == [said]


def test_going_back_says_what_stays_on_record():
    """Rules M2, W8."""
    file = walked("paid", payments=(paid(9_000),), moved_in_on=day(11))
    back = judge_going_back(file, PLAIN, "works_started", "返工", day(30))
    assert [str(warning) for warning in back.warnings] == [
        "9000 yuan stay on record as paid; a refund is recorded apart",
        "the family lives in the house since 2026-03-13; that stays on record",
    ]


@given(st.sampled_from(STEPS[1:]), st.data())
def test_going_back_and_forward_again_leaves_the_case_as_it_was(until, data):
    """Rule W2."""
    file = walked(until)
    earlier = STEPS[: STEPS.index(until)]
    to_step = data.draw(st.sampled_from(earlier))
    back = judge_going_back(file, PLAIN, to_step, "重来", day(30))
    opened = gone_back(file, PLAIN, to_step)
    assert len(opened.steps) + len(back.undone) == len(file.steps)
    for id in reversed(back.undone):
        taken = file.done(id)
        assert judge_step(opened, PLAIN, taken, day(30)).allowed
        opened = replace(opened, steps=(*opened.steps, taken))
    assert opened == file
