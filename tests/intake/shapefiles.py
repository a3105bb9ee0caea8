"""Shapefiles as offices send them: without their notes, in GBK, zipped, in halves."""

import struct
from pathlib import Path

import pyproj
from pyproj.enums import WktVersion
from shapely import LineString, MultiPoint, Polygon, force_3d

from tests.intake.cases import Corpus
from tests.intake.maps import (
    BOUNDS,
    CODES,
    METRES,
    NAMES,
    POINTS,
    SHAPES,
    ZONE_METRES,
    UnmarkedName,
    told,
    towns,
    write_shapefile,
    zipped,
)

CORPUS = Corpus("features")


def with_note(encoding: str, note: str | None, path: Path) -> None:
    """Write a Shapefile with a note of its encoding, true or not."""
    write_shapefile(path, encoding=encoding)
    if note is not None:
        path.with_suffix(".cpg").write_text(note)


for name, encoding, note in (
    ("gbk without note.shp", "GBK", None),
    ("gbk with note.shp", "GBK", "936"),
    ("gb18030 with note.shp", "GB18030", "GB18030"),
    ("gbk said to be utf-8.shp", "GBK", "UTF-8"),
    ("utf-8 without note.shp", "UTF-8", None),
    ("utf-8 said to be gbk.shp", "UTF-8", "GBK"),
    ("note of nonsense.shp", "GBK", "ANSI 12345"),
):
    CORPUS.add(
        name,
        lambda p, e=encoding, n=note: with_note(e, n, p),
        told(attrs={"format": "shapefile"}),
    )


@CORPUS.file("says nothing of its letters.shp", told())
def _(path: Path) -> None:
    write_shapefile(path, encoding="GBK")
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[29] = 0  # the language driver
    table.write_bytes(data)


@CORPUS.file("CAPITALS.SHP", told())
def _(path: Path) -> None:
    plain = path.with_name("plain.shp")
    write_shapefile(plain, encoding="GBK")
    for part in path.parent.glob("plain.*"):
        part.rename(path.with_suffix(part.suffix.upper()))


def without(path: Path, suffix: str) -> None:
    """Write a Shapefile and lose one part."""
    write_shapefile(path)
    path.with_suffix(suffix).unlink()


CORPUS.add("no table.shp", lambda p: without(p, ".dbf"), r"\.dbf is missing")
CORPUS.add("no index.shp", lambda p: without(p, ".shx"), r"\.shx is missing")
CORPUS.add("no crs.shp", lambda p: without(p, ".prj"), "no CRS")
CORPUS.add("crs stated.shp", lambda p: without(p, ".prj"), told(), crs="EPSG:4490")
CORPUS.add(
    "columns of one without crs.shp",
    lambda p: without(p, ".prj"),
    {"lines": [["代码", "名称"], *map(list, zip(CODES, NAMES, strict=True))]},
    door="sheet",
)


def in_crs(path: Path, epsg: int) -> None:
    """Write a Shapefile in another CRS, told in the words of ESRI."""
    write_shapefile(path, towns().to_crs(epsg))
    words = pyproj.CRS.from_epsg(epsg).to_wkt(WktVersion.WKT1_ESRI)
    path.with_suffix(".prj").write_text(words)


for name, epsg, bounds in (
    ("gauss-kruger.shp", 4544, METRES),
    ("gauss-kruger with zone.shp", 4523, ZONE_METRES),
    ("wgs 84.shp", 4326, BOUNDS),
):
    CORPUS.add(name, lambda p, e=epsg: in_crs(p, e), told(crs=epsg, bounds=bounds))
CORPUS.add("web mercator.shp", lambda p: in_crs(p, 3857), {"count": 2, "crs": 3857})
for name, epsg, says in (
    ("beijing 1954.shp", 2435, "Beijing"),
    ("xian 1980.shp", 2363, "Xian"),
):
    CORPUS.add(name, lambda p, e=epsg: in_crs(p, e), f"{says}.*local datum parameters")


@CORPUS.file("crs of nonsense.shp", "CRS")
def _(path: Path) -> None:
    write_shapefile(path)
    path.with_suffix(".prj").write_text("CGCS2000坐标系", "gbk")


def zip_of(
    path: Path, item: type = UnmarkedName, inside: str = "", **parts: str
) -> None:
    """Zip Shapefiles: their names and their encodings."""
    folder = path.with_name(f"in {path.stem}")
    folder.mkdir()
    for name, encoding in parts.items():
        write_shapefile(folder / f"{name}.shp", encoding=encoding)
    zipped(path, folder, inside, item)


