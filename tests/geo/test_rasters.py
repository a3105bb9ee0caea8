import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import to_stored
from geo.rasters import (
    add_overviews,
    covers,
    raster_bounds,
    sample_bilinear,
    sample_nearest,
    web_tile,
)
from geo.relief import hillshade, hillshade_tile
from rules.errors import CRSError, FileError

# Cells of one degree from 100 E, 33 N:   1  2  3
#                                         4  5  x     x: no value
DEPTHS = [[1, 2, 3], [4, 5, -9999]]


def raster(path, values, *, crs="EPSG:4490", west=100, north=33, cell=1.0, **profile):
    values = np.asarray(values)
    profile = {"dtype": "float32", "nodata": -9999, "crs": crs, "count": 1} | profile
    height, width = values.shape
    profile |= {"transform": rasterio.Affine(cell, 0, west, 0, -cell, north)}
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, **profile
    ) as target:
        target.write(values.astype(profile["dtype"]), 1)
    return path


@pytest.fixture
def depths(tmp_path):
    return raster(tmp_path / "depths.tif", DEPTHS)


def test_each_house_takes_the_cell_it_stands_in(depths):
    found = sample_nearest(depths, [100.1, 101.9, 101.5], [32.9, 32.1, 31.5])
    assert found.tolist() == [1, 2, 5]


def test_outside_without_value_and_without_place_are_unknown(depths):
    lon, lat = [99.9, 102.5, np.nan, 100.5], [32, 31.5, 32, np.nan]
    assert np.isnan(sample_nearest(depths, lon, lat)).all()
    assert np.isnan(sample_bilinear(depths, lon, lat)).all()
    assert covers(depths, lon, lat).tolist() == [False, True, False, False]


def test_nothing_asked_is_nothing_found(depths):
    assert sample_nearest(depths, [], []).tolist() == []
    assert sample_bilinear(depths, [], []).tolist() == []


def test_between_four_cells_the_mean_counts(depths):
    assert sample_bilinear(depths, [101.0], [32.0]).tolist() == [3]  # 1 2 4 5


def test_beyond_the_outermost_centres_the_outer_cells_count(depths):
    assert sample_bilinear(depths, [100.0, 100.5], [33.0, 32.99]).tolist() == [1, 1]


def test_a_corner_without_value_is_left_out_but_not_replaced_by_zero(depths):
    # Quarter way from the cell 5 towards the gap: 3 of 4 parts 5, the gap no part.
    assert sample_bilinear(depths, [101.75], [31.5]).tolist() == [5]
    assert np.isnan(sample_bilinear(depths, [102.25], [31.5])).all()


@settings(max_examples=30, deadline=None)
@given(st.floats(100.5, 102.49), st.floats(31.51, 32.5))
def test_a_plane_is_interpolated_exactly(tmp_path_factory, lon, lat):
    path = tmp_path_factory.mktemp("plane") / "plane.tif"
    raster(path, [[1, 2, 3], [4, 5, 6]], dtype="float64")
    expected = 1 + (lon - 100.5) + 3 * (32.5 - lat)
    assert sample_bilinear(path, [lon], [lat])[0] == pytest.approx(expected)


def test_centimetres_with_a_scale_come_out_in_metres(tmp_path):
    path = raster(tmp_path / "cm.tif", [[150]], dtype="int16")
    with rasterio.open(path, "r+") as target:
        target.scales = (0.01,)
    assert sample_nearest(path, [100.5], [32.5]).tolist() == [1.5]


@pytest.mark.parametrize("nodata", [np.nan, -3.4028234663852886e38, 0.1])
def test_every_way_to_mark_a_gap_is_a_gap(tmp_path, nodata):
    path = raster(tmp_path / "gap.tif", [[nodata, 2.0]], nodata=nodata)
    found = sample_nearest(path, [100.5, 101.5], [32.5, 32.5])
    assert np.isnan(found[0]) and found[1] == 2


def test_a_gap_in_a_mask_band_is_a_gap(tmp_path):
    path = raster(tmp_path / "mask.tif", [[7, 2]], nodata=None)
    with rasterio.open(path, "r+") as target:
        target.write_mask(np.array([[0, 255]], np.uint8))
    found = sample_nearest(path, [100.5, 101.5], [32.5, 32.5])
    assert np.isnan(found[0]) and found[1] == 2


def test_a_projected_raster_is_asked_at_the_same_houses(tmp_path):
    place = {"crs": "EPSG:4544", "west": 400_000, "north": 3.5e6, "cell": 10.0}
    path = raster(tmp_path / "m.tif", [[1, 2], [3, 4]], **place)
    lon, lat = to_stored(
        [400_015.0, 400_005.0], [3_499_995.0, 3_499_985.0], "EPSG:4544"
    )
    assert sample_nearest(path, lon, lat).tolist() == [2, 3]


