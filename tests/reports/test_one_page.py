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


def test_an_uncertain_class_is_dotted_and_the_legend_says_so(monkeypatch, printed):
    dotted = []
    dots = one_page_map._dots

    def drawn(*told):
        dotted.append(told)
        return dots(*told)

    monkeypatch.setattr(one_page_map, "_dots", drawn)
    known = frame(ON, 0)
    sure = {c: replace(a, shrunk=False) for c, a in known.areas.items()}
    unsure = sure | {"990001100": replace(sure["990001100"], unsure=True)}
    one_page(briefing(views=(map_of(replace(known, areas=unsure)),)))
    assert len(dotted) == 2  # the area, and the sample in the legend
    assert "点纹：分级不确定" in printed.pages[-1]
    one_page(briefing(views=(map_of(replace(known, areas=sure)),)))
    assert len(dotted) == 2
    assert "点纹：分级不确定" not in printed.pages[-1]


def test_a_star_beside_a_number_is_explained(printed):
    one_page(briefing(views=(map_of(frame(ON, 0)),)))
    assert "90 % *" in printed.words
    assert any(words.startswith("* ") for words in printed.words)


def test_no_line_of_an_answer_begins_with_a_stop(printed):
    views = list(briefing().views)
    long = "应由乡镇办理（淄建发〔2022〕48号二（四））。" * 4
    lines = [replace(views[1].lines[0], text="甲" * at + long) for at in range(5)]
    one_page(briefing(views=(replace(views[1], lines=lines),)))
    assert not [words for words in printed.words if words[:1] in "）〕。，：；"]


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
