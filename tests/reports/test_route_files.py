import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from reports.route_files import GPX, KML, route_gpx, route_kml
from rules.stamps import DRILL
from tests.reports.small_sweep import TWO, stop, team

NAN = math.nan
IN = {"g": GPX, "k": KML}


def english(*sheets):
    return [replace(sheet, language="en") for sheet in sheets]


def gpx(*sheets):
    return ET.fromstring(route_gpx(english(*sheets)))


def kml(*sheets):
    return ET.fromstring(route_kml(english(*sheets)))


def texts(root, path):
    return [element.text for element in root.findall(path, IN)]


def test_each_door_is_a_waypoint_named_by_team_and_number():
    root = gpx(*TWO)
    assert texts(root, "g:wpt/g:name") == ["1-01", "1-02", "2-01"]
    first = root.find("g:wpt", IN)
    assert first.attrib == {"lat": "31.0500000", "lon": "102.1000000"}


def test_each_team_has_a_route_and_a_track():
    root = gpx(*TWO)
    assert texts(root, "g:rte/g:name") == ["Team 一队", "Team 二队"]
    assert [len(r.findall("g:rtept", IN)) for r in root.findall("g:rte", IN)] == [2, 1]
    assert texts(root, "g:trk/g:name") == ["Team 一队"]  # the other stays at one door
    assert len(root.findall("g:trk/g:trkseg/g:trkpt", IN)) == 2


def test_a_door_without_a_place_is_in_neither_file():
    lost = team([stop(1), stop(2, lon=NAN)])
    assert texts(gpx(lost), "g:wpt/g:name") == ["1-01"]
    assert "nan" not in route_kml([lost]).decode().lower()


def test_a_team_that_has_no_way_drawn_has_no_track():
    assert gpx(team([stop(1)], route=())).find("g:trk", IN) is None


def test_kml_has_a_folder_for_each_team_with_its_base_way_and_doors():
    root = kml(*TWO)
    folders = root.findall("k:Document/k:Folder", IN)
    assert [texts(f, "k:Placemark/k:name") for f in folders] == [
        ["Start 城关镇政府", "Team 一队", "1-01", "1-02"],
        ["Start 城关镇政府", "2-01"],
    ]
    (way,) = texts(folders[0], "k:Placemark/k:LineString/k:coordinates")
    assert way == "102.1000000,31.0500000 102.1100000,31.0500000"


@pytest.mark.parametrize("write", [route_gpx, route_kml])
def test_a_file_says_that_it_is_not_real_and_in_which_coordinates(write):
    content = write(english(replace(TWO[0], drill=True))).decode()
    assert f"Demonstration data · {DRILL} · Coordinates in CGCS2000" in content


@pytest.mark.parametrize("write", [route_gpx, route_kml])
def test_what_people_wrote_is_text_and_never_markup(write):
    odd = team([stop(village="<甲&乙>\x0b\ud800", note="]]> \ufffe")])
    assert "<甲&乙>" in "".join(ET.fromstring(write([odd])).itertext())


@pytest.mark.parametrize("write", [route_gpx, route_kml])
def test_no_team_makes_a_file_without_places(write):
    root = ET.fromstring(write([]))
    assert not root.findall(".//k:Placemark", IN) and not root.findall("g:wpt", IN)
