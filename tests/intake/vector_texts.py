"""Maps written as text: GeoJSON, KML and GPX, with marks, links and folders."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from shapely.geometry import mapping

from tests.intake.cases import Corpus, content
from tests.intake.maps import BOUNDS, CODES, METRES, NAMES, SHAPES, told, towns

CORPUS = Corpus("features")


def collection(*, name: str = "urn:ogc:def:crs:EPSG::4490", **more: Any) -> dict:
    """Return the two towns as GeoJSON has them."""
    members = [
        {
            "type": "Feature",
            "properties": {"代码": code, "名称": town},
            "geometry": mapping(shape),
        }
        for code, town, shape in zip(CODES, NAMES, SHAPES, strict=True)
    ]
    crs = {"crs": {"type": "name", "properties": {"name": name}}} if name else {}
    return {"type": "FeatureCollection", **crs, "features": members} | more


def written(told: object) -> str:
    """Write GeoJSON with its letters as they are."""
    return json.dumps(told, ensure_ascii=False)


TEXT = written(collection())
AS_ITS_STANDARD = told(crs=4326, attrs={"format": "geojson"})

CORPUS.add("plain.geojson", content(TEXT.encode()), told(attrs={"format": "geojson"}))
CORPUS.add("plain.json", content(TEXT.encode()), told())
CORPUS.add(
    "without crs.geojson",
    content(written(collection(name="")).encode()),
    AS_ITS_STANDARD,
)
for name, encoding, mark in (
    ("with a mark.geojson", "utf-8", b"\xef\xbb\xbf"),
    ("gb18030.geojson", "gb18030", b""),
    ("utf-16.geojson", "utf-16-le", b"\xff\xfe"),
):
    CORPUS.add(name, content(mark + TEXT.encode(encoding)), told())

IN_METRES = json.loads(towns().to_crs(4544).to_json()) | {
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4544"}}
}
CORPUS.add(
    "in metres.geojson",
    content(written(IN_METRES).encode()),
    told(crs=4544, bounds=METRES),
)

FIRST, SECOND = collection()["features"]
NO_SHAPE = collection(features=[FIRST | {"geometry": None}, SECOND])
CORPUS.add(
    "no shape.geojson",
    content(written(NO_SHAPE).encode()),
    {"count": 1, "attrs": {"broken": [1]}},
)
POINT = {"type": "Point", "coordinates": [float("nan"), 31.26]}
NAN = collection(features=[FIRST | {"geometry": POINT}, SECOND])
CORPUS.add("not a number.geojson", content(written(NAN).encode()), {"count": 1})
SHORT = collection(
    features=[FIRST | {"geometry": {"type": "Point", "coordinates": [104.5]}}, SECOND]
)
CORPUS.add("half a place.geojson", content(written(SHORT).encode()), {"count": 1})
TALL = collection(
    features=[
        FIRST | {"geometry": {"type": "Point", "coordinates": [104.5, 31.25, 512.0]}}
    ]
)
CORPUS.add(
    "with a height.geojson",
    content(written(TALL).encode()),
    {"count": 1, "kinds": ["Point"]},
)
NESTED = collection(
    features=[FIRST | {"properties": {"名称": "青石镇", "更多": {"人": [1, 2]}}}]
)
CORPUS.add(
    "nested.geojson",
    content(written(NESTED).encode()),
    {"count": 1, "columns": {"名称": ["青石镇"]}},
)
OTHERS = collection(features=[FIRST, SECOND | {"properties": {"户数": 5}}])
CORPUS.add(
    "other columns.geojson",
    content(written(OTHERS).encode()),
    {"count": 2, "columns": {"名称": ["青石镇", None], "户数": [None, 5]}},
)
MIXED = collection(
    features=[
        FIRST | {"properties": {"烈度": 7}},
        SECOND | {"properties": {"烈度": "8度"}},
    ]
)
CORPUS.add(
    "mixed types.geojson",
    content(written(MIXED).encode()),
    {"columns": {"烈度": ["7", "8度"]}},
)

CORPUS.add(
    "one feature.geojson",
    content(written(FIRST).encode()),
    {"count": 1, "columns": {"名称": ["青石镇"]}},
)
CORPUS.add(
    "bare shape.geojson", content(written(FIRST["geometry"]).encode()), {"count": 1}
)
BY_LINE = "\n".join(map(written, (FIRST, SECOND))).encode()
CORPUS.add("line by line.geojson", content(BY_LINE), told(crs=4326))
CORPUS.add("line by line.ndjson", content(BY_LINE), told(crs=4326))
MARKED = b"".join(b"\x1e" + written(f).encode() + b"\n" for f in (FIRST, SECOND))
CORPUS.add("record marks.geojsons", content(MARKED), told(crs=4326))

EMPTY = written(collection(features=[])).encode()
CORPUS.add("nothing in it.geojson", content(EMPTY), "no feature")
CORPUS.add("cut off.geojson", content(TEXT.encode()[:-100]), r"\.geojson: ")
TOPOLOGY = {
    "type": "Topology",
    "objects": {"a": {"type": "Point", "coordinates": [0, 0]}},
    "arcs": [],
}
CORPUS.add("topo.json", content(written(TOPOLOGY).encode()), r"topo\.json: ")
ESRI = {
    "geometryType": "esriGeometryPoint",
    "features": [{"attributes": {}, "geometry": {"x": 1, "y": 2}}],
}
CORPUS.add("of esri.json", content(written(ESRI).encode()), r"of esri\.json: ")
CORPUS.add("a list.json", content(b"[1, 2, 3]"), r"a list\.json: ")
CORPUS.add("settings.json", content(b'{"name": "x"}'), r"settings\.json: ")

KML = """<?xml version="1.0" encoding="{encoding}"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>台账</name>{folders}
</Document></kml>"""
HOUSE = """<Placemark><name>{name}</name><ExtendedData>
<Data name="编号"><value>{code}</value></Data></ExtendedData>
<Point><coordinates>{at},0</coordinates></Point></Placemark>"""
HOUSES = (
    HOUSE.format(name="张三", code="H001", at="104.5,31.25"),
    HOUSE.format(name="李四", code="H002", at="104.6,31.3"),
)
FOLDER = "<Folder><name>{name}</name>{marks}</Folder>"
ONE_FOLDER = FOLDER.format(name="青石镇", marks="".join(HOUSES))
TWO_FOLDERS = "".join(
    FOLDER.format(name=name, marks=mark)
    for name, mark in zip(NAMES, HOUSES, strict=True)
)
TWO_HOUSES = {
    "count": 2,
    "crs": 4326,
    "bounds": BOUNDS,
    "kinds": ["Point"],
    "columns": {"Name": ["张三", "李四"]},
}


def kml(folders: str, encoding: str = "UTF-8") -> bytes:
    """Write placemarks as a program for globes does."""
    return KML.format(folders=folders, encoding=encoding).encode(encoding)


CORPUS.add(
    "plain.kml", content(kml(ONE_FOLDER)), TWO_HOUSES | {"attrs": {"format": "kml"}}
)
CORPUS.add("without folder.kml", content(kml("".join(HOUSES))), TWO_HOUSES)
CORPUS.add("with a mark.kml", content(b"\xef\xbb\xbf" + kml(ONE_FOLDER)), TWO_HOUSES)
CORPUS.add("declared gbk.kml", content(kml(ONE_FOLDER, "GBK")), TWO_HOUSES)
CORPUS.add(
    "two folders.kml", content(kml(TWO_FOLDERS)), {"parts": list(NAMES)}, door="look"
)
CORPUS.add(
    "one folder of two.kml",
    content(kml(TWO_FOLDERS)),
    {"count": 1, "columns": {"Name": ["李四"]}},
    part="柳溪乡",
)
CORPUS.add("no placemark.kml", content(kml("")), r"no placemark\.kml: ")
CORPUS.add("not closed.kml", content(kml(ONE_FOLDER)[:-20]), r"not closed\.kml: ")


@CORPUS.file("plain.kmz", TWO_HOUSES)
def _(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml(ONE_FOLDER))
        archive.writestr("files/icon.png", b"\x89PNG\r\n\x1a\n")


@CORPUS.file("one folder of two.kmz", {"count": 1}, part="柳溪乡")
def _(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", kml(TWO_FOLDERS))


@CORPUS.file("other name inside.kmz", TWO_HOUSES)
def _(path: Path) -> None:
    with ZipFile(path, "w") as archive:
        archive.writestr("台账/房屋.kml", kml(ONE_FOLDER))


GPX = """<?xml version="1.0"?><gpx version="1.1" creator="x"
 xmlns="http://www.topografix.com/GPX/1/1">{inside}</gpx>"""
WAYPOINTS = (
    '<wpt lat="31.25" lon="104.5"><name>张三</name></wpt>'
    '<wpt lat="31.3" lon="104.6"><name>李四</name></wpt>'
)
TRACK = (
    "<trk><name>巡查</name><trkseg>"
    '<trkpt lat="31.25" lon="104.5"/><trkpt lat="31.3" lon="104.6"/>'
    "</trkseg></trk>"
)


def gpx(inside: str) -> Any:
    """Return a writer of what a receiver recorded."""
    return content(GPX.format(inside=inside).encode())


WALK = {"count": 1, "bounds": BOUNDS, "columns": {"name": ["巡查"]}}
CORPUS.add(
    "points.gpx",
    gpx(WAYPOINTS),
    {"count": 2, "crs": 4326, "bounds": BOUNDS, "columns": {"name": ["张三", "李四"]}},
)
CORPUS.add("track.gpx", gpx(TRACK), WALK)
CORPUS.add("track of both.gpx", gpx(WAYPOINTS + TRACK), WALK, part="tracks")
CORPUS.add("nothing in it.gpx", gpx(""), "no feature")
