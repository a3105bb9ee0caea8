"""Why my house, and why not: by clauses, by the site, by the money."""

import pytest

from commands.plan_printing import house_told
from desk.plan_grounds import OFFICE
from desk.plan_why import why_house
from geo.eligibility import Answer
from rules.errors import PlanningError
from rules.language import translator
from tests.desk.plan_world import C_VILLAGE, FLOODED, QUIET

SOME_CNY = 200_000


@pytest.fixture
def why(plan_shelf, planned):
    def told(household_id, amount_cny=SOME_CNY, **asked):
        found = planned(amount_cny, **asked)
        return why_house(plan_shelf.workspace, found, household_id)

    return told


def sayings(choice):
    return [str(step.remark) for step in choice.steps]


def step_with(choice, words):
    (step,) = [step for step in choice.steps if words in str(step.remark)]
    return step


def test_a_chosen_house_has_its_measure_its_cost_and_its_place(why):
    choice = why("D3")
    assert (choice.chosen, choice.measure) == (True, "rebuild")
    assert "It is in the plan: demolish and rebuild, 25,000 yuan from 市县." in sayings(
        choice
    )
    place = step_with(choice, "Among the 4 chosen houses of its village")
    assert "place 3" in str(place.remark) and place.clause
    assert step_with(choice, "Dangerous house retrofit: entitled.").basis == "document"


def test_a_house_that_is_too_dear_says_what_it_would_displace(why):
    """为什么不是我家."""
    choice = why("C0")
    assert not choice.chosen and choice.measure == ""
    last = choice.steps[-1]
    assert last.answer is Answer.NO
    assert str(last.remark).startswith("If it were in, 1 chosen households would leave")


def test_a_family_without_claim_hears_the_clause_and_nothing_of_money(why):
    choice = why("N0")
    claim = step_with(choice, "Dangerous house retrofit: not entitled.")
    assert claim.answer is Answer.NO
    assert claim.clause == "淄建发〔2022〕48号 二(一), 五(一)"
    assert "yuan" not in "".join(sayings(choice))


def test_who_lives_in_the_flood_way_hears_an_office_rule_and_the_village_is_out(why):
    """Rule W14: a new house elsewhere; the rule is the office's, no document's."""
    choice = why("F0")
    site = step_with(choice, "It stands in a flood way")
    assert (site.answer, site.basis) == (Answer.NO, OFFICE)
    fits = step_with(choice, "move to a safe site fits: 25,000 yuan")
    assert fits.clause == "淄建发〔2022〕48号 四(二)2"
    assert sayings(choice)[-1] == (
        "The village is out: 75 % of its houses stand in a flood way."
    )


def test_on_quiet_ground_no_village_is_a_pilot(why):
    """Rule H5."""
    assert sayings(why("Q0"))[-1] == (
        "Not ranked: the design intensity here is below 7 degrees, where seismic "
        "pilots begin."
    )
    assert why("Q0", 10_000_000, keep=(QUIET,)).chosen


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"drop_houses": ("C3",)}, "The house was dropped by hand."),
        ({"drop": (C_VILLAGE,)}, "Its village was dropped by hand."),
        ({"measures": ("rebuild",)}, "its measure is not allowed"),
        ({"keep": (FLOODED,), "first": 1, "drop_houses": ("C3",)}, "dropped by hand"),
    ],
)
def test_what_the_planner_did_by_hand_is_said(why, asked, says):
    choice = why("C3", **asked)
    assert not choice.chosen
    assert says in sayings(choice)[-1]


def test_what_cannot_be_is_said_in_the_reader_s_language(why):
    choice = why("C5", 25_000, keep_houses=("D3",))
    told = choice.steps[-1].remark
    reason = "no plan can keep the 2 houses that are to be kept"
    assert told.said(str) == f"It cannot be in: {reason}"
    say = translator("zh_CN")
    assert reason not in told.said(say)


def test_a_measure_is_told_once_though_two_tasks_may_pay_for_it(why):
    assert len([s for s in sayings(why("D0")) if "demolish and rebuild fits" in s]) == 1


def test_nobody_is_told_of_who_is_not_on_record(why):
    with pytest.raises(PlanningError, match="no household 'X' on record"):
        why("X")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_every_step_can_be_said_in_either_language(plan_shelf, planned, lang):
    say = translator(lang)
    for id_ in plan_shelf.exposure().household_id.to_pylist():
        choice = why_house(plan_shelf.workspace, planned(SOME_CNY), id_)
        assert all(step.remark.said(say) for step in choice.steps)
        assert all(step.basis for step in choice.steps if step.clause.strip("; "))


def test_machines_hear_the_same(why):
    told = house_told(why("S5", drop_houses=("S5",)))
    assert told["chosen"] is False
    assert told["steps"][-1] == {
        "says": "The house was dropped by hand.",
        "answer": "no",
        "clause": "",
        "basis": "",
    }
