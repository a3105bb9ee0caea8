"""The form in a page: its headings cover every column once, in either language."""

import pytest

from rules.forms import FORMS, load_form
from views import form_table, words
from views.form_table import show_table


@pytest.fixture
def shown(monkeypatch):
    """Show a form; returns what the browser is told."""
    told = []
    monkeypatch.setattr(form_table, "_mount", lambda **given: told.append(given))

    def show(form="form1", language="zh_CN", chosen=None):
        monkeypatch.setattr(words.choice, "language", lambda: language)
        rows = [("now", {n: str(n) for n in range(1, 28)}), ("before", {1: "0"})]
        show_table(load_form(form), rows, "k", title="t", chosen=chosen)
        return told[-1]["data"]

    return show


@pytest.mark.parametrize("form", FORMS)
def test_each_row_of_headings_covers_every_column_once(shown, form):
    first, second = shown(form)["heads"]
    assert sum(head["columns"] for head in first) == 27
    tall = sum(head["columns"] for head in first if head["rows"] == 2)
    assert sum(head["columns"] for head in second) + tall == 27


def test_in_chinese_the_headings_are_those_of_the_paper(shown):
    data = shown()
    assert [head["words"] for head in data["heads"][0]] == [
        "开工户数",
        "竣工户数",
        "已落实的地方各级补助资金数额",
        "已下达到县的各级补助资金数额",
        "县级财政已支付各级补助资金数额",
        "完成投资总额",
    ]
    assert data["heads"][1][10]["words"] == "农村易返贫致贫"


def test_in_english_they_say_what_is_counted(shown):
    data = shown(language="en")
    assert data["heads"][0][0]["words"] == "Households whose works have begun"
    assert data["heads"][1][10]["words"] == "out of poverty, still supported"
    assert data["cells"][23]["label"] == (
        "24 · Subsidy money paid by the county treasury · central: 24 10,000 yuan"
    )
    assert (data["cells"][0]["part"], data["cells"][26]["part"]) == ("in all", "in all")


def test_a_row_has_a_place_for_every_column_and_the_open_one_is_told(shown):
    data = shown(chosen=7)
    assert data["chosen"] == 7
    assert [len(row["values"]) for row in data["rows"]] == [27, 27]
    assert data["rows"][1]["values"][:2] == ["0", ""]


def test_a_click_is_heard_once_it_came(monkeypatch):
    class State:
        cell = 9

    monkeypatch.setattr(form_table.choice, "now_in", {"k": State()}.get)
    assert (form_table.clicked("k"), form_table.clicked("other")) == (9, None)
