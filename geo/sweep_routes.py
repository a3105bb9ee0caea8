"""A day of teams: which doors each visits, in which order, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.sweep_barriers import Barriers
from geo.sweep_days import TeamDay, length_m, team_day
from geo.sweep_doors import Doors, LeftOut
from geo.sweep_legs import ways_from
from geo.sweep_refill import Ground, refilled
from geo.sweep_sharing import Work, shared
from geo.sweep_tours import BASE, Day, quick
from geo.sweep_ways import Distances, Ways
from rules.errors import EventError
from rules.language import N_

SPARE_RATIO, SPARE_DOORS = 1.3, 100  # beyond what the teams take: some are cut off


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
    can visit; where the hours of a team do not suffice, some that are far make room
    for others beside its way.  Water is crossed at bridges only.

    Raises
    ------
    EventError
        If no door can be reached from the base, or a setting is impossible.
    """
    _require_sound(settings)
    left_out = np.full(len(doors), LeftOut.LATER, np.int8)
    placed = np.isfinite(doors.easting_m) & np.isfinite(doors.northing_m)
    left_out[~placed] = LeftOut.NO_PLACE
    wanted = settings.teams * settings.doors_per_day
    candidates = np.flatnonzero(placed)[: int(wanted * SPARE_RATIO) + SPARE_DOORS]
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
    chosen = near[:wanted]
    stations = np.append(BASE, np.searchsorted(candidates, chosen) + 1)
    found = ways.distances(stations)
    minutes = found.minutes[:, stations] / settings.pace
    spare = np.setdiff1d(np.flatnonzero(left_out == LeftOut.LATER), chosen)
    ground = Ground(base, barriers, settings.pace, settings.hours)
    teams = _teams(doors, settings, chosen, minutes)
    days = _days(doors, teams, (ways, found), (spare, ground))
    return _told(doors, left_out, chosen, days)


def _require_sound(settings: SweepSettings) -> None:
    if settings.teams < 1 or settings.doors_per_day < 1:
        raise EventError(N_("at least one team, and one door a day for it"))
    if not settings.hours > 0 or not settings.pace > 0:
        raise EventError(N_("hours and pace must be more than 0"))
    if not np.isfinite([settings.base_easting_m, settings.base_northing_m]).all():
        raise EventError(N_("the base has no place; give longitude and latitude"))


def _teams(
    doors: Doors, settings: SweepSettings, chosen: np.ndarray, minutes: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray, Day]]:
    """Share doors; returns numbers, rows and day of each team, the urgent first."""
    score = np.nan_to_num(doors.score[chosen].astype(float), nan=0.0)
    stay = doors.minutes[chosen]
    work = Work(minutes=minutes, stay=stay, score=score, hours=settings.hours)
    team = shared(work, settings.teams)
    teams = [np.flatnonzero(team == number) for number in range(settings.teams)]
    teams.sort(key=lambda own: -float(score[own].sum()))
    return [(own + 1, chosen[own], work.day(own)) for own in teams]


def _days(
    doors: Doors,
    teams: Sequence[tuple[np.ndarray, np.ndarray, Day]],
    known: tuple[Ways, Distances],
    more: tuple[np.ndarray, Ground],
) -> tuple[TeamDay, ...]:
    """Order the day of each team; those who would be late choose anew."""
    spent = [day.spent(quick(day)) > day.most_minutes for _, _, day in teams]
    late = [rows for (_, rows, _), is_late in zip(teams, spent, strict=True) if is_late]
    again = iter(refilled(doors, late, *more) if late else ())
    return tuple(
        next(again) if is_late else team_day(day, rows, stations, known)
        for (stations, rows, day), is_late in zip(teams, spent, strict=True)
    )


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
