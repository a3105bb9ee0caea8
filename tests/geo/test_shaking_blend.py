"""Several reports of one earthquake become one shaking, by Gaussian conditioning."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import to_stored
from geo.shaking import Shaking
from geo.shaking_blend import Observations, as_observations, blend, shift_at
from tests.geo.worlds import METRIC_CRS, county

WITHIN, BETWEEN = 0.45, 0.42


def houses(*kilometres, **columns):
    """Houses on a line to the east, so many kilometres along."""
    east = 500_000.0 + 1000.0 * np.array(kilometres)
    north = np.where(np.isnan(east), np.nan, 3_400_000.0)
    lon, lat = to_stored(east, north, METRIC_CRS)
    place = {"lon": lon, "lat": lat, "easting_m": east, "northing_m": north}
    return county(len(kilometres), **place | columns)


def expecting(*degrees, within=WITHIN):
    return Shaking(
        intensity_degree=np.array(degrees, np.float32),
        sigma_degree=within,
        between_sigma_degree=BETWEEN,
        source="parameters",
    )


def seen(kilometres, degrees, **facts):
    east = 500_000.0 + 1000.0 * np.array(kilometres, float)
    facts = {"sigma_degree": 0.5, "kind": "observed"} | facts
    return Observations(
        easting_m=east,
        northing_m=np.full(len(east), 3_400_000.0),
        degree=np.array(degrees, float),
        **facts,
    )


def whole(shaking):
    return np.hypot(shaking.sigma_degree, shaking.between_sigma_degree)


def test_without_observations_the_report_stands_as_it_is():
    prior = expecting(7.0, 6.0)
    unknown = seen([0.0], [np.nan])
    for nothing in ([], [unknown], [seen([], [])]):
        assert blend(houses(0.0, 9.0), prior, nothing) is prior


def test_one_observation_moves_the_field_as_the_textbook_says():
    # variance of the event .1764, of a place .2025, of the error .25, offset .04;
    # at 10 km of a range of 20 km the places' part counts exp(-1.5)
    shaking = blend(
        houses(0.0, 10.0),
        expecting(7.0, 7.0),
        [seen([0.0], [8.0], offset_sigma_degree=0.2)],
    )
    seen_variance = 0.1764 + 0.2025 + 0.25 + 0.04
    near, far = 0.3789 / seen_variance, (0.1764 + 0.2025 * np.exp(-1.5)) / seen_variance
    assert shaking.intensity_degree == pytest.approx([7 + near, 7 + far], abs=1e-5)
    left = 0.3789 - np.array([near, far]) ** 2 * seen_variance
    assert whole(shaking) ** 2 == pytest.approx(left, abs=1e-5)
    assert shaking.source == "blend" and "several reports" in shaking.note


def test_several_observations_are_solved_together():
    spots, degrees = np.array([0.0, 4.0, 30.0]), np.array([7.5, 7.9, 6.2])
    at = np.array([2.0, 18.0])

    def alike(one, other):
        distance = np.abs(one[:, None] - other)
        return BETWEEN**2 + WITHIN**2 * np.exp(-3 * distance / 20.0)

    solved = np.linalg.solve(alike(spots, spots) + 0.25 * np.eye(3), degrees - 7.0)
    shaking = blend(
        houses(*at), expecting(7.0, 7.0), [seen(spots, degrees)], prior_at=level(7.0)
    )
    expected = 7.0 + alike(at, spots) @ solved
    assert shaking.intensity_degree == pytest.approx(expected, abs=1e-5)


def level(degree):
    """Expect the same everywhere."""
    return lambda lon, lat: np.full(np.shape(lon), degree)


def test_what_was_expected_and_seen_only_makes_sure():
    shaking = blend(houses(0.0, 300.0), expecting(7.0, 7.0), [seen([0.0], [7.0])])
    assert shaking.intensity_degree.tolist() == [7.0, 7.0]
    near, far = whole(shaking)
    assert near < far < np.hypot(WITHIN, BETWEEN)
    assert shaking.between_sigma_degree < BETWEEN


def test_the_same_list_twice_says_no_more_than_once():
    where, prior = houses(0.0, 5.0), expecting(7.0, 7.0)
    once = [seen([1.0, 6.0], [8.0, 7.5])]
    for twice in (once * 2, [seen([1.0, 6.0] * 2, [8.0, 7.5] * 2)]):
        first, second = blend(where, prior, once), blend(where, prior, twice)
        assert first.intensity_degree.tolist() == second.intensity_degree.tolist()
        assert first.sigma_degree.tolist() == second.sigma_degree.tolist()


def test_nine_instruments_in_a_yard_are_one_place():
    where, prior = houses(0.0), expecting(7.0)
    one = blend(where, prior, [seen([0.0], [8.0])])
    nine = blend(where, prior, [seen(np.zeros(9), np.linspace(7.6, 8.4, 9))])
    assert nine.intensity_degree == pytest.approx(one.intensity_degree)
    assert nine.sigma_degree == pytest.approx(one.sigma_degree)


def test_a_wrong_point_among_right_ones_hardly_counts():
    spots = np.arange(0.0, 40.0, 4.0)
    right = seen(spots, np.full(10, 7.0))
    degrees = np.full(10, 7.0)
    degrees[5] = 12.0
    shift = blend(
        houses(20.0), expecting(7.0), [seen(spots, degrees)], prior_at=level(7.0)
    )
    without = blend(houses(20.0), expecting(7.0), [right], prior_at=level(7.0))
    assert without.intensity_degree[0] == 7.0
    assert shift.intensity_degree[0] - 7.0 < 0.25  # if it counted: 1.95


def test_a_source_that_errs_as_a_whole_moves_the_field_less():
    where, prior, spots = houses(0.0), expecting(7.0), np.arange(10.0) * 3
    high = seen(spots, np.full(10, 8.0))
    biased = replace(high, offset_sigma_degree=0.8)
    plain, careful = (
        blend(where, prior, [source], prior_at=level(7.0)).intensity_degree[0]
        for source in (high, biased)
    )
    assert 7.0 < careful < plain - 0.3


def test_points_of_different_sources_bear_on_each_other():
    # experts saw 7 where instruments with an error of their own say 5
    spots = np.arange(0.0, 60.0, 6.0)
    experts = seen(spots, np.full(10, 7.0), offset_sigma_degree=0.2)
    devices = seen(spots + 2, np.full(10, 5.0), offset_sigma_degree=0.8, kind="devices")
    told = blend(houses(25.0), expecting(7.0), [experts, devices], prior_at=level(7.0))
    assert told.intensity_degree[0] == pytest.approx(6.8, abs=0.2)


def test_a_house_without_place_or_shaking_stays_unknown():
    prior = expecting(7.0, 7.0, np.nan)
    shaking = blend(houses(0.0, np.nan, 1.0), prior, [seen([0.0], [8.0])])
    assert shaking.intensity_degree[0] > 7.0
    assert shaking.intensity_degree[1] == 7.0  # nothing can be said of its place
    assert np.isnan(shaking.intensity_degree[2])


def test_without_knowing_the_expected_only_points_near_a_house_count():
    where, prior = houses(0.0), expecting(7.0)
    assert blend(where, prior, [seen([20.0], [9.0])]) is prior
    told = blend(where, prior, [seen([20.0], [9.0])], prior_at=level(7.0))
    assert told.intensity_degree[0] > 7.4
    beyond = blend(where, prior, [seen([400.0], [9.0])], prior_at=level(7.0))
    assert beyond is prior


def test_a_point_where_the_report_says_nothing_says_nothing():
    prior = expecting(7.0)
    told = blend(houses(0.0), prior, [seen([1.0], [9.0])], prior_at=level(np.nan))
    assert told is prior


def test_no_degree_leaves_the_scale():
    shaking = blend(
        houses(0.0), expecting(11.9), [seen([0.0], [12.0], sigma_degree=0.01)]
    )
    assert shaking.intensity_degree[0] <= 12.0


def test_another_map_speaks_once_for_each_village():
    where = houses(0.0, 2.0, 30.0, 31.0, 60.0, village=[0, 0, 1, 1, -1])
    other = replace(expecting(8.0, 8.4, 6.0, np.nan, 5.0), source="polygons")
    told = as_observations(other, where)
    assert told.degree == pytest.approx([8.2, 6.0])
    assert told.easting_m == pytest.approx([501_000.0, 530_000.0])
    assert (told.kind, told.offset_sigma_degree) == ("polygons", BETWEEN)
    shaking = blend(where, expecting(7.0, 7.0, 7.0, 7.0, 7.0), [told])
    assert shaking.intensity_degree[0] > 7.2 and shaking.intensity_degree[2] < 6.9


def test_neighbouring_villages_of_a_map_err_alike():
    # so twenty of them say hardly more than one
    where, prior = houses(0.0), expecting(7.0)
    spots = np.linspace(-1.0, 1.0, 19) * 2
    some = [
        seen(spots[:count], np.full(count, 8.0), correlated=True) for count in (1, 19)
    ]
    one, many = (blend(where, prior, [each]).intensity_degree[0] for each in some)
    assert many < one + 0.35


def test_the_map_shows_what_the_houses_got():
    where, prior = houses(0.0, 7.0, 30.0), expecting(7.0, 7.0, 7.0)
    observations = [seen([3.0, 25.0], [8.0, 6.5])]
    shaking = blend(where, prior, observations, prior_at=level(7.0))
    shift = shift_at(where, prior, observations, prior_at=level(7.0))
    moved = shift(where.lon, where.lat)
    assert 7.0 + moved == pytest.approx(shaking.intensity_degree, abs=1e-5)
    assert np.isnan(shift(np.array([np.nan]), np.array([np.nan]))).all()
    still = shift_at(where, prior, [], prior_at=level(7.0))
    assert still(where.lon, where.lat).tolist() == [0.0, 0.0, 0.0]


def test_many_points_may_tell_that_the_event_is_wilder_than_expected():
    random = np.random.default_rng(5)
    spots = np.arange(0.0, 200.0, 4.0)
    wild = seen(spots, 7.0 + 1.5 * np.sin(spots / 30.0) + random.normal(0, 0.3, 50))
    where, prior = houses(47.0, 141.0), expecting(7.0, 7.0)
    shaking = blend(where, prior, [wild], prior_at=level(7.0))
    assert shaking.intensity_degree == pytest.approx([8.5, 5.5], abs=0.4)


@settings(max_examples=40)
@given(
    st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=12),
    st.lists(st.floats(4.0, 10.0), min_size=12, max_size=12),
    st.floats(0.2, 1.0),
    st.floats(0.0, 0.8),
)
def test_a_few_observations_never_make_less_sure(spots, degrees, sigma, offset):
    told = seen(
        spots, degrees[: len(spots)], sigma_degree=sigma, offset_sigma_degree=offset
    )
    where, prior = houses(-30.0, 0.0, 5.0, 30.0), expecting(7.0, 6.5, 6.0, 5.5)
    shaking = blend(where, prior, [told], prior_at=level(6.0))
    assert (whole(shaking) <= np.hypot(WITHIN, BETWEEN) + 1e-6).all()
    assert shaking.between_sigma_degree <= np.hypot(WITHIN, BETWEEN)
    assert np.isfinite(shaking.intensity_degree).all()


@settings(max_examples=30)
@given(st.permutations([0, 1, 2, 3, 4]))
def test_the_order_of_observations_changes_nothing(order):
    spots, degrees = np.array([0.0, 3.0, 9.0, 20.0, 33.0]), np.linspace(8.0, 6.0, 5)
    where, prior = houses(1.0, 15.0), expecting(7.0, 7.0)
    plain, mixed = (
        blend(where, prior, [seen(spots[rows], degrees[rows])], prior_at=level(7.0))
        for rows in (np.arange(5), np.array(order))
    )
    assert plain.intensity_degree == pytest.approx(mixed.intensity_degree, abs=1e-5)
    assert plain.sigma_degree == pytest.approx(mixed.sigma_degree, abs=1e-5)


def test_the_mean_of_the_county_is_left_exactly_as_unsure_as_it_is():
    at = np.arange(0.0, 60.0, 3.0)
    where, prior = houses(*at), expecting(*np.full(20, 7.0))
    spots = np.array([10.0, 50.0])
    shaking = blend(where, prior, [seen(spots, [7.5, 6.5])], prior_at=level(7.0))

    def alike(one, other):
        near = np.exp(-3 * np.abs(one[:, None] - other) / 20.0)
        return BETWEEN**2 + WITHIN**2 * near

    known = np.linalg.inv(alike(spots, spots) + 0.25 * np.eye(2))
    left = alike(at, at) - alike(at, spots) @ known @ alike(spots, at)
    own = shaking.sigma_degree
    near = np.exp(-3 * np.abs(at[:, None] - at) / 20.0)
    told = shaking.between_sigma_degree**2 + (own[:, None] * own * near).mean()
    assert told == pytest.approx(left.mean(), rel=1e-4)
