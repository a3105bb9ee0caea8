"""What is asked of a mission: teams, base, hours, doors a day, what is closed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import shapely

from rules.adcode import Level, level_of
from rules.errors import EventError, SchemaError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import SEASONS

TOWN_SEASONS = SEASONS[:-1]  # after a disaster it is the event that is named


def _usual(name: str) -> Any:
    return load_parameters("sweeps")["teams"][name]


@dataclass(frozen=True, kw_only=True)
class MissionSettings:
    """What is asked of a mission.

    Attributes
    ----------
    base : (longitude, latitude)
        Where the teams set out and come back to, degrees in EPSG:4490.
    hours : float, from leaving the base to being back.
    doors_per_day : int, of one team on the mean.
    season : str
        ``"after_rain"`` or ``"after_thaw"``; ``""`` after an event.
    area : str
        Code of a town or village, ``""`` the county.
    blocked : tuple of str
        Points, lines and areas that nobody passes, WKT in degrees.
    pace : float
        Of the usual paces; 0.5 is half as fast.
    instead : bool
        Close the open missions of the event first, and take their doors over.
    """

    teams: int
    base: tuple[float, float]
    hours: float = field(default_factory=lambda: _usual("hours"))
    doors_per_day: int = field(default_factory=lambda: _usual("doors_per_day"))
    title: str = ""
    season: str = ""
    area: str = ""
    blocked: tuple[str, ...] = ()
    pace: float = 1.0
    instead: bool = False

    def __post_init__(self) -> None:
        """Refuse what means nothing.

        Raises
        ------
        EventError, SchemaError
            If there are too many teams, the base is no place, or a season is none.
        """
        most = _usual("most_teams")
        if not 1 <= self.teams <= most:
            raise EventError(N_("the number of teams is 1 to {most}"), most=most)
        lon, lat = self.base
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise EventError(
                N_("{lon}, {lat} is no place in degrees"), lon=lon, lat=lat
            )
        if self.season and self.season not in TOWN_SEASONS:
            raise SchemaError(
                N_("{season!r} is no season of a sweep; seasons are: {known}"),
                season=self.season,
                known=", ".join(TOWN_SEASONS),
            )
        if self.season and (not self.area or level_of(self.area) is not Level.TOWN):
            raise SchemaError(N_("a sweep of a season is held by town; name one"))
        self.closed()

    def closed(self) -> list[shapely.Geometry]:
        """Return what nobody passes, in degrees.

        Raises
        ------
        EventError
            If a text is no geometry.
        """
        try:
            return [shapely.from_wkt(text) for text in self.blocked]
        except shapely.errors.ShapelyError:
            raise EventError(
                N_("what is closed is not readable; write it as POINT (104.5 31.5)")
            ) from None

    def to_json(self, **more: Any) -> str:
        """Write what is kept of the settings, and ``more``."""
        told = asdict(self)
        for name in ("base", "teams", "title", "season", "instead"):  # columns, acts
            del told[name]
        return json.dumps(told | more, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Read back the settings of a mission on record."""
        kept = json.loads(row["settings"])
        own = {n: kept[n] for n in ("hours", "doors_per_day", "area", "pace")}
        return cls(
            teams=row["teams"],
            base=(row["base_lon"], row["base_lat"]),
            title=row["title"],
            season=row["season"] or "",
            blocked=tuple(kept["blocked"]),
            **own,
        )
