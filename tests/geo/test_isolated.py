"""Hostile files: each ends in one clear error, and nothing else happens."""

import json
import sys
import types

import geopandas as gpd
import pytest
import rasterio
from shapely import box

from geo import isolated
from geo.isolated import read_isolated
from geo.layer_files import read_layer
from rules.errors import CRSError, FileError

SECRET = "name,wkt\nsecret,POINT (103 31)\n"


def test_a_good_file_comes_through_with_everything(tmp_path):
    zones = gpd.GeoDataFrame(
        {"烈度": [8], "remark": ["甲"]},
        geometry=[box(103, 31, 104, 32)],
        crs="EPSG:4490",
    )
    zones.to_file(tmp_path / "zones.gpkg")
    table = read_isolated("vector", tmp_path / "zones.gpkg", format="geopackage")
    assert table["remark"].to_pylist() == ["甲"] and table["烈度"].to_pylist() == [8]
    assert "4490" in json.loads(table.schema.metadata[b"facts"])["crs"]


@pytest.mark.parametrize(
    "content",
    [
        '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        '{{"type": "FeatureCollection", "features": [], "crs": {{"type": "link", '
        '"properties": {{"href": "file://{secret}", "type": "ogcwkt"}}}}}}',
        "/vsicurl/http://192.0.2.1/x.csv",
        '{{"type": "Topology", "objects": {{}}, "arcs": []}}',
    ],
)
@pytest.mark.parametrize("suffix", [".geojson", ".shp", ".gpkg"])
def test_a_file_that_points_elsewhere_is_refused(tmp_path, content, suffix):
    secret = tmp_path / "secret.csv"
    secret.write_text(SECRET)
    path = tmp_path / f"upload{suffix}"
    path.write_text(content.format(secret=secret))
    with pytest.raises((FileError, CRSError)) as refused:
        read_layer(path, "geohazard")
    assert "secret" not in str(refused.value)


def test_a_virtual_raster_is_no_geotiff_whatever_its_name(tmp_path):
    path = tmp_path / "depth.tif"
    path.write_text("<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>")
    with pytest.raises(FileError, match="not a GeoTIFF"):
        read_layer(path, "flood_depth")
    with pytest.raises(FileError, match="not a readable GeoTIFF"):
        read_isolated("raster", path)  # even if somebody skips the first look


@pytest.mark.parametrize("reader", ["vector", "raster"])
def test_a_child_knows_no_other_drivers_than_it_needs(reader, monkeypatch):
    library = {"vector": "fiona", "raster": "rasterio"}[reader]
    asked = f"import {library}\nwith {library}.Env() as e: print(*e.drivers(), sep=',')"
    surroundings = isolated._surroundings(reader)
    said = isolated.subprocess.run(
        [sys.executable, "-c", asked], env=surroundings, capture_output=True, check=True
    )
    assert set(said.stdout.decode().strip().split(",")) == isolated._DRIVERS[reader]


def died(*_, **__):
    return types.SimpleNamespace(returncode=-11, stderr=b"Segmentation fault")


def test_a_child_that_dies_gives_one_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.isolated.subprocess.run", died)
    with pytest.raises(FileError, match=r"map\.gpkg: cannot be read") as refused:
        read_isolated("vector", tmp_path / "map.gpkg", format="geopackage")
    assert refused.value.__notes__ == ["Segmentation fault"]


def test_a_child_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.isolated._SECONDS", 0.01)
    with pytest.raises(FileError, match=r"map\.gpkg: takes too long"):
        read_isolated("vector", tmp_path / "map.gpkg", format="geopackage")


def test_a_raster_that_claims_to_be_endless_is_refused(tmp_path):
    path = tmp_path / "bomb.tif"
    profile = {"width": 400_000, "height": 400_000, "count": 1, "dtype": "float64"}
    profile |= {"tiled": True, "sparse_ok": True, "bigtiff": "yes", "crs": "EPSG:4490"}
    profile |= {"transform": rasterio.Affine(1e-5, 0, 103, 0, -1e-5, 32)}
    with rasterio.open(path, "w", driver="GTiff", **profile):
        pass
    with pytest.raises(
        FileError, match=r"bomb\.tif: 400000 x 400000 cells are too many"
    ):
        read_layer(path, "flood_depth")
