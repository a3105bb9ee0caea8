import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.multicriteria import spotis
from geo.village_ranks import (
    missing_parts,
    rank_villages,
    share_of,
    value_at,
    values_of,
    weight_vector,
)
from tests.geo.villages import IDS, PARTS, SURE, tables, villages, weights


def order(ranked):
    return ranked["village_code"].tolist()


def points(ranked):
    return ranked[[f"{id_}_points" for id_ in IDS]]


def test_the_village_at_greater_risk_comes_first():
    ranked = rank_villages(villages(risk=[1.0, 40.0, 8.0]), PARTS)
    assert ranked.index.tolist() == [1, 2, 0]
    assert ranked["rank"].tolist() == [1, 2, 3]
    assert ranked.columns[:2].tolist() == ["rank", "score"]


@pytest.mark.parametrize("id_", ["density", "access", "equity"])
def test_of_some_criteria_less_is_better(id_):
    ranked = rank_villages(villages(**{id_: [SURE[id_] * 1.5, SURE[id_]]}), PARTS)
    assert ranked.index.tolist() == [1, 0]


def test_the_score_by_hand():
    # dependence stands in the middle of 0 to 1, equity is best at 0, of weights 1 to 3
    table = villages(dependence=[0.5], equity=[0.0])
    ranked = rank_villages(table, PARTS, {"dependence": 1, "equity": 3})
    assert ranked["score"].tolist() == [0.875]
    assert ranked["dependence_points"].tolist() == [0.125]
    assert ranked["equity_points"].tolist() == [0.75]
    assert ranked["risk_points"].tolist() == [0.0]


def test_the_score_is_one_minus_the_distance_of_spotis():
    table = villages(dependence=[0.1, 0.9], equity=[0.3, 0.2], homogeneity=[0.2, 0.9])
    linear = [part for part in PARTS if part.scale == "linear"]
    ranked = rank_villages(table, linear)
    distance = spotis(
        values_of(ranked, linear).T,
        weight_vector(linear),
        np.array([part.falling for part in linear]),
        np.array([[part.least, part.most] for part in linear]),
    )
    assert ranked["score"].to_numpy() == pytest.approx(1 - distance, abs=1e-12)


def test_what_is_not_known_gives_its_weight_to_the_rest():
    ranked = rank_villages(villages(dependence=[0.0, np.nan]), PARTS)
    assert ranked.index.tolist() == [1, 0]
    assert np.isnan(ranked.loc[1, "dependence_points"])
    known = sum(part.weight for part in PARTS if part.id != "dependence")
    assert ranked.loc[1, "score"] == pytest.approx(ranked.loc[0, "score"] / known)


def test_a_criterion_without_data_is_left_out_and_named():
    table = villages(risk=[1.0, 2.0]).drop(columns="access")
    assert [part.id for part in missing_parts(table, PARTS)] == ["access"]
    assert missing_parts(table.assign(access=np.nan), PARTS)[0].id == "access"
    ranked = rank_villages(table, PARTS)
    assert ranked["access_points"].isna().all()
    assert points(ranked).sum(axis=1).to_numpy() == pytest.approx(ranked["score"])


def test_a_village_of_which_nothing_is_known_comes_last_without_a_score():
    table = villages(risk=[1.0, np.nan])
    ranked = rank_villages(table[["village_code", "risk"]], PARTS)
    assert ranked["rank"].tolist() == [1, 2]
    assert np.isnan(ranked.loc[1, "score"])


def test_no_village_makes_no_ranks():
    ranked = rank_villages(villages(risk=[1.0])[:0], PARTS)
    assert len(ranked) == 0
    assert "risk_points" in ranked.columns


def test_equal_villages_keep_the_order_of_their_codes():
    ranked = rank_villages(villages(risk=[3.0, 3.0, 3.0])[::-1], PARTS)
    assert order(ranked) == sorted(order(ranked))


@given(tables(), weights)
def test_contributions_add_up_to_the_score(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    scores, sums = ranked["score"], points(ranked).sum(axis=1)
    assert sums[scores.notna()].to_numpy() == pytest.approx(
        scores[scores.notna()].to_numpy(), abs=1e-9
    )


@given(tables(), weights, st.data())
def test_removing_a_village_never_reverses_two_others(table, given_weights, data):
    gone = data.draw(st.sampled_from(table.index.tolist()))
    before = order(rank_villages(table, PARTS, given_weights).drop(gone))
    after = order(rank_villages(table.drop(gone), PARTS, given_weights))
    assert after == before


@given(tables(known=True), weights)
def test_a_dominated_village_never_ranks_above_its_dominator(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    signs = np.array([-1 if part.falling else 1 for part in PARTS])
    better = ranked[IDS].to_numpy() * signs
    for above in range(len(better)):
        for below in range(above + 1, len(better)):
            dominated = (better[below] >= better[above]).all()
            assert not (dominated and (better[below] > better[above]).any())


@given(st.floats(0, 1), st.sampled_from(PARTS))
def test_a_share_leads_back_to_its_value(share, part):
    assert share_of(np.array(value_at(share, part)), part) == pytest.approx(share)
