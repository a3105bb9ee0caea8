import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gem_curves import gem_exceedance, has_curve, mean_loss_ratio
from geo.hazard_curve import pga_of_intensity
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES

PRINTED_G = np.array([0.1, 0.2, 0.3, 0.4, 0.6])
HEAVY = 2
GIVEN = [word for word in STRUCTURES if has_curve(word)]


@pytest.mark.parametrize(
    ("curve", "printed"),
    [
        ("ADO_H1", [0.0014, 0.014, 0.052, 0.121, 0.323]),
        ("ADO_H2", [0.019, 0.162, 0.393, 0.600, 0.834]),
        ("MUR_H1", [0.004, 0.019, 0.040, 0.068, 0.155]),
        ("MCF_H1", [0.0, 0.0002, 0.002, 0.008, 0.048]),
        ("W_H1", [0.0, 0.0006, 0.006, 0.022, 0.102]),
    ],
)
def test_the_printed_loss_ratios_are_met(curve, printed):
    found = mean_loss_ratio(curve, PRINTED_G)
    shown = np.array(printed) > 0
    assert found[shown] == pytest.approx(np.array(printed)[shown], rel=1e-9)
    assert (found[~shown] < 5e-5).all()  # rounds to the 0 that is printed
    assert (found > 0).all()


# Further values of the same functions, not among the parameters.
@pytest.mark.parametrize(
    ("curve", "motion_g", "mean", "within"),
    [
        ("ADO_H1", 0.0502, 0.000125, 1e-4),
        ("ADO_H1", 1.03124, 0.7096, 0.03),
        ("ADO_H2", 1.03124, 0.9685, 0.01),
        ("MUR_H1", 1.03124, 0.4274, 0.08),  # the line runs low here
        ("MCF_H1", 1.03124, 0.2516, 0.01),
        ("W_H1", 1.03124, 0.4025, 0.05),
    ],
)
def test_beyond_the_table_the_line_stays_near_the_whole_function(
    curve, motion_g, mean, within
):
    found = mean_loss_ratio(curve, np.array([motion_g]))
    assert found == pytest.approx([mean], abs=within)


def test_two_structures_have_no_curve():
    assert set(STRUCTURES) - set(GIVEN) == {"石木", "框架"}


def test_two_storeys_of_adobe_are_much_weaker_than_one():
    one, two = (gem_exceedance("土坯", n, np.array([8.0]))[0, HEAVY] for n in (1, 2))
    uncounted = gem_exceedance("土坯", 0, np.array([8.0]))[0, HEAVY]
    assert one < two / 2
    assert uncounted == one


def test_a_spectral_curve_is_read_at_its_multiple_of_the_acceleration():
    degree = np.array([7.5])
    per_pga = load_parameters("gem")["per_pga"]["SA(0.3)"]
    mean = mean_loss_ratio("ADO_H1", per_pga * pga_of_intensity(degree))
    # 0.1975 g at the ground, 0.494 g at 0.3 s: between .121 at .4 g and .323 at .6 g
    assert mean == pytest.approx([0.2116], abs=5e-4)


@given(
    st.sampled_from(GIVEN),
    st.integers(0, 3),
    st.floats(1.0, 12.0),
    st.floats(0.0, 2.0),
    st.floats(0.0, 0.2),
)
def test_more_shaking_or_a_weaker_house_is_never_less_damage(
    structure, storeys, degree, more, weaker
):
    low, high = gem_exceedance(structure, storeys, np.array([degree, degree + more]))
    weak = gem_exceedance(structure, storeys, np.array([degree]), weaker)[0]
    assert (high >= low - 1e-12).all()
    assert (weak >= low - 1e-12).all()
    assert ((low >= 0) & (low <= 1)).all()
    assert (np.diff(low) <= 0).all()
