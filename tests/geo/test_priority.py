import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.eligibility import Answer
from geo.priority import rank_villages
from rules.scoring import scoring
from tests.geo.worlds import VILLAGES, county

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


def rank(homes, entitled, intensity, heavy):
    return rank_villages(
        county(**{name: [home[name] for home in homes] for name in homes[0]}),
        np.array(entitled, dtype=np.int8),
        np.array(intensity, dtype=float),
        np.array(heavy, dtype=float),
        scoring(),
    )


def home(village, **more):
    return {"village": village, "occupants": 4, "dependents": 1} | more


def test_a_village_where_nobody_may_enter_is_not_ranked():
    """Rule H5: 7 degrees and above; a known no is no candidate."""
    table = rank([home(0), home(1), home(2)], [YES, NO, UNKNOWN], [8, 6, 7], [0.5] * 3)
    assert table["village_code"].tolist() == [VILLAGES[0], VILLAGES[2]]
    assert table["rank"].tolist() == [1, 2]
    assert table["undecided"].tolist() == [0, 1]


def test_a_house_whose_intensity_is_unknown_makes_no_pilot():
    assert len(rank([home(0)], [UNKNOWN], [np.nan], [np.nan])) == 0


def test_points_add_up_to_the_score():
    homes = [home(0), home(0, dependents=4), home(1)]
    table = rank(homes, [YES, UNKNOWN, YES], [8, 7, 8], [0.4, 0.2, 0.9])
    points = table[[c for c in table if c.endswith("_points")]].sum(axis=1)
    assert points.to_numpy() == pytest.approx(table["score"].to_numpy(), abs=1e-12)


def test_an_unknown_part_gives_its_weight_to_the_others():
    known = rank([home(0, dependents=0)], [YES], [9], [1.0])
    unknown = rank([home(0, dependents=-1)], [YES], [9], [1.0])
    assert np.isnan(unknown["dependence"].iloc[0])
    assert unknown["score"].iloc[0] > known["score"].iloc[0]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=30), st.randoms())
def test_ranks_are_a_permutation(places, random):
    n = len(places)
    heavy = [random.random() for _ in range(n)]
    table = rank([home(p) for p in places], [YES] * n, [8] * n, heavy)
    assert sorted(table["rank"]) == list(range(1, len(table) + 1))
    assert table["score"].is_monotonic_decreasing


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_danger_never_lowers_a_score(one, other):
    low, high = sorted((one, other))
    scores = [rank([home(0)], [YES], [8], [h])["score"].iloc[0] for h in (low, high)]
    assert scores[0] <= scores[1]
