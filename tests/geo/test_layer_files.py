import zipfile

import fiona
import geopandas as gpd
import numpy as np
import pytest
import shapely
from fiona.crs import CRS
from shapely import LineString, Point, Polygon, box

from geo.layer_files import (
    read_intensity_polygons,
    read_layer,
    read_polygons,
)
from rules.errors import CRSError, FileError, LayerError, SchemaError
from tests.geo.reading import read_here

WEST, EAST = box(103, 31, 104, 32), box(104, 31, 105, 32)
ZONES = {"design_intensity_degree": [8, 7]}


def table(columns=ZONES, shapes=(WEST, EAST), crs="EPSG:4490"):
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


def saved(path, *content, **options):
    made = table(*content, **options)
    made.to_file(
        path, engine="pyogrio", layer=path.stem if path.suffix == ".gpkg" else None
    )
    return path


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def zones(tmp_path):
    return saved(tmp_path / "zones.gpkg")


def test_a_geopackage_comes_out_in_stored_degrees(tmp_path):
    metres = table().to_crs("EPSG:4544")
    metres.to_file(tmp_path / "zones.gpkg")
    found = read_layer(tmp_path / "zones.gpkg", "seismic_zone")
    assert found.crs.to_epsg() == 4490
    assert found["design_intensity_degree"].tolist() == [8, 7]
    assert np.allclose(found.total_bounds, (103, 31, 105, 32), atol=1e-7)
    assert (found.attrs["repaired"], found.attrs["broken"]) == (0, [])


def test_a_geojson_without_crs_is_wgs84_as_its_standard_says(tmp_path):
    path = saved(tmp_path / "zones.geojson", crs="EPSG:4326")
    assert len(read_layer(path, "seismic_zone")) == 2


def test_a_name_that_lies_does_not_matter(tmp_path, zones):
    disguised = zones.rename(tmp_path / "zones.shp")
    assert len(read_layer(disguised, "seismic_zone")) == 2


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
@pytest.mark.parametrize("told", [True, False])
def test_chinese_of_a_shapefile_is_read_told_or_not(tmp_path, encoding, told):
    path = shapefile(tmp_path, encoding)
    if not told:
        (tmp_path / "towns.cpg").unlink(missing_ok=True)
    found = read_layer(path, "town_boundary")
    assert found["name"].tolist() == ["青石镇", "柳溪乡"]
    assert found["code"].tolist() == ["990001101", "990001202"]


def shapefile(folder, encoding):
    schema = {"geometry": "Polygon", "properties": {"代码": "str:12", "名称": "str:40"}}
    options = {"schema": schema, "encoding": encoding, "crs": CRS.from_epsg(4490)}
    path = folder / "towns.shp"
    rows = (("990001101000", "青石镇", WEST), ("990001202000", "柳溪乡", EAST))
    with fiona.open(path, "w", driver="ESRI Shapefile", **options) as target:
        for code, name, shape in rows:
            properties = {"代码": code, "名称": name}
            shape = shapely.geometry.mapping(shape)
            target.write({"geometry": shape, "properties": properties})
    return path


def test_a_zipped_shapefile_is_one_file(tmp_path):
    path = shapefile(tmp_path, "GB18030")
    archive = tmp_path / "towns.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for part in tmp_path.glob("towns.*"):
            if part.suffix not in (".zip", ".cpg"):
                target.write(part, f"folder/{part.name}")
    assert read_layer(archive, "town_boundary")["name"].tolist() == ["青石镇", "柳溪乡"]
    assert path.is_file()


def test_half_a_shapefile_is_refused_with_the_way_out(tmp_path):
    path = shapefile(tmp_path, "UTF-8")
    (tmp_path / "towns.dbf").unlink()
    with pytest.raises(FileError, match=r"towns\.shp: .*\.dbf is missing; zip them"):
        read_layer(path, "town_boundary")


