"""The best plan of a county of 300 villages: to proven optimality, and how long.

``python -m benchmarks.portfolio [--runs 5] [--peer-seconds 60]`` prints the median and
the longest time of each budget, and the same model left to HiGHS's branch and bound
(``scipy.optimize.milp``, gap 0) within a limit of time.
"""

import argparse
import time
from statistics import median

import numpy as np

from geo.plan_options import MEASURES, STEPS_A_PERSON, Options
from geo.portfolio import Budget, Demand, Plan, solve
from geo.portfolio_branch import branch
from geo.portfolio_model import build_model
from rules.errors import PlanningError
from rules.vocabulary import GRADES, STRUCTURES, TASKS

VILLAGES, TOWNS, HOUSES, ENTITLED = 300, 20, 200_000, 18_000
SEISMIC, DANGEROUS = (
    TASKS.index("seismic_retrofit"),
    TASKS.index("dangerous_house_retrofit"),
)
# How easily each structure is damaged, 0 to 1; invented, in the order of STRUCTURES.
FRAIL = np.array([0.9, 0.85, 0.6, 0.65, 0.35, 0.15, 0.3, 0.1])
WORSE = dict(zip(GRADES, (0.0, 0.0, 0.06, 0.14), strict=True))
PGA_G = np.array([0.10, 0.15, 0.20, 0.30])


def county(seed: int) -> Options:
    """Invent a county: every village has its ground, its structures and its size."""
    rng = np.random.default_rng(seed)
    village = rng.choice(VILLAGES, HOUSES, p=rng.dirichlet(np.full(VILLAGES, 4.0)))
    house = np.sort(rng.choice(HOUSES, ENTITLED, replace=False))
    village = village[house]
    town = np.sort(rng.integers(0, TOWNS, VILLAGES))
    mix = np.cumsum(rng.dirichlet([2, 1, 3, 1, 3, 1, 2, 0.3], VILLAGES), axis=1)
    structure = (rng.random(ENTITLED)[:, None] > mix[village]).sum(axis=1)
    grade = rng.choice(["B", "C", "D"], ENTITLED, p=[0.4, 0.4, 0.2])
    gains = _gains(rng, _pga_g(rng, town)[village], structure, grade)
    vetoed, both = rng.random((2, ENTITLED)) < [[0.06], [0.5]]
    rows = [
        np.c_[np.flatnonzero(mask), np.full((mask.sum(), 3), (task, measure, cost))]
        for mask, task, measure, cost in _offers(structure, grade, vetoed, both)
    ]
    at, task, measure, cost = np.concatenate(rows).T
    klass = structure * len(GRADES) + np.searchsorted(GRADES, grade)
    made = Options(
        house=house[at],
        village=village[at].astype(np.int32),
        town=town[village[at]].astype(np.int32),
        task=task.astype(np.int8),
        measure=measure.astype(np.int8),
        cost_cny=cost,
        gain=np.rint(gains[measure, at] * STEPS_A_PERSON) / STEPS_A_PERSON,
        need=house[at],
        klass=klass[at].astype(np.int32),
    )
    return made.take(made.gain > 0)


def _pga_g(rng: np.random.Generator, town: np.ndarray) -> np.ndarray:
    zone = town * len(PGA_G) // TOWNS + rng.integers(-1, 2, VILLAGES)
    return PGA_G[np.clip(zone, 0, 3)] * rng.uniform(0.85, 1.15, VILLAGES)


def _gains(
    rng: np.random.Generator,
    pga_g: np.ndarray,
    structure: np.ndarray,
    grade: np.ndarray,
) -> np.ndarray:
    """Return the risk that each measure removes at each house, in people."""
    people = rng.choice(6, ENTITLED, p=[0.15, 0.3, 0.2, 0.2, 0.1, 0.05]) + 1
    worse = np.array([WORSE[word] for word in grade])
    frail = FRAIL[structure]
    after = (frail * 0.75, frail * 0.5, frail * 0.0 + 0.1, frail * 0.0 + 0.1)
    levels = np.array([frail + worse, *after])
    risks = people * (1.0 - np.exp(-0.3 * (pga_g / 0.2) ** 2.2 * levels))
    return risks[0] - risks[1:]


def _offers(
    structure: np.ndarray, grade: np.ndarray, vetoed: np.ndarray, both: np.ndarray
) -> list[tuple[np.ndarray, int, int, int]]:
    """Return who is offered which task, measure and cost in yuan."""
    masonry = structure < STRUCTURES.index("砖混圈梁构造柱")
    c, d, b = (~vetoed & (grade == word) for word in "CDB")
    strengthen, hdc, rebuild, relocate = range(len(MEASURES))
    return [
        (c, DANGEROUS, strengthen, 12_000),
        ((b | c) & masonry, SEISMIC, hdc, 12_000),
        (d, DANGEROUS, rebuild, 25_000),
        (d & both | b & ~masonry, SEISMIC, rebuild, 25_000),
        (vetoed, DANGEROUS, relocate, 25_000),
    ]


def demand(millions: int, *, floor: int, cluster: int, capacity: int) -> Demand:
    """Ask for two budgets: of a third, only the dangerous houses may be paid."""
    amount = millions * 1_000_000
    tied = amount // 3
    both = frozenset({SEISMIC, DANGEROUS})
    return Demand(
        budgets=(
            Budget(name="省级", amount_cny=amount - tied, tasks=both),
            Budget(name="中央", amount_cny=tied, tasks=frozenset({DANGEROUS})),
        ),
        floors=dict.fromkeys(range(TOWNS), floor) if floor else {},
        capacity={None: capacity} | dict.fromkeys(range(TOWNS), 400),
        min_cluster=cluster,
    )


CASES = {
    "3 million, clusters of 10": demand(3, floor=0, cluster=10, capacity=1_000),
    "30 million, floors of 10": demand(30, floor=10, cluster=10, capacity=4_000),
    "90 million, floors of 30": demand(90, floor=30, cluster=20, capacity=4_000),
}


def peer(options: Options, asked: Demand, seconds: float) -> str:
    """Leave the same model to branch and bound; say how far it came."""
    model = build_model(options, asked)
    start = time.perf_counter()
    try:
        chosen, gap = branch(model, seconds)
    except PlanningError:
        return f"no plan in {seconds:.0f} s"
    took = time.perf_counter() - start
    gain = model.column_units @ chosen / STEPS_A_PERSON
    return f"{gain:.6f} in {took:.1f} s, gap {gap:.4%}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--peer-seconds", type=float, default=60.0)
    asked = parser.parse_args()
    for seed in range(1, asked.seeds + 1):
        options = county(seed)
        print(f"county {seed}: {len(options):,} options of {ENTITLED:,} houses")
        for name, wanted in CASES.items():
            start = time.process_time()
            plans = [solve(options, wanted) for _ in range(asked.runs)]
            busy = (time.process_time() - start) / asked.runs
            print(f"  {name}: {told(plans)}; {busy:.2f} s of processor", flush=True)
            if asked.peer_seconds:
                print(f"    HiGHS alone: {peer(options, wanted, asked.peer_seconds)}")


def told(plans: list[Plan]) -> str:
    """Say what was found, how sure it is, and how long it took."""
    seconds = [plan.seconds for plan in plans]
    first = plans[0]
    return (
        f"{first.gain:.6f} people, {len(first.rows):,} houses in "
        f"{len(first.villages)} villages; {first.status} ({first.proof}), "
        f"gap {first.gap:.0%}; median {median(seconds):.2f} s, "
        f"longest {max(seconds):.2f} s"
    )


if __name__ == "__main__":
    main()
