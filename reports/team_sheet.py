"""What stands on the paper of a team: its doors, its way, and what lies around."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from rules.language import N_, translator

_MINUTES_OF_DAY = 24 * 60

Line = Sequence[tuple[float, float]]  # longitude, latitude
Lines = tuple[Line, ...]
Say = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class SheetStop:
    """A door on the list of a team.

    Attributes
    ----------
    place : int
        Its number on the way; 1 is first.
    people, dependents : number or None
        ``None``, ``NaN`` and negative numbers are unknown.
    structure, grade : str
        Words of record; ``""`` unknown.  The grade is that of the last appraisal.
    heavy_probability, danger : float
        Of heavy damage; expected people in danger.  ``NaN`` unknown.
    arrive_min : float
        Minutes after the start; ``NaN`` unknown.
    lon, lat : float
        Degrees in EPSG:4490; ``NaN`` without place: listed, not on the map.
    """

    place: int
    household_id: str
    village: str
    people: float | None
    dependents: float | None
    structure: str
    grade: str
    heavy_probability: float
    danger: float
    arrive_min: float
    lon: float
    lat: float
    note: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether it can be drawn."""
        return math.isfinite(self.lon) and math.isfinite(self.lat)


@dataclass(frozen=True, kw_only=True)
class TeamSheet:
    """Everything on the paper of one team; no name of a person is among it.

    Attributes
    ----------
    base : (longitude, latitude) or None
    stops : tuple of SheetStop, in the order of the way.
    route, roads, rivers, outline, blocked : tuples of lines
        Longitude and latitude.  What lies outside of the map is left out; the same
        tuple on several sheets is projected once.
    link : str
        Of the team's page for the phone; ``""`` there is none.
    starts_at : str
        The clock when the team leaves, as ``"08:00"``; ``""`` unknown: arrivals are
        told in minutes.
    length_m, minutes : float
        Of the whole way; ``NaN`` unknown.
    sources : tuple of str
        Lines below the map: which event, whose layers.
    """

    county: str
    event_title: str
    day: date
    language: str
    demonstration: bool
    drill: bool
    mission_id: str
    team: str
    team_name: str
    base: tuple[float, float] | None
    stops: tuple[SheetStop, ...]
    route: Lines = ()
    roads: Lines = ()
    rivers: Lines = ()
    outline: Lines = ()
    blocked: Lines = ()
    link: str = ""
    printed_at: str = ""
    starts_at: str = ""
    base_name: str = ""
    length_m: float = math.nan
    minutes: float = math.nan
    sources: tuple[str, ...] = ()

    @cached_property
    def placed(self) -> tuple[SheetStop, ...]:
        """The doors that can be drawn."""
        return tuple(stop for stop in self.stops if stop.is_placed)

    @property
    def name(self) -> str:
        """How the team is recorded: by its name, else by its number."""
        return self.team_name or self.team

    @property
    def called(self) -> str:
        """How people call the team: by its number where its name is the mission's."""
        named = self.mission_id and self.mission_id in self.team_name
        return self.team if named else self.name


def is_known(value: float | None) -> bool:
    """Tell whether a count or a share is known.

    Examples
    --------
    >>> is_known(0), is_known(None), is_known(float("nan")), is_known(-1)
    (True, False, False, False)
    """
    return value is not None and value >= 0


def arrival(sheet: TeamSheet, stop: SheetStop) -> str:
    """Say when a team comes to a door: by the clock, else in minutes of its way.

    Examples
    --------
    >>> clock_after("08:40", 35.4), clock_after("23:30", 60), clock_after("soon", 5)
    ('09:15', '00:30', '')
    """
    if not is_known(stop.arrive_min):
        return ""
    told = clock_after(sheet.starts_at, stop.arrive_min)
    minutes = translator(sheet.language)(N_("+{minutes} min"))
    return told or minutes.format(minutes=f"{stop.arrive_min:.0f}")


def clock_after(start: str, minutes: float) -> str:
    """Return the clock some minutes after ``"08:00"``; ``""`` if that is no clock."""
    hour, _, minute = start.partition(":")
    if not (hour.isdecimal() and minute.isdecimal()):
        return ""
    at = (int(hour) * 60 + int(minute) + round(minutes)) % _MINUTES_OF_DAY
    return f"{at // 60:02}:{at % 60:02}"


def degrees_of(line: Line) -> np.ndarray:
    """Return the places of a line as an array (n, 2), without those that are unknown.

    Examples
    --------
    >>> degrees_of([(102.0, 31.0), (float("nan"), 31.0)]).tolist(), len(degrees_of([]))
    ([[102.0, 31.0]], 0)
    """
    places = np.asarray(line, np.float64).reshape(-1, 2)
    return places[np.isfinite(places).all(axis=1)]
