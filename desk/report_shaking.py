"""The shaking that one report of an earthquake tells, at the houses and on the map."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from geo.attenuation import IntensityField
from geo.crs import to_metric
from geo.exposure import Exposure
from geo.isoseismals import isoseismals
from geo.quake import field_of
from geo.quake_message import quake_from
from geo.rasters import sample_bilinear
from geo.shakemap import read_shakemap
from geo.shaking import (
    Shaking,
    shaking_from_parameters,
    shaking_from_polygons,
    shaking_from_raster,
    shaking_from_shakemap,
)
from geo.zones import value_at

Row = dict[str, Any]
Faults = Callable[[], Any]
At = Callable[[np.ndarray, np.ndarray], np.ndarray]

NUMBERS = ("parameters", "message")  # forms that tell an epicentre and a magnitude


def shaking_of(
    report: Row, folder: Path, exposure: Exposure, faults: Faults
) -> Shaking:
    """Return what a report tells by itself.

    Parameters
    ----------
    report : dict
        Columns of :data:`ledger.schema.event_report`.
    folder : Path
        Where the workspace keeps event files.
    faults : callable
        Returns the active faults, or ``None``.

    Raises
    ------
    EventError
        If it does not reach the county.
    """
    form = report["form"]
    if form in NUMBERS:
        return shaking_from_parameters(exposure, _quake(report), faults())
    path = folder / report["file"]
    if form == "shakemap":
        return shaking_from_shakemap(exposure, read_shakemap(path))
    if form == "intensity_raster":
        return shaking_from_raster(exposure, path)
    if form == "stations":
        return _from_stations(path, exposure, faults)
    return shaking_from_polygons(exposure, read_polygons(path))


def intensity_by(report: Row, folder: Path, exposure: Exposure, faults: Faults) -> At:
    """Return what tells the intensity at any longitude and latitude."""
    form = report["form"]
    if form in NUMBERS:
        return _asked(field_of(_quake(report), exposure.metric_crs, faults()), exposure)
    path = folder / report["file"]
    if form == "shakemap":
        return read_shakemap(path).sample
    if form == "intensity_raster":
        return partial(sample_bilinear, path)
    if form == "stations":
        return _by_stations(path, exposure, faults)
    areas = isoseismals(read_polygons(path))
    return partial(value_at, zones=areas, column="intensity_degree")


def read_polygons(path: Path) -> Any:
    """Read the polygons of a report."""
    # geopandas takes a second to load, and most events have no polygons.
    from geo.feature_files import read_features

    return read_features(path)


def _quake(report: Row) -> Any:
    return quake_from(*[report[n] for n in ("magnitude", "lon", "lat", "depth_km")])


def _asked(field: IntensityField, exposure: Exposure) -> At:
    crs = exposure.metric_crs
    return lambda lon, lat: field.at(*to_metric(lon, lat, crs))[0]


def _from_stations(path: Path, exposure: Exposure, faults: Faults) -> Shaking:
    from geo.station_shaking import shaking_from_stations
    from geo.stations import read_written_stations

    return shaking_from_stations(exposure, read_written_stations(path), faults())


def _by_stations(path: Path, exposure: Exposure, faults: Faults) -> At:
    """Expect what the list's own earthquake does; its points shift that."""
    from geo.stations import read_written_stations

    origin = read_written_stations(path).origin
    depth_km = None if np.isnan(origin.depth_km) else origin.depth_km
    quake = quake_from(origin.magnitude, origin.lon, origin.lat, depth_km)
    return _asked(field_of(quake, exposure.metric_crs, faults()), exposure)
