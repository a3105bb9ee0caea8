"""The best plan: exact, explained when there is none, better with more money."""

from dataclasses import replace

import numpy as np
import pytest

from geo.plan_options import STEPS_A_PERSON
from geo.portfolio import solve
from geo.portfolio_branch import branch
from geo.portfolio_check import require_held, what_breaks
from geo.portfolio_model import build_model
from rules.errors import PlanningError
from tests.geo.plans import (
    DANGEROUS,
    HDC,
    REBUILD,
    SEISMIC,
    STRENGTHEN,
    best_of_all,
    demand,
    money,
    options,
    random_demand,
    random_options,
)


def gain_or_none(own, asked):
    try:
        plan = solve(own, asked)
    except PlanningError:
        return None
    assert (plan.status, plan.gap, plan.proof) == ("optimal", 0.0, "settled")
    return round(plan.gain * STEPS_A_PERSON)


@pytest.mark.parametrize("seed", range(200))
def test_no_plan_of_all_there_are_is_better(seed, monkeypatch):
    refused = PlanningError("none")  # who is to blame is asked below, and takes long
    monkeypatch.setattr("geo.portfolio.blamed", lambda *_: refused)
    rng = np.random.default_rng(seed)
    own = random_options(rng)
    asked = random_demand(rng, own)
    assert gain_or_none(own, asked) == best_of_all(own, asked)


@pytest.mark.parametrize("seed", range(40))
def test_branching_finds_the_same_gain(seed):
    rng = np.random.default_rng(seed)
    own = random_options(rng)
    model = build_model(own, demand(60_000, min_cluster=2))
    chosen, gap = branch(model)
    units = int(model.column_units @ chosen)
    assert gap == 0.0
    assert gain_or_none(own, demand(60_000, min_cluster=2)) == units


@pytest.mark.parametrize("seed", range(20))
def test_more_budget_never_removes_less_risk(seed):
    rng = np.random.default_rng(seed)
    own = random_options(rng)
    gains = [
        gain_or_none(own, demand(a, min_cluster=2)) for a in range(0, 90_000, 9_000)
    ]
    assert gains == sorted(gains)


def test_the_neediest_of_houses_alike_is_named():
    own = options(house=[1, 2, 3], need=[9, 0, 5])
    plan = solve(own, demand(20_000))
    assert own.house[plan.rows].tolist() == [2, 3]


def test_the_neediest_gets_the_measure_that_removes_most():
    menu = {"measure": [STRENGTHEN, REBUILD] * 2, "gain": [0.2, 0.5] * 2}
    own = options(house=[1, 1, 2, 2], need=[5, 5, 0, 0], cost_cny=[10, 30] * 2, **menu)
    plan = solve(own, demand(40))
    assert own.house[plan.rows].tolist() == [1, 2]
    assert own.measure[plan.rows].tolist() == [STRENGTHEN, REBUILD]


def test_a_cluster_is_whole_or_not_at_all():
    # village 0: one good house; village 1: two lesser ones
    own = options(house=[0, 1, 2], village=[0, 1, 1], gain=[0.9, 0.4, 0.4])
    assert solve(own, demand(20_000, min_cluster=2)).villages.tolist() == [1]
    assert solve(own, demand(10_000, min_cluster=2)).rows.tolist() == []


def test_each_task_is_paid_only_by_money_meant_for_it():
    own = options(house=[0, 1], task=[SEISMIC, DANGEROUS], measure=[HDC, REBUILD])
    only = money(30_000, [DANGEROUS], "省")
    assert solve(own, replace(demand(0), budgets=(only,))).rows.tolist() == [1]
    both = replace(demand(0), budgets=(money(12_000), only))
    plan = solve(own, both)
    assert plan.rows.tolist() == [0, 1]
    assert plan.by_budget == {"县": 10_000, "省": 10_000}


def test_several_budgets_share_the_cost_of_one_house():
    own = options(house=[0], cost_cny=25_000)
    budgets = (money(15_000, [DANGEROUS], "省"), money(12_000))
    plan = solve(own, replace(demand(0), budgets=budgets))
    assert plan.by_budget == {"省": 15_000, "县": 10_000}
    assert plan.cost_cny == 25_000


def test_a_village_that_is_kept_is_in_and_one_that_is_dropped_is_out():
    own = options(house=[0, 1], village=[0, 1], gain=[0.1, 0.9])
    kept = solve(own, demand(10_000, keep=frozenset({0})))
    dropped = solve(own, demand(90_000, drop=frozenset({1})))
    assert kept.villages.tolist() == dropped.villages.tolist() == [0]


def test_a_house_that_is_kept_is_in_whatever_it_gains():
    own = options(house=[0, 1], gain=[0.1, 0.9])
    plan = solve(own, demand(10_000, keep_houses=frozenset({0})))
    assert own.house[plan.rows].tolist() == [0]


def test_nothing_to_choose_from_is_an_empty_plan():
    own = options(house=[0]).take(np.zeros(0, dtype=np.int64))
    plan = solve(own, demand(10_000))
    assert (plan.rows.tolist(), plan.gain, plan.by_budget) == ([], 0.0, {"县": 0})


@pytest.mark.parametrize(
    "more, says",
    [
        (
            {"floors": {0: 9}, "town_names": {0: "东河镇"}},
            "floor of 9 households in 东河镇",
        ),
        ({"floors": {0: 2}, "min_cluster": 9}, "least cluster of 9"),
        ({"floors": {0: 2}, "capacity": {None: 1}}, "floor of 2 households in 0"),
        ({"floors": {0: 2}, "most_villages": 0}, "0 villages at most"),
        ({"keep": frozenset({7})}, "keep the 1 villages"),
        ({"keep_houses": frozenset({7})}, "keep the 1 houses"),
    ],
)
def test_what_cannot_hold_is_named(more, says):
    own = options(house=[0, 1, 2])
    with pytest.raises(PlanningError, match=says):
        solve(own, demand(90_000, **more))


def test_money_that_cannot_pay_a_floor_is_named_with_the_floor():
    own = options(house=[0, 1, 2], cost_cny=10_000)
    with pytest.raises(PlanningError, match="floor of 2"):
        solve(own, demand(15_000, floors={0: 2}))


def test_demands_that_contradict_each_other_twice_are_said_so():
    own = options(house=[0, 1], town=[0, 1], village=[0, 1])
    asked = demand(90_000, floors={0: 5, 1: 5})
    with pytest.raises(PlanningError, match="no single one"):
        solve(own, asked)


def test_a_plan_that_breaks_a_demand_is_never_handed_out():
    own = options(house=[0, 0], measure=[STRENGTHEN, REBUILD])
    both = np.array([0, 1])
    assert [*what_breaks(own, demand(0), both)] == [
        "two measures for one house",
        "budget for tasks (1,)",
    ]
    with pytest.raises(ArithmeticError, match="two measures"):
        require_held(own, demand(0), both)
