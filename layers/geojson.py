"""Features as GeoJSON: few digits, and only the properties the page uses."""

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import shapely

DIGITS = 5  # about a metre
FINE_DEGREE = 5e-5  # half a pixel at zoom 14: shapes are for the eye, hits are exact


def collection(
    geometries: Iterable[shapely.Geometry], properties: Iterable[Mapping[str, object]]
) -> dict:
    """Write features for the eye: simplified, rounded, without the empty ones.

    Parameters
    ----------
    geometries : iterable of shapely.Geometry
        In degrees.
    properties : iterable of mapping
        One for each, with ``s``, the number of its style.

    Examples
    --------
    >>> told = collection([shapely.Point(104.123456, 31)], [{"s": 0}])
    >>> told["features"][0]["geometry"]["coordinates"]
    [104.12346, 31.0]
    """
    shapes = shapely.simplify(np.array(list(geometries), object), FINE_DEGREE)
    pairs = zip(shapes, properties, strict=True)
    features = [
        {"type": "Feature", "properties": dict(told), "geometry": _written(shape)}
        for shape, told in pairs
        if shape is not None and not shape.is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def column(table: gpd.GeoDataFrame, name: str, missing: object) -> list:
    """Return a column as a list of plain values.

    ``missing`` stands for values that are not there, of a whole column that the
    source did not have as well.
    """
    if name not in table:
        return [missing] * len(table)
    values = table[name].astype(object)
    return values.where(table[name].notna(), missing).tolist()


def _written(shape: shapely.Geometry) -> dict:
    told = shapely.geometry.mapping(shape)
    if told["type"] == "GeometryCollection":
        raise ValueError("a collection of geometries is not one feature")
    return {"type": told["type"], "coordinates": _rounded(told["coordinates"])}


def _rounded(coordinates: tuple) -> list:
    if isinstance(coordinates[0], float):
        return [round(number, DIGITS) for number in coordinates[:2]]
    return [_rounded(part) for part in coordinates]
