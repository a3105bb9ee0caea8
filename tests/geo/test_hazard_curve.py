import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hazard_curve import (
    design_rate_yearly,
    exceedance_rate_yearly,
    intensity_of_pga,
    pga_of_intensity,
    slopes,
    steps,
)
from rules.parameters import load_parameters


def test_the_design_acceleration_comes_once_in_475_years():
    assert design_rate_yearly() == pytest.approx(1 / 474.56, rel=1e-4)
    for slope in slopes():
        at_design = exceedance_rate_yearly(np.array([0.2]), np.array([0.2]), slope)
        assert at_design == pytest.approx([design_rate_yearly()])


@pytest.mark.parametrize(
    ("multiple", "ratio", "years"),
    [
        (1 / 3, 0.632, 50),
        (1.6, 0.02, 50),
        (2.3, 0.02, 50),
        (2.7, 1e-4, 1),
        (3.2, 1e-4, 1),
    ],
)
def test_the_slopes_span_what_the_standard_says_of_other_probabilities(
    multiple, ratio, years
):
    implied = np.log(design_rate_yearly() / (-np.log1p(-ratio) / years))
    implied /= np.log(multiple)
    assert min(slopes()) - 0.1 < implied < max(slopes()) + 0.6


def test_a_place_that_never_shakes_and_one_unknown():
    rates = exceedance_rate_yearly(np.array([0.1]), np.array([0.0, np.nan]), 2.5)
    assert rates[0] == 0.0
    assert np.isnan(rates[1])


# GB/T 17742-2020: accelerations in the middle of the degrees, m/s2
@pytest.mark.parametrize(
    ("degree", "pga_m_s2"), [(6, 0.65), (7, 1.35), (8, 2.79), (9, 5.76)]
)
def test_the_accelerations_of_the_degrees_are_those_printed(degree, pga_m_s2):
    assert pga_of_intensity(degree) * 9.80665 == pytest.approx(pga_m_s2, abs=0.006)


@given(st.floats(1.0, 12.0))
def test_intensity_and_acceleration_round_trip(degree):
    assert intensity_of_pga(pga_of_intensity(np.array([degree]))) == pytest.approx(
        [degree], abs=1e-9
    )


def test_the_steps_add_up_to_all_shaking_from_where_damage_begins():
    degree, yearly = steps()
    span = load_parameters("hazard_curve")["range"]
    first = pga_of_intensity(span["from_degree"])
    for slope, rates in zip(slopes(), yearly, strict=True):
        whole = exceedance_rate_yearly(first, np.array(1.0), slope)
        assert rates.sum() == pytest.approx(whole)
    assert (yearly > 0).all()
    assert (np.diff(degree) > 0).all()
    with pytest.raises(ValueError, match="read-only"):
        yearly[0] = 0
