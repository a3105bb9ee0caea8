"""Where and when an earthquake was, as a ShakeMap file beside the others tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan, nan
from pathlib import Path

import pyproj

from geo.isolated import read_isolated
from geo.shakemap import event_time
from rules.errors import EventError, FileError
from rules.language import N_
from rules.parameters import load_parameters

_METRES_PER_KM = 1000.0
_TIME_WORDS = ("year", "month", "day", "hour", "minute", "second")
_UTC_WORDS = ("GMT", "UTC", "Z")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """An earthquake as a file tells it.

    Attributes
    ----------
    file : str
    time : datetime or None
        Aware where the file names the zone.
    magnitude, lon, lat, depth_km : float
        ``NaN`` unknown.
    """

    file: str
    time: datetime | None
    magnitude: float
    lon: float
    lat: float
    depth_km: float


def read_origin(path: Path) -> Origin:
    """Read the ``event.xml`` of a ShakeMap, in a child process.

    Raises
    ------
    FileError
        If it is none, is cut off or declares entities.
    """
    table = read_isolated("stationlist", path)
    told = json.loads(table.schema.metadata[b"earthquake"])
    origin = origin_of(told, path.name)
    if origin is None:
        message = N_(
            "{file}: tells of no earthquake: it has neither place nor magnitude"
        )
        raise FileError(message, file=path.name)
    return origin


def origin_of(told: Mapping[str, str], file: str) -> Origin | None:
    """Make an origin of the attributes of an earthquake; ``None`` without a place."""
    place = {name: _number(told, name) for name in ("lon", "lat")}
    if any(map(isnan, place.values())):
        return None
    magnitude = _number(told, "mag")
    return Origin(
        file=file,
        time=_time(told),
        magnitude=_number(told, "magnitude") if isnan(magnitude) else magnitude,
        depth_km=_number(told, "depth"),
        **place,
    )


def check_origins(one: Origin, lon: float, lat: float, *, told_by: str = "") -> None:
    """Refuse a file whose earthquake lies elsewhere than another source says.

    Parameters
    ----------
    one : Origin
    lon, lat : float
        Degrees, as the other source has them.
    told_by : str
        The other source, e.g. the name of its file.

    Raises
    ------
    EventError
        If they lie farther apart than an automatic and a final epicentre do.
    """
    apart_km = _apart_km(one.lon, one.lat, lon, lat)
    if apart_km <= load_parameters("observations")["origin"]["apart_km"]:
        return
    raise EventError(
        N_(
            "{file} places the earthquake at {there}, {other} at {here}: {apart} km "
            "apart; compare both with the message of the network, and correct or leave "
            "out the wrong one"
        ),
        file=one.file,
        there=_told(one.lon, one.lat),
        other=told_by or "-",
        here=_told(lon, lat),
        apart=round(apart_km),
    )


def _apart_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    ellipsoid = pyproj.Geod(ellps="GRS80")
    _, _, apart_m = ellipsoid.inv(lon, lat, other_lon, other_lat)
    return apart_m / _METRES_PER_KM


def _told(lon: float, lat: float) -> str:
    return f"{lon:.3f}, {lat:.3f}"


def _number(told: Mapping[str, str], name: str) -> float:
    try:
        return float(told[name])
    except (KeyError, ValueError):
        return nan


def _time(told: Mapping[str, str]) -> datetime | None:
    if "time" in told:
        return event_time(told["time"])
    try:
        parts = [int(float(told[name])) for name in _TIME_WORDS]
        time = datetime(*parts)
    except (KeyError, ValueError):
        return None
    return time.replace(tzinfo=UTC) if told.get("timezone") in _UTC_WORDS else time
