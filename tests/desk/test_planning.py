"""A plan keeps to what was asked for, pays what the law states, and adds up."""

import numpy as np
import pytest

from desk.plan_paper import paper
from desk.plan_settings import BudgetLine, PlanSettings, of_budget
from desk.plan_tables import MEASURES, paid_in, towns_in
from desk.planning import budget_frontier, make_plan
from desk.shelf import CountyShelf
from desk.village_choice import village_choice
from geo.eligibility import Answer
from ledger.schema import dwelling, household
from rules.errors import PlanningError
from rules.vocabulary import GRADES, UNKNOWN
from tests.desk.plan_world import (
    ACT,
    C_VILLAGE,
    D_VILLAGE,
    FLOODED,
    IN_FLOOD_WAY,
    NOBODY,
    ON_LANDSLIDE,
    OTHER_TOWN,
    QUIET,
    QUIET_TOWN,
    SOUND,
    TOWN,
    UNSEEN,
    empty_workspace,
    made_workspace,
)

AMPLE_CNY = 10_000_000
DANGEROUS, SEISMIC = "dangerous_house_retrofit", "seismic_retrofit"


def purse(name, amount_cny, *tasks):
    return BudgetLine(name=name, amount_cny=amount_cny, tasks=tasks)


def ids(found):
    return set(found.houses["household_id"])


def by_letter(found, letter):
    own = found.houses["household_id"].str.startswith(letter)
    return {*found.houses.loc[own, "measure"]}


def test_the_measure_fits_the_grade_and_the_site(planned):
    """Rules H1, W14: D is rebuilt, who lives on a landslide moves, nobody else."""
    found = planned(AMPLE_CNY)
    assert by_letter(found, "D") == {"rebuild"}
    assert by_letter(found, "C") <= {"strengthen", "hdc"}
    moved = found.houses.loc[found.houses["measure"] == "relocate", "household_id"]
    assert {*moved} == {*ON_LANDSLIDE}


def test_a_dangerous_house_costs_its_reference_whichever_task_pays(planned):
    """Rule M1."""
    houses = planned(AMPLE_CNY).houses.set_index("household_id")
    assert houses.loc["D0", "cost_cny"] == 25_000
    assert houses.loc["C0", "cost_cny"] == 12_000
    assert houses.loc["S0", "cost_cny"] == 12_000
    kept = planned(AMPLE_CNY, keep=(FLOODED,)).houses.set_index("household_id")
    assert kept.loc[[*IN_FLOOD_WAY], "cost_cny"].tolist() == [25_000] * 3


@pytest.mark.parametrize("amount_cny", [24_000, 130_000, 200_000, AMPLE_CNY])
def test_everything_adds_up(planned, amount_cny):
    found = planned(amount_cny)
    plan, houses, villages = found.plan, found.houses, found.villages
    assert plan.cost_cny == houses["cost_cny"].sum() == villages["cost_cny"].sum()
    assert plan.cost_cny == sum(plan.by_budget.values()) <= amount_cny
    assert len(houses) == villages["households"].sum()
    assert villages[[*MEASURES]].sum().sum() == len(houses)
    assert houses["people"].sum() == pytest.approx(plan.gain, abs=1e-9)
    assert villages["people"].sum() == pytest.approx(plan.gain, abs=1e-9)
    assert found.saved.value == pytest.approx(plan.gain, rel=1e-5)
    assert found.saved.low <= found.saved.value <= found.saved.high
    assert towns_in(villages)["cost_cny"].sum() == plan.cost_cny


def test_each_source_pays_house_by_house_what_it_pays_in_all(assessed):
    """Rule M3: sources are kept apart; a house at the end of one is paid by two."""
    lines = (
        purse("中央", 30_000, DANGEROUS),
        purse("省级", 40_000, SEISMIC),
        purse("市县", 50_000),
    )
    found = make_plan(assessed, PlanSettings(budgets=lines))
    houses = found.houses
    assert paid_in(houses) == found.plan.by_budget
    assert [sum(paid.values()) for paid in houses["paid_cny"]] == [*houses["cost_cny"]]
    assert [*houses["budget"]] == ["、".join(paid) for paid in houses["paid_cny"]]
    for row in houses.itertuples():
        assert "中央" not in row.paid_cny or row.task == DANGEROUS
        assert "省级" not in row.paid_cny or row.task == SEISMIC


def test_money_for_one_task_pays_for_nothing_else(assessed):
    lines = (purse("中央", AMPLE_CNY, DANGEROUS),)
    found = make_plan(assessed, PlanSettings(budgets=lines))
    assert {*found.houses["task"]} == {DANGEROUS}


def test_houses_stand_by_village_and_need(planned):
    """Rule H9: the neediest of a village first."""
    for _, own in planned(AMPLE_CNY).houses.groupby("village"):
        assert own["need"].is_monotonic_increasing
        assert own["place_in_village"].tolist() == [*range(1, len(own) + 1)]
    ranks = planned(AMPLE_CNY).villages["rank"]
    assert ranks.tolist() == [1, 2, 3, 4]


def test_more_money_never_keeps_fewer_people(planned):
    amounts = range(0, 420_000, 35_000)
    gains = [planned(amount).plan.gain for amount in amounts if amount]
    assert gains == sorted(gains)
    assert gains[-1] > gains[0]


def test_the_frontier_never_falls_and_leaves_out_what_cannot_be_paid(planned):
    front = budget_frontier(planned(100_000, floors=((TOWN, 5),)))
    assert front["gain"].is_monotonic_increasing
    assert front["budget_cny"].tolist() == [75_000, 100_000, 125_000, 150_000, 200_000]


