"""A kept plan fills the form again, whatever stood in it before."""

import pandas as pd
import pytest

from desk.plan_settings import BudgetLine, of_budget
from rules.criteria import criteria
from views import choice
from views.plan_form import budget_lines, put_settings


@pytest.fixture
def state(monkeypatch):
    stood = {"kept-weight-risk": 5, "weight-risk": 5, "kept-keep": ("v9",)}
    monkeypatch.setattr(choice.st, "session_state", stood)
    return stood


def test_money_and_villages_are_those_of_the_plan(state):
    put_settings(of_budget(1_500_000, most_villages=None, keep=("v1",)))
    told = [choice.kept(name) for name in ("budget", "villages", "keep", "drop")]
    assert told == [150, None, ("v1",), ()]


def test_weights_that_the_plan_does_not_name_are_the_offices_own(state):
    put_settings(of_budget(1))
    own = {part.id: round(100 * part.weight) for part in criteria().parts}
    assert {name: choice.kept(f"weight-{name}") for name in own} == own
    assert "weight-risk" not in state


def test_compared_pairs_come_back_with_their_way_of_weighing(state):
    pairs = (("risk", "need", 3.0), ("need", "equity", 0.2))
    put_settings(of_budget(1, weighting="ahp", pairwise=pairs))
    assert state["arriving-weighting"] == "ahp"
    assert [*choice.kept("pairs").itertuples(index=False, name=None)] == [*pairs]


def test_one_purse_is_asked_for_as_the_budget_and_not_as_a_line(state):
    put_settings(of_budget(20_000))
    assert choice.kept("sources").empty


def sources(*rows):
    return pd.DataFrame(rows, columns=["name", "amount", "task"])


@pytest.mark.parametrize(
    "half_written",
    [("中央", None, None), (None, 20.0, None), (None, None, ""), (" ", 20.0, None)],
)
def test_a_source_that_is_half_written_does_not_count_yet(half_written):
    (line,) = budget_lines(sources(half_written), 30)
    assert (line.amount_cny, line.tasks) == (300_000, ())


def test_whole_sources_take_the_place_of_the_budget():
    table = sources(
        ("中央", 20.5, "seismic_retrofit"), ("省", 10.0, ""), ("市", None, "")
    )
    assert budget_lines(table, 300) == (
        BudgetLine(name="中央", amount_cny=205_000, tasks=("seismic_retrofit",)),
        BudgetLine(name="省", amount_cny=100_000),
    )
