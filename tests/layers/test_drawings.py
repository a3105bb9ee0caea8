"""Single layers: what is special about each."""

import io

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image

from layers import (
    boundary,
    flood_depth,
    geohazard,
    place_name,
    relief,
    road,
    seismic_zone,
)
from layers.base import TileAddress
from layers.geojson import collection
from layers.house_index import mercator
from tests.layers.fake_shelf import BAD_NAME

CHOICE = {"page": "planner", "lang": "en"}


def tile_at(lon, lat, zoom):
    across, down = mercator(lon, lat)
    return TileAddress(zoom, int(across * 2**zoom), int(down * 2**zoom))


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_the_line_of_seven_runs_between_six_and_seven_and_not_around_the_county(shelf):
    told = seismic_zone.features(shelf, CHOICE)["features"][-1]
    assert told["properties"]["s"] == seismic_zone.LINE_STYLE
    coordinates = np.array(told["geometry"]["coordinates"]).reshape(-1, 2)
    assert set(coordinates[:, 0]) == {104.47}


@pytest.mark.parametrize(
    ("degree", "label"),
    [(5, "less than 6"), (6, "6"), (9, "9"), (10, "9"), (None, "no data")],
)
def test_each_degree_has_its_line_in_the_legend(shelf, degree, label):
    zones = gpd.GeoDataFrame(
        {"design_intensity_degree": [degree]},
        geometry=[shapely.box(0, 0, 1, 1)],
        crs=4490,
    )
    shelf = type("Z", (), {"vector": lambda s, k: zones, "source": lambda s, k: ""})()
    labels = [entry.label for entry in seismic_zone.legend(shelf, CHOICE).entries]
    assert labels == [label, "7 and above begin here"]


def test_geohazards_keep_their_radius_and_one_without_is_only_marked(shelf):
    told = [f["properties"] for f in geohazard.features(shelf, CHOICE)["features"]]
    assert told == [{"s": 0, "radius_m": 900.0}, {"s": 1}, {"s": 1}]


def test_outside_the_county_the_ground_is_paled(shelf):
    told = boundary.features(shelf, CHOICE)["features"]
    outside = [f for f in told if f["properties"]["s"] == boundary.OUTSIDE]
    assert not shapely.covers(
        shapely.geometry.shape(outside[0]["geometry"]), shapely.Point(104.5, 31.25)
    )


def test_names_are_data(shelf):
    told = place_name.features(shelf, CHOICE)["features"]
    assert BAD_NAME in [f["properties"]["name"] for f in told]


def test_important_roads_are_drawn_on_top(shelf):
    told = road.features(shelf, CHOICE)["features"]
    assert [f["properties"]["s"] for f in told] == [4, 0]


def test_a_road_of_unknown_class_is_drawn_as_the_least(shelf):
    lines = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])], crs=4490)
    shelf = type("R", (), {"vector": lambda s, k: lines})()
    assert road.features(shelf, CHOICE)["features"][0]["properties"]["s"] == 4


def test_the_relief_is_light_and_shade_and_ends_where_the_heights_end(shelf):
    inside = pixels(relief.tile(shelf, CHOICE, tile_at(104.5, 31.25, 13)))
    assert (inside[..., 3] == 255).all()
    assert inside[..., :3].std() > 2
    assert relief.tile(shelf, CHOICE, tile_at(100.0, 31.25, 13)) is None


def test_dry_land_is_transparent_and_deeper_water_darker(shelf):
    shallow = pixels(flood_depth.tile(shelf, CHOICE, tile_at(104.43, 31.26, 15)))
    deep = pixels(flood_depth.tile(shelf, CHOICE, tile_at(104.62, 31.26, 15)))
    assert deep[deep[..., 3] > 0][:, 0].max() < shallow[shallow[..., 3] > 0][:, 0].min()
    assert flood_depth.tile(shelf, CHOICE, tile_at(104.5, 31.22, 15)) is None


def test_empty_and_missing_shapes_are_left_out():
    told = collection([shapely.Point(), None, shapely.Point(1, 2)], [{"s": 0}] * 3)
    assert len(told["features"]) == 1


def test_coordinates_carry_five_digits():
    told = collection([shapely.LineString([(104.1234567, 31), (105, 32)])], [{"s": 0}])
    assert told["features"][0]["geometry"]["coordinates"] == [
        [104.12346, 31.0],
        [105.0, 32.0],
    ]
