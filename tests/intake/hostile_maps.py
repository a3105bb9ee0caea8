"""Maps that are what they say, and built to break who reads them."""

import json
import sqlite3
import struct
from pathlib import Path

import numpy as np

from tests.intake.hostile import VECTOR, Gang
from tests.intake.hostile_links import KML, POINT
from tests.intake.maps import saved, towns, write_shapefile, zipped
from tests.intake.trap import Trap, filled
from tests.intake.vectors import database, geodatabase

GANG = Gang(VECTOR)
DEEP = 100_000
PART = {"part": "看"}
WITH_VIEW = (
    ("look", {}),
    ("look", PART),
    ("features", PART),
    ("sheet", PART),
    ("layer", {"kind": "geohazard"}),
)

TOWNS = "SELECT fid AS OGC_FID, geom, {} AS 名称 FROM towns"
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT {} AS OGC_FID, geom, 名称 FROM n, towns"
)
VIEWS = {
    "endless": ENDLESS.format("i"),
    "endless count": ENDLESS.format("count(*)"),
    "a billion bytes": TOWNS.format("hex(zeroblob(900000000))"),
    "a long word": TOWNS.format("printf('%.*c', 250000000, 'x')"),
    "a library": TOWNS.format("load_extension('@TXT@')"),
    "a file": TOWNS.format("readfile('@TXT@')"),
    "a pixel": TOWNS.format("gdal_get_pixel_value('@TIF@', 1, 'pixel', 0, 0)"),
    "an address": TOWNS.format("ogr_geocode('@URL@')"),
    "itself": "SELECT OGC_FID, geom, 名称 FROM 看",
}
REGISTER = """
INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id)
 SELECT '看', 'features', '看', srs_id FROM gpkg_contents;
INSERT INTO gpkg_geometry_columns
 SELECT '看', column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns;
"""


def with_view(path: Path, select: str, trap: Trap) -> None:
    """Write a GeoPackage in which a view answers instead of a table."""
    saved(path, layer="towns")
    with database(path) as opened:
        opened.execute(f"CREATE VIEW 看 AS {filled(select, trap)}")
        opened.executescript(REGISTER)


for name, select in VIEWS.items():
    GANG.add(
        f"view of {name}.gpkg",
        lambda path, trap, select=select: with_view(path, select, trap),
        doors=WITH_VIEW,
    )


def with_table(path: Path, sql: str, trap: Trap) -> None:
    """Write a GeoPackage that declares a table nobody could make."""
    saved(path, layer="towns")
    with database(path) as opened:
        opened.execute("PRAGMA writable_schema = ON")
        opened.execute(
            "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) "
            "VALUES ('table', '看', '看', 0, ?)",
            [filled(sql, trap)],
        )
        opened.executescript(REGISTER)


for module in ("VirtualOGR('@CSV@')", "VirtualShape('@TXT@', 'UTF-8', 4326)",
               "VirtualText('@CSV@', 'UTF-8', 1, COMMA, NONE, ',')"):  # fmt: skip
    GANG.add(
        f"virtual {module.partition('(')[0]}.gpkg",
        lambda path, trap, sql=f"CREATE VIRTUAL TABLE 看 USING {module}": with_table(
            path, sql, trap
        ),
        doors=WITH_VIEW,
    )


@GANG.file("with a trigger.gpkg")
def _(path: Path, trap: Trap) -> None:
    saved(path, layer="towns")
    with database(path) as opened:
        opened.execute(
            "CREATE TRIGGER t AFTER UPDATE ON gpkg_contents BEGIN "
            "DELETE FROM towns; SELECT load_extension('x'); END"
        )


@GANG.file("crs of a grid.gpkg")
def _(path: Path, trap: Trap) -> None:
    saved(path, layer="towns")
    words = (
        'GEOGCS["a",DATUM["b",SPHEROID["c",6378137,298.25]],PRIMEM["d",0],'
        'UNIT["degree",0.0174532925199433],'
        f'EXTENSION["PROJ4","+proj=longlat +nadgrids={trap.file(".txt")}"]]'
    )
    with database(path) as opened:
        change = "UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'x'"
        opened.execute(f"{change} WHERE srs_id > 0", [words])


