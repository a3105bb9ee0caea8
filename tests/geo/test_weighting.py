import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.weighting import ahp_weights, combined, entropy_weights, pairwise
from rules.errors import SchemaError


def test_ahp_as_saaty_printed_it_for_drinks():
    """Saaty (2008), Int. J. Services Sciences 1, 83-98: drinks consumed in the USA."""
    upper = [
        *(9, 5, 2, 1, 1, 1 / 2),  # coffee to wine, tea, beer, sodas, milk, water
        *(1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),
        *(1 / 3, 1 / 4, 1 / 3, 1 / 9),
        *(1 / 2, 1, 1 / 3),
        *(2, 1 / 2),
        1 / 3,
    ]
    found = ahp_weights(pairwise(upper, 7))
    assert found.weights.round(3).tolist() == [
        0.177,
        0.019,
        0.042,
        0.116,
        0.190,
        0.129,
        0.327,
    ]
    assert round(found.consistency_ratio, 3) == 0.022
    assert found.consistent


def test_entropy_weights_as_xu_printed_them():
    """Xu (2004), Eur. J. Oper. Res. 156, 530-532."""
    matrix = np.array(
        [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]
    )
    assert entropy_weights(matrix).round(4).tolist() == [0.4630, 0.3992, 0.1378, 0.0]


def test_entropy_weights_of_the_aircraft_of_hwang_and_yoon():
    """Hwang and Yoon (1981) rounded on the way: the second digit stands."""
    matrix = np.array(
        [
            [2.0, 1500, 20000, 5.5, 5, 9],
            [2.5, 2700, 18000, 6.5, 3, 5],
            [1.8, 2000, 21000, 4.5, 7, 7],
            [2.2, 1800, 20000, 5.0, 5, 5],
        ]
    )
    printed = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764]
    assert entropy_weights(matrix) == pytest.approx(printed, abs=0.002)


def test_a_zero_is_a_share_like_any_other():
    # shares 0, 1/2, 1/2: the entropy is ln 2, of ln 3 at most
    found = entropy_weights(np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 4.0]]))
    spread = 1 + (2 / 6 * np.log(1 / 6) + 4 / 6 * np.log(4 / 6)) / np.log(3)
    even = 1 - np.log(2) / np.log(3)
    assert found == pytest.approx([even / (even + spread), spread / (even + spread)])


def test_where_all_are_equal_nothing_is_told():
    same = np.array([[3.0, 1.0], [3.0, 2.0]])
    assert entropy_weights(same).tolist() == [0.0, 1.0]
    assert entropy_weights(same[:1]).tolist() == [0.5, 0.5]
    unknown = np.array([[np.nan, 1.0], [3.0, 2.0]])
    assert entropy_weights(unknown).tolist() == [0.0, 1.0]


def test_a_negative_value_has_no_entropy():
    with pytest.raises(SchemaError, match="not negative"):
        entropy_weights(np.array([[-1.0], [2.0]]))


def test_judgements_in_a_circle_are_warned_of():
    # a over b over c over a
    found = ahp_weights(pairwise([9, 1 / 9, 9], 3))
    assert found.consistency_ratio > 0.10
    assert not found.consistent
    assert found.weights == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        ([[1.0, 2.0]], "square of 1 to 10 criteria, not 1 × 2"),
        ([1.0, 2.0], "square of 1 to 10 criteria, not 2"),
        (np.ones((11, 11)), "not 11 × 11"),
        ([[1.0, 2.0], [2.0, 1.0]], "contradict each other"),
        ([[1.0, 0.0], [2.0, 1.0]], "outside of 1/9 to 9"),
        ([[1.0, -2.0], [-0.5, 1.0]], "outside of 1/9 to 9"),
        ([[1.0, 10.0], [0.1, 1.0]], "outside of 1/9 to 9"),
        ([[1.0, np.nan], [0.5, 1.0]], "outside of 1/9 to 9"),
        ([[2.0, 2.0], [0.5, 2.0]], "contradict each other"),
    ],
)
def test_what_is_no_matrix_of_judgements_is_refused(matrix, says):
    with pytest.raises(SchemaError, match=says):
        ahp_weights(np.array(matrix))


def test_too_few_judgements_are_refused():
    with pytest.raises(SchemaError, match="2 judgements of 3 criteria: 3 are needed"):
        pairwise([1.0, 2.0], 3)
    with pytest.raises(SchemaError, match="outside of 1/9 to 9"):
        pairwise([0.0], 2)


def test_the_combination_lies_between():
    one, other = np.array([0.9, 0.1, 0.0]), np.array([0.1, 0.1, 0.8])
    assert combined(one, other) == pytest.approx([0.75, 0.25, 0.0])
    with pytest.raises(SchemaError, match="no criterion has weight in both"):
        combined(np.array([1.0, 0.0]), np.array([0.0, 1.0]))


@given(arrays(float, st.integers(1, 10), elements=st.floats(1, 3)))
def test_consistent_judgements_give_back_their_weights(weights):
    found = ahp_weights(weights[:, None] / weights)
    assert found.weights == pytest.approx(weights / weights.sum(), abs=1e-9)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


@given(arrays(float, (5, 3), elements=st.floats(0, 1e6)))
def test_entropy_weights_are_weights(matrix):
    found = entropy_weights(matrix)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
