"""GB 50011-2010 (2016 edition) 4.1.7, house by house.

One fault runs north along 500 km; houses stand east of it, so many metres away.
"""

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from geo.eligibility import Answer
from geo.fault_setback import fault_distances, moved_in_holocene, setback_columns
from tests.geo.worlds import METRIC_CRS, county

EAST, NORTH = 500_000.0, 3_400_000.0
HOLOCENE = {"activity": "全新世活动断裂"}


def fault(**facts):
    line = LineString([(EAST, NORTH - 9_000), (EAST, NORTH + 9_000)])
    table = {name: [value] for name, value in facts.items()}
    return gpd.GeoDataFrame(table, geometry=[line], crs=METRIC_CRS)


def houses(*away_m, apart_m=500.0, storeys=1, lon=102.0):
    """Stand houses so far from the line, and so far from one another."""
    count = len(away_m)
    return county(
        easting_m=EAST + np.array(away_m, float),
        northing_m=NORTH + apart_m * np.arange(count),
        lon=[lon] * count,
        lat=[31.0] * count,
        storeys=[storeys] * count,
    )


def asked(exposure, faults, degree):
    """The columns of the rules, 1 yes, 0 no, -1 unknown."""
    degrees = np.full(len(exposure), float(degree))
    hazards = {"design_intensity_degree": degrees}
    found = setback_columns(exposure, hazards | fault_distances(exposure, faults))
    return {name: column.tolist() for name, column in found.items()}


@pytest.mark.parametrize(
    ("degree", "inside"),
    [(8, [1, 1, 0, 0, 0]), (9, [1, 1, 1, 1, 0]), (np.nan, [1, 1, -1, -1, 0])],
)
def test_a_house_of_the_standard_class_keeps_100_m_at_8_and_200_m_at_9(degree, inside):
    exposure = houses(50, 100, 101, 200, 201)
    assert asked(exposure, fault(**HOLOCENE), degree)["in_fault_setback"] == inside


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("全新世活动断裂", Answer.YES),
        ("Holocene", Answer.YES),
        ("晚更新世—全新世", Answer.YES),
        ("Ｑ４", Answer.YES),
        ("晚更新世", Answer.NO),
        ("前第四纪", Answer.NO),
        ("非全新世活动断裂", Answer.NO),
        ("活动断裂", Answer.UNKNOWN),
        ("", Answer.UNKNOWN),
        (None, Answer.UNKNOWN),
        (float("nan"), Answer.UNKNOWN),
    ],
)
def test_what_a_map_says_of_the_age_of_a_fault(text, answer):
    assert moved_in_holocene(text) is answer


def test_a_fault_that_did_not_move_in_the_holocene_does_not_count():
    found = asked(houses(50), fault(activity="晚更新世"), 9)
    assert (found["in_fault_setback"], found["fault_holocene"]) == ([0], [0])


def test_a_fault_of_unknown_age_leaves_the_question_open():
    found = asked(houses(50, 300), fault(name="某断裂"), 8)
    assert found["in_fault_setback"] == [1, 0]
    assert found["fault_holocene"] == [-1, 0]


@pytest.mark.parametrize(
    ("soil_m", "degree", "inside"),
    [
        (60.0, 8, 1), (60.1, 8, 0), (60.1, 9, 1), (90.0, 9, 1), (90.1, 9, 0),
        (np.nan, 8, 1), (np.nan, 9, 1),
    ],
)  # fmt: skip
def test_thick_soil_excuses_and_unknown_soil_does_not(soil_m, degree, inside):
    found = asked(houses(50), fault(**HOLOCENE, overburden_m=soil_m), degree)
    assert found["in_fault_setback"] == [inside]


def test_low_dispersed_houses_off_the_line_are_excepted():
    found = asked(houses(60), fault(**HOLOCENE), 8)
    assert found["fault_exception"] == [1]


def test_across_the_line_nobody_is_excepted():
    """Half a house and the location error are 40 m."""
    found = asked(houses(0, 40, 41), fault(**HOLOCENE), 8)
    assert found["fault_exception"] == [0, 0, 1]


@pytest.mark.parametrize(("storeys", "excepted"), [(2, 1), (3, 0), (-1, -1)])
def test_three_storeys_are_not_low(storeys, excepted):
    found = asked(houses(60, storeys=storeys), fault(**HOLOCENE), 8)
    assert found["fault_exception"] == [excepted]


def test_houses_that_stand_close_together_are_not_dispersed():
    """Six in a row, 10 m apart: the middle ones have five others within 50 m."""
    found = asked(houses(*[60] * 6, apart_m=10.0), fault(**HOLOCENE), 8)
    assert found["fault_exception"] == [0] * 6
    found = asked(houses(*[60] * 5, apart_m=10.0), fault(**HOLOCENE), 8)
    assert found["fault_exception"] == [1] * 5


def test_a_house_without_place_is_unknown():
    exposure = county(2, easting_m=[np.nan] * 2, northing_m=[np.nan] * 2)
    found = asked(exposure, fault(**HOLOCENE), 8)
    assert found["in_fault_setback"] == [-1, -1]
    assert found["fault_exception"] == [-1, -1]


def test_without_faults_nothing_is_near():
    exposure = houses(50)
    assert all(np.isnan(c).all() for c in fault_distances(exposure, None).values())
    assert asked(exposure, fault(**HOLOCENE).iloc[:0], 9)["in_fault_setback"] == [0]


@given(st.floats(0, 400), st.sampled_from([8, 9]))
def test_a_higher_degree_never_asks_for_less(away_m, degree):
    exposure, faults = houses(away_m), fault(**HOLOCENE)
    lower = asked(exposure, faults, degree)["in_fault_setback"][0]
    assert asked(exposure, faults, degree + 1)["in_fault_setback"][0] >= lower
