"""What binds a plan besides money, and what a village is worth to it."""

from datetime import date

import pytest

from desk.case_hand import Hand
from desk.plan_limits import money_left_cny, what_binds, without_village, worth_of
from desk.plan_settings import of_budget
from desk.scenarios import save
from desk.shelf import CountyShelf
from ledger.plans import scenarios
from ledger.schema import case_step, retrofit_case
from tests.desk.plan_world import ACT, C_VILLAGE, D_VILLAGE, PLANNER, made_workspace

AMPLE_CNY = 10_000_000


@pytest.fixture
def own(tmp_path):
    made = made_workspace(tmp_path / "w", villages=(C_VILLAGE, D_VILLAGE))
    yield made
    made.ledger.close()


def test_money_that_a_limit_of_villages_leaves_is_told_with_what_it_would_do(planned):
    found, free = planned(AMPLE_CNY, most_villages=1), planned(AMPLE_CNY)
    assert money_left_cny(found) == AMPLE_CNY - found.plan.cost_cny
    said = str(what_binds(found))
    assert "at most 1 villages" in said
    assert f"{len(free.houses)} households in {len(free.villages)} villages" in said


def test_money_that_is_used_up_binds_alone(planned):
    found = planned(36_000)
    assert (money_left_cny(found), what_binds(found)) == (0, None)


def test_money_left_because_everybody_is_served_is_no_limit(planned):
    assert what_binds(planned(AMPLE_CNY)) is None


def test_a_chosen_village_says_what_its_money_saves(planned):
    found = planned(AMPLE_CNY)
    village = found.villages.index[0]
    row = found.villages.loc[village]
    said = str(worth_of(found, village))
    assert said.startswith(f"In the plan, because {row['households']} houses for ")
    assert worth_of(found, -5) is None


def test_without_a_village_another_comes_in_or_less_is_kept(planned):
    found = planned(AMPLE_CNY, most_villages=1)
    (code,) = found.villages["village_code"]
    assert "would come in" in str(without_village(found, code))
    every = planned(AMPLE_CNY)
    code = every.villages["village_code"].iloc[0]
    assert str(without_village(every, code)).endswith("fewer would be kept safe.")


def test_the_price_of_a_demand_is_told_by_one_unit_and_as_a_whole(plan_shelf):
    settings = of_budget(AMPLE_CNY, most_villages=1)
    prices = plan_shelf.prices(settings).set_index("kind")
    free = plan_shelf.plan(of_budget(AMPLE_CNY)).plan.gain
    gain = free - plan_shelf.plan(settings).plan.gain
    assert prices.loc["most_villages", "without_change"] == pytest.approx(gain)
    assert prices.loc["most_villages", "gain_change"] <= gain


def test_an_approved_case_is_not_planned_again(own):
    day = date(2026, 3, 3)
    with own.ledger.writing(**ACT | {"scope": "cases"}) as entry:
        told = {"case_id": "1", "household_id": "C0"}
        task = {"task": "dangerous_house_retrofit", "opened_on": day}
        entry.write(retrofit_case, [told | task])
        steps = [told | {"step": s, "on_date": day} for s in ("found", "applied")]
        entry.write(case_step, steps)
    options = CountyShelf(own).assessed().proposed
    assert not options.apart["under_way"].any()
    with own.ledger.writing(**ACT | {"scope": "cases"}) as entry:
        entry.write(case_step, [told | {"step": "county_approval", "on_date": day}])
    shelf = CountyShelf(own)
    ids = shelf.exposure().household_id.to_pylist()
    left = {ids[house] for house in shelf.assessed().proposed.options.house}
    apart = shelf.assessed().proposed.apart["under_way"]
    assert "C0" not in left
    assert [ids[house] for house in apart.nonzero()[0]] == ["C0"]


def test_a_draft_kept_again_under_its_name_is_replaced(own):
    shelf, hand = CountyShelf(own), Hand(own, PLANNER)
    save(hand, "甲案", shelf.plan(of_budget(100_000)))
    save(hand, " 甲案 ", shelf.plan(of_budget(200_000)))
    (kept,) = scenarios(own.ledger)
    assert (kept.name, kept.budget_cny) == ("甲案", 200_000)
