"""What an officer waits for: a household's file, and the list of open cases.

``python -m benchmarks.household_page [--workspace W] [--households 200000]`` makes the
demonstration county, or takes one, and prints how long it takes to gather a household's
file as its page shows it (all tables, what the law says, next steps, clocks, history),
the work list of the county, and a search; each as a multiple of reading one household's
row from the same ledger.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from desk.case_search import search
from desk.demo import make_demo
from desk.household_file import household_file
from desk.work_list import work_list
from desk.workspace import Workspace, workspace_at
from ledger.reading import for_role
from ledger.roles import Acting, Role

PLANNER = Acting("benchmark", Role.PLANNER)


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def told(what: str, times: list[float], row: float) -> None:
    middle = median(times)
    print(f"{what}: {middle * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms", end="")
    print(f" (median of {len(times)}); {middle / row:.0f} x one row")


def measure(workspace: Workspace, runs: int) -> None:
    waiting = work_list(workspace, PLANNER, everyones=True)
    ids = [one.household_id for one in waiting[:runs]]
    reader = for_role(workspace.ledger, PLANNER)
    row = median([seconds(lambda i=i: reader.household(i)) for i in ids])
    files = [seconds(lambda i=i: household_file(workspace, PLANNER, i)) for i in ids]
    told("household file", files, row)
    finding = [seconds(lambda i=i: search(workspace, PLANNER, i)) for i in ids]
    told("search by household number", finding, row)
    lists = [seconds(lambda: work_list(workspace, PLANNER)) for _ in range(5)]
    told(f"work list of {len(waiting)} open cases", lists, row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = asked.workspace or Path(folder) / "w"
        if asked.workspace is None:
            make_demo(root, households=asked.households, seed=1)
        with workspace_at(root) as workspace:
            measure(workspace, asked.runs)


if __name__ == "__main__":
    main()
