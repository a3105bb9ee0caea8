from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.damage import Damage
from geo.learning import Tags
from geo.triage import triage
from tests.geo.worlds import county


def damage(*heavy, scenarios=None, struck=None):
    heavy = np.array(heavy, dtype=np.float32)
    none = np.where(np.isnan(heavy), np.nan, 0)
    columns = [1 - heavy, none, none, heavy, none]
    spread = [heavy / 2, heavy * 2] if scenarios is None else scenarios
    return Damage(
        probabilities=np.stack(columns, axis=1).astype(np.float32),
        heavy_scenarios=np.array(spread, dtype=np.float32),
        struck=~np.isnan(heavy) if struck is None else np.array(struck),
    )


def test_the_score_is_the_product_of_its_parts():
    houses = county(occupants=[4, 2], dependents=[1, 2])
    result = triage(houses, damage(0.5, 0.25))
    # .5 * 4 * (1 + 1/4) and .25 * 2 * (1 + 2/2)
    assert result.score.tolist() == [2.5, 1.0]
    assert result.dependence.tolist() == [1.25, 2.0]
    assert result.rank.tolist() == [1, 2]
    assert result.order.tolist() == [0, 1]


def test_people_not_counted_are_a_mean_and_flagged_and_nobody_is_nobody():
    houses = county(occupants=[-1, 0, 3], dependents=[-1, 0, -1])
    result = triage(houses, damage(0.5, 0.5, 0.5))
    assert result.people == pytest.approx([2.6, 0.0, 3.0])
    assert result.people_known.tolist() == [False, True, True]
    assert result.dependence == pytest.approx([1.35, 1.0, 1.35])
    assert result.dependence_known.tolist() == [False, True, False]


def test_ties_follow_the_identifier_and_unknown_hazards_come_last_but_come():
    houses = county(
        occupants=[1] * 5, dependents=[0] * 5, household_id=["e", "d", "c", "b", "a"]
    )
    result = triage(houses, damage(np.nan, 0.5, 0.5, 0.0, np.nan))
    assert result.rank.tolist() == [5, 2, 1, 3, 4]
    assert np.isnan(result.score[[0, 4]]).all()
    assert result.unknown_households == 2


def test_counts_by_village_and_town():
    # two in 柳沟村 and one in 石桥村 of one town; one in the other; one of no village
    houses = county(village=[0, 0, 1, 2, -1], occupants=[1] * 5, dependents=[0] * 5)
    struck = [True, False, False, True, True]
    result = triage(houses, damage(0.2, 0.3, np.nan, 0.4, 0.1, struck=struck))
    villages = pd.DataFrame(result.villages).set_index("code")
    assert villages.index.tolist() == [
        "",
        "990001001001",
        "990001001002",
        "990001002001",
    ]
    assert villages["households"].tolist() == [1, 2, 1, 1]
    assert villages["struck"].tolist() == [1, 1, 0, 1]
    assert villages["unknown"].tolist() == [0, 0, 1, 0]
    assert villages["heavy_middle"].round(3).tolist()[:2] == [0.1, 0.5]
    assert np.isnan(villages.loc["990001001002", "heavy_middle"])
    towns = pd.DataFrame(result.towns).set_index("code")
    assert towns.index.tolist() == ["", "990001001", "990001002"]
    assert towns["name"].tolist() == ["", "东河镇", "西山乡"]
    assert towns["households"].tolist() == [1, 3, 1]
    assert towns["unknown"].tolist() == [0, 1, 0]
    assert towns["heavy_middle"].round(3).tolist() == [0.1, 0.5, 0.4]
    assert towns["heavy_high"].round(3).tolist() == [0.2, 1.0, 0.8]


def test_the_total_lies_between_the_least_and_the_greatest_scenario():
    houses = county(village=[0, 1], occupants=[1, 1], dependents=[0, 0])
    scenarios = [[0.1, 0.3], [0.3, 0.2], [0.2, 0.0]]
    result = triage(houses, damage(0.2, 0.2, scenarios=scenarios))
    # a model holds for the whole county: 0.2, not the least of every house
    assert result.heavy_total == pytest.approx((0.2, 0.4, 0.5))


def test_scenarios_never_leave_out_the_expected_number():
    houses = county(1, village=[0])
    result = triage(houses, damage(0.5, scenarios=[[0.6], [0.7]]))
    assert result.heavy_total == pytest.approx((0.5, 0.5, 0.7))


