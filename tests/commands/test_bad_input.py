"""Bad input, each with its clear error; nothing of it gets into the workspace."""

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely import LineString, box

from rules.vocabulary import HOUSEHOLD_COLUMNS
from tests.commands.conftest import household

HEADER = ",".join(HOUSEHOLD_COLUMNS)


@pytest.fixture
def filled(run, workspace, households):
    run("import", "households", workspace, households(household("A"), household("B")))
    return workspace


@pytest.fixture
def refused(run, filled, tmp_path):
    """Run a verb on a file that must be refused; returns the one line it says."""

    def call(*words):
        before = sorted((filled).rglob("*.parquet")) + sorted(filled.rglob("*.tif"))
        code, _, err = run(*words)
        assert (code, err.count("\n")) == (2, 1), err
        after = sorted((filled).rglob("*.parquet")) + sorted(filled.rglob("*.tif"))
        kept = [p for p in after if p.parent.name in ("layers", "events")]
        assert kept == [p for p in before if p.parent.name in ("layers", "events")]
        return err

    return call


def raster(path, *, crs, west=104.0, value=7.5):
    profile = {"driver": "GTiff", "width": 20, "height": 20, "count": 1}
    transform = Affine(0.05, 0, west, 0, -0.05, 32.0)
    profile |= {"dtype": "float32", "crs": crs, "transform": transform}
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.full((20, 20), value, "float32"), 1)
    return path


def grid_xml(rows):
    fields = "".join(
        f'<grid_field index="{i}" name="{name}" units="dd"/>'
        for i, name in enumerate(("LON", "LAT", "MMI"), start=1)
    )
    return (
        '<?xml version="1.0"?><shakemap_grid xmlns="http://earthquake.usgs.gov/'
        'eqcenter/shakemap" event_id="us1"><event event_id="us1" magnitude="7" '
        'depth="10" lat="31.5" lon="104.5" event_timestamp="2008-05-12T06:28:01UTC"/>'
        '<grid_specification lon_min="104" lat_min="31" lon_max="105" lat_max="32" '
        'nominal_lon_spacing="1" nominal_lat_spacing="1" nlon="2" nlat="2"/>'
        f"{fields}<grid_data>\n{rows}</grid_data></shakemap_grid>"
    )


def test_a_file_of_another_type(refused, filled, tmp_path):
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert "a picture; type its table" in refused("import", "households", filled, path)
    path = path.rename(tmp_path / "zones.gpkg")
    said = refused("import", "layer", filled, path, "--kind", "seismic_zone")
    assert "a picture; type its table" in said


def test_an_empty_file(refused, filled, tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()
    assert "the file is empty" in refused("import", "households", filled, path)
    assert "the file is empty" in refused("event", "add", filled, path)
    said = refused("import", "layer", filled, path, "--kind", "river")
    assert "the file is empty" in said


def test_a_missing_column(refused, filled, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("household_id,head_name\nA,张三\n", encoding="utf-8")
    said = refused("import", "households", filled, path)
    assert "missing columns: village_code" in said


def test_text_in_numbers_and_a_duplicate_are_rows_with_a_reason(
    run, workspace, households
):
    path = households(
        household("A"),
        household("A"),
        household("B", storeys="two"),
        household("C", lat="north"),
    )
    told = run("import", "households", workspace, path, "--json")
    assert (told["imported"], told["rejected"]) == (1, 3)
    said = {(r["row"], r["field"], r["value"]): r["reason"] for r in told["rows"]}
    assert "first in row 2" in said[3, "household_id", "A"]
    assert "whole number" in said[4, "storeys", "two"]
    assert "not a number" in said[5, "lat", "north"]


def test_coordinates_outside_the_county(run, workspace, households, tmp_path):
    county = tmp_path / "county.geojson"
    table = gpd.GeoDataFrame(
        {"code": ["990001"], "name": ["安和县"]}, geometry=[box(104, 31, 105, 32)]
    )
    table.set_crs("EPSG:4490").to_file(county)
    run("import", "layer", workspace, county, "--kind", "county_boundary")
    path = households(household("A"), household("B", lon=110.0))
    told = run("import", "households", workspace, path, "--json")
    assert (told["imported"], told["rejected"]) == (1, 1)
    assert "outside the county" in told["rows"][0]["reason"]


def test_a_raster_without_crs(refused, filled, tmp_path):
    path = raster(tmp_path / "nowhere.tif", crs=None)
    said = refused("import", "layer", filled, path, "--kind", "flood_depth")
    assert "no CRS" in said
    assert "no CRS" in refused("event", "add", filled, path)


def test_a_polygon_layer_that_is_lines(refused, filled, tmp_path):
    path = tmp_path / "lines.gpkg"
    line = LineString([(104, 31), (105, 32)])
    table = gpd.GeoDataFrame({"pga_g": [0.2]}, geometry=[line], crs="EPSG:4490")
    table.to_file(path)
    said = refused("import", "layer", filled, path, "--kind", "seismic_zone")
    assert "needs" in said
    assert "LineString" in said


def test_an_event_far_away(refused, filled, tmp_path):
    numbers = ("--magnitude", 6, "--lon", 88, "--lat", 44, "--depth-km", 10)
    said = refused("event", "add", filled, *numbers)
    assert "does not reach the county" in said
    assert "km away" in said
    far = raster(tmp_path / "far.tif", crs="EPSG:4326", west=80.0)
    assert "covers no household" in refused("event", "add", filled, far)


def test_a_grid_xml_cut_off(refused, filled, tmp_path):
    path = tmp_path / "grid.xml"
    path.write_text(grid_xml("104 32 8\n105 32 8\n104 31 8\n"), encoding="utf-8")
    assert "3 of 4 rows" in refused("event", "add", filled, path)
    whole = grid_xml("104 32 8\n105 32 8\n104 31 8\n105 31 8\n")
    path.write_text(whole[: whole.index("105 31 8")], encoding="utf-8")
    assert "cut off" in refused("event", "add", filled, path)


def test_a_raster_that_may_be_either_hazard_is_asked_about(
    refused, run, filled, tmp_path
):
    path = raster(tmp_path / "what.tif", crs="EPSG:4326", value=3.0)
    assert "say which" in refused("event", "add", filled, path)
    told = run("event", "add", filled, path, "--hazard", "flood", "--json")
    assert told["event_id"] == "flood-001"


def test_a_table_of_nothing_but_its_header_changes_nothing(run, workspace, tmp_path):
    path = tmp_path / "header.csv"
    path.write_text(HEADER + "\n", encoding="utf-8")
    told = run("import", "households", workspace, path, "--json")
    assert (told["imported"], told["rejected"], told["unchanged"]) == (0, 0, 0)
