"""Plans are saved, compared, and frozen: then each house is a task."""

import shutil

import pytest

from desk.case_hand import Hand
from desk.plan_layers import classes, settings_named, title, villages
from desk.plan_settings import BudgetLine, PlanSettings, of_budget
from desk.planning import make_plan
from desk.scenarios import compare, freeze, save, summary_of
from desk.shelf import CountyShelf
from desk.workspace import open_workspace
from ledger.plans import OF_RECORD, SUPERSEDED, planned_houses, scenario
from ledger.roles import Acting, Role
from rules.errors import AccessError, StaleEditError
from tests.desk.plan_world import C_VILLAGE, D_VILLAGE, PLANNER, SOUND


@pytest.fixture
def hand(plan_shelf, tmp_path):
    """A copy of the county that may be written into."""
    root = tmp_path / "w"
    shutil.copytree(plan_shelf.workspace.root, root)
    made = open_workspace(root)
    yield Hand(made, PLANNER)
    made.ledger.close()


def test_a_saved_plan_keeps_settings_and_totals_and_no_household(hand, planned):
    found = planned(200_000, keep=(SOUND,))
    kept = save(hand, "先北后南", found)
    assert scenario(hand.workspace.ledger, kept.scenario_id) == kept
    assert kept.settings["keep"] == [SOUND]
    assert kept.summary["cost_cny"] == found.plan.cost_cny
    assert kept.summary["households"] == len(found.houses)
    assert sum(kept.summary["measures"].values()) == len(found.houses)
    assert not {*found.houses["household_id"]} & {*repr(kept.summary).split("'")}


def test_saved_settings_choose_the_same_houses_again(hand, planned):
    found = planned(130_000, drop=(C_VILLAGE,))
    kept = save(hand, "甲", found)
    shelf = CountyShelf(hand.workspace)
    assert settings_named(shelf, kept.scenario_id) == found.settings
    again = shelf.plan_at(kept.scenario_id)
    assert [*again.houses["household_id"]] == [*found.houses["household_id"]]
    assert title(shelf, {"plan": kept.scenario_id}).startswith("甲 · ")


def test_an_empty_plan_has_a_summary(planned):
    told = summary_of(planned(5_000))
    assert (told["villages"], told["households"], told["cost_cny"]) == (0, 0, 0)
    assert {*told["measures"].values()} == {0}


def test_a_plan_compared_with_itself_changes_nothing(planned):
    told = compare(planned(200_000), planned(200_000))
    assert told.enters.empty and told.leaves.empty and told.changes.empty
    assert (told.villages_enter, told.villages_leave) == ((), ())
    assert (told.cost_cny, told.people) == (0, 0.0)


def test_two_plans_say_who_enters_who_leaves_and_what_it_costs(planned):
    one, other = planned(100_000), planned(150_000, drop=(D_VILLAGE,), keep=(SOUND,))
    told = compare(one, other)
    before, after = {*one.houses["household_id"]}, {*other.houses["household_id"]}
    assert {*told.enters["household_id"]} == after - before
    assert {*told.leaves["household_id"]} == before - after
    assert "河口村" in told.villages_enter and told.villages_leave == ("石桥村",)
    assert told.cost_cny == other.plan.cost_cny - one.plan.cost_cny
    back = compare(other, one)
    assert (back.cost_cny, back.people) == (-told.cost_cny, -told.people)
    assert [*back.enters["household_id"]] == [*told.leaves["household_id"]]


def test_a_house_with_another_measure_changes(planned):
    ample = 10_000_000
    told = compare(planned(ample), planned(ample, measures=("strengthen", "rebuild")))
    changed = told.changes.set_index("household_id").loc["C3"]
    assert changed.tolist() == ["hdc", "strengthen"]
    assert "S0" in {*told.leaves["household_id"]}  # nothing else fits a sound house


def test_an_empty_plan_is_compared_too(planned):
    told = compare(planned(5_000), planned(50_000))
    assert len(told.enters) == len(planned(50_000).houses) and told.leaves.empty
    assert len(compare(planned(50_000), planned(5_000)).leaves) == len(told.enters)


