"""Shaking from magnitude, place and depth: elliptical attenuation of intensity.

A typed-in event rarely says how its fault lies.  One ellipse drawn with confidence
would send teams to the wrong villages, so the strike is marginalised over a prior:
the field is the mean over strikes, and its spread is carried on as uncertainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from geo.polar import AZIMUTHS_DEGREE, RADII_KM, PolarGrid, turned_over_strikes
from rules.errors import EventError
from rules.language import N_
from rules.parameters import load_parameters

_METRES_PER_KM = 1000.0
_HALVINGS = 40  # of an interval of some twenty degrees of intensity: exact enough


class Epicentre(NamedTuple):
    """What is known of an earthquake minutes after it.

    ``depth_km`` below ground; ``region`` is a key of the ellipse parameters.
    """

    magnitude: float
    easting_m: float
    northing_m: float
    depth_km: float
    region: str


@dataclass(frozen=True, kw_only=True)
class IntensityField:
    """Expected intensity around an epicentre, to be asked anywhere.

    Attributes
    ----------
    epicentre : Epicentre
    strike : str
        Where the strike came from: ``"given"``, ``"fault"`` or ``"unknown"``.
    mean, spread : PolarGrid
        Degrees of intensity and their standard deviation over possible strikes.
    """

    epicentre: Epicentre
    strike: str
    mean: PolarGrid
    spread: PolarGrid

    def at(
        self, easting_m: np.ndarray, northing_m: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean intensity and its spread over strikes at points.

        Returns
        -------
        tuple of float32 arrays
            Degrees; ``NaN`` where a coordinate is ``NaN``.
        """
        east_km = (easting_m - self.epicentre.easting_m) / _METRES_PER_KM
        north_km = (northing_m - self.epicentre.northing_m) / _METRES_PER_KM
        cells = self.mean.cells(east_km, north_km)
        return self.mean.take(cells), self.spread.take(cells)


def region_at(lon: float, lat: float) -> str:
    """Name the attenuation region of an epicentre; a default where no box holds it.

    Examples
    --------
    >>> region_at(103.364, 30.986), region_at(100.2, 25.6), region_at(0.0, 0.0)
    ('川渝', '云南', '川渝')
    """
    table = load_parameters("attenuation")["region"]
    for box in table["box"]:
        west, south, east, north = box["bounds"]
        if west <= lon <= east and south <= lat <= north:
            return box["region"]
    return table["default"]


