import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.risk_branches import (
    APPRAISALS,
    HEIGHTS,
    branch_names,
    rates_of_mixes,
    unit_rates,
)
from rules.vocabulary import STRUCTURES

S = {word: code for code, word in enumerate(STRUCTURES)}
ONE_STOREY, THREE_STOREYS = 1, 3
A, C, D, UNGRADED = 0, 2, 3, 4


def test_there_are_24_branches_and_each_has_its_name():
    names = branch_names()
    assert len(set(names)) == 24
    assert names[0] == "pager 2 stronger"
    assert names[-1] == "gem 3 weaker"
    assert unit_rates().shape == (4, 3, 2, len(STRUCTURES), HEIGHTS, APPRAISALS)


def test_every_rate_is_a_positive_number():
    assert np.isfinite(unit_rates()).all()
    assert (unit_rates() > 0).all()


def test_where_one_model_has_no_curve_the_others_speak_for_it():
    stone = unit_rates()[..., S["石木"], ONE_STOREY, A]
    assert stone[3] == pytest.approx(stone[:3].mean(axis=0))


def test_a_worse_appraisal_is_a_higher_rate_in_every_branch():
    rates = unit_rates()
    assert (rates[..., D] > rates[..., C]).all()
    assert (rates[..., C] > rates[..., A]).all()
    assert (rates[..., A] == rates[..., UNGRADED]).all()


def test_the_weaker_side_is_worse_for_graded_houses_only():
    stronger, weaker = unit_rates()[:, :, 0], unit_rates()[:, :, 1]
    assert (weaker[..., [C, D]] > stronger[..., [C, D]]).all()
    assert (weaker[..., [A, UNGRADED]] == stronger[..., [A, UNGRADED]]).all()


def test_storeys_count_in_the_models_that_know_them():
    adobe = unit_rates()[:, 0, 0, S["土坯"], :, A]
    low, high = adobe[:, ONE_STOREY], adobe[:, THREE_STOREYS]
    assert (low == high).tolist() == [True, False, True, False]
    assert (high >= low).all()


def mixed(shares, rates=None, height=0, appraisal=UNGRADED):
    rates = unit_rates() if rates is None else rates
    shares = np.array([shares], dtype=np.float64)
    at = (np.array([height]), np.array([appraisal]))
    return rates_of_mixes(rates, unit_rates(), shares, *at)[..., 0]


def test_a_certain_structure_is_the_same_on_both_sides():
    found = mixed(np.eye(8)[S["砖木"]])
    assert found == pytest.approx(unit_rates()[..., S["砖木"], 0, UNGRADED])


def test_half_adobe_and_half_frame_are_told_apart_by_the_sides():
    found = mixed([0.5, 0, 0, 0, 0, 0, 0, 0.5])
    rates = unit_rates()[:, :, 0, :, 0, UNGRADED]
    assert found[:, :, 0] == pytest.approx(rates[..., S["框架"]])
    assert found[:, :, 1] == pytest.approx(rates[..., S["土坯"]])


@given(
    arrays(np.float64, 8, elements=st.floats(0.0, 1.0)).filter(lambda a: a.sum() > 0.1)
)
def test_the_mean_of_the_sides_is_the_mean_over_the_mix(weights):
    shares = weights / weights.sum()
    found = mixed(shares)
    whole = np.einsum("mksv,v->mks", unit_rates()[..., 0, UNGRADED], shares)
    assert found.mean(axis=2) == pytest.approx(whole.mean(axis=2))
    assert (found[:, :, 1] >= found[:, :, 0] * (1 - 1e-9)).all()
