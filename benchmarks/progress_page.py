"""What a click on the page of progress costs the server.

``python -m benchmarks.progress_page [--workspace W] [--households 200000]`` makes the
demonstration county, or takes one, and prints the median and the worst of five runs of
what a click asks for: a day never asked for before, another measure, a town by its
villages (the state of the map, its areas, their names, the sentence, the list), and
what changed since a month; each as a multiple of reading the county's counts of a day.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from desk.demo import make_demo
from desk.progress_answers import five_answers
from desk.progress_areas import exact_areas
from desk.progress_changes import changes
from desk.progress_days import shifted_months
from desk.progress_figures import figures
from desk.progress_measures import PROGRESS_MEASURES
from desk.progress_story import sentence
from desk.shelf import CountyShelf
from desk.workspace import workspace_at
from layers import area, area_name
from layers.page import sheet_state
from rules.adcode import Level

RUNS = 5
GAP_DAYS = 17  # between the days asked for, none of which was asked for before


def click(shelf: CountyShelf, day: date, measure: str, town: str = "") -> None:
    """Make what a click shows."""
    level = "village" if town else "town"
    choice = {"page": "leader", "lang": "zh_CN", "measure": measure, "level": level}
    choice |= {"day": day.isoformat(), "town": town}
    sheet_state(shelf, choice, str)
    area.features(shelf, choice)
    area_name.features(shelf, choice)
    sentence(figures(shelf, day, exact=False), measure, town)
    days = day, shifted_months(day, -1)
    exact_areas(shelf.progress_book(), measure, days, town)
    five_answers(shelf, day, exact=True)


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def told(what: str, times: list[float], peer: float) -> None:
    middle = median(times)
    print(f"{what}: {middle * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms", end="")
    print(f" (median of {len(times)}); {middle / peer:.1f} x counts of a day")


def measure(shelf: CountyShelf) -> None:
    print(f"book of progress: {seconds(shelf.progress_book):.2f} s, once")
    today, book = date.today(), shelf.progress_book()
    print(
        f"published month-ends: {seconds(lambda: shelf.published(today)):.2f} s, once"
    )
    past = [today - timedelta(days=GAP_DAYS * n) for n in range(1, 4 * RUNS)]
    counts = [seconds(lambda d=d: book.counts(d, Level.COUNTY)) for d in past[-RUNS:]]
    peer, ids = median(counts), list(PROGRESS_MEASURES)
    days = [seconds(lambda d=d: click(shelf, d, ids[1])) for d in past[:RUNS]]
    told("another day", days, peer)
    others = [seconds(lambda m=m: click(shelf, today, m)) for m in ids[:RUNS]]
    told("another measure", others, peer)
    towns = [code for code in shelf.places() if len(code) == Level.TOWN][:RUNS]
    inside = [seconds(lambda t=t: click(shelf, today, ids[1], t)) for t in towns]
    told("into a town", inside, peer)
    month = [(d, shifted_months(d, -1)) for d in past[RUNS : 2 * RUNS]]
    changed = [seconds(lambda d=d: changes(book, *d)) for d in month]
    told("what changed in a month", changed, peer)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--households", type=int, default=200_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = asked.workspace or Path(folder) / "w"
        if asked.workspace is None:
            make_demo(root, households=asked.households, seed=1)
        with workspace_at(root) as workspace:
            measure(CountyShelf(workspace))


if __name__ == "__main__":
    main()
