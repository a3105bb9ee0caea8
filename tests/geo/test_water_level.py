"""A level read at one place, and the water around it."""

import numpy as np
import pytest
import rasterio
from affine import Affine

from geo.crs import project
from geo.raster_files import write_geotiff
from geo.rasters import sample_nearest
from geo.water_level import file_reaches_edge, fill, write_filled
from rules.errors import EventError

# Two hollows with a ridge of 10 m between; the right one does not reach the level's
# place.  Column 6 has no height.
HEIGHTS = np.array(
    [
        [9, 9, 9, 10, 9, 9, np.nan],
        [9, 2, 3, 10, 2, 9, np.nan],
        [9, 2, 1, 10, 1, 9, np.nan],
        [9, 9, 9, 10, 9, 9, np.nan],
    ]
)
CELL = 0.001


@pytest.fixture
def dem(tmp_path):
    path = tmp_path / "dem.tif"
    transform = Affine(CELL, 0, 104.0, 0, -CELL, 31.0)
    write_geotiff(path, HEIGHTS, transform, crs="EPSG:4490", unit="metre")
    return path


def at(row, column):
    return 104.0 + (column + 0.5) * CELL, 31.0 - (row + 0.5) * CELL


def test_only_the_hollow_of_the_reading_fills(dem):
    filled = fill(dem, 4.0, *at(2, 2))
    wet = {(1, 1): 2.0, (1, 2): 1.0, (2, 1): 2.0, (2, 2): 3.0}
    expected = np.where(np.isnan(HEIGHTS), np.nan, 0.0)
    for cell, depth in wet.items():
        expected[cell] = depth
    np.testing.assert_array_equal(filled.depth_m, expected.astype(np.float32))
    assert not filled.reaches_edge


def test_a_level_above_the_ridge_runs_out_of_the_model(dem):
    filled = fill(dem, 10.5, *at(2, 2))
    assert np.nanmin(filled.depth_m) == 0.5
    assert filled.reaches_edge


def test_what_is_written_is_read_at_the_houses(dem, tmp_path):
    path = tmp_path / "depth.tif"
    write_filled(fill(dem, 4.0, *at(2, 2)), path)
    lon, lat = np.array([at(2, 2), at(1, 4), at(1, 6)]).T
    np.testing.assert_array_equal(sample_nearest(path, lon, lat), [3.0, 0.0, np.nan])


@pytest.mark.parametrize(
    ("level_m", "place", "told"),
    [
        (4.0, at(0, 0), "the ground at the reading is 9.0 m"),
        (4.0, at(1, 6), "no height where the level was read"),
        (4.0, (120.0, 31.0), "no height where the level was read"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(dem, level_m, place, told):
    with pytest.raises(EventError, match=told):
        fill(dem, level_m, *place)


def test_water_beside_ground_without_height_runs_out_of_the_model(tmp_path):
    heights = np.full((5, 5), 9.0)
    heights[2, 2] = 1.0
    transform = Affine(CELL, 0, 104.0, 0, -CELL, 31.0)
    found = {}
    for name, beside in (("known", 9.0), ("unknown", np.nan)):
        heights[2, 3] = beside
        path = tmp_path / f"{name}.tif"
        write_geotiff(path, heights, transform, crs="EPSG:4490", unit="metre")
        filled = fill(path, 4.0, *at(2, 2))
        write_filled(filled, tmp_path / "depth.tif")
        assert file_reaches_edge(tmp_path / "depth.tif") is filled.reaches_edge
        found[name] = filled.reaches_edge
    assert found == {"known": False, "unknown": True}


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4543"])
def test_a_model_of_whole_metres_fills_in_degrees_and_in_metres(tmp_path, crs):
    path = tmp_path / "dem.tif"
    west, north, side = 104.0, 31.0, CELL
    if crs != "EPSG:4490":
        (west,), (north,), side = *project([west], [north], "EPSG:4490", crs), 100.0
    profile = {"driver": "GTiff", "count": 1, "dtype": "int16", "nodata": -32768}
    profile |= {"width": 7, "height": 4, "crs": crs}
    profile["transform"] = Affine(side, 0, west, 0, -side, north)
    with rasterio.open(path, "w", **profile) as raster:
        raster.write(np.nan_to_num(HEIGHTS, nan=-32768).astype(np.int16), 1)
    depth_m = fill(path, 4.0, *at(2, 2)).depth_m
    assert depth_m[1:3, 1:3].tolist() == [[2.0, 1.0], [2.0, 3.0]]
    assert np.isnan(depth_m[:, 6]).all()