def test_many_strips_give_what_one_read_gives(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.rasters._STRIP_CELLS", 3000)
    values = np.arange(90_000, dtype="float32").reshape(300, 300)
    options = {"tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate"}
    path = raster(tmp_path / "big.tif", values, cell=0.01, **options)
    rng = np.random.default_rng(0)
    row, column = rng.integers(0, 300, (2, 5000))
    lon, lat = 100 + (column + 0.5) * 0.01, 33 - (row + 0.5) * 0.01
    assert sample_nearest(path, lon, lat).tolist() == values[row, column].tolist()
    assert np.allclose(sample_bilinear(path, lon, lat), values[row, column])


def test_bounds_are_west_south_east_north(depths):
    assert raster_bounds(depths) == pytest.approx((100, 31, 103, 33))


def test_a_raster_without_crs_is_refused_with_the_way_out(tmp_path):
    path = raster(tmp_path / "nowhere.tif", DEPTHS, crs=None)
    with pytest.raises(CRSError, match=r"nowhere\.tif: no CRS; save it again"):
        sample_nearest(path, [100.5], [32.5])


def test_a_raster_on_an_old_datum_is_refused(tmp_path):
    path = raster(tmp_path / "old.tif", DEPTHS, crs="EPSG:4214")
    with pytest.raises(CRSError, match="Beijing 1954"):
        sample_nearest(path, [100.5], [32.5])


@pytest.mark.parametrize("content", [b"", b"not a raster", b"II*\x00\x08\x00\x00\x00"])
def test_what_is_no_geotiff_is_refused(tmp_path, content):
    path = tmp_path / "false.tif"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"false\.tif: not a readable GeoTIFF"):
        sample_nearest(path, [100.5], [32.5])


def test_a_web_tile_has_north_up_and_gaps(depths):
    tile = web_tile(depths, 6, 50, 25, size=8, nearest=True)  # from 101.25 E 36.6 N
    assert tile.shape == (8, 8) and tile.dtype == np.float32
    assert np.isnan(tile[0, 0]) and tile[-1, 0] == 2 and np.isnan(tile[-1, -1])


def test_a_web_tile_shows_the_values_that_sampling_shows(tmp_path):
    values = np.add.outer(np.arange(40.0), np.arange(40.0))
    path = raster(tmp_path / "slope.tif", values, cell=0.1)
    tile = web_tile(path, 9, 401, 207, size=4)  # 101.953 to 102.656 E
    side = 2 * np.pi / 2**9
    down = np.pi - (207 + (np.arange(4) + 0.5) / 4) * side
    lat = np.degrees(np.arctan(np.sinh(down)))
    lon = 360 * (401 + (np.arange(4) + 0.5) / 4) / 2**9 - 180
    lon, lat = (a.ravel() for a in np.meshgrid(lon, lat))
    assert np.allclose(tile.ravel(), sample_bilinear(path, lon, lat), atol=0.1)


def test_overviews_hardly_change_a_tile_of_low_zoom(tmp_path):
    values = np.add.outer(np.arange(1024.0), np.arange(1024.0))
    path = raster(tmp_path / "slope.tif", values, cell=0.002)
    before = web_tile(path, 8, 200, 103)
    add_overviews(path)
    after = web_tile(path, 8, 200, 103)
    with rasterio.open(path) as target:
        assert target.overviews(1) == [2, 4]
    assert np.nanmax(np.abs(after - before)) < 4


def test_level_ground_is_lit_evenly_and_the_slope_towards_the_light_more():
    west_slope = np.tile([0.0, 10.0, 20.0], (3, 1))  # rises eastward, faces the west
    assert hillshade(np.zeros((3, 3)), 10.0)[1, 1] == pytest.approx(np.sqrt(0.5))
    assert hillshade(west_slope, 10.0)[1, 1] > 0.8
    assert hillshade(west_slope[:, ::-1], 10.0)[1, 1] < 0.2


def test_relief_meets_at_the_edge_of_tiles(tmp_path):
    rng = np.random.default_rng(0)
    path = raster(tmp_path / "dem.tif", rng.uniform(0, 500, (60, 60)), cell=0.05)
    west, east = (hillshade_tile(path, 9, x, 207, size=64) for x in (401, 402))
    across = np.abs(west[:, -1] - east[:, 0])
    within = np.abs(west[:, -2] - west[:, -1])
    assert np.nanmedian(across) < 3 * np.nanmedian(within)
