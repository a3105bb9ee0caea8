"""Plans on record: kept as drafts, frozen whole, replaced, never edited in silence."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from sqlalchemy import select

from ledger.audit import Change
from ledger.erasing import erase, household_things
from ledger.plans import (
    DRAFT,
    DROPPED,
    OF_RECORD,
    SUPERSEDED,
    plan_of_household,
    plan_of_record,
    planned_houses,
    scenario,
    scenarios,
)
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import household, planned_house
from ledger.verifying import verify
from ledger.versions import entry
from rules.errors import PlanningError, SchemaError, StaleEditError
from tests.ledger.plan_world import (
    DAY,
    OTHER_VILLAGE,
    VILLAGE,
    drafted,
    drop,
    freeze,
    house,
    make_ledger,
    save,
)


@pytest.fixture
def ledger(tmp_path):
    ledger = make_ledger(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def states(ledger):
    return {one.scenario_id: one.state for one in scenarios(ledger)}


def test_a_plan_comes_back_as_it_was_kept(ledger):
    kept = save(ledger, drafted())
    assert kept == replace(drafted(), version=2)
    assert scenario(ledger, "s1") == kept
    assert scenarios(ledger) == [kept]
    assert verify(ledger).sound


def test_keeping_it_unchanged_is_no_entry(ledger):
    kept = save(ledger, drafted())
    assert save(ledger, kept) == kept
    assert ledger.position() == 2


def test_the_plan_that_was_changed_last_comes_first(ledger):
    first = save(ledger, drafted("s1"))
    save(ledger, drafted("s2"))
    assert [one.scenario_id for one in scenarios(ledger)] == ["s2", "s1"]
    save(ledger, replace(first, name="先南后北"))
    assert [one.name for one in scenarios(ledger)] == ["先南后北", "先北后南"]


def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten(ledger):
    kept = save(ledger, drafted())
    save(ledger, replace(kept, budget_cny=200_000))
    with pytest.raises(StaleEditError, match="plan s1 was changed by 张县局") as raised:
        save(ledger, replace(kept, budget_cny=300_000))
    (found,) = raised.value.differences
    assert [found[name] for name in ("field", "base", "theirs", "mine")] == [
        "budget_cny",
        100_000,
        200_000,
        300_000,
    ]
    with pytest.raises(StaleEditError):
        freeze(ledger, kept, house())
    with pytest.raises(StaleEditError):
        drop(ledger, "s1", kept.version)
    assert scenario(ledger, "s1").budget_cny == 200_000


def test_a_dropped_plan_is_not_listed_and_is_still_known(ledger):
    kept = save(ledger, drafted())
    drop(ledger, "s1", kept.version)
    assert scenarios(ledger) == []
    assert scenario(ledger, "s1").state == DROPPED
    with pytest.raises(PlanningError, match="no plan 's2' on record"):
        scenario(ledger, "s2")


def test_a_frozen_plan_is_of_record_with_its_houses_under_one_entry(ledger):
    kept = save(ledger, drafted())
    two = (house("H4", place_in_village=1), house("H2", place_in_village=2))
    seq = freeze(ledger, kept, *two, house("H1"))
    assert seq == ledger.position() == kept.version + 1
    frozen = plan_of_record(ledger)
    assert (frozen.state, frozen.frozen_on, frozen.version) == (OF_RECORD, DAY, seq)
    rows = planned_houses(ledger)
    assert [row["household_id"] for row in rows] == ["H1", "H2", "H4"]
    assert rows[0] == {"plan_id": "s1"} | vars(house("H1"))
    assert rows == planned_houses(ledger, "s1")
    query = select(planned_house.c.entry_seq).distinct()
    assert list(ledger.rows(query)) == [(seq,)]
    assert verify(ledger).sound


def test_the_numbers_of_a_computation_are_kept_as_numbers(ledger):
    kept = save(ledger, drafted(position=np.int64(1), budget_cny=np.int64(99_000)))
    one = house(cost_cny=np.int64(9_000), place_in_village=np.int32(3))
    freeze(ledger, kept, one)
    (row,) = planned_houses(ledger)
    assert (row["cost_cny"], row["place_in_village"]) == (9_000, 3)
    assert verify(ledger).sound


def test_another_plan_of_the_same_year_takes_the_place_of_the_first(ledger):
    freeze(ledger, save(ledger, drafted("s1")), house("H1"))
    freeze(ledger, save(ledger, drafted("s2")), house("H2"))
    freeze(ledger, save(ledger, drafted("s3", year=2028)), house("H3"))
    assert states(ledger) == {"s3": OF_RECORD, "s2": OF_RECORD, "s1": SUPERSEDED}
    assert [row["household_id"] for row in planned_houses(ledger)] == ["H2", "H3"]
    assert [row["household_id"] for row in planned_houses(ledger, "s1")] == ["H1"]
    assert plan_of_record(ledger).scenario_id == "s3"
    assert plan_of_record(ledger, 2027).scenario_id == "s2"
    assert plan_of_record(ledger, 2026) is None
    assert verify(ledger).sound


def test_a_household_learns_what_the_plan_of_record_gives_it(ledger):
    freeze(ledger, save(ledger, drafted("s1")), house("H1"), house("H2"))
    freeze(ledger, save(ledger, drafted("s2", year=2028)), house("H1", cost_cny=1))
    given = plan_of_household(ledger, "H1")
    assert (given["plan_id"], given["year"], given["cost_cny"]) == ("s2", 2028, 1)
    assert plan_of_household(ledger, "H2")["name"] == "先北后南"
    assert plan_of_household(ledger, "H4") is None
    drop(ledger, "s1", scenario(ledger, "s1").version)
    assert plan_of_household(ledger, "H2") is None


def test_a_past_day_has_the_plan_of_that_day(tmp_path):
    ledger = make_ledger(tmp_path / "ledger.sqlite")
    freeze(ledger, save(ledger, drafted()), house())
    before = date(2000, 1, 1)
    assert (plan_of_record(ledger, on=before), planned_houses(ledger, on=before)) == (
        None,
        [],
    )
    assert plan_of_record(ledger, on=datetime.now().date()).state == OF_RECORD
    ledger.close()


@pytest.mark.parametrize("after", [OF_RECORD, SUPERSEDED, DROPPED])
def test_what_is_no_draft_any_more_is_not_changed(ledger, after):
    kept = save(ledger, drafted())
    if after == DROPPED:
        drop(ledger, "s1", kept.version)
    else:
        freeze(ledger, kept, house())
    if after == SUPERSEDED:
        freeze(ledger, save(ledger, drafted("s2")), house())
        with pytest.raises(PlanningError, match="no draft any more"):
            drop(ledger, "s1", scenario(ledger, "s1").version)
    now = scenario(ledger, "s1")
    assert now.state == after
    for change in (
        lambda: save(ledger, replace(now, name="x", state=DRAFT)),
        lambda: freeze(ledger, now, house()),
    ):
        with pytest.raises(PlanningError, match="先北后南 is no draft any more"):
            change()
    assert scenario(ledger, "s1") == now


@pytest.mark.parametrize(
    ("houses", "error", "says"),
    [
        ([], PlanningError, "has no house"),
        ([house("H1"), house("H1")], PlanningError, "names household H1 twice"),
        ([house("H1"), house("H9")], PlanningError, "1 houses .* such as H9"),
        ([house(cost_cny=100_001)], PlanningError, "cost 100,001 yuan"),
        ([house(measure="paint")], SchemaError, "'paint' is none of: strengthen"),
        ([house(task="x")], SchemaError, "'x' is none of"),
        ([house(way="x")], SchemaError, "'x' is none of"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused_whole(
    ledger, houses, error, says
):
    kept = save(ledger, drafted())
    with pytest.raises(error, match=says):
        freeze(ledger, kept, *houses)
    assert scenario(ledger, "s1") == kept
    assert (planned_houses(ledger), ledger.position()) == ([], kept.version)


def test_a_plan_that_is_not_on_record_is_not_frozen_or_dropped(ledger):
    with pytest.raises(PlanningError, match="no plan 's1' on record"):
        freeze(ledger, drafted(), house())
    with pytest.raises(PlanningError, match="no plan 's1' on record"):
        drop(ledger, "s1", 0)


def test_settings_that_are_too_long_are_refused_with_the_way_out(ledger):
    long = {"keep": ["990001100200000000001"] * 1_000}
    with pytest.raises(PlanningError, match="keep or drop whole villages"):
        save(ledger, drafted(settings=long))


def test_thousands_of_houses_are_frozen_at_once(ledger):
    ids = [f"N{number:05d}" for number in range(3_000)]
    with ledger.writing(actor="t", verb="survey", scope="exposure") as writing:
        rows = [{"household_id": id_, "village_code": VILLAGE} for id_ in ids]
        writing.write(household, rows)
    kept = save(ledger, drafted(budget_cny=10**8))
    freeze(ledger, kept, *[house(id_) for id_ in ids])
    assert len(planned_houses(ledger)) == 3_000
    assert verify(ledger).sound


def test_no_plan_moves_what_is_made_of_the_households(ledger):
    before = ledger.position("exposure")
    freeze(ledger, save(ledger, drafted()), house())
    assert ledger.position("exposure") == before
    assert ledger.position("plans") == ledger.position()


def test_a_household_that_is_erased_stays_in_the_plan_without_a_name(ledger):
    """Rule A2: what was decided stays readable, and the chain whole."""
    named = {"household_id": "H5", "village_code": VILLAGE, "head_name": "欧阳消失"}
    with ledger.writing(actor="t", verb="survey", scope="exposure") as writing:
        writing.write(household, [named])
    freeze(ledger, save(ledger, drafted()), house("H5"))
    things = household_things(ledger, "H5")
    erase(ledger, things, basis="依申请", acting_name="t", role="planner")
    assert verify(ledger).sound
    assert [row["household_id"] for row in planned_houses(ledger)] == ["H5"]
    assert "欧阳消失".encode() not in ledger.path.read_bytes()


def test_the_history_of_a_household_tells_that_it_entered_the_plan(ledger):
    """Rule A2."""
    freeze(ledger, save(ledger, drafted()), house("H4"))
    officer = for_role(ledger, Acting("王", Role.TOWN_OFFICER, OTHER_VILLAGE[:9]))
    (head, changes), *_ = officer.history("H4")
    assert (head["scope"], head["actor"]) == ("plans", "张县局")
    change = next(one for one in changes if one.field == "measure")
    seq = ledger.position()
    assert change == Change(
        entry_seq=seq,
        table="planned_house",
        thing="s1/H4",
        field="measure",
        before=None,
        after="rebuild",
    )
    query = select(entry.c.role).where(entry.c.seq == seq)
    assert list(ledger.rows(query)) == [("planner",)]
