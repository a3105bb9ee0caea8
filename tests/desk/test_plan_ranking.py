"""Which villages are ranked, by which weights and methods, and how sure that is."""

import numpy as np
import pytest

from desk.plan_ranking import compared, draw_ranks, rank, rank_by
from desk.plan_settings import of_budget
from desk.plan_tables import parts_of
from rules.criteria import criteria
from rules.errors import PlanningError
from tests.desk.plan_world import C_VILLAGE, D_VILLAGE, FLOODED, SOUND, UNSEEN

AMPLE_CNY = 10_000_000


def ids(found):
    return set(found.houses["household_id"])


def test_only_villages_at_seven_and_above_are_ranked(plan_shelf, planned):
    """Rule H5: dangerous houses on quiet ground make no seismic pilot."""
    villages = plan_shelf.ranking()["village_code"].tolist()
    assert villages == [C_VILLAGE, D_VILLAGE, UNSEEN, SOUND]
    assert not {"Q0", "Q1"} & ids(planned(AMPLE_CNY))


def test_a_village_mostly_in_the_flood_way_is_out(assessed, planned):
    row = assessed.out[assessed.out["village_code"] == FLOODED].iloc[0]
    assert (row["vetoed"], row["households"], row["out"]) == (3, 4, True)
    assert row["reasons"] == ("avoid_flood_way",)
    assert not {"F0", "F3"} & ids(planned(AMPLE_CNY))


def test_the_points_of_the_criteria_add_up_to_the_score(assessed, planned):
    """To 1e-9, whatever the weights; what is unknown gives its weight to the rest."""
    unseen = planned(AMPLE_CNY).ranked.set_index("village_code").loc[UNSEEN]
    assert np.isnan(unseen["homogeneity"])
    for weights in ((), (("risk", 2.0), ("homogeneity", 1.0)), (("access", 1.0),)):
        ranked = rank(assessed, of_budget(1, weights=weights))
        for _, row in ranked.iterrows():
            points = [part["points"] for part in parts_of(row, criteria().parts)]
            assert sum(p for p in points if p is not None) == pytest.approx(
                row["score"], abs=1e-9
            )


def test_compared_criteria_weigh_as_they_were_judged():
    pairs = (("need", "risk", 0.5), ("risk", "density", 4.0), ("need", "density", 2.0))
    weights, ratio = compared(pairs)
    told = {"risk": 4 / 7, "need": 2 / 7, "density": 1 / 7}
    assert weights == pytest.approx(told)
    assert ratio == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(PlanningError, match="outside of 1/9 to 9"):
        compared((("risk", "need", 0.0),))


@pytest.mark.parametrize("method", ["spotis", "saw", "topsis", "vikor", "copeland"])
def test_every_method_ranks_every_village(assessed, method):
    table = rank_by(assessed, method)
    assert table["rank"].is_monotonic_increasing
    assert {*table["village_code"]} == {C_VILLAGE, D_VILLAGE, SOUND, UNSEEN}


def test_the_same_draws_come_again(assessed):
    ranked = rank(assessed)
    one, again = (draw_ranks(assessed, ranked, None, 50) for _ in range(2))
    assert (one.ranks == again.ranks).all()
    assert one.in_first(len(ranked)).tolist() == [1.0] * len(ranked)
