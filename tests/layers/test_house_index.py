import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.base import TileAddress
from layers.house_index import mercator, nearest_house, rows_near

LON, LAT = st.floats(104.38, 104.66), st.floats(31.18, 31.34)


def by_brute_force(shelf, lon, lat, zoom, reach_px, chosen):
    houses = shelf.exposure()
    across, down = mercator(houses.lon, houses.lat)
    at = mercator(np.float64(lon), np.float64(lat))
    distance = np.hypot(across - at[0], down - at[1]) * 256 * 2.0**zoom
    distance[~chosen] = np.inf
    closest = int(distance.argmin())
    return closest if distance[closest] <= reach_px else None


@given(lon=LON, lat=LAT, zoom=st.integers(13, 18), filtered=st.booleans())
def test_the_nearest_house_is_the_one_found_by_measuring_all(
    shelf, lon, lat, zoom, filtered
):
    chosen = np.ones(len(shelf.exposure()), bool)
    chosen[::2] = not filtered
    expected = by_brute_force(shelf, lon, lat, zoom, 12.0, chosen)
    assert nearest_house(shelf.exposure(), chosen, (lon, lat), zoom, 12.0) == expected


def test_a_click_on_a_house_finds_it(shelf):
    houses = shelf.exposure()
    chosen = np.ones(len(houses), bool)
    for row in range(0, len(houses), 97):
        place = (houses.lon[row], houses.lat[row])
        assert nearest_house(houses, chosen, place, 18, 12.0) == row


@pytest.mark.parametrize("place", [(180.0, 0.0), (0.0, 86.0), (0.0, -86.0)])
def test_off_the_map_there_is_no_house(shelf, place):
    chosen = np.ones(len(shelf.exposure()), bool)
    assert nearest_house(shelf.exposure(), chosen, place, 15, 12.0) is None


@pytest.mark.parametrize("zoom", [0, 3, 11, 13, 15, 18, 22])
def test_a_tile_holds_its_houses_and_those_of_its_rim(shelf, zoom):
    houses = shelf.exposure()
    across, down = mercator(houses.lon, houses.lat)
    side = 2.0**zoom
    x, y = across * side, down * side
    address = TileAddress(zoom, int(x[700]), int(y[700]))
    rows = rows_near(houses.morton, address)
    rim = 1 / 16
    right, below = x - address.x, y - address.y
    near = (np.minimum(right, below) >= -rim) & (np.maximum(right, below) < 1 + rim)
    assert len(rows) == len(set(rows))
    assert set(np.flatnonzero(near)) <= set(rows)
    assert len(rows) == 0 or (0 <= right[rows[0]] < 1 and 0 <= below[rows[0]] < 1)
