import geopandas as gpd
import numpy as np
import pytest
from shapely import LineString, box

from geo.isoseismals import isoseismals
from rules.errors import CRSError, FileError, SchemaError

SQUARE = box(103, 31, 104, 32)


def zones(crs="EPSG:4490", geometry=SQUARE, **columns):
    count = len(next(iter(columns.values())))
    return gpd.GeoDataFrame(columns, geometry=[geometry] * count, crs=crs)


@pytest.mark.parametrize("name", ["intensity_degree", "烈度", "mmi", "Intensity"])
def test_the_intensity_is_found_under_its_usual_names(name):
    areas = isoseismals(zones(**{"id": [1], name: ["Ⅷ度"]}))
    assert areas["intensity_degree"].tolist() == [8.0]


def test_what_cannot_be_read_is_left_out_and_never_zero():
    areas = isoseismals(zones(intensity=["IX", "strong", None, "0", "7"]))
    assert areas["intensity_degree"].tolist() == [9.0, 7.0]


def test_polygons_in_metres_come_back_in_degrees():
    metric = zones(intensity=[8]).to_crs("EPSG:4543")
    west, south, east, north = isoseismals(metric).total_bounds
    assert np.allclose([west, south, east, north], SQUARE.bounds)


@pytest.mark.parametrize(
    ("table", "error", "says"),
    [
        (zones(None, intensity=[8]), CRSError, "the isoseismals have no CRS"),
        (
            zones(geometry=LineString([(0, 0), (1, 1)]), intensity=[8]),
            SchemaError,
            "polygons; these are: LineString",
        ),
        (zones(geometry=None, intensity=[8]), SchemaError, "polygons; these are: -"),
        (zones(name=["a"]), SchemaError, "no column of intensity"),
        (zones(intensity=[230]), FileError, "230.0 is no intensity"),
    ],
)
def test_what_is_no_map_of_intensity_is_refused(table, error, says):
    with pytest.raises(error, match=says):
        isoseismals(table)
