"""An order is good if it meets the heavily damaged doors early; told also if not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.learning import Tags
from geo.self_grading import RANDOM, found_heavy, grade_order, grading

DOORS = 400
HEAVY = np.arange(DOORS) % 4 == 0  # 100 doors, five in each of 20 villages
VILLAGE = np.arange(DOORS) // 20


def graded(heavy=HEAVY, village=VILLAGE, against=RANDOM, **scores):
    return grade_order(heavy, village, scores, against)


def test_with_fewer_tags_than_it_takes_nothing_is_said():
    few = grade_order(HEAVY[:199], VILLAGE[:199], {"prior": np.zeros(199)})
    assert (few.tags, few.needed, few.is_enough, few.orders) == (199, 200, False, ())


@pytest.mark.parametrize("alike", [True, False])
def test_where_all_doors_were_found_alike_no_order_can_be_told(alike):
    found = graded(heavy=np.full(DOORS, alike), prior=np.zeros(DOORS))
    assert found.is_enough and found.orders == ()


def test_the_best_order_finds_all_heavy_doors_in_the_first_quarter():
    best = graded(prior=HEAVY.astype(float)).order("prior")
    assert best.found_ratio[[0, 5, 20]].tolist() == [0.0, 1.0, 1.0]
    # Area: a triangle over the first quarter, then all of it.
    assert best.area_ratio.middle == pytest.approx(0.125 + 0.75)


def test_the_worst_order_is_shown_as_worse_than_chance():
    worst = graded(prior=-HEAVY.astype(float)).order("prior")
    assert worst.found_ratio[15] == 0.0 and worst.found_ratio[20] == 1.0
    assert worst.area_ratio.middle == pytest.approx(0.125)
    assert worst.gain_ratio.high < 0


def test_chance_is_half_and_has_nothing_to_gain_against_itself():
    chance = graded(prior=HEAVY.astype(float)).order(RANDOM)
    assert chance.area_ratio == (0.5, 0.5, 0.5) and chance.gain_ratio is None
    assert chance.found_ratio.tolist() == np.linspace(0, 1, 21).tolist()


def test_an_order_without_scores_is_one_made_by_chance():
    blind = graded(prior=np.full(DOORS, np.nan)).order("prior")
    assert 0.4 < blind.area_ratio.middle < 0.6


def test_a_gain_in_one_village_alone_is_not_sure():
    # All heavy doors are in two villages; the order happens to begin with one of them.
    heavy = VILLAGE < 2
    found = graded(heavy=heavy, prior=(VILLAGE == 0).astype(float))
    gain = found.order("prior").gain_ratio
    assert gain.middle > 0.1 > gain.low


def test_two_orders_are_held_against_each_other_on_the_same_villages():
    near = HEAVY * 1.0 + np.arange(DOORS) % 3
    found = graded(against="distance", prior=HEAVY * 1.0, distance=near)
    assert found.order("distance").gain_ratio is None
    prior = found.order("prior")
    difference = prior.area_ratio.middle - found.order("distance").area_ratio.middle
    assert prior.gain_ratio.middle == pytest.approx(difference) and difference > 0


def test_the_grade_of_damage_says_more_than_the_tag():
    tags = Tags(
        position=np.arange(5),
        tag=np.array([0, 2, 2, 1, -1]),
        damage_grade=np.array([5, 3, -1, -1, -1]),
        reason=np.full(5, -1),
    )
    assert found_heavy(tags).tolist() == [True, False, True, False, False]


@given(seed=st.integers(0, 10_000), doors=st.integers(210, 260))
@settings(max_examples=15, deadline=None)
def test_the_area_is_that_of_an_older_formula_and_a_curve_never_falls(seed, doors):
    chance = np.random.default_rng(seed)
    heavy = chance.random(doors) < 0.3
    heavy[:2] = True, False
    score = chance.permutation(doors).astype(float)
    found = grade_order(heavy, np.arange(doors) % 7, {"prior": score})
    order = found.order("prior")
    # The share of pairs of a heavy and another door that come in the right order.
    right = (score[heavy][:, None] > score[~heavy][None, :]).mean()
    share = heavy.mean()
    assert order.area_ratio.middle == pytest.approx(share / 2 + (1 - share) * right)
    assert (np.diff(order.found_ratio) >= 0).all()
    low, middle, high = order.area_ratio
    assert 0 <= low <= high <= 1 and 0 <= middle <= 1


def test_the_same_findings_are_graded_the_same_twice():
    scores = {"prior": np.sin(np.arange(DOORS))}
    first, second = (grade_order(HEAVY, VILLAGE, scores) for _ in range(2))
    assert first.order("prior").area_ratio == second.order("prior").area_ratio


def test_ten_thousand_findings_are_graded_at_once():
    heavy = np.arange(10_000) % 5 == 0
    found = grade_order(heavy, np.arange(10_000) % 300, {"prior": heavy * 1.0})
    assert found.tags == 10_000 and grading()["draws"] >= 200
