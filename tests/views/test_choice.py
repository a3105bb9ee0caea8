"""Of a click and a picked row the newer one is shown."""

import pytest

from views import choice


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(choice.st, "session_state", {})
    return lambda clicked, picked: choice.newest("here", clicked, picked)


def test_a_click_stays_until_something_newer(asked):
    assert [asked("click", None), asked(None, None)] == ["click", "click"]


def test_a_later_pick_wins_over_a_click(asked):
    asked("click", None)
    assert [asked(None, "row"), asked(None, "row")] == ["row", "row"]


def test_a_later_click_wins_over_a_row_that_stays_picked(asked):
    asked(None, "row")
    assert [asked("click", "row"), asked(None, "row")] == ["click", "click"]


def test_a_row_let_go_is_shown_no_more(asked):
    asked(None, "row")
    assert asked(None, None) is None


def test_a_click_outlives_an_older_row_let_go(asked):
    asked(None, "row")
    asked("click", "row")
    assert asked(None, None) == "click"
