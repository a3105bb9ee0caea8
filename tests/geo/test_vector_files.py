"""Features come in the CRS of the file, with all columns."""

import numpy as np
import pytest

from geo.layer_files import read_layer
from geo.vector_files import features_from_table, points_elsewhere, read_features
from rules.errors import CRSError, FileError
from tests.geo import makers
from tests.geo.reading import read_here

AREAS = frozenset({"Polygon", "MultiPolygon"})


@pytest.fixture
def here(monkeypatch):
    read_here(monkeypatch)


def test_features_keep_their_crs_and_columns(here, tmp_path):
    found = read_features(makers.shapefile(tmp_path))
    assert found.crs.to_epsg() == 4543
    assert found["名称"].tolist() == ["甲", "乙"] and found["row"].tolist() == [1, 2]
    assert (found.attrs["broken"], found.attrs["format"]) == ([], "shapefile")


def test_a_stated_crs_counts_where_the_file_has_none(here, tmp_path):
    path = makers.shapefile(tmp_path)
    assert read_features(path, crs="EPSG:4544").crs.to_epsg() == 4543
    path.with_suffix(".prj").unlink()
    with pytest.raises(CRSError, match="no CRS"):
        read_features(path)
    assert read_features(path, crs="EPSG:4544").crs.to_epsg() == 4544
    with pytest.raises(CRSError, match="Xian 1980"):
        read_features(path, crs="EPSG:4610")


def test_several_layers_must_be_chosen_from(here, tmp_path):
    path = tmp_path / "a.gpkg"
    for layer in ("甲层", "乙层"):
        makers.points().to_file(path, layer=layer)
    with pytest.raises(
        FileError, match="save one layer alone; this file has: 甲层, 乙层"
    ):
        read_features(path)
    assert read_features(path, part="乙层").attrs["part"] == "乙层"
    with pytest.raises(FileError, match="has no part 丙; its parts are: 甲层, 乙层"):
        read_features(path, part="丙")


def test_closed_lines_of_a_drawing_are_areas_where_areas_are_needed(tmp_path):
    path = makers.drawing(tmp_path / "a.dxf")
    wanted = {"crs": "EPSG:4544", "part": "边界"}
    assert read_features(path, **wanted).geom_type.tolist() == ["LineString"]
    found = read_features(path, **wanted, shapes=AREAS)
    assert found.geom_type.tolist() == ["Polygon"]
    assert found.area.tolist() == [5000.0]


def test_a_path_of_a_kml_that_closes_is_an_area_where_one_is_needed(here, tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(makers.KML.format(before=""), "utf-8")
    found = read_features(path, part="道路", shapes=AREAS)
    assert found.geom_type.tolist() == ["Polygon"] and found["Name"].tolist() == ["乙"]


def test_a_datum_of_its_own_is_undone_by_who_knows_it(here, tmp_path):
    points = makers.points().assign(radius=50)
    points.to_file(tmp_path / "a.gpkg")

    def shifted(lon, lat):
        return lon - 0.25, lat + 0.5

    found = read_layer(tmp_path / "a.gpkg", "geohazard", to_stored=shifted)
    assert np.allclose(found.total_bounds, (102.75, 31.5, 103.25, 31.5))


def test_rows_of_a_table_become_points():
    found = features_from_table(
        np.array([103, np.nan]), np.array([31, 31]), {"name": ["a", "b"]}
    )
    assert found[["row", "name"]].to_numpy().tolist() == [[1, "a"]]
    assert found.attrs["broken"] == [2] and found.crs.to_epsg() == 4490


@pytest.mark.parametrize(
    "wkt",
    [
        "+proj=longlat +nadgrids=secret.gsb",
        'BOUNDCRS[PARAMETERFILE["Latitude and longitude difference file","a"]]',
        "+init=secret:a",
    ],
)
def test_a_crs_that_names_another_file_is_refused(wkt):
    assert points_elsewhere(wkt)
    assert not points_elsewhere('EXTENSION["PROJ4","+proj=merc +nadgrids=@null"]')
