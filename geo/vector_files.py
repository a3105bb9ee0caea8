"""Features from files of any kind, in the CRS they came in, with all their columns."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyproj
import shapely

from geo.crs import STORED_CRS, require_modern_datum
from geo.isolated import read_isolated
from rules.errors import CRSError, FileError
from rules.language import N_

_AREAS = frozenset({"Polygon", "MultiPolygon"})
_GRID_FILES = re.compile(r"grids=(?!@null\b)|PARAMETERFILE|\+init=|^\W*/", re.I)
_POINT = 0  # shapely's number of the type
_CAPTIONS = frozenset({"Name", "description"})  # of KML, as its driver calls them
_AS_STORED = frozenset({4490, 4326})  # one answer: no digit of these is touched


def read_features(
    path: Path, *, part: str = "", crs: str = "", shapes: frozenset[str] = frozenset()
) -> gpd.GeoDataFrame:
    """Read the features of one layer of a file of any kind.

    Parameters
    ----------
    path : Path
        The file, or the folder of a FileGDB.
    part : str
        The layer; needed where a file has several.
    crs : str
        The CRS of a file that does not say, e.g. ``"EPSG:4544"``.
    shapes : frozenset of str
        The kinds needed: where they are areas, a closed line is one.

    Returns
    -------
    GeoDataFrame
        In its own CRS, with all columns and ``row``, the number of the record.
        ``attrs``: ``broken``, the numbers of records without a usable shape;
        ``part``; ``format``.

    Raises
    ------
    FileError
        If the file is missing, damaged, no map, or has several layers.
    CRSError
        If its CRS is not known, or of a datum that needs local parameters.
    """
    table = read_isolated(
        "content",
        path,
        wanted="features",
        part=part,
        areas=bool(shapes) and shapes <= _AREAS,
    )
    facts = json.loads(table.schema.metadata[b"facts"])
    if not len(table):
        message = N_("{file}: holds no feature with a shape")
        raise FileError(message, file=path.name)
    columns = table.replace_schema_metadata(None).to_pandas()
    geometry = shapely.from_wkb(columns.pop("geometry").to_numpy())
    known = crs_of(facts["wkt"] or crs, path.name)
    features = gpd.GeoDataFrame(columns, geometry=geometry, crs=known)
    features.attrs |= {name: facts[name] for name in ("broken", "part", "format")}
    return features


def crs_of(wkt: str, name: str) -> pyproj.CRS:
    """Return a CRS that can be brought into EPSG:4490.

    Raises
    ------
    CRSError
        If there is none, or it is of a datum that needs local parameters.
    """
    if not wkt or "LOCAL_CS" in wkt or "ENGCRS" in wkt:
        message = N_("{file}: no CRS; save it again with its CRS, e.g. EPSG:4490")
        raise CRSError(message, file=name)
    if points_elsewhere(wkt):
        message = N_("{file}: its CRS cannot be read; save it in CGCS2000 (EPSG:4490)")
        raise CRSError(message, file=name)
    require_modern_datum(wkt, name)
    return pyproj.CRS.from_user_input(wkt)


def points_elsewhere(wkt: str) -> bool:
    """Tell whether a CRS names a file of shifts, which PROJ would open.

    Examples
    --------
    >>> points_elsewhere('EXTENSION["PROJ4","+proj=longlat +nadgrids=a.gsb"]')
    True
    >>> points_elsewhere("EPSG:4490")
    False
    """
    return bool(_GRID_FILES.search(wkt))


def name_of_crs(crs: pyproj.CRS) -> str:
    """Name a CRS by its authority's code; without one, by its own name.

    Examples
    --------
    >>> name_of_crs(pyproj.CRS(4490))
    'EPSG:4490 China Geodetic Coordinate System 2000'
    """
    return " ".join([":".join(crs.to_authority() or ()), crs.name]).strip()


def features_from_table(
    lon: np.ndarray, lat: np.ndarray, columns: Mapping[str, Any]
) -> gpd.GeoDataFrame:
    """Make points of the rows of a table; those without place are left out.

    Parameters
    ----------
    lon, lat : array of float
        Degrees in EPSG:4490; ``NaN`` where there is no place.
    columns : mapping
        Name to values, one per row.

    Returns
    -------
    GeoDataFrame
        With ``row``, counted from 1, and ``attrs["broken"]``, the rows left out.
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    placed = np.isfinite(lon) & np.isfinite(lat)
    rows = np.arange(1, len(lon) + 1)
    table = gpd.GeoDataFrame(
        {"row": rows} | dict(columns),
        geometry=gpd.points_from_xy(lon, lat),
        crs=STORED_CRS,
    )
    features = table[placed].reset_index(drop=True)
    features.attrs["broken"] = rows[~placed].tolist()
    return features


def sheet_of_features(table: pa.Table, wkt: str) -> tuple[pa.Table, np.ndarray]:
    """Write attributes and points as text cells under a row of headings.

    Returns
    -------
    cells : pyarrow.Table
        Columns ``"0"``, ``"1"``, …
    rows : int64
        The headings are row 1, the first record is row 2.
    """
    stored = [place or None for place in table["geometry"].to_pylist()]
    shapes = shapely.from_wkb(np.array(stored, dtype=object))
    texts = {
        name: [_text(value) for value in table[name].to_pylist()]
        for name in table.column_names
        if name not in ("geometry", "row")
    }
    texts = _without_captions(texts)
    for name, values in _places(shapes, wkt).items():
        texts = {n if n != name else f"{n}_1": v for n, v in texts.items()}
        texts[name] = [_text(value) for value in values]
    columns = [pa.array([name, *cells], pa.string()) for name, cells in texts.items()]
    rows = np.concatenate([[1], table["row"].to_numpy() + 1]).astype(np.int64)
    return pa.table(columns, names=[str(place) for place in range(len(columns))]), rows


def _without_captions(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what a place mark is called, where that is nothing or an id again."""
    ids = [cells for name, cells in texts.items() if name.lower().endswith("id")]
    return {
        name: cells
        for name, cells in texts.items()
        if name not in _CAPTIONS or (any(cells) and cells not in ids)
    }


def _places(shapes: np.ndarray, wkt: str) -> dict[str, np.ndarray]:
    """Return the coordinates of points: stored degrees, or as they stand."""
    if not (shapely.get_type_id(shapes) == _POINT).any():
        return {}
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    try:
        source = crs_of(wkt, "")
    except CRSError:
        return {"x": x, "y": y}
    if source.to_epsg() in _AS_STORED:
        return {"lon": x, "lat": y}
    transformer = pyproj.Transformer.from_crs(source, STORED_CRS, always_xy=True)
    lon, lat = transformer.transform(x, y)
    return {"lon": np.round(lon, 9), "lat": np.round(lat, 9)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if not np.isfinite(value):
            return ""
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(float(value))
    return str(value)
