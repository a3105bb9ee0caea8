"""A day of teams: how long it takes to plan, how fair, how dry-shod, how short.

``python -m benchmarks.sweep_routes [--instances 20] [--teams 20] [--doors 75]
[--seconds 5]`` invents counties of hamlets on a net of roads cut by rivers, with a
bridge at two of three places where a road crosses water.  For each it prints the time,
how far the teams' doors are from their mean, how often a way crosses water without a
bridge, and how much longer the way of one team is than the solution OR-tools finds by
itself in so many seconds.
"""

import argparse
import time
from typing import NamedTuple

import numpy as np
import shapely
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from geo.sweep_barriers import Barriers
from geo.sweep_doors import Doors
from geo.sweep_legs import ways_from
from geo.sweep_routes import SweepPlan, SweepSettings, plan_sweep

SIDE_M, STEP_M, HAMLETS = 24_000.0, 1_500.0, 90
REACH_M = 50.0  # a way may leave the bridge by so much
TENTHS = 600  # of a second, in a minute


class Measured(NamedTuple):
    """One instance: seconds, doors off the mean, crossings, ways against OR-tools."""

    seconds: float
    unfair_ratio: float
    without_bridge: int
    longer_ratio: float
    doors: int


def county(seed: int) -> tuple[Barriers, np.random.Generator]:
    """Invent roads, rivers, and bridges at two of three crossings."""
    rng = np.random.default_rng(seed)
    rows = np.arange(0.0, SIDE_M + 1, STEP_M)
    east, north = np.meshgrid(rows, rows)
    jitter = rng.normal(0, STEP_M / 6, (2, *east.shape))
    grid = np.stack([east + jitter[0], north + jitter[1]], axis=-1)
    roads = [shapely.LineString(line) for line in (*grid, *grid.swapaxes(0, 1))]
    rivers = [_river(rng, at) for at in rng.uniform(0.15, 0.85, 3) * SIDE_M]
    met = [shapely.intersection(road, river) for road in roads for river in rivers]
    crossings = shapely.points(shapely.get_coordinates(met))
    kept = rng.random(len(crossings)) < 2 / 3
    made = Barriers(
        roads=np.array(roads, object),
        road_kmh=rng.choice([15.0, 22.0, 30.0], len(roads)),
        rivers=np.array(rivers, object),
        bridges=crossings[kept],
    )
    return made, rng


def _river(rng: np.random.Generator, middle_m: float) -> shapely.LineString:
    north = np.linspace(-1_000.0, SIDE_M + 1_000.0, 60)
    wander = np.cumsum(rng.normal(0, 250, 60))
    return shapely.LineString(np.stack([middle_m + wander, north], axis=1))


def instance(
    seed: int, teams: int, doors: int
) -> tuple[Doors, SweepSettings, Barriers]:
    """Invent doors in hamlets, the most urgent around an epicentre."""
    barriers, rng = county(seed)
    count = int(teams * doors * 1.4)
    hamlets = rng.uniform(0.05, 0.95, (HAMLETS, 2)) * SIDE_M
    places = hamlets[rng.integers(0, HAMLETS, count)]
    places = places + rng.normal(0, 180, places.shape)
    away_m = np.hypot(*(places - hamlets[0]).T)
    score = np.exp(-away_m / 9_000) * rng.pareto(2.0, count)
    order = np.argsort(-score)
    told = Doors(
        position=order,
        easting_m=places[order, 0],
        northing_m=places[order, 1],
        score=score[order],
        minutes=np.full(count, 4.0),
    )
    base = hamlets[1]
    settings = SweepSettings(
        teams=teams,
        base_easting_m=float(base[0]),
        base_northing_m=float(base[1]),
        hours=16.0,
        doors_per_day=doors,
    )
    return told, settings, barriers


def measure(seed: int, teams: int, doors: int, seconds: float) -> Measured:
    """Plan one instance and hold it against what was promised."""
    told, settings, barriers = instance(seed, teams, doors)
    start = time.process_time()
    plan = plan_sweep(told, settings, barriers)
    took = time.process_time() - start
    sizes = np.array([len(day.doors) for day in plan.days])
    return Measured(
        seconds=took,
        unfair_ratio=float(np.abs(sizes / sizes.mean() - 1).max()),
        without_bridge=without_bridge(plan, barriers),
        longer_ratio=_longer(told, settings, barriers, plan, seed % teams, seconds),
        doors=int(sizes.sum()),
    )


def without_bridge(plan: SweepPlan, barriers: Barriers) -> int:
    """Count places where a way crosses water and no bridge is near."""
    water = shapely.union_all(barriers.rivers)
    bridges = shapely.union_all(barriers.bridges)
    ways = [shapely.LineString(leg) for day in plan.days for leg in day.legs]
    points = shapely.points(shapely.get_coordinates(shapely.intersection(ways, water)))
    return int((shapely.distance(points, bridges) > REACH_M).sum())


def _longer(
    told: Doors,
    settings: SweepSettings,
    barriers: Barriers,
    plan: SweepPlan,
    team: int,
    seconds: float,
) -> float:
    """Return how much longer a team's way is than what OR-tools finds by itself."""
    rows = plan.days[team].doors
    places = np.stack([told.easting_m, told.northing_m], axis=1)[rows]
    base = np.array([settings.base_easting_m, settings.base_northing_m])
    ways = ways_from(base, places, barriers)
    minutes = ways.distances(np.arange(len(rows) + 1)).minutes
    stops = np.r_[0, np.arange(1, len(rows) + 1), 0]
    own = minutes[stops[:-1], stops[1:]].sum()
    return float(own / alone(minutes, seconds) - 1)


def alone(minutes: np.ndarray, seconds: float) -> float:
    """Return the minutes of the way that OR-tools finds in so many seconds."""
    manager = pywrapcp.RoutingIndexManager(len(minutes), 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    whole = np.rint(minutes * TENTHS).astype(int).tolist()
    cost = routing.RegisterTransitMatrix(whole)
    routing.SetArcCostEvaluatorOfAllVehicles(cost)
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    asked.time_limit.FromNanoseconds(int(seconds * 1e9))
    return routing.SolveWithParameters(asked).ObjectiveValue() / TENTHS


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=int, default=20)
    parser.add_argument("--teams", type=int, default=20)
    parser.add_argument("--doors", type=int, default=75)
    parser.add_argument("--seconds", type=float, default=5.0)
    asked = parser.parse_args()
    found = []
    for seed in range(asked.instances):
        one = measure(seed, asked.teams, asked.doors, asked.seconds)
        found.append(one)
        print(
            f"county {seed}: {one.doors:,} doors in {one.seconds:.1f} s of processor, "
            f"{one.unfair_ratio:.1%} off the mean at most, {one.without_bridge} "
            f"crossings without a bridge, way {one.longer_ratio:+.1%}",
            flush=True,
        )
    seconds, unfair, wet, longer, _ = (np.array(v) for v in zip(*found, strict=True))
    print(
        f"all: {seconds.mean():.1f} s (at most {seconds.max():.1f}), at most "
        f"{unfair.max():.1%} off the mean, {wet.sum()} crossings without a bridge, "
        f"ways {longer.mean():+.1%} (at most {longer.max():+.1%}) against OR-tools' "
        f"{asked.seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
