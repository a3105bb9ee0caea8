"""What is owed, where money comes from, how large a home may be: rules M1, M3, M4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.casework import judge_step
from rules.money import judge_area, net, owed, share, totals_by_source
from rules.policy import county_policy
from rules.policy_tables import Area, Subsidy
from tests.rules.world import TASK, case, day, paid, policy, says, walked

REPAIR = Subsidy(
    id="repair",
    task=TASK,
    ways=("修缮加固",),
    at_least_cny=12_000,
    clause="M1 1",
    more_if_strengthened=True,
)
REBUILD = Subsidy(
    id="rebuild", task=TASK, ways=("拆除重建",), at_least_cny=25_000, clause="M1 2"
)
MONEY = policy(subsidies=(REPAIR, REBUILD))
LEAST = Area(id="least", clause="M4", at_least_m2=20, refuses=True)
SMALL = Area(id="small", clause="M4", persons_to=3, at_least_m2=40, at_most_m2=60)
AREA = policy(areas=(LEAST, SMALL))

yuan = st.integers(0, 200_000)


@pytest.mark.parametrize(
    ("way", "cost_cny", "amount_cny", "capped"),
    [
        ("修缮加固", 12_001, 12_000, False),
        ("修缮加固", 12_000, 12_000, False),
        ("修缮加固", 11_999, 11_999, True),
        ("拆除重建", 60_000, 25_000, False),
        ("拆除重建", None, None, None),
    ],
)
def test_the_standard_is_owed_but_no_more_than_the_works_cost(
    way, cost_cny, amount_cny, capped
):
    """Rule M1."""
    due = owed(case(way=way, real_cost_cny=cost_cny), MONEY)
    assert (due.amount_cny, due.capped) == (amount_cny, capped)
    assert due.standard_cny == {"修缮加固": 12_000, "拆除重建": 25_000}[way]


def test_an_unknown_cost_leaves_the_amount_open_and_names_who_knows():
    """Rule M1."""
    due = owed(case(way="拆除重建"), MONEY)
    assert due.ground.clause == "M1 2"
    assert [reason.who for reason in due.reasons] == [("town",)]


@pytest.mark.parametrize("strengthened", [True, False, None])
def test_works_that_strengthen_as_well_may_get_more(strengthened):
    """Rule M1."""
    file = case(way="修缮加固", seismic_strengthening=strengthened)
    assert owed(file, MONEY).may_be_more is strengthened
    rebuilt = case(way="拆除重建", seismic_strengthening=strengthened)
    assert owed(rebuilt, MONEY).may_be_more is False


@pytest.mark.parametrize(("way", "who"), [(None, "town"), ("投亲靠友", "county")])
def test_without_way_or_standard_nothing_is_guessed(way, who):
    """Rules M1, W14."""
    due = owed(case(way=way, real_cost_cny=9_000), MONEY)
    assert (due.amount_cny, due.standard_cny) == (None, None)
    assert due.reasons[0].who == (who,)
    assert due.reasons[0].refuses is False


@given(yuan, st.sampled_from(["修缮加固", "拆除重建"]))
def test_what_is_owed_never_exceeds_the_real_cost(cost_cny, way):
    """Rule M1."""
    due = owed(case(way=way, real_cost_cny=cost_cny), MONEY)
    assert due.amount_cny <= min(cost_cny, due.standard_cny)
    assert due.capped is (due.amount_cny < due.standard_cny)


@given(yuan, st.integers(0, 100))
def test_a_share_is_rounded_down_to_whole_yuan_and_never_by_a_float(amount, percent):
    """Rule M2: 70 % of 90 yuan are 63, not 62."""
    assert share(amount, percent / 100) == amount * percent // 100


def test_zibo_owes_what_its_document_says():
    """Rule M1: 1.2, 2.5 and 1.2 ten thousand yuan."""
    zibo = county_policy("370300")
    standards = [
        owed(case(way=way, task=task), zibo).standard_cny
        for way, task in (
            ("修缮加固", TASK),
            ("选址新建", TASK),
            ("修缮加固", "seismic_retrofit"),
        )
    ]
    assert standards == [12_000, 25_000, 12_000]


def test_sources_are_kept_apart_and_a_refund_is_taken_off():
    """Rule M3."""
    payments = [
        paid(9_000, source="中央"),
        paid(2_000, source="省级"),
        paid(-500, kind="refund", source="中央"),
    ]
    assert totals_by_source(payments) == {"中央": 8_500, "省级": 2_000, "省级以下": 0}
    assert net(payments) == 10_500


@given(st.lists(st.tuples(st.sampled_from(["中央", "省级", "省级以下"]), yuan)))
def test_the_sources_add_up_to_everything(amounts):
    """Rule M3."""
    payments = [paid(amount, source=source) for source, amount in amounts]
    assert sum(totals_by_source(payments).values()) == net(payments)


@pytest.mark.parametrize(
    ("area_m2", "persons", "allowed", "warned"),
    [
        (19.9, 2, False, 1),
        (20, 2, True, 1),
        (39.9, 3, True, 1),
        (40, 3, True, 0),
        (60, 1, True, 0),
        (60.1, 1, True, 1),
        (60.1, 4, True, 0),
        (19.9, None, False, 1),
        (80, None, True, 1),
        (None, 2, None, 1),
    ],
)
def test_a_home_is_large_enough_and_in_principle_not_too_large(
    area_m2, persons, allowed, warned
):
    """Rule M4: at least 20 m²; 40 to 60 m² for one to three persons warns."""
    file = case(way="拆除重建", area_m2=area_m2, occupants=persons)
    verdict = judge_area(file, AREA)
    assert verdict.allowed is allowed
    assert len(verdict.warnings) == warned


def test_a_repaired_house_keeps_its_size_and_an_unchosen_way_stays_open():
    """Rule M4."""
    assert judge_area(case(way="修缮加固", area_m2=10), AREA).allowed
    assert judge_area(case(area_m2=10), AREA).allowed is None


def test_too_small_a_home_is_not_begun_and_not_accepted():
    """Rule M4."""
    small = {"way": "拆除重建", "area_m2": 18.0, "occupants": 1}
    begun = judge_step(walked("agreement", **small), AREA, "works_started", day(20))
    assert (begun.allowed, begun.clause) == (False, "M4")
    assert says(begun) == ["18 m² is less than the 20 m² asked for"]
    unknown = walked("agreement", way="拆除重建")
    verdict = judge_step(unknown, AREA, "works_started", day(20))
    assert verdict.allowed
    assert verdict.warnings


def test_less_than_the_reference_warns_when_the_money_is_paid():
    """Rule M1: it does not refuse."""
    file = walked(
        "county_acceptance",
        way="修缮加固",
        real_cost_cny=20_000,
        payments=(paid(11_999),),
    )
    verdict = judge_step(file, MONEY, "paid", day(20))
    assert verdict.allowed
    assert [str(warning) for warning in verdict.warnings] == [
        "11999 yuan in all stay below the reference of 12000 yuan"
    ]
