"""Sending teams on the responder's page, without a browser."""

import shutil
import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from desk.case_hand import Hand
from desk.current import VARIABLE
from desk.event_reports import take_report
from desk.mission_record import missions_of
from desk.missions import make_mission
from desk.workspace import open_workspace
from tests.desk.mission_world import EVENT, QUAKE, RESPONDER, made_workspace, settings


def page():
    from desk.current import current_shelf
    from ledger.roles import Acting, Role
    from views import choice, teams

    choice.keep_acting(Acting("周队长", Role.RESPONDER, event_id="eq-001"))
    teams.show(current_shelf(), "eq-001", {"town": ""})


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    root = tmp_path_factory.mktemp("teams") / "w"
    made_workspace(root).ledger.close()
    return root


@pytest.fixture
def world(county, tmp_path, monkeypatch):
    made = open_workspace(shutil.copytree(county, tmp_path / "w"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


def shown(lang="en"):
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def button(app, label):
    (found,) = [one for one in app.button if one.label == label]
    return found


def test_teams_are_sent_from_the_form(world):
    app = shown()
    assert [text.value for text in app.info] == ["No team has been sent yet."]
    teams, doors, _hours = app.number_input
    teams.set_value(2)
    doors.set_value(4)
    button(app, "Plan their day").click().run()
    assert not app.exception and not app.error
    assert "**8 doors for 2 teams**" in [text.value for text in app.markdown]
    assert app.dataframe[0].value["Doors"].tolist() == [4, 4]
    assert len(app.code) == 2  # the links, as long as the page is open
    assert [row["teams"] for row in missions_of(world)] == [2]


def test_a_base_that_is_none_is_told(world):
    app = shown()
    app.text_input[0].set_value("over there")
    button(app, "Plan their day").click().run()
    assert "no base" in app.error[0].value
    assert not missions_of(world)


def test_links_are_told_once_and_renewed(world):
    make_mission(Hand(world, RESPONDER), EVENT, settings())
    app = shown()
    assert not app.code
    button(app, "New links; the old ones lead nowhere then").click().run()
    assert not app.exception and len(app.code) == 2


def test_papers_are_made_and_the_mission_closed(world):
    make_mission(Hand(world, RESPONDER), EVENT, settings())
    app = shown()
    button(app, "Make the papers of the teams").click().run()
    assert not app.exception and not app.error
    button(app, "Close this mission").click().run()
    assert not app.exception
    assert [row["state"] for row in missions_of(world)] == ["closed"]
    labels = [one.label for one in app.button]
    assert "Close this mission" not in labels
    assert "New links; the old ones lead nowhere then" not in labels


def test_a_later_report_is_told_to_those_whose_doors_were_shared_before(world):
    make_mission(Hand(world, RESPONDER), EVENT, settings())
    assert not shown().warning
    time.sleep(1.1)  # times on record are whole seconds
    take_report(world, "t", EVENT, replace(QUAKE, magnitude=QUAKE.magnitude + 0.2))
    (told,) = [text.value for text in shown().warning]
    assert told.startswith("Report 2 came after these doors were shared out")
