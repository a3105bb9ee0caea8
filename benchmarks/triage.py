"""Triage of a large county, workspace to ranked list, in a cold process.

``python -m benchmarks.triage [--households 1000000] [--runs 5]`` prints the ratio to
the plain geopandas + ``rasterio.sample`` way (:mod:`benchmarks.plain_triage`), both as
whole processes in turn, and the peak memory of each.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import pyarrow.csv as pa_csv

from desk.demo import make_demo
from desk.events import add_event_file
from desk.snapshot import exposure_of
from desk.triage import triage_event
from desk.workspace import workspace_at
from geo.event_files import write_event_raster
from geo.houses import house_class

ROOT = Path(__file__).parents[1]


def prepare(folder: Path, households: int) -> tuple[Path, str]:
    """Make the workspace, its event, and the peer's GeoPackage; all untimed."""
    make_demo(folder / "w", households=households, seed=1, tell=lambda *_: None)
    raster = folder / "intensity.tif"
    with workspace_at(folder / "w") as workspace:
        exposure = exposure_of(workspace)
        west, south = np.nanmin(exposure.lon), np.nanmin(exposure.lat)
        east, north = np.nanmax(exposure.lon), np.nanmax(exposure.lat)
        bounds = (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
        write_event_raster(raster, bounds, lambda lon, lat: 6.0 + (east - lon) * 4)
        event = add_event_file(workspace, raster, "benchmark", hazard="earthquake")
        result = triage_event(workspace, event).result
        placed = np.isfinite(exposure.lon)
        table = gpd.GeoDataFrame(
            {
                "household_id": exposure.household_id.to_pandas()[placed],
                "house_class": house_class(exposure)[placed],
                "people": result.people[placed],
                "dependence": result.dependence[placed],
            },
            geometry=gpd.points_from_xy(exposure.lon[placed], exposure.lat[placed]),
            crs="EPSG:4490",
        )
        table.to_file(folder / "houses.gpkg")
    return raster, event


def timed(*words: object) -> tuple[float, float]:
    """Run a process; return its seconds and the peak memory of all so far, in MB."""
    start = time.perf_counter()
    command = [sys.executable, *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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
        ours += ("--out", folder / "order.csv")
        peer = ("-m", "benchmarks.plain_triage", folder / "houses.gpkg", raster)
        peer += (folder / "plain.csv",)
        runs, memory = [], 0.0
        for run in range(asked.runs):
            seconds, peak = timed(*ours)
            memory = peak if run == 0 else memory  # before the peer has ever run
            runs.append((seconds, timed(*peer)[0]))
        ratio = median(plain / own for own, plain in runs)
        own, plain = (median(side) for side in zip(*runs, strict=True))
        print(f"triage of {asked.households:,}: {own:.2f} s, plain way {plain:.2f} s")
        print(f"ratio {ratio:.1f}; peak memory {memory:,.0f} MB")
        print(f"greatest difference of a probability: {agree(folder):.4f}")


if __name__ == "__main__":
    main()
