"""Time blending stations in: ``python -m benchmarks.shaking_blend [HOUSES]``.

200 000 houses in 300 villages, 500 stations around them.  The peer is the same
conditioning solved house by house for a sample, at its exact place.
"""

import sys
import time
from dataclasses import replace

import numpy as np

from benchmarks.house_risk import county
from geo.exposure import Exposure
from geo.observations import Observations, gathered
from geo.shaking import Shaking
from geo.shaking_blend import blend
from geo.shaking_field import Places, condition

HOUSES = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
VILLAGES, STATIONS, SAMPLE = 300, 500, 2_000
SIDE_M, VILLAGE_M = 60_000.0, 700.0
EAST_M, NORTH_M = 400_000.0, 3_400_000.0


def placed(random: np.random.Generator) -> Exposure:
    """Scatter houses around villages; nothing but their places matters here."""
    middles = random.uniform(0.0, SIDE_M, (2, VILLAGES))
    village = random.integers(0, VILLAGES, HOUSES)
    places = middles[:, village] + random.normal(0.0, VILLAGE_M, (2, HOUSES))
    return replace(
        county(HOUSES),
        easting_m=places[0] + EAST_M,
        northing_m=places[1] + NORTH_M,
    )


def stations(random: np.random.Generator) -> Observations:
    """Draw stations of an event half a degree stronger than expected."""
    east, north = random.uniform(-0.5 * SIDE_M, 1.5 * SIDE_M, (2, STATIONS))
    return Observations(
        easting_m=east + EAST_M,
        northing_m=north + NORTH_M,
        degree=7.5 + random.normal(0.0, 0.7, STATIONS),
        sigma_degree=0.6,
        kind="instrumental",
        offset_sigma_degree=0.3,
    )


def exactly(
    exposure: Exposure, prior: Shaking, told: Observations, rows: np.ndarray
) -> np.ndarray:
    """Condition the same field at the very place of some houses, one by one."""
    evidence = gathered([told])
    level = np.full(len(evidence.degree), 7.0)
    spots = Places(evidence.easting_m, evidence.northing_m, level, level * 0 + 0.45)
    bent = condition(spots, evidence, between_degree=prior.between_sigma_degree)
    alone = (
        Places(exposure.easting_m[[row]], exposure.northing_m[[row]], level[:1],
               spots.within_degree[:1])
        for row in rows
    )  # fmt: skip
    return 7.0 + np.concatenate([bent.shift(place) for place in alone])


def main() -> None:
    random = np.random.default_rng(0)
    exposure, told = placed(random), stations(random)
    prior = Shaking(
        intensity_degree=np.full(HOUSES, 7.0, np.float32),
        sigma_degree=0.45,
        between_sigma_degree=0.42,
        source="parameters",
    )
    for attempt in range(3):
        start, worked = time.perf_counter(), time.process_time()
        shaking = blend(
            exposure, prior, [told], prior_at=lambda lon, lat: np.full(lon.shape, 7.0)
        )
        took, worked = time.perf_counter() - start, time.process_time() - worked
        print(f"{attempt + 1}: {took:.2f} s on the clock, {worked:.2f} s of processor")
    rows = random.integers(0, HOUSES, SAMPLE)
    start = time.perf_counter()
    exact = exactly(exposure, prior, told, rows)
    each = (time.perf_counter() - start) / SAMPLE
    off = np.abs(shaking.intensity_degree[rows] - exact).max()
    print(f"house by house {each * HOUSES:.0f} s; greatest difference {off:.3f} degree")


if __name__ == "__main__":
    main()
