import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from geo.rank_draws import draws
from geo.village_ranks import rank_villages
from tests.geo.villages import PARTS, tables, villages, weights


def drawn(table, **more):
    return draws(rank_villages(table, PARTS), PARTS, **more)


def decided(**columns):
    table = villages(**columns)
    return table.assign(entitled=table["need"].astype(int), undecided=0)


def test_a_village_that_is_best_in_all_is_first_in_every_draw():
    better = {"dependence": [0.9, 0.2, 0.2], "risk": [90.0, 3.0, 3.0]}
    found = drawn(decided(**better, equity=[0.0, 0.5, 0.5]), n=200)
    assert found.in_first(1)[0] == 1.0
    assert found.interval().loc[0].tolist() == [1, 1]
    assert found.ahead(0, 2) == 1.0


def test_equal_villages_cannot_be_told_apart_from_the_first_of_them():
    table = decided(risk=[40.0, 40.0, 39.9, 1.0], equity=[0.1, 0.1, 0.1, 0.9])
    models = np.random.default_rng(1).lognormal(0, 0.5, (50, 4))
    branches = models * table["risk"].to_numpy()
    found = drawn(table, n=400, branches=branches)
    assert found.groups()[2] == found.groups()[found.index[0]] == 1
    assert found.groups()[3] == 2


def test_the_branches_of_the_damage_models_move_the_ranks():
    """One branch holds for all villages of a draw: a model errs everywhere."""
    table = decided(risk=[50.0, 50.0])
    branches = np.array([[90.0, 10.0], [10.0, 90.0]])
    found = drawn(table, n=1000, branches=branches)
    assert found.in_first(1).to_numpy() == pytest.approx([0.5, 0.5], abs=0.06)


def test_undecided_households_make_a_place_less_sure():
    table = villages(need=[200.0, 160.0], risk=[5.0, 5.0])
    unsure = table.assign(entitled=[0, 160], undecided=[200, 0])
    assert 0.05 < drawn(unsure, n=400).in_first(1)[0] < 0.95
    assert drawn(decided(need=[200.0, 160.0]), n=400).in_first(1)[0] > 0.95


def test_what_is_not_known_is_drawn_from_the_other_villages():
    table = decided(dependence=[np.nan, 0.4, 0.1, 0.9])
    found = drawn(table, n=1000)
    assert found.ahead(0, 1) == pytest.approx(2 / 3, abs=0.05)


def test_a_criterion_without_weight_is_never_drawn():
    table = decided(risk=[1.0, 90.0], equity=[0.1, 0.9])
    ranked = rank_villages(table, PARTS, {"equity": 1.0})
    found = draws(ranked, PARTS, weights={"equity": 1.0}, n=100)
    assert found.in_first(1)[0] == 1.0


def test_the_same_seed_draws_the_same():
    table = villages(risk=[5.0, 6.0, 7.0])
    one, other = drawn(table, n=50, seed=3), drawn(table, n=50, seed=3)
    assert (one.ranks == other.ranks).all()
    assert not (one.ranks == drawn(table, n=50, seed=4).ranks).all()
    assert len(drawn(table).ranks) == 1000


def test_no_village_makes_no_draws():
    found = drawn(villages(risk=[1.0])[:0], n=10)
    assert found.ranks.shape == (10, 0)
    assert len(found.groups()) == len(found.in_first(1)) == 0


@settings(max_examples=25)
@given(tables(), weights)
def test_each_draw_is_a_permutation(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    found = draws(ranked, PARTS, weights=given_weights, n=20)
    expected = np.arange(1, len(table) + 1)
    assert (np.sort(found.ranks, axis=1) == expected).all()
    assert (found.in_first(len(table)) == 1.0).all()
    low_high = found.interval()
    assert (low_high["low"] <= low_high["high"]).all()
    assert found.groups().is_monotonic_increasing


@settings(max_examples=25)
@given(tables(known=True))
def test_a_dominated_village_is_not_ahead_more_often(table):
    """With everybody decided, a draw changes weights alone."""
    table = table.assign(entitled=table["need"].astype(int), undecided=0)
    worse = table.iloc[[0]].assign(equity=2.0, dependence=0.0, village_code="999")
    both = pd.concat([table, worse], ignore_index=True)
    found = drawn(both, n=20)
    assert found.ahead(len(table), 0) == 0.0
