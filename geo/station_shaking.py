"""Shaking from a list of stations alone: its own earthquake, bent to its points."""

from __future__ import annotations

from dataclasses import replace
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from geo.crs import to_metric
from geo.exposure import Exposure
from geo.origins import Origin
from geo.quake import Quake, field_of
from geo.quake_message import quake_from
from geo.shaking import Shaking, shaking_from_parameters
from geo.shaking_blend import ExpectedAt, blend
from geo.stations import Stations
from rules.errors import EventError
from rules.language import N_

if TYPE_CHECKING:
    import geopandas as gpd

_NOTE = N_("intensity of the list's own earthquake, blended with its points")


def shaking_from_stations(
    exposure: Exposure, stations: Stations, faults: gpd.GeoDataFrame | None = None
) -> Shaking:
    """Expect the intensity at every household from a list that tells its earthquake.

    Raises
    ------
    EventError
        If it tells none, or the earthquake does not reach the county.
    """
    quake = quake_of(stations.origin, stations.file)
    prior = shaking_from_parameters(exposure, quake, faults)
    bent = blend(
        exposure,
        prior,
        stations.observations(exposure.metric_crs),
        prior_at=expected_around(quake, exposure.metric_crs, faults),
    )
    return prior if bent is prior else replace(bent, note=_NOTE)


def quake_of(origin: Origin | None, file: str) -> Quake:
    """Return the earthquake of a file; an unknown depth is taken as ordinary.

    Raises
    ------
    EventError
        If the file tells no place and magnitude.
    """
    if origin is None or isnan(origin.magnitude):
        raise EventError(
            N_(
                "{file} tells no earthquake of its own: add its message or its numbers "
                "first, then this list as a newer report"
            ),
            file=file,
        )
    depth_km = None if isnan(origin.depth_km) else origin.depth_km
    return quake_from(origin.magnitude, origin.lon, origin.lat, depth_km)


def expected_around(
    quake: Quake, metric_crs: str, faults: gpd.GeoDataFrame | None = None
) -> ExpectedAt:
    """Return what tells the expected intensity at longitudes and latitudes."""
    field = field_of(quake, metric_crs, faults)

    def expected(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return field.at(*to_metric(lon, lat, metric_crs))[0]

    return expected
