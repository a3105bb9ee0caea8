import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.rank_reasons import changes, counterfactual, reasons
from geo.village_ranks import rank_villages
from rules.criteria import weights_of
from rules.remarks import Quantity
from tests.geo.villages import IDS, PARTS, tables, villages, weights


def said(remarks):
    return [str(remark) for remark in remarks]


def test_three_reasons_are_told_against_the_middle_village():
    table = villages(
        {"risk": 40.0, "dependence": 0.9, "equity": 0.4}, {"risk": 5.0}, {"risk": 4.0}
    )
    told = reasons(rank_villages(table, PARTS), PARTS, 0)
    assert [remark.values["criterion"] for remark in told] == [
        "people expected in heavily damaged houses within 30 years",
        "people who depend on others",
        "share of the town that was served so far",
    ]
    assert str(told[0]) == (
        "people expected in heavily damaged houses within 30 years: 40 people; "
        "the middle village has 5 people: 0.143 points more"
    )
    assert str(told[2]).endswith("40 %; the middle village has 20 %: 0.03 points fewer")


def test_what_is_not_known_is_no_reason():
    table = villages({"dependence": np.nan, "risk": 9.0}, {"dependence": 0.1})
    told = said(reasons(rank_villages(table, PARTS), PARTS, 0, count=9))
    assert not any(text.startswith("people who depend") for text in told)


def test_a_village_alone_is_its_own_middle():
    told = said(reasons(rank_villages(villages(risk=[7.0]), PARTS), PARTS, 0, count=1))
    assert told == [
        "people expected in heavily damaged houses within 30 years: 7 people, "
        "as in the middle village"
    ]


def test_the_counterfactual_is_the_smallest_single_change():
    # by equity alone: 0.3 has to fall under 0.25 of the first
    only = {"equity": 1.0}
    ranked = rank_villages(villages(equity=[0.25, 0.3]), PARTS, only)
    told = counterfactual(ranked, PARTS, 1, 1, only)
    assert str(told) == (
        "share of the town that was served so far: with 24.9 % instead of 30 % "
        "it would be among the first 1"
    )
    out = counterfactual(ranked, PARTS, 0, 1, only)
    assert str(out).endswith(
        "with 30.1 % instead of 25 % it would not be among the first 1"
    )


def test_a_weight_can_be_the_smallest_change():
    table = villages(
        {"dependence": 0.0, "equity": 0.0}, {"dependence": 1.0, "equity": 1.0}
    )
    nearly = {"dependence": 49, "equity": 51}
    ranked = rank_villages(table, PARTS, nearly)
    assert ranked.index.tolist() == [0, 1]
    told = counterfactual(ranked, PARTS, 1, 1, nearly)
    assert told.values["value"] == Quantity(0.51, "ratio")
    assert str(told).startswith(
        "Weight given to this: people who depend on others. With"
    )


def test_no_more_households_can_be_entitled_than_live_there():
    table = villages(need=[400.0, 20.0]).assign(households=[400, 30])
    only = {"need": 1.0}
    ranked = rank_villages(table, PARTS, only)
    assert counterfactual(ranked, PARTS, 1, 1, only) is None


def test_where_all_are_chosen_no_change_matters():
    ranked = rank_villages(villages(risk=[1.0, 2.0]), PARTS)
    assert counterfactual(ranked, PARTS, 0, 2) is None
    assert counterfactual(ranked, PARTS, 0, 0) is None


def test_a_whole_number_of_households_is_said():
    only = {"need": 1.0}
    ranked = rank_villages(villages(need=[40.0, 20.0]), PARTS, only)
    assert counterfactual(ranked, PARTS, 1, 1, only).values["value"].value == 41.0


def changed(table, position, change, given_weights):
    """Apply a change and rank again."""
    if not change.of_weight:
        after = table.copy()
        after.loc[position, change.part.id] = change.value
        return rank_villages(after, PARTS, given_weights)
    rest = weights_of(PARTS, given_weights)
    left = 1 - rest.pop(change.part.id)
    others = {id_: w / left * (1 - change.value) for id_, w in rest.items()}
    return rank_villages(table, PARTS, others | {change.part.id: change.value})


@settings(max_examples=40)
@given(tables(), weights, st.data())
def test_every_change_that_is_told_moves_the_village_across(table, given_weights, data):
    ranked = rank_villages(table, PARTS, given_weights)
    position = data.draw(st.sampled_from(table.index.tolist()))
    first_k = data.draw(st.integers(1, len(table)))
    found = changes(ranked, PARTS, position, first_k, given_weights)
    inside = ranked.loc[position, "rank"] <= first_k
    assert [change.size for change in found] == sorted(c.size for c in found)
    for change in found:
        again = changed(table, position, change, given_weights)
        assert (again.loc[position, "rank"] <= first_k) != inside


@settings(max_examples=20)
@given(tables(known=True), st.data())
def test_no_smaller_change_of_a_value_is_enough(table, data):
    ranked = rank_villages(table, PARTS)
    position = data.draw(st.sampled_from(table.index.tolist()))
    first_k = data.draw(st.integers(1, len(table) - 1))
    found = [
        change
        for change in changes(ranked, PARTS, position, first_k)
        if change.part.id in ("dependence", "equity") and not change.of_weight
    ]
    assume(found)
    change, inside = found[0], ranked.loc[position, "rank"] <= first_k
    half = change._replace(value=change.now + 0.5 * (change.value - change.now))
    again = changed(table, position, half, None)
    step = 0.02  # what rounding to three digits may add
    if change.size > step:
        assert (again.loc[position, "rank"] <= first_k) == inside


@given(tables(), weights)
def test_every_village_has_its_reasons(table, given_weights):
    ranked = rank_villages(table, PARTS, given_weights)
    for position in table.index:
        told = reasons(ranked, PARTS, position, count=len(IDS))
        apart = [remark.values["points"].value for remark in told]
        assert apart == sorted(apart, reverse=True)


def test_the_change_is_pointed_at_the_right_side():
    with pytest.raises(KeyError):
        reasons(rank_villages(villages(risk=[1.0]), PARTS), PARTS, 7)
