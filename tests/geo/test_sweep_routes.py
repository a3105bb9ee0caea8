"""Teams share doors, and cross water at bridges only."""

import numpy as np
import pytest
import shapely

from geo.sweep_doors import LeftOut
from geo.sweep_routes import plan_sweep
from rules.errors import EventError
from tests.geo.sweep_worlds import (
    BRIDGE,
    ROAD,
    asked,
    crossings,
    doors,
    scattered,
    valley,
)

BOTH_BANKS = [(1_900, 900), (2_100, 900), (1_900, 100), (2_100, 100)]
CLOSED = shapely.Point(BRIDGE).buffer(40)


def test_the_way_to_the_other_bank_leads_over_the_bridge():
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley())
    assert plan.counts()[LeftOut.PLANNED] == 4
    met = crossings(plan)
    assert len(met) >= 2
    assert np.abs(met - BRIDGE).max() < 1.0
    # 200 m as the crow flies, 800 m and more by the bridge
    last_of_west = plan.walk_m[plan.place > 1]
    assert last_of_west.max() > 800


def test_every_door_is_somebody_elses_or_told_why_not():
    some = doors([*BOTH_BANKS, (np.nan, np.nan)])
    plan = plan_sweep(some, asked(doors_per_day=2), valley())
    assert plan.left_out.tolist() == [0, 0, 3, 3, 1]
    assert plan.team.tolist() == [0, 0, -1, -1, -1]
    assert sorted(plan.place[:2]) == [1, 2]
    assert np.isnan(plan.arrive_min[2:]).all() and np.isnan(plan.walk_m[2:]).all()


@pytest.mark.parametrize("bridges", [(), ((2_000.0, 4_000.0),)])
def test_without_a_bridge_the_other_bank_is_told_apart(bridges):
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley(bridges=bridges))
    assert plan.left_out.tolist() == [0, LeftOut.NO_WAY, 0, LeftOut.NO_WAY]
    assert not len(crossings(plan))


def test_without_bridges_on_record_a_road_that_crosses_has_one():
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley(bridges=None))
    assert plan.counts()[LeftOut.PLANNED] == 4


def test_a_closed_bridge_is_passed_by_nobody():
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley(blocked=[CLOSED]))
    assert plan.counts()[LeftOut.NO_WAY] == 2
    assert not len(crossings(plan))


def test_a_door_in_a_closed_area_is_not_reached():
    around = shapely.Point(BOTH_BANKS[0]).buffer(60)
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley(blocked=[around]))
    assert plan.left_out.tolist() == [LeftOut.NO_WAY, 0, 0, 0]


@pytest.mark.parametrize("bridges", [(BRIDGE,), ()])
def test_without_roads_teams_walk_over_open_ground(bridges):
    plan = plan_sweep(doors(BOTH_BANKS), asked(), valley(roads=(), bridges=bridges))
    reached = 4 if bridges else 2
    assert plan.counts()[LeftOut.PLANNED] == reached
    met = crossings(plan)
    assert not len(met) if not bridges else np.hypot(*(met - BRIDGE).T).max() <= 50


def test_teams_have_equally_many_doors():
    places = np.concatenate([scattered(120), scattered(80, 2, west=False)])
    plan = plan_sweep(doors(places), asked(teams=5, doors_per_day=40), valley())
    sizes = [len(day.doors) for day in plan.days]
    assert sum(sizes) == 200
    assert all(0.92 * 40 <= size <= 1.08 * 40 for size in sizes)
    assert np.abs(crossings(plan) - BRIDGE).max() < 1.0
    for number, day in enumerate(plan.days):
        assert np.array_equal(day.doors, np.flatnonzero(plan.team == number)[
            np.argsort(plan.place[plan.team == number])])  # fmt: skip
        assert len(day.legs) == len(day.doors) + 1
        assert np.all(np.diff(day.arrive_min) > 0)


def test_the_first_team_has_the_most_urgent_doors():
    places = np.concatenate([scattered(30), scattered(30, 2, west=False)])
    score = np.repeat([0.1, 5.0], 30)
    plan = plan_sweep(doors(places, score), asked(teams=2, doors_per_day=30), valley())
    sums = [score[day.doors].sum() for day in plan.days]
    assert sums[0] > sums[1]


def test_who_has_few_hours_leaves_the_least_urgent_doors():
    places = scattered(20)
    score = np.r_[np.full(10, 9.0), np.full(10, 1.0)]
    rng = np.random.default_rng(0)
    mixed = rng.permutation(20)
    plan = plan_sweep(doors(places, score[mixed]), asked(hours=1.2), valley())
    day = plan.days[0]
    assert 0 < len(day.doors) < 20
    assert day.minutes <= 1.2 * 60
    late = plan.left_out == LeftOut.NO_TIME
    assert late.sum() == 20 - len(day.doors)
    assert score[mixed][late].mean() < score[mixed][~late].mean()


def test_a_leg_is_as_long_as_it_is_drawn_and_ends_at_its_door():
    plan = plan_sweep(doors(scattered(12)), asked(), valley())
    (day,) = plan.days
    ends = np.array([leg[-1] for leg in day.legs])
    places = scattered(12)[day.doors]
    assert np.allclose(ends[:-1], places)
    assert np.allclose(ends[-1], (100.0, 500.0))
    lengths = [shapely.LineString(leg).length for leg in day.legs]
    assert np.allclose(lengths[:-1], plan.walk_m[day.doors])
    assert day.length_m == pytest.approx(sum(lengths))


def test_twice_as_slow_takes_longer():
    quick = plan_sweep(doors(BOTH_BANKS), asked(), valley()).days[0]
    slow = plan_sweep(doors(BOTH_BANKS), asked(pace=0.5), valley()).days[0]
    assert slow.minutes - 16 == pytest.approx(2 * (quick.minutes - 16), rel=0.05)


def test_more_teams_than_doors_leave_some_without():
    plan = plan_sweep(doors(BOTH_BANKS[:2]), asked(teams=4), valley())
    assert [len(day.doors) for day in plan.days] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("places", "more", "says"),
    [
        ([(np.nan, np.nan)], {}, "no door with a place on record"),
        ([(3_900, 2_000)], {}, "no door can be reached from this base"),
        ([(1, 1)], {"teams": 0}, "at least one team"),
        ([(1, 1)], {"hours": 0.0}, "must be more than 0"),
        ([(1, 1)], {"pace": float("nan")}, "must be more than 0"),
        ([(1, 1)], {"base_easting_m": float("nan")}, "the base has no place"),
    ],
)
def test_what_cannot_be_planned_is_refused(places, more, says):
    with pytest.raises(EventError, match=says):
        plan_sweep(doors(places), asked(**more), valley(bridges=()))


def test_a_road_that_ends_in_the_river_is_no_bridge():
    west = shapely.LineString([(0, 500), (1_990, 500)])
    east = shapely.LineString([(2_010, 500), (4_000, 500)])
    world = valley(roads=(west, east), bridges=None)
    plan = plan_sweep(doors(BOTH_BANKS), asked(), world)
    assert plan.counts()[LeftOut.NO_WAY] == 2
    assert ROAD.crosses(shapely.LineString([(2_000, 0), (2_000, 1_000)]))
