"""Shaking at every household, from whatever is known of an earthquake.

Typed-in parameters, a ShakeMap, a raster or polygons of intensity: each gives the
same answer, intensity with two uncertainties, and says where it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo.attenuation import IntensityField
from geo.exposure import Exposure
from geo.isoseismals import isoseismals, require_degrees
from geo.quake import Quake, field_of
from geo.rasters import raster_bounds, sample_bilinear
from geo.shakemap import ShakeMap
from geo.zones import value_at
from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters

if TYPE_CHECKING:
    import geopandas as gpd

_METRES_PER_KM = 1000.0


@dataclass(frozen=True, kw_only=True)
class Shaking:
    """Intensity at the households of an exposure, in its order.

    Attributes
    ----------
    intensity_degree : float32 array
        Expected intensity; ``NaN`` unknown.
    sigma_degree : float or float32 array
        Standard deviation of each place's own.
    between_sigma_degree : float
        Standard deviation common to the whole event.
    source : str
        ``"parameters"``, ``"grid"``, ``"raster"``, ``"polygons"`` or ``"blend"``.
    note : str
        What a reader must know of it, as a message id; empty if nothing.
    """

    intensity_degree: np.ndarray
    sigma_degree: float | np.ndarray
    between_sigma_degree: float
    source: str
    note: str = ""


def shaking_from_parameters(
    exposure: Exposure, quake: Quake, faults: gpd.GeoDataFrame | None = None
) -> Shaking:
    """Expect the intensity at every household from a typed-in earthquake.

    Raises
    ------
    EventError
        If it does not reach the county: the message says how far it is.
    """
    field = field_of(quake, exposure.metric_crs, faults)
    intensity, spread = field.at(exposure.easting_m, exposure.northing_m)
    _require_placed(exposure)
    _require_near(exposure, field, intensity)
    sigma = load_parameters("attenuation")["sigma"]["parameters"]
    return Shaking(
        intensity_degree=intensity,
        sigma_degree=np.hypot(spread, np.float32(sigma["within"])),
        between_sigma_degree=sigma["between"],
        source="parameters",
        note=_STRIKE_NOTES[field.strike],
    )


_STRIKE_NOTES = {
    "given": "",
    "fault": N_("direction of the rupture taken from the nearest fault"),
    "unknown": N_("direction of the rupture unknown: averaged over all directions"),
}


def shaking_from_shakemap(exposure: Exposure, shakemap: ShakeMap) -> Shaking:
    """Read the intensity at every household from a ShakeMap.

    Where the file tells its own uncertainty, that is divided between event and place
    in the proportion of the parameters.

    Raises
    ------
    EventError
        If the grid holds no household, or none is shaken.
    """
    intensity = shakemap.sample(exposure.lon, exposure.lat).astype(np.float32)
    _require_reached(exposure, intensity, shakemap.bounds)
    within, between = _grid_sigma(shakemap.sample_sd(exposure.lon, exposure.lat))
    derived = N_("intensity computed from ground motion by GB/T 17742-2020")
    return Shaking(
        intensity_degree=intensity,
        sigma_degree=within,
        between_sigma_degree=between,
        source="grid",
        note=derived if shakemap.derived else "",
    )


def _grid_sigma(told: np.ndarray | None) -> tuple[float | np.ndarray, float]:
    sigma = load_parameters("attenuation")["sigma"]["grid"]
    within, between = sigma["within"], sigma["between"]
    if told is None or np.isnan(told).all():
        return within, between
    usual, whole = float(np.nanmean(told)), float(np.hypot(within, between))
    own = np.where(np.isnan(told), usual, told) * (within / whole)
    return own.astype(np.float32), usual * between / whole


def shaking_from_raster(exposure: Exposure, path: Path) -> Shaking:
    """Read the intensity at every household from a GeoTIFF of degrees.

    Raises
    ------
    FileError, CRSError
        If it is no GeoTIFF, has no CRS, or its numbers are no degrees of intensity.
    EventError
        If it covers no household, or none is shaken.
    """
    values = sample_bilinear(path, exposure.lon, exposure.lat)
    intensity = require_degrees(path.name, values).astype(np.float32)
    _require_reached(exposure, intensity, raster_bounds(path))
    return _observed(intensity, "raster")


def shaking_from_polygons(exposure: Exposure, zones: gpd.GeoDataFrame) -> Shaking:
    """Read the intensity at every household from isoseismal polygons.

    Polygons may overlap, as rings drawn whole do: the higher intensity holds.

    Raises
    ------
    CRSError, SchemaError, FileError
        As :func:`geo.isoseismals.isoseismals`.
    EventError
        If they cover no household, or none is shaken.
    """
    areas = isoseismals(zones)
    intensity = value_at(exposure.lon, exposure.lat, areas, "intensity_degree")
    intensity = intensity.astype(np.float32)
    _require_reached(exposure, intensity, tuple(areas.total_bounds))
    return _observed(intensity, "polygons")


def _observed(intensity: np.ndarray, source: str) -> Shaking:
    sigma = load_parameters("attenuation")["sigma"][source]
    return Shaking(
        intensity_degree=intensity,
        sigma_degree=sigma["within"],
        between_sigma_degree=sigma["between"],
        source=source,
    )


def _least_degree() -> float:
    return load_parameters("attenuation")["reach"]["least_degree"]


def _require_placed(exposure: Exposure) -> None:
    if np.isnan(exposure.lon).all():
        raise EventError(
            N_("no household of the county has coordinates; import some first")
        )


def _require_near(
    exposure: Exposure, field: IntensityField, intensity: np.ndarray
) -> None:
    highest = float(np.nanmax(intensity))
    if highest >= _least_degree():
        return
    _, easting_m, northing_m, *_ = field.epicentre
    distance_m = np.hypot(
        exposure.easting_m - easting_m, exposure.northing_m - northing_m
    )
    raise EventError(
        N_(
            "the earthquake does not reach the county: the nearest household is "
            "{distance_km} km away, the strongest intensity {highest} of at least "
            "{least}; check longitude, latitude and magnitude"
        ),
        distance_km=round(float(np.nanmin(distance_m)) / _METRES_PER_KM),
        highest=round(highest, 1),
        least=_least_degree(),
    )


def _require_reached(
    exposure: Exposure, intensity: np.ndarray, bounds: tuple[float, ...]
) -> None:
    _require_placed(exposure)
    if np.isnan(intensity).all():
        raise EventError(
            N_(
                "the shaking covers no household: it extends over {bounds}, the "
                "households over {places} (west, south, east, north); check the file"
            ),
            bounds=_told(bounds),
            places=_told(_bounds_of(exposure)),
        )
    highest = float(np.nanmax(intensity))
    if highest < _least_degree():
        raise EventError(
            N_(
                "no household is shaken: the strongest intensity is {highest} of at "
                "least {least}; check whether the file is of this event"
            ),
            highest=round(highest, 1),
            least=_least_degree(),
        )


def _bounds_of(exposure: Exposure) -> tuple[float, ...]:
    lon, lat = exposure.lon, exposure.lat
    return np.nanmin(lon), np.nanmin(lat), np.nanmax(lon), np.nanmax(lat)


def _told(bounds: tuple[float, ...]) -> str:
    return ", ".join(f"{edge:.2f}" for edge in bounds)
