import numpy as np

from geo.case_money import CaseMoney
from tests.geo.progress_world import Told, day

DANGEROUS = "dangerous_house_retrofit"


def money(told, position=9, on=None):
    history = told.history()
    cases = history.at(position, on or day(20))
    return CaseMoney(told.tables(), history).at(cases)


def accepted(case="1", way="拆除重建", cost=30_000):
    told = Told().home(case).step(case, "county_acceptance", day(2), passed=True)
    return told.add("cases", case, f"h{case}", DANGEROUS, way, cost)


def pay(told, amount, on, name="p1", **more):
    return told.add("payments", name, "1", "中央", amount, on, **more)


def test_owed_is_the_standard_at_most_the_real_cost():
    """Rule M1: 25 000 for a home rebuilt; a lower real cost caps it."""
    assert money(accepted()).owed_cny.tolist() == [25_000]
    assert money(accepted(cost=9_000)).owed_cny.tolist() == [9_000]
    assert np.isnan(money(accepted(cost=np.nan)).owed_cny[0])
    assert np.isnan(money(accepted(way="租赁")).owed_cny[0])


def test_money_is_stuck_while_an_accepted_case_is_not_paid_in_full():
    told = accepted()
    pay(told, 20_000, day(5), at=3)
    pay(told, 5_000, day(9), name="p2", at=4)
    assert money(told, 2).stuck_cny.tolist() == [25_000]
    assert money(told, 3).stuck_cny.tolist() == [5_000]
    assert money(told, 4, day(8)).stuck_cny.tolist() == [5_000]  # paid on the 9th
    assert money(told, 4).stuck.tolist() == [False]


def test_a_refund_is_taken_off_and_a_withdrawn_payment_never_was():
    told = pay(accepted(), 25_000, day(5), at=2)
    pay(told, -25_000, day(6), name="back", at=3)
    assert money(told).paid_cny.tolist() == [0]
    told.add("payments", "back", "1", "中央", -25_000, day(6), at=4, removed=True)
    assert money(told).paid_cny.tolist() == [25_000]


def test_where_nothing_is_known_to_be_owed_the_step_decides():
    told = accepted(cost=np.nan)
    assert money(told).stuck.tolist() == [True]
    assert np.isnan(money(told).stuck_cny[0])
    told.step("1", "paid", day(6))
    assert money(told).stuck.tolist() == [False]


def test_nothing_is_stuck_before_acceptance_or_after_the_end():
    started = Told().home("1").step("1", "works_started", day(2))
    started.add("cases", "1", "h1", DANGEROUS, "拆除重建", 30_000)
    assert money(started).stuck.tolist() == [False]
    ended = accepted().step("1", "struck_off", day(9))
    assert money(ended).stuck.tolist() == [False]