@pytest.mark.parametrize(
    ("columns", "degrees"),
    [
        ({"设防烈度": ["8度", "Ⅶ"]}, [8, 7]),
        ({"PGA": [0.2, 0.15]}, [8, 7]),
        ({"峰值加速度": ["0.30g", "0.05g"]}, [8, 6]),
        ({"pga_g": [0.4, None], "intensity": [None, 6]}, [9, 6]),
    ],
)
def test_zones_are_understood_under_their_usual_names(tmp_path, columns, degrees):
    path = saved(tmp_path / "zones.gpkg", columns)
    found = read_layer(path, "seismic_zone")
    assert found["design_intensity_degree"].tolist() == degrees


def test_columns_nobody_asked_for_are_left_out_and_named(tmp_path):
    path = saved(tmp_path / "zones.gpkg", ZONES | {"remark": ["a", "b"]})
    found = read_layer(path, "seismic_zone")
    assert list(found.columns) == ["design_intensity_degree", "geometry"]
    assert found.attrs["ignored_columns"] == ["remark"]


def test_text_in_numbers_is_refused_with_row_column_and_value(tmp_path):
    path = saved(tmp_path / "zones.gpkg", {"intensity": ["8", "high"]})
    with pytest.raises(SchemaError, match="feature 2: intensity is high, needs 1"):
        read_layer(path, "seismic_zone")


def test_an_acceleration_in_gal_is_refused(tmp_path):
    path = saved(tmp_path / "zones.gpkg", {"pga": [200.0, 100.0]})
    with pytest.raises(SchemaError, match="feature 1: pga is 200"):
        read_layer(path, "seismic_zone")


def test_a_missing_column_is_refused_and_those_present_are_named(tmp_path):
    path = saved(tmp_path / "zones.gpkg", {"colour": ["red", "blue"]})
    says = "no column design_intensity_degree / pga_g; its columns are: colour"
    with pytest.raises(SchemaError, match=says):
        read_layer(path, "seismic_zone")


def test_a_polygon_layer_that_is_lines_is_refused_naming_both(tmp_path):
    path = saved(tmp_path / "z.gpkg", ZONES, (WEST.boundary, EAST.boundary))
    says = "needs MultiPolygon, Polygon, but holds LineString"
    with pytest.raises(FileError, match=says):
        read_layer(path, "seismic_zone")


def test_a_polygon_that_crosses_itself_is_repaired_and_counted(tmp_path):
    bow = Polygon([(103, 31), (104, 32), (104, 31), (103, 32)])
    found = read_layer(saved(tmp_path / "z.gpkg", ZONES, (bow, EAST)), "seismic_zone")
    assert found.attrs["repaired"] == 1 and found.geometry.is_valid.all()
    assert shapely.area(found.geometry[0]) == pytest.approx(0.5)


def test_a_record_without_shape_is_left_out_and_numbered(tmp_path):
    path = saved(tmp_path / "z.gpkg", ZONES, (None, EAST))
    found = read_layer(path, "seismic_zone")
    assert found["design_intensity_degree"].tolist() == [7]
    assert found.attrs["broken"] == [1]


def test_without_crs_a_layer_is_refused_with_the_way_out(tmp_path):
    shapefile(tmp_path, "UTF-8")
    (tmp_path / "towns.prj").unlink()
    with pytest.raises(CRSError, match=r"towns\.shp: no CRS; save it again with"):
        read_layer(tmp_path / "towns.shp", "town_boundary")


def test_an_old_datum_is_refused_and_not_moved_in_silence(tmp_path):
    path = saved(tmp_path / "z.gpkg", crs="EPSG:4214")
    with pytest.raises(CRSError, match="Beijing 1954"):
        read_layer(path, "seismic_zone")


