"""Layer files from strangers: read apart, checked whole, brought into one form."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from rasterio.warp import transform_bounds

from geo.crs import CHINA_BOUNDS, STORED_CRS
from geo.isolated import read_isolated
from geo.isoseismals import isoseismals
from geo.layer_columns import normalised
from geo.layer_repair import repaired
from geo.layer_schema import POLYGONS, RASTER_RANGES, SCHEMAS
from geo.raster_intake import as_geotiff, is_geotiff
from geo.sight import look
from geo.vector_files import crs_of, name_of_crs, read_features
from rules.errors import CRSError, FileError, LayerError, SchemaError
from rules.language import N_
from rules.vocabulary import LAYER_KINDS, RASTER_KINDS

Bounds = tuple[float, float, float, float]  # west, south, east, north
ToStored = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, kw_only=True)
class RasterInfo:
    """What a GeoTIFF is, after every cell of it was read once.

    Attributes
    ----------
    path : Path
    bounds : west, south, east, north, degrees in EPSG:4490.
    width, height, bands : int
    least, most : float
        Of the first band, with its scale and offset.
    known_ratio : float
        Share of the cells that have a value, 0 to 1.
    said : str
        What the band says of itself: description, unit, tags.
    crs : str
        As the file says.
    """

    path: Path
    bounds: Bounds
    width: int
    height: int
    bands: int
    least: float
    most: float
    known_ratio: float
    said: str
    crs: str = ""


def read_layer(
    path: Path,
    kind: str,
    *,
    bounds: Bounds | None = None,
    part: str = "",
    crs: str = "",
    to_stored: ToStored | None = None,
    folder: Path | None = None,
) -> gpd.GeoDataFrame | RasterInfo:
    """Read a layer of a kind from a map or a raster of any form.

    The bytes decide what the file is, not its name; it is read in a child process.
    All or nothing: one bad value refuses the file.

    Parameters
    ----------
    path : Path
        The file; a Shapefile by its ``.shp``, or zipped.
    kind : str
        One of :data:`rules.vocabulary.LAYER_KINDS`.
    bounds : west, south, east, north, optional
        Of the county, degrees; at least one feature must meet it.
    part : str
        The layer or variable, of a file that has several.
    crs : str
        The CRS of a file that does not say, e.g. ``"EPSG:4544"``.
    to_stored : callable, optional
        Turns longitudes and latitudes of another datum into EPSG:4490.
    folder : Path, optional
        Where a GeoTIFF is made of a raster in another form; without it, only a
        GeoTIFF is taken.

    Returns
    -------
    GeoDataFrame or RasterInfo
        Features in EPSG:4490 with the columns of :mod:`geo.layer_schema` under
        their own names.  ``attrs``: ``repaired``, how many polygons were made
        valid; ``broken``, the numbers of records without a usable shape;
        ``ignored_columns``; ``crs``, as the file says.

    Raises
    ------
    LayerError
        If there is no such kind.
    FileError
        If the file is missing, empty, damaged, of another type or shape, or does
        not reach the county.
    CRSError
        If it has no CRS, or one that cannot be brought into EPSG:4490.
    SchemaError
        If a column is missing or a value is not what it must be.
    """
    if kind not in LAYER_KINDS:
        message = N_("no layer kind {kind}; kinds are: {kinds}")
        raise LayerError(message, kind=kind, kinds=" ".join(LAYER_KINDS))
    if kind in RASTER_KINDS:
        if to_stored is not None:
            message = N_("{file}: a raster cannot be shifted; save it in EPSG:4490")
            raise CRSError(message, file=path.name)
        raster = _geotiff(path, folder, part, crs)
        return _read_raster(raster, RASTER_RANGES[kind], bounds)
    shapes = SCHEMAS[kind].shapes
    features = read_features(path, part=part, crs=crs, shapes=shapes)
    features.attrs["crs"] = name_of_crs(features.crs)
    features = _placed(features, path.name, bounds, to_stored)
    _require_shapes(features, shapes, path.name)
    return normalised(_repaired(features, path.name), kind, path.name)


def read_polygons(path: Path) -> gpd.GeoDataFrame:
    """Read polygons with all their columns, in EPSG:4490, made valid.

    Raises
    ------
    FileError, CRSError
        As :func:`read_layer`.
    """
    features = _placed(read_features(path, shapes=POLYGONS), path.name, None)
    _require_shapes(features, POLYGONS, path.name)
    return _repaired(features, path.name)


def read_intensity_polygons(path: Path) -> gpd.GeoDataFrame:
    """Read the isoseismals of an event: ``intensity_degree`` and polygons.

    Raises
    ------
    FileError, CRSError, SchemaError
        As :func:`read_layer`, or if there is no column of intensity.
    """
    return isoseismals(read_polygons(path))


def read_event_raster(path: Path) -> RasterInfo:
    """Look at the raster of an event: intensity or depth.

    Raises
    ------
    FileError, CRSError
        As :func:`read_layer`.
    """
    return _read_raster(_geotiff(path, None, "", ""), RASTER_RANGES["event"], None)


def _placed(
    features: gpd.GeoDataFrame,
    name: str,
    bounds: Bounds | None,
    to_stored: ToStored | None = None,
) -> gpd.GeoDataFrame:
    """Bring features into EPSG:4490, and refuse those that lie elsewhere."""
    features = features.to_crs(STORED_CRS)
    if to_stored is not None:
        shapes = shapely.transform(
            features.geometry.to_numpy(),
            lambda places: np.column_stack(to_stored(places[:, 0], places[:, 1])),
        )
        features = features.set_geometry(shapes, crs=STORED_CRS)
    finite = np.isfinite(features.total_bounds).all()
    _require_in_china(features.total_bounds if finite else None, name)
    if bounds is not None and not features.intersects(shapely.box(*bounds)).any():
        message = N_("{file}: nothing in it lies in the county; it spans {bounds}")
        raise FileError(message, file=name, bounds=_rounded(features.total_bounds))
    return features


def _require_in_china(bounds: Bounds | np.ndarray | None, name: str) -> None:
    if bounds is None or not _meet(bounds, CHINA_BOUNDS):
        message = N_(
            "{file}: lies outside China ({bounds}); "
            "is its CRS right, and longitude before latitude?"
        )
        raise CRSError(message, file=name, bounds=_rounded(bounds))


def _meet(one: Bounds, other: Bounds) -> bool:
    across = one[0] <= other[2] and other[0] <= one[2]
    return bool(across and one[1] <= other[3] and other[1] <= one[3])


def _rounded(bounds: Bounds | np.ndarray | None) -> str:
    return "?" if bounds is None else ", ".join(f"{value:.4f}" for value in bounds)


def _require_shapes(
    features: gpd.GeoDataFrame, shapes: frozenset[str], name: str
) -> None:
    found = set(features.geom_type) - shapes
    if found:
        message = N_("{file}: needs {needed}, but holds {found}")
        needed, found = (", ".join(sorted(names)) for names in (shapes, found))
        raise FileError(message, file=name, needed=needed, found=found)


def _repaired(features: gpd.GeoDataFrame, name: str) -> gpd.GeoDataFrame:
    """Make polygons valid, keep their areas only, and tell what it did in ``attrs``."""
    left, repair = repaired(features)
    if not len(left):
        raise FileError(N_("{file}: holds no feature with a shape"), file=name)
    left.attrs["broken"] = sorted([*features.attrs["broken"], *repair.lost])
    left.attrs |= {"repaired": repair.count, "rows": left["row"].tolist()}
    left.attrs["area_change_ratio"] = repair.area_change_ratio
    left.attrs["remade"] = [one._asdict() for one in repair.remade]
    return left


def _geotiff(path: Path, folder: Path | None, part: str, crs: str) -> Path:
    """Return a GeoTIFF: the file itself, or what is made of it in a folder."""
    if is_geotiff(path) and (folder is None or not crs):
        return path
    if folder is None:
        message = N_("{file}: not a GeoTIFF, but {found}; this needs a GeoTIFF")
        raise FileError(message, file=path.name, found=look(path).format)
    return as_geotiff(path, folder, part=part, crs=crs)


def _read_raster(
    path: Path, sane: tuple[float, float], bounds: Bounds | None
) -> RasterInfo:
    table = read_isolated("raster", path)
    facts = json.loads(table["facts"][0].as_py())
    info = _raster_info(path, facts)
    _require_in_china(info.bounds, path.name)
    if bounds is not None and not _meet(info.bounds, bounds):
        message = N_("{file}: nothing in it lies in the county; it spans {bounds}")
        raise FileError(message, file=path.name, bounds=_rounded(info.bounds))
    least, most = sane
    if not least <= info.least <= info.most <= most:
        message = N_(
            "{file}: values from {least} to {most} cannot be; "
            "mark the cells without value as nodata"
        )
        raise SchemaError(message, file=path.name, least=info.least, most=info.most)
    return info


def _raster_info(path: Path, facts: dict) -> RasterInfo:
    crs = crs_of(facts["crs"] if facts["placed"] else "", path.name)
    if not facts["known"]:
        raise FileError(N_("{file}: no cell has a value"), file=path.name)
    keep = ("width", "height", "bands", "least", "most", "said")
    return RasterInfo(
        path=path,
        bounds=transform_bounds(crs.to_wkt(), STORED_CRS, *facts["bounds"]),
        known_ratio=facts["known"] / (facts["width"] * facts["height"]),
        crs=name_of_crs(crs),
        **{name: facts[name] for name in keep},
    )
