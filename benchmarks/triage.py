"""Triage of a large county, workspace to ranked list, in a cold process.

``python -m benchmarks.triage [--households 1000000] [--runs 5]`` prints the ratio to
the plain geopandas + ``rasterio.sample`` way (:mod:`benchmarks.plain_triage`), both as
whole processes in turn, and the peak memory of each.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow.csv as pa_csv

from desk.demo import make_demo
from desk.events import add_event_file
from desk.snapshot import exposure_of
from desk.triage import triage_event
from desk.workspace import workspace_at
from geo.raster_files import write_event_raster

ROOT = Path(__file__).parents[1]


def prepare(folder: Path, households: int) -> tuple[Path, str]:
    """Make the workspace, its snapshot and its event; all untimed."""
    make_demo(folder / "w", households=households, seed=1, tell=lambda *_: None)
    raster = folder / "intensity.tif"
    with workspace_at(folder / "w") as workspace:
        exposure = exposure_of(workspace)
        west, south = np.nanmin(exposure.lon), np.nanmin(exposure.lat)
        east, north = np.nanmax(exposure.lon), np.nanmax(exposure.lat)
        bounds = (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
        write_event_raster(raster, bounds, lambda lon, lat: 6.0 + (east - lon) * 4)
        event = add_event_file(workspace, raster, "benchmark", hazard="earthquake")
        triage_event(workspace, event)  # builds the snapshot
    return raster, event


# A child of a large parent inherits its peak memory: a small one in between does not.
MEASURE = (
    "import resource, subprocess, sys, time; start = time.perf_counter();"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "print(time.perf_counter() - start,"
    " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
)


def timed(*words: object) -> tuple[float, float]:
    """Run a process; return its seconds and its peak memory in MB."""
    command = [sys.executable, "-c", MEASURE, sys.executable, *map(str, words)]
    told = subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, memory = told.stdout.split()
    return float(seconds), float(memory)


def agree(folder: Path) -> float:
    """Return the greatest difference of a probability between the two answers."""
    tables = [
        pa_csv.read_csv(folder / name).to_pandas().set_index("household_id")
        for name in ("order.csv", "plain.csv")
    ]
    columns = [f"p{k}" for k in range(1, 6)]
    ours, plain = (table[columns] for table in tables)
    return float((ours.reindex(plain.index) - plain).abs().to_numpy().max())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raster, event = prepare(folder, asked.households)
        ours = ("cli.py", "triage", folder / "w", "--event", event)
        ours += ("--out", folder / "order.csv", "--json")
        peer = ("-m", "benchmarks.plain_triage", folder / "w" / "ledger.sqlite")
        peer += (raster, folder / "plain.csv")
        runs = [(timed(*ours), timed(*peer)) for _ in range(asked.runs)]
        ratio = median(plain[0] / own[0] for own, plain in runs)
        own = median(own[0] for own, _ in runs)
        plain = median(plain[0] for _, plain in runs)
        memory = max(own[1] for own, _ in runs)
        print(f"triage of {asked.households:,}: {own:.2f} s, plain way {plain:.2f} s")
        print(f"ratio {ratio:.1f}; peak memory {memory:,.0f} MB")
        print(f"greatest difference of a probability: {agree(folder):.4f}")


if __name__ == "__main__":
    main()
