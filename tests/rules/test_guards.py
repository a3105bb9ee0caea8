"""What a step needs on record, each word of law on both sides of its limit."""

import pytest

from rules.casefile import StepDone
from rules.casework import judge_step
from rules.policy_tables import Subsidy
from tests.rules.world import (
    changed,
    day,
    graded,
    guard,
    guarded,
    paid,
    policy,
    says,
    walked,
)

SAFE = {"water_off": True, "power_off": True, "cleared": True, "locked": True}


def verdict(rules, file, step, on=30):
    return judge_step(file, rules, step, day(on))


# Rules H6, G5


@pytest.mark.parametrize(
    ("certified", "allowed"), [(0, True), (1, True), (2, True), (3, False)]
)
def test_identity_comes_before_the_appraisal(certified, allowed):
    """Rule H6: certified by the day of the appraisal, day 2, is early enough."""
    rules = guarded("identity", "appraised")
    file = walked("reported", identity=True, identity_on=day(certified))
    assert judge_step(file, rules, "appraised", day(2)).allowed is allowed


def test_an_appraisal_older_than_the_certificate_does_not_count():
    """Rule H6: the grade itself, not the day it was filed, comes after."""
    rules = guarded("identity", "appraised")
    known = {"identity": True, "identity_on": day(5)}
    old = walked("reported", appraisals=(graded(on=4),), **known)
    new = walked("reported", appraisals=(graded(on=5),), **known)
    refused = verdict(rules, old, "appraised", on=9)
    assert says(refused) == [
        "certified on 2026-03-07 only, after 2026-03-06: identity comes first"
    ]
    assert (refused.allowed, refused.clause) == (False, "G identity")
    assert verdict(rules, new, "appraised", on=9).allowed


def test_who_is_listed_but_not_certified_waits_for_a_department_by_name():
    """Rules G5, H6."""
    rules = guarded("identity", "appraised")
    file = walked("reported", missing_departments=("民政", "乡村振兴"))
    answer = verdict(rules, file, "appraised")
    assert answer.allowed is None
    assert answer.reasons[0].who == ("民政", "乡村振兴")
    assert says(answer) == [
        "no certificate of a protected group yet; 民政、乡村振兴 may issue it"
    ]


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"identity": False}, False),
        ({"identity": None}, None),
        ({"identity": True}, None),  # the day of the certificate is not known
        ({"identity": True, "identity_on": day(0)}, True),
    ],
)
def test_an_identity_is_certified_refused_or_open(facts, allowed):
    """Rules G5, H6."""
    rules = guarded("identity", "appraised")
    assert verdict(rules, walked("reported", **facts), "appraised").allowed is allowed


@pytest.mark.parametrize("eligible", [True, False, None])
def test_approval_follows_eligibility_and_unknown_stays_unknown(eligible):
    """Rules H1, W2."""
    rules = guarded("eligible", "county_approval")
    file = walked("town_review", eligible=eligible)
    assert verdict(rules, file, "county_approval").allowed is eligible


# Rules W11, H12, W14, H11


@pytest.mark.parametrize(
    ("only", "allowed"), [(True, False), (False, True), (None, None)]
)
def test_painting_alone_is_no_retrofit(only, allowed):
    """Rule W11."""
    rules = guarded("more_than_paint", "county_acceptance")
    file = walked("works_started", decoration_only=only)
    assert verdict(rules, file, "county_acceptance").allowed is allowed


def test_painting_alone_can_be_recorded_as_a_failed_acceptance():
    """Rule W11."""
    rules = guarded("more_than_paint", "county_acceptance")
    file = walked("works_started", decoration_only=True)
    failed = StepDone(step="county_acceptance", on=day(20), passed=False)
    assert judge_step(file, rules, failed, day(20)).allowed


@pytest.mark.parametrize(
    ("passed", "allowed"), [(True, True), (False, False), (None, None)]
)
def test_money_follows_a_passed_acceptance(passed, allowed):
    """Rules W11, M2."""
    rules = guarded("passed", "paid", of="county_acceptance")
    file = changed(walked("county_acceptance"), "county_acceptance", passed=passed)
    answer = verdict(rules, file, "paid")
    assert (answer.allowed, answer.clause) == (
        allowed,
        "W2 paid" if allowed else "G passed",
    )
    assert len(answer.reasons) == (0 if allowed else 1)


def test_a_county_accepts_after_the_town_where_a_policy_asks_for_it():
    """Rule W2: 镇初验, then the county."""
    strict = policy(
        steps=tuple(
            row
            if row.id != "town_acceptance"
            else type(row)(**vars(row) | {"optional": False})
            for row in policy().steps
        ),
        guards=(guard("passed", "county_acceptance", of="town_acceptance"),),
    )
    answer = verdict(strict, walked("works_started"), "county_acceptance")
    assert answer.allowed is False
    assert "初验 has not taken place" in says(answer)


