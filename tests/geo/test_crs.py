import itertools
import math

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.crs import (
    NO_PLACE,
    metric_crs,
    morton,
    morton_range,
    require_metric,
    require_modern_datum,
    to_metric,
    to_stored,
)
from rules.errors import CRSError

longitudes = st.floats(-179.9, 179.9)
latitudes = st.floats(-85, 85)


@pytest.mark.parametrize(
    ("lon", "crs"),
    [
        (73.5, "EPSG:4534"),  # the westernmost point of China, west of zone 75E
        (76.4, "EPSG:4534"),
        (76.5, "EPSG:4535"),
        (103.364, "EPSG:4543"),
        (135.0, "EPSG:4554"),
    ],
)
def test_each_longitude_has_the_zone_of_its_meridian(lon, crs):
    assert metric_crs(lon) == crs


@pytest.mark.parametrize("lon", [-103.4, 72.9, 136.1, math.nan])
def test_longitudes_outside_china_have_no_zone(lon):
    with pytest.raises(CRSError, match="China"):
        metric_crs(lon)


def test_metres_are_metres():
    # One second of latitude is 30.8 m.
    _, northing = to_metric([105.0, 105.0], [31.0, 31.0 + 1 / 3600], "EPSG:4544")
    assert northing[1] - northing[0] == pytest.approx(30.8, abs=0.05)


def test_no_place_stays_no_place():
    easting, northing = to_metric([np.nan, 105.0], [31.0, np.nan], "EPSG:4544")
    assert np.isnan(easting).all() and np.isnan(northing).all()
    assert morton([np.nan], [31.0]).tolist() == [NO_PLACE]


@given(st.floats(100, 108), st.floats(20, 45))
def test_there_and_back_is_the_same_place(lon, lat):
    back = to_stored(*to_metric([lon], [lat], "EPSG:4544"), "EPSG:4544")
    assert np.allclose(np.ravel(back), (lon, lat), atol=1e-9)


@pytest.mark.parametrize(
    ("crs", "says"),
    [(None, "no CRS"), ("EPSG:4490", "not metric"), ("EPSG:2263", "not metric")],
)
def test_degrees_feet_and_nothing_are_refused(crs, says):
    table = gpd.GeoDataFrame(geometry=[Point(104, 31)], crs=crs)
    with pytest.raises(CRSError, match=says):
        require_metric(table, "distance to fault")


@pytest.mark.parametrize("crs", ["EPSG:4214", "EPSG:4610", "EPSG:2436", "EPSG:4555"])
def test_beijing_1954_and_xian_1980_are_refused(crs):
    with pytest.raises(CRSError, match="local datum parameters"):
        require_modern_datum(crs, "old.shp")


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326", "EPSG:4544", "EPSG:3857"])
def test_datums_of_the_satellite_age_are_accepted(crs):
    require_modern_datum(crs, "new.shp")


def tile_of(lon, lat, zoom):
    """Address of a tile by the formula of the OpenStreetMap wiki."""
    down = math.asinh(math.tan(math.radians(lat)))
    column = int((lon + 180) / 360 * 2**zoom)
    return zoom, column, int((1 - down / math.pi) / 2 * 2**zoom)


@given(longitudes, latitudes, st.integers(0, 20))
def test_a_place_is_in_the_morton_range_of_its_tile(lon, lat, zoom):
    first, end = morton_range(*tile_of(lon, lat, zoom))
    assert first <= int(morton([lon], [lat])[0]) < end


def test_four_tiles_are_one_tile_above_them():
    ranges = [morton_range(13, 2 * 3 + x, 2 * 5 + y) for y in (0, 1) for x in (0, 1)]
    assert (ranges[0][0], ranges[-1][1]) == morton_range(12, 3, 5)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ranges))


@pytest.mark.parametrize("tile", [(0, 1, 0), (27, 0, 0), (-1, 0, 0), (3, 0, 8)])
def test_tiles_that_do_not_exist_are_refused(tile):
    with pytest.raises(CRSError, match="no such tile"):
        morton_range(*tile)
