"""Tiny counties to plan for, and every plan there is."""

from itertools import product

import numpy as np

from geo.plan_options import Options
from geo.portfolio import Budget, Demand
from geo.portfolio_check import what_breaks
from geo.portfolio_model import gain_units

SEISMIC, DANGEROUS = 0, 1
STRENGTHEN, HDC, REBUILD, RELOCATE = range(4)
KINDS = {
    "house": np.int64,
    "village": np.int32,
    "town": np.int32,
    "task": np.int8,
    "measure": np.int8,
    "cost_cny": np.int64,
    "gain": np.float64,
    "need": np.int64,
    "klass": np.int32,
}


def options(**columns):
    """Make options; a column that is one value holds for all."""
    count = len(columns["house"])
    unsaid = {"village": 0, "town": 0, "task": DANGEROUS, "measure": REBUILD}
    unsaid |= {"cost_cny": 10_000, "gain": 0.5, "need": 0, "klass": 0}
    whole = unsaid | columns
    return Options(
        **{
            name: np.broadcast_to(np.array(whole[name], dtype=kind), (count,)).copy()
            for name, kind in KINDS.items()
        }
    )


def money(amount_cny, tasks=(SEISMIC, DANGEROUS), name="县"):
    return Budget(name=name, amount_cny=amount_cny, tasks=frozenset(tasks))


def demand(amount_cny, **more):
    return Demand(budgets=(money(amount_cny),), **more)


def random_options(rng):
    houses, villages = int(rng.integers(2, 8)), int(rng.integers(1, 5))
    village = rng.integers(0, villages, houses)
    town = rng.integers(0, rng.integers(1, 3), villages)
    menu = [(DANGEROUS, STRENGTHEN), (SEISMIC, HDC), (DANGEROUS, REBUILD)]
    rows = []
    for house in range(houses):
        for which in rng.permutation(3)[: rng.integers(1, 4)]:
            even = rng.random() < 0.5
            steps = rng.choice([100_000, 200_000, 350_000])
            steps = steps if even else rng.integers(1, 900_000)
            cost = int(rng.choice([7_000, 12_000, 25_000]))
            need, klass = rng.integers(0, 9), rng.integers(0, 2)
            place = (village[house], town[village[house]])
            rows.append((house, *place, *menu[which], cost, steps / 1e6, need, klass))
    return options(**dict(zip(KINDS, zip(*rows, strict=True), strict=True)))


def random_demand(rng, own):
    towns, villages = np.unique(own.town).tolist(), np.unique(own.village).tolist()
    houses = np.unique(own.house).tolist()

    def some(numbers, share):
        return frozenset(n for n in numbers if rng.random() < share)

    return Demand(
        budgets=(
            money(int(rng.integers(0, 100)) * 1_000, name="县"),
            money(int(rng.integers(0, 60)) * 1_000, [int(rng.integers(0, 2))], "省"),
        ),
        floors={t: int(rng.integers(0, 3)) for t in some(towns, 0.4)},
        capacity={t: int(rng.integers(0, 5)) for t in some([None, *towns], 0.4)},
        min_cluster=int(rng.integers(1, 4)),
        most_villages=int(rng.integers(0, 4)) if rng.random() < 0.4 else None,
        keep=some(villages, 0.1),
        drop=some(villages, 0.1),
        keep_houses=some(houses, 0.05),
        drop_houses=some(houses, 0.05),
    )


def best_of_all(own, asked):
    """Try every plan; return the greatest gain in steps, ``None`` if none holds."""
    units = gain_units(own)
    menus = [
        [-1, *np.flatnonzero(own.house == house)] for house in np.unique(own.house)
    ]
    best = None
    for picked in product(*menus):
        rows = np.array([row for row in picked if row >= 0], dtype=np.int64)
        gain = int(units[rows].sum())
        better = best is None or gain > best
        if better and not [*what_breaks(own, asked, rows)]:
            best = gain
    return best
