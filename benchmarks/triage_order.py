"""The order of visits against a simulator that knows nothing of the ranking.

``python -m benchmarks.triage_order [--events 40] [--processes 1]`` draws counties and
earthquakes, lets one of four damage models be the truth, and visits 5 % of the doors a
day for four days.  Recall is the *expected* share of heavily damaged houses among the
doors visited; oracle-efficiency is how much of the way from distance order to one who
knows everything but each house's own luck was gone.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.triage_county import draw_county, draw_truth
from benchmarks.triage_ranker import exposure_of, ranker_of, with_gaps
from benchmarks.triage_told import Record, row_of, told
from benchmarks.triage_truths import TRUTHS, assumed
from benchmarks.triage_visits import Conditions, outcome
from geo.fragility import MODELS

MAGNITUDES = (5.8, 6.3, 6.8)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What the product is given, and how the visits go.

    Attributes
    ----------
    without_truth : bool
        Whether the true model is left out of the ensemble.
    gaps : bool
        Whether the ledger lacks some structures and grades.
    how : Conditions
    """

    without_truth: bool = False
    gaps: bool = False
    how: Conditions = field(default_factory=Conditions)

    def models(self, truth: str) -> tuple[str, ...]:
        """Return the members of the ensemble."""
        if not self.without_truth:
            return MODELS
        return tuple(model for model in MODELS if model != truth)


def variants() -> dict[str, Variant]:
    """Return the variants by name."""
    graded = assumed()["gaps"]["graded_ratio"]
    return {
        "with": Variant(),
        "without": Variant(without_truth=True),
        "wrong and asked": Variant(how=Conditions(wrong=True, asked=True)),
        "wrong": Variant(how=Conditions(wrong=True)),
        "asked": Variant(how=Conditions(asked=True)),
        "graded": Variant(how=Conditions(graded_ratio=graded)),
        "gaps": Variant(gaps=True),
    }


class Case(NamedTuple):
    """One event: what is true, how strong, and which draw."""

    truth: str
    magnitude: float
    draw: int


def records_of(case: Case, names: Iterable[str], seed: int) -> list[Record]:
    """Draw one event and make its visits under each variant.

    The event is the same in every variant.
    """
    own = [seed, case.draw, TRUTHS.index(case.truth), round(10 * case.magnitude)]
    county = draw_county(np.random.default_rng([seed, case.draw]))
    truth = draw_truth(np.random.default_rng(own), county, case.truth, case.magnitude)
    whole = exposure_of(county)
    gappy = with_gaps(np.random.default_rng([*own, 1]), whole)
    records = []
    for name in names:
        variant = variants()[name]
        exposure = gappy if variant.gaps else whole
        ranker = ranker_of(exposure, truth.source, variant.models(case.truth))
        came = outcome(case.draw, county, truth, ranker, variant.how)
        records.append(Record(name, *case, came))
    return records


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--events", type=int, default=40, help="per truth and magnitude"
    )
    parser.add_argument("--truths", nargs="+", choices=TRUTHS, default=TRUTHS)
    parser.add_argument("--magnitudes", nargs="+", type=float, default=MAGNITUDES)
    parser.add_argument("--variants", nargs="+", default=list(variants()))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="every event as a row of a CSV file")
    return parser.parse_args()


def simulated(chosen: argparse.Namespace) -> Iterator[list[Record]]:
    """Yield the records of one event after another, in their order."""
    cases = [
        Case(*one)
        for one in product(chosen.truths, chosen.magnitudes, range(chosen.events))
    ]
    work = partial(records_of, names=chosen.variants, seed=chosen.seed)
    if chosen.processes == 1:
        yield from map(work, cases)
        return
    with ProcessPoolExecutor(chosen.processes) as pool:
        yield from pool.map(work, cases)


def write_rows(path: Path, records: list[Record]) -> None:
    """Write one row an event and variant, so that others can count anew."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, row_of(records[0]).keys())
        rows.writeheader()
        rows.writerows(map(row_of, records))


def main() -> None:
    """Simulate and print."""
    chosen = asked()
    records = [record for event in simulated(chosen) for record in event]
    if chosen.out:
        write_rows(chosen.out, records)
    print(*told(records), sep="\n")


if __name__ == "__main__":
    main()
