"""Every number of the page opens the households behind it."""

import numpy as np
import pytest

from desk.plan_lists import (
    GROUPS,
    OF_STEP,
    figures,
    households_of,
    least_degree,
    members,
)
from geo.eligibility import Answer
from rules.language import translator
from tests.desk.plan_world import IN_FLOOD_WAY, ON_LANDSLIDE


@pytest.fixture(scope="module")
def policy(plan_shelf):
    return plan_shelf.workspace.policy


@pytest.fixture(scope="module")
def found(planned):
    return planned(200_000)


def ids_of(found, policy, group):
    ids = found.assessed.exposure.household_id.to_numpy()
    return {*ids[members(found, policy, group)]}


def test_every_step_shows_groups_that_can_be_opened():
    assert {name for names in OF_STEP.values() for name in names} == {*GROUPS}


@pytest.mark.parametrize("group", [*GROUPS])
def test_a_count_is_that_of_the_households_behind_it(found, policy, group):
    mask = members(found, policy, group)
    assert figures(found, policy).counts[group] == mask.sum()
    table = households_of(found, np.flatnonzero(mask), str)
    assert {*table["Household"]} == ids_of(found, policy, group)


def test_who_is_counted_where(found, policy):
    """Rule H5: strong shaking begins where the policy calls for retrofit."""
    assert figures(found, policy).degree == least_degree(policy) == 7
    assert not ids_of(found, policy, "strong_shaking") & {"Q0", "Q1", "Q2", "Q3"}
    moving = ids_of(found, policy, "should_move")
    assert moving == {*IN_FLOOD_WAY, *ON_LANDSLIDE}
    assert not ids_of(found, policy, "entitled") & {"N0", "N1", "N2"}
    assert ids_of(found, policy, "chosen") == {*found.houses["household_id"]}


def test_the_chosen_fit_and_who_fits_is_entitled(found, policy):
    chosen, fitting, entitled, apart = (
        ids_of(found, policy, name)
        for name in ("chosen", "fitting", "entitled", "apart")
    )
    assert chosen <= fitting <= entitled
    assert apart == entitled - fitting
    reasons = found.assessed.proposed.apart
    waiting = [mask for name, mask in reasons.items() if name != "entitlement_unknown"]
    assert sum(int(mask.sum()) for mask in waiting) == len(apart)


def test_the_whole_cost_is_the_least_of_every_fitting_house(found, policy):
    """Rule M1: 25 houses at 12 000, six of grade D and three in the flood way."""
    assert figures(found, policy).whole_cny == 25 * 12_000 + 9 * 25_000


def test_the_risk_stands_between_its_bounds(found, policy):
    told = figures(found, policy).at_risk
    assert told.low < told.value < told.high
    assert told.value == pytest.approx(np.nansum(found.assessed.risk.people_30y))


def test_an_empty_plan_has_figures_too(planned, policy):
    told = figures(planned(5_000), policy)
    assert told.counts["chosen"] == 0 and told.counts["fitting"] == 34


def test_the_greatest_risk_stands_first(found):
    table = households_of(found, np.arange(len(found.assessed.exposure)), str)
    assert table["People in danger in 30 years"].is_monotonic_decreasing
    assert len(households_of(found, np.arange(9), str, most=4)) == 4


def test_a_supposed_structure_says_how_sure_it_is(found, policy):
    rows = np.flatnonzero(members(found, policy, "entitled"))
    table = households_of(found, rows, str).set_index("Household")
    assert "?" in table.loc["U0", "Structure"] and "%" in table.loc["U0", "Structure"]
    assert "?" not in table.loc["C0", "Structure"]
    assert table.loc["D3", "Yuan"] == 25_000
    assert table.loc["C0", "Measure"] == ""
    assert table["Yuan"].notna().sum() == len(found.houses)


def test_a_list_is_in_the_reader_s_words_and_without_names(found):
    table = households_of(found, np.arange(5), translator("zh_CN"))
    assert table.columns.is_unique
    assert not any("张三丰" in str(cell) for cell in table.to_numpy().ravel())
    english = households_of(found, np.arange(5), translator("en"))
    assert not {*english.columns} & {*table.columns}


def test_answers_are_told_as_words(found, policy):
    entitled = found.assessed.entitled
    rows = np.flatnonzero(entitled == Answer.NO)
    words = {*households_of(found, rows, str)["Entitled"]}
    assert len(words) == 1 and words != {*households_of(
        found, np.flatnonzero(entitled == Answer.YES), str)["Entitled"]}  # fmt: skip
