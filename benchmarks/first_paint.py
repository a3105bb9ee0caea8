"""First paint of the map in a real browser: ``python -m benchmarks.first_paint``.

The page is ready when its heading shows; the map is painted when the last of the
resources it asked for at the start has arrived and been drawn.  Prints the median of
several visits, each with an empty cache, and what was sent apart from assets.
"""

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from desk.demo import make_demo
from tests.browser import browser, running_app

QUIET_SECONDS = 0.6
SEEN = """() => performance.getEntriesByType("resource").map(
    (r) => ({ name: r.name, end: performance.timeOrigin + r.responseEnd,
              size: r.transferSize }))"""


def visit(chromium: Browser, address: str) -> tuple[float, float]:
    """Open the app once; returns seconds from ready to painted, and megabytes."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    ready = time.time()
    page.wait_for_selector("iframe")
    frame = None
    while frame is None:
        page.wait_for_timeout(20)
        frame = next((f for f in page.frames if "/map?" in f.url), None)
    frame.wait_for_selector("canvas")
    count, since = -1, time.time()
    while time.time() - since < QUIET_SECONDS:
        page.wait_for_timeout(50)
        seen = frame.evaluate(SEEN)
        if len(seen) != count:
            count, since = len(seen), time.time()
    painted = max(entry["end"] for entry in seen) / 1000
    sent = sum(e["size"] for e in seen if "/assets/" not in e["name"]) / 1e6
    context.close()
    return max(painted - ready, 0.0), sent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--visits", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        make_demo(folder, households=asked.households, seed=1)
        with running_app(folder) as address, browser() as chromium:
            visit(chromium, address)  # the first builds the snapshots
            visits = [visit(chromium, address) for _ in range(asked.visits)]
    seconds, sent = (median(side) for side in zip(*visits, strict=True))
    print(f"{asked.households:,} households: {seconds:.2f} s, {sent:.2f} MB")


if __name__ == "__main__":
    main()
