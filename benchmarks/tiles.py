"""Time of a house tile at the server: ``python -m benchmarks.tiles``.

Every tile of zoom 13 to 16 that holds a house, in random order, through the route;
prints the 50th, 95th and 99th percentile in milliseconds.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
from starlette.applications import Starlette

from desk.demo import make_demo
from desk.shelf import CountyShelf
from desk.workspace import open_workspace
from tests.web.asking import ask
from web.routes import routes

TILES = 400


def tiles_with_houses(shelf: CountyShelf, zoom: int) -> np.ndarray:
    """Return ``x, y`` of the tiles that hold a house, from their Morton codes."""
    exposure = shelf.exposure()
    lon = exposure.lon[np.isfinite(exposure.lon)]
    lat = np.radians(exposure.lat[np.isfinite(exposure.lat)])
    x = ((lon + 180) / 360 * 2**zoom).astype(int)
    y = ((1 - np.arcsinh(np.tan(lat)) / np.pi) / 2 * 2**zoom).astype(int)
    return np.unique(np.column_stack([x, y]), axis=0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "w"
        make_demo(folder, households=asked.households, seed=1, tell=lambda *_: None)
        shelf = CountyShelf(open_workspace(folder))
        app = Starlette(routes=routes(lambda: shelf))
        random = np.random.default_rng(1)
        for zoom in (13, 14, 15, 16):
            found = random.permutation(tiles_with_houses(shelf, zoom))[:TILES]
            spent, size = [], []
            for x, y in found:
                query = f"page=planner&v={shelf.version}"
                start = time.perf_counter()
                answer = ask(app, f"/tiles/house/{zoom}/{x}/{y}.pbf?{query}")
                spent.append((time.perf_counter() - start) * 1000)
                if answer.status != 200:
                    raise SystemExit(answer.body.decode())
                size.append(len(answer.body) / 1000)
            p50, p95, p99 = np.percentile(spent, [50, 95, 99])
            print(
                f"zoom {zoom}: {len(found)} tiles, p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
                f"p99 {p99:.1f} ms, greatest {max(size):,.0f} kB"
            )
        shelf.workspace.ledger.close()


if __name__ == "__main__":
    main()
