"""Recording money on the page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.workspace import open_workspace
from ledger.office import allotments, secured_funds
from ledger.roles import Acting, Role
from tests.desk.field_world import LEADER, PLANNER, made_workspace

FINANCE = Acting("县财政", Role.FINANCE)


def money():
    from desk.current import current_shelf
    from views import funds
    from views.forms import show_outcome

    shelf = current_shelf()
    show_outcome(shelf.workspace)
    funds.show(shelf)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made_workspace(tmp_path / "w").ledger.close()
    made = open_workspace(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


def page(acting):
    app = AppTest.from_function(money, default_timeout=60)
    app.query_params["lang"] = "en"
    app.session_state["acting"] = acting
    app.run()
    assert not app.exception
    return app


def record(app, kind, amount):
    app.number_input(f"form-money-{kind}-amount").set_value(amount)
    label = "Record"
    forms = [b for b in app.button if b.label == label]
    forms[0 if kind == "secured" else 1].click()
    app.run()
    assert not app.exception
    return app


def test_money_is_recorded_and_shown_in_the_sum_at_once(workspace):
    """Rule M3."""
    app = record(page(FINANCE), "secured", 500_000)
    (row,) = secured_funds(workspace.ledger)
    assert (row["level"], row["amount_cny"]) == ("省级", 500_000)
    record(app, "allotted", 300_000)
    (row,) = allotments(workspace.ledger)
    assert row["source"] == "中央"
    told = app.dataframe[0].value
    assert told["Secured, yuan"].isna().tolist() == [True, False]
    assert told["Secured, yuan"].iloc[1] == 500_000
    assert row["task"] == "dangerous_house_retrofit"
    assert told["Allotted, yuan"].tolist() == [300_000, 0]


def test_what_is_wrong_is_told_and_nothing_is_written(workspace):
    app = record(page(PLANNER), "secured", 0)
    assert "no amount in whole yuan" in app.error[0].value
    assert secured_funds(workspace.ledger) == []


def test_a_leader_looks_and_is_offered_nothing_to_record(workspace):
    """Rule A1."""
    record(page(PLANNER), "secured", 1_000)
    app = page(LEADER)
    assert [b.label for b in app.button] == []
    assert app.dataframe[0].value["Secured, yuan"].tolist() == [1_000]


def test_others_see_nothing_of_the_countys_money(workspace):
    """Rule A1."""
    app = page(Acting("x", Role.AUDITOR))
    assert not app.subheader and not app.dataframe
