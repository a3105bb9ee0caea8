"""A day of teams: which doors each visits, in which order, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from geo.sweep_barriers import Barriers
from geo.sweep_legs import ways_from
from geo.sweep_sharing import Work, shared
from geo.sweep_tours import BASE, Day, arrivals, ordered
from geo.sweep_ways import Distances, Ways
from rules.errors import EventError
from rules.language import N_


class LeftOut(IntEnum):
    """Why a door is in no team's day."""

    PLANNED = 0
    NO_PLACE = 1
    NO_WAY = 2
    LATER = 3
    NO_TIME = 4


LEFT_OUT_WORDS = {
    LeftOut.NO_PLACE: N_("no place on record"),
    LeftOut.NO_WAY: N_("cannot be reached: water without a bridge, or closed"),
    LeftOut.LATER: N_("later: the teams are full"),
    LeftOut.NO_TIME: N_("later: the hours of the day do not suffice"),
}


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Doors in the order in which they should be visited, the first first.

    Attributes
    ----------
    position : int, in the exposure.
    easting_m, northing_m : float64; ``NaN`` without place.
    score : float
        How urgent; ``NaN`` unknown, which counts as the least.
    minutes : float, that a team stays.
    """

    position: np.ndarray
    easting_m: np.ndarray
    northing_m: np.ndarray
    score: np.ndarray
    minutes: np.ndarray

    def __len__(self) -> int:
        """Count the doors."""
        return len(self.position)


@dataclass(frozen=True, kw_only=True)
class SweepSettings:
    """How many teams go from where, for how long.

    Attributes
    ----------
    hours : float, from leaving the base to being back.
    doors_per_day : int, of one team, on the mean of all.
    pace : float
        Of the paces of the parameters; 0.5 is half as fast.
    """

    teams: int
    base_easting_m: float
    base_northing_m: float
    hours: float
    doors_per_day: int
    pace: float = 1.0


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


@dataclass(frozen=True, kw_only=True)
class SweepPlan:
    """What a plan says of each door, and of each team.

    Attributes
    ----------
    team : int32
        0 is the team of the most urgent doors; -1 left out.
    place : int32, 1 is a team's first door; 0 left out.
    arrive_min : float, since the team left the base; ``NaN`` left out.
    walk_m : float
        Way from the stop before, by road and on foot; ``NaN`` left out.
    left_out : int8, :class:`LeftOut`.
    days : tuple of TeamDay
    """

    team: np.ndarray
    place: np.ndarray
    arrive_min: np.ndarray
    walk_m: np.ndarray
    left_out: np.ndarray
    days: tuple[TeamDay, ...]

    def counts(self) -> dict[LeftOut, int]:
        """Count the doors by what became of them."""
        return {why: int((self.left_out == why).sum()) for why in LeftOut}


def plan_sweep(doors: Doors, settings: SweepSettings, barriers: Barriers) -> SweepPlan:
    """Share doors among teams, and order each team's day.

    The first doors of the order that can be reached are taken, as many as the teams
    can visit; water is crossed at bridges only.

    Raises
    ------
    EventError
        If no door can be reached from the base, or a setting is impossible.
    """
    _require_sound(settings)
    left_out = np.full(len(doors), LeftOut.LATER, np.int8)
    placed = np.isfinite(doors.easting_m) & np.isfinite(doors.northing_m)
    left_out[~placed] = LeftOut.NO_PLACE
    candidates = np.flatnonzero(placed)
    if not len(candidates):
        raise EventError(N_("no door with a place on record; nothing can be planned"))
    places = np.stack([doors.easting_m, doors.northing_m], axis=1)[candidates]
    base = np.array([settings.base_easting_m, settings.base_northing_m])
    ways = ways_from(base, places, barriers)
    away = ways.distances(np.array([BASE])).minutes[0, 1:]
    left_out[candidates[~np.isfinite(away)]] = LeftOut.NO_WAY
    near = candidates[np.isfinite(away)]
    if not len(near):
        raise EventError(
            N_("no door can be reached from this base: water without a bridge, or what "
               "is closed, lies between; choose another base")
        )  # fmt: skip
    chosen = near[: settings.teams * settings.doors_per_day]
    stations = np.append(BASE, np.searchsorted(candidates, chosen) + 1)
    found = ways.distances(stations)
    minutes = found.minutes[:, stations] / settings.pace
    days = _days(doors, settings, chosen, minutes, (ways, found))
    return _told(doors, left_out, chosen, days)


def _require_sound(settings: SweepSettings) -> None:
    if settings.teams < 1 or settings.doors_per_day < 1:
        raise EventError(N_("at least one team, and one door a day for it"))
    if not settings.hours > 0 or not settings.pace > 0:
        raise EventError(N_("hours and pace must be more than 0"))
    if not np.isfinite([settings.base_easting_m, settings.base_northing_m]).all():
        raise EventError(N_("the base has no place; give longitude and latitude"))


def _days(
    doors: Doors,
    settings: SweepSettings,
    chosen: np.ndarray,
    minutes: np.ndarray,
    known: tuple[Ways, Distances],
) -> tuple[TeamDay, ...]:
    """Return the days of the teams, those of the most urgent doors first."""
    score = np.nan_to_num(doors.score[chosen].astype(float), nan=0.0)
    stay = doors.minutes[chosen]
    work = Work(minutes=minutes, stay=stay, score=score, hours=settings.hours)
    team = shared(work, settings.teams)
    teams = [np.flatnonzero(team == number) for number in range(settings.teams)]
    teams.sort(key=lambda own: -float(score[own].sum()))
    return tuple(_day(work.day(own), chosen[own], own + 1, known) for own in teams)


def _day(
    day: Day, rows: np.ndarray, stations: np.ndarray, known: tuple[Ways, Distances]
) -> TeamDay:
    """Order the day of a team with doors of some rows and numbers in ``known``."""
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


def _told(
    doors: Doors, left_out: np.ndarray, chosen: np.ndarray, days: Sequence[TeamDay]
) -> SweepPlan:
    left_out[chosen] = LeftOut.NO_TIME
    team, place = (np.full(len(doors), v, np.int32) for v in (-1, 0))
    arrive_min, walk_m = (np.full(len(doors), np.nan) for _ in range(2))
    for number, day in enumerate(days):
        rows = day.doors
        left_out[rows], team[rows] = LeftOut.PLANNED, number
        place[rows] = np.arange(1, len(rows) + 1)
        arrive_min[rows] = day.arrive_min
        walk_m[rows] = [length_m(leg) for leg in day.legs[: len(rows)]]
    return SweepPlan(
        team=team,
        place=place,
        arrive_min=arrive_min,
        walk_m=walk_m,
        left_out=left_out,
        days=tuple(days),
    )
