"""Layers without a datum that can be trusted, laid over outlines that can."""

from functools import cache

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.datum import diagnose_polygons, likely_crs
from geo.datum_result import (
    ASK_OLD_DATUM,
    POLYGONS_APART,
    POLYGONS_NAMED,
    POLYGONS_NOWHERE,
)
from tests.geo.datum_worlds import make_county, numbers


@cache
def villages() -> gpd.GeoDataFrame:
    rng = np.random.default_rng(1)
    return make_county(rng, "scattered", (103.40, 31.02)).villages


def written(truth: str, crs: str | None = None) -> gpd.GeoDataFrame:
    def carry(places: np.ndarray) -> np.ndarray:
        return np.column_stack(numbers(*places.T, truth))

    shapes = shapely.transform(villages().geometry.to_numpy(), carry)
    return gpd.GeoDataFrame({"code": villages()["code"]}, geometry=shapes, crs=crs)


@pytest.mark.parametrize(
    "truth", ["lonlat", "gcj02", "bd09", "EPSG:4543", "EPSG:4521/swapped", "EPSG:32648"]
)
@pytest.mark.parametrize("by", ["code", "whole"])
def test_a_layer_without_crs_is_named_by_its_borders(truth, by):
    layer = written(truth)
    if by == "whole":
        layer = layer.drop(columns="code")
    found = diagnose_polygons(layer, villages())
    assert found.reading == truth and found.told[0] == POLYGONS_NAMED
    assert found.candidates[0].in_county > 0.99 > found.candidates[1].in_county
    assert np.isnan(found.candidates[0].in_village) == (by == "whole")
    assert (found.ask == ASK_OLD_DATUM) == truth.startswith("EPSG:4")


def test_degrees_shifted_before_a_crs_was_stated_are_seen():
    found = diagnose_polygons(written("gcj02", crs="EPSG:4326"), villages())
    assert found.reading == "gcj02" and found.margin > 0.1


def test_zones_inside_the_county_bear_no_witness():
    middles = villages().geometry.representative_point().to_crs("EPSG:4543")
    zones = gpd.GeoDataFrame(geometry=middles.buffer(300.0)[::7])
    found = diagnose_polygons(zones, villages())
    assert found.reading is None and found.told[0] == POLYGONS_APART


def test_a_layer_of_another_county_is_nowhere():
    layer = written("lonlat", crs="EPSG:4490")
    layer["geometry"] = layer.translate(3.0)
    found = diagnose_polygons(layer, villages())
    assert found.reading is None and found.told == (POLYGONS_NOWHERE, {})


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ("EPSG:4490", ["EPSG:4490"]),
        ("EPSG:4543", ["EPSG:4543"]),
        ("EPSG:4544", ["EPSG:4544", "EPSG:32648"]),
        ("EPSG:4521", ["EPSG:4521"]),
        ("EPSG:4496", ["EPSG:4496"]),
        ("EPSG:3857", ["EPSG:3857"]),
    ],
)
def test_bounds_tell_which_crs_a_layer_may_have(crs, expected):
    bounds = tuple(villages().to_crs(crs).total_bounds)
    assert likely_crs(bounds, tuple(villages().total_bounds)) == expected