CORPUS.add(
    "gbk names.zip",
    lambda p: zip_of(p, 乡镇="GBK"),
    told(attrs={"format": "shapefile"}),
)
CORPUS.add(
    "gbk folder.zip", lambda p: zip_of(p, inside="青石/界线/", 乡镇="GBK"), told()
)
CORPUS.add("backslashes.zip", lambda p: zip_of(p, inside="data\\", towns="GBK"), told())
CORPUS.add(
    "two in one.zip",
    lambda p: zip_of(p, towns="GBK", 村="UTF-8"),
    {"parts": ["towns", "村"]},
    door="look",
)
CORPUS.add(
    "one of two.zip", lambda p: zip_of(p, towns="GBK", 村="UTF-8"), told(), part="村"
)


@CORPUS.file("what a mac adds.zip", told())
def _(path: Path) -> None:
    folder = path.with_name("mac")
    (folder / "__MACOSX").mkdir(parents=True)
    write_shapefile(folder / "towns.shp")
    for name in ("__MACOSX/._towns.shp", ".DS_Store", "读我.txt"):
        (folder / name).write_bytes(b"\0\5\x16\7")
    zipped(path, folder)


@CORPUS.file("nothing of a map.zip", r"\.zip: ")
def _(path: Path) -> None:
    folder = path.with_name("letters")
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"PK")
    zipped(path, folder)


def table_of(name: str, shapes: tuple, says: dict, **columns: object) -> None:
    """Add a Shapefile of other shapes or columns."""
    made = towns(shapes, **columns)
    CORPUS.add(name, lambda p: write_shapefile(p, made), says)


RING = [(104.5, 31.25), (104.6, 31.3), (104.6, 31.25), (104.5, 31.3)]
table_of("with heights.shp", tuple(force_3d(SHAPES, 512.0)), told())
table_of("points.shp", POINTS, told(kinds=["Point"]))
table_of("many points.shp", (MultiPoint(POINTS),) * 2, told(kinds=["MultiPoint"]))
table_of("lines.shp", (LineString(POINTS),) * 2, told(kinds=["LineString"]))
table_of("crosses itself.shp", (Polygon(RING),) * 2, told())
table_of(
    "without a shape.shp", (None, SHAPES[1]), {"count": 1, "attrs": {"broken": [1]}}
)
LONG = ("很长的备注" * 16)[:80]
table_of(
    "letters cut at the end.shp",
    SHAPES,
    told(columns={"备注": [LONG, "短"]}),
    备注=[LONG, "短"],
)
table_of(
    "days and numbers.shp",
    SHAPES,
    told(columns={"户数": [3, 5], "面积": [88.5, 0.25]}),
    户数=[3, 5],
    面积=[88.5, 0.25],
)


@CORPUS.file("stars for a number.shp", {"count": 2, "columns": {"户数": [None, 5]}})
def _(path: Path) -> None:
    write_shapefile(path, towns(户数=[3, 5]))
    table = path.with_suffix(".dbf")
    data = table.read_bytes()
    at = data.index(b" 3")
    table.write_bytes(data[: at + 1] + b"*" + data[at + 2 :])


@CORPUS.file("a struck row.shp", {"count": 1, "columns": {"名称": ["柳溪乡"]}})
def _(path: Path) -> None:
    write_shapefile(path)
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[struct.unpack_from("<H", data, 8)[0]] = ord("*")
    table.write_bytes(data)


@CORPUS.file("half of it.shp", r"half of it\.shp: ")
def _(path: Path) -> None:
    write_shapefile(path)
    path.write_bytes(path.read_bytes()[:180])


@CORPUS.file("half of a table.shp", r"half of a table\.shp: ")
def _(path: Path) -> None:
    write_shapefile(path)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-100])


@CORPUS.file("a table of nothing.shp", r"a table of nothing\.shp: ")
def _(path: Path) -> None:
    write_shapefile(path)
    path.with_suffix(".dbf").write_bytes(b"")


@CORPUS.file("a table of more rows.shp", r"a table of more rows\.shp: ")
def _(path: Path) -> None:
    write_shapefile(path)
    other = path.with_name("other.shp")
    write_shapefile(other, towns(POINTS[:1]))
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
