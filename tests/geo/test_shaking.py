import geopandas as gpd
import numpy as np
import pytest
import rasterio
from shapely import LineString, box

from geo.quake import Quake
from geo.shakemap import ShakeMap
from geo.shaking import (
    shaking_from_parameters,
    shaking_from_polygons,
    shaking_from_raster,
    shaking_from_shakemap,
)
from rules.errors import CRSError, EventError, FileError
from tests.geo.worlds import county

QUAKE = Quake(magnitude=7.0, lon=103.0, lat=31.0, depth_km=10.0)
HOUSES = county(lon=[103.0, 103.3, np.nan], lat=[31.0, 31.0, np.nan])


def test_a_typed_in_earthquake_shakes_the_near_more_than_the_far():
    shaking = shaking_from_parameters(HOUSES, QUAKE)
    near, far, nowhere = shaking.intensity_degree
    assert near == pytest.approx(9.04, abs=0.01)
    assert 7.0 < far < 8.0
    assert shaking.intensity_degree.dtype == np.float32
    assert np.isnan(nowhere)
    assert shaking.source == "parameters"
    assert "unknown" in shaking.note
    assert shaking.sigma_degree[1] > 0.45  # more than within-event: the strike


def test_a_fault_in_degrees_gives_the_strike():
    fault = gpd.GeoDataFrame(
        geometry=[LineString([(102.5, 31.0), (103.5, 31.0)])], crs="EPSG:4490"
    )
    with_fault = shaking_from_parameters(HOUSES, QUAKE, fault)
    without = shaking_from_parameters(HOUSES, QUAKE)
    assert with_fault.intensity_degree[1] > without.intensity_degree[1]
    with pytest.raises(CRSError, match="the faults have no CRS"):
        shaking_from_parameters(HOUSES, QUAKE, fault.set_crs(None, allow_override=True))


def test_an_event_far_away_is_refused_and_told_how_far():
    far = Quake(magnitude=6.0, lon=110.0, lat=31.0, depth_km=10.0)
    with pytest.raises(EventError, match=r"nearest household is 64. km away"):
        shaking_from_parameters(HOUSES, far)


def test_an_event_on_the_other_side_of_the_world_is_refused():
    with pytest.raises(EventError):
        shaking_from_parameters(
            HOUSES, Quake(magnitude=8.0, lon=-78.0, lat=0.0, depth_km=10.0)
        )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"magnitude": 79.0}, r"magnitude 79.0 is not between 3.0 and 9.5"),
        ({"magnitude": np.nan}, "magnitude nan"),
        ({"lat": 103.0, "lon": 31.0}, "latitude 103.0 is not between"),
        ({"depth_km": -5.0}, "depth -5.0 km"),
    ],
)
def test_what_no_earthquake_is_like_is_refused(wrong, says):
    with pytest.raises(EventError, match=says):
        Quake(**{"magnitude": 7.0, "lon": 103.0, "lat": 31.0, "depth_km": 9.0} | wrong)


def test_without_any_place_nothing_can_be_shaken():
    with pytest.raises(EventError, match="no household of the county has coordinates"):
        shaking_from_parameters(county(2), QUAKE)


def shakemap(intensity, sd=None, bounds=(103.0, 31.0, 104.0, 32.0), derived=False):
    return ShakeMap(
        event_id="x",
        magnitude=7.0,
        depth_km=10.0,
        lon=103.0,
        lat=31.0,
        time=None,
        intensity_degree=np.full((2, 2), intensity, dtype=np.float32),
        sd_degree=None if sd is None else np.full((2, 2), sd, dtype=np.float32),
        bounds=bounds,
        derived=derived,
    )


def test_a_shakemap_shakes_the_houses_within_it():
    shaking = shaking_from_shakemap(HOUSES, shakemap(7.5, derived=True))
    assert shaking.intensity_degree[:2].tolist() == [7.5, 7.5]
    assert np.isnan(shaking.intensity_degree[2])
    assert (shaking.sigma_degree, shaking.between_sigma_degree) == (0.45, 0.35)
    assert "GB/T 17742" in shaking.note


