from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from geo.fragility import exceedance
from geo.hazard_curve import design_rate_yearly, pga_of_intensity
from geo.house_risk import branch_totals, interval, risk_after, risk_of
from geo.imputation import impute
from rules.errors import SchemaError
from rules.vocabulary import GRADES, RETROFITS, STRUCTURES
from tests.geo.worlds import county

HEAVY = 2


def of(structure, pga_g, *, grade=None, **columns):
    grade = [grade] * len(structure)
    exposure = county(structure=structure, grade=grade, **columns)
    return risk_of(exposure, np.full(len(structure), pga_g))


@pytest.mark.parametrize("model", ["pager", "riskue", "gbt"])
@pytest.mark.parametrize("slope", [2.0, 3.0])
def test_a_branch_is_the_integral_of_hazard_and_fragility(model, slope):
    def density(degree):  # of the rate: -d/dI of rate0 (a0 / a(I))**k
        rate = design_rate_yearly() * (0.2 / pga_of_intensity(degree)) ** slope
        heavy = exceedance(model, "砖木", np.array([degree]))[0, HEAVY]
        return heavy * rate * slope * np.log(10) / 3.17

    yearly, _ = quad(density, 5.5, 16.0, limit=200, epsabs=1e-9)
    found = of(["砖木"], 0.2, occupants=[1])
    branch = found.branches[found.branch_names.index(f"{model} {slope:g} weaker")]
    assert branch == pytest.approx([1 - np.exp(-30 * yearly)], rel=5e-3)


def test_the_risk_of_well_known_houses_is_of_the_right_order():
    # once in 580 years for adobe at 0.2 g, about as often as the design earthquake;
    # confined brick thirteen times more seldom, at 0.1 g six times less of each
    yearly = of(["土坯", "砖混圈梁构造柱"], 0.2).heavy_yearly
    assert yearly == pytest.approx([1.74e-3, 1.31e-4], rel=0.01)
    milder = of(["土坯", "砖混圈梁构造柱"], 0.1).heavy_yearly
    assert milder == pytest.approx([3.09e-4, 2.40e-5], rel=0.01)


def test_people_are_counted_and_the_mean_where_nobody_counted_them():
    found = of(["土坯"] * 3, 0.2, occupants=[1, 4, -1])
    assert found.people.tolist() == [1, 4, 2.6]
    assert found.people_assumed.tolist() == [False, False, True]
    assert found.people_30y / found.people == pytest.approx([found.people_30y[0]] * 3)


def test_the_risk_is_the_mean_of_the_branches_and_lies_in_its_interval():
    found = of([*STRUCTURES, None], 0.15, grade="C", occupants=[2] * 9)
    assert found.people_30y == pytest.approx(found.branches.mean(axis=0), rel=1e-5)
    assert (found.low_30y < found.people_30y).all()
    assert (found.people_30y < found.high_30y).all()
    # spread rates do less, on average, than their mean would
    at_mean_rate = -np.expm1(-30 * found.heavy_yearly) * 2
    assert (found.people_30y < at_mean_rate).all()
    low, high = interval(found.branches)
    assert found.low_30y == pytest.approx(low, rel=1e-5)
    assert found.high_30y == pytest.approx(high, rel=1e-5)


def test_what_is_not_known_of_the_ground_is_not_known_of_the_house():
    exposure = county(structure=["土坯"] * 3)
    found = risk_of(exposure, np.array([np.nan, 0.0, 0.2]))
    assert np.isnan(found.people_30y).tolist() == [True, False, False]
    for array in (found.heavy_yearly, found.low_30y, found.high_30y, *found.branches):
        assert np.isnan(array).tolist() == [True, False, False]
        assert array[1] == 0.0
    assert not np.isnan(found.people).any()


def test_a_family_without_a_house_has_no_house_to_lose():
    exposure = county(structure=["土坯", "土坯"], no_house=[1, 0])
    found = risk_of(exposure, np.array([0.2, 0.2]))
    assert np.isnan(found.people_30y).tolist() == [True, False]


@pytest.mark.parametrize(
    ("pga_g", "says"),
    [([0.2], "1 accelerations for 2 households"), ([0.2, -0.1], "below 0")],
)
def test_accelerations_that_cannot_be_are_refused(pga_g, says):
    with pytest.raises(SchemaError, match=says):
        risk_of(county(structure=["土坯", "土坯"]), np.array(pga_g))


def test_an_unknown_measure_is_refused():
    with pytest.raises(SchemaError, match="no measure"):
        risk_after(county(structure=["土坯"]), np.array([0.2]), "paint")


def test_no_households_are_no_risk():
    nobody = county(structure=["土坯"]).take(np.array([], dtype=np.int64))
    found = risk_of(nobody, np.array([]))
    assert found.branches.shape == (24, 0)
    assert found.people_30y.shape == found.low_30y.shape == (0,)


def test_an_unknown_house_is_the_mix_of_its_village():
    exposure = county(structure=["土坯"] * 2000 + [None], village=[0] * 2001)
    found = risk_of(exposure, np.full(2001, 0.2))
    assert found.heavy_yearly[-1] == pytest.approx(found.heavy_yearly[0], rel=0.02)
    unlike = county(structure=["框架"] * 2000 + [None], village=[0] * 2001)
    frame = risk_of(unlike, np.full(2001, 0.2))
    assert frame.heavy_yearly[-1] < found.heavy_yearly[-1] / 5


