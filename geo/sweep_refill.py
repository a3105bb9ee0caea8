"""Teams whose hours do not suffice: doors beside the way take the place of far ones."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from geo.sweep_barriers import Barriers
from geo.sweep_days import TeamDay, team_day
from geo.sweep_doors import Doors
from geo.sweep_legs import ways_from
from geo.sweep_tours import BASE, Day
from rules.parameters import load_parameters


class Ground(NamedTuple):
    """Where teams move: the base (2,) in metres, what bars the way, and the pace."""

    base: np.ndarray
    barriers: Barriers
    pace: float
    hours: float


def refilled(
    doors: Doors, late: Sequence[np.ndarray], spare: np.ndarray, ground: Ground
) -> list[TeamDay]:
    """Return days within the hours, of about as many doors as were asked for.

    A team leaves out doors that are far and little urgent, and visits others of the
    order that lie beside its way.

    Parameters
    ----------
    late : sequence of int arrays
        Rows of the doors of each such team.
    spare : int array
        Rows of doors that nobody has, the first to visit first.
    """
    places = np.stack([doors.easting_m, doors.northing_m], axis=1)
    pools = _pools(places, late, spare)
    ways = ways_from(ground.base, places[np.concatenate(pools)], ground.barriers)
    made, first = [], 1
    for own, pool in zip(late, pools, strict=True):
        numbers = np.append(BASE, np.arange(first, first + len(pool)))
        first += len(pool)
        found = ways.distances(numbers)
        reached = np.flatnonzero(np.isfinite(found.minutes[0, numbers[1:]]))
        stops = np.append(BASE, reached + 1)
        rows = pool[reached]
        day = Day(
            minutes=found.minutes[np.ix_(stops, numbers[stops])] / ground.pace,
            stay=np.append(0.0, doors.minutes[rows]),
            score=np.append(0.0, np.nan_to_num(doors.score[rows].astype(float))),
            hours=ground.hours,
            most_doors=len(own),
        )
        made.append(team_day(day, rows, reached + 1, (ways, found)))
    return made


def _pools(
    places: np.ndarray, late: Sequence[np.ndarray], spare: np.ndarray
) -> list[np.ndarray]:
    """Return the doors each team may choose from: its own, and half as many more."""
    if not len(spare):
        return list(late)
    reach_m = load_parameters("sweeps")["routes"]["beside_way_m"]
    team = np.repeat(np.arange(len(late)), [len(own) for own in late])
    tree = cKDTree(places[np.concatenate(late)])
    away_m, nearest = tree.query(places[spare], distance_upper_bound=reach_m)
    beside = np.isfinite(away_m)
    spare, of = spare[beside], team[nearest[beside]]
    return [
        np.concatenate([own, spare[of == number][: len(own) // 2]])
        for number, own in enumerate(late)
    ]
