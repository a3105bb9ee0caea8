import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.crs import to_stored
from reports.map_scale import length_words, round_length_m
from reports.team_sheet_ground import Projector, bounds_of, framed, parted
from reports.team_sheet_labels import placed_labels
from reports.team_sheet_map import way_map
from tests.reports.small_sweep import stop, swept, team

BOX = (10.0, 20.0, 300.0, 200.0)
PLACES = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=25
)


def around(middle, aside, above):
    return np.concatenate([middle - (aside, above), np.add(middle, (aside, above))])


def overlaps(one, other):
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    return bool((high - low > 1e-9).all())


@given(PLACES, st.integers(1, 9))
def test_no_number_covers_a_door_or_another_number(places, rings):
    doors = np.add(places, (10, 20))
    sizes = [(9.0, 7.0)] * len(doors)
    middles = placed_labels(doors, sizes, BOX, rings=rings)
    shown = middles[~np.isnan(middles[:, 0])]
    numbers = [around(m, 4.5, 3.5) for m in shown]
    dots = [around(d, 2.5, 2.5) for d in doors]
    assert not any(overlaps(n, d) for n in numbers for d in dots)
    pairs = [(a, b) for i, a in enumerate(numbers) for b in numbers[:i]]
    assert not any(overlaps(a, b) for a, b in pairs)
    assert all(n[0] >= 10 and n[1] >= 20 for n in numbers)
    assert all(n[2] <= 310 and n[3] <= 220 for n in numbers)


def test_a_number_keeps_off_what_is_taken():
    door, east = np.array([[100.0, 100.0]]), (102.5, 95.0, 120.0, 105.0)
    (middle,) = placed_labels(door, [(8.0, 6.0)], BOX, rings=1, taken=[east])
    assert not overlaps(around(middle, 4, 3), np.array(east))


@given(PLACES, st.integers(1, 8))
def test_the_parts_of_a_way_are_the_way(places, most):
    parts = parted(np.array(places), most)
    assert np.concatenate(parts).tolist() == list(range(len(places)))
    assert max(map(len, parts)) <= most


def test_a_way_is_cut_where_it_is_farthest_between_two_doors():
    way = np.array([(0, 0), (1, 0), (2, 0), (50, 0), (51, 0), (52, 0)], float)
    assert [part.tolist() for part in parted(way, 4)] == [[0, 1, 2], [3, 4, 5]]


@given(PLACES)
def test_all_doors_lie_clear_of_scale_bar_and_north(places):
    ground = np.array(places) * 30
    frame = framed(bounds_of(ground), BOX)
    x, y = frame.on_page(ground).T
    assert x.min() >= 10 + 11.9 and x.max() <= 310 - 23.9
    assert y.min() >= 20 + 25.9 and y.max() <= 220 - 13.9


def test_north_is_up_and_a_metre_is_as_long_either_way():
    frame = framed((0, 0, 1000, 500), BOX)
    west, east, north = frame.on_page(np.array([(0, 0), (100, 0), (0, 100)], float))
    assert (east - west)[0] == pytest.approx((north - west)[1])
    assert (north - west)[1] > 0


def test_a_door_alone_is_seen_in_its_surroundings():
    frame = framed((500, 500, 500, 500), BOX)
    west, _, east, _ = frame.bounds
    assert east - west > 150


def test_lines_are_cut_at_the_edge_of_the_map():
    frame = framed((0, 0, 100, 100), BOX)
    far, through = shapely.linestrings([[(9e5, 0), (9e5, 9)], [(-9e5, 50), (9e5, 50)]])
    (shown,) = frame.clipped(np.array([far, through]))
    assert shown[:, 0].tolist() == pytest.approx([10, 310])


def test_lines_of_all_teams_are_projected_once():
    projector = Projector()
    first, second = (projector.ground(swept(3, seed=n)) for n in (0, 1))
    assert first.roads is second.roads and len(first.roads) == 2


def test_the_ground_is_in_metres():
    ground = Projector().ground(team([stop(1), stop(2)], base=(102.1, 31.05)))
    (lon,), (lat,) = to_stored(*ground.doors[:1].T, "EPSG:4543")
    assert (lon, lat) == pytest.approx((102.1, 31.05))
    assert ground.base.tolist() == pytest.approx(ground.doors[0].tolist())


def test_a_base_alone_makes_a_map():
    lost = team([stop(1, lon=np.nan)], route=())
    ground = Projector().ground(lost)
    assert way_map(lost, ground, BOX).parts == ()
    assert ground.doors.shape == (0, 2)


def test_scale_bars_have_round_lengths():
    assert [round_length_m(m) for m in (1.0, 49.0, 7300.0)] == [1.0, 20.0, 5000.0]
    assert length_words(200.0) == "200 m"
