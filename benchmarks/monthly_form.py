"""The two monthly forms of a county, counted and checked.

``python -m benchmarks.monthly_form [WORKSPACE] [--households 200000] [--runs 5]``
prints the median of the runs for each form: everything from the ledger's rows to the
last check, with the month before.  Without a workspace a demonstration is made.
"""

import argparse
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from desk.demo import make_demo
from desk.monthly_form import monthly_form
from desk.workspace import Workspace, workspace_at
from rules.forms import FORMS

MONTH = date(2026, 10, 1)
LIMIT_SECONDS = 3.0


def seconds(workspace: Workspace, form: str) -> float:
    started = perf_counter()
    found = monthly_form(workspace, form, MONTH)
    assert found.checks
    return perf_counter() - started


def measure(root: Path, runs: int) -> None:
    with workspace_at(root) as workspace:
        for form in FORMS:
            times = [seconds(workspace, form) for _ in range(runs)]
            found = monthly_form(workspace, form, MONTH)
            held = "within" if median(times) <= LIMIT_SECONDS else "beyond"
            print(
                f"{form}: {median(times):.2f} s ({min(times):.2f} to {max(times):.2f}),"
                f" {held} {LIMIT_SECONDS:.0f} s; {found.value(1)} started,"
                f" {len(found.checks)} checks"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    if asked.workspace:
        measure(asked.workspace, asked.runs)
        return
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "w"
        make_demo(root, households=asked.households, seed=1, tell=lambda *_: None)
        measure(root, asked.runs)


if __name__ == "__main__":
    main()
