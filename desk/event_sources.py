"""What a report of an event tells: a message, four numbers, or a file."""

import hashlib
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from geo.event_files import file_form, read_event_polygons, sort_of_raster
from geo.message_files import SUFFIX, read_message
from geo.quake import Quake
from geo.quake_message import read_quake_message
from geo.raster_intake import as_geotiff, is_geotiff
from geo.shakemap import read_strange_shakemap
from geo.stations import Origin, Stations, read_origin, read_stations
from ledger.response_schema import LONGEST_MESSAGE
from rules.errors import EventError, FileError
from rules.language import N_
from rules.times import CHINA_TIME

TITLE_LENGTH = 120
ID_LENGTH = 60
_KEPT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


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


Source = Path | Parameters | str


@dataclass(kw_only=True)
class Told:
    """What a report tells, about to be recorded.

    Attributes
    ----------
    event_id : str
        As the file names the event; may be empty.
    values : dict
        What it tells of ``happened_at, magnitude, lon, lat, depth_km``.
    content : Path, GeoDataFrame, Stations or None
        What is kept beside the ledger.
    sha256 : str or None
        Of the file as it was given.
    text : str or None
        The message as it was pasted.
    """

    form: str
    title: str
    event_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    content: Path | gpd.GeoDataFrame | Stations | None = None
    sha256: str | None = None
    text: str | None = None


def told_by(source: Source, folder: Path, hazard: str | None = None) -> Told:
    """Read a report: the text of a message, numbers, or a file.

    Parameters
    ----------
    folder : Path
        Where a file may be written again, to be kept from there.
    hazard : str, optional
        ``"earthquake"`` or ``"flood"`` decides where a file does not say.

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
    return _from_file(source, folder, hazard)


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


def _from_file(path: Path, folder: Path, hazard: str | None) -> Told:
    if hazard not in (None, "earthquake", "flood"):
        raise EventError(
            N_("hazard {hazard!r} is neither earthquake nor flood"), hazard=hazard
        )
    if not path.is_file():
        raise FileError(N_("{file}: no such file"), file=path)
    if path.suffix.lower() == SUFFIX:
        return _from_message(read_message(path))
    form = file_form(path)
    if form == "raster":
        given = path if is_geotiff(path) else as_geotiff(path, folder)
        told = _from_raster(given, hazard)
    elif form in _READERS:
        told = _READERS[form](path)
    else:
        told = _from_polygons(path, hazard)
    return replace(told, sha256=_sha256(path))


def _from_shakemap(path: Path) -> Told:
    shakemap = read_strange_shakemap(path)
    numbers = ("magnitude", "lon", "lat", "depth_km")
    values = {name: _known(getattr(shakemap, name)) for name in numbers}
    values["happened_at"] = shakemap.time.isoformat() if shakemap.time else None
    named = _KEPT_IN_ID.sub("-", shakemap.event_id).strip("-")
    return Told(
        event_id=named[:ID_LENGTH],
        form="shakemap",
        title=shakemap.event_id[:TITLE_LENGTH] or path.stem[:TITLE_LENGTH],
        values=values,
        content=path,
    )


def _from_raster(path: Path, hazard: str | None) -> Told:
    quake = sort_of_raster(path, hazard) == "earthquake"
    return Told(
        form="intensity_raster" if quake else "flood_depth",
        title=path.stem[:TITLE_LENGTH],
        content=path,
    )


def _from_polygons(path: Path, hazard: str | None) -> Told:
    found, polygons = read_event_polygons(path, hazard)
    quake = found == "earthquake"
    return Told(
        form="intensity_polygons" if quake else "flood_extent",
        title=path.stem[:TITLE_LENGTH],
        content=polygons,
    )


def _from_stations(path: Path) -> Told:
    stations = read_stations(path)
    origin = stations.origin
    return Told(
        form="stations",
        title=path.stem[:TITLE_LENGTH],
        values={} if origin is None else _origin_values(origin),
        content=stations,
    )


def _from_origin(path: Path) -> Told:
    values = _origin_values(read_origin(path))
    if values["magnitude"] is None:
        raise EventError(
            N_("{file}: the file tells no magnitude; type the earthquake in"),
            file=path.name,
        )
    return Told(form="parameters", title=path.stem[:TITLE_LENGTH], values=values)


def _origin_values(origin: Origin) -> dict[str, Any]:
    numbers = ("magnitude", "lon", "lat", "depth_km")
    told = {name: _known(getattr(origin, name)) for name in numbers}
    # A time without a zone may be that of Greenwich or that of China.
    zoned = origin.time is not None and origin.time.tzinfo is not None
    return told | {"happened_at": origin.time.isoformat() if zoned else None}


_READERS = {
    "shakemap": _from_shakemap,
    "stations": _from_stations,
    "table": _from_stations,
    "origin": _from_origin,
}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _place(lon: float, lat: float) -> str:
    return f"{lon:.2f}, {lat:.2f}"


def _instant(at: datetime) -> str:
    """Write a moment with its zone; one without is in China's."""
    return (at if at.tzinfo else at.replace(tzinfo=CHINA_TIME)).isoformat()
