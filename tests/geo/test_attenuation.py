import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString

from geo.attenuation import (
    Epicentre,
    intensity_along,
    intensity_field,
    semi_axes,
    strike_of_nearest,
)
from rules.errors import EventError
from rules.parameters import load_parameters

REGIONS = sorted(load_parameters("attenuation")["ellipse"]["region"])
M7 = Epicentre(7.0, 500_000.0, 3_400_000.0, 10.0, "川渝")
M6 = M7._replace(magnitude=6.0)


def test_the_published_radii_of_magnitude_seven_in_sichuan():
    long_km, short_km = semi_axes("川渝", 7.0, np.array([6.0, 7.0, 8.0, 9.0]))
    assert long_km.round(1).tolist() == [81.0, 38.3, 15.7, 3.6]
    assert short_km.round(1).tolist() == [78.0, 32.1, 11.6, 2.4]


def test_a_negative_axis_is_no_ring():
    assert np.isnan(semi_axes("川渝", 5.0, 7.0)).all()


def test_a_region_without_parameters_is_refused():
    with pytest.raises(EventError, match="no attenuation for region 海南"):
        semi_axes("海南", 6.0, 6.0)


@pytest.mark.parametrize("region", REGIONS)
def test_solving_for_intensity_undoes_the_axes(region):
    epicentre = M6._replace(region=region, depth_km=0.0)
    long_km, short_km = semi_axes(region, 6.0, np.array([5.0, 6.0]))
    nowhere = np.zeros(2)
    assert intensity_along(epicentre, long_km, nowhere) == pytest.approx([5.0, 6.0])
    assert intensity_along(epicentre, nowhere, short_km) == pytest.approx([5.0, 6.0])


def test_no_place_is_shaken_more_than_the_epicentre_allows():
    nowhere = np.zeros(1)
    assert intensity_along(M6, nowhere, nowhere).round(2).tolist() == [7.61]
    deep = M6._replace(depth_km=60.0)
    assert intensity_along(deep, nowhere, nowhere).round(2).tolist() == [5.11]


def test_along_a_long_rupture_the_shaking_does_not_fade():
    # M 8 in the east breaks 182 km: 90 km from its middle is still on it
    great = M7._replace(magnitude=8.0)
    middle, end = intensity_along(great, np.array([0.0, 90.0]), np.array([5.0, 5.0]))
    assert end == middle
    off = intensity_along(great, np.array([0.0]), np.array([90.0]))
    assert off < middle - 2


@given(
    st.floats(3.0, 9.0),
    st.floats(0.0, 0.5),
    st.floats(0.0, 300.0),
    st.floats(0.0, 300.0),
    st.floats(1.0, 2.0),
    st.sampled_from(REGIONS),
)
def test_stronger_or_nearer_is_never_less(magnitude, more, along, across, off, region):
    here = np.array([along]), np.array([across])
    farther = np.array([along * off]), np.array([across * off])
    weak = M7._replace(magnitude=magnitude, region=region)
    strong = weak._replace(magnitude=magnitude + more)
    assert intensity_along(strong, *here) >= intensity_along(weak, *here)
    assert intensity_along(weak, *here) >= intensity_along(weak, *farther)


def around(radius_km, azimuths_degree):
    azimuth = np.radians(azimuths_degree)
    east = M7.easting_m + 1000 * radius_km * np.sin(azimuth)
    return east, M7.northing_m + 1000 * radius_km * np.cos(azimuth)


def test_a_field_read_from_its_table_is_the_solved_one():
    random = np.random.default_rng(1)
    east_km, north_km = random.normal(0, 40, (2, 500))
    strike = np.radians(30)
    along = east_km * np.sin(strike) + north_km * np.cos(strike)
    across = east_km * np.cos(strike) - north_km * np.sin(strike)
    field = intensity_field(M7, strike_degree=30.0)
    read, spread = field.at(
        M7.easting_m + 1000 * east_km, M7.northing_m + 1000 * north_km
    )
    assert read == pytest.approx(intensity_along(M7, along, across), abs=0.02)
    assert spread == pytest.approx(0.0, abs=1e-3)


def test_an_unknown_strike_prefers_no_direction_and_says_how_unsure_it_is():
    field = intensity_field(M7)
    intensity, spread = field.at(*around(30.0, np.arange(0, 360, 15)))
    assert field.strike == "unknown"
    assert np.ptp(intensity) < 1e-3
    assert spread.min() > 0.1


def test_a_fault_nearby_draws_the_shaking_along_it():
    fault = MultiLineString([[(480_000, 3_380_000), (520_000, 3_420_000)]])
    field = intensity_field(M7, faults=[fault])
    (along, across), (spread, _) = field.at(*around(30.0, np.array([45.0, 135.0])))
    assert field.strike == "fault"
    assert along > across + 0.3
    assert spread > 0


def test_a_strike_and_its_opposite_are_the_same():
    for one, other in ((20.0, 200.0), (0.0, 180.0), (-30.0, 150.0)):
        here = around(20.0, np.arange(0.0, 360.0, 7.0))
        first, _ = intensity_field(M7, strike_degree=one).at(*here)
        second, _ = intensity_field(M7, strike_degree=other).at(*here)
        assert first == pytest.approx(second, abs=1e-5)


@pytest.mark.parametrize(
    ("line", "strike"),
    [
        (LineString([(500_000, 3_300_000), (500_000, 3_500_000)]), 0.0),
        (LineString([(400_000, 3_401_000), (600_000, 3_401_000)]), 90.0),
        (LineString([(400_000, 3_500_000), (600_000, 3_300_000)]), 135.0),
        (LineString([(900_000, 3_300_000), (900_000, 3_500_000)]), None),  # 400 km
        (LineString(), None),
    ],
)
def test_the_strike_is_that_of_the_nearest_fault_if_it_is_near(line, strike):
    assert strike_of_nearest([line], M7) == pytest.approx(strike)


def test_a_household_without_place_has_no_intensity():
    intensity, spread = intensity_field(M7).at(np.array([np.nan]), np.array([0.0]))
    assert np.isnan([intensity, spread]).all()


def test_the_other_end_of_the_world_is_still():
    intensity, _ = intensity_field(M6).at(np.array([2e7]), np.array([0.0]))
    assert intensity.tolist() == [1.0]
