"""The page of progress as a browser shows it: ``python -m benchmarks.leader_browser``.

``--workspace W`` takes a county, else one of ``--households`` is made.  Prints the
median and the ends of five visits with an empty and with a full cache: until the
heading stands, until names stand on the map, and from a click on a town until the
names of its villages stand there.  The first visit after the start is told apart.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext, Frame, Page

from desk.demo import make_demo
from tests.browser import browser, running_app

VISITS = 5
SETTLED_MS = 1500  # until nothing of the opening runs any more
WHAT = ("heading", "names on the map", "a town by its villages")
SCREEN = {"width": 1440, "height": 900}


def map_of(page: Page) -> Frame:
    """Return the map's frame, once it is there."""
    while True:
        for frame in page.frames:
            if "/map?" in frame.url:
                return frame
        page.wait_for_timeout(10)


def shown(drawn: Frame, selector: str) -> None:
    """Wait for an element, looking more often than Playwright itself does."""
    while not drawn.locator(selector).count():
        drawn.wait_for_timeout(10)


def visit(context: BrowserContext, address: str) -> tuple[float, float, float]:
    """Open the page and click on a town; returns three times in seconds."""
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(f"{address}/leader")
    page.wait_for_selector("h1")
    heading = time.perf_counter() - begun
    drawn = map_of(page)
    shown(drawn, ".name.town span")
    names = time.perf_counter() - begun
    page.wait_for_timeout(SETTLED_MS)
    place = drawn.locator(".name.town").nth(3).bounding_box()
    begun = time.perf_counter()
    page.mouse.click(place["x"], place["y"])
    shown(drawn, ".name.village span")
    opened = time.perf_counter() - begun
    page.close()
    return heading, names, opened


def told(which: str, visits: Iterable[tuple[float, ...]]) -> None:
    """Print what visits took."""
    for what, seconds in zip(WHAT, zip(*visits, strict=True), strict=True):
        ends = f"{min(seconds):.2f} to {max(seconds):.2f}"
        print(f"{which}, {what}: {median(seconds):.2f} s ({ends})")


def measure(folder: Path) -> None:
    """Visit the page with an empty cache each time, then with a full one."""
    with running_app(folder) as address, browser() as chromium:

        def fresh() -> BrowserContext:
            return chromium.new_context(viewport=SCREEN, locale="zh-CN")

        told("first of all", [visit(fresh(), address)])
        told("empty cache", [visit(fresh(), address) for _ in range(VISITS)])
        kept = fresh()
        visit(kept, address)
        told("full cache", [visit(kept, address) for _ in range(VISITS)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--households", type=int, default=200_000)
    asked = parser.parse_args()
    if asked.workspace:
        measure(asked.workspace)
        return
    with tempfile.TemporaryDirectory() as name:
        make_demo(Path(name) / "w", households=asked.households, seed=1)
        measure(Path(name) / "w")


if __name__ == "__main__":
    main()
