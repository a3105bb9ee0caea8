"""Files of an earthquake: grids of ShakeMap, lists of stations, lines of intensity."""

from pathlib import Path
from typing import Any

import numpy as np

from tests.intake.cases import Corpus, content
from tests.intake.maps import saved, towns
from tests.intake.rasters import geotiff

CORPUS = Corpus("intensity")
ROOT = Path(__file__).parents[2]

GRID = """<?xml version="1.0" encoding="US-ASCII" standalone="yes"?>{doctype}
<shakemap_grid xmlns="http://earthquake.usgs.gov/eqcenter/shakemap" event_id="e1">
<event event_id="e1" magnitude="6.8" depth="16" lat="31.3" lon="104.5"
 event_timestamp="2026-03-02T02:12:01UTC"/>
<grid_specification lon_min="104.5" lat_min="31.25" lon_max="104.6" lat_max="31.3"
 nlon="2" nlat="2"/>
<grid_field index="1" name="LON" units="dd"/>
<grid_field index="2" name="LAT" units="dd"/>
<grid_field index="3" name="MMI" units="intensity"/>
<grid_data>
104.5 31.3 7.1
104.6 31.3 6.5
104.5 31.25 8.2
104.6 31.25 5.9
</grid_data></shakemap_grid>"""
SHAKING = {
    "event": "e1",
    "magnitude": 6.8,
    "size": [2, 2],
    "bounds": [104.5, 31.25, 104.6, 31.3],
}
PLAIN = GRID.format(doctype="")


def shakemap(name: str, text: str, says: Any) -> None:
    """Add a grid of ShakeMap."""
    CORPUS.add(name, content(text.encode()), says, door="shakemap")


shakemap("grid.xml", PLAIN, SHAKING)
shakemap("with a mark.xml", "\ufeff" + PLAIN.replace("US-ASCII", "UTF-8"), SHAKING)
HARMLESS = "<!DOCTYPE shakemap_grid [<!ELEMENT shakemap_grid ANY>]>"
shakemap("harmless declaration.xml", GRID.format(doctype=HARMLESS), SHAKING)
shakemap("cut off.xml", PLAIN[:-80], "cut off or damaged")
shakemap("a row too few.xml", PLAIN.replace("104.6 31.25 5.9\n", ""), "3 of 4 rows")
shakemap(
    "words in it.xml", PLAIN.replace("7.1", "strong"), "something else than numbers"
)
shakemap(
    "not a number.xml", PLAIN.replace("7.1", "nan"), SHAKING | {"highest": 8.2 + 0}
)
shakemap("other xml.xml", "<a><b/></a>", "not a ShakeMap")
for name, text in (("seen as shakemap.xml", PLAIN), ("seen without name", PLAIN)):
    CORPUS.add(name, content(text.encode()), {"family": "shakemap"}, door="look")

STATIONS = ROOT / "data" / "wenchuan-2008" / "stationlist.xml"
CORPUS.add(
    "stations with their declaration.xml",
    lambda path: path.write_bytes(STATIONS.read_bytes()) and None,
    {"family": "stations", "format": "stations"},
    door="look",
)

ONE = '<station code="A" lat="31.3" lon="104.5" intensity="{}" netid="{}"/>'
LISTED = """<?xml version="1.0"?>{}<shakemap-data>
<earthquake lat="31.3" lon="104.5" mag="6.8" depth="16"/>
<stationlist created="1">{}</stationlist></shakemap-data>"""
DEGREE = {"count": 1, "degrees": [7.5], "left out": 0}


def points(name: str, text: str | bytes, says: Any, door: str = "stations") -> None:
    """Add a list of points with intensity."""
    raw = text if isinstance(text, bytes) else text.encode()
    CORPUS.add(name, content(raw), says, door=door)


for name, whose, kind in (
    ("felt.xml", "DYFI", "felt"),
    ("seen.xml", "INTENSITY", "observed"),
    ("measured.xml", "XX", "instrumental"),
):
    listed = LISTED.format("", ONE.format("7.5", whose))
    points(name, listed, DEGREE | {"kinds": [kind]})
HARMLESS_LIST = "<!DOCTYPE shakemap-data [<!ELEMENT shakemap-data ANY>]>"
points(
    "stations declared.xml", LISTED.format(HARMLESS_LIST, ONE.format("7.5", "")), DEGREE
)
points("no station.xml", LISTED.format("", ""), "lists no station")
points("no degree.xml", LISTED.format("", ONE.format("", "")), "none of its 1 points")
points("gal.xml", LISTED.format("", ONE.format("230", "")), "is no intensity")
points("cut.xml", LISTED.format("", ONE.format("7.5", ""))[:-20], "damaged")
points("one.xml", LISTED.format("", ""), {"form": "origin"}, door="form")
points("origin.xml", LISTED.format("", ""), {"place": [104.5, 31.3]}, door="origin")
points("no origin.xml", "<shakemap-data/>", "no earthquake", door="origin")
TABLED = "调查点,经度,纬度,烈度\n甲,104.5,31.3,7.5\n".encode("gbk")
points("survey.csv", TABLED, DEGREE | {"kinds": ["observed"]})
points("survey in degrees.csv", "经度(°),纬度(°),仪器烈度\n104.5,31.3,7.5\n", DEGREE)
points("survey without place.csv", "烈度\n7.5\n", "missing columns")


def polygons(name: str, says: Any, **columns: Any) -> None:
    """Add isoseismals whose intensity is written in some way."""
    CORPUS.add(name, lambda path: saved(path, towns(**columns)), says)


DEGREES = {"hazard": "earthquake", "columns": {"intensity_degree": [7.0, 8.0]}}
for name, degrees in (
    ("signs.gpkg", ["Ⅶ", "Ⅷ"]),
    ("letters.gpkg", ["VII", "VIII"]),
    ("with a word.gpkg", ["7度", "８度"]),
    ("sign and word.gpkg", ["Ⅶ度", "VIII度"]),
    ("numbers.geojson", [7, 8]),
    ("fractions.gpkg", [7.0, 8.0]),
):
    polygons(name, DEGREES, 烈度=degrees)
polygons("gal for degrees.gpkg", "is no intensity", 烈度=[180.0, 90.0])
polygons("flood.gpkg", {"hazard": "flood"}, 水深=[1.5, 0.5])
CORPUS.add(
    "intensity.tif",
    lambda path: geotiff(path, np.array([[6, 7], [8, 9]], np.float32)),
    {"hazard": "earthquake"},
    door="event raster",
)
CORPUS.add("depth.tif", geotiff, {"hazard": "flood"}, door="event raster")
