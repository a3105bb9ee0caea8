"""Measure the datum doctor: ``python -m benchmarks.bench_datum_doctor``.

2 000 batches of 20 to 2 000 rows, 5 % of them bad, in all readings, from counties in
20 parts of China; then harder ones: of one to three villages, with 20 % bad rows,
judged by houses on record, of two datums mixed, of an unknown datum.  The truth is
by prcoords and PROJ.
"""

import sys
import time

import numpy as np
import pandas as pd

from geo.datum import Reference, diagnose, diagnose_groups
from tests.geo.datum_trials import SIZES, counties, shares, trials
from tests.geo.datum_worlds import make_batch

BATCHES = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
HARDER = BATCHES // 4


def show(title: str, results: pd.DataFrame, by: list[str]) -> None:
    print(f"\n{title}")
    table = shares(results, by)
    print(table.to_string(float_format=lambda share: f"{100 * share:6.2f} %"))


def curve() -> None:
    results = trials(BATCHES, seed=1)
    sizes = pd.cut(results["rows"], [0, *SIZES], labels=[f"to {n}" for n in SIZES])
    results = results.assign(size=sizes)
    show("the curve", results, ["size"])
    show("by settlement", results, ["settled"])
    kind = (
        results["truth"]
        .str.replace(r"EPSG:4\d+", "zone", regex=True)
        .str.replace(r"EPSG:3\d+", "UTM", regex=True)
    )
    show("from 100 rows", results.assign(kind=kind)[results["rows"] >= 100], ["kind"])
    print("from 300 rows", (results.query("rows >= 300")["got"] == "right").mean())
    print("wrong", (results["got"] == "wrong").sum(), "of", len(results))
    for title, options in (
        ("of one to three villages", {"reaches": ("few villages",)}),
        ("20 % bad rows", {"bad": 0.2}),
        ("judged by half of the houses", {"houses": True}),
    ):
        harder = trials(HARDER, seed=2, **options)
        show(title, harder, ["asked"])


def mixtures() -> None:
    rng = np.random.default_rng(3)
    made, rows = counties(rng, 20), []
    for at in range(HARDER):
        county, _ = made[rng.integers(len(made))]
        size = int(rng.choice([100, 300, 1000, 2000]))
        share = (0.5, 0.6, 0.75)[at % 3]
        one, other = rng.choice(
            ["lonlat", "gcj02", "gcj02x2", "bd09"], 2, replace=False
        )
        first = make_batch(rng, county, int(size * share), one)
        second = make_batch(rng, county, int(size * (1 - share)), other)
        x, y, codes = (np.concatenate([first[i], second[i]]) for i in range(3))
        found = diagnose(x, y, codes, Reference(villages=county.villages))
        got = "named" if found.reading else "mixed" if found.mixed else "abstained"
        rows.append({"rows": size, "share": share, "got": got})
    table = pd.DataFrame(rows).groupby(["share", "rows"])["got"].value_counts()
    print("\ntwo datums mixed\n", table.unstack().fillna(0.0).astype(int).to_string())


def unknown() -> None:
    rng = np.random.default_rng(9)
    made, rows = counties(rng, 20), []
    for at in range(HARDER):
        county, _ = made[rng.integers(len(made))]
        away_m, angle = (100, 200, 300, 500, 900)[at % 5], rng.uniform(0, 2 * np.pi)
        batch = make_batch(rng, county, int(rng.choice([100, 300, 1000])), "lonlat")
        up = away_m / 111_320
        x = batch.x + up * np.cos(angle) / np.cos(np.radians(np.median(batch.y)))
        y = batch.y + up * np.sin(angle)
        found = diagnose(x, y, batch.codes, Reference(villages=county.villages))
        rows.append({"away_m": away_m, "got": found.reading or "abstained"})
    table = pd.DataFrame(rows).groupby("away_m")["got"].value_counts()
    table = table.unstack().fillna(0.0).astype(int)
    print("\nmoved by an unknown datum\n", table.to_string())


def million() -> None:
    rng = np.random.default_rng(4)
    county, _ = counties(rng, 1)[0]
    batch = make_batch(rng, county, 2000, "gcj02", reach="county")
    again = rng.integers(len(batch.x), size=1_000_000)
    x, y = (part[again] + rng.normal(0, 1e-5, len(again)) for part in batch[:2])
    reference = Reference(villages=county.villages)
    for judge in (diagnose, diagnose_groups):
        start = time.perf_counter()
        judge(x, y, batch.codes[again], reference)
        print(judge.__name__, f"1 000 000 rows: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    million()
    curve()
    mixtures()
    unknown()
