import numpy as np
import pytest

from geo.criteria import candidates, village_branches, village_criteria
from geo.eligibility import Answer
from rules.criteria import criteria
from tests.geo.worlds import county

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


def answers(*words):
    return np.array(words, dtype=np.int8)


def compared(homes, entitled=None, risk=None, **more):
    count = len(next(iter(homes.values())))
    entitled = answers(*([YES] * count)) if entitled is None else answers(*entitled)
    risk = np.ones(count) if risk is None else np.array(risk, dtype=float)
    return village_criteria(county(**homes), entitled, risk, **more)


def test_only_villages_with_a_house_that_pilots_may_reach_are_compared():
    """Rule H5: a known no is no candidate, nor is a house whose shaking is unknown."""
    table = compared(
        {"village": [0, 1, 2, 2, -1]},
        entitled=[YES, NO, UNKNOWN, YES, YES],
        risk=[0.5, 0.5, 0.2, np.nan, 0.5],
    )
    assert table.index.tolist() == [0, 2]
    assert table["entitled"].tolist() == [1, 0]
    assert table["undecided"].tolist() == [0, 1]
    assert table["households"].tolist() == [1, 2]
    assert table["risk"].tolist() == [0.5, 0.2]
    assert table["need"].tolist() == [1.0, 1.0]


def test_a_vetoed_house_is_no_candidate_and_is_counted_apart():
    """Whoever lives on a landslide is to move (rule W14), not to be retrofitted."""
    table = compared(
        {"village": [0, 0, 0, 1]},
        entitled=[YES, YES, NO, YES],
        vetoed=answers(NO, YES, YES, UNKNOWN),
    )
    assert table["vetoed"].tolist() == [1, 0]
    assert table["need"].tolist() == [1.0, 1.0]


def test_dependence_is_a_share_of_people_where_both_are_known():
    table = compared(
        {
            "village": [0, 0, 0, 1],
            "occupants": [4, 2, -1, 3],
            "dependents": [1, 2, 2, -1],
        }
    )
    assert table["dependence"].tolist() == pytest.approx([0.5, np.nan], nan_ok=True)


def test_homogeneity_is_the_share_of_pairs_alike_beside_ten_that_are_not():
    # three of one kind, one of another: 3 of 6 pairs, and 1.25 of 10
    table = compared(
        {
            "village": [0] * 4 + [1] * 3,
            "structure": ["土坯"] * 3 + ["砖木"] * 2 + [None] * 2,
        }
    )
    assert table["homogeneity"].tolist() == pytest.approx(
        [4.25 / 16, np.nan], nan_ok=True
    )


def test_a_single_house_is_no_uniform_village():
    table = compared({"village": [0] + [1] * 20, "structure": ["土坯"] * 21})
    assert table["homogeneity"].tolist() == pytest.approx([0.125, 191.25 / 200])


def test_density_is_the_middle_distance_to_the_next_of_the_same_village():
    # 0 -- 100 -- 130 in one village, the house at 131 is of another
    table = compared(
        {
            "village": [0, 0, 0, 1, 2, 2],
            "easting_m": [0, 100, 130, 131, 0, np.nan],
            "northing_m": [0, 0, 0, 0, 0, np.nan],
        }
    )
    far = next(part.most for part in criteria().parts if part.id == "density")
    assert table["density"].tolist() == pytest.approx([30, far, np.nan], nan_ok=True)


def test_equity_is_the_share_of_the_town_that_was_served():
    # villages 0 and 1 are of one town: 1 served, 2 waiting; village 2 has none served
    table = compared(
        {"village": [0, 0, 1, 2], "retrofitted_on": [19000, -1, -1, -1]},
        entitled=[NO, YES, YES, YES],
    )
    assert table["equity"].tolist() == pytest.approx([1 / 3, 1 / 3, 0.0])


def test_access_is_asked_only_where_there_are_data():
    assert "access" not in compared({"village": [0]})
    far = np.array([100.0, 300.0, np.nan, np.nan])
    table = compared({"village": [0, 0, 0, 1]}, access_m=far)
    assert table["access"].tolist() == pytest.approx([200.0, np.nan], nan_ok=True)


def test_a_village_does_not_depend_on_those_of_other_towns():
    homes = {"village": [0, 0, 2], "easting_m": [0, 9, 5], "northing_m": [0, 0, 0]}
    both = compared(homes)
    one = compared({key: values[:2] for key, values in homes.items()})
    assert both.loc[[0]].equals(one)


def test_branches_are_summed_over_the_candidates_of_a_village():
    exposure = county(village=[0, 0, 2, -1])
    risk = np.array([1.0, 1.0, 1.0, 1.0])
    may = candidates(exposure, answers(YES, NO, UNKNOWN, YES), risk)
    assert may.tolist() == [True, False, True, False]
    sums = village_branches(exposure, may, np.array([[1, 2, 3, 4], [10, 20, 30, 40]]))
    assert sums.tolist() == [[1, 0, 3], [10, 0, 30]]
    assert village_branches(exposure, may, np.zeros((0, 4))).shape == (0, 3)


def test_nobody_entitled_makes_an_empty_table():
    assert len(compared({"village": [0, 1]}, entitled=[NO, NO])) == 0
