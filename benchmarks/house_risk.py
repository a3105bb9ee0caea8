"""Time the risk of a county's houses: ``python -m benchmarks.house_risk``.

200 000 synthetic households in 300 villages, 6 % of them of unknown structure.  The
peer goes from house to house and sums hazard and fragility there, as one would write
it down; it is given a part of the county and must come to the same numbers.
"""

import argparse
import time
from statistics import median

import numpy as np
import pyarrow as pa

from geo.exposure import COLUMNS, Exposure
from geo.fragility import exceedance, storey_index
from geo.gem_curves import gem_exceedance, has_curve
from geo.hazard_curve import slopes, steps
from geo.house_risk import HouseRisk, risk_after, risk_of
from geo.imputation import Imputed, impute
from rules.parameters import load_parameters
from rules.vocabulary import GRADES, RETROFITS, STRUCTURES

VILLAGES = 300
MIX = (0.16, 0.10, 0.36, 0.02, 0.15, 0.06, 0.10, 0.05)
HEAVY = 2


def county(households: int, seed: int = 1) -> Exposure:
    """Make households of random structure, height, grade and size."""
    rng = np.random.default_rng(seed)
    columns = {name: np.full(households, -1, kind) for name, kind in COLUMNS.items()
               if not np.issubdtype(kind, np.unsignedinteger)}  # fmt: skip
    for name in COLUMNS.keys() - columns.keys():
        columns[name] = np.zeros(households, COLUMNS[name])
    structure = rng.choice(len(STRUCTURES), households, p=MIX)
    structure[rng.random(households) < 0.06] = -1
    drawn = {
        "village": rng.integers(0, VILLAGES, households),
        "structure": structure,
        "storeys": rng.choice([-1, 1, 2, 3], households, p=[0.02, 0.7, 0.23, 0.05]),
        "grade": rng.choice(
            [-1, 0, 1, 2, 3], households, p=[0.2, 0.3, 0.3, 0.12, 0.08]
        ),
        "occupants": rng.integers(1, 7, households),
    }
    columns |= {name: drawn[name].astype(COLUMNS[name]) for name in drawn}
    codes = tuple(f"99000100{v // 100 + 1}{v % 100 + 1:03d}" for v in range(VILLAGES))
    return Exposure(
        household_id=pa.chunked_array([pa.array(np.arange(households).astype(str))]),
        village_codes=codes,
        village_names=codes,
        town_names=codes,
        metric_crs="EPSG:4543",
        **columns,
    )


def accelerations(households: int, zones: bool) -> np.ndarray:
    """Draw design accelerations: the steps of the zonation, or each house its own."""
    rng = np.random.default_rng(2)
    if zones:
        return rng.choice([0.05, 0.10, 0.15, 0.20, 0.30], households)
    return rng.uniform(0.05, 0.40, households)


def heavy(model: str, structure: str, storeys: int, shift: float) -> np.ndarray | None:
    degree = steps()[0]
    if model == "gem":
        if not has_curve(structure):
            return None
        return gem_exceedance(structure, storeys, degree, shift)[:, HEAVY]
    if model == "riskue":
        unknown, low, mid = storey_index(structure)
        shift += unknown if storeys == 0 else low if storeys <= 2 else mid
    return exceedance(model, structure, degree, shift)[:, HEAVY]


def rates_of_structure(
    structure: str, storeys: int, grade: int, pga_g: float
) -> np.ndarray:
    """Return the rates by model, slope and side."""
    law = load_parameters("fragility")["grade_range"]
    shifts = (0.0, 0.0) if grade < 0 else law[GRADES[grade]]
    power = pga_g ** np.array(slopes())
    rates = np.empty((4, len(slopes()), 2))
    for side, shift in enumerate(shifts):
        for position, model in enumerate(("pager", "riskue", "gbt", "gem")):
            curve = heavy(model, structure, storeys, shift)
            if curve is None:
                rates[3, :, side] = rates[:3, :, side].mean(axis=0)
            else:
                rates[position, :, side] = steps()[1] @ curve * power
    return rates


def halves(rates: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Mix structures (first axis), the stronger half on one side."""
    mixed = np.zeros(rates.shape[1:])
    for model, slope in np.ndindex(rates.shape[1:3]):
        left = 0.5
        for structure in np.argsort(rates[:, model, slope, 0]):
            taken = min(left, shares[structure])
            left -= taken
            rest = shares[structure] - taken
            mixed[model, slope] += 2 * rates[structure, model, slope] * (taken, rest)
    return mixed


def house_by_house(
    exposure: Exposure, pga_g: np.ndarray, likely: Imputed
) -> np.ndarray:
    """Return people by branch and house, the plain way."""
    branches = np.empty((24, len(exposure)))
    for house in range(len(exposure)):
        of = int(exposure.structure[house])
        storeys = min(max(int(exposure.storeys[house]), 0), 3)
        about = (storeys, int(exposure.grade[house]), float(pga_g[house]))
        if of >= 0:
            rates = rates_of_structure(STRUCTURES[of], *about)
        else:
            every = [rates_of_structure(word, *about) for word in STRUCTURES]
            shares = likely.shares[exposure.village[house]].astype(np.float64)
            rates = halves(np.stack(every), shares)
        ratio = 1 - np.exp(-30 * rates.ravel())
        branches[:, house] = ratio * exposure.occupants[house]
    return branches


def timed(work, *arguments) -> tuple[HouseRisk | np.ndarray, float]:
    start = time.perf_counter()
    answer = work(*arguments)
    return answer, time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peer", type=int, default=200, help="households of the peer")
    asked = parser.parse_args()
    exposure = county(asked.households)
    for zones, says in ((True, "5 accelerations"), (False, "each house its own")):
        pga = accelerations(asked.households, zones)
        runs = [timed(risk_of, exposure, pga) for _ in range(asked.runs)]
        seconds = [run[1] for run in runs]
        print(f"risk of {asked.households:,} houses, {says}: {median(seconds):.2f} s")
        if zones:
            print(f"  the first, tables made: {seconds[0]:.2f} s")
            after = [timed(risk_after, exposure, pga, m)[1] for m in RETROFITS]
            print(f"  after each of {len(after)} measures: {sum(after):.2f} s together")
    few = np.arange(asked.peer)
    part, likely = exposure.take(few), impute(exposure)
    plain, plain_s = timed(house_by_house, part, pga[few], likely)
    apart = np.abs(plain / runs[0][0].branches[:, few] - 1).max()
    ratio = plain_s / asked.peer / (median(seconds) / asked.households)
    print(
        f"house by house {plain_s / asked.peer * 1000:.1f} ms each: ratio {ratio:,.0f}"
    )
    print(f"greatest relative difference over all branches: {apart:.1e}")


if __name__ == "__main__":
    main()
