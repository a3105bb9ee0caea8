"""Polygons of intensity: which column tells it, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

from geo.crs import STORED_CRS
from rules.errors import CRSError, FileError, SchemaError
from rules.language import N_
from rules.parameters import load_parameters

if TYPE_CHECKING:
    import geopandas as gpd

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_POLYGONS = frozenset({"Polygon", "MultiPolygon"})


def isoseismals(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring polygons of intensity into one form.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame
        Polygons in any CRS, with a column of intensity under a usual name, written
        8, ``"8度"``, ``"VIII"`` or ``"Ⅷ"``.

    Returns
    -------
    geopandas.GeoDataFrame
        ``intensity_degree`` (float, never ``NaN``) and geometry in EPSG:4490; rows
        whose intensity cannot be read are left out.

    Raises
    ------
    CRSError
        If the polygons have no CRS.
    SchemaError
        If the shapes are no polygons, or there is no column of intensity.
    FileError
        If the numbers are no degrees of intensity.
    """
    if zones.crs is None:
        raise CRSError(N_("the isoseismals have no CRS; save their file with one"))
    kinds = set(zones.geom_type.dropna())
    if not kinds or kinds - _POLYGONS:
        message = N_("intensity must come as polygons; these are: {kinds}")
        raise SchemaError(message, kinds=", ".join(sorted(kinds)) or "-")
    column = intensity_column(zones)
    degrees = np.array([read_degree(value) for value in zones[column]])
    table = {"intensity_degree": require_degrees(column, degrees)}
    areas = type(zones)(table, geometry=zones.geometry.to_numpy(), crs=zones.crs)
    return areas.dropna().to_crs(STORED_CRS)


def intensity_column(zones: gpd.GeoDataFrame) -> str:
    """Find the column of intensity by its usual names, of which the first wins.

    Raises
    ------
    SchemaError
        If there is none.
    """
    names = load_parameters("attenuation")["polygons"]["columns"]
    columns = {str(column).lower(): column for column in zones.columns}
    for name in names:
        if name.lower() in columns:
            return columns[name.lower()]
    value, unit = load_parameters("attenuation")["polygons"]["contour_columns"]
    if {value, unit} <= columns.keys():
        units = {str(text).strip().lower() for text in zones[columns[unit]]}
        if units <= {name.lower() for name in names}:
            return columns[value]
    raise SchemaError(
        N_("no column of intensity; name it {name}; the columns are: {known}"),
        name=names[0],
        known=", ".join(map(str, zones.columns)),
    )


def has_intensity(columns: Iterable[str]) -> bool:
    """Tell whether one of the columns of lines or polygons is of intensity.

    Contours of ShakeMap call it only ``value``, and name its unit.

    Examples
    --------
    >>> has_intensity(["id", "烈度"]), has_intensity(["value", "units"])
    (True, True)
    """
    table = load_parameters("attenuation")["polygons"]
    told = {str(column).lower() for column in columns}
    of_contours = set(table["contour_columns"])
    return of_contours <= told or bool(told & {n.lower() for n in table["columns"]})


def read_degree(value: object) -> float:
    """Read one intensity as people write it; ``NaN`` if it is none.

    Examples
    --------
    >>> [read_degree(value) for value in (8, "7.5", "8度", "VIII", "Ⅷ度", None)]
    [8.0, 7.5, 8.0, 8.0, 8.0, nan]
    """
    # NFKC turns the single sign Ⅷ into VIII, and full-width digits into digits.
    text = normalize("NFKC", str(value)).strip().upper().removesuffix("度")
    if text in _ROMAN:
        return float(_ROMAN.index(text) + 1)
    try:
        return float(text)
    except ValueError:
        return np.nan


def require_degrees(name: str, values: np.ndarray) -> np.ndarray:
    """Refuse numbers that are no degrees of intensity.

    Returns
    -------
    float64 array
        ``NaN`` for what is not above 0: such a place was not mapped.

    Raises
    ------
    FileError
        If a value lies above the scale.
    """
    highest = load_parameters("intensity")["instrumental"]["highest_degree"]
    known = np.asarray(values, dtype=np.float64)
    if np.any(known > highest):
        message = N_("{name}: {value} is no intensity (1 to 12); is it another unit?")
        raise FileError(message, name=name, value=float(np.nanmax(known)))
    return np.where(known > 0, known, np.nan)
