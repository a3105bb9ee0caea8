"""The shifts of Chinese web maps, against a library that knows nothing of ours."""

import warnings

import numpy as np
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import READINGS, convert, unconvert, words_of
from geo.datum_readings import reading_of
from geo.datum_shift import SHIFTS, shifted, to_bd09, to_gcj02, unshifted
from rules.errors import CRSError

METRES_PER_DEGREE = 111_320.0
in_china = st.tuples(st.floats(73.5, 134.5), st.floats(18.5, 53.0))


def apart_m(one, other):
    lon, lat = (a - b for a, b in zip(one, other, strict=True))
    return METRES_PER_DEGREE * np.hypot(lon * np.cos(np.radians(one[1])), lat)


def test_known_places_are_shifted_as_prcoords_1_0_2_shifts_them():
    # prcoords.wgs_gcj((31.02, 103.4)) and so on, written down once
    lon, lat = to_gcj02([103.4, 116.39], [31.02, 39.9])
    assert lon.tolist() == pytest.approx([103.40234705, 116.39623950], abs=1e-8)
    assert lat.tolist() == pytest.approx([31.01778686, 39.90140029], abs=1e-8)
    lon, lat = to_bd09([103.4, 116.39], [31.02, 39.9])
    assert lon.tolist() == pytest.approx([103.40888556, 116.40262072], abs=1e-8)
    assert lat.tolist() == pytest.approx([31.02366652, 39.90774225], abs=1e-8)


@given(in_china)
def test_every_shift_is_that_of_the_other_library(place):
    lon, lat = place
    with warnings.catch_warnings(action="ignore"):
        once = prcoords.wgs_gcj((lat, lon))
        expected = {
            "gcj02": once,
            "gcj02x2": prcoords.wgs_gcj(once),
            "bd09": prcoords.wgs_bd((lat, lon)),
        }
    for shift in SHIFTS:
        ours = shifted(lon, lat, shift)
        assert ours == pytest.approx(
            (expected[shift].lon, expected[shift].lat), abs=1e-9
        )


@given(in_china)
def test_undoing_a_shift_comes_back_within_a_millimetre(place):
    for shift in SHIFTS:
        back = unshifted(*shifted(*place, shift), shift)
        assert apart_m(place, back) < 0.001


@pytest.mark.parametrize("shift", SHIFTS)
def test_outside_of_china_nothing_is_shifted(shift):
    london = np.array([-0.1]), np.array([51.5])
    assert shifted(*london, shift) == london
    assert unshifted(*london, shift) == london


def test_what_has_no_place_gets_none():
    for shift in SHIFTS:
        lon, lat = unshifted([np.nan, 103.5], [31.0, 31.0], shift)
        assert np.isnan(lon).tolist() == [True, False]
        assert lat[1] == pytest.approx(31.0, abs=0.02)


@pytest.mark.parametrize("meridian", [75, 102, 105, 135])
def test_every_conversion_can_be_undone(meridian):
    lon, lat = np.array([0.4, np.nan, -1.2]) + meridian, np.array([31.0, 31.0, 30.9])
    near = [name for name in READINGS if reading_of(name).frame.meridian == meridian]
    everywhere = [name for name in READINGS if not reading_of(name).frame.meridian]
    assert len(near) >= 12 and len(everywhere) == 12
    for reading in near + everywhere:
        back = convert(*unconvert(lon, lat, reading), reading)
        assert np.isnan(back[0][1]) and np.isnan(back[1][1])
        assert (apart_m((lon, lat), back)[[0, 2]] < 0.01).all(), reading


def test_readings_have_short_names_and_words():
    assert max(map(len, READINGS)) <= 40
    told = {name: words_of(name) for name in READINGS}
    assert all(message.format(**values) for message, values in told.values())
    message, values = words_of("gcj02")
    assert message == "longitude, latitude in GCJ-02 (Amap, Tencent, Google China)"
    assert values == {}


def test_a_surveyor_writes_the_north_first():
    lon, lat = convert([3430974.323], [500000.0], "EPSG:4543/swapped")
    assert (lon.round(6).item(), lat.round(6).item()) == (102.0, 31.0)


def test_the_number_of_a_zone_stands_before_the_easting():
    plain = convert([500000.0], [3430974.323], "EPSG:4543")
    numbered = convert([34500000.0], [3430974.323], "EPSG:4522")
    assert np.allclose(plain, numbered)


@pytest.mark.parametrize("name", ["EPSG:4326", "mars", "gcj02+gcj02", "EPSG:4543+", ""])
def test_a_reading_nobody_knows_is_refused(name):
    with pytest.raises(CRSError, match="there is no reading"):
        convert([1.0], [1.0], name)
