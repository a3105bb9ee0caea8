"""A link tells a choice once, for both languages, and old links are still read."""

import pytest
from streamlit.testing.v1 import AppTest

ZH, EN = "中文", "English"


def page():
    from ledger.roles import ROLE_NAMES
    from views import choice
    from views.words import _

    def named(role):
        return _(ROLE_NAMES[role])

    choice.ask_language()
    choice.ask_one("Role", ["planner", "leader", "finance"], "role", named)


def opened(**query):
    app = AppTest.from_function(page, default_timeout=60)
    for name, word in query.items():
        app.query_params[name] = word
    return settled(app)


def settled(app):
    app.run()
    assert not app.exception
    return app


def told(app):
    """Return what the address tells of the role."""
    words = {name: app.query_params.get(name) for name in app.query_params}
    return {name: word for name, word in words.items() if "role" in name and word}


def role_of(app):
    return app.selectbox[0].value


@pytest.mark.parametrize("lang", [ZH, EN])
def test_a_link_is_read_in_either_language(lang):
    app = opened(lang=lang, role="leader")
    assert (role_of(app), told(app)) == ("leader", {"role": "leader"})


@pytest.mark.parametrize("lang", [ZH, EN])
@pytest.mark.parametrize(("language", "label"), [("zh_CN", "领导"), ("en", "Leader")])
def test_an_old_link_is_read_and_told_anew(lang, language, label):
    app = opened(lang=lang, **{f"role-{language}": label})
    assert (role_of(app), told(app)) == ("leader", {"role": "leader"})


def test_an_old_link_to_what_nobody_knows_shows_the_usual():
    app = opened(**{"role-zh_CN": "皇帝"})
    assert (role_of(app), told(app)) == ("planner", {})


def test_a_word_that_nobody_knows_is_taken_out():
    app = settled(opened(role="emperor"))
    assert (role_of(app), told(app)) == ("planner", {})


def test_what_is_chosen_is_told_and_the_usual_is_not():
    app = opened(lang=ZH)
    assert told(app) == {}
    app.selectbox[0].select("finance").run()
    assert told(app) == {"role": "finance"}
    app.selectbox[0].select("planner").run()
    assert (role_of(app), told(app)) == ("planner", {})


def test_the_choice_outlives_another_language():
    app = opened(lang=ZH, role="leader")
    app.session_state["lang"] = "en"
    settled(app)
    assert app.selectbox[0].options[1] == "Leader"
    assert (role_of(app), told(app)) == ("leader", {"role": "leader"})