@pytest.mark.parametrize(
    ("way", "design", "allowed"),
    [
        ("拆除重建", True, True),
        ("拆除重建", False, False),
        ("选址新建", None, None),
        ("修缮加固", False, True),
        (None, False, None),
        (None, True, True),
    ],
)
def test_new_homes_need_a_structural_design(way, design, allowed):
    """Rule H12: repairs do not; where the way is unknown, so is the need."""
    ways = ("拆除重建", "选址新建")
    rules = policy(guards=(guard("design", "works_started", ways=ways),))
    file = walked("agreement", way=way, structural_design=design)
    assert verdict(rules, file, "works_started").allowed is allowed


def test_a_guard_without_ways_asks_a_design_of_new_homes_only():
    """Rule H12."""
    rules = guarded("design", "works_started")
    repair = walked("agreement", way="修缮加固")
    assert verdict(rules, repair, "works_started").allowed
    anew = walked("agreement", way="统建集体公租房")
    assert verdict(rules, anew, "works_started").allowed is None


def test_an_agreement_waits_for_the_way_of_securing_the_home():
    """Rule W14."""
    rules = guarded("way", "agreement")
    assert verdict(rules, walked("county_approval"), "agreement").allowed is None
    chosen = walked("county_approval", way="投亲靠友")
    assert verdict(rules, chosen, "agreement").allowed


@pytest.mark.parametrize(("on", "allowed"), [(None, False), (5, True), (31, False)])
def test_the_appraisal_is_posted_on_the_house(on, allowed):
    """Rule H11."""
    rules = guarded("posted", "county_approval")
    posted_on = None if on is None else day(on)
    file = walked("town_review", appraisals=(graded(posted_on=posted_on),))
    assert verdict(rules, file, "county_approval").allowed is allowed


def test_a_county_does_not_approve_what_was_not_appraised():
    """Rule H1: an appraisal of tomorrow is none."""
    rules = guarded("appraised", "county_approval")
    file = walked("town_review")
    assert verdict(rules, file, "county_approval").allowed is False
    assert (
        verdict(
            rules, walked("town_review", appraisals=(graded(on=31),)), "county_approval"
        ).allowed
        is False
    )
    assert verdict(
        rules, walked("town_review", appraisals=(graded(on=30),)), "county_approval"
    ).allowed


# Rule M1

REPAIR = Subsidy(
    id="repair",
    task="dangerous_house_retrofit",
    ways=("修缮加固",),
    at_least_cny=12_000,
    clause="M1",
)


@pytest.mark.parametrize(
    ("paid_cny", "cost_cny", "allowed"),
    [
        (11_999, 20_000, False),
        (12_000, 20_000, True),
        (9_000, 9_000, True),
        (8_999, 9_000, False),
        (12_000, None, None),
    ],
)
def test_payment_is_complete_when_it_reaches_what_is_owed(paid_cny, cost_cny, allowed):
    """Rule M1."""
    rules = guarded("paid_in_full", "paid", subsidies=(REPAIR,))
    file = walked("county_acceptance", way="修缮加固", real_cost_cny=cost_cny)
    file = type(file)(**vars(file) | {"payments": (paid(paid_cny),)})
    assert verdict(rules, file, "paid").allowed is allowed


def test_where_a_policy_states_nothing_nothing_is_owed_and_that_is_told():
    """Rules M1, W14."""
    rules = guarded("paid_in_full", "paid", subsidies=(REPAIR,))
    answer = verdict(rules, walked("county_acceptance", way="投亲靠友"), "paid")
    assert answer.allowed
    assert [str(warning) for warning in answer.warnings] == [
        "the policy states no standard for this; the county sets it"
    ]


def test_a_guard_of_one_task_does_not_bind_the_other():
    """Rule H12."""
    rules = policy(guards=(guard("way", "agreement", tasks=("seismic_retrofit",)),))
    assert verdict(rules, walked("county_approval"), "agreement").allowed
    other = walked("county_approval", task="seismic_retrofit")
    assert verdict(rules, other, "agreement").allowed is None
    unknown = walked("county_approval", task="")
    assert verdict(rules, unknown, "agreement").allowed is None


def test_one_refusal_outweighs_what_is_not_known_and_both_are_told():
    rules = policy(guards=(guard("way", "agreement"), guard("eligible", "agreement")))
    file = walked("county_approval", eligible=False)
    answer = verdict(rules, file, "agreement")
    assert (answer.allowed, answer.clause) == (False, "G eligible")
    assert [reason.refuses for reason in answer.reasons] == [True, False]


def test_a_reason_tells_itself_in_a_language():
    answer = verdict(guarded("appraised", "applied"), walked("appraised"), "applied")
    (reason,) = answer.reasons
    assert reason.told("en") == str(reason) == "no grade of the house is on record"
