"""How water and roads find their way, on lattices that one can draw."""

import numpy as np

from geo.synthetic.flow import (
    drained_km2,
    drains_least_climbing,
    drains_steepest,
    sum_downstream,
    sum_upstream,
)
from geo.synthetic.grid import Grid, links
from geo.synthetic.network import Network

# One degree of arc is 111.32 km: a cell of 1 km2 at the equator.
KM = 1 / 111.32
VALLEY = Grid(0, 1.5 * KM, KM, 3, 4)
#  9 9 9 9      sides drain into the middle, the middle to the left
#  1 2 3 4
#  9 9 9 9
HEIGHTS = np.array([[9, 9, 9, 9], [1, 2, 3, 4], [9, 9, 9, 9]], dtype=float)
MOUTH = np.array([4])


def test_water_takes_the_steepest_way_down():
    drainage = drains_steepest(HEIGHTS, VALLEY, MOUTH)
    assert drainage.receiver.tolist() == [4, 5, 6, 7, 12, 4, 5, 6, 4, 5, 6, 7]


def test_the_mouth_drains_the_whole_valley():
    drainage = drains_steepest(HEIGHTS, VALLEY, MOUTH)
    area = drained_km2(drainage, VALLEY).round(3)
    assert area.reshape(3, 4)[1].tolist() == [12, 9, 6, 3]


def test_sums_run_with_the_water_and_against_it():
    drainage = drains_steepest(HEIGHTS, VALLEY, MOUTH)
    ones = np.ones(12)
    assert sum_upstream(drainage, ones)[4] == 12
    assert sum_downstream(drainage, ones)[[4, 5, 6, 7]].tolist() == [1, 2, 3, 4]


def test_a_hollow_is_drained_over_its_lowest_rim():
    # 5 1 5 3 0: water from the hollow (1) climbs to 5 and runs out on the right
    row = Grid(0, 0.5 * KM, KM, 1, 5)
    heights = np.array([[5, 1, 5, 3, 0]], dtype=float)
    drainage = drains_least_climbing(heights, row, np.array([4]))
    assert drainage.receiver.tolist() == [1, 2, 3, 4, 5]


def road_network():
    grid = Grid(0, 1.5 * KM, KM, 3, 4)
    return Network(12, *links(grid), reuse=0.1)


def test_the_cheapest_way_is_the_straight_one():
    assert road_network().way(4, 7).tolist() == [4, 5, 6, 7]


def test_a_link_is_built_once():
    net = road_network()
    net.build("县道", [np.array([4, 5, 6, 7])])
    net.build("村道", [np.array([1, 5, 6, 10])])
    assert [s.cells.tolist() for s in net.stretches] == [
        [4, 5, 6, 7],
        [1, 5],
        [6, 10],
    ]
    assert [s.road_class for s in net.stretches] == ["县道", "村道", "村道"]


def test_ways_to_the_network_end_in_it():
    net = road_network()
    net.build("县道", [np.array([4, 5, 6, 7])])
    ways = net.ways_to_network(np.array([0, 11, 5]))
    assert {way[0] for way in ways} == {0, 11}
    assert all(way[-1] in (4, 5, 6, 7) for way in ways)


def test_three_towns_are_joined_by_two_ways_and_a_loop():
    net = road_network()
    assert len(net.ways_between(np.array([0, 3, 11]), loops=0)) == 2
    assert len(net.ways_between(np.array([0, 3, 8]), loops=1)) == 3
