import numpy as np
import pytest
import rasterio

from geo.layer_files import RasterInfo, read_event_raster, read_layer
from rules.errors import CRSError, FileError, SchemaError
from tests.geo.reading import read_here


@pytest.fixture(autouse=True)
def _same_process(monkeypatch):
    read_here(monkeypatch)


def raster(path, values, crs="EPSG:4490", west=103, cell=0.5, **options):
    values = np.asarray(values, "float32")
    profile = {"count": 1, "dtype": "float32", "nodata": -9999, "crs": crs} | options
    profile |= {"height": values.shape[0], "width": values.shape[1]}
    profile |= {"transform": rasterio.Affine(cell, 0, west, 0, -cell, 32)}
    with rasterio.open(path, "w", driver="GTiff", **profile) as target:
        target.write(values, 1)
        target.set_band_unit(1, "m")
    return path


def test_a_depth_raster_tells_its_facts(tmp_path):
    path = raster(tmp_path / "depth.tif", [[0.5, 2.5], [-9999, -9999]])
    info = read_layer(path, "flood_depth")
    assert isinstance(info, RasterInfo)
    assert (info.least, info.most, info.known_ratio, info.said) == (0.5, 2.5, 0.5, "m")
    assert info.bounds == pytest.approx((103, 31, 104, 32))
    assert read_event_raster(path) == info


@pytest.mark.parametrize(
    ("values", "options", "error", "says"),
    [
        ([[1, 2]], {"crs": None}, CRSError, "no CRS; save it again"),
        ([[1, 2]], {"west": 0}, CRSError, "outside China"),
        ([[1, 2]], {"crs": "EPSG:4610"}, CRSError, "Xian 1980"),
        ([[1, -32768]], {}, SchemaError, "mark the cells without value as nodata"),
        ([[-9999, -9999]], {}, FileError, "no cell has a value"),
    ],
)
def test_a_raster_that_cannot_be_right_is_refused(
    tmp_path, values, options, error, says
):
    path = raster(tmp_path / "depth.tif", values, **options)
    with pytest.raises(error, match=says):
        read_layer(path, "flood_depth")


def test_a_truncated_raster_is_refused_at_the_door(tmp_path):
    path = raster(tmp_path / "depth.tif", np.ones((500, 500)), cell=0.001)
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(FileError, match="not a readable GeoTIFF"):
        read_layer(path, "flood_depth")


def test_a_raster_is_no_vector_layer_nor_the_other_way_round(tmp_path):
    path = raster(tmp_path / "depth.tif", [[1, 2]])
    with pytest.raises(FileError, match="but geotiff; give a GeoPackage"):
        read_layer(path, "seismic_zone")
    notes = tmp_path / "notes.tif"
    notes.write_text("no raster")
    with pytest.raises(FileError, match="not a GeoTIFF, but csv"):
        read_layer(notes, "dem")
    with pytest.raises(FileError, match="nothing in it lies in the county"):
        read_layer(path, "flood_depth", bounds=(110, 31, 111, 32))
