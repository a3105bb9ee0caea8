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


@pytest.fixture
def listed(monkeypatch):
    monkeypatch.setattr(choice.st, "session_state", {})
    return lambda codes, ticked: choice.stays_picked("list", codes, ticked)


def test_what_was_picked_stays_when_it_leaves_the_list(listed):
    assert [listed("ab", "a"), listed("b", ""), listed("b", "")] == ["a"] * 3


def test_a_row_ticked_in_the_new_list_takes_its_place(listed):
    listed("ab", "a")
    listed("b", "")
    assert listed("b", "b") == "b"


def test_a_tick_taken_away_leaves_nothing_picked(listed):
    listed("ab", "a")
    assert listed("ab", "") == ""


def test_what_is_asked_for_in_one_box_is_asked_for_in_no_other(monkeypatch):
    monkeypatch.setattr(choice.st, "session_state", {"kept-drop": ("v1", "v2")})
    choice.add_to("keep", "v1", "drop")
    choice.add_to("keep", "v1", "drop")
    assert (choice.kept("keep"), choice.kept("drop")) == (("v1",), ("v2",))
