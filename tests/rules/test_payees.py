"""To whom money goes: rule M2."""

from dataclasses import replace

import pytest

from rules.payments import judge_payment
from rules.policy import county_policy
from rules.policy_tables import Document, Group, Paying, Subsidy
from tests.rules.world import TASK, day, paid, policy, says, walked

GROUPS = tuple(
    Group(id=id, certified_by=("民政",), clause="G")
    for id in ("建档立卡贫困户", "低保户")
)
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
ZIBO = policy(subsidies=(STANDARD,), paying=(OWN, ADVANCE, BUILDER), groups=GROUPS)
YIYUAN = policy(
    paying=(
        replace(OWN, builders=("self",), groups=("建档立卡贫困户",)),
        Paying(id="town", payee="town", groups=("低保户",), clause="M2 town"),
    ),
    groups=GROUPS,
)
BUILT = {"way": "拆除重建", "real_cost_cny": 30_000, "builder": "organised"}


def accepted(**facts):
    return walked("county_acceptance", **BUILT | facts)


def judged(file, payment, rules=ZIBO, on=30):
    return judge_payment(file, rules, payment, day(on))


@pytest.mark.parametrize(
    ("own", "allowed"), [(True, True), (False, False), (None, None)]
)
def test_money_goes_to_the_account_of_the_family(own, allowed):
    """Rule M2: 一卡通."""
    verdict = judged(accepted(), paid(25_000, to_own_account=own))
    assert verdict.allowed is allowed


def test_a_builder_is_paid_only_under_a_signed_agreement():
    """Rule M2."""
    paper = Document(id="agreement", name="协议", clause="W12", from_step="agreement")
    rules = replace(ZIBO, documents=(paper,))
    to_builder = paid(25_000, payee="builder")
    without = accepted(builder="government")
    verdict = judged(without, to_builder, rules)
    assert says(verdict) == [
        "a builder is paid only under a signed agreement; none is on file"
    ]
    assert verdict.clause == "M2 builder"
    signed = replace(without, documents=frozenset({"agreement"}))
    assert judged(signed, to_builder, rules).allowed


def test_where_a_file_holds_no_papers_the_step_of_signing_counts():
    """Rule M2."""
    file = accepted(builder="government")
    assert judged(file, paid(25_000, payee="builder")).allowed
    unsigned = replace(
        file, steps=tuple(one for one in file.steps if one.step != "agreement")
    )
    assert judged(unsigned, paid(25_000, payee="builder")).allowed is False


@pytest.mark.parametrize(
    ("builder", "allowed"), [("organised", False), ("government", True), (None, None)]
)
def test_a_builder_is_paid_only_where_the_government_builds(builder, allowed):
    """Rule M2."""
    file = accepted(builder=builder)
    assert judged(file, paid(25_000, payee="builder")).allowed is allowed


@pytest.mark.parametrize(
    ("groups", "payee", "allowed"),
    [
        (("建档立卡贫困户",), "household", True),
        (("建档立卡贫困户",), "town", False),
        (("低保户",), "town", True),
        (("低保户",), "household", False),
        (("低保户", "建档立卡贫困户"), "household", True),
        (("低保户", "建档立卡贫困户"), "town", False),
        ((), "town", None),
    ],
)
def test_the_town_pays_out_to_some_groups_and_the_county_to_others(
    groups, payee, allowed
):
    """Rules M2, G2: a family of several groups is paid under the highest."""
    file = accepted(builder="self", groups=groups, identity=True)
    assert judged(file, paid(20_000, payee=payee), YIYUAN).allowed is allowed


def test_the_wrong_payee_is_told_the_right_one():
    """Rule M2."""
    file = accepted(builder="self", groups=("低保户",), identity=True)
    verdict = judged(file, paid(20_000), YIYUAN)
    assert says(verdict) == ["this money goes to the town, not to the household"]
    assert verdict.clause == "M2 town"


def test_a_case_of_which_the_policy_does_not_speak_stays_open():
    """Rule M2: a listed family built for by an organised team, in such a county."""
    file = accepted(groups=("建档立卡贫困户",), identity=True)
    verdict = judged(file, paid(20_000), YIYUAN)
    assert verdict.allowed is None
    assert verdict.reasons[0].who == ("county",)


@pytest.mark.parametrize(
    ("adcode", "facts", "payment", "allowed"),
    [
        ("370300", {}, paid(25_000), True),
        ("370300", {}, paid(25_000, payee="town"), False),
        ("370300", {"builder": "government"}, paid(25_000, payee="builder"), False),
        ("410000", {}, paid(25_000), True),
        ("410000", {}, paid(25_000, payee="builder"), False),
        ("370323", {"groups": ("低保户",)}, paid(9_000, payee="town"), True),
        ("370323", {"groups": ("低保户",)}, paid(9_000), False),
    ],
)
def test_the_counties_pay_as_their_documents_say(adcode, facts, payment, allowed):
    """Rule M2."""
    file = accepted(identity=True, **facts)
    verdict = judged(file, payment, county_policy(adcode))
    assert verdict.allowed is allowed
    assert verdict.clause
