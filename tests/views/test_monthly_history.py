"""The page part of a form that was corrected: every filing, and its paper again."""

import pytest
from streamlit.testing.v1 import AppTest

from desk.current import VARIABLE
from desk.workspace import create_workspace
from rules.language import LANGUAGES, translator
from tests.desk.test_form_filing import (
    CASE,
    HOME,
    OTHER,
    OTHER_CASE,
    family,
    filed,
    write,
)


def page():
    from desk.current import current_shelf
    from desk.form_seen import form_seen
    from tests.desk.test_form_filing import OCTOBER
    from views import monthly_history

    shelf = current_shelf()
    monthly_history.show(shelf, form_seen(shelf.workspace, "form1", OCTOBER))


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    code = "990001"
    names = {"county_code": code, "county_name": "安和县", "policy_code": code}
    made = create_workspace(tmp_path / "w", **names)
    write(made, family(HOME, CASE), (10, 12))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "w"))
    yield made
    made.ledger.close()


def shown(lang=LANGUAGES[0]):
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


def test_a_form_that_was_filed_once_has_no_history(workspace):
    filed(workspace)
    assert not shown().expander


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_filing_stands_with_what_it_changed_and_its_own_paper(workspace, lang):
    filed(workspace)
    write(workspace, family(OTHER, OTHER_CASE), (11, 5))
    filed(workspace, (11, 6), "补录")
    app, say = shown(lang), translator(lang)
    names = [say("First filing"), say("Correction {number}").format(number=1)]
    table = app.dataframe[0].value
    assert table[say("Filing")].tolist() == names
    assert table[say("Why it is corrected")].tolist() == ["", "补录"]
    assert [button.label for button in app.get("download_button")] == names
