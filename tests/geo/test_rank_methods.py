import numpy as np
import pytest
from hypothesis import given

from geo.rank_methods import agreement, combined_weights, data_weights, method_ranks
from geo.village_ranks import rank_villages
from tests.geo.villages import IDS, PARTS, tables, villages, weights


def test_where_one_village_is_best_in_all_every_method_says_so():
    table = villages(
        {"risk": 5.0}, {"risk": 90.0, "dependence": 0.9, "equity": 0.0}, {"risk": 6.0}
    )
    ranks = method_ranks(rank_villages(table, PARTS), PARTS)
    assert ranks.columns.tolist() == [
        "spotis",
        "saw",
        "topsis",
        "vikor",
        "entropy",
        "copeland",
    ]
    assert ranks.loc[1].tolist() == [1] * 6


def test_the_others_can_turn_two_villages_round_when_a_third_leaves():
    """VIKOR measures against the worst in the list; the rank of record does not."""
    table = villages(
        {"dependence": 0.5, "equity": 0.50},
        {"dependence": 0.6, "equity": 0.56},
        {"dependence": 0.5, "equity": 1.00},
    )
    even = {"dependence": 1, "equity": 1}
    with_third = method_ranks(rank_villages(table, PARTS, even), PARTS, even)
    fewer = rank_villages(table[:2], PARTS, even)
    without = method_ranks(fewer, PARTS, even)
    assert with_third.loc[[0, 1], "spotis"].tolist() == [2, 1]
    assert without.loc[[0, 1], "spotis"].tolist() == [2, 1]
    assert with_third.loc[[0, 1], "vikor"].tolist() == [2, 1]
    assert without.loc[[0, 1], "vikor"].tolist() == [1, 1]


def test_agreement_counts_who_is_among_the_first_of_record():
    table = villages(risk=[40.0, 30.0, 20.0, 10.0])
    ranks = method_ranks(rank_villages(table, PARTS), PARTS)
    assert agreement(ranks, 2) == {
        "saw": 2,
        "topsis": 2,
        "vikor": 2,
        "entropy": 2,
        "copeland": 2,
    }


def test_the_data_give_weight_only_to_what_differs():
    ranked = rank_villages(villages(risk=[1.0, 2.0], equity=[0.2, 0.2]), PARTS)
    assert data_weights(ranked, PARTS)["risk"] == 1.0
    assert combined_weights(ranked, PARTS)["risk"] == 1.0
    # nothing that has weight differs: the given weights stand
    equity = {"equity": 1.0}
    assert combined_weights(ranked, PARTS, equity)["equity"] == 1.0


def test_missing_criteria_and_gaps_do_not_stop_the_other_methods():
    table = villages({"dependence": np.nan}, {"risk": 9.0}).drop(columns="access")
    ranks = method_ranks(rank_villages(table, PARTS), PARTS)
    assert (ranks >= 1).all().all()


@given(tables(), weights)
def test_ranks_lie_between_one_and_the_number_of_villages(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    ranks = method_ranks(ranked, PARTS, given_weights)
    assert ranks.index.equals(ranked.index)
    assert ranks.min().min() >= 1
    assert ranks.max().max() <= len(table)


@given(tables(), weights)
def test_combined_weights_are_weights(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    mixed = combined_weights(ranked, PARTS, given_weights)
    assert list(mixed) == IDS
    assert sum(mixed.values()) == pytest.approx(1)