def test_the_uncertainty_of_a_shakemap_is_divided_and_not_changed():
    shaking = shaking_from_shakemap(HOUSES, shakemap(7.5, sd=0.6))
    whole = np.hypot(shaking.sigma_degree, shaking.between_sigma_degree)
    assert whole == pytest.approx([0.6, 0.6, 0.6])


@pytest.mark.parametrize(
    ("grid", "says"),
    [
        (
            shakemap(8.0, bounds=(80.0, 40.0, 81.0, 41.0)),
            r"extends over 80.00, 40.00, 81.00, 41.00, the households over 103.00",
        ),
        (shakemap(4.0), "strongest intensity is 4.0 of at least 5.5"),
    ],
)
def test_a_shakemap_of_elsewhere_is_refused_and_told_where(grid, says):
    with pytest.raises(EventError, match=says):
        shaking_from_shakemap(HOUSES, grid)


def rings(crs="EPSG:4490"):
    # VII all around VIII, drawn whole: the overlap is VIII
    shapes = [box(102.9, 30.9, 103.1, 31.1), box(102.0, 30.0, 104.0, 32.0)]
    return gpd.GeoDataFrame({"烈度": ["Ⅷ", "Ⅶ"]}, geometry=shapes, crs=crs)


def test_where_isoseismals_overlap_the_higher_holds():
    shaking = shaking_from_polygons(HOUSES, rings())
    assert shaking.intensity_degree[:2].tolist() == [8.0, 7.0]
    assert np.isnan(shaking.intensity_degree[2])


def test_isoseismals_of_elsewhere_are_refused():
    with pytest.raises(EventError, match="covers no household"):
        shaking_from_polygons(county(lon=[120.0], lat=[30.0]), rings())


@pytest.fixture
def raster(tmp_path):
    def write(values, crs="EPSG:4326", bounds=(102.0, 30.0, 104.0, 32.0)):
        path = tmp_path / "intensity.tif"
        cells = np.array(values, dtype=np.float32)
        west, south, east, north = bounds
        wide = (east - west) / cells.shape[1]
        high = (north - south) / cells.shape[0]
        profile = {
            "driver": "GTiff",
            "count": 1,
            "dtype": "float32",
            "nodata": -9999.0,
            "height": cells.shape[0],
            "width": cells.shape[1],
            "crs": crs,
            "transform": rasterio.Affine(wide, 0.0, west, 0.0, -high, north),
        }
        with rasterio.open(path, "w", **profile) as file:
            file.write(cells, 1)
        return path

    return write


def test_a_raster_of_intensity_is_read_between_its_cells(raster):
    # cell middles at 102.5 and 103.5: 103.0 lies halfway, 103.3 at .8
    shaking = shaking_from_raster(HOUSES, raster([[6.0, 8.0], [6.0, 8.0]]))
    assert shaking.intensity_degree[:2] == pytest.approx([7.0, 7.6])
    assert np.isnan(shaking.intensity_degree[2])


@pytest.mark.parametrize(
    ("values", "kwargs", "error", "says"),
    [
        ([[6.0]], {"crs": None}, CRSError, "CRS"),
        ([[45.0]], {}, FileError, "45.0 is no intensity"),
        ([[-9999.0]], {}, EventError, "covers no household"),
        ([[7.0]], {"bounds": (80, 40, 81, 41)}, EventError, "covers no household"),
        ([[3.0]], {}, EventError, "strongest intensity is 3.0"),
    ],
)
def test_a_raster_that_cannot_be_used_is_refused(raster, values, kwargs, error, says):
    with pytest.raises(error, match=says):
        shaking_from_raster(HOUSES, raster(values, **kwargs))
