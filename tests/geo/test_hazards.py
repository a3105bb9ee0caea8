import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import rasterio
from shapely import LineString, Point, box

from geo.crs import STORED_CRS, morton, to_metric, to_stored
from geo.exposure import COLUMNS, Exposure
from geo.fault_setback import KINDS, column_of
from geo.hazards import HazardLayers, came_from, screen

METRES = "EPSG:4543"
STEPS_TO_AN_ANSWER = {column_of(k, degree) for k in KINDS for degree in (8, 9)}
#   zone 8 is 102..103 E, zone 7 is 103..104 E, both 31..32 N
ZONES = gpd.GeoDataFrame(
    {"design_intensity_degree": [8, 7], "pga_g": [0.2, 0.1]},
    geometry=[box(102, 31, 103, 32), box(103, 31, 104, 32)],
    crs=STORED_CRS,
)


def exposure(*places):
    lon, lat = np.array(places, float).T
    easting_m, northing_m = to_metric(lon, lat, METRES)
    unknown = {
        name: np.full(len(lon), -1, int).astype(COLUMNS[name]) for name in COLUMNS
    }
    place = {"lon": lon, "lat": lat, "easting_m": easting_m, "northing_m": northing_m}
    return Exposure(
        household_id=pa.chunked_array([[f"H{n}" for n in range(len(lon))]]),
        **(unknown | place | {"morton": morton(lon, lat)}),
        village_codes=(), village_names=(), town_names=(), metric_crs=METRES,
    )  # fmt: skip


HOUSES = exposure(
    (102.5, 31.5), (103.0, 31.5), (103.5, 31.5), (105, 35), (np.nan, 31.5)
)


@pytest.fixture
def depths(tmp_path):
    #  102..103 E is 2.5 m deep, 103..104 E has no value; 31..32 N
    profile = {"dtype": "float32", "nodata": -9999, "crs": STORED_CRS, "count": 1}
    profile |= {
        "width": 2,
        "height": 1,
        "transform": rasterio.Affine(1, 0, 102, 0, -1, 32),
    }
    with rasterio.open(tmp_path / "d.tif", "w", driver="GTiff", **profile) as raster:
        raster.write(np.array([[2.5, -9999]], np.float32), 1)
    return tmp_path / "d.tif"


def told(values):
    return [None if np.isnan(value) else value for value in values.tolist()]


def test_a_house_on_the_line_between_7_and_8_counts_as_8():
    found = screen(HOUSES, HazardLayers(seismic_zones=ZONES))
    assert told(found["design_intensity_degree"]) == [8, 8, 7, None, None]
    assert told(found["pga_g"]) == [0.2, 0.2, 0.1, None, None]


def test_without_layers_everything_is_unknown_and_nothing_is_zero():
    found = screen(HOUSES, HazardLayers())
    assert found.pop("in_geohazard").tolist() == [-1] * 5
    assert found.pop("in_flood_way").tolist() == [-1] * 5
    assert all(np.isnan(column).all() for column in found.values())
    assert set(found) == {
        "design_intensity_degree", "pga_g", "other_degree", "flood_depth_m",
        "flood_return_period_years", "geohazard_distance_m", "fault_distance_m",
        *STEPS_TO_AN_ANSWER,
    }  # fmt: skip


def test_a_cell_without_depth_is_dry_or_unknown_as_the_layer_says(depths):
    dry = screen(HOUSES, HazardLayers(flood_depth=depths))
    assert told(dry["flood_depth_m"]) == [2.5, 0, 0, None, None]
    open_question = HazardLayers(flood_depth=depths, nodata_means_dry=False)
    found = screen(HOUSES, open_question)["flood_depth_m"]
    assert told(found) == [2.5, None, None, None, None]


def test_of_two_floods_the_more_frequent_one_counts():
    extents = gpd.GeoDataFrame(
        {"return_period_years": [100, 20], "depth_m": [2.0, 0.5]},
        geometry=[box(102, 31, 104, 32), box(102, 31, 103, 32)],
        crs=STORED_CRS,
    )
    found = screen(HOUSES, HazardLayers(flood_extents=extents))
    assert told(found["flood_return_period_years"]) == [20, 20, 100, None, None]
    assert told(found["flood_depth_m"]) == [2, 2, 2, None, None]


def test_geohazards_and_faults_are_measured_in_metres():
    easting, northing = to_metric([102.5], [31.5], METRES)
    lon, lat = to_stored(easting + 300, northing, METRES)  # a slope 300 m east
    slopes = gpd.GeoDataFrame(
        {"radius_m": [301.0]}, geometry=[Point(lon[0], lat[0])], crs=STORED_CRS
    )
    ends = to_stored(easting[0] + [200, 200], northing[0] + [-9e3, 9e3], METRES)
    fault = gpd.GeoDataFrame(
        geometry=[LineString(np.column_stack(ends))], crs=STORED_CRS
    )
    found = screen(HOUSES, HazardLayers(geohazards=slopes, faults=fault))
    assert found["geohazard_distance_m"][0] == pytest.approx(300, abs=1e-6)
    assert found["fault_distance_m"][0] == pytest.approx(200, abs=1e-3)
    assert found["in_geohazard"].tolist() == [1, 0, 0, 0, -1]


def test_polygons_of_geohazards_need_no_radius():
    slopes = gpd.GeoDataFrame(geometry=[box(102, 31, 103, 32)], crs=STORED_CRS)
    found = screen(HOUSES, HazardLayers(geohazards=slopes))["in_geohazard"]
    assert found.tolist() == [1, 1, 0, 0, -1]


def test_each_column_says_which_layer_it_came_from(depths):
    named = came_from(HazardLayers(seismic_zones=ZONES, flood_depth=depths))
    assert named["pga_g"] == "seismic_zone"
    assert named["flood_depth_m"] == "flood_depth"
    assert named["in_geohazard"] == ""
    steps = {"other_degree", *STEPS_TO_AN_ANSWER}
    assert set(named) == set(screen(HOUSES, HazardLayers())) - steps


def test_the_order_of_houses_does_not_matter(depths):
    layers = HazardLayers(seismic_zones=ZONES, flood_depth=depths)
    there, order = screen(HOUSES, layers), np.array([3, 1, 4, 0, 2])
    back = screen(HOUSES.take(order), layers)
    for name, column in there.items():
        assert np.array_equal(back[name], column[order], equal_nan=True)
