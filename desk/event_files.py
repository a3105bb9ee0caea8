"""What a file tells of an event: by its content, whatever it is called."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from desk.event_told import TITLE_LENGTH, Told, hash_of
from geo.event_files import file_form, read_event_polygons, sort_of_raster
from geo.raster_intake import as_geotiff, is_geotiff
from geo.shakemap import read_strange_shakemap
from geo.stations import Origin, read_origin, read_stations
from rules.errors import EventError, FileError
from rules.language import N_

ID_LENGTH = 60
_KEPT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


def told_by_file(path: Path, folder: Path, hazard: str | None = None) -> Told:
    """Read a file as a report of an event.

    Parameters
    ----------
    folder : Path
        Where it may be written again, to be kept from there.
    hazard : str, optional
        ``"earthquake"`` or ``"flood"`` decides where the file does not say.

    Raises
    ------
    EventError
        If the hazard is neither, or the file tells an earthquake without magnitude.
    FileError, CRSError, SchemaError
        If it cannot be read as any report.
    """
    if hazard not in (None, "earthquake", "flood"):
        raise EventError(
            N_("hazard {hazard!r} is neither earthquake nor flood"), hazard=hazard
        )
    if not path.is_file():
        raise FileError(N_("{file}: no such file"), file=path)
    form = file_form(path)
    if form == "raster":
        given = path if is_geotiff(path) else as_geotiff(path, folder)
        told = _from_raster(given, hazard)
    elif form in _READERS:
        told = _READERS[form](path)
    else:
        told = _from_polygons(path, hazard)
    return replace(told, sha256=hash_of(path))


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


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
