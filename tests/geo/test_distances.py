import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon, box

from geo.distances import nearest_distance_m, within_reach
from rules.errors import CRSError

METRES = "EPSG:4544"


def table(*geometry, crs=METRES):
    return gpd.GeoDataFrame(geometry=list(geometry), crs=crs)


def test_the_nearer_of_a_line_and_a_point_counts():
    #  A(0,4)         fault from (-10,0) to (10,0), spring at (20,0)
    #  B(23,4)        4 m to the line, 5 m to the spring
    features = table(LineString([(-10, 0), (10, 0)]), Point(20, 0))
    assert nearest_distance_m([0, 23], [4, 4], features).tolist() == [4, 5]


def test_within_a_polygon_the_distance_is_zero_but_not_in_its_hole():
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    found = nearest_distance_m([2, 5, 13], [2, 5, 14], table(ring))
    assert found.tolist() == [0, 1, 5]


def test_without_place_or_without_features_the_distance_is_unknown():
    assert np.isnan(nearest_distance_m([np.nan], [0], table(Point(0, 0)))).all()
    assert np.isnan(nearest_distance_m([0], [0], table())).all()
    assert within_reach([0], [0], table(), np.array([])).tolist() == [-1]


def test_a_radius_includes_its_edge_and_each_feature_has_its_own():
    features = table(Point(0, 0), Point(100, 0))
    inside = within_reach(
        [5, 6, 80, np.nan], [0, 0, 0, 0], features, np.array([5.0, 20.0])
    )
    assert inside.tolist() == [1, 0, 1, -1]


def test_a_polygon_without_radius_reaches_as_far_as_itself():
    inside = within_reach(
        [5, 10, 11], [5, 5, 5], table(box(0, 0, 10, 10)), np.array([np.nan])
    )
    assert inside.tolist() == [1, 1, 0]


def test_a_far_reach_wins_over_a_near_feature():
    features = table(Point(0, 0), Point(100, 0))
    assert within_reach([10], [0], features, np.array([1.0, 95.0])).tolist() == [1]


def test_degrees_are_refused():
    with pytest.raises(CRSError, match="not metric"):
        nearest_distance_m([0], [0], table(Point(104, 31), crs="EPSG:4490"))
    with pytest.raises(CRSError, match="not metric"):
        within_reach([0], [0], table(Point(104, 31), crs="EPSG:4490"), np.zeros(1))


metre = st.integers(-50, 50)
place = st.tuples(metre, metre)
points = place.map(Point)
lines = st.lists(place, min_size=2, max_size=5).map(LineString)
clouds = st.lists(place, min_size=1, max_size=4).map(MultiPoint)
areas = st.builds(
    lambda corner, width, height: box(*corner, corner[0] + width, corner[1] + height),
    place, st.integers(1, 30), st.integers(1, 30),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(place, min_size=1, max_size=600),
    st.lists(points | lines | clouds | areas, min_size=1, max_size=8),
)
def test_distances_are_those_of_shapely(houses, features):
    easting, northing = np.array(houses, float).T
    expected = shapely.distance(
        shapely.union_all(features), shapely.points(easting, northing)
    )
    found = nearest_distance_m(easting, northing, table(*features))
    assert np.allclose(found, expected, atol=1e-9)


def test_many_blocks_give_what_one_by_one_gives():
    rng = np.random.default_rng(0)
    easting, northing = rng.uniform(0, 10_000, (2, 5000))
    springs = rng.uniform(0, 10_000, (300, 2))
    radius = rng.uniform(10, 300, 300)
    pairs = np.hypot(
        easting[:, None] - springs[:, 0], northing[:, None] - springs[:, 1]
    )
    features = table(*shapely.points(springs))
    found = nearest_distance_m(easting, northing, features)
    assert np.allclose(found, pairs.min(axis=1), atol=1e-9)
    inside = within_reach(easting, northing, features, radius)
    assert inside.tolist() == (pairs <= radius).any(axis=1).astype(int).tolist()
