"""Features as KML: a place mark for each, coloured by its class."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyarrow as pa
import shapely

from geo.export_files import FeatureTable, in_parts
from geo.whole_files import written_whole
from geo.xml_text import legal

KML = "http://www.opengis.net/kml/2.2"


class KmlStyle(NamedTuple):
    """A class of features in KML.

    Attributes
    ----------
    line, fill : str
        ``#rrggbb`` and its opacity as two more hexadecimal digits.
    width_px : float
    """

    label: str
    line: str
    fill: str
    width_px: float


def write_kml(
    path: Path,
    table: FeatureTable,
    styles: Sequence[KmlStyle],
    style_of: np.ndarray,
    *,
    name_column: str,
) -> None:
    """Write features as KML 2.2.

    A feature without place becomes a place mark without geometry, which is listed
    and not drawn.

    Parameters
    ----------
    styles, style_of
        The styles, and for each feature the number of its own.
    name_column : str
        What is written beside a place mark; empty for nothing.  A column called
        ``name`` is written there only: readers take it for the same.
    """
    fields = [name for name in table.columns.column_names if name.lower() != "name"]
    if name_column.lower() != "name":
        fields = table.columns.column_names
    with (
        written_whole(path) as unfinished,
        unfinished.open("w", encoding="utf-8") as file,
    ):
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f'<kml xmlns="{KML}"><Document id="document">\n')
        file.write(f"<name>{_text(table.title)}</name>\n")
        file.write(f"<description>{_text(table.note)}</description>\n")
        file.writelines(_styles(styles))
        file.write(_schema(table.columns, fields))
        file.writelines(_placemarks(table, style_of, name_column, fields))
        file.write("</Document></kml>\n")


def _text(value: object) -> str:
    return escape(legal(str(value)))


def _colour(css: str) -> str:
    """Write ``#rrggbbaa`` as KML does: alpha, blue, green, red.

    Examples
    --------
    >>> _colour("#fdf3ab80")
    '80abf3fd'
    """
    return css[7:9] + css[5:7] + css[3:5] + css[1:3]


def _styles(styles: Sequence[KmlStyle]) -> Iterator[str]:
    for number, style in enumerate(styles):
        line, fill = _colour(style.line), _colour(style.fill)
        yield (
            f"<!-- {_text(style.label).replace('--', '- -')} -->\n"
            f'<Style id="class-{number}">'
            f"<IconStyle><color>{fill}</color><scale>0.6</scale></IconStyle>"
            "<LabelStyle><scale>0.6</scale></LabelStyle>"
            f"<LineStyle><color>{line}</color><width>{style.width_px:g}</width>"
            "</LineStyle>"
            f"<PolyStyle><color>{fill}</color></PolyStyle></Style>\n"
        )


def _schema(columns: pa.Table, fields: Sequence[str]) -> str:
    told = (
        f"<SimpleField name={quoteattr(legal(name))} "
        f"type={_kind(columns.schema.field(name).type)}/>"
        for name in fields
    )
    return f'<Schema name="columns" id="columns">{"".join(told)}</Schema>\n'


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return '"bool"'
    if pa.types.is_integer(kind):
        return '"int"'
    return '"double"' if pa.types.is_floating(kind) else '"string"'


def _placemarks(
    table: FeatureTable, style_of: np.ndarray, name_column: str, fields: Sequence[str]
) -> Iterator[str]:
    number, keys = 0, {name: quoteattr(legal(name)) for name in fields}
    for rows, shapes in in_parts(table):
        for row, shape in zip(rows, shapes, strict=True):
            name = row.get(name_column)
            named = f"<name>{_text(name)}</name>" if name is not None else ""
            told = "".join(
                f"<SimpleData name={keys[key]}>{_cell(row[key])}</SimpleData>"
                for key in fields
                if row[key] is not None
            )
            yield (
                f"<Placemark>{named}<styleUrl>#class-{style_of[number]}</styleUrl>"
                f'<ExtendedData><SchemaData schemaUrl="#columns">{told}</SchemaData>'
                f"</ExtendedData>{_geometry(shape)}</Placemark>\n"
            )
            number += 1


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if isinstance(value, date) else _text(value)


def _geometry(shape: shapely.Geometry | None) -> str:
    if shape is None or shape.is_empty:
        return ""
    if shape.geom_type == "Point":
        return f"<Point>{_coordinates(shape)}</Point>"
    if shape.geom_type in ("LineString", "LinearRing"):
        return f"<LineString>{_coordinates(shape)}</LineString>"
    if shape.geom_type == "Polygon":
        return _polygon(shape)
    parts = "".join(_geometry(part) for part in shapely.get_parts(shape))
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _polygon(shape: shapely.Polygon) -> str:
    rings = [("outerBoundaryIs", shape.exterior)]
    rings += [("innerBoundaryIs", hole) for hole in shape.interiors]
    told = (
        f"<{tag}><LinearRing>{_coordinates(ring)}</LinearRing></{tag}>"
        for tag, ring in rings
    )
    return f"<Polygon>{''.join(told)}</Polygon>"


def _coordinates(shape: shapely.Geometry) -> str:
    pairs = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{x!r},{y!r}' for x, y in pairs)}</coordinates>"
