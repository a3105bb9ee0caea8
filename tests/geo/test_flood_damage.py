import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.damage import exceedance_of_index
from geo.flood_damage import Habitable, flood_damage, loss_ratio
from rules.errors import SchemaError
from rules.vocabulary import STRUCTURES

EARTH, BRICK = STRUCTURES.index("土坯"), STRUCTURES.index("砖混")
NO, YES, UNKNOWN = Habitable.NO, Habitable.YES, Habitable.UNKNOWN


def flooded(structure, depth_m, in_extent=None):
    extent = None if in_extent is None else np.array(in_extent, dtype=np.int8)
    return flood_damage(np.array(structure, np.int8), np.array(depth_m), extent)


def heavy(flood):
    return flood.damage.probabilities[:, 3:].sum(axis=1)


def test_the_published_curve_is_followed():
    depths = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 20])
    ratios = [0, 0.33, 0.49, 0.62, 0.72, 0.87, 0.93, 0.98, 1, 1]
    assert loss_ratio(depths).tolist() == ratios


def test_the_ratio_is_spread_over_the_grades_by_a_beta_law():
    expected = exceedance_of_index(np.array([0.49]), 8.0)[0, 2]
    assert heavy(flooded([BRICK], [1.0])) == pytest.approx([expected], abs=1e-5)


def test_a_dry_house_is_certainly_intact():
    flood = flooded([EARTH, BRICK, -1], [0.0, 0.0, -0.2])
    assert flood.damage.probabilities.tolist() == [[1, 0, 0, 0, 0]] * 3
    assert flood.habitable.tolist() == [YES, YES, YES]
    assert not flood.damage.struck.any()


def test_where_nothing_is_known_nothing_is_said():
    flood = flooded([EARTH, BRICK], [np.nan, np.nan], [-1, -1])
    assert np.isnan(flood.damage.probabilities).all()
    assert np.isnan(flood.damage.heavy_scenarios).all()
    assert flood.habitable.tolist() == [UNKNOWN, UNKNOWN]
    assert not flood.depth_known.any()
    assert np.isnan(flooded([BRICK], [np.nan]).damage.probabilities).all()


def test_earth_walls_in_half_a_metre_are_uninhabitable_others_must_be_seen():
    flood = flooded([EARTH, EARTH, BRICK, -1], [0.49, 0.5, 0.5, 0.5])
    assert flood.habitable.tolist() == [UNKNOWN, NO, UNKNOWN, UNKNOWN]
    _, soaked, brick, unknown = heavy(flood)
    assert soaked > 0.7 > brick
    assert brick == unknown


def test_inside_the_flood_without_depth_a_prior_speaks_and_says_so():
    flood = flooded([EARTH, BRICK, BRICK], [np.nan] * 3, [1, 1, 0])
    assert flood.depth_known.tolist() == [False, False, True]
    assert flood.habitable.tolist() == [NO, UNKNOWN, YES]
    depths, weights = [0.25, 0.5, 1.0, 1.5, 2.5], [0.2, 0.25, 0.25, 0.2, 0.1]
    expected = np.dot(heavy(flooded([BRICK] * 5, depths)), weights)
    assert heavy(flood)[1] == pytest.approx(expected, abs=1e-6)
    assert heavy(flood)[2] == 0
    assert flood.damage.struck.tolist() == [True, True, False]


def test_an_extent_that_cannot_say_unknown_is_refused():
    with pytest.raises(SchemaError, match="1, 0 or -1"):
        flood_damage(np.array([BRICK]), np.array([np.nan]), np.array([False]))


def test_a_known_depth_speaks_before_the_extent():
    flood = flooded([BRICK, BRICK], [1.0, 0.0], [0, 1])
    assert flood.damage.struck.tolist() == [True, False]


def test_the_water_may_be_shallower_or_deeper_but_dry_stays_dry():
    low, high = flooded([BRICK, BRICK], [1.0, 0.0]).damage.heavy_scenarios
    assert low[0] < heavy(flooded([BRICK], [1.0]))[0] < high[0]
    assert low[1] == high[1] == 0


@given(st.integers(-1, len(STRUCTURES) - 1), st.floats(0.0, 8.0), st.floats(0.0, 2.0))
def test_deeper_water_never_lowers_damage(structure, depth, more):
    grades = flooded([structure] * 2, [depth, depth + more]).damage.probabilities
    assert grades.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    low, high = grades[:, ::-1].cumsum(axis=1)
    assert (high >= low - 1e-5).all()
