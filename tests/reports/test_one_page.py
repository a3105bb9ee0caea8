"""One page for those who never open the program."""

from dataclasses import replace

import pytest

from reports import one_page_map
from reports.one_page import one_page
from tests.reports.printed import PAGE, Printed
from tests.reports.small_briefing import ON, briefing, frame, map_of


@pytest.fixture
def printed(monkeypatch):
    return Printed(monkeypatch)


def test_it_is_one_page_with_stamp_answers_map_and_source(printed):
    content = one_page(briefing())
    assert len(PAGE.findall(content)) == 1
    (words,) = printed.pages
    for told in ("演示数据 · 内部资料", "哪个镇落后？", "柳沟镇", "30 %", "< 40 %"):
        assert told in words
    assert "少于 5 的数不公开。" in words


def test_long_answers_leave_room_for_the_map(printed):
    views = list(briefing().views)
    views[1] = replace(
        views[1], lines=[replace(one, text="很长" * 300) for one in views[1].lines]
    )
    assert len(PAGE.findall(one_page(briefing(views=views)))) == 1


def test_names_on_the_map_never_lie_on_each_other(monkeypatch, printed):
    taken = []
    haloed = one_page_map._haloed

    def written(paper, x, y, words, font):
        taken.append((x, y, words))
        return haloed(paper, x, y, words, font)

    monkeypatch.setattr(one_page_map, "_haloed", written)
    view = map_of(frame(ON, 0))
    close = replace(
        view.ground,
        areas=[replace(area, at=(100.0, 100.0)) for area in view.ground.areas],
    )
    one_page(briefing(views=(replace(view, ground=close),)))
    assert [words for _x, _y, words in taken] == ["柳沟镇", "20 %"]


def test_an_agenda_without_maps_and_charts_is_a_page_as_well():
    assert one_page(briefing(views=briefing().views[:2])).startswith(b"%PDF")


def test_the_same_meeting_gives_the_same_bytes():
    assert one_page(briefing()) == one_page(briefing())
