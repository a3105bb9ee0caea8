"""GeoPackages, file geodatabases and drawings: several layers, views, curves."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pyogrio
from shapely import LineString, Polygon, force_3d

from tests.intake.cases import Corpus, Writer, content
from tests.intake.maps import (
    METRES,
    NAMES,
    SHAPES,
    saved,
    told,
    towns,
    zipped,
)

CORPUS = Corpus("features")


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file to change it by hand; saved at the end."""
    opened = sqlite3.connect(path)
    try:
        yield opened
        opened.commit()
    finally:
        opened.close()


def layers(path: Path, **tables: object) -> None:
    """Write several layers into one file."""
    for name, table in tables.items():
        if "geometry" in table:
            saved(path, table, layer=name)
        else:
            pyogrio.write_dataframe(table, path, layer=name)


NOTES = pd.DataFrame({"说明": ["每月更新"]})
NONE = towns().iloc[:0]
VILLAGES = towns(crs="EPSG:4490", 级别=["村", "村"])

CORPUS.add("plain.gpkg", saved, told(attrs={"format": "geopackage"}))
CORPUS.add("name of a shapefile.shp", lambda p: saved(p, driver="GPKG"), told())
CORPUS.add("chinese layer.gpkg", lambda p: saved(p, layer="乡镇界线"), told())
CORPUS.add(
    "in metres.gpkg",
    lambda p: saved(p, towns().to_crs(4544)),
    told(crs=4544, bounds=METRES),
)
CORPUS.add("empty.gpkg", lambda p: saved(p, NONE), "no feature")
CORPUS.add(
    "two layers.gpkg",
    lambda p: layers(p, 乡镇=towns(), 村=VILLAGES),
    {"parts": ["乡镇", "村"]},
    door="look",
)
CORPUS.add(
    "second of two layers.gpkg",
    lambda p: layers(p, 乡镇=towns(), 村=VILLAGES),
    told(columns={"级别": ["村", "村"]}),
    part="村",
)
CORPUS.add("no such layer.gpkg", saved, "河流", part="河流")
CORPUS.add(
    "first layer empty.gpkg",
    lambda p: layers(p, 空=NONE, 乡镇=towns()),
    {"part": "乡镇", "parts": ["空", "乡镇"]},
    door="look",
)
CORPUS.add("with notes.gpkg", lambda p: layers(p, 说明=NOTES, 乡镇=towns()), told())
CORPUS.add(
    "only a table.gpkg",
    lambda p: layers(p, 说明=NOTES),
    {"lines": [["说明"], ["每月更新"]]},
    door="sheet",
)
CORPUS.add("no crs.gpkg", lambda p: saved(p, towns(crs=None)), "no CRS")
CORPUS.add(
    "crs stated.gpkg", lambda p: saved(p, towns(crs=None)), told(), crs="EPSG:4490"
)
CORPUS.add(
    "beijing 1954.gpkg", lambda p: saved(p, towns(crs="EPSG:4214")), "Beijing 1954"
)


@CORPUS.file("with a view.gpkg", told(columns={"名称": list(NAMES)}), part="看")
def _(path: Path) -> None:
    saved(path, layer="towns")
    with database(path) as opened:
        opened.execute(
            "CREATE VIEW 看 AS SELECT fid AS OGC_FID, geom, 代码, 名称 FROM towns"
        )
        opened.execute(
            "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) "
            "SELECT '看', 'features', '看', srs_id FROM gpkg_contents"
        )
        opened.execute(
            "INSERT INTO gpkg_geometry_columns "
            "SELECT '看', column_name, geometry_type_name, srs_id, z, m "
            "FROM gpkg_geometry_columns"
        )


def shaped(name: str, shapes: tuple, says: dict, **columns: object) -> None:
    """Add a GeoPackage of other shapes or columns."""
    CORPUS.add(name, lambda p: saved(p, towns(shapes, **columns)), says)


BOW = Polygon([(104.5, 31.25), (104.6, 31.3), (104.6, 31.25), (104.5, 31.3)])
shaped("with heights.gpkg", tuple(force_3d(SHAPES, 512.0)), told())
shaped(
    "of both kinds.gpkg",
    (SHAPES[0], SHAPES[1].boundary),
    told(kinds=["LineString", "Polygon"]),
)
shaped("crosses itself.gpkg", (BOW, SHAPES[1]), told())
shaped(
    "without a shape.gpkg", (None, SHAPES[1]), {"count": 1, "attrs": {"broken": [1]}}
)
shaped(
    "an empty shape.gpkg",
    (Polygon(), SHAPES[1]),
    {"count": 1, "attrs": {"broken": [1]}},
)
DAYS = [date(2026, 3, 2), None]
shaped("days.gpkg", SHAPES, told(columns={"日期": ["2026-03-02", None]}), 日期=DAYS)
TRUTH, COUNTS = pd.array([True, None], "boolean"), pd.array([1, None], "Int64")
GAPS = told(columns={"有": [True, None], "数": [1, None]})
shaped("truth and gaps.gpkg", SHAPES, GAPS, 有=TRUTH, 数=COUNTS)


