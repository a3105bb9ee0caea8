"""From four numbers to the order of visits, and from new findings to a new order.

``python -m benchmarks.triage_speed [--workspace FOLDER] [--households 200000]`` times
whole processes (event taken, list written, sheets of the first day) on a copy of the
workspace, or on a demonstration county made for it; then, in one process, learning from
findings and ordering anew.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.triage_truths import assumed
from desk.demo import make_demo
from desk.snapshot import exposure_of
from desk.workspace import workspace_at
from geo.effort import effort
from geo.exposure import Exposure
from geo.learned_damage import learned_damage
from geo.learning import Tags, learn
from geo.quake import Quake
from geo.shaking import Shaking, shaking_from_parameters
from geo.triage import triage

ROOT = Path(__file__).parents[1]
MAGNITUDE, DEPTH_KM = 6.3, 12.0


def cli(*words: object) -> tuple[dict, float]:
    """Run a verb in a cold process; return its answer and seconds."""
    command = [sys.executable, "cli.py", *map(str, words), "--json"]
    start = time.perf_counter()
    run = subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(run.stdout), time.perf_counter() - start


def processes(folder: Path, exposure: Exposure, teams: int) -> None:
    """Take an event, write the list and the first day's sheets; print seconds."""
    lon, lat = np.nanmedian(exposure.lon), np.nanmedian(exposure.lat)
    given = ("--magnitude", MAGNITUDE, "--lon", lon, "--lat", lat)
    told, adding = cli("event", "add", folder, *given, "--depth-km", DEPTH_KM)
    event = ("--event", told["event_id"])
    _, listing = cli("triage", folder, *event, "--out", folder / "order.csv")
    print(
        f"event {adding:.1f} s + ranked list {listing:.1f} s = {adding + listing:.1f}"
    )
    out = ("--teams", teams, "--out", folder / "sheets")
    _, sheets = cli("sweep", folder, *event, *out)
    print(f"sheets of {teams} teams: {sheets:.1f} s more")


def shaking_of(exposure: Exposure) -> Shaking:
    """Shake the county from its middle."""
    lon, lat = float(np.nanmedian(exposure.lon)), float(np.nanmedian(exposure.lat))
    quake = Quake(magnitude=MAGNITUDE, lon=lon, lat=lat, depth_km=DEPTH_KM)
    return shaking_from_parameters(exposure, quake)


def findings(exposure: Exposure, shaking: Shaking, count: int) -> Tags:
    """Draw findings as likely as expected, at random doors."""
    random = np.random.default_rng(1)
    prior = learned_damage(
        exposure, shaking, learn(exposure, shaking, Tags.none()), Tags.none()
    )
    known = np.flatnonzero(prior.known)
    position = np.sort(random.choice(known, count, replace=False))
    below = np.cumsum(prior.probabilities[position], axis=1)
    grade = (random.random(count)[:, None] > below[:, :-1]).sum(axis=1)
    by_grade = np.cumsum(assumed()["teams"]["tag"], axis=1)[grade]
    tag = (random.random(count)[:, None] > by_grade[:, :-1]).sum(axis=1)
    return Tags(
        position=position,
        tag=tag.astype(np.int8),
        damage_grade=np.full(count, -1, dtype=np.int8),
        reason=np.zeros(count, dtype=np.int8),
    )


def again(exposure: Exposure, counts: list[int], runs: int) -> None:
    """Learn and order anew; print seconds."""
    shaking, costs = shaking_of(exposure), effort(exposure)
    for count in counts:
        tags, seconds, busy = findings(exposure, shaking, count), [], []
        for _ in range(runs):
            start, started = time.perf_counter(), time.process_time()
            learned = learn(exposure, shaking, tags)
            damage = learned_damage(exposure, shaking, learned, tags)
            triage(exposure, damage, tags=tags, effort=costs)
            seconds.append(time.perf_counter() - start)
            busy.append(time.process_time() - started)
        print(
            f"{len(exposure):,} doors, {len(exposure.village_codes)} villages, "
            f"{count:,} findings: {median(seconds):.2f} s to the new order "
            f"(worst {max(seconds):.2f} s; {median(busy):.2f} s of processor)"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--findings", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--teams", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--learning-only", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        if asked.workspace:
            shutil.copytree(asked.workspace, folder)
        else:
            make_demo(folder, households=asked.households, seed=1, tell=lambda *_: None)
        with workspace_at(folder) as workspace:
            exposure = exposure_of(workspace)
        again(exposure, asked.findings, asked.runs)
        if not asked.learning_only:
            processes(folder, exposure, asked.teams)


if __name__ == "__main__":
    main()
