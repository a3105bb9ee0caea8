"""A million households from CSV while somebody else looks at the map.

``python -m benchmarks.bench_import_million [--rows 1000000] [--runs 3]`` takes the same
file in as a job (read, every row checked, compared, sealed, chained, in one entry; the
map prepared) and, as the peer, with ``csv`` and ``executemany`` into bare SQLite with
the same keys; then once more into a workspace that somebody has open in the browser,
and the very same file again.
"""

import argparse
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event
from urllib.request import urlopen

import numpy as np

from benchmarks.ledger_import import peer
from desk.jobs import Job, start
from desk.workspace import create_workspace, workspace_at
from ledger.verifying import verify
from tests.browser import browser, running_app
from tests.desk.many_households import write_file

COUNTY = "990001"
BEFORE = 50_000  # households that are on the map already
PAUSE_SECONDS = 0.1
PAGE_PAUSE_SECONDS = 2
TILE = "/tiles/house/13/6462/3348.pbf?page=planner"
ASKED = {"tile": TILE, "map": "/map?page=planner", "health": "/_stcore/health"}


def new_workspace(root: Path) -> Path:
    create_workspace(
        root, county_code=COUNTY, county_name="县", policy_code=COUNTY
    ).ledger.close()
    return root


def taken_in(root: Path, file: Path) -> tuple[float, float, Job]:
    """Import as a job; returns the seconds until it is recorded, and until done."""
    begun = time.perf_counter()
    job = start(root, "import households", {"path": str(file), "actor": "benchmark"})
    recorded, steps = 0.0, []
    while job.is_running:
        step, _, _ = job.progress()
        steps += [step] if step not in steps else []
        if step == "snapshot" and not recorded:
            recorded = time.perf_counter() - begun
        time.sleep(PAUSE_SECONDS / 4)
    done = time.perf_counter() - begun
    if {"reading", "writing"} - {*steps}:
        raise SystemExit(f"no progress: {steps}")
    return recorded or done, done, job


def asked_until(stop: Event, address: str, path: str) -> list[float]:
    """Ask for one address again and again; returns the seconds of each answer."""
    spent = []
    while not stop.is_set():
        begun = time.perf_counter()
        with urlopen(f"{address}{path}", timeout=60) as answer:
            answer.read()
        spent.append(time.perf_counter() - begun)
        stop.wait(PAUSE_SECONDS)
    return spent


def opened_until(stop: Event, address: str) -> list[float]:
    """Open the page in a browser again and again; seconds until its heading shows."""
    spent = []
    with browser() as chromium:
        while not stop.is_set():
            context = chromium.new_context()
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(address)
            page.wait_for_selector("h1")
            spent.append(time.perf_counter() - begun)
            context.close()
            stop.wait(PAGE_PAUSE_SECONDS)
    return spent


def in_company(root: Path, file: Path) -> None:
    """Import while others look at the map and open pages; print how long they wait."""
    with running_app(root) as address, ThreadPoolExecutor() as others:
        for path in ASKED.values():
            urlopen(f"{address}{path}", timeout=60).close()
        for label, work in (("quiet", None), ("import", file), ("again", file)):
            stop = Event()
            waits = {
                name: others.submit(asked_until, stop, address, path)
                for name, path in ASKED.items()
            }
            waits["page"] = others.submit(opened_until, stop, address)
            if work:
                recorded, done, job = taken_in(root, work)
                made = {n: job.result()[n] for n in ("imported", "unchanged")}
                print(f"{label}: recorded {recorded:.1f} s, done {done:.1f} s, {made}")
            stop.wait(10)
            stop.set()
            for name, answers in waits.items():
                spent = np.array(answers.result()) * 1000
                p95 = np.percentile(spent, 95)
                print(
                    f"  {label}, {name}: {len(spent)} answers, median "
                    f"{np.median(spent):.0f} ms, p95 {p95:.0f} ms, "
                    f"worst {spent.max():.0f} ms"
                )


def alone(folder: Path, file: Path, runs: int) -> None:
    """Import into empty workspaces, and into bare SQLite; print both."""
    own, bare = [], []
    for run in range(runs):
        recorded, done, job = taken_in(new_workspace(folder / f"w{run}"), file)
        own.append(recorded)
        bare.append(peer(file, folder / f"bare{run}.sqlite"))
        print(f"run {run}: recorded {recorded:.1f} s, map prepared {done:.1f} s")
        print(f"  bare SQLite {bare[-1]:.1f} s; {job.result()['imported']:,} taken in")
    print(
        f"median {median(own):.1f} s (worst {max(own):.1f} s), bare SQLite "
        f"{median(bare):.1f} s, {median(own) / median(bare):.1f} times"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, before = folder / "households.csv", folder / "before.csv"
        write_file(file, asked.rows)
        write_file(before, BEFORE, first=10**9, seed=2)
        alone(folder, file, asked.runs)
        root = new_workspace(folder / "company")
        taken_in(root, before)[2].result()
        in_company(root, file)
        with workspace_at(root) as workspace:
            found = verify(workspace.ledger)
        print(f"verify: {found.rows:,} rows, {'sound' if found.sound else 'NOT SOUND'}")


if __name__ == "__main__":
    main()
