"""What a planner asks for has one form, one name, and sense."""

from dataclasses import replace

import pytest

from desk.plan_settings import (
    BudgetLine,
    PlanSettings,
    from_json,
    of_budget,
    require_sound,
    to_json,
)
from rules.errors import PlanningError
from rules.parameters import load_parameters

VILLAGES = ("990001100200", "990001101200")
CRITERIA = ("risk", "need")
WHOLE = PlanSettings(
    budgets=(
        BudgetLine(name="中央", amount_cny=5, tasks=("seismic_retrofit",)),
        BudgetLine(name="市县", amount_cny=7),
    ),
    most_villages=3,
    first=9,
    floors=(("990001100", 2),),
    capacity=40,
    min_cluster=4,
    keep=(VILLAGES[0],),
    drop=(VILLAGES[1],),
    keep_houses=("A",),
    drop_houses=("B",),
    measures=("hdc",),
    weighting="ahp",
    weights=(("risk", 0.5),),
    pairwise=(("risk", "need", 3.0),),
)


def test_settings_come_back_as_they_were_kept():
    assert from_json(to_json(WHOLE)) == WHOLE
    assert WHOLE.budget_cny == 12


def test_one_purse_pays_for_everything_unless_more_are_named():
    (line,) = of_budget(100).budgets
    name = load_parameters("planning")["plan"]["purse"]
    assert (line.name, line.amount_cny, line.tasks) == (name, 100, ())


def test_equal_settings_have_one_name_and_others_another():
    assert WHOLE.key() == from_json(to_json(WHOLE)).key()
    others = {replace(WHOLE, **{name: ()}).key() for name in ("keep", "drop", "floors")}
    assert len({WHOLE.key(), *others}) == 4


def test_what_a_later_version_added_is_passed_over():
    text = to_json(of_budget(5))
    assert from_json(text.replace('"capacity"', '"colour": "red", "capacity"'))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"budgets": 3}', '{"budgets": [{}]}']
)
def test_what_is_no_settings_is_refused(text):
    with pytest.raises(PlanningError, match="settings of a scenario cannot be read"):
        from_json(text)


def test_sound_settings_pass():
    require_sound(replace(WHOLE, weights=()), VILLAGES, CRITERIA)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"budgets": ()}, "no money to plan with"),
        ({"budgets": of_budget(0).budgets}, "no money to plan with"),
        ({"budgets": of_budget(5).budgets * 2}, "same name: 市县, 市县"),
        (
            {"budgets": (BudgetLine(name="a", amount_cny=-5), *of_budget(9).budgets)},
            "a: -5 yuan; give 0 or more",
        ),
        ({"most_villages": 0}, "most_villages is 0; give 1 or more"),
        ({"first": -1}, "first is -1"),
        ({"capacity": 0}, "capacity is 0"),
        ({"min_cluster": 0}, "min_cluster is 0"),
        ({"keep": ("1",)}, "no household on record in village 1"),
        ({"drop": ("1",)}, "no household on record in village 1"),
        ({"floors": (("990001999", 1),)}, "1 households in town 990001999"),
        ({"floors": (("990001100", -1),)}, "-1 households in town 990001100"),
        ({"keep": VILLAGES[:1], "drop": VILLAGES}, "both kept and dropped"),
        ({"keep_houses": ("A",), "drop_houses": ("A",)}, "A: both kept and dropped"),
        ({"weights": (("beauty", 1.0),)}, "'beauty' is not known here"),
        ({"pairwise": (("risk", "beauty", 1.0),)}, "there are: risk, need"),
        ({"measures": ("paint",)}, "'paint' is not known here"),
        ({"weighting": "dice"}, "'dice' is not known here"),
        (
            {"budgets": (BudgetLine(name="a", amount_cny=5, tasks=("x",)),)},
            "'x' is not known here",
        ),
    ],
)
def test_settings_that_mean_nothing_are_refused(asked, says):
    with pytest.raises(PlanningError, match=says):
        require_sound(replace(of_budget(5), **asked), VILLAGES, CRITERIA)
