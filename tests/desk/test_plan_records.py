"""Plans are kept by the planner, read by leaders, and given to towns as tasks."""

from dataclasses import replace

import pytest

from desk.case_hand import Hand
from desk.history_words import act_word, thing_word
from desk.plan_records import (
    Draft,
    drop_plan,
    freeze_plan,
    is_behind,
    planned_for,
    rename_plan,
    save_plan,
    saved_plans,
)
from desk.snapshot import exposure_of
from ledger.plans import DRAFT, DROPPED, OF_RECORD, SUPERSEDED, PlannedHouse, scenario
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import household
from rules.errors import AccessError, PlanningError, StaleEditError
from tests.desk.field_world import (
    LEADER,
    OFFICER,
    OTHER_VILLAGE,
    PLANNER,
    REPORTER,
    TOWN,
    VILLAGE,
    made_workspace,
)

DRAFTED = Draft(
    name="三百万元，先北后南",
    year=2027,
    settings={"keep": [VILLAGE], "keep_houses": ["H1"]},
    summary={"houses": 2, "gain": 0.25},
    budget_cny=3_000_000,
    position=1,
)


@pytest.fixture
def hand(tmp_path):
    workspace = made_workspace(tmp_path / "w")
    yield Hand(workspace, PLANNER)
    workspace.ledger.close()


def house(household_id, village=VILLAGE, place=1):
    return PlannedHouse(
        household_id=household_id,
        village_code=village,
        task="seismic_retrofit",
        measure="hdc",
        way="修缮加固",
        cost_cny=15_000,
        place_in_village=place,
    )


def frozen(hand, *houses, **more):
    kept = save_plan(hand, replace(DRAFTED, **more))
    return freeze_plan(hand, kept.scenario_id, houses, version=kept.version)


def test_a_plan_is_kept_under_its_name_with_the_document_it_rests_on(hand):
    kept = save_plan(hand, replace(DRAFTED, name="  三百万元，\n先北后南 "))
    assert scenario(hand.workspace.ledger, kept.scenario_id) == kept
    assert (kept.name, kept.state, kept.made_on) == (
        "三百万元， 先北后南",
        DRAFT,
        hand.day,
    )
    assert kept.policy.startswith("990001 ")
    assert len({kept.scenario_id, save_plan(hand, DRAFTED).scenario_id}) == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [("  ", "needs a name"), ("长" * 81, "has 81 letters, at most 80")],
)
def test_a_plan_needs_a_name_that_fits(hand, name, says):
    with pytest.raises(PlanningError, match=says):
        save_plan(hand, replace(DRAFTED, name=name))


def test_a_plan_is_changed_and_renamed_by_who_saw_it_as_it_is(hand):
    kept = save_plan(hand, DRAFTED)
    seen = {"scenario_id": kept.scenario_id, "version": kept.version}
    changed = save_plan(hand, replace(DRAFTED, budget_cny=2_000_000), **seen)
    assert changed.budget_cny == 2_000_000
    with pytest.raises(StaleEditError, match="was changed by 张县局"):
        save_plan(hand, DRAFTED, **seen)
    renamed = rename_plan(hand, kept.scenario_id, "乙", version=changed.version)
    assert (renamed.name, renamed.budget_cny) == ("乙", 2_000_000)


def test_a_plan_of_record_is_dropped_for_a_reason_only(hand):
    plan = frozen(hand, house("H1"))
    with pytest.raises(PlanningError, match="say why it is dropped"):
        drop_plan(hand, plan.scenario_id, version=plan.version)
    why = replace(hand, note="年度任务调整")
    drop_plan(why, plan.scenario_id, version=plan.version)
    ledger = hand.workspace.ledger
    assert scenario(ledger, plan.scenario_id).state == DROPPED
    assert for_role(ledger, PLANNER).log()[0]["note"] == "年度任务调整"
    draft = save_plan(hand, DRAFTED)
    drop_plan(hand, draft.scenario_id, version=draft.version)
    assert saved_plans(hand.workspace, PLANNER) == []