def fixture(name: str) -> Writer:
    """Return a copier of a file that pyogrio brings for its own tests."""
    source = files("pyogrio") / "tests" / "fixtures" / name
    return lambda path: shutil.copyfile(str(source), path)


CORPUS.add("curve.gpkg", fixture("curve.gpkg"), {"count": 1})
CORPUS.add("curve polygon.gpkg", fixture("curvepolygon.gpkg"), {"count": 1})
CORPUS.add("many surfaces.gpkg", fixture("multisurface.gpkg"), {"count": 1})
CORPUS.add("measures.gpkg", fixture("line_zm.gpkg"), {"count": 1})
CORPUS.add("nulls.gpkg", fixture("test_gpkg_nulls.gpkg"), {"count": 4})
CORPUS.add("streets.pbf", fixture("sample.osm.pbf"), r"\.pbf: ")
CORPUS.add("parquet.parquet", fixture("list_field_values_file.parquet"), r"\.parquet: ")

NEVER_A_MAP = b"SQLite format 3\0" + bytes(4080)
CORPUS.add("not a geopackage.gpkg", content(NEVER_A_MAP), r"\.gpkg: ")


@CORPUS.file("half of it.gpkg", r"half of it\.gpkg: ")
def _(path: Path) -> None:
    saved(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@CORPUS.file("not yet put away.gpkg", told())
def _(path: Path) -> None:
    saved(path)
    with database(path) as opened:
        opened.execute("PRAGMA journal_mode=WAL")


def geodatabase(path: Path, **tables: object) -> None:
    """Write the folder of a file geodatabase."""
    for name, table in (tables or {"towns": towns()}).items():
        saved(path, table, layer=name, driver="OpenFileGDB")


CORPUS.add(
    "towns.gdb", geodatabase, told(kinds=["MultiPolygon"], attrs={"format": "filegdb"})
)
CORPUS.add(
    "second of two.gdb",
    lambda p: geodatabase(p, towns=towns(), villages=VILLAGES),
    told(columns={"级别": ["村", "村"]}, kinds=["MultiPolygon"]),
    part="villages",
)


@CORPUS.file(
    "zipped.gdb.zip", told(kinds=["MultiPolygon"], attrs={"format": "filegdb"})
)
def _(path: Path) -> None:
    folder = path.with_name("gdb")
    folder.mkdir()
    geodatabase(folder / "乡镇.gdb")
    zipped(path, folder)


@CORPUS.file("emptied.gdb", r"emptied\.gdb: ")
def _(path: Path) -> None:
    path.mkdir()


def drawing(path: Path, letters: str = "utf-8") -> None:
    """Write closed polylines in metres, as a surveyor draws them."""
    outline = LineString(towns().to_crs(4544).geometry[0].exterior.coords)
    saved(path, towns((outline,), "EPSG:4544")[["geometry"]], driver="DXF")


WEST = {"count": 1, "crs": 4544}
CORPUS.add("drawing.dxf", drawing, WEST, crs="EPSG:4544")
CORPUS.add("drawing without crs.dxf", drawing, "no CRS")


# Group codes and values of a closed line; its layer is a Chinese word.
LINE = "0 LWPOLYLINE 8 房屋 90 4 70 1 10 {w} 20 {s} 10 {e} 20 {s} 10 {e} 20 {n}"
HOUSE = [452372.6, 3458761.2, 452472.6, 3458861.2]
CLOSED = (LINE + " 10 {w} 20 {n}").format(**dict(zip("wsen", HOUSE, strict=True)))
HEADER = "0 SECTION 2 HEADER 9 $ACADVER 1 {version} 9 $DWGCODEPAGE 3 {page} 0 ENDSEC "
for name, letters, header in (
    ("closed lines.dxf", "utf-8", ""),
    ("closed lines in gbk.dxf", "gbk", ""),
    ("said to be gbk.dxf", "gbk", HEADER.format(version="AC1015", page="ANSI_936")),
    ("of a new kind.dxf", "utf-8", HEADER.format(version="AC1027", page="ANSI_936")),
):
    words = f"{header}0 SECTION 2 ENTITIES {CLOSED} 0 ENDSEC 0 EOF ".replace(
        " ", "\r\n"
    )
    CORPUS.add(
        name,
        content(words.encode(letters)),
        {"count": 1, "bounds": HOUSE, "columns": {"Layer": ["房屋"]}},
        crs="EPSG:4544",
    )
CORPUS.add("drawing.dwg", content(b"AC1032" + bytes(500)), r"\.dwg: ")
CORPUS.add("mapinfo.tab", lambda p: saved(p, driver="MapInfo File"), r"\.tab: ")
CORPUS.add("flat.fgb", lambda p: saved(p, driver="FlatGeobuf"), r"\.fgb: ")
