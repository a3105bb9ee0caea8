"""How fast 300 villages are ranked a thousand times over.

``python -m benchmarks.rank_draws [--villages 300] [--draws 1000] [--runs 5]``.  Nine
branches of the damage models, every seventh village with a gap.  The peer ranks draw by
draw with the same function that makes the rank of record; both give the probability of
being among the first 20.
"""

import argparse
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from geo.rank_draws import draws
from geo.rank_methods import method_ranks
from geo.rank_reasons import counterfactual, reasons
from geo.village_ranks import rank_villages
from rules.criteria import criteria

FIRST = 20
BRANCHES = 9
PARTS = criteria().parts


def made_up(villages: int, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """Make villages, and their risk by branch of the damage models."""
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "village_code": [f"990001{i:06d}" for i in range(villages)],
            "households": random.integers(100, 600, villages),
            "entitled": random.integers(1, 60, villages),
            "undecided": random.integers(0, 40, villages),
            "risk": random.lognormal(1.5, 1.0, villages),
            "dependence": random.beta(2, 4, villages),
            "homogeneity": random.uniform(0.2, 1.0, villages),
            "density": random.lognormal(4.0, 0.7, villages),
            "equity": random.beta(1, 4, villages),
        }
    )
    table["need"] = (table["entitled"] + table["undecided"]).astype(float)
    table.loc[::7, "dependence"] = np.nan
    model = random.lognormal(0, 0.6, (BRANCHES, 1))
    site = random.lognormal(0, 0.2, (BRANCHES, villages))
    return table, model * site * table["risk"].to_numpy()


def one_by_one(table: pd.DataFrame, branches: np.ndarray, count: int) -> pd.Series:
    """Draw as :func:`geo.rank_draws.draws` does, but rank with the rank of record."""
    random, first = np.random.default_rng(0), np.zeros(len(table))
    ids, base = [part.id for part in PARTS], np.array([p.weight for p in PARTS])
    known = table["dependence"].dropna().to_numpy()
    gaps = table["dependence"].isna().to_numpy()
    for _ in range(count):
        weights = dict(zip(ids, random.dirichlet(50 * base), strict=True))
        turned_out = random.random(len(table))
        need = table["entitled"] + turned_out * table["undecided"]
        risk = branches[random.integers(len(branches))] * need / table["need"]
        filled = table["dependence"].to_numpy().copy()
        filled[gaps] = random.choice(known, gaps.sum())
        drawn = table.assign(need=need, risk=risk, dependence=filled)
        first[rank_villages(drawn, PARTS, weights).index[:FIRST]] += 1
    return pd.Series(first / count)


def timed(what: object, runs: int) -> tuple[float, object]:
    """Return the median of the seconds, and what came out."""
    seconds, found = [], None
    for _ in range(runs):
        start = perf_counter()
        found = what()
        seconds.append(perf_counter() - start)
    return median(seconds), found


def explained(ranked: pd.DataFrame) -> list[object]:
    """Say of every village why it stands where it stands."""
    return [
        (reasons(ranked, PARTS, at), counterfactual(ranked, PARTS, at, FIRST))
        for at in ranked.index
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--villages", type=int, default=300)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    table, branches = made_up(asked.villages)
    ranked = rank_villages(table, PARTS)

    def ours() -> pd.Series:
        found = draws(ranked, PARTS, branches=branches, n=asked.draws)
        found.groups(), found.interval()
        return found.in_first(FIRST)

    mine, sure = timed(ours, asked.runs)
    theirs, peer = timed(lambda: one_by_one(table, branches, asked.draws), 1)
    apart = float((sure.sort_index() - peer).abs().max())
    print(f"{asked.villages} villages, {asked.draws} draws: {mine:.3f} s")
    print(f"one by one: {theirs:.2f} s, ratio {theirs / mine:.0f}")
    print(f"greatest difference of a probability: {apart:.3f}")
    methods, _ = timed(lambda: method_ranks(ranked, PARTS), asked.runs)
    print(f"six methods: {methods:.3f} s")
    why, _ = timed(lambda: explained(ranked), asked.runs)
    print(f"reasons and counterfactuals of all villages: {why:.2f} s")


if __name__ == "__main__":
    main()