@pytest.mark.parametrize(
    "who", [LEADER, OFFICER, REPORTER, replace(PLANNER, area=TOWN)]
)
def test_the_planner_of_the_whole_county_writes_plans_and_nobody_else(hand, who):
    """Rule A1."""
    kept = save_plan(hand, DRAFTED)
    other = replace(hand, acting=who)
    for act in (
        lambda: save_plan(other, DRAFTED),
        lambda: rename_plan(other, kept.scenario_id, "x", version=kept.version),
        lambda: drop_plan(other, kept.scenario_id, version=kept.version),
        lambda: freeze_plan(other, kept.scenario_id, [house("H1")], version=1),
    ):
        with pytest.raises(AccessError):
            act()
    assert hand.workspace.ledger.position() == kept.version


def test_leaders_read_what_came_of_plans_and_no_household(hand):
    """Rule A1: leaders look, at totals."""
    kept = save_plan(hand, DRAFTED)
    (planner,) = saved_plans(hand.workspace, PLANNER)
    assert planner["settings"] == DRAFTED.settings
    assert (planner["scenario_id"], planner["version"]) == (
        kept.scenario_id,
        kept.version,
    )
    (leader,) = saved_plans(hand.workspace, LEADER)
    assert leader["summary"] == DRAFTED.summary
    assert "settings" not in leader
    assert "H1" not in repr(leader)
    with pytest.raises(AccessError, match="does not read planned_house"):
        planned_for(hand.workspace, LEADER)
    with pytest.raises(AccessError, match="does not read scenario"):
        saved_plans(hand.workspace, OFFICER)


def test_what_took_the_place_of_a_plan_stands_above_it(hand):
    first, second = frozen(hand, house("H1")), frozen(hand, house("H2"))
    rows = saved_plans(hand.workspace, PLANNER)
    assert [(row["scenario_id"], row["state"]) for row in rows] == [
        (second.scenario_id, OF_RECORD),
        (first.scenario_id, SUPERSEDED),
    ]


def test_a_town_reads_the_houses_that_the_plan_of_record_gives_it(hand):
    """Rule A1: the town runs the work in its own villages."""
    frozen(hand, house("H2"))  # superseded
    plan = frozen(hand, house("H3", OTHER_VILLAGE), house("H2", place=2), house("H1"))
    rows = planned_for(hand.workspace, OFFICER)
    assert [row["household_id"] for row in rows] == ["H1", "H2"]
    assert {(row["plan_id"], row["name"], row["year"]) for row in rows} == {
        (plan.scenario_id, plan.name, 2027)
    }
    assert [r["household_id"] for r in planned_for(hand.workspace, PLANNER)] == [
        "H1",
        "H2",
        "H3",
    ]
    with pytest.raises(AccessError, match="reaches beyond"):
        planned_for(hand.workspace, OFFICER, area=OTHER_VILLAGE)


def test_no_plan_makes_the_snapshot_of_the_houses_anew(hand):
    workspace = hand.workspace
    exposure = exposure_of(workspace)
    plan = frozen(hand, house("H1"), position=exposure.position)
    assert exposure_of(workspace).position == exposure.position
    assert len(list(workspace.folder("snapshots").glob("exposure-*"))) == 1
    assert not is_behind(workspace, plan)
    with workspace.ledger.writing(actor="t", verb="survey", scope="exposure") as entry:
        entry.write(household, [{"household_id": "H4", "village_code": VILLAGE}])
    assert is_behind(workspace, plan)


def test_the_history_says_in_words_what_was_done_to_a_plan(hand):
    """Rule A2."""
    frozen(hand, house("H1"))
    reader = for_role(hand.workspace.ledger, Acting("t", Role.AUDITOR))
    policy = hand.policy
    verbs = [act_word(row["verb"], policy, str) for row in reader.log()[:2]]
    assert verbs == ["plan made the plan of record", "plan kept"]
    changes = reader.changes(hand.workspace.ledger.position())
    assert {thing_word(one, policy, str) for one in changes} == {
        "plan",
        "house of a plan",
    }
