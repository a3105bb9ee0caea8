"""Features as files other programs open: GeoPackage and GeoJSON.  Whole or not at all.

A file says of itself what it holds; coordinates leave with every digit they have.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from geo.crs import STORED_CRS
from geo.whole_files import written_whole

GEOMETRY, STYLES, PROJECTS = "geom", "layer_styles", "qgis_projects"
NOTHING: Mapping[str, str] = MappingProxyType({})
OF_VERSION = {"VERSION": "1.2"}  # of the format, that of which no reader warns
_ROWS_AT_ONCE = 20_000
_FAMILIES = ("point", "line", "polygon")


class StoredStyle(NamedTuple):
    """A style kept in the file: QGIS takes the first of a table by itself."""

    name: str
    qml: str
    sld: str


@dataclass(frozen=True, kw_only=True)
class FeatureTable:
    """Features to be written.

    Attributes
    ----------
    name : str
        Of the table, one of its kind in a file.
    title, note : str
        For people: what it is, and where it comes from.
    columns : pyarrow.Table
        Attributes; a null is unknown.
    shapes : array of shapely.Geometry
        In EPSG:4490, along ``columns``; ``None`` without place.
    styles : tuple of StoredStyle
        Kept in a GeoPackage, the first as the default.
    """

    name: str
    title: str
    columns: pa.Table
    shapes: np.ndarray
    note: str = ""
    styles: tuple[StoredStyle, ...] = ()

    def styled_with(self, styles: tuple[StoredStyle, ...]) -> "FeatureTable":
        """Return the same features with other styles."""
        return replace(self, styles=styles)


def feature_table(
    features: gpd.GeoDataFrame, name: str, title: str, note: str = ""
) -> FeatureTable:
    """Make a table of features in EPSG:4490."""
    attributes = pd.DataFrame(features.drop(columns=features.geometry.name))
    columns = pa.Table.from_pandas(attributes, preserve_index=False)
    shapes = features.geometry.to_numpy()
    plain = columns.replace_schema_metadata(None)
    return FeatureTable(name=name, title=title, note=note, columns=plain, shapes=shapes)


def families(shapes: np.ndarray) -> list[str]:
    """Tell what kinds of shapes there are: point, line, polygon.

    Examples
    --------
    >>> families(np.array([shapely.Point(104, 31), None]))
    ['point']
    """
    present = np.unique(shapely.get_dimensions(shapes))
    return [_FAMILIES[dimension] for dimension in present if dimension >= 0]


def write_geopackage(
    path: Path, tables: Sequence[FeatureTable], projects: Mapping[str, str] = NOTHING
) -> None:
    """Write tables to a GeoPackage in EPSG:4490, with their styles.

    Features without place have no geometry.

    Parameters
    ----------
    projects : mapping of str to str
        QGIS projects by name, as :func:`layers.qgis_project.project` writes them.
    """
    with written_whole(path) as unfinished:
        for table in tables:
            _write_table(unfinished, table)
        styles = [row for table in tables for row in _style_rows(table)]
        kept = [{"name": name, "content": told} for name, told in projects.items()]
        for name, rows in ((STYLES, styles), (PROJECTS, kept)):
            if rows:
                _write_rows(unfinished, name, rows)


def _write_rows(path: Path, name: str, rows: list[dict[str, object]]) -> None:
    pyogrio.write_dataframe(
        pd.DataFrame(rows),
        path,
        layer=name,
        driver="GPKG",
        dataset_options=OF_VERSION,
        layer_options={"FID": "id"},
    )


def _write_table(path: Path, table: FeatureTable) -> None:
    kind, shapes = _one_type(table.shapes)
    places = pa.array(shapely.to_wkb(shapes), pa.binary())
    names = table.columns.column_names
    pyogrio.write_arrow(
        pa.table({name: table.columns[name] for name in names} | {GEOMETRY: places}),
        path,
        layer=table.name,
        driver="GPKG",
        geometry_name=GEOMETRY,
        geometry_type=kind,
        crs=STORED_CRS,
        dataset_options=OF_VERSION,
        layer_options={
            "GEOMETRY_NAME": GEOMETRY,
            "IDENTIFIER": f"{table.title} ({table.name})",  # one of its kind
            "DESCRIPTION": table.note,
        },
    )


def _one_type(shapes: np.ndarray) -> tuple[str, np.ndarray]:
    """Bring shapes of one family to one type: programs other than ours ask for it."""
    names = {shape.geom_type for shape in shapes if shape is not None}
    if len(names) == 1:
        return names.pop(), shapes
    if len(families(shapes)) != 1:
        return "Unknown", shapes
    many = {"point": "MultiPoint", "line": "MultiLineString", "polygon": "MultiPolygon"}
    kind = many[families(shapes)[0]]
    gathered = [
        shape
        if shape is None or shape.geom_type == kind
        else getattr(shapely, kind)(shapely.get_parts(shape).tolist())
        for shape in shapes
    ]
    return kind, np.array(gathered, object)


def _style_rows(table: FeatureTable) -> Iterator[dict[str, object]]:
    for number, style in enumerate(table.styles):
        yield {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": table.name,
            "f_geometry_column": GEOMETRY,
            "styleName": style.name,
            "styleQML": style.qml,
            "styleSLD": style.sld,
            "useAsDefault": number == 0,
            "description": table.title,
            "owner": "",
            "ui": None,
            "update_time": pd.Timestamp(datetime.now(UTC)).floor("s"),
        }


def write_geojson(path: Path, table: FeatureTable) -> None:
    """Write features as GeoJSON (RFC 7946).

    Its coordinates are WGS 84, which CGCS2000 equals within centimetres: the numbers
    stay as they are, with all their digits.  Outer rings run counter-clockwise.
    """
    head = {"type": "FeatureCollection", "name": table.title, "description": table.note}
    with (
        written_whole(path) as unfinished,
        unfinished.open("w", encoding="utf-8") as file,
    ):
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        between = "\n"
        for line in _features(table):
            file.write(between + line)
            between = ",\n"
        file.write("\n]}\n")


def _features(table: FeatureTable) -> Iterator[str]:
    for told, shapes in in_parts(table):
        placed = shapely.to_geojson(shapely.orient_polygons(shapes))
        for properties, geometry in zip(told, placed, strict=True):
            text = json.dumps(properties, ensure_ascii=False, default=_plain)
            place = "null" if geometry is None else geometry
            yield f'{{"type": "Feature", "properties": {text}, "geometry": {place}}}'


def in_parts(table: FeatureTable) -> Iterator[tuple[list[dict], np.ndarray]]:
    """Yield the rows of a table as dicts with their shapes, a part at a time."""
    for first in range(0, len(table.shapes), _ROWS_AT_ONCE):
        shapes = table.shapes[first : first + _ROWS_AT_ONCE]
        if table.columns.num_columns:
            rows = table.columns.slice(first, _ROWS_AT_ONCE).to_pylist()
        else:
            rows = [{} for _ in shapes]
        yield [{n: _known(value) for n, value in row.items()} for row in rows], shapes


def _known(value: object) -> object:
    """Return a value, ``None`` for ``NaN``."""
    return None if isinstance(value, float) and value != value else value


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
