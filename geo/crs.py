"""Coordinate reference systems: one to store, one to measure in, one to draw in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from rules.errors import CRSError
from rules.language import N_

if TYPE_CHECKING:
    import geopandas as gpd

STORED_CRS = "EPSG:4490"  # CGCS2000, longitude and latitude in degrees
CHINA_BOUNDS = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north

MORTON_ZOOM = 26
NO_PLACE = np.iinfo(np.uint64).max  # the Morton code of a household without place

# CGCS2000 / 3-degree Gauss-Kruger CM 75E … CM 135E, without zone prefix.
_FIRST_MERIDIAN, _FIRST_EPSG = 75, 4534
# Of every datum in use since GPS; Krassovsky (Beijing 1954) and Xi'an 1980 differ.
_GEOCENTRIC_SEMI_MAJOR_M = 6_378_137.0
_MERCATOR_LATITUDE = 85.051128779806592  # beyond it Web Mercator has no tile


def metric_crs(lon: float) -> str:
    """Name the metric CRS for a longitude: its 3-degree Gauss-Kruger zone.

    Parameters
    ----------
    lon : float
        Degrees in ``STORED_CRS``, e.g. of the middle of a county.

    Raises
    ------
    CRSError
        If the longitude is not one of China.

    Examples
    --------
    >>> metric_crs(103.364), metric_crs(118.05)
    ('EPSG:4543', 'EPSG:4548')
    """
    return f"EPSG:{_FIRST_EPSG + (central_meridian(lon) - _FIRST_MERIDIAN) // 3}"


def central_meridian(lon: float) -> int:
    """Return the central meridian of :func:`metric_crs`, in degrees east.

    Raises
    ------
    CRSError
        If the longitude is not one of China.

    Examples
    --------
    >>> central_meridian(103.364), central_meridian(118.05)
    (102, 117)
    """
    west, _, east, _ = CHINA_BOUNDS
    if not west <= lon <= east:
        message = N_("no metric CRS for longitude {lon}: China spans {west} to {east}")
        raise CRSError(message, lon=lon, west=west, east=east)
    return max(_FIRST_MERIDIAN, 3 * int((lon + 1.5) // 3))


def to_metric(
    lon: np.ndarray, lat: np.ndarray, crs: str
) -> tuple[np.ndarray, np.ndarray]:
    """Project places into metres.

    Parameters
    ----------
    lon, lat : array of float
        Degrees in ``STORED_CRS``; ``NaN`` where there is no place.
    crs : str
        A metric CRS, as from :func:`metric_crs`.

    Returns
    -------
    easting, northing : float64
        Metres; ``NaN`` where there is no place.

    Examples
    --------
    >>> easting, northing = to_metric([102.0, np.nan], [31.0, 31.0], "EPSG:4543")
    >>> easting.round(3).tolist(), northing.round(1).tolist()
    ([500000.0, nan], [3430974.3, nan])
    """
    return project(lon, lat, STORED_CRS, crs)


def to_stored(
    easting: np.ndarray, northing: np.ndarray, crs: str
) -> tuple[np.ndarray, np.ndarray]:
    """Undo :func:`to_metric`: longitudes and latitudes in ``STORED_CRS``."""
    return project(easting, northing, crs, STORED_CRS)


def project(
    x: np.ndarray, y: np.ndarray, source: str, target: str
) -> tuple[np.ndarray, np.ndarray]:
    """Carry coordinates, east before north, from one CRS to another.

    What has no place, before or after, is ``NaN``.
    """
    # A transformer belongs to the thread it was made in.
    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    placed = transformer.transform(np.asarray(x, float), np.asarray(y, float))
    for values in placed:
        values[~np.isfinite(values)] = np.nan
    return placed


def require_metric(table: gpd.GeoDataFrame, purpose: str) -> None:
    """Refuse to measure in a CRS that is not projected in metres.

    Parameters
    ----------
    table : geopandas.GeoDataFrame
        The features about to be measured.
    purpose : str
        What is measured, for the message, e.g. ``"distance to fault"``.

    Raises
    ------
    CRSError
        If ``table`` has no CRS, or one whose unit is not the metre.
    """
    if table.crs is None:
        raise CRSError(N_("{purpose}: the table has no CRS"), purpose=purpose)
    if not table.crs.is_projected or table.crs.axis_info[0].unit_name != "metre":
        message = N_("{purpose}: needs metres, but {crs} is not metric")
        raise CRSError(message, purpose=purpose, crs=table.crs.name)


@lru_cache(maxsize=64)
def require_modern_datum(wkt: str, file: str) -> None:
    """Refuse coordinates of Beijing 1954, Xi'an 1980 and other local datums.

    Without local parameters PROJ keeps their numbers and moves every house by
    tens to hundreds of metres, without a word.

    Parameters
    ----------
    wkt : str
        The CRS, in any form PROJ reads.
    file : str
        The name of the file, for the message.

    Raises
    ------
    CRSError
        If the CRS cannot be read or is not on a geocentric datum.
    """
    try:
        crs = pyproj.CRS.from_user_input(wkt)
    except pyproj.exceptions.CRSError as error:
        message = N_("{file}: its CRS cannot be read; save it in CGCS2000 (EPSG:4490)")
        raise CRSError(message, file=file) from error
    ellipsoid = crs.ellipsoid
    if ellipsoid is None or ellipsoid.semi_major_metre != _GEOCENTRIC_SEMI_MAJOR_M:
        message = N_(
            "{file}: {crs} needs local datum parameters; "
            "convert the file to CGCS2000 (EPSG:4490) first"
        )
        raise CRSError(message, file=file, crs=crs.name)


def morton(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Give places their number along the Web Mercator quadtree at zoom 26 (0.6 m).

    All places of a tile, of any zoom, are one range of these numbers: see
    :func:`morton_range`.

    Parameters
    ----------
    lon, lat : array of float
        Degrees; ``NaN`` where there is no place.

    Returns
    -------
    uint64
        ``NO_PLACE``, the greatest value, where there is no place.

    Examples
    --------
    >>> morton([0.0, 104.0, np.nan], [0.0, 31.0, 31.0]).tolist()
    [3377699720527872, 2124391112818651, 18446744073709551615]
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    placed = np.isfinite(lon) & np.isfinite(lat)
    column, row = _mercator(np.where(placed, lon, 0.0), np.where(placed, lat, 0.0))
    code = _spread(column) | (_spread(row) << np.uint64(1))
    return np.where(placed, code, np.uint64(NO_PLACE))


def morton_range(zoom: int, column: int, row: int) -> tuple[int, int]:
    """Return the Morton codes of a web tile: from the first, up to the second.

    Parameters
    ----------
    zoom, column, row : int
        Tile address ``z/x/y``; zoom 0 to 26.

    Raises
    ------
    CRSError
        If there is no such tile.

    Examples
    --------
    >>> morton_range(0, 0, 0) == (0, 4**26), morton_range(26, 1, 1)
    (True, (3, 4))
    """
    if not 0 <= zoom <= MORTON_ZOOM or not (0 <= column < 2**zoom > row >= 0):
        raise CRSError(N_("there is no such tile"))
    across, down = _spread(np.array([column, row], np.uint64)).tolist()
    first = across | down << 1
    shift = 2 * (MORTON_ZOOM - zoom)
    return first << shift, (first + 1) << shift


def _mercator(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    side = 2**MORTON_ZOOM
    lat = np.radians(np.clip(lat, -_MERCATOR_LATITUDE, _MERCATOR_LATITUDE))
    across = (lon + 180.0) / 360.0
    down = 0.5 - np.arctanh(np.sin(lat)) / (2.0 * np.pi)
    cells = (np.clip(np.floor(s * side), 0, side - 1) for s in (across, down))
    return tuple(cell.astype(np.uint64) for cell in cells)


def _spread(bits: np.ndarray) -> np.ndarray:
    """Put a zero before every bit: 0b111 becomes 0b010101."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