def test_with_too_little_for_one_house_the_plan_is_empty(planned):
    found = planned(5_000)
    assert (len(found.houses), len(found.villages)) == (0, 0)
    assert (found.plan.cost_cny, found.plan.gain) == (0, 0.0)
    assert found.saved.high == 0


def test_what_is_kept_is_in_and_what_is_dropped_never_is(planned):
    found = planned(
        60_000, keep=(SOUND,), drop=(D_VILLAGE,), keep_houses=("C0",),
        drop_houses=("C3", "S6"),
    )  # fmt: skip
    assert "C0" in ids(found) and SOUND in [*found.villages["village_code"]]
    assert not {"C3", "S6", *(f"D{n}" for n in range(6))} & ids(found)


def test_a_village_may_be_kept_though_it_is_not_ranked(planned):
    found = planned(AMPLE_CNY, keep=(FLOODED, QUIET))
    by_code = found.villages.set_index("village_code")
    assert np.isnan(by_code.loc[[FLOODED, QUIET], "rank"]).all()
    assert by_code.loc[FLOODED, "relocate"] == len(IN_FLOOD_WAY)


def test_a_kept_house_brings_its_village_back(planned):
    assert "F0" in ids(planned(AMPLE_CNY, keep_houses=("F0",)))


def test_floors_capacity_clusters_and_numbers_of_villages_hold(planned):
    assert len(planned(100_000, floors=((OTHER_TOWN, 6),)).houses) >= 6
    per_town = planned(AMPLE_CNY, capacity=3).houses["village_code"].str[:9]
    assert per_town.value_counts().to_dict() == {TOWN: 3, OTHER_TOWN: 3}
    few = planned(200_000, most_villages=2, min_cluster=4)
    assert len(few.villages) <= 2 and few.villages["households"].min() >= 4
    assert [*planned(200_000, first=1).villages["village_code"]] == [C_VILLAGE]


def test_only_the_measures_asked_for_are_chosen(planned):
    found = planned(AMPLE_CNY, measures=("rebuild", "relocate"))
    assert {*found.houses["measure"]} == {"rebuild", "relocate"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"floors": ((OTHER_TOWN, 30),)}, "floor of 30 households in 云顶乡"),
        ({"floors": ((QUIET_TOWN, 1),)}, "floor of 1 households in 平原镇"),
        ({"keep": (NOBODY,)}, "福寿村 .990001100202. is to be kept, but no measure"),
        ({"keep_houses": ("N0",)}, "household N0 is to be kept, but no measure"),
        ({"keep_houses": ("X",)}, "no household 'X' on record"),
        ({"drop_houses": ("X",)}, "no household 'X' on record"),
        ({"keep_houses": ("C0",), "drop": (C_VILLAGE,)}, "can keep the 1 houses"),
        ({"keep_houses": ("D0",), "measures": ("hdc",)}, "household D0 is to be kept"),
        ({"keep": (SOUND,), "min_cluster": 9}, "can keep the 1 villages"),
    ],
)
def test_what_cannot_hold_is_named(planned, asked, says):
    with pytest.raises(PlanningError, match=says):
        planned(AMPLE_CNY, **asked)


@pytest.fixture
def empty(tmp_path):
    made = empty_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def test_an_empty_county_has_nothing_to_choose_from(empty):
    shelf = CountyShelf(empty)
    assert len(shelf.assessed().proposed.options) == len(shelf.ranking()) == 0
    assert shelf.draws(of_budget(1)).in_first(1).empty
    with pytest.raises(PlanningError, match="no village can be chosen"):
        shelf.plan(of_budget(100_000))


def test_where_every_village_is_out_only_a_kept_one_is_planned_for(tmp_path):
    """Rule W14: then families move."""
    made = made_workspace(tmp_path / "w", [FLOODED])
    shelf = CountyShelf(made)
    assert shelf.ranking().empty
    with pytest.raises(PlanningError, match="no village can be chosen"):
        shelf.plan(of_budget(AMPLE_CNY))
    kept = of_budget(AMPLE_CNY, keep=(FLOODED,))
    found = shelf.plan(kept)
    assert found.villages[["relocate", "hdc"]].to_numpy().tolist() == [[3, 1]]
    told = village_choice(found, shelf.draws(kept), FLOODED)
    assert told.rank is None and told.households == {"hdc": 1, "relocate": 3}
    assert paper(shelf, found, ".docx") and paper(shelf, found, ".xlsx")
    made.ledger.close()


def test_without_zones_the_risk_is_unknown_and_nothing_is_proposed(empty):
    with empty.ledger.writing(**ACT) as entry:
        own = {"household_id": "A"}
        entry.write(household, [own | {"village_code": C_VILLAGE}])
        entry.write(dwelling, [own | {"grade": "C", "lon": 104.1, "lat": 31.5}])
    found = CountyShelf(empty).assessed()
    assert np.isnan(found.risk.people_30y).all()
    assert len(found.proposed.options) == len(found.criteria) == 0


def test_no_vetoed_house_is_strengthened_and_no_other_one_moved(assessed):
    """Rule W14."""
    options = assessed.proposed.options
    moved = options.measure == MEASURES.index("relocate")
    assert (assessed.vetoes.answer[options.house[moved]] == Answer.YES).all()
    assert (assessed.vetoes.answer[options.house[~moved]] == Answer.NO).all()


def test_the_likely_structure_stands_for_an_unknown_one(assessed, planned):
    rows = planned(AMPLE_CNY, keep=(UNSEEN,)).houses["position"]
    unseen = rows[assessed.exposure.structure[rows] == UNKNOWN]
    assert len(unseen) == 5
    assert (assessed.imputed.confidence[unseen] < 1).all()
    assert {GRADES[g] for g in assessed.exposure.grade[unseen]} == {"C"}
