"""The shaking that one report of an earthquake tells, at the houses and on the map."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from desk.event_forms import NUMBERS
from geo.exposure import Exposure
from geo.isoseismals import isoseismals
from geo.quake import Quake
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
from geo.station_shaking import expected_around, quake_of
from geo.stations import read_written_stations
from geo.zones import value_at

Row = dict[str, Any]
Faults = Callable[[], Any]
At = Callable[[np.ndarray, np.ndarray], np.ndarray]


def shaking_of(
    report: Row, folder: Path, exposure: Exposure, faults: Faults
) -> Shaking:
    """Return what a report tells by itself; of a list, what its earthquake does.

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
        return shaking_from_parameters(exposure, _listed_quake(path), faults())
    return shaking_from_polygons(exposure, read_polygons(path))


def intensity_by(report: Row, folder: Path, exposure: Exposure, faults: Faults) -> At:
    """Return what tells the intensity at any longitude and latitude."""
    form = report["form"]
    if form in NUMBERS:
        return expected_around(_quake(report), exposure.metric_crs, faults())
    path = folder / report["file"]
    if form == "shakemap":
        return read_shakemap(path).sample
    if form == "intensity_raster":
        return partial(sample_bilinear, path)
    if form == "stations":
        return expected_around(_listed_quake(path), exposure.metric_crs, faults())
    areas = isoseismals(read_polygons(path))
    return partial(value_at, zones=areas, column="intensity_degree")


def read_polygons(path: Path) -> Any:
    """Read the polygons of a report."""
    # geopandas takes a second to load, and most events have no polygons.
    from geo.feature_files import read_features

    return read_features(path)


def _quake(report: Row) -> Quake:
    return quake_from(*[report[n] for n in ("magnitude", "lon", "lat", "depth_km")])


def _listed_quake(path: Path) -> Quake:
    """Return the earthquake that a list of stations tells itself."""
    stations = read_written_stations(path)
    return quake_of(stations.origin, stations.file)
