import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.multicriteria import copeland, ranks_of, saw, spotis, topsis, vikor
from rules.errors import SchemaError

# Hwang and Yoon (1981), Multiple Attribute Decision Making: choice of a fighter
# aircraft; the fourth attribute, cost, is falling.
AIRCRAFT = np.array(
    [
        [2.0, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5.0, 5, 5],
    ]
)
AIRCRAFT_WEIGHTS = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
COST = np.array([False, False, False, True, False, False])

# Opricovic and Tzeng (2004), Eur. J. Oper. Res. 156, 445-455: which mountain to climb,
# by risk (less is better) and altitude.
MOUNTAINS = np.array([[1.0, 3000], [2.0, 3750], [5.0, 4500]])
RISK = np.array([True, False])
EVEN = np.array([0.5, 0.5])

# Opricovic and Tzeng (2007), Eur. J. Oper. Res. 178, 514-529: hydropower on the Drina.
DRINA = np.array(
    [
        [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
        [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
        [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
        [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
        [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
        [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
    ]
)
DRINA_FALLING = np.array([False, True, False, False, True, True, True, False])

matrices = st.lists(
    st.tuples(*[st.floats(0.1, 100) for _ in range(3)]), min_size=2, max_size=6
).map(np.array)
WEIGHTS = np.array([0.5, 0.3, 0.2])
FALLING = np.array([False, True, False])
BOUNDS = np.array([[0.0, 100.0]] * 3)


def test_topsis_as_tzeng_and_huang_printed_it():
    """Tzeng and Huang (2011), Multiple Attribute Decision Making, CRC Press."""
    matrix = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
    closeness = topsis(matrix, np.array([0.3, 0.4, 0.3]), np.zeros(3, dtype=bool))
    assert closeness.round(4).tolist() == [0.5037, 0.6581, 0.7482, 0.3340]


def test_topsis_with_a_cost_as_hwang_and_yoon_printed_it():
    """They rounded on the way: one in the last digit of the third."""
    closeness = topsis(AIRCRAFT, AIRCRAFT_WEIGHTS, COST)
    assert closeness == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=0.001)
    assert ranks_of(closeness).tolist() == [1, 4, 2, 3]


def test_saw_by_the_arithmetic_of_hwang_and_yoon():
    """Their normalised table has two or three digits, so the last digit moves."""
    scores = saw(AIRCRAFT, AIRCRAFT_WEIGHTS, COST)
    assert scores == pytest.approx([0.835, 0.709, 0.853, 0.738], abs=0.002)
    assert ranks_of(scores).tolist() == [2, 4, 1, 3]


def test_topsis_and_vikor_part_ways_on_the_mountain():
    """Opricovic and Tzeng (2004): VIKOR takes the middle one, TOPSIS the low one."""
    closeness = topsis(MOUNTAINS, EVEN, RISK)
    assert closeness.round(3).tolist() == [0.762, 0.722, 0.238]
    found = vikor(MOUNTAINS, EVEN, RISK)
    assert found.s.tolist() == [0.5, 0.375, 0.5]
    assert found.r.tolist() == [0.5, 0.25, 0.5]
    assert found.q.tolist() == [1.0, 0.0, 1.0]


def test_vikor_as_papathanasiou_and_ploskas_printed_it():
    """Papathanasiou and Ploskas (2018), Multiple Criteria Decision Aid, 31-55."""
    matrix = np.array(
        [
            [8, 7, 2, 1],
            [5, 3, 7, 5],
            [7, 5, 6, 4],
            [9, 9, 7, 3],
            [11, 10, 3, 7],
            [6, 9, 5, 4],
        ]
    )
    weights, rising = np.array([0.4, 0.3, 0.1, 0.2]), np.zeros(4, dtype=bool)
    q = vikor(matrix, weights, rising, majority=0.625).q
    assert q.round(3).tolist() == [0.640, 1.0, 0.693, 0.271, 0.0, 0.694]


def test_vikor_as_printed_for_the_drina():
    found = vikor(DRINA, np.full(8, 1 / 8), DRINA_FALLING)
    assert found.s == pytest.approx(
        [0.692, 0.700, 0.290, 0.423, 0.280, 0.346], abs=6e-4
    )
    assert found.r == pytest.approx(
        [0.125, 0.125, 0.121, 0.125, 0.067, 0.125], abs=6e-4
    )
    assert found.q == pytest.approx([0.991, 1.0, 0.473, 0.670, 0.0, 0.578], abs=6e-4)
    assert ranks_of(found.q, less_is_better=True).tolist() == [5, 6, 2, 4, 1, 3]


def test_spotis_as_dezert_and_others_printed_it():
    """Dezert et al. (2020), FUSION: the numerical example."""
    matrix = np.array(
        [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    )
    bounds = np.array([[-5, 12], [-6, 10], [-8, 5]])
    distance = spotis(matrix, np.array([0.2, 0.3, 0.5]), FALLING, bounds)
    assert distance.round(4).tolist() == [0.1989, 0.3705, 0.3063, 0.7491]
    assert ranks_of(distance, less_is_better=True).tolist() == [1, 3, 2, 4]


def test_spotis_on_the_cars_of_dezert_and_others():
    """Dezert et al. (2020), FUSION: cars by price, consumption, CO2, tank, boot."""
    cars = np.array(
        [
            [15000, 4.3, 99, 42, 737],
            [15290, 5.0, 116, 42, 892],
            [15350, 5.0, 114, 45, 952],
            [15490, 5.3, 123, 45, 1120],
        ]
    )
    weights = np.array([5, 4, 4, 1, 3]) / 17
    falling = np.array([True, True, True, False, False])
    bounds = np.array([[14000, 16000], [3, 8], [80, 140], [35, 60], [650, 1300]])
    distance = spotis(cars, weights, falling, bounds)
    assert distance.round(4).tolist() == [0.4779, 0.5781, 0.5558, 0.5801]
    # the reversal that the paper shows of others: not when the last car is withdrawn
    fewer = spotis(cars[:3], weights, falling, bounds)
    assert fewer.tolist() == distance[:3].tolist()


def test_crossed_bounds_are_refused():
    with pytest.raises(SchemaError, match="bounds are crossed"):
        spotis(MOUNTAINS, EVEN, RISK, np.array([[0, 9], [5000, 2000]]))


def test_copeland_elects_nashville():
    """The capital of Tennessee: 42 % Memphis, 26 % Nashville, 15 %, 17 % Knoxville."""
    memphis, nashville, chattanooga, knoxville = (
        [1, 2, 3, 4],
        [4, 1, 2, 3],
        [4, 3, 1, 2],
        [4, 3, 2, 1],
    )
    ballots = [memphis] * 42 + [nashville] * 26 + [chattanooga] * 15 + [knoxville] * 17
    assert copeland(np.array(ballots)).tolist() == [-3, 3, 1, -1]


def test_all_the_same_is_a_tie_everywhere():
    same = np.full((3, 2), 7.0)
    assert topsis(same, EVEN, RISK).tolist() == [0.5, 0.5, 0.5]
    assert vikor(same, EVEN, RISK).q.tolist() == [0.0, 0.0, 0.0]
    assert ranks_of(saw(same, EVEN, RISK)).tolist() == [1, 1, 1]


def test_a_criterion_in_which_all_are_equal_does_not_stop_vikor():
    found = vikor(np.array([[1.0, 5.0], [2.0, 5.0]]), EVEN, np.array([False, False]))
    assert found.q.tolist() == [1.0, 0.0]


@pytest.mark.parametrize("method", [saw, topsis, lambda *a: -vikor(*a).q])
def test_what_is_unknown_gives_its_weight_to_the_rest(method):
    matrix = np.array([[4.0, np.nan], [2.0, 1.0], [1.0, 3.0]])
    rising = np.array([False, False])
    scores = method(matrix, EVEN, rising)
    assert np.isfinite(scores).all()
    assert ranks_of(scores)[0] == 1


@given(matrices)
def test_with_fixed_bounds_saw_by_hand_is_one_minus_spotis(matrix):
    share = matrix / 100
    by_hand = (np.where(FALLING, 1 - share, share) * WEIGHTS).sum(axis=1)
    distance = spotis(matrix, WEIGHTS, FALLING, BOUNDS)
    assert by_hand == pytest.approx(1 - distance, abs=1e-9)


@given(matrices)
def test_no_method_puts_a_dominated_one_first(matrix):
    better = np.minimum(matrix[0] * np.where(FALLING, 0.5, 1.5), 100)
    matrix = np.vstack([better, matrix])
    for scores in (
        saw(matrix, WEIGHTS, FALLING),
        topsis(matrix, WEIGHTS, FALLING),
        -vikor(matrix, WEIGHTS, FALLING).q,
        -spotis(matrix, WEIGHTS, FALLING, BOUNDS),
    ):
        assert scores[0] >= scores[1] - 1e-12


@given(st.permutations(range(6)))
def test_one_ranking_is_its_own_compromise(order):
    ranks = np.array(order) + 1
    assert ranks_of(copeland(ranks[None])).tolist() == ranks.tolist()
