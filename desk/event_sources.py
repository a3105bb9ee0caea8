"""What a report of an event tells: a message, four numbers, or a file."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from desk.event_files import told_by_file
from desk.event_forms import HAZARDS
from desk.event_told import TITLE_LENGTH, Told, hash_of
from geo.message_files import SUFFIX, read_message
from geo.quake import Quake
from geo.quake_message import read_quake_message
from geo.water_level import fill, write_filled
from ledger.response_schema import LONGEST_MESSAGE
from rules.errors import EventError
from rules.language import N_
from rules.times import CHINA_TIME


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """An earthquake typed in; ``at`` may be unknown."""

    magnitude: float
    lon: float
    lat: float
    depth_km: float
    at: datetime | None = None
    title: str = ""

    def quake(self) -> Quake:
        """Return it as the calculation takes it.

        Raises
        ------
        EventError
            If a number is none an earthquake can have.
        """
        return Quake(
            magnitude=self.magnitude,
            lon=self.lon,
            lat=self.lat,
            depth_km=self.depth_km,
        )


@dataclass(frozen=True, kw_only=True)
class WaterLevel:
    """A level of water read at a place, in the heights of the elevation model."""

    level_m: float
    lon: float
    lat: float
    at: datetime | None = None


Source = Path | Parameters | WaterLevel | str


@dataclass(frozen=True)
class Aid:
    """What helps to read a report that does not tell everything itself.

    Attributes
    ----------
    hazard : str or None
        ``"earthquake"`` or ``"flood"`` decides where a file does not say.
    hours : float or None
        How long the water of a flood stood; ``None`` unknown.
    """

    hazard: str | None = None
    hours: float | None = None


NOTHING = Aid()


def told_by(
    source: Source,
    folder: Path,
    aid: Aid = NOTHING,
    elevation: Callable[[], Path | None] = lambda: None,
) -> Told:
    """Read a report: the text of a message, numbers, a water level, or a file.

    Parameters
    ----------
    folder : Path
        Where a file may be written again, to be kept from there.
    elevation : callable
        Returns the county's elevation model, or ``None``.

    Raises
    ------
    EventError
        If a number is missing or impossible.
    FileError, CRSError, SchemaError
        If a file cannot be read as any report.
    """
    if isinstance(source, str):
        return _from_message(source)
    if isinstance(source, Parameters):
        return _from_numbers(source)
    if isinstance(source, WaterLevel):
        told = _from_level(source, folder, elevation())
    elif source.suffix.lower() == SUFFIX and source.is_file():
        return _from_message(read_message(source))
    else:
        told = told_by_file(source, folder, aid.hazard)
    return _with_hours(told, aid.hours)


def _with_hours(told: Told, hours: float | None) -> Told:
    if hours is None:
        return told
    if HAZARDS[told.form] != "flood" or not hours > 0:
        raise EventError(
            N_(
                "{hours} hours: only water stands for some time, and for more than none"
            ),
            hours=hours,
        )
    return replace(told, values=told.values | {"duration_h": hours})


def _from_message(text: str) -> Told:
    message = read_quake_message(text)
    message.quake()
    if len(text.strip()) > LONGEST_MESSAGE:
        raise EventError(
            N_("the text has {length} characters, more than {most}; paste the message"),
            length=len(text.strip()),
            most=LONGEST_MESSAGE,
        )
    return Told(
        form="message",
        title=(message.place or _place(message.lon, message.lat))[:TITLE_LENGTH],
        values={
            "happened_at": message.time.isoformat(),
            "magnitude": message.magnitude,
            "lon": message.lon,
            "lat": message.lat,
            "depth_km": message.depth_km,
        },
        text=text.strip(),
    )


def _from_numbers(given: Parameters) -> Told:
    values = asdict(given.quake())
    del values["strike_degree"]
    values["happened_at"] = _instant(given.at) if given.at else None
    return Told(
        form="parameters",
        title=(given.title or _place(given.lon, given.lat))[:TITLE_LENGTH],
        values=values,
    )


def _from_level(given: WaterLevel, folder: Path, dem: Path | None) -> Told:
    if dem is None:
        raise EventError(
            N_(
                "a water level needs the county's heights; import an elevation model "
                "as a layer of kind dem, or bring a map of the flood"
            )
        )
    path = folder / "level.tif"
    write_filled(fill(dem, given.level_m, given.lon, given.lat), path)
    return Told(
        form="water_level",
        title=f"水位 {given.level_m:g} m · {_place(given.lon, given.lat)}",
        values={
            "lon": given.lon,
            "lat": given.lat,
            "happened_at": _instant(given.at) if given.at else None,
        },
        content=path,
        sha256=hash_of(path),
    )


def _place(lon: float, lat: float) -> str:
    return f"{lon:.2f}, {lat:.2f}"


def _instant(at: datetime) -> str:
    """Write a moment with its zone; one without is in China's."""
    return (at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)).isoformat()
