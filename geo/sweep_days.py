"""The day of one team: its doors in their order, and the ways between them."""

from dataclasses import dataclass

import numpy as np

from geo.sweep_tours import BASE, Day, arrivals, ordered
from geo.sweep_ways import Distances, Ways


@dataclass(frozen=True, kw_only=True)
class TeamDay:
    """The day of one team.

    Attributes
    ----------
    doors : int array
        Rows of the doors, in the order of their visits; may be empty.
    minutes : float, from leaving the base to being back.
    length_m : float, of the whole way.
    arrive_min : float array, along ``doors``.
    legs : tuple of float64 arrays (n, 2)
        The way to each door, and the way back last.
    """

    doors: np.ndarray
    minutes: float
    length_m: float
    arrive_min: np.ndarray
    legs: tuple[np.ndarray, ...]


def team_day(
    day: Day, rows: np.ndarray, stations: np.ndarray, known: tuple[Ways, Distances]
) -> TeamDay:
    """Order the day of a team.

    Parameters
    ----------
    rows : int array
        Of its doors, as the caller numbers them.
    stations : int array
        Of its doors, as positions in ``found.stations``.
    known : tuple of (Ways, Distances)
    """
    ways, found = known
    order = ordered(day)
    route = found.stations[np.concatenate([[BASE], stations[order - 1], [BASE]])]
    legs = ways.legs(found, route) if len(order) else ()
    return TeamDay(
        doors=rows[order - 1],
        minutes=day.spent(order),
        length_m=sum(length_m(leg) for leg in legs),
        arrive_min=arrivals(day, order),
        legs=tuple(legs),
    )


def length_m(way: np.ndarray) -> float:
    """Measure a way (n, 2)."""
    return float(np.hypot(*np.diff(way, axis=0).T).sum())
