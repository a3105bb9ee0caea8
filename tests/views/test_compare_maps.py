"""Two plans side by side: which map is asked for what, and what is said of both."""

import re

import pytest

from tests.layers.fake_shelf import FakeShelf
from views import compare_maps, words
from views.compare_maps import show_compared

BAD = "<script>alert(1)</script>*方案*"


class Column:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Screen:
    """What Streamlit would show, kept instead."""

    def __init__(self):
        self.html_shown, self.markdown_shown = [], []

    def columns(self, count, **_):
        return [Column() for _ in range(count)]

    def html(self, text):
        self.html_shown.append(text)

    def markdown(self, text):
        self.markdown_shown.append(text)


@pytest.fixture
def shown(monkeypatch, tmp_path):
    screen, asked = Screen(), []
    shelf = FakeShelf(tmp_path, households=200)

    def show_map(page, choice, key, **own):
        asked.append((page, choice, key, own))
        return {"id": "v1"} if choice["plan"] == "p2" else None

    monkeypatch.setattr(compare_maps, "st", screen)
    monkeypatch.setattr(compare_maps, "show_map", show_map)
    monkeypatch.setattr(compare_maps, "current_shelf", lambda: shelf)
    monkeypatch.setattr(words.choice, "language", lambda: "en")
    clicked = show_compared(
        "planner",
        {"plan": "p1", "town": "990001101"},
        {"plan": "p2", "town": "990001101"},
        "pair",
        titles=("safe", BAD),
    )
    return screen, asked, clicked


def test_each_map_is_asked_for_its_plan_against_the_other(shown):
    _, asked, _ = shown
    choices = [choice for _, choice, _, _ in asked]
    assert [(c["plan"], c["against"], c["side"]) for c in choices] == [
        ("p1", "p2", "before"),
        ("p2", "p1", ""),
    ]
    assert {c["town"] for c in choices} == {"990001101"}


def test_the_maps_share_a_link_and_have_names_of_their_own(shown):
    _, asked, _ = shown
    assert {own["link"] for *_, own in asked} == {"pair"}
    assert len({key for _, _, key, _ in asked}) == 2
    assert len({own["title"] for *_, own in asked}) == 2


def test_a_click_on_either_map_is_returned(shown):
    assert shown[2] == {"id": "v1"}


def test_one_legend_says_what_the_colours_mean_on_both_maps(shown):
    (legend,) = shown[0].html_shown
    told = re.sub(r"<[^>]+>", "|", legend)
    for text in ("in both plans: 2", "enters: 1", "leaves: 1", "demolish and rebuild"):
        assert text in told
    assert legend.count("dashed") == 1


def test_the_name_of_a_plan_is_shown_as_text(shown):
    assert shown[0].markdown_shown[1] == (
        r"**\<script\>alert\(1\)\</script\>\*方案\***"
    )
