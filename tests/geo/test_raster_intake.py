import numpy as np
import pytest
import rasterio

from geo.layer_files import read_layer
from geo.raster_intake import as_geotiff
from rules.errors import CRSError, FileError
from tests.geo import makers
from tests.geo.reading import read_here


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kept"
    made.mkdir()
    return made


@pytest.fixture
def grid(tmp_path):
    path = tmp_path / "depth.asc"
    path.write_text(makers.GRID.format(x=103, y=31, cell=0.5))
    return path


def test_an_ascii_grid_becomes_a_geotiff(grid, folder):
    path = as_geotiff(grid, folder, crs="EPSG:4490")
    assert path == folder / "depth.tif"
    with rasterio.open(path) as raster:
        assert raster.crs.to_epsg() == 4490 and raster.bounds == (103, 31, 104.5, 32)
        values = raster.read(1)
    assert np.isnan(values[1, 2]) and values[0].tolist() == [1, 2, 3]


def test_the_crs_of_an_ascii_grid_stands_beside_it(grid, folder):
    crs = rasterio.CRS.from_epsg(4543)
    grid.with_suffix(".prj").write_text(crs.to_wkt(version="WKT1_ESRI"))
    with rasterio.open(as_geotiff(grid, folder, crs="EPSG:4490")) as raster:
        assert raster.crs.to_epsg() == 4543


def test_one_variable_of_a_netcdf_is_taken(tmp_path, folder):
    path = makers.netcdf(tmp_path / "a.nc")
    with rasterio.open(as_geotiff(path, folder, part="speed")) as raster:
        assert raster.read(1).tolist() == [[2] * 4] * 3
        assert raster.units == ("m",)
    with pytest.raises(
        FileError, match="has no part wind; its parts are: depth, speed"
    ):
        as_geotiff(path, folder, part="wind")


def test_a_geotiff_is_copied_as_it_is(tmp_path, grid, folder):
    made = as_geotiff(grid, tmp_path, crs="EPSG:4490")
    assert as_geotiff(made, folder).read_bytes() == made.read_bytes()


def test_a_layer_may_be_any_grid_where_there_is_a_folder_for_it(grid, folder):
    found = read_layer(grid, "flood_depth", crs="EPSG:4490", folder=folder)
    assert (found.path, found.least, found.most) == (folder / "depth.tif", 1, 5)
    assert found.bounds == pytest.approx((103, 31, 104.5, 32))
    with pytest.raises(FileError, match="not a GeoTIFF, but asciigrid"):
        read_layer(grid, "flood_depth")
    with pytest.raises(CRSError, match="a raster cannot be shifted"):
        read_layer(grid, "flood_depth", folder=folder, to_stored=lambda x, y: (x, y))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n1,2\n", "not a raster, but csv"),
        (b"ncols 3\nnrows 2\n1 2", "2 of 6 numbers"),
        (b"ncols 2\nnrows 1\n1 deep", "something else than numbers"),
        (b"\x89HDF\r\n\x1a\nnothing", "not a readable grid"),
    ],
)
def test_what_is_no_grid_is_refused(tmp_path, folder, content, says):
    path = tmp_path / "a.nc"
    path.write_bytes(content)
    with pytest.raises(FileError, match=says):
        as_geotiff(path, folder)
    assert not list(folder.iterdir())
