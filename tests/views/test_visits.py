"""The responder's lists before and after the first findings, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.case_hand import Hand
from desk.current import VARIABLE
from desk.events import Parameters, add_event_parameters
from desk.findings import import_findings
from tests.desk.field_world import PLANNER, made_workspace

QUAKE = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10)


def lists():
    from desk.current import current_shelf
    from views import visits

    visits.totals(current_shelf(), "eq-001")
    visits.order(current_shelf(), "eq-001", {})


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made = made_workspace(tmp_path / "w")
    add_event_parameters(made, QUAKE, "t")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


@pytest.fixture
def visited(workspace, tmp_path):
    path = tmp_path / "back.csv"
    path.write_text("户号,标签,时间\nH3,红,\n", "utf-8")
    import_findings(Hand(workspace, PLANNER), "eq-001", path)


def shown():
    app = AppTest.from_function(lists, default_timeout=60)
    app.query_params["lang"] = "en"
    app.run()
    assert not app.exception
    return app


def test_before_the_first_finding_nothing_is_said_of_visits(workspace):
    app = shown()
    assert not app.toggle and not app.markdown
    assert "Tag" not in app.dataframe[0].value


def test_visited_houses_are_counted_marked_and_can_be_hidden(visited):
    app = shown()
    assert [text.value for text in app.markdown] == [
        "**Visited 1 of 3 houses: 绿 (green) 0 · 黄 (yellow) 0 · 红 (red) 1**"
    ]
    table = app.dataframe[0].value
    assert table["Household"].tolist()[-1] == "H3"
    assert table["Tag"].tolist() == ["", "", "红 (red)"]
    table = app.toggle[0].set_value(True).run().dataframe[0].value
    assert sorted(table["Household"]) == ["H1", "H2"] and "Tag" not in table