def test_not_knowing_the_structure_widens_the_interval():
    found = of([None], 0.2)
    as_if_sure = interval(found.branches.reshape(12, 2, 1).mean(axis=1))
    assert found.low_30y < as_if_sure[0] * 0.7
    assert found.high_30y > as_if_sure[1] * 1.05


def test_a_part_of_the_county_is_told_what_the_whole_is():
    whole = county(structure=["土坯"] * 50 + [None] * 2, village=[0] * 52)
    pga = np.full(52, 0.2)
    part = whole.take(np.array([50, 3]))
    found = risk_of(part, pga[:2], structure_shares=impute(whole))
    expected = risk_of(whole, pga).branches[:, [50, 3]]
    assert found.branches == pytest.approx(expected)


def test_the_mixes_of_another_county_are_refused():
    exposure = county(structure=["土坯"])
    likely = impute(exposure)
    other = replace(likely, shares=likely.shares[1:])
    with pytest.raises(SchemaError, match="mixes of 2 villages for households of 3"):
        risk_of(exposure, np.array([0.2]), structure_shares=other)


def test_totals_are_summed_in_each_branch_before_the_interval_is_taken():
    found = of(["土坯", "砖木", "土坯"], 0.2, occupants=[2, 3, 4])
    totals = branch_totals(found, np.array([0, 0, 1]), 3)
    assert totals.shape == (24, 3)
    assert totals[:, 0] == pytest.approx(found.branches[:, :2].sum(axis=1))
    assert (totals[:, 2] == 0).all()
    low, _ = interval(totals)
    assert low[0] >= found.low_30y[:2].sum() - 1e-6
    assert totals.mean(axis=0)[1] == pytest.approx(found.people_30y[2], rel=1e-5)


def test_totals_leave_out_what_is_unknown_or_of_no_group():
    exposure = county(structure=["土坯"] * 3)
    found = risk_of(exposure, np.array([0.2, np.nan, 0.2]))
    totals = branch_totals(found, np.array([0, 0, -1]), 1)
    assert totals[:, 0] == pytest.approx(found.branches[:, 0])


def test_a_grade_c_house_gains_by_repair_and_a_sound_one_does_not():
    exposure = county(structure=["砖木"] * 3, grade=["C", "A", None])
    pga = np.full(3, 0.2)
    before, after = risk_of(exposure, pga), risk_after(exposure, pga, "strengthen")
    kept = 1 - after.people_30y / before.people_30y
    assert kept[0] == pytest.approx(0.47, abs=0.01)
    assert kept[1:].tolist() == [0.0, 0.0]
    assert after.people_30y[0] == pytest.approx(before.people_30y[1])


def test_high_ductility_concrete_makes_adobe_as_strong_as_brick_in_mud():
    pga = np.full(2, 0.2)
    pair = county(structure=["土坯", "砖木"], grade=["D", "A"], storeys=[1, 1])
    after = risk_after(pair.take(np.array([0])), pga[:1], "hdc")
    brick = risk_of(pair, pga).branches[:, 1]
    adobe_a = risk_of(county(structure=["土坯"], storeys=[1]), pga[:1]).branches[:, 0]
    # one model holds brick in mud for weaker: there the house stays sound adobe
    assert (after.branches[:, 0] >= np.minimum(brick, adobe_a) * (1 - 1e-6)).all()
    assert (after.branches[:, 0] <= brick * (1 + 1e-6)).all()


def test_a_measure_that_does_not_fit_changes_nothing():
    timber = county(structure=["穿斗木", "框架"], grade=["D", "C"])
    pga = np.full(2, 0.2)
    before, after = risk_of(timber, pga), risk_after(timber, pga, "hdc")
    assert (after.branches == before.branches).all()


HOUSE = st.tuples(
    st.sampled_from([*STRUCTURES, None]),
    st.sampled_from([*GRADES, None]),
    st.integers(-1, 6),
    st.integers(-1, 2),
    st.floats(0.0, 0.8),
)


@settings(deadline=None)
@given(st.lists(HOUSE, min_size=1, max_size=20), st.sampled_from(tuple(RETROFITS)))
def test_a_retrofit_never_raises_risk_in_any_branch(houses, measure):
    structure, grade, storeys, village, pga = zip(*houses, strict=True)
    exposure = county(
        structure=structure, grade=grade, storeys=storeys, village=village
    )
    before = risk_of(exposure, np.array(pga))
    after = risk_after(exposure, np.array(pga), measure)
    assert (after.branches <= before.branches).all()
    assert (after.people_30y <= before.people_30y * (1 + 1e-12)).all()
    assert (after.heavy_yearly <= before.heavy_yearly * (1 + 1e-12)).all()


@settings(deadline=None)
@given(HOUSE, st.floats(0.0, 0.5))
def test_stronger_ground_is_never_less_risk(house, more):
    structure, grade, storeys, village, pga = house
    pair = county(
        structure=[structure] * 2,
        grade=[grade] * 2,
        storeys=[storeys] * 2,
        village=[village] * 2,
    )
    found = risk_of(pair, np.array([pga, pga + more]))
    assert (found.branches[:, 1] >= found.branches[:, 0]).all()
    assert (found.branches >= 0).all()
    assert (found.people_30y <= found.people).all()
    assert (found.low_30y <= found.people_30y * (1 + 1e-12)).all()
    assert (found.people_30y <= found.high_30y * (1 + 1e-12)).all()
