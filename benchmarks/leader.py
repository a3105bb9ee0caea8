"""What a leader waits for: ``python -m benchmarks.leader [WORKSPACE]``.

Prints, for a county of 200 000 households, the median of the runs of: loading the book
of progress, publishing the first day, the five answers, a click that asks the map of
another day or measure (its state and its areas through the routes), the meeting as one
file with its size, and a map to print.  Without a workspace a demonstration is made.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from starlette.applications import Starlette

from desk.briefing import briefing
from desk.demo import make_demo
from desk.map_paper import map_paper
from desk.progress_measures import PROGRESS_MEASURES
from desk.progress_story import five_answers
from desk.shelf import CountyShelf
from desk.workspace import open_workspace
from reports.briefing_html import briefing_html
from rules.agenda import usual_agenda
from rules.language import translator
from tests.web.asking import ask
from web.routes import routes

TODAY = date(2026, 11, 20)


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = perf_counter()
    act()
    return perf_counter() - started


def clicks(app: Starlette, shelf: CountyShelf) -> Iterator[float]:
    """Yield the time of each of a tour of clicks, none of which was made before."""
    town = next(code for code in shelf.places() if len(code) == len("990001100"))
    for number, measure in enumerate(PROGRESS_MEASURES):
        day = TODAY - timedelta(days=17 * number)
        for place in ("level=town", f"level=village&town={town}"):
            query = f"page=leader&measure={measure}&day={day}&{place}&v={shelf.version}"
            both = (f"/sheet.json?{query}", f"/features/area.geojson?{query}")
            yield seconds(lambda both=both: [_answer(app, one) for one in both])


def _answer(app: Starlette, address: str) -> None:
    answer = ask(app, address)
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.body.decode()}")


def measure(root: Path, runs: int) -> None:
    """Measure and print, each run on a shelf of its own."""
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        shelf = CountyShelf(open_workspace(root))
        app = Starlette(routes=routes(lambda shelf=shelf: shelf))
        for what, act in _acts(shelf):
            found.setdefault(what, []).append(seconds(act))
        toured = list(clicks(app, shelf))
        found.setdefault("a click, median", []).append(median(toured))
        found.setdefault("a click, slowest", []).append(max(toured))
        found.setdefault("the meeting", []).append(seconds(lambda s=shelf: _meeting(s)))
        size = len(_meeting(shelf)) / 1e6
        shelf.workspace.ledger.close()
    for what, times in found.items():
        print(f"{what}: {median(times):.2f} s ({min(times):.2f} to {max(times):.2f})")
    print(f"the meeting has {size:.2f} MB")


def _acts(shelf: CountyShelf) -> list[tuple[str, Callable[[], object]]]:
    say = translator("zh_CN")
    return [
        ("the book of progress", shelf.progress_book),
        ("the first published day", lambda: shelf.published(TODAY)),
        ("the five answers", lambda: five_answers(shelf, TODAY, exact=True)),
        (
            "a map on A3 (PDF)",
            lambda: map_paper(
                shelf, "completed_ratio", TODAY, size="A3", ending=".pdf", say=say
            ),
        ),
    ]


def _meeting(shelf: CountyShelf) -> bytes:
    return briefing_html(briefing(shelf, usual_agenda(), TODAY, "zh_CN"))


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