def test_metres_taken_for_degrees_are_refused(tmp_path):
    far = [
        shapely.affinity.translate(shape, 500_000, 3_400_000) for shape in (WEST, EAST)
    ]
    path = saved(tmp_path / "zones.gpkg", ZONES, far, crs="EPSG:4547")
    path_wrong = saved(tmp_path / "wrong.gpkg", ZONES, [box(31, 103, 32, 104)] * 2)
    assert len(read_layer(path, "seismic_zone")) == 2
    with pytest.raises(CRSError, match="outside China"):
        read_layer(path_wrong, "seismic_zone")


def test_a_layer_that_misses_the_county_is_refused(zones):
    assert len(read_layer(zones, "seismic_zone", bounds=(104.9, 31, 106, 32))) == 2
    with pytest.raises(FileError, match="nothing in it lies in the county"):
        read_layer(zones, "seismic_zone", bounds=(110, 31, 111, 32))


def test_a_slope_that_is_a_point_needs_its_radius(tmp_path):
    points = (Point(103, 31), Point(104, 31))
    good = saved(tmp_path / "a.gpkg", {"影响半径": [50, 80.5]}, points)
    bad = saved(tmp_path / "b.gpkg", {"radius": [50, None]}, points)
    assert read_layer(good, "geohazard")["radius_m"].tolist() == [50, 80.5]
    with pytest.raises(SchemaError, match="feature 2: a point of a geohazard needs"):
        read_layer(bad, "geohazard")


def test_lines_and_facilities_keep_what_maps_show(tmp_path):
    road = LineString([(103, 31), (104, 31)])
    path = saved(
        tmp_path / "r.gpkg", {"道路等级": ["县道"], "NAME": ["云石线"]}, (road,)
    )
    found = read_layer(path, "road")
    assert found[["road_class", "name"]].to_numpy().tolist() == [["县道", "云石线"]]


@pytest.mark.parametrize("code", ["99000110", "990001101001", "九九"])
def test_a_code_of_the_wrong_level_is_refused(tmp_path, code):
    path = saved(tmp_path / "t.gpkg", {"code": ["990001101", code], "name": ["a", "b"]})
    with pytest.raises(SchemaError, match=r"feature 2: .* is no code of 9 digits"):
        read_layer(path, "town_boundary")


def test_codes_stored_as_numbers_keep_their_digits(tmp_path):
    path = saved(tmp_path / "v.gpkg", {"adcode": [990001101001.0, 990001101002.0]})
    found = read_layer(path, "village_boundary")["code"]
    assert found.tolist() == ["990001101001", "990001101002"]


def test_two_layers_in_one_file_are_refused_naming_them(tmp_path):
    path = tmp_path / "two.gpkg"
    table().to_file(path, layer="zones")
    table().to_file(path, layer="towns")
    with pytest.raises(FileError, match="save one layer alone; this file has: "):
        read_layer(path, "seismic_zone")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"%PDF-1.7", "a document; copy its table"),
        (b"household_id,lon\n1,2\n", "not a vector layer, but csv"),
        (
            b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
            "XML of an unknown kind",
        ),
        (b'{"type": "FeatureCollection", "features": []}', "no feature with a shape"),
        (b'{"type": "FeatureCollection", "features": [', "cannot be read"),
        (b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(200), "cannot be read"),
        (b"PK\x03\x04 not a zip", "cannot be unpacked"),
    ],
)
def test_files_that_are_not_layers_get_one_clear_error(tmp_path, content, says):
    path = tmp_path / "upload.geojson"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says):
        read_layer(path, "seismic_zone")


def test_a_missing_file_and_an_unknown_kind_are_refused(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read_layer(tmp_path / "none.gpkg", "seismic_zone")
    with pytest.raises(LayerError, match="no layer kind volcano"):
        read_layer(tmp_path / "none.gpkg", "volcano")


def test_intensity_of_an_event_comes_as_degrees(tmp_path):
    path = saved(tmp_path / "event.geojson", {"烈度": ["Ⅷ", "VII"], "x": [1, 2]})
    assert read_intensity_polygons(path)["intensity_degree"].tolist() == [8, 7]
    assert read_polygons(path)["x"].tolist() == [1, 2]
