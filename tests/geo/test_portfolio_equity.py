"""How evenly a gain is shared."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.portfolio_equity import atkinson, gain_per_head, gini, share_to

shares = st.lists(st.integers(1, 1_000), min_size=2, max_size=8).map(np.array)


def test_a_group_without_people_has_no_gain_per_head():
    found = gain_per_head(np.array([4.0, 1.0]), np.array([8.0, 0.0]))
    assert found[0] == 0.5 and math.isnan(found[1])


def test_gini_of_one_to_four():
    # Sum of all differences / (2 n² mean) = 20 / (2 · 16 · 2.5)
    assert gini(np.array([4.0, 1.0, 3.0, 2.0])) == pytest.approx(0.25)


def test_weights_count_people_as_if_each_stood_alone():
    grouped = gini(np.array([1.0, 4.0]), np.array([3.0, 1.0]))
    assert grouped == pytest.approx(gini(np.array([1.0, 1.0, 1.0, 4.0])))


def test_atkinson_with_aversion_one_is_the_geometric_mean():
    assert atkinson(np.array([1.0, 4.0]), aversion=1) == pytest.approx(1 - 2 / 2.5)


def test_one_with_nothing_makes_a_high_aversion_whole():
    assert atkinson(np.array([0.0, 4.0]), aversion=1) == 1.0
    assert atkinson(np.array([0.0, 4.0]), aversion=2) == 1.0


def test_where_nothing_is_shared_nothing_is_uneven():
    nothing = np.zeros(3)
    assert math.isnan(gini(nothing)) and math.isnan(atkinson(nothing, aversion=0.5))
    assert math.isnan(share_to(nothing, nothing == 0))


@given(values=shares, times=st.integers(2, 9))
def test_how_much_there_is_does_not_matter(values, times):
    assert gini(values * times) == pytest.approx(gini(values))
    more = atkinson(values * times, aversion=0.5)
    assert more == pytest.approx(atkinson(values, aversion=0.5), abs=1e-9)


@given(values=shares)
def test_both_lie_between_nothing_and_one(values):
    assert 0 <= gini(values) < 1
    assert 0 <= atkinson(values, aversion=0.5) < 1
