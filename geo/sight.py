"""Tell what a file is by one look at it, in a child process; and read its cells."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyproj

from geo.formula_guard import unguarded
from geo.isolated import read_isolated
from geo.sheets import Sheet
from geo.vector_files import points_elsewhere, sheet_of_features

Bounds = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a file was seen to be.

    Attributes
    ----------
    file : str
        Its name.
    format : str
        ``csv tsv xls xlsx ods shapefile geopackage filegdb geojson kml gpx dxf
        geotiff asciigrid netcdf shakemap stations``; an archive is what is in it.
    family : str
        ``table features raster shakemap stations``.
    encoding : str
        ``utf-8``, ``utf-16``, ``gb18030``…; ``""`` where the format has its own.
    part, parts : str, tuple of str
        The sheet, layer or variable looked at, and all there are to choose from;
        empty where there is one.
    crs, wkt : str
        ``EPSG:4490`` or a name, and all of it; empty if the file does not say.
    rows : int or None
        Rows of a table with its headings, features, or rows of a raster.
    columns : tuple of str
        Names of attributes; of a table the cells of its first row.
    shapes : tuple of str
        Kinds of shapes, e.g. ``MultiPolygon``.
    bounds : tuple of float or None
        West, south, east, north, in the CRS of the file.
    notes : tuple of str
        What else it says of itself, or what of it cannot be read.
    """

    file: str
    format: str
    family: str
    encoding: str = ""
    part: str = ""
    parts: tuple[str, ...] = ()
    crs: str = ""
    wkt: str = ""
    rows: int | None = None
    columns: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    bounds: Bounds | None = None
    notes: tuple[str, ...] = ()


def look(path: Path, *, part: str = "") -> Sight:
    """Look at a file of any kind.

    Parameters
    ----------
    path : Path
        The file, or the folder of a FileGDB.
    part : str
        A sheet, layer or variable; by default the first with content.

    Raises
    ------
    FileError
        If it is missing, empty, damaged, or of no kind that can be read.
    """
    table = read_isolated("content", path, wanted="sight", part=part)
    facts = json.loads(table["facts"][0].as_py())
    lists = ("parts", "columns", "shapes", "notes")
    facts |= {name: tuple(map(str, facts.get(name) or ())) for name in lists}
    bounds = facts.get("bounds")
    finite = bounds is not None and all(map(np.isfinite, bounds))
    facts["bounds"] = tuple(bounds) if finite else None
    return Sight(file=path.name, crs=_crs_label(facts.get("wkt", "")), **facts)


def read_sheet(path: Path, *, part: str = "") -> Sheet:
    """Read a table of any kind as text; of a map, its attributes and its points.

    Points stand in the columns ``lon`` and ``lat`` (EPSG:4490), if the CRS of the
    file can be brought there; else in ``x`` and ``y``, as they are.

    Parameters
    ----------
    path : Path
        The file, or the folder of a FileGDB.
    part : str
        A sheet or layer; by default the first with content.

    Raises
    ------
    FileError
        If it cannot be read, or holds no table.
    """
    table = read_isolated("content", path, wanted="cells", part=part)
    facts = json.loads(table.schema.metadata[b"facts"])
    if facts["family"] == "features":
        cells, rows = sheet_of_features(table, facts["wkt"])
    else:
        texts = {n: unguarded(table[n]) for n in table.column_names if n != "row"}
        cells, rows = _trimmed(pa.table(texts)), table["row"].to_numpy()
    return Sheet(
        cells=cells,
        rows=rows,
        file=path.name,
        format=facts["format"],
        encoding=facts["encoding"],
        part=facts["part"],
    )


def _trimmed(cells: pa.Table) -> pa.Table:
    """Leave out the empty columns at the right."""
    used = cells.num_columns
    while used > 1 and not _has_text(cells.column(used - 1)):
        used -= 1
    return cells.select(range(used)).replace_schema_metadata(None)


def _has_text(column: pa.ChunkedArray) -> bool:
    return bool(pc.max(pc.binary_length(pc.utf8_trim_whitespace(column))).as_py())


def _crs_label(wkt: str) -> str:
    if not wkt or points_elsewhere(wkt):
        return ""
    try:
        crs = pyproj.CRS.from_user_input(wkt)
    except pyproj.exceptions.CRSError:
        return ""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else crs.name
