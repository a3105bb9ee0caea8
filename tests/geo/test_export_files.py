"""Features leave with every digit, every gap and what they are."""

import json
from datetime import date
from xml.etree import ElementTree as ET

import fiona
import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.export_files import (
    FeatureTable,
    StoredStyle,
    feature_table,
    write_geojson,
    write_geopackage,
)
from geo.kml_files import KML, KmlStyle, write_kml

NAMED = f"{{{KML}}}"
PLACE = shapely.Point(104.12345678901234, 31.1)
STYLE = KmlStyle("A", "#010203ff", "#fdf3ab80", 1.5)
BAD = "<b>&'\"柳沟\x00"


def table(shapes=(PLACE, None), **columns):
    columns = columns or {
        "household_id": ["007", "=1+1"],
        "storeys": pa.array([2, None], pa.int8()),
        "area_m2": [54.5, None],
        "no_house": [False, None],
        "retrofitted_on": pa.array([date(2019, 5, 1), None]),
    }
    shapes = np.array(list(shapes), dtype=object)
    return FeatureTable(
        name="t", title="演示数据 · 农房", note="演示数据",
        columns=pa.table(columns), shapes=shapes,
    )  # fmt: skip


def test_a_geopackage_keeps_types_gaps_places_and_says_what_it_is(tmp_path):
    path = tmp_path / "a.gpkg"
    write_geopackage(path, [table()])
    told = pyogrio.read_info(path, layer="t")
    assert told["crs"] == "EPSG:4490" and told["geometry_type"] == "Point"
    assert told["layer_metadata"]["DESCRIPTION"] == "演示数据"
    assert told["layer_metadata"]["IDENTIFIER"] == "演示数据 · 农房 (t)"
    with fiona.open(path) as records:
        first, second = records
    assert dict(first.properties) == {
        "household_id": "007", "storeys": 2, "area_m2": 54.5, "no_house": False,
        "retrofitted_on": "2019-05-01",
    }  # fmt: skip
    assert first.geometry["coordinates"] == (104.12345678901234, 31.1)
    assert second.geometry is None
    assert set(second.properties.values()) == {"=1+1", None}


def test_styles_stand_beside_the_tables_and_the_first_is_the_default(tmp_path):
    path = tmp_path / "a.gpkg"
    styles = (StoredStyle("一", "<qgis/>", "<sld/>"), StoredStyle("二", "<qgis/>", ""))
    other = feature_table(gpd.GeoDataFrame(geometry=[PLACE], crs=4490), "u", "u")
    write_geopackage(path, [table().styled_with(styles), other])
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["t", "u", "layer_styles"]
    kept = pyogrio.read_dataframe(path, layer="layer_styles")
    assert kept["f_table_name"].tolist() == ["t", "t"]
    assert kept["f_geometry_column"].tolist() == ["geom", "geom"]
    assert kept["f_table_schema"].tolist() == ["", ""]  # empty, not missing
    assert kept["styleName"].tolist() == ["一", "二"]
    assert kept["useAsDefault"].tolist() == [True, False]


def test_areas_of_one_and_of_many_parts_become_one_type(tmp_path):
    one, many = shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(2, 2, 3, 3)])
    write_geopackage(tmp_path / "a.gpkg", [table([one, many], code=["1", "2"])])
    back = gpd.read_file(tmp_path / "a.gpkg", layer="t")
    assert back.geom_type.unique().tolist() == ["MultiPolygon"]
    assert [a.equals(b) for a, b in zip(back.geometry, [one, many], strict=True)]


def test_a_file_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    def full(*args, **options):
        raise OSError("no space left")

    path = tmp_path / "a.gpkg"
    path.write_bytes(b"the old one")
    monkeypatch.setattr(pyogrio, "write_dataframe", full)
    styles = (StoredStyle("一", "<qgis/>", ""),)
    with pytest.raises(OSError, match="no space"):
        write_geopackage(path, [table().styled_with(styles)])
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]
    assert path.read_bytes() == b"the old one"


