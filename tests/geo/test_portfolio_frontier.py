"""What a demand costs, what more money brings."""

from dataclasses import replace

import numpy as np
import pytest

from geo.portfolio import solve
from geo.portfolio_frontier import _scaled, floor_prices, frontier
from tests.geo.plans import demand, money, options, random_options


def test_a_floor_costs_what_the_house_elsewhere_would_have_gained():
    # town 0 gains 0.2 a house, town 1 gains 0.5; money for two houses
    own = options(
        house=[0, 1, 2], town=[0, 1, 1], village=[0, 1, 1], gain=[0.2, 0.5, 0.5]
    )
    asked = demand(20_000, floors={0: 1})
    prices = floor_prices(own, asked, solve(own, asked))
    floor = prices[prices["kind"] == "floor"].iloc[0]
    assert (floor["name"], floor["moved_by"], floor["gain_change"]) == (0, -1, 0.3)


def test_every_demand_has_a_price_and_none_is_below_nothing():
    own = random_options(np.random.default_rng(3))
    asked = demand(40_000, capacity={None: 2}, min_cluster=2, most_villages=1)
    prices = floor_prices(own, asked, solve(own, asked))
    assert prices["kind"].tolist() == [
        "capacity",
        "min_cluster",
        "most_villages",
        "budget",
    ]
    assert (prices["gain_change"] >= 0).all()


def test_a_budget_is_moved_by_its_cheapest_house():
    own = options(house=[0, 1], cost_cny=[7_000, 25_000])
    prices = floor_prices(own, demand(0), solve(own, demand(0)))
    assert prices[["moved_by", "gain_change"]].to_numpy().tolist() == [[7_000, 0.5]]


def test_the_frontier_never_falls():
    own = random_options(np.random.default_rng(11))
    amounts = [60_000, 0, 20_000, 40_000]
    front = frontier(own, demand(1, min_cluster=2), amounts)
    assert front["budget_cny"].tolist() == [0, 20_000, 40_000, 60_000]
    assert front["gain"].is_monotonic_increasing
    assert (front["cost_cny"] <= front["budget_cny"]).all()


@pytest.mark.parametrize("amount", [0, 1, 10_001])
def test_the_whole_amount_is_shared_out(amount):
    shares = _scaled((money(3), money(5, name="省"), money(3, name="市")), amount)
    assert sum(share.amount_cny for share in shares) == amount


@pytest.mark.parametrize("seed", range(12))
def test_a_limit_that_costs_nothing_costs_nothing_when_solved_again(seed):
    own = random_options(np.random.default_rng(seed))
    towns = np.unique(own.town).tolist()
    asked = demand(40_000, capacity=dict.fromkeys([None, *towns], 2), min_cluster=2)
    plan = solve(own, asked)
    quick = floor_prices(own, asked, plan)
    slow = floor_prices(own, asked, replace(plan, watched=None))
    assert quick.equals(slow)
