"""The order of a team's doors, and how doors are shared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sweep_clusters import clusters_of, size_limits
from geo.sweep_tours import Day, arrivals, ordered, shortest
from geo.sweep_urgency import urgent_first


def line_day(metres, *, stay=0.0, score=None, hours=24.0):
    """Doors along a line; the base at 0, a minute a metre."""
    at = np.array([0.0, *metres])
    count = len(at)
    return Day(
        minutes=np.abs(at[:, None] - at[None, :]),
        stay=np.append(0.0, np.full(count - 1, stay)),
        score=np.append(0.0, np.ones(count - 1) if score is None else score),
        hours=hours,
    )


def plane_day(seed, count):
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 60, (count + 1, 2))
    return Day(
        minutes=np.hypot(*(at[:, None] - at[None]).T).T,
        stay=np.append(0.0, rng.uniform(0, 9, count)),
        score=np.append(0.0, rng.pareto(1.5, count)),
        hours=1_000.0,
    )


def test_the_shortest_way_along_a_line_turns_once():
    day = line_day([30, 10, 20, -10])
    assert day.way(shortest(day, 0.05)) == 80


def test_arrivals_count_ways_and_stays():
    day = line_day([10, 20], stay=5)
    assert arrivals(day, np.array([1, 2])).tolist() == [10, 25]
    assert day.spent(np.array([1, 2])) == 50
    assert day.spent(np.array([], int)) == day.way(np.array([], int)) == 0


def test_of_two_ways_equally_long_the_urgent_door_is_first():
    day = line_day([10, 20, -10, -20], score=[0.1, 0.1, 0.1, 9.0])
    order = ordered(day)
    assert day.way(order) == 80
    assert order[:2].tolist() in ([3, 4], [4, 3])


def test_where_the_hours_end_the_least_urgent_door_waits():
    day = line_day([10, 20, -20], stay=10, score=[1.0, 3.0, 2.0], hours=1.1)
    order = ordered(day)
    assert sorted(order) == [1, 2]  # both in 60 minutes; a third takes 110
    assert day.spent(order) <= 66


def test_a_day_without_time_or_doors_has_none():
    assert not len(ordered(line_day([90], hours=1.0)))
    assert not len(ordered(line_day([])))


@given(seed=st.integers(0, 500), count=st.integers(2, 24))
def test_urgency_is_brought_forward_within_the_room(seed, count):
    day = plane_day(seed, count)
    before = np.arange(1, count + 1)
    room = day.way(before) * 1.03
    after = urgent_first(day.minutes, day.stay, day.score, before, room)
    assert sorted(after) == before.tolist()
    assert day.way(after) <= room + 1e-6
    assert day.urgency(after) <= day.urgency(before) + 1e-6


@given(seed=st.integers(0, 500), count=st.integers(1, 60), teams=st.integers(1, 6))
def test_teams_have_as_many_doors_as_the_limits_say(seed, count, teams):
    at = np.random.default_rng(seed).uniform(0, 60, (count, 2))
    minutes = np.hypot(*(at[:, None] - at[None]).T)
    teams = min(teams, count)
    team, middles = clusters_of(minutes, teams)
    low, high = size_limits(count, teams)
    sizes = np.bincount(team, minlength=teams)
    assert sizes.sum() == count and len(sizes) == teams
    assert low <= sizes.min() and sizes.max() <= high
    assert len(set(middles)) == teams


def test_two_hamlets_are_two_teams():
    at = np.r_[np.zeros(10), np.full(10, 50.0)]
    team, _ = clusters_of(np.abs(at[:, None] - at[None, :]), 2)
    assert len(set(team[:10])) == len(set(team[10:])) == 1
    assert team[0] != team[-1]


@pytest.mark.parametrize("count", [4, 9])
def test_doors_at_one_place_are_shared_all_the_same(count):
    team, _ = clusters_of(np.zeros((count, count)), 3)
    assert np.ptp(np.bincount(team)) <= 1