def test_a_frozen_plan_makes_each_house_a_task(hand, planned):
    found = planned(200_000)
    kept = save(hand, "定稿", found)
    plan = freeze(hand, kept.scenario_id, kept.version, found)
    assert plan.state == OF_RECORD and plan.frozen_on == hand.day
    rows = planned_houses(hand.workspace.ledger, plan.scenario_id)
    own = found.houses.set_index("household_id")
    assert {row["household_id"] for row in rows} == {*own.index}
    for row in rows:
        house = own.loc[row["household_id"]]
        for name in ("village_code", "task", "measure", "way", "cost_cny", "budget"):
            assert row[name] == house[name]
        assert row["place_in_village"] == house["place_in_village"]
    assert sum(row["cost_cny"] for row in rows) == plan.summary["cost_cny"]


def test_a_house_that_two_sources_pay_names_none(hand, assessed):
    """Rule M3: the money is in the plan, the task names one source or none."""
    lines = (
        BudgetLine(name="中央", amount_cny=30_000),
        BudgetLine(name="市县", amount_cny=90_000),
    )
    found = make_plan(assessed, PlanSettings(budgets=lines))
    assert "中央、市县" in [*found.houses["budget"]]
    kept = save(hand, "两处", found)
    plan = freeze(hand, kept.scenario_id, kept.version, found)
    rows = planned_houses(hand.workspace.ledger, plan.scenario_id)
    assert {row["budget"] for row in rows} == {"中央", "市县", None}


def test_a_second_plan_of_the_year_takes_the_place_of_the_first(hand, planned):
    plans = []
    for amount in (100_000, 150_000):
        kept = save(hand, str(amount), planned(amount))
        plans.append(freeze(hand, kept.scenario_id, kept.version, planned(amount)))
    first, second = (scenario(hand.workspace.ledger, p.scenario_id) for p in plans)
    assert (first.state, second.state) == (SUPERSEDED, OF_RECORD)
    of_record = planned_houses(hand.workspace.ledger)
    assert {row["plan_id"] for row in of_record} == {second.scenario_id}
    assert len(of_record) == len(planned(150_000).houses)


def test_nobody_freezes_what_another_changed_or_is_not_theirs(hand, planned):
    """Rule A1."""
    found = planned(100_000)
    kept = save(hand, "甲", found)
    with pytest.raises(StaleEditError):
        freeze(hand, kept.scenario_id, kept.version - 1, found)
    leader = Hand(hand.workspace, Acting("赵县长", Role.LEADER))
    with pytest.raises(AccessError):
        save(leader, "乙", found)
    with pytest.raises(AccessError):
        freeze(leader, kept.scenario_id, kept.version, found)
    assert planned_houses(hand.workspace.ledger, kept.scenario_id) == []


def test_the_map_tells_measures_who_should_move_and_the_rest(plan_shelf, planned):
    found = planned(200_000)
    shown = classes(plan_shelf, found)
    ids = plan_shelf.exposure().household_id.to_pylist()
    by_id = dict(zip(ids, shown.tolist(), strict=True))
    assert by_id["D3"] == 2  # rebuilt
    assert by_id["F0"] == 4  # should move, not in the plan
    assert by_id["S6"] == 3  # moves by the plan
    assert by_id["N0"] == by_id["Q0"] == 255
    assert {*classes(plan_shelf, None).tolist()} == {255}


def test_the_map_tells_which_villages_enter_and_leave(planned):
    one, other = planned(100_000), planned(150_000, drop=(D_VILLAGE,), keep=(SOUND,))
    told = villages(other, one).set_index("code")
    assert told.loc[D_VILLAGE, "state"] == "leaves"
    assert told.loc[SOUND, "state"] == "enters"
    assert {*villages(one, None)["state"]} == {"kept"}
    assert {*villages(planned(5_000), one)["state"]} == {"leaves"}
    assert villages(None, None).empty


def test_keeping_a_plan_makes_no_shelf_stale(hand, planned):
    shelf = CountyShelf(hand.workspace)
    save(hand, "甲", planned(100_000))
    assert not shelf.is_stale()
    assert shelf.plan_at(shelf.ask_plan(of_budget(60_000))).plan.cost_cny <= 60_000
