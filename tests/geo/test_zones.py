import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.crs import STORED_CRS
from geo.zones import positions_in, value_at, zone_of
from rules.errors import SchemaError

#   north   | 8 | 7 |      8 is x 0..2, 7 is x 2..4, both y 0..2
EIGHT, SEVEN = box(0, 0, 2, 2), box(2, 0, 4, 2)
ZONES = gpd.GeoDataFrame({"degree": [8, 7]}, geometry=[EIGHT, SEVEN], crs=STORED_CRS)


def pairs_of(lon, lat, polygons):
    return sorted(
        zip(*(a.tolist() for a in positions_in(lon, lat, polygons)), strict=True)
    )


def intersecting(lon, lat, polygons):
    points = shapely.points(lon, lat)
    grid = shapely.intersects(np.array(polygons)[:, None], points)
    return sorted((int(point), int(zone)) for zone, point in np.argwhere(grid))


def test_a_boundary_belongs_to_both_its_zones_and_so_does_a_corner():
    lon, lat = [1, 3, 2, 2, 0, 5, np.nan], [1, 1, 1, 2, 0, 1, 1]
    assert pairs_of(lon, lat, [EIGHT, SEVEN]) == [
        (0, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0),
    ]  # fmt: skip


def test_on_a_shared_boundary_the_higher_degree_counts_whatever_the_order():
    for zones in (ZONES, ZONES[::-1]):
        degrees = value_at([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], zones, "degree")
        assert degrees.tolist() == [8, 8, 7]


def test_outside_every_zone_and_without_place_the_value_is_unknown():
    assert np.isnan(value_at([9, np.nan], [9, 1], ZONES, "degree")).all()


def test_a_zone_without_value_does_not_hide_the_zone_that_has_one():
    zones = ZONES.assign(degree=[None, 7])
    found = value_at([1, 2], [1, 1], zones, "degree")
    assert np.isnan(found[0]) and found[1] == 7


def test_a_missing_column_is_refused_by_name():
    with pytest.raises(SchemaError, match="pga_g"):
        value_at([1], [1], ZONES, "pga_g")


def test_the_first_zone_is_the_zone_where_two_meet():
    assert zone_of([1, 2, 3, 9], [1, 1, 1, 9], ZONES.geometry).tolist() == [0, 0, 1, -1]


@pytest.mark.parametrize("polygons", [[], [None], [shapely.Polygon()]])
def test_nothing_is_in_no_zone(polygons):
    assert pairs_of([1.0], [1.0], polygons) == []


def test_no_points_are_nowhere():
    assert pairs_of([], [], [EIGHT]) == []


def test_a_hole_is_outside_but_its_edge_is_not():
    ring = EIGHT.difference(box(0.5, 0.5, 1.5, 1.5))
    assert pairs_of([1, 0.5, 0.25], [1, 1, 1], [ring]) == [(1, 0), (2, 0)]


corner = st.integers(0, 6)
rectangles = st.builds(
    lambda west, south, width, height: box(west, south, west + width, south + height),
    corner, corner, st.integers(1, 5), st.integers(1, 5),
)  # fmt: skip
triangles = st.lists(st.tuples(corner, corner), min_size=3, max_size=3).map(
    lambda corners: shapely.Polygon(corners).buffer(0)
)
places = st.lists(
    st.tuples(st.integers(-1, 12), st.integers(-1, 12)), min_size=1, max_size=400
)


@settings(max_examples=60, deadline=None)
@given(places, st.lists(rectangles | triangles, min_size=1, max_size=6))
def test_pairs_are_those_of_shapely_on_edges_and_vertices_too(points, polygons):
    lon, lat = np.array(points, float).T
    assert pairs_of(lon, lat, polygons) == intersecting(lon, lat, polygons)


@pytest.mark.parametrize("seed", [0, 1])
def test_a_wandering_border_with_points_on_its_vertices_and_edges(seed):
    rng = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    shore = rng.uniform(0.6, 1, 3000)
    island = shapely.Polygon(
        np.column_stack([shore * np.cos(angles), shore * np.sin(angles)])
    )
    sea = box(-2, -2, 2, 2).difference(island)
    corners = shapely.get_coordinates(island)
    middles = (corners[1:] + corners[:-1]) / 2
    lon, lat = np.vstack([corners, middles, rng.uniform(-2, 2, (20_000, 2))]).T
    assert pairs_of(lon, lat, [island, sea]) == intersecting(lon, lat, [island, sea])


def test_the_zones_of_the_caller_are_left_unprepared():
    zone = box(0, 0, 1, 1)
    positions_in([0.5], [0.5], [zone])
    assert not shapely.is_prepared(zone)
