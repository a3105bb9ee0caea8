import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from geo.damage import exceedance_of_index, grades_from_exceedance
from geo.fragility import (
    MODELS,
    collapse_probability,
    ensemble,
    exceedance,
    exceedance_of_mean_grade,
    mean_damage_grade,
    mean_damage_index,
    structure_mix,
)
from rules.parameters import load_parameters
from rules.vocabulary import STRUCTURES

TO_NINE = np.array([6.0, 7.0, 8.0, 9.0])
HEAVY = 2


@pytest.mark.parametrize(
    ("structure", "collapse"),
    [
        ("土坯", [0, 0.05, 0.10, 0.325, 0.55, 0.70, 0.85]),
        ("砖木", [0.02, 0.07, 0.12, 0.235, 0.35, 0.525, 0.70]),
        ("砖混", [0.01, 0.025, 0.04, 0.09, 0.14, 0.245, 0.35]),
        ("穿斗木", [0, 0, 0, 0.025, 0.05, 0.075, 0.10]),
        ("框架", [0, 0.003, 0.006, 0.013, 0.02, 0.0625, 0.105]),  # mean of C3, C1
    ],
)
def test_the_printed_collapse_probabilities_are_the_heavy_damage(structure, collapse):
    at = np.array([6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0])
    assert collapse_probability(structure, at) == pytest.approx(collapse)
    heavy = exceedance("pager", structure, at)[:, HEAVY]
    printed = np.array(collapse) > 0
    assert heavy[printed] == pytest.approx(np.array(collapse)[printed], abs=2e-4)
    assert (heavy[~printed] <= 0.0011).all()
    assert (heavy > 0).all()


@pytest.mark.parametrize(
    ("structure", "mean"),
    [
        ("土坯", [0.83, 1.62, 2.66, 3.66]),
        ("砖木", [0.52, 1.09, 1.99, 3.06]),
        ("砖混圈梁构造柱", [0.12, 0.27, 0.60, 1.24]),
    ],
)
def test_the_mean_grades_of_risk_ue_are_those_computed_before(structure, mean):
    assert mean_damage_grade(structure, TO_NINE) == pytest.approx(mean, abs=0.006)


@pytest.mark.parametrize(
    ("structure", "heavy"), [("土坯", 0.22), ("砖木", 0.08), ("砖混圈梁构造柱", 0.001)]
)
def test_heavy_damage_at_eight_by_risk_ue(structure, heavy):
    found = exceedance("riskue", structure, np.array([8.0]))[0, HEAVY]
    assert found == pytest.approx(heavy, abs=0.006)


def test_the_beta_law_of_risk_ue_agrees_with_a_textbook_one():
    mean = 2.0
    r = 8 * (0.007 * mean**3 - 0.0525 * mean**2 + 0.2875 * mean)
    expected = beta.sf(np.array([2, 3, 4, 5]) / 6, r, 8 - r)
    assert exceedance_of_mean_grade(np.array([mean]))[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("structure", "index"),
    [
        ("土坯", [0.34, 0.54, 0.70]),
        ("穿斗木", [0.16, 0.32, 0.56]),
        ("砖混", [0.19, 0.36, 0.58]),
        ("砖混圈梁构造柱", [0.14, 0.26, 0.40]),
        ("框架", [0.085, 0.17, 0.30]),
    ],
)
def test_the_mean_damage_index_is_that_of_the_standard(structure, index):
    found = mean_damage_index(structure, np.array([7.0, 8.0, 9.0]))
    assert found == pytest.approx(index, abs=0.011)


def test_the_beta_law_around_an_index_agrees_with_a_textbook_one():
    expected = beta.sf([0.10, 0.30, 0.55, 0.85], 8 * 0.4, 8 * 0.6)
    assert exceedance_of_index(np.array([0.4]), 8.0)[0] == pytest.approx(expected)


@given(
    st.sampled_from(MODELS),
    st.sampled_from(STRUCTURES),
    st.floats(1.0, 12.0),
    st.floats(0.0, 2.0),
    st.floats(-0.1, 0.2),
)
def test_raising_intensity_never_lowers_damage(model, structure, degree, more, shift):
    pair = np.array([degree, degree + more])
    low, high = exceedance(model, structure, pair, shift)
    assert (high >= low - 1e-12).all()


@given(st.sampled_from(STRUCTURES), st.floats(1.0, 12.0), st.floats(0.0, 0.2))
def test_a_weaker_house_is_never_damaged_less(structure, degree, weaker):
    at = np.array([degree])
    for model in MODELS:
        sound, weak = (exceedance(model, structure, at, dv) for dv in (0.0, weaker))
        assert (weak >= sound - 1e-12).all()


@given(st.sampled_from(STRUCTURES), st.floats(1.0, 12.0))
def test_grades_are_a_distribution_and_the_ensemble_lies_between(structure, degree):
    models = np.stack([exceedance(m, structure, np.array([degree])) for m in MODELS])
    together = ensemble(models)
    floor = 1e-6
    assert (together >= np.maximum(models.min(axis=0), floor) - 1e-9).all()
    assert (together <= np.maximum(models.max(axis=0), floor) + 1e-9).all()
    for each in (*models, together):
        grades = grades_from_exceedance(each)
        assert (grades >= -1e-12).all()
        assert grades.sum() == pytest.approx(1.0)


def test_models_that_disagree_are_averaged_by_their_logits():
    # odds 1/3 and 3 average to 1
    assert ensemble(np.array([[0.25], [0.75]])) == pytest.approx([0.5])


def test_no_structure_of_the_ledger_lacks_a_model():
    tables = load_parameters("fragility")
    for name in ("pager_types", "riskue_index", "gbt_types"):
        assert set(STRUCTURES) <= set(tables[name].values)
    assert structure_mix().sum() == pytest.approx(1.0)
    assert structure_mix()[STRUCTURES.index("土坯")] == 0.40
