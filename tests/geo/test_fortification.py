"""What a house is built for: by its village, its town, and last by the map."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from geo.crs import to_metric
from geo.fortification import BASES, degree_of_place, fortify, other_degree
from geo.hazards import HazardLayers, screen
from tests.geo.worlds import METRIC_CRS, VILLAGES, county

FIRST, SECOND, THIRD = VILLAGES  # the first two lie in one town
TOWN, OTHER_TOWN = FIRST[:9], THIRD[:9]
#  zone 8 is 102..103 E, zone 7 is 103..104 E, both 31..32 N
ZONES = gpd.GeoDataFrame(
    {"design_intensity_degree": [8.0, 7.0], "pga_g": [0.2, 0.1]},
    geometry=[box(102, 31, 103, 32), box(103, 31, 104, 32)],
    crs="EPSG:4490",
)


def row(place_code, pga_g=None, degree=None):
    return {
        "place_code": place_code,
        "pga_g": pga_g,
        "design_intensity_degree": degree,
    }


def homes(*villages, lon=102.5):
    count = len(villages)
    return county(lon=[lon] * count, lat=[31.5] * count, village=list(villages))


def told(exposure, *table, zones=ZONES):
    return fortify(exposure, screen(exposure, HazardLayers(seismic_zones=zones)), table)


def plain(values):
    return [None if np.isnan(value) else value for value in values.tolist()]


def test_the_village_goes_before_the_town_and_the_town_before_the_map():
    found = told(homes(0, 1, 2, -1), row(FIRST, 0.30, 8), row(TOWN, 0.15, 7))
    assert plain(found.design_intensity_degree) == [8, 7, 8, 8]
    assert plain(found.pga_g) == [0.30, 0.15, 0.20, 0.20]
    said = [BASES[code] for code in found.basis]
    assert said == ["village", "town", "polygon", "polygon"]
    assert not found.near_boundary.any() and not found.mixed_town.any()


def test_without_a_table_the_map_stands():
    found = told(homes(0, 2))
    assert plain(found.design_intensity_degree) == [8, 8]
    assert plain(found.pga_g) == [0.2, 0.2]


def test_without_table_and_map_nothing_is_known():
    found = told(homes(0), zones=None)
    assert plain(found.design_intensity_degree) == [None]
    assert found.basis.tolist() == [-1]
    assert found.near_boundary.tolist() == [False]


def test_a_town_that_stands_twice_is_taken_at_the_higher_and_flagged():
    found = told(homes(0), row(TOWN, 0.10, 7), row(TOWN, 0.20, 8))
    assert plain(found.design_intensity_degree) == [8]
    assert plain(found.pga_g) == [0.2]
    assert plain(found.other_degree) == [7]
    assert found.mixed_town.tolist() == [True]


def test_where_only_the_town_is_known_the_highest_of_its_villages_counts():
    exposure = county(lon=[102.5], lat=[31.5], village=[0])
    exposure = type(exposure)(
        **{**exposure.__dict__, "village_codes": (f"{TOWN}000", *VILLAGES[1:])}
    )
    found = told(exposure, row(TOWN, 0.10, 7), row(FIRST, 0.20, 8))
    assert plain(found.design_intensity_degree) == [8]
    assert (found.mixed_town.tolist(), plain(found.other_degree)) == ([True], [7])


def test_a_village_with_a_row_of_its_own_does_not_change_its_neighbours():
    found = told(homes(1), row(TOWN, 0.10, 7), row(FIRST, 0.20, 8))
    assert plain(found.design_intensity_degree) == [7]
    assert found.mixed_town.tolist() == [False]


def test_the_degree_comes_from_the_acceleration_where_a_row_gives_no_other():
    assert plain(told(homes(0), row(TOWN, 0.15)).design_intensity_degree) == [7]


@pytest.mark.parametrize(("degree", "pga_g"), [(8, 0.2), (7, None)])
def test_a_row_without_acceleration_takes_that_of_the_map_if_the_degree_agrees(
    degree, pga_g
):
    found = told(homes(0), row(TOWN, degree=degree))
    assert plain(found.design_intensity_degree) == [degree]
    assert plain(found.pga_g) == [pga_g]


def test_both_sides_of_a_boundary_are_flagged_within_the_location_error():
    """One minute of longitude is about 1.6 km there; 0.0002 degrees are 19 m."""
    lon = [102.9998, 103.0, 103.0002, 102.999, 103.001, np.nan]
    exposure = county(lon=lon, lat=[31.5] * 5 + [np.nan])
    assert plain(other_degree(exposure, ZONES, 30.0)) == [7, 7, 8, None, None, None]
    found = told(exposure)
    assert found.near_boundary.tolist() == [True, True, True, False, False, False]
    assert plain(found.design_intensity_degree) == [8, 8, 7, 8, 7, None]


def test_outside_of_every_zone_the_nearest_within_the_error_is_named():
    exposure = county(lon=[101.9998, 101.9], lat=[31.5, 31.5])
    assert plain(other_degree(exposure, ZONES, 30.0)) == [8, None]


def test_a_boundary_between_zones_of_one_degree_is_none():
    same = ZONES.assign(design_intensity_degree=[7.0, 7.0])
    exposure = county(lon=[103.0], lat=[31.5])
    assert plain(other_degree(exposure, same, 30.0)) == [None]
    assert plain(other_degree(exposure, None, 30.0)) == [None]


def test_a_house_that_the_table_places_is_not_near_a_boundary():
    found = told(homes(0, lon=102.9999), row(TOWN, 0.20, 8))
    assert found.near_boundary.tolist() == [False]
    assert plain(found.other_degree) == [None]


def test_the_flag_agrees_with_the_distance_on_the_ground():
    lon = np.linspace(102.999, 103.001, 41)
    exposure = county(lon=lon, lat=[31.5] * 41)
    line_m = to_metric(np.array([103.0]), np.array([31.5]), METRIC_CRS)[0][0]
    away_m = np.abs(exposure.easting_m - line_m)
    flagged = np.isfinite(other_degree(exposure, ZONES, 30.0))
    sure = np.abs(away_m - 30.0) > 4.0  # a long meridian is bent on the plane
    assert (flagged == (away_m <= 30.0))[sure].all()


def test_without_zones_or_houses_near_a_line_there_is_no_other_side():
    exposure = county(lon=[102.5], lat=[31.5])
    assert plain(other_degree(exposure, ZONES, 30.0)) == [None]
    assert plain(other_degree(exposure, ZONES.iloc[:0], 30.0)) == [None]
    nobody = exposure.take(np.array([], int))
    assert plain(other_degree(nobody, ZONES, 30.0)) == []


def test_the_degree_of_a_place_is_that_of_its_own_row_or_its_towns():
    table = [row(TOWN, 0.2, 8), row(SECOND, 0.15, 7)]
    places = [FIRST, SECOND, TOWN, THIRD]
    told = np.array([degree_of_place(code, table) for code in places])
    assert plain(told) == [8, 7, 8, None]
