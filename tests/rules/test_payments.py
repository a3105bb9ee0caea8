"""Which payment may be recorded: rules M1, M2, M3."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.money import net
from rules.payments import judge_payment
from rules.policy_tables import Paying, Subsidy
from tests.rules.world import TASK, case, changed, day, paid, policy, says, walked

STANDARD = Subsidy(
    id="rebuild", task=TASK, ways=("拆除重建",), at_least_cny=25_000, clause="M1"
)
OWN = Paying(id="own", payee="household", clause="M2 own")
ADVANCE = Paying(
    id="advance",
    payee="household",
    builders=("organised",),
    advance_ratio=0.5,
    clause="M2 advance",
)
BUILDER = Paying(
    id="builder",
    payee="builder",
    builders=("government",),
    agreement=True,
    clause="M2 builder",
)
ZIBO = policy(subsidies=(STANDARD,), paying=(OWN, ADVANCE, BUILDER))
BUILT = {"way": "拆除重建", "real_cost_cny": 30_000, "builder": "organised"}


def accepted(**facts):
    return walked("county_acceptance", **BUILT | facts)


def judged(file, payment, rules=ZIBO, on=30):
    return judge_payment(file, rules, payment, day(on))


def test_the_whole_sum_goes_to_the_familys_own_account_after_acceptance():
    """Rules M1, M2."""
    verdict = judged(accepted(), paid(25_000))
    assert (verdict.allowed, verdict.warnings) == (True, ())
    assert verdict.clause == "M2 own"


@pytest.mark.parametrize(
    ("amount_cny", "allowed", "warnings"),
    [(24_999, True, 1), (25_000, True, 0), (30_000, True, 0), (30_001, False, 0)],
)
def test_less_than_the_reference_warns_and_more_than_the_cost_is_refused(
    amount_cny, allowed, warnings
):
    """Rule M1."""
    verdict = judged(accepted(), paid(amount_cny))
    assert verdict.allowed is allowed
    assert len(verdict.warnings) == warnings


def test_all_payments_together_stay_within_the_real_cost():
    """Rule M1: 12 500 before, 17 501 now, 30 000 the works."""
    file = accepted(payments=(paid(12_500, kind="advance"),))
    verdict = judged(file, paid(17_501, kind="balance"))
    assert says(verdict) == ["30001 yuan in all exceed the real cost of 30000 yuan"]
    assert verdict.clause == "M1"
    assert judged(file, paid(17_500, kind="balance")).allowed


def test_a_final_payment_waits_for_the_real_cost():
    """Rule M1: it caps the subsidy, and it is not guessed."""
    verdict = judged(accepted(real_cost_cny=None), paid(25_000))
    assert verdict.allowed is None
    assert verdict.reasons[0].who == ("town",)


@pytest.mark.parametrize(("amount_cny", "allowed"), [(12_500, True), (12_501, False)])
def test_half_is_paid_in_advance_where_a_builder_is_organised(amount_cny, allowed):
    """Rule M2: half of the standard, while the real cost is not known yet."""
    file = walked("works_started", way="拆除重建", builder="organised")
    verdict = judged(file, paid(amount_cny, kind="advance"))
    assert verdict.allowed is allowed


def test_two_advances_share_one_half_of_what_the_works_cost():
    """Rule M2: works for 20 001 yuan, half of it rounded down."""
    file = walked(
        "works_started",
        **BUILT | {"real_cost_cny": 20_001},
        payments=(paid(6_000, kind="advance"),),
    )
    assert judged(file, paid(4_000, kind="advance")).allowed
    verdict = judged(file, paid(4_001, kind="advance"))
    assert says(verdict) == ["10001 yuan in advance exceed 10000, 50 % of 20001"]
    assert verdict.clause == "M2 advance"


@pytest.mark.parametrize(
    ("builder", "allowed"), [("self", False), ("organised", True), (None, None)]
)
def test_who_builds_for_himself_gets_no_advance(builder, allowed):
    """Rule M2."""
    file = walked("works_started", **BUILT | {"builder": builder})
    assert judged(file, paid(9_000, kind="advance")).allowed is allowed


def test_an_advance_waits_for_a_standard_to_take_half_of():
    """Rules M1, M2."""
    file = walked("works_started", way=None, builder="organised")
    assert judged(file, paid(9_000, kind="advance")).allowed is None


def test_where_no_policy_speaks_of_advances_there_are_none():
    """Rule M2."""
    rules = policy(paying=(OWN,))
    verdict = judged(walked("works_started", **BUILT), paid(1, kind="advance"), rules)
    assert says(verdict) == ["the policy provides for no advance to this builder"]


@pytest.mark.parametrize("kind", ["balance", "whole"])
@pytest.mark.parametrize(
    ("passed", "allowed"), [(True, True), (False, False), (None, None)]
)
def test_the_balance_follows_a_passed_acceptance(kind, passed, allowed):
    """Rules M2, W11."""
    file = changed(accepted(), "county_acceptance", passed=passed)
    assert judged(file, paid(25_000, kind=kind)).allowed is allowed


def test_a_balance_dated_before_the_acceptance_is_refused():
    """Rule M2: accepted on day 10."""
    verdict = judged(accepted(), paid(25_000, kind="balance", on=9))
    assert says(verdict) == ["初验 took place on 2026-03-11 only"] or (
        "验收 took place on 2026-03-12 only" in says(verdict)
    )
    assert verdict.allowed is False
    assert judged(accepted(), paid(25_000, kind="balance", on=10)).allowed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": "县长"}, "县长 is no source of money"),
        ({"kind": "gift"}, "gift is no kind of payment"),
        ({"payee": "cousin"}, "cousin is no payee"),
        ({"on": day(31)}, "2026-04-02 lies in the future"),
        ({"amount_cny": 0}, "0 yuan: a refund is negative"),
        ({"amount_cny": -1}, "-1 yuan: a refund is negative"),
        ({"kind": "refund"}, "25000 yuan: a refund is negative"),
    ],
)
def test_what_is_no_payment_at_all_is_refused(changes, said):
    """Rule M3: each of three sources, whole yuan, on a day that has come."""
    verdict = judged(accepted(), replace(paid(25_000), **changes))
    assert verdict.allowed is False
    assert says(verdict)[0].startswith(said)


@pytest.mark.parametrize(("amount_cny", "allowed"), [(-9_000, True), (-9_001, False)])
def test_no_more_is_returned_than_was_paid(amount_cny, allowed):
    """Rule M3: also after the case was closed."""
    closed = walked("struck_off", **BUILT, payments=(paid(9_000),))
    refund = paid(amount_cny, kind="refund", on=20)
    assert judged(closed, refund).allowed is allowed


def test_a_closed_case_is_not_paid():
    """Rules W1, M2."""
    verdict = judged(walked("struck_off", **BUILT), paid(25_000, on=20))
    assert says(verdict) == [
        "the case was closed on 2026-03-14; going back needs a reason"
    ]


def test_a_county_without_rules_of_paying_still_keeps_order():
    """Rules M2, W2: acceptance comes before the money everywhere."""
    silent = policy()
    assert judged(accepted(), paid(9_000), silent).allowed
    assert judged(walked("works_started"), paid(9_000), silent).allowed is False


@given(st.lists(st.integers(1, 20_000), max_size=6), st.integers(0, 40_000))
def test_whatever_is_paid_in_turn_never_exceeds_the_real_cost(amounts, cost_cny):
    """Rule M1."""
    file = accepted(real_cost_cny=cost_cny)
    for amount in amounts:
        payment = paid(amount)
        if judged(file, payment).allowed:
            file = replace(file, payments=(*file.payments, payment))
    assert net(file.payments) <= cost_cny


def test_a_file_without_steps_or_facts_is_judged_without_guessing():
    """Rules M1, M2."""
    assert judged(case(), paid(1, kind="advance")).allowed is None
