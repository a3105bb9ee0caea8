"""Lists of points with intensity: from ShakeMap, from tables, from anybody."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, Point, box

from geo.event_files import file_form, read_event_polygons
from geo.origins import read_origin
from geo.station_shaking import shaking_from_stations
from geo.stations import (
    check_origin,
    read_stations,
    read_written_stations,
    write_stations,
)
from rules.errors import EventError, FileError, SchemaError
from tests.geo.reading import read_here
from tests.geo.worlds import METRIC_CRS, county

WENCHUAN = Path(__file__).parents[2] / "data" / "wenchuan-2008"
LIST, EVENT = WENCHUAN / "stationlist.xml", WENCHUAN / "event.xml"
STATION = '<station code="A" lat="31.0" lon="103.0" intensity="{}" netid="X"/>'
QUAKE = '<earthquake lat="31" lon="103" mag="7" depth="10"/>'
HEAD = f"<shakemap-data>{QUAKE}{{}}</shakemap-data>"


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_stations_of_wenchuan_are_read_in_spite_of_their_dtd():
    stations = read_stations(LIST)
    assert (len(stations), stations.left_out) == (481, 0)
    assert Counter(stations.kind) == {"instrumental": 421, "felt": 31, "observed": 29}
    assert (stations.name[1], stations.degree[1]) == ("02", 5.8)
    origin = stations.origin
    assert (origin.lon, origin.lat, origin.magnitude) == (103.3639, 30.9858, 7.9)
    assert origin.depth_km == 19.0
    assert origin.time.isoformat() == "2008-05-12T06:28:01+00:00"


def test_that_the_list_and_its_event_file_disagree_by_one_degree_is_caught():
    stations, event = read_stations(LIST), read_origin(EVENT)
    with pytest.raises(EventError) as refusal:
        check_origin(stations, event.lon, event.lat, told_by=event.file)
    said = str(refusal.value)
    assert "stationlist.xml places the earthquake at 103.364, 30.986" in said
    assert "event.xml at 104.364, 31.986: 146 km apart" in said
    assert "correct or leave out the wrong one" in said
    check_origin(stations, 103.40, 31.00)  # another network's epicentre: 4 km


def test_a_list_without_earthquake_disagrees_with_none(tmp_path):
    path = written(tmp_path / "a.csv", "lon,lat,烈度\n103,31,8\n")
    check_origin(read_stations(path), 0.0, 0.0)


def test_an_event_file_is_no_list_and_a_list_may_be_an_event_file():
    assert (file_form(EVENT), file_form(LIST)) == ("origin", "stations")
    with pytest.raises(FileError, match=r"event\.xml: lists no station"):
        read_stations(EVENT)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a "b">]>' + HEAD.format("&a;"),
            "declares XML entities",
        ),
        (HEAD.format(STATION.format(8))[:-9], "damaged"),
        (HEAD.format(STATION.format("strong")), "none of its 1 points has a place"),
        (HEAD.format(STATION.format(23)), r"23\.0 is no intensity"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path, content, says):
    path = written(tmp_path / "a.xml", '<?xml version="1.0"?>' + content)
    with pytest.raises(FileError, match=says):
        read_stations(path)


def test_an_event_file_without_place_is_refused(tmp_path):
    path = written(
        tmp_path / "e.xml", '<shakemap-data><earthquake mag="7"/></shakemap-data>'
    )
    with pytest.raises(FileError, match="neither place nor magnitude"):
        read_origin(path)


def test_a_table_of_a_survey_is_read_whatever_it_calls_its_columns(tmp_path):
    rows = (
        "某县烈度调查点\n调查点,经度,纬度,烈度\n"
        "柳沟村,103.1,31.2,Ⅷ\n石桥村,103.2,31.3,7度\n河口村,,,8\n"
    )
    stations = read_stations(written(tmp_path / "点.csv", rows.encode("gb18030")))
    assert stations.name == ("柳沟村", "石桥村")
    assert stations.degree.tolist() == [8.0, 7.0]
    assert (stations.kind, stations.left_out) == (("observed", "observed"), 1)


def test_a_table_of_instruments_is_told_by_its_heading_or_its_rows(tmp_path):
    heading = written(tmp_path / "a.csv", "台站,经度,纬度,仪器烈度\nA,103,31,6.4\n")
    assert read_stations(heading).kind == ("instrumental",)
    mixed = (
        "lon,lat,mmi,source\n103,31,6.4,DYFI\n103,31.1,7,strong motion\n103,31.2,7,\n"
    )
    kinds = read_stations(written(tmp_path / "b.csv", mixed)).kind
    assert kinds == ("felt", "instrumental", "observed")


def test_a_table_without_intensity_is_refused_and_told_its_columns(tmp_path):
    path = written(tmp_path / "a.csv", "lon,lat,深度\n103,31,2\n")
    with pytest.raises(SchemaError, match=r"missing columns.*its columns are: lon"):
        read_stations(path)


def test_a_layer_of_points_is_a_list_too(tmp_path):
    points = gpd.GeoDataFrame(
        {"烈度": [8.0]}, geometry=[Point(103.0, 31.0)], crs="EPSG:4490"
    )
    points.to_file(tmp_path / "p.gpkg")
    assert file_form(tmp_path / "p.gpkg") == "table"
    stations = read_stations(tmp_path / "p.gpkg")
    assert (stations.lon.tolist(), stations.degree.tolist()) == ([103.0], [8.0])


def test_a_list_is_kept_and_read_back_whole(tmp_path):
    stations = read_stations(LIST)
    write_stations(stations, tmp_path / "kept.parquet")
    kept = read_written_stations(tmp_path / "kept.parquet")
    assert (kept.origin, kept.kind, kept.name) == (
        stations.origin,
        stations.kind,
        stations.name,
    )
    assert kept.degree.tolist() == stations.degree.tolist()


def test_each_network_is_a_source_that_may_err_as_a_whole():
    sources = read_stations(LIST).observations(METRIC_CRS)
    assert [len(each) for each in sources] == [32, 31, 389, 29]
    assert [each.offset_sigma_degree for each in sources] == [0.6, 0.2, 0.6, 0.2]


def test_a_list_with_its_earthquake_shakes_a_county_by_itself():
    houses = county(lon=[103.48, 105.0, np.nan], lat=[31.07, 33.4, np.nan])
    shaking = shaking_from_stations(houses, read_stations(LIST))
    assert shaking.source == "blend" and "own earthquake" in shaking.note
    # Yingxiu was seen at IX; the far one is not taken for it
    assert shaking.intensity_degree[0] == pytest.approx(8.5, abs=0.5)
    assert shaking.intensity_degree[1] < 7.5
    assert np.isnan(shaking.intensity_degree[2])


def test_a_list_without_earthquake_needs_another_report_first(tmp_path):
    path = written(tmp_path / "a.csv", "lon,lat,烈度\n103,31,8\n")
    with pytest.raises(EventError, match="add its message or its numbers first"):
        shaking_from_stations(county(lon=[103.0], lat=[31.0]), read_stations(path))


def lines(path, **columns):
    ring = LineString([(103, 31), (104, 31), (104, 32), (103, 31)])
    open_line = LineString([(103, 31), (105, 31), (105, 32)])
    table = gpd.GeoDataFrame(columns, geometry=[ring, open_line], crs="EPSG:4326")
    table.to_file(path)
    return path


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("cont_mmi.json", {"value": [6.0, 7.0], "units": ["mmi", "mmi"]}),
        ("等烈度线.gpkg", {"烈度": [6, 7]}),
    ],
)
def test_lines_of_intensity_are_refused_with_the_way_out(tmp_path, name, columns):
    path = lines(tmp_path / name.replace(".json", ".geojson"), **columns)
    path = path.rename(tmp_path / name)
    with pytest.raises(
        FileError, match=r"close them to polygons.*or take the grid\.xml"
    ):
        read_event_polygons(path, None)


def test_lines_of_something_else_are_refused_as_what_they_are(tmp_path):
    path = lines(tmp_path / "roads.gpkg", road=["G1", "G2"])
    with pytest.raises(FileError, match="needs MultiPolygon, Polygon, but holds"):
        read_event_polygons(path, None)


def test_contours_closed_to_polygons_keep_their_own_column(tmp_path):
    table = {"value": [7.0], "units": ["mmi"], "color": ["#f00"]}
    areas = gpd.GeoDataFrame(table, geometry=[box(103, 31, 104, 32)], crs="EPSG:4326")
    areas.to_file(tmp_path / "closed.gpkg")
    hazard, polygons = read_event_polygons(tmp_path / "closed.gpkg", None)
    assert hazard == "earthquake"
    assert polygons["intensity_degree"].tolist() == [7.0]
