"""A square valley: a river from south to north, one road across it, one bridge."""

import numpy as np
import shapely

from geo.sweep_barriers import Barriers
from geo.sweep_doors import Doors
from geo.sweep_routes import SweepSettings

RIVER_M, BRIDGE = 2_000.0, (2_000.0, 500.0)
ROAD = shapely.LineString([(0, 500), (4_000, 500)])
RIVER = shapely.LineString([(RIVER_M, -5_000), (RIVER_M, 5_000)])


def valley(*, bridges=(BRIDGE,), blocked=(), roads=(ROAD,)):
    points = None if bridges is None else shapely.points(np.reshape(bridges, (-1, 2)))
    return Barriers(
        roads=np.array(roads, object),
        road_kmh=np.full(len(roads), 15.0),
        rivers=np.array([RIVER], object),
        bridges=points,
        blocked=np.array(blocked, object),
    )


def doors(places, score=None):
    places = np.reshape(places, (-1, 2)).astype(float)
    count = len(places)
    return Doors(
        position=np.arange(count),
        easting_m=places[:, 0],
        northing_m=places[:, 1],
        score=np.linspace(1.0, 0.1, count) if score is None else np.array(score),
        minutes=np.full(count, 4.0),
    )


def asked(**more):
    usual = {"teams": 1, "base_easting_m": 100.0, "base_northing_m": 500.0}
    return SweepSettings(**usual | {"hours": 12.0, "doors_per_day": 75} | more)


def scattered(count, seed=1, *, west=True):
    rng = np.random.default_rng(seed)
    low = 0 if west else RIVER_M + 50
    return rng.uniform((low, 0), (low + 1_900, 1_000), (count, 2))


def crossings(plan):
    """Where the ways of a plan meet the river."""
    ways = [shapely.LineString(leg) for day in plan.days for leg in day.legs]
    met = [shapely.intersection(way, RIVER) for way in ways]
    return shapely.get_coordinates(met)
