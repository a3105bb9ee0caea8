import numpy as np
import pytest

from geo.effort import effort
from tests.geo.worlds import county


def test_a_house_far_from_others_costs_more():
    # four doors side by side, one alone 1 km off, one without place
    east = [0.0, 10.0, 20.0, 30.0, 1030.0, np.nan]
    houses = county(6, easting_m=east, northing_m=[0.0] * 5 + [np.nan])
    found = effort(houses)
    # third nearest door of the first: 30 m * 1.4 / 60 m a minute / 6 minutes
    assert found[0] == pytest.approx(1.1167, abs=1e-4)
    assert found[4] > 4.0
    assert found[5] == pytest.approx(np.median(found[:5]))


def test_a_single_house_and_a_county_without_places_cost_one():
    assert effort(county(1, easting_m=[0.0], northing_m=[0.0])).tolist() == [1.0]
    assert effort(county(3)).tolist() == [1.0, 1.0, 1.0]


def test_the_farthest_walk_is_bounded():
    houses = county(2, easting_m=[0.0, 1e6], northing_m=[0.0, 0.0])
    assert effort(houses).max() == pytest.approx(1 + 3000 / 60 / 6, abs=1e-3)