def test_shapes_without_a_column_are_still_features(tmp_path):
    bare = feature_table(gpd.GeoDataFrame(geometry=[PLACE], crs=4490), "t", "t")
    write_geojson(tmp_path / "a.geojson", bare)
    write_kml(tmp_path / "a.kml", bare, [STYLE], np.zeros(1, int), name_column="name")
    told = json.loads((tmp_path / "a.geojson").read_text())
    assert [f["properties"] for f in told["features"]] == [{}]
    assert len(list(ET.parse(tmp_path / "a.kml").iter(f"{NAMED}Placemark"))) == 1


def test_geojson_is_rfc_7946(tmp_path):
    path = tmp_path / "a.geojson"
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    write_geojson(path, table([clockwise, None]))
    told = json.loads(path.read_text(encoding="utf-8"))
    assert "crs" not in told and told["name"] == "演示数据 · 农房"
    first, second = told["features"]
    assert first["properties"]["retrofitted_on"] == "2019-05-01"
    assert first["geometry"]["coordinates"] == [
        [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    ]
    assert second["geometry"] is None and second["properties"]["area_m2"] is None


def test_what_is_not_known_is_null_and_never_nan(tmp_path):
    path = tmp_path / "a.geojson"
    features = gpd.GeoDataFrame({"radius_m": [np.nan]}, geometry=[PLACE], crs=4490)
    write_geojson(path, feature_table(features, "t", "t"))
    assert json.loads(path.read_text())["features"][0]["properties"] == {
        "radius_m": None
    }


degrees = st.floats(-180, 180, allow_subnormal=False).filter(lambda x: abs(x) > 1e-6)


@given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=20))
def test_no_digit_of_a_coordinate_is_lost(tmp_path_factory, pairs):
    folder = tmp_path_factory.mktemp("digits")
    exact = table(shapely.points(pairs), n=list(range(len(pairs))))
    write_geojson(folder / "a.geojson", exact)
    told = json.loads((folder / "a.geojson").read_text())
    assert [tuple(f["geometry"]["coordinates"]) for f in told["features"]] == pairs
    write_kml(folder / "a.kml", exact, [STYLE], np.zeros(len(pairs), int),
              name_column="")  # fmt: skip
    texts = ET.parse(folder / "a.kml").iter(f"{NAMED}coordinates")
    assert [tuple(map(float, one.text.split(","))) for one in texts] == pairs


def test_kml_escapes_text_and_lists_what_has_no_place(tmp_path):
    path = tmp_path / "a.kml"
    rows = table(name=[BAD, "无"], known=pa.array([True, None]), kind=[BAD, None])
    write_kml(path, rows, [STYLE], np.array([0, 0]), name_column="name")
    document = ET.parse(path).getroot().find(f"{NAMED}Document")
    assert document.find(f"{NAMED}name").text == "演示数据 · 农房"
    first, second = document.findall(f"{NAMED}Placemark")
    assert first.find(f"{NAMED}name").text == BAD.replace("\x00", "\ufffd")
    told = {one.get("name"): one.text for one in first.iter(f"{NAMED}SimpleData")}
    assert told == {"known": "1", "kind": BAD.replace("\x00", "\ufffd")}
    assert second.find(f"{NAMED}Point") is None
    assert not list(second.iter(f"{NAMED}SimpleData"))
    colours = [one.text for one in document.iter(f"{NAMED}color")]
    assert colours == ["80abf3fd", "ff030201", "80abf3fd"]  # alpha, blue, green, red


def test_kml_draws_lines_areas_with_holes_and_many_parts(tmp_path):
    path = tmp_path / "a.kml"
    hole = shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 2, 2))
    line = shapely.LineString([(0, 0), (1, 1)])
    shapes = [hole, line, shapely.MultiLineString([line])]
    write_kml(path, table(shapes, n=[1, 2, 3]), [STYLE], np.zeros(3, int),
              name_column="")  # fmt: skip
    marks = list(ET.parse(path).iter(f"{NAMED}Placemark"))
    assert len(list(marks[0].iter(f"{NAMED}innerBoundaryIs"))) == 1
    assert (
        marks[1].find(f"{NAMED}LineString/{NAMED}coordinates").text == "0.0,0.0 1.0,1.0"
    )
    assert marks[2].find(f"{NAMED}MultiGeometry/{NAMED}LineString") is not None