def semi_axes(
    region: str, magnitude: float, intensity_degree: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """Measure the isoseismal ellipse of an intensity.

    Returns
    -------
    tuple of float64 arrays
        Long and short semi-axis in km, of the shape of ``intensity_degree``; both
        ``NaN`` where no such ring exists.

    Raises
    ------
    EventError
        If there are no parameters for the region.

    Examples
    --------
    >>> long_km, short_km = semi_axes("川渝", 7.0, np.array([6.0, 9.0, 10.0]))
    >>> long_km.round(1).tolist(), short_km.round(1).tolist()
    ([81.0, 3.6, nan], [78.0, 2.4, nan])
    """
    ellipse = _ellipse_of(region)
    wanted = np.asarray(intensity_degree, dtype=np.float64)
    both = [
        ellipse["base"] ** ((wanted - a - b * magnitude) / c) - radius
        for a, b, c, radius in (ellipse["long"], ellipse["short"])
    ]
    ring = (both[0] > 0) & (both[1] > 0)
    return np.where(ring, both[0], np.nan), np.where(ring, both[1], np.nan)


def _ellipse_of(region: str) -> dict:
    regions = load_parameters("attenuation")["ellipse"]["region"]
    if region not in regions:
        raise EventError(
            N_("no attenuation for region {region}; regions are: {known}"),
            region=region,
            known="、".join(regions),
        )
    return regions[region]


def epicentral_intensity(magnitude: float, depth_km: float) -> float:
    """Return the intensity above the focus, which no place exceeds.

    Examples
    --------
    >>> round(epicentral_intensity(6.0, 10.0), 2)
    7.61
    """
    law = load_parameters("attenuation")["epicentral"]
    return law["offset"] + law["square"] * magnitude**2 + law["depth"] * depth_km


def rupture_length_km(region: str, magnitude: float) -> float:
    """Return the length of the rupture, 0 for a magnitude read as a point source.

    Examples
    --------
    >>> rupture_length_km("川渝", 6.0), round(rupture_length_km("川渝", 8.0))
    (0.0, 182)
    """
    tables = load_parameters("attenuation")
    if magnitude < tables["rupture"]["from_magnitude"]:
        return 0.0
    slope, offset = tables["rupture"][tables["rupture_side"][region]]
    return 10.0 ** (slope * magnitude + offset)


def intensity_along(
    epicentre: Epicentre, along_km: np.ndarray, across_km: np.ndarray
) -> np.ndarray:
    """Solve the ellipse relation for the intensity at points, strike known.

    The ellipse's two half-planes are drawn apart by the rupture, so that distance
    along the strike counts from its end; its middle is the epicentre.

    Parameters
    ----------
    epicentre : Epicentre
    along_km, across_km : float arrays
        Offset from the epicentre along the strike and across it.

    Returns
    -------
    float64 array
        Degrees, between the ends of the scale and never above the epicentral one.
    """
    share = load_parameters("attenuation")["rupture_side"]["half_length_share"]
    scale = load_parameters("intensity")["instrumental"]
    half_km = share * rupture_length_km(epicentre.region, epicentre.magnitude)
    beyond_km = np.maximum(np.abs(along_km) - half_km, 0.0)
    lowest, highest = scale["lowest_degree"], scale["highest_degree"]
    shape = np.broadcast_shapes(beyond_km.shape, np.shape(across_km))
    low, high = np.full(shape, lowest), np.full(shape, highest)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        long_km, short_km = semi_axes(epicentre.region, epicentre.magnitude, middle)
        # A comparison with NaN is false: no ring, so the place is shaken less.
        inside = (beyond_km / long_km) ** 2 + (across_km / short_km) ** 2 <= 1.0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    above = epicentral_intensity(epicentre.magnitude, epicentre.depth_km)
    return np.clip(np.minimum(low, above), lowest, highest)


def intensity_field(
    epicentre: Epicentre,
    *,
    strike_degree: float | None = None,
    faults: Sequence[shapely.Geometry] = (),
) -> IntensityField:
    """Expect the intensity around an epicentre.

    Parameters
    ----------
    epicentre : Epicentre
    strike_degree : float, optional
        Azimuth of the rupture, clockwise from north, if it is known.
    faults : sequence of lines
        Active faults in the metres of the epicentre; the strike of one nearby
        serves as a prior.
    """
    sd_degree = load_parameters("attenuation")["strike"]["fault_sd_degree"]
    known, strike = "given", strike_degree
    if strike is None:
        known, strike = "fault", strike_of_nearest(faults, epicentre)
    if strike is None:
        known = "unknown"
    weights = _strike_prior(strike, 0.0 if known == "given" else sd_degree)
    azimuth = np.radians(AZIMUTHS_DEGREE)
    along_km = RADII_KM[:, None] * np.cos(azimuth)
    across_km = RADII_KM[:, None] * np.sin(azimuth)
    intensity = intensity_along(epicentre, along_km, across_km)
    mean, spread = turned_over_strikes(intensity, weights)
    return IntensityField(epicentre=epicentre, strike=known, mean=mean, spread=spread)


def _strike_prior(strike_degree: float | None, sd_degree: float) -> np.ndarray:
    """Weigh the strikes 0, 1 … 179 degrees; a strike is an axis, 180 is 0."""
    if strike_degree is None:
        return np.full(len(AZIMUTHS_DEGREE), 1.0 / len(AZIMUTHS_DEGREE))
    off = np.abs((AZIMUTHS_DEGREE - strike_degree + 90.0) % 180.0 - 90.0)
    if sd_degree == 0.0:
        weights = np.maximum(1.0 - off, 0.0)  # split between the two nearest
    else:
        weights = np.exp(-0.5 * (off / sd_degree) ** 2)
    return weights / weights.sum()


def strike_of_nearest(
    faults: Sequence[shapely.Geometry], epicentre: Epicentre
) -> float | None:
    """Return the strike of the nearest fault, ``None`` if none is near.

    Parameters
    ----------
    faults : sequence of lines, in the metres of ``epicentre``
    epicentre : Epicentre

    Returns
    -------
    float or None
        Degrees clockwise from north, 0 to 180.
    """
    law = load_parameters("attenuation")["strike"]
    lines = shapely.get_parts(np.asarray(list(faults), dtype=object))
    lines = lines[~shapely.is_empty(lines)]
    place = shapely.Point(epicentre.easting_m, epicentre.northing_m)
    distance_m = shapely.distance(lines, place)
    if not np.any(distance_m <= law["fault_within_km"] * _METRES_PER_KM):
        return None
    line = lines[np.nanargmin(distance_m)]
    half_m = law["chord_half_km"] * _METRES_PER_KM
    nearest_m = shapely.line_locate_point(line, place)
    ends_m = np.clip([nearest_m - half_m, nearest_m + half_m], 0.0, line.length)
    start, end = shapely.get_coordinates(shapely.line_interpolate_point(line, ends_m))
    return float(np.degrees(np.arctan2(*(end - start))) % 180.0)
