import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.fragility import ensemble, exceedance
from geo.houses import (
    CLASS_COUNT,
    earthquake_damage,
    grade_probabilities,
    house_class,
    table,
)
from geo.shaking import Shaking
from rules.vocabulary import STRUCTURES
from tests.geo.worlds import county


def houses(*structures, grade=None, storeys=None):
    grade = grade or [None] * len(structures)
    storeys = storeys or [-1] * len(structures)
    return county(structure=structures, grade=grade, storeys=storeys)


def heavy(exposure, degree, sigma=0.0):
    intensity = np.full(len(exposure), degree)
    return grade_probabilities(exposure, intensity, sigma)[:, 3:].sum(axis=1)


def test_with_certain_intensity_the_table_is_the_ensemble():
    models = [
        exceedance(m, "土坯", np.array([7.33])) for m in ("pager", "riskue", "gbt")
    ]
    expected = ensemble(np.stack(models))[0, 2]
    assert heavy(houses("土坯"), 7.33) == pytest.approx([expected], rel=5e-3)


def test_every_combination_has_its_own_class():
    structures = [*STRUCTURES, None]
    codes = {
        int(house_class(county(structure=[s], grade=[g], storeys=[n]))[0])
        for s in structures
        for g in ("A", "B", "C", "D", None)
        for n in (-1, 1, 4)
    }
    assert codes == set(range(CLASS_COUNT))


def test_uncertain_intensity_is_averaged_over_and_not_read_at_the_middle():
    # by hand: 7 nodes of Gauss-Hermite over N(7, .6)
    nodes, weights = np.polynomial.hermite.hermgauss(7)
    at = [heavy(houses("砖木"), 7 + np.sqrt(2) * 0.6 * node)[0] for node in nodes]
    expected = np.dot(at, weights) / weights.sum()
    assert heavy(houses("砖木"), 7.0, 0.6) == pytest.approx([expected], rel=2e-3)
    assert expected > heavy(houses("砖木"), 7.0)[0]


def test_an_unknown_structure_is_the_national_mix_and_no_structure():
    known = heavy(houses(*STRUCTURES), 8.0)
    shares = [0.40, 0.0, 0.35, 0.025, 0.10, 0.0, 0.095, 0.03]
    assert heavy(houses(None), 8.0) == pytest.approx([np.dot(known, shares)])


def test_an_appraisal_shifts_fragility_and_an_unknown_one_does_not():
    sound, c, d, unknown = heavy(
        houses(*["砖木"] * 4, grade=["A", "C", "D", None]), 7.5
    )
    assert sound == unknown
    assert sound < c < d
    # D: V + .14 counts as .875 degree, in every model
    assert d == pytest.approx(heavy(houses("砖木"), 8.375)[0], rel=1e-3)


def test_higher_masonry_is_weaker_and_unknown_height_lies_between():
    low, mid, unknown = heavy(houses(*["砖混"] * 3, storeys=[2, 3, -1]), 8.0)
    assert low < unknown < mid
    assert np.ptp(heavy(houses(*["框架"] * 3, storeys=[2, 3, -1]), 8.0)) == 0


def test_an_unknown_intensity_gives_no_probability():
    exposure = houses("土坯", "土坯")
    sigma = np.array([np.nan, 0.5], dtype=np.float32)
    found = grade_probabilities(exposure, np.array([np.nan, 8.0]), sigma)
    assert np.isnan(found[0]).all()
    assert found[1].sum() == pytest.approx(1.0)


def test_each_house_has_its_own_uncertainty():
    pair = houses("土坯", "土坯")
    found = grade_probabilities(pair, np.array([7.0, 7.0]), np.array([0.0, 0.8]))
    assert found[0] == pytest.approx(
        grade_probabilities(pair, np.array([7.0, 7.0]), 0.0)[0]
    )
    assert found[1, 4] > found[0, 4]


@settings(deadline=None)
@given(
    st.sampled_from([*STRUCTURES, None]),
    st.sampled_from(["A", "C", "D", None]),
    st.floats(1.0, 12.0),
    st.floats(0.0, 3.0),
    st.sampled_from([0.0, 0.3, 0.65, 1.0]),
)
def test_raising_intensity_never_lowers_damage(structure, grade, degree, more, sigma):
    pair = houses(structure, structure, grade=[grade, grade])
    grades = grade_probabilities(pair, np.array([degree, degree + more]), sigma)
    assert grades.sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-5)
    assert (grades >= -1e-6).all()
    low, high = grades[:, ::-1].cumsum(axis=1)  # grade 5, 4 or worse, …
    assert (high >= low - 1e-5).all()


def shaking(*degrees, between=0.4):
    return Shaking(
        intensity_degree=np.array(degrees, dtype=np.float32),
        sigma_degree=0.45,
        between_sigma_degree=between,
        source="parameters",
    )


def test_each_model_is_tried_with_a_milder_and_a_worse_event():
    damage = earthquake_damage(houses("土坯", "砖混"), shaking(8.0, np.nan))
    assert damage.heavy_scenarios.shape == (6, 2)
    scenarios = damage.heavy_scenarios[:, 0]
    assert (scenarios[0::2] < scenarios[1::2]).all()
    assert scenarios.min() < damage.probabilities[0, 3:].sum() < scenarios.max()
    assert np.isnan(damage.heavy_scenarios[:, 1]).all()
    assert damage.known.tolist() == [True, False]


def test_houses_count_as_struck_from_six_on():
    damage = earthquake_damage(houses(*["土坯"] * 4), shaking(5.4, 5.5, 9.0, np.nan))
    assert damage.struck.tolist() == [False, True, True, False]


def test_tables_cannot_be_changed_by_who_reads_them():
    with pytest.raises(ValueError, match="read-only"):
        table(0.5)[0] = 0
