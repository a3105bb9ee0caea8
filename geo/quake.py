"""An earthquake as typed in, and the shaking to expect around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.attenuation import Epicentre, IntensityField, intensity_field, region_at
from geo.crs import to_metric
from rules.errors import CRSError, EventError
from rules.language import N_
from rules.parameters import load_parameters

if TYPE_CHECKING:
    import geopandas as gpd

_OUTSIDE = {
    "magnitude": N_("magnitude {value} is not between {least} and {most}; correct it"),
    "lon": N_("longitude {value} is not between {least} and {most}; correct it"),
    "lat": N_("latitude {value} is not between {least} and {most}; correct it"),
    "depth_km": N_("depth {value} km is not between {least} and {most}; correct it"),
}


@dataclass(frozen=True, kw_only=True)
class Quake:
    """What is typed in: degrees, kilometres, azimuth clockwise from north.

    Raises
    ------
    EventError
        If a value is missing or lies outside of what an earthquake can be.
    """

    magnitude: float
    lon: float
    lat: float
    depth_km: float
    strike_degree: float | None = None

    def __post_init__(self) -> None:
        limits = load_parameters("attenuation")["limits"]
        for name, message in _OUTSIDE.items():
            value, (least, most) = getattr(self, name), limits[name]
            if not least <= value <= most:
                raise EventError(message, value=value, least=least, most=most)


def field_of(
    quake: Quake, metric_crs: str, faults: gpd.GeoDataFrame | None = None
) -> IntensityField:
    """Expect the intensity around an earthquake, to be asked anywhere.

    Parameters
    ----------
    quake : Quake
    metric_crs : str
        CRS in metres in which the field will be asked.
    faults : geopandas.GeoDataFrame, optional
        Active faults in any CRS; one nearby gives the strike.

    Raises
    ------
    EventError
        If the epicentre is too far away to be placed in ``metric_crs``.
    CRSError
        If ``faults`` has no CRS.
    """
    easting, northing = to_metric([quake.lon], [quake.lat], metric_crs)
    if not np.isfinite([easting, northing]).all():
        message = N_("the epicentre {lon}, {lat} lies too far from the county")
        raise EventError(message, lon=quake.lon, lat=quake.lat)
    region = region_at(quake.lon, quake.lat)
    epicentre = Epicentre(
        quake.magnitude, float(easting[0]), float(northing[0]), quake.depth_km, region
    )
    lines = [] if faults is None else _in_crs(faults, metric_crs)
    return intensity_field(epicentre, strike_degree=quake.strike_degree, faults=lines)


def _in_crs(faults: gpd.GeoDataFrame, crs: str) -> gpd.GeoSeries:
    if faults.crs is None:
        raise CRSError(N_("the faults have no CRS; save their file with one"))
    return faults.geometry.dropna().to_crs(crs)
