"""Progress of any past day, out of a large ledger.

``python -m benchmarks.progress_days WORKSPACE [--days 24] [--runs 5]`` prints how long
the book of progress takes to load, and again for the next page; and the median and
the worst time to count every town and village on one of so many days over the whole
history, and to answer the five questions of that day.  The peer for a day is the way
without a book: read what is on record of all cases by then, and judge case by case.
"""

import argparse
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from desk.case_files import cases_on_record
from desk.progress_answers import five_answers
from desk.progress_book import progress_book
from desk.shelf import CountyShelf
from desk.workspace import Workspace, workspace_at
from rules.adcode import Level
from rules.casework import milestone_of
from rules.clocks import clocks


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def spread(first: date, last: date, count: int) -> list[date]:
    whole = (last - first).days
    return [first + timedelta(days=whole * n // count) for n in range(1, count + 1)]


def one_by_one(workspace: Workspace, on: date) -> dict[tuple[str, str | None], int]:
    """Count cases by town and milestone the long way."""
    found: dict[tuple[str, str | None], int] = {}
    for record in cases_on_record(workspace, None, on):
        clocks(record.file, workspace.policy, on, workspace.holidays)
        town = record.file.village_code[: Level.TOWN]
        key = (town, milestone_of(record.file, workspace.policy))
        found[key] = found.get(key, 0) + 1
    return found


def measure(workspace: Workspace, days: int, runs: int) -> None:
    loads = [seconds(lambda: progress_book(workspace)) for _ in range(runs)]
    print(f"load        first {loads[0]:.2f} s, again {median(loads[1:]):.2f} s")
    book = progress_book(workspace)
    first, last = workspace.ledger.days() or (date.today(), date.today())
    chosen = spread(first, last, days)
    counted = [
        seconds(lambda day=day: [book.counts(day, level) for level in Level])
        for day in chosen
    ]
    told = sorted(counted)
    print(
        f"a day       median {1e3 * median(told):.0f} ms, worst {1e3 * told[-1]:.0f} ms"
    )
    shelf = CountyShelf(workspace)
    shelf.progress_book()
    answered = [
        seconds(lambda day=day: five_answers(shelf, day, exact=True)) for day in chosen
    ]
    middle, worst = 1e3 * median(answered), 1e3 * max(answered)
    print(f"five answers median {middle:.0f} ms, worst {worst:.0f} ms")
    peer = seconds(lambda: one_by_one(workspace, last))
    print(
        f"case by case {peer:.2f} s, {peer / median(told):.0f} times a day of the book"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("workspace", type=Path)
    asked.add_argument("--days", type=int, default=24)
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args()
    with workspace_at(given.workspace) as workspace:
        measure(workspace, given.days, given.runs)


if __name__ == "__main__":
    main()
