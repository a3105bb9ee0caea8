"""The page part of notices: what a role is offered, read and handed over."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.notices_sent import notices_sent
from rules.language import LANGUAGES, translator
from tests.desk.notice_world import LEADER, PLANNER, made_workspace

# A choice is told to the test's app in the words of the first language.
FIRST = LANGUAGES[0]
say = translator(FIRST)


def page():
    from desk.current import current_shelf
    from views import notices_page

    notices_page.show(current_shelf())


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    made = made_workspace(tmp_path / "w")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


def shown(acting, lang=FIRST, **query):
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = lang
    for name, value in query.items():
        app.query_params[name] = value
    app.session_state["acting"] = acting
    app.run()
    assert not app.exception
    return app


def test_a_notice_is_read_before_it_is_taken_away(workspace):
    """Rule R3: the paper is Chinese, whatever the language of the page."""
    app = shown(PLANNER)
    box = next(b for b in app.selectbox if b.label == say("Notice"))
    app = box.set_value("ranking").run()
    assert not app.exception
    assert "进展情况的通报" in app.subheader[0].value
    assert app.dataframe[0].value["乡镇"].tolist()[-1] == "石门镇*"


def test_what_went_out_is_on_record_with_a_press(workspace):
    """Rule R2."""
    app = shown(PLANNER)
    (button,) = [b for b in app.button if b.label == say("Record that it went out")]
    app = button.click().run()
    assert not app.exception
    (gone,) = notices_sent(workspace)
    assert gone.kind == "list"
    assert say("Went out on {day}.").split("{")[0] in app.caption[0].value


def test_a_leader_is_offered_the_calendar_alone(workspace):
    """Rules A1, A2."""
    app = shown(LEADER, "en")
    assert app.selectbox[0].options == ["Calendar of deadlines"]
    assert not app.button
