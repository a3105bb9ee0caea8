"""The page of progress without a browser: what it says, and to whom."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE, current_shelf
from ledger.roles import Acting, Role
from rules.language import LANGUAGES, translator
from tests.desk.progress_world import BUSY, COUNTY, made_shelf
from views.words import plain

ZH = LANGUAGES[0]
PLANNER = Acting("规", Role.PLANNER, COUNTY)
LEADER = Acting("领", Role.LEADER, COUNTY)
COMPARED = translator(ZH)("Compared with")


def page():
    import runpy

    runpy.run_module("views.leader", run_name="views.leader")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("shown") / "w"
    made_shelf(root).workspace.ledger.close()
    return root


@pytest.fixture
def shown(folder, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(folder))

    def run(acting, lang=ZH, **query):
        app = AppTest.from_function(page, default_timeout=60)
        app.query_params["lang"] = lang
        for name, value in query.items():
            app.query_params[name] = value
        app.session_state["acting"] = acting
        app.run()
        assert not app.exception
        assert not app.error
        return app

    return run


def texts(app):
    return [one.value for one in (*app.markdown, *app.caption)]


def table(app, number=0):
    return app.dataframe[number].value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("acting", [PLANNER, LEADER])
@pytest.mark.parametrize("below", ["changes", "plan", "ages", "money"])
def test_every_part_is_shown_to_everybody_in_both_languages(shown, lang, acting, below):
    app = shown(acting, lang, **{f"below-{lang}": below, "below": below})
    say = translator(lang)
    labels = [button.label for button in app.button]
    assert say("Which town is behind?") in labels
    assert len(table(app)) == 2


def test_the_planner_reads_exact_numbers_and_the_leader_published_ones(shown):
    """Rules R5, A2."""
    own = {"day": "2026-03-02", "measure": "found"}
    exact, public = (table(shown(acting, **own)) for acting in (PLANNER, LEADER))
    assert sorted(exact["value"]) == [20.0, 25.0]
    assert public["value"].map(type).eq(str).all()
    assert "±" not in public


def test_an_address_with_nonsense_shows_the_usual(shown):
    bad = {
        "measure": "<b>",
        "day": "32.13.",
        "town": "1'",
        "village": "x",
        "before": "?",
    }
    app = shown(PLANNER, **bad)
    assert len(table(app)) == 2
    assert app.selectbox[0].value == "completed_ratio"


def test_a_town_is_shown_by_its_villages_with_the_way_back(shown):
    app = shown(PLANNER, town=BUSY)
    assert len(table(app)) == 2
    assert set(table(app)["name"]) == {"柳沟村", "石桥村"}
    back = next(button for button in app.button if button.label == "安和县")
    back.click().run()
    assert set(table(app)["name"]) == {"安和镇", "云顶乡"}


def test_a_question_leads_to_its_measure_and_its_town(shown):
    app = shown(PLANNER)
    app.button(key="answer-2").click().run()
    assert app.selectbox[0].value == "stuck_cny"


def test_a_question_leads_to_the_county_and_to_the_chart_it_is_answered_from(shown):
    app = shown(PLANNER, town=BUSY)
    app.button(key="answer-3").click().run()
    assert set(table(app)["name"]) == {"安和镇", "云顶乡"}
    assert app.selectbox[0].value == "overdue_ratio"
    assert "ages" in app.query_params["below"]
    app.button(key="answer-2").click().run()
    assert "money" in app.query_params["below"]


def test_houses_without_a_case_can_be_read_where_the_answer_leads(shown):
    """Rules R5, W1: who waits for a case is in no count of cases."""
    for acting, said in ((PLANNER, [1, 6]), (LEADER, ["5", "<5"])):
        app = shown(acting)
        app.button(key="answer-4").click().run()
        assert sorted(table(app)["waiting"]) == said


def test_a_past_day_is_said_to_be_one(shown):
    say = translator(ZH)
    told = say("As it stood on {day}, not today.").format(day="2026-02-10")
    past = texts(shown(PLANNER, day="2026-02-10"))
    assert [one for one in past if one.startswith(told)]
    assert not [one for one in texts(shown(PLANNER)) if one.startswith(told[:5])]


def test_the_way_back_of_the_browser_undoes_a_choice(shown, monkeypatch):
    """It changes the address, and nothing else."""
    app = shown(PLANNER, town=BUSY)
    assert set(table(app)["name"]) == {"柳沟村", "石桥村"}
    monkeypatch.setattr("views.address.went_back", lambda: True)
    del app.query_params["town"]
    app.run()
    assert set(table(app)["name"]) == {"安和镇", "云顶乡"}


def test_a_click_that_comes_with_an_older_address_undoes_nothing(shown):
    """Chromium sends the address it has, and that may be of a moment ago."""
    app = shown(PLANNER)
    app.button(key="answer-2").click().run()
    del app.query_params["measure"]
    app.button(key="answer-0").click().run()
    assert app.selectbox[0].value == "overdue_ratio"
    del app.query_params["measure"]
    app.run()
    assert app.selectbox[0].value == "overdue_ratio"
    assert app.query_params["measure"] == "overdue_ratio"


def test_a_choice_is_written_into_the_address(shown):
    app = shown(PLANNER, town=BUSY, measure="found")
    app.button(key="path-0").click().run()
    assert not app.query_params.get("town")
    assert "found" in app.query_params["measure"]


def test_what_the_address_names_and_nobody_knows_is_left_out_and_told(shown):
    app = shown(PLANNER, town="1", measure="found")
    told = translator(ZH)("Not known here, and left out: {words}").format(words="1")
    assert [one.value for one in app.warning] == [told]
    assert not app.query_params.get("town")


@pytest.mark.parametrize("day", ["2001-01-01", "2030-01-01"])
def test_what_lies_outside_the_record_is_left_out_and_told(shown, day):
    app = shown(PLANNER, day=day, two="7", limits="q")
    told = translator(ZH)("Not known here, and left out: {words}")
    assert [one.value for one in app.warning] == [
        told.format(words=plain(f"7, q, {day}"))
    ]
    for name in ("day", "two", "limits"):
        assert not app.query_params.get(name)


@pytest.mark.parametrize("acting", [PLANNER, LEADER])
def test_the_first_day_is_compared_with_no_other(shown, folder, acting):
    first = current_shelf().progress_book().first_day
    app = shown(acting, day=first.isoformat(), before="year")
    (box,) = [one for one in app.selectbox if one.label == COMPARED]
    assert box.disabled
    assert not app.warning
    assert app.query_params["before"] == "year"


def test_the_leader_compares_with_a_month_end_that_is_named(shown):
    """Rules R5, A2: of two days that are published."""
    app = shown(LEADER, day="2026-03-02")
    (box,) = [one for one in app.selectbox if one.label == COMPARED]
    assert box.options[0].startswith("2026-01-31 ")
