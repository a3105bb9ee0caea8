"""What follows from findings, on the pages: board, appraisals, help, grading, watch."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.events import Parameters, add_event_parameters
from desk.vacated import Left, record_vacated
from ledger.cases import case_records
from ledger.fieldwork import vacated_houses
from ledger.roles import Acting, Role
from ledger.schema import finding
from rules.casefile import Vacated
from rules.language import LANGUAGES, translator
from tests.desk.field_world import OFFICER, PLANNER, TOWN, made_workspace

QUAKE = Parameters(magnitude=6.5, lon=104.5, lat=31.5, depth_km=10)
RESPONDER = Acting("周队", Role.RESPONDER, event_id="eq-001")
# A choice is told to the test's app in the words of the first language.
FIRST = LANGUAGES[0]
say = translator(FIRST)


def board():
    from desk.current import current_shelf
    from views import board

    board.show(current_shelf(), "eq-001", {"town": ""})


def follow_up():
    from desk.current import current_shelf
    from views import follow_up

    follow_up.show(current_shelf(), "eq-001", {"town": ""})


def order_grade():
    from desk.current import current_shelf
    from views import order_grade

    order_grade.show(current_shelf(), "eq-001", {"town": ""})


def watch():
    from desk.current import current_shelf
    from views import watch

    watch.show(current_shelf())


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made = made_workspace(tmp_path / "w")
    add_event_parameters(made, QUAKE, "t")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


@pytest.fixture
def tagged(workspace):
    rows = [
        {"finding_id": f"f{at}", "event_id": "eq-001", "household_id": door}
        | {"tag": tag, "visited_at": "2025-11-19T09:00:00+08:00", "occupied": lived_in}
        for at, (door, tag, lived_in) in enumerate(
            [("H1", "红", True), ("H2", "黄", None), ("H3", "绿", True)]
        )
    ]
    with workspace.ledger.writing(actor="t", verb="t", scope="findings") as entry:
        entry.write(finding, rows)
    return workspace


def shown(page, acting=PLANNER, lang="en"):
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = lang
    app.session_state["acting"] = acting
    app.run()
    assert not app.exception
    return app


def said(app):
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "subheader")
    return " | ".join(e.value for kind in kinds for e in getattr(app, kind))


def test_the_board_says_what_to_do_before_the_first_finding(workspace):
    app = shown(board)
    assert "Nobody has brought a finding yet" in said(app)
    assert app.metric[0].value == "0" and not app.dataframe


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_board_puts_red_and_occupied_first(tagged, lang):
    app = shown(board, lang=lang)
    assert [metric.value for metric in app.metric] == ["3", "1", "1", "1"]
    doors = app.dataframe[0].value
    assert doors[translator(lang)("Household")].tolist() == ["H1", "H2"]


def test_a_responder_sees_the_board_and_is_told_who_goes_on(tagged):
    assert len(shown(board, RESPONDER).dataframe) == 3
    assert "not this role" in said(shown(follow_up, RESPONDER))


def test_what_follows_lists_yellow_and_red_doors_with_their_clocks(tagged):
    app = shown(follow_up)
    table = app.dataframe[0].value
    assert table["Household"].tolist() == ["H1", "H2"]
    assert set(table["State"]) == {"to be reported: no case yet"}
    assert str(table["Report by"].iloc[0]) == "2025-11-24"
    assert str(table["Appraise by"].iloc[0]) == "2025-12-01"


def test_a_town_sees_its_own_doors_only(tagged):
    other = Acting("云顶", Role.TOWN_OFFICER, "990001101")
    assert "No door was tagged" in said(shown(follow_up, other))
    assert len(shown(follow_up, OFFICER).dataframe[0].value) == 2


def test_help_at_once_goes_through_three_acts_on_one_screen(tagged):
    app = shown(follow_up, lang=FIRST)
    app.text_input(key="emergency-household").input("H1").run()
    press(app, "Apply now")
    press(app, "Accept now")
    app.text_input(key="form-help-H1-what").input("帐篷")
    press(app, "Record the help")
    asked = "say whether the family stays in the house, or where it goes"
    assert say(asked) in said(app)  # nobody stays in a red house by default
    (box,) = [s for s in app.selectbox if s.label == say("Moved to")]
    box.select("投亲靠友")
    press(app, "Record the help")
    helped = say("Helped {hours} hours after the application.")
    assert helped.format(hours="0.0") in said(app)
    ledger, policy = tagged.ledger, tagged.policy
    (record,) = case_records(ledger, policy, ledger.position())
    assert [s.step for s in record.file.steps] == ["found", "reported"]
    assert record.file.appraisals == ()


def test_an_empty_house_is_secured_on_the_same_screen(tagged):
    moved = Vacated(why="moved", moved_to="投亲靠友")
    record_vacated(
        tagged, PLANNER, "H1", Left(house=moved, checked_on=date(2025, 1, 2))
    )
    app = shown(follow_up, lang=FIRST)
    app.text_input(key="emergency-household").input("H1").run()
    assert len(app.get("file_uploader")) == 4  # 两断一清一锁
    (box,) = [s for s in app.selectbox if s.label == say("water off")]
    box.select("yes")
    press(app, "Save")
    (house,) = vacated_houses(tagged.ledger, household_id="H1")
    assert (house["water_off"], house["moved_to"]) == (True, "投亲靠友")


def press(app, label):
    (button,) = [b for b in app.button if b.label == say(label)]
    button.click().run()
    assert not app.exception


def test_a_number_that_is_nobodys_is_said_to_be_none(tagged):
    app = shown(follow_up, OFFICER, lang=FIRST)
    app.text_input(key="emergency-household").input("H3").run()
    assert say("No household of this number in your area.") in said(app)


def test_before_two_hundred_findings_the_order_is_not_graded(tagged):
    assert "Not yet: 3 of 200 findings." in said(shown(order_grade))


def test_the_watch_list_says_which_layers_are_missing_and_begins_a_sweep(workspace):
    app = shown(watch, OFFICER, lang=FIRST)
    assert say("No house is known to stand in a flood or geohazard layer.") in said(app)
    assert len(app.warning) == 2
    assert len(app.dataframe[0].value) >= 2  # two seasons of the own town
    press(app, "Begin")
    assert say("Begun in {count} towns.").format(count=1) in said(app)
    sweeps = app.dataframe[1].value
    assert sweeps[say("Town")].tolist() == ["安和镇"]
    assert sweeps[say("Visited")].tolist() == [0]


def test_a_reporter_looks_at_the_watch_list_and_begins_nothing(workspace):
    reporter = Acting("李", Role.VILLAGE_REPORTER, f"{TOWN}200")
    assert "Begin" not in [button.label for button in shown(watch, reporter).button]
