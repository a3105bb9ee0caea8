"""Why a village comes first, what would move it, and what keeping it would cost."""

import pytest

from desk.village_choice import first_count, village_choice, with_village
from rules.errors import PlanningError
from tests.desk.plan_world import (
    C_VILLAGE,
    D_VILLAGE,
    FLOODED,
    NOBODY,
    QUIET,
    SOUND,
    UNSEEN,
)


@pytest.fixture
def choice(plan_shelf, planned):
    def told(code, amount_cny=200_000, **asked):
        found = planned(amount_cny, **asked)
        return village_choice(found, plan_shelf.draws(found.settings), code)

    return told


@pytest.mark.parametrize("code", [C_VILLAGE, D_VILLAGE, SOUND, UNSEEN])
def test_the_points_add_up_to_the_score(choice, code):
    told = choice(code)
    points = [part["points"] for part in told.parts if part["points"] is not None]
    assert sum(points) == pytest.approx(told.score, abs=1e-9)
    assert sum(part["weight"] for part in told.parts) == pytest.approx(1.0)


def test_a_ranked_village_has_its_place_its_draws_and_three_reasons(choice):
    told = choice(C_VILLAGE, most_villages=2)
    assert (told.rank, told.ranked, told.name, told.town) == (1, 4, "柳沟村", "安和镇")
    assert told.first_count == 2
    assert 1 <= told.rank_low <= told.rank_high <= 4
    assert 0 <= told.in_first_ratio <= 1
    assert len(told.reasons) == 3
    assert told.counterfactual is not None and told.unranked is None


def test_the_counterfactual_is_a_sentence_with_its_number(choice):
    """A village outside the first two: what would bring it in."""
    told = str(choice(SOUND, most_villages=2).counterfactual)
    assert "would be among the first 2" in told


def test_the_plan_of_a_village_adds_up_with_the_others(choice, planned):
    found = planned(200_000)
    told = [choice(code) for code in found.villages["village_code"]]
    assert sum(one.cost_cny for one in told) == found.plan.cost_cny
    saved = sum(one.saved.value for one in told)
    assert saved == pytest.approx(found.saved.value, rel=1e-6)
    assert sum(sum(one.households.values()) for one in told) == len(found.houses)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (FLOODED, "The village is out: 75 % of its houses stand in a flood way."),
        (QUIET, "Not ranked: the design intensity here is below 7 degrees"),
        (NOBODY, "Not ranked: no family here may be entitled"),
    ],
)
def test_a_village_that_is_not_ranked_says_why(choice, code, says):
    told = choice(code)
    assert told.rank is told.score is told.saved is told.counterfactual is None
    assert (told.parts, told.reasons, told.households) == ([], (), {})
    assert says in str(told.unranked)


def test_a_village_out_that_is_kept_by_hand_is_told_with_its_houses(choice):
    told = choice(FLOODED, 10_000_000, keep=(FLOODED,))
    assert told.households["relocate"] == 3
    assert told.rank is None and told.saved.value > 0


def test_a_place_without_household_is_refused(choice):
    with pytest.raises(PlanningError, match="no household on record in village 1"):
        choice("1")


def test_as_many_villages_count_as_first_as_the_plan_may_open(planned):
    assert first_count(planned(200_000, most_villages=3)) == 3
    assert first_count(planned(200_000, most_villages=99)) == 4
    assert first_count(planned(5_000)) == 1


def test_keeping_a_village_costs_the_others(planned):
    found = planned(100_000, drop=(SOUND,))
    told = with_village(found, SOUND)
    other = planned(100_000, keep=(SOUND,))
    fewer = found.plan.gain - other.plan.gain
    assert fewer > 0
    assert told.values["fewer"].value == pytest.approx(fewer, abs=1e-9)
    assert "fewer would be kept from heavily damaged houses" in str(told)


def test_a_village_that_cannot_be_kept_says_why(planned):
    assert str(with_village(planned(100_000), NOBODY)) == (
        "It cannot be in the plan: 福寿村 (990001100202) is to be kept, but no measure "
        "fits any house there whose family is entitled"
    )
