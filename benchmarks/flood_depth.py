"""Time flood depths for a county: ``python -m benchmarks.flood_depth [HOUSEHOLDS]``.

1 000 000 households in map order on a 10 000 x 10 000 GeoTIFF of depth (float32,
512-cell tiles, deflate).  The peer is ``rasterio.sample`` on the same households.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_bounds
from scipy.ndimage import zoom

from geo.crs import STORED_CRS, morton
from geo.rasters import sample_nearest

HOUSEHOLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
SIDE, BOUNDS = 10_000, (103.0, 30.5, 104.0, 31.5)


def write_depths(path: Path, rng: np.random.Generator) -> None:
    """Write water of centimetre steps in valleys; where it is dry there is no value."""
    ground = zoom(rng.normal(size=(40, 40)), SIDE / 40, order=1).astype(np.float32)
    ground += rng.normal(0, 0.01, ground.shape).astype(np.float32)  # as from lidar
    depth = np.round(np.clip(ground, 0, None) * 3, 2)
    depth[depth == 0] = -9999
    profile = {
        "driver": "GTiff", "dtype": "float32", "count": 1, "width": SIDE,
        "height": SIDE, "crs": STORED_CRS, "nodata": -9999, "compress": "deflate",
        "tiled": True, "blockxsize": 512, "blockysize": 512,
        "transform": from_bounds(*BOUNDS, SIDE, SIDE),
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as raster:
        raster.write(depth, 1)


def sampled(path: Path, places: np.ndarray) -> np.ndarray:
    with rasterio.open(path) as raster:
        found = np.array([value[0] for value in raster.sample(places)], float)
    return np.where(found == -9999, np.nan, found)


def timed(work, *arguments):
    start = time.perf_counter()
    answer = work(*arguments)
    return answer, time.perf_counter() - start


def main() -> None:
    rng = np.random.default_rng(0)
    places = rng.uniform(BOUNDS[:2], BOUNDS[2:], (HOUSEHOLDS, 2))
    places = places[np.argsort(morton(*places.T))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "depth.tif")
        write_depths(path, rng)
        ours, ours_s = timed(sample_nearest, path, *places.T)
        again, again_s = timed(sample_nearest, path, *places.T)
        peer, peer_s = timed(sampled, path, places)
        size_mb = path.stat().st_size / 1e6
    same = np.array_equal(ours, peer, equal_nan=True)
    print(f"{HOUSEHOLDS:,} households, {SIDE:,} x {SIDE:,} cells, {size_mb:.0f} MB")
    print(f"ours {ours_s:.2f} s first, {again_s:.2f} s again")
    print(f"rasterio.sample {peer_s:.1f} s")
    print(f"{peer_s / ours_s:.0f} times faster; same depths: {same}")
    if not same or not np.array_equal(ours, again, equal_nan=True):
        sys.exit("not equal to rasterio.sample")


if __name__ == "__main__":
    main()
