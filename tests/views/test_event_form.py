"""Taking an event on the page, and its reports, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.event_reports import reports_of_event, take_event, take_report
from desk.workspace import open_workspace
from ledger.register import events
from tests.desk.event_world import made_county, message


def form():
    import streamlit as st

    from desk.current import current_shelf
    from tests.desk.field_world import PLANNER
    from views import event_form

    st.session_state["acting"] = PLANNER
    event_form.show_popover(current_shelf(), st.query_params.get("event", ""))


def listed():
    import streamlit as st

    from desk.current import current_shelf
    from tests.desk.field_world import PLANNER
    from views import event_reports

    st.session_state["acting"] = PLANNER
    event_reports.show(current_shelf(), "eq-001")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made_county(tmp_path / "w", houses=30).ledger.close()
    made = open_workspace(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


def page(script, **query):
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["lang"] = "en"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def paste(app, text):
    app.text_area[0].set_value(text)
    take = next(one for one in app.button if one.label == "Take this message")
    take.click()
    app.run()
    assert not app.exception
    return app


def test_a_pasted_message_is_taken_with_one_button(workspace):
    paste(page(form), message(6.0))
    (row,) = events(workspace.ledger)
    assert (row["magnitude"], row["form"]) == (6.0, "message")


def test_what_was_read_is_shown_before_it_is_taken(workspace):
    app = page(form)
    app.text_area[0].set_value(message(6.0)).run()
    told = app.info[0].value.replace("\u2060", "").replace("\\", "")
    assert "2025-11-22 14:28" in told and "6.0" in told and "104.50" in told
    assert events(workspace.ledger) == []


def test_a_message_of_an_event_on_record_is_its_newer_report(workspace):
    take_event(workspace, "t", message(6.0))
    paste(page(form), message(6.4, how="正式"))
    told = reports_of_event(workspace, "eq-001")
    assert [row["magnitude"] for row in told] == [6.0, 6.4]


def test_what_is_missing_is_told_and_nothing_is_taken(workspace):
    app = paste(page(form), "发生地震了")
    assert app.error and events(workspace.ledger) == []
    assert "paste" in paste(page(form), "").error[0].value.lower()


def test_the_reports_are_listed_and_compared(workspace):
    take_event(workspace, "t", message(5.6, lon=104.25))
    take_report(workspace, "t", "eq-001", message(5.6, lon=104.75, how="正式"))
    app = page(listed)
    table = app.dataframe[0].value
    assert table["#"].tolist() == [1, 2]
    assert table["Form"].tolist() == ["message of the network"] * 2
    assert len(app.metric) == 3
    doors = next(one for one in app.dataframe if "Why it moved" in one.value)
    assert doors.value["Why it moved"].str.contains("report 2").any()


def test_with_one_report_nothing_can_be_withdrawn(workspace):
    take_event(workspace, "t", message(6.0))
    app = page(listed)
    assert not [one for one in app.button if one.label == "Withdraw it"]
    take_report(workspace, "t", "eq-001", message(6.4, how="正式"))
    app = page(listed)
    (button,) = [one for one in app.button if one.label == "Withdraw it"]
    box = next(one for one in app.selectbox if one.label == "Report")
    box.set_value(2)
    button.click().run()
    assert not app.exception
    assert [r["withdrawn"] for r in reports_of_event(workspace, "eq-001")] == [
        False,
        True,
    ]