def test_where_nothing_is_known_the_total_is_unknown_and_not_zero():
    result = triage(county(2, village=[0, 1]), damage(np.nan, np.nan))
    assert np.isnan(result.heavy_total).all()
    assert sorted(result.rank.tolist()) == [1, 2]


def visits(positions, tag):
    count = len(positions)
    return Tags(
        position=np.array(positions, np.int64),
        tag=np.full(count, tag, np.int8),
        damage_grade=np.full(count, -1, np.int8),
        reason=np.zeros(count, np.int8),
    )


def test_visited_doors_come_last_and_count_as_what_was_found():
    houses = county(3, village=[0, 0, 1], occupants=[2] * 3, dependents=[0] * 3)
    result = triage(houses, damage(0.5, 0.4, 0.3), tags=visits([0], 2))
    assert result.rank.tolist() == [3, 1, 2]
    assert result.visited.tolist() == [True, False, False]
    # red is given to .01 of grade 1 and .76 of grade 4
    assert result.heavy[0] == pytest.approx(0.76 / 0.77)
    assert [v["visited"] for v in result.villages] == [1, 0, 0]
    assert result.heavy_total.middle == pytest.approx(0.76 / 0.77 + 0.7)


def test_the_countys_own_classes_go_first_in_their_order():
    houses = county(4, occupants=[1] * 4, dependents=[0] * 4)
    first = np.array([0, 2, 1, 0], np.int16)
    result = triage(houses, damage(0.9, 0.1, np.nan, 0.5), first=first)
    assert result.order.tolist() == [2, 1, 0, 3]


def test_people_in_danger_are_those_inside_at_that_hour():
    houses = county(2, village=[0, 1], occupants=[4, 2], dependents=[0, 0])
    result = triage(houses, damage(0.5, 0.25), inside_ratio=0.5)
    assert result.danger.tolist() == [1.0, 0.25]
    assert result.people_total.middle == pytest.approx(1.25)
    assert result.villages[0]["danger_middle"] == pytest.approx(1.0)


def test_a_visit_that_costs_twice_as_much_counts_half():
    houses = county(2, occupants=[1, 1], dependents=[0, 0])
    effort = np.array([2.0, 1.0], np.float32)
    result = triage(houses, damage(0.5, 0.5), effort=effort)
    assert result.score.tolist() == [0.25, 0.5]


class TwoModels:
    """One model says nobody, the other everybody; a door counts once."""

    model_weight = np.array([0.75, 0.25])

    def sums(self, weights, place, places):
        whole = np.bincount(place, weights=weights, minlength=places)
        return np.stack([np.zeros((2, places)), np.tile(whole, (2, 1))])


def test_a_total_is_the_envelope_of_models_each_taken_for_true():
    houses = county(4, village=[0, 0, 1, 1], occupants=[1] * 4, dependents=[0] * 4)
    certain = replace(damage(0.0, 0.0, 1.0, 1.0), spread=TwoModels())
    result = triage(houses, certain)
    assert result.heavy_total == pytest.approx((0.0, 1.0, 4.0))
    assert result.villages[0]["heavy_high"] == pytest.approx(2.0)
    towns = {town["code"]: town["heavy_high"] for town in result.towns}
    assert towns["990001001"] == pytest.approx(4.0)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(float("nan")), st.floats(0, 1, width=32)),
            st.integers(-1, 9),
            st.integers(-1, 9),
            st.integers(-1, 2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_ranks_are_a_permutation_and_unknown_is_never_zero(rows):
    heavy, occupants, dependents, village = zip(*rows, strict=True)
    houses = county(occupants=occupants, dependents=dependents, village=village)
    result = triage(houses, damage(*heavy))
    assert sorted(result.rank.tolist()) == list(range(1, len(rows) + 1))
    unknown = np.isnan(np.array(heavy))
    assert (np.isnan(result.score) == unknown).all()
    assert (result.dependence >= 1).all()
    assert sum(v["households"] for v in result.villages) == len(rows)
    assert sum(t["unknown"] for t in result.towns) == unknown.sum()
    in_order = result.score[result.order]
    known = in_order[~np.isnan(in_order)]
    assert (np.diff(known) <= 0).all()
    assert np.isnan(in_order[len(known) :]).all()
