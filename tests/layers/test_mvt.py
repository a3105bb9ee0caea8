import mapbox_vector_tile
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layers.mvt import COORDINATE_LIMIT, encode_points

NUMBERS = st.integers(-COORDINATE_LIMIT, COORDINATE_LIMIT)
POINTS = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.integers(0, 120)), min_size=1, max_size=80
)


def decoded(tile):
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return [
        (*feature["geometry"]["coordinates"], feature["properties"]["c"])
        for feature in layers["houses"]["features"]
    ]


def encoded(points, extent=1024):
    x, y, classes = np.array(points).T
    return encode_points("houses", x, y, classes.astype(np.uint8), extent)


def test_a_tile_says_where_and_what():
    tile = encoded([(0, 0, 3), (-36, 1059, 0), (1023, 512, 3)])
    assert decoded(tile) == [(0, 0, 3), (-36, 1059, 0), (1023, 512, 3)]


def test_the_extent_is_told():
    layers = mapbox_vector_tile.decode(encoded([(1, 2, 3)], extent=4096))
    assert layers["houses"]["extent"] == 4096


def test_no_point_is_no_tile():
    nothing = np.array([], int)
    assert encode_points("houses", nothing, nothing, nothing, 1024) == b""


@given(POINTS)
def test_what_is_written_is_read_back_in_order(points):
    assert decoded(encoded(points)) == points


def test_a_point_takes_fifteen_bytes():
    few, many = encoded([(1, 1, 1)] * 10), encoded([(1, 1, 1)] * 110)
    assert len(many) - len(few) in range(1500, 1503)
