import numpy as np
import pytest

from geo.instrumental import instrumental_intensity


@pytest.mark.parametrize(
    ("pga_m_s2", "degree"), [(0.65, 6), (1.35, 7), (2.79, 8), (5.76, 9)]
)
def test_the_published_accelerations_give_their_degrees(pga_m_s2, degree):
    found = instrumental_intensity(np.array([pga_m_s2]), None)
    assert found == pytest.approx([degree], abs=0.01)


def test_above_six_velocity_rules_and_not_the_lesser_of_the_two():
    # I_A = 3.17 + 6.59 = 9.76; I_V = 9.77 + 3 lg .1 = 6.77, and the other way round
    found = instrumental_intensity(np.array([10.0, 0.70]), np.array([0.1, 1.0]))
    assert found.round(2).tolist() == [6.77, 9.77]


def test_where_one_lies_below_six_the_mean_rules():
    # I_A = 9.76, I_V = 9.77 + 3 lg .01 = 3.77
    found = instrumental_intensity(np.array([10.0]), np.array([0.01]))
    assert found.round(3).tolist() == [6.765]


def test_nothing_at_all_is_the_lowest_degree_and_unknown_stays_unknown():
    still = np.array([0.0, np.nan, np.nan, -1.0])
    found = instrumental_intensity(still, np.array([0.0, np.nan, 0.1, np.nan]))
    assert found[0] == 1.0
    assert found[2].round(2) == 6.77
    assert np.isnan(found[[1, 3]]).all()