def without_triggers(opened: sqlite3.Connection) -> None:
    """Drop what would call functions that only the writer has."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in opened.execute(triggers).fetchall():
        opened.execute(f'DROP TRIGGER "{name}"')


def with_shape(path: Path, body: bytes) -> None:
    """Write a GeoPackage whose first shape has these bytes."""
    saved(path, layer="towns", SPATIAL_INDEX="NO")
    head = b"GP\0\1" + struct.pack("<i", 4490)
    with database(path) as opened:
        without_triggers(opened)
        opened.execute("UPDATE towns SET geom = ? WHERE fid = 1", [head + body])


BOX = struct.pack("<BII", 1, 7, 1)  # a collection of one
for name, body in (
    ("shape in shapes.gpkg", BOX * DEEP + struct.pack("<BIdd", 1, 1, 104.5, 31.25)),
    ("shape of 4 billion points.gpkg", struct.pack("<BII", 1, 2, 0xFFFFFFFF)),
    ("shape of 4 billion rings.gpkg", struct.pack("<BII", 1, 3, 0xFFFFFFFF)),
    ("shape without end.gpkg", b""),
    ("shape of no kind.gpkg", struct.pack("<BII", 1, 99, 1)),
):
    GANG.add(name, lambda path, trap, body=body: with_shape(path, body))


def spoilt(path: Path, suffix: str, at: int, value: bytes) -> None:
    """Write a Shapefile, and put bytes into one part."""
    write_shapefile(path)
    part = path.with_suffix(suffix)
    data = bytearray(part.read_bytes())
    data[at : at + len(value)] = value
    part.write_bytes(data)


MOST, LESS = 0x7FFFFFFF, -2
for name, suffix, at, value in (
    ("4 billion rows.shp", ".dbf", 4, b"\xff" * 4),
    ("rows of no length.shp", ".dbf", 10, b"\0\0"),
    ("header past the end.shp", ".dbf", 8, b"\xff\xff"),
    ("field past the row.shp", ".dbf", 48, b"\xff"),
    ("billions of rings.shp", ".shp", 100 + 8 + 36, struct.pack("<i", MOST)),
    ("billions of points.shp", ".shp", 100 + 8 + 40, struct.pack("<i", MOST)),
    ("less than no ring.shp", ".shp", 100 + 8 + 36, struct.pack("<i", LESS)),
    ("ring past the points.shp", ".shp", 100 + 8 + 44, struct.pack("<i", MOST)),
    ("record of 4 GB.shp", ".shp", 104, struct.pack(">i", MOST)),
    ("record elsewhere.shp", ".shx", 100, struct.pack(">i", MOST)),
    ("record before the file.shp", ".shx", 100, struct.pack(">i", LESS)),
    ("file of 4 GB.shp", ".shp", 24, struct.pack(">i", MOST)),
):
    GANG.add(
        name,
        lambda path, trap, s=suffix, a=at, v=value: spoilt(path, s, a, v),
    )
for name, suffix, text in (
    ("note of a file.shp", ".cpg", "../../outside/canary.txt"),
    ("crs of an address.shp", ".prj", "@URL@/a.prj"),
    ("crs of a file.shp", ".prj", "@TXT@"),
    ("crs of init.shp", ".prj", "+init=@TXT@:a"),
    ("note of a codec.shp", ".cpg", "unicode_escape"),
    ("note of another codec.shp", ".cpg", "zlib"),
):

    def beside(path: Path, trap: Trap, suffix: str = suffix, text: str = text) -> None:
        write_shapefile(path)
        path.with_suffix(suffix).write_text(filled(text, trap))

    GANG.add(name, beside)


@GANG.file("linked inside.gdb")
def _(path: Path, trap: Trap) -> None:
    geodatabase(path)
    tables = sorted(path.glob("*.gdbtable"), key=lambda p: p.stat().st_size)
    tables[-1].unlink()
    tables[-1].symlink_to(trap.file(".txt"))


@GANG.file("spoilt.gdb.zip")
def _(path: Path, trap: Trap) -> None:
    folder = path.with_name("gdb")
    folder.mkdir()
    geodatabase(folder / "a.gdb")
    noise = np.random.default_rng(1)
    for table in (folder / "a.gdb").glob("*.gdbtable"):
        data = bytearray(table.read_bytes())
        for at in noise.integers(16, len(data), 40):
            data[at] = 0xFF
        table.write_bytes(data)
    zipped(path, folder)


A_POINT = json.dumps(POINT)
FEATURE = '{"type": "Feature", "properties": {%s}, "geometry": %s}'
AREA = '{"type": "Polygon", "coordinates": %s}'
NESTED = '{"type": "GeometryCollection", "geometries": [' * DEEP + "]}" * DEEP
MANY = ",".join(f'"c{n}": 1' for n in range(100_000))
for name, text in (
    ("arrays in arrays.geojson", FEATURE % ("", AREA % ("[" * DEEP + "]" * DEEP))),
    ("objects in objects.geojson", '{"a":' * DEEP + "1" + "}" * DEEP),
    ("never closed.geojson", '{"type": "Polygon", "coordinates": ' + "[" * DEEP),
    ("beyond numbers.geojson", A_POINT.replace("104.5", "1e400")),
    ("digits.geojson", A_POINT.replace("104.5", "1" * 1_000_000)),
    ("shapes in shapes.geojson", NESTED),
    ("never closed.kml", KML.replace("{inside}", "<Folder>" * DEEP)),
    ("a long word.geojson", FEATURE % (f'"a": "{"x" * 30_000_000}"', A_POINT)),
    ("many columns.geojson", FEATURE % (MANY, A_POINT)),
):
    GANG.text(name, text)

ODD_NAMES = (
    "..", "../../a", "a\0b", "\x1b[31m", "</script>", "__proto__", "geometry", "row",
    "fid", "'; DROP TABLE towns; --", "a" * 10_000, "\u202egnp.exe", "",
)  # fmt: skip
ODD = dict.fromkeys(ODD_NAMES, "=cmd|' /C calc'!A0")
ODD_POINT = {"type": "Feature", "properties": ODD, "geometry": POINT}
GANG.text("odd names.geojson", json.dumps(ODD_POINT))


@GANG.file("odd layers.gpkg")
def _(path: Path, trap: Trap) -> None:
    for name in ("../../a", "</script>", "a'b]c", "看; DROP TABLE"):
        saved(path, layer="towns", SPATIAL_INDEX="NO")
        with database(path) as opened:
            without_triggers(opened)
            opened.execute(f'ALTER TABLE towns RENAME TO "{name}"')
            for table in (
                "gpkg_contents",
                "gpkg_geometry_columns",
                "gpkg_ogr_contents",
            ):
                renamed = (
                    f"UPDATE {table} SET table_name = ? WHERE table_name = 'towns'"
                )
                opened.execute(renamed, [name])
            opened.execute("UPDATE gpkg_contents SET identifier = table_name")


@GANG.file("odd columns.gpkg")
def _(path: Path, trap: Trap) -> None:
    odd = {name: ["a", "b"] for name in ODD_NAMES if "\0" not in name and name}
    del odd["geometry"], odd["fid"], odd["row"]
    saved(path, towns(**odd))


@GANG.file("another database.gpkg")
def _(path: Path, trap: Trap) -> None:
    with database(path) as opened:
        opened.execute("CREATE TABLE spatial_ref_sys(srid, auth_name)")
        opened.execute("CREATE TABLE geometry_columns(f_table_name)")


@GANG.file("noise.gpkg")
def _(path: Path, trap: Trap) -> None:
    saved(path)
    data = bytearray(path.read_bytes())
    noise = np.random.default_rng(2)
    for at in noise.integers(100, len(data), 400):
        data[at] = noise.integers(256)
    path.write_bytes(data)
