"""One file to carry: asks nobody, runs only its own script, holds what it shows."""

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from reports.briefing import CompareView, MapView, TableView
from reports.briefing_html import FOLDER, SCRIPT, STYLE, briefing_html, script_digest
from reports.briefing_maps import Sheets, told_of, worst_first
from reports.briefing_views import split_views
from tests.reports.small_briefing import NAMES, ON, briefing, frame, map_of

BAD = "</script><img src=x onerror=alert(1)>\"'&柳沟"
VOID = {"meta", "input", "img", "br"}
NEWER = {  # what a browser of 2018 lacks
    SCRIPT: r"\?\.[a-z(\[]|\?\?|\.flat\(|\.flatMap\(|fromEntries|\.at\(|"
    r"replaceChildren|\.replaceAll\(|\.matchAll\(|allSettled|structuredClone|"
    r"\bimport\b|\|\|=|&&=",
    STYLE: r"\bgap:|aspect-ratio|\binset:|clamp\(|min\(|max\(|:is\(|:where\(|:has\(|"
    r":focus-visible|@layer|@container|dvh|accent-color",
}


class Outline(HTMLParser):
    """Tags in order; ids, addresses and anything left open."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.addresses, self.tags, self.faults = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.addresses += [told[n] for n in ("href", "src", "action") if n in told]
        self.faults += [n for n in told if n.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


@pytest.fixture(scope="module")
def page():
    return briefing_html(briefing()).decode()


def told_in(page):
    found = re.search(r'<script type="application/json" id="told">(.*?)</script>', page)
    return json.loads(found[1])


def test_the_file_is_whole_and_every_id_is_its_own(page):
    outline = Outline(page)
    assert outline.faults == []
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    named = {a[1:] for a in outline.addresses} | set(
        re.findall(r"url\(#([\w-]+)", page)
    )
    assert named <= set(outline.ids)


def test_the_file_asks_nobody_for_anything(page):
    assert not re.search(r"https?://|//[a-z]+\.|@import", page)
    assert all(a.startswith("#") for a in Outline(page).addresses)
    assert "default-src 'none'" in page
    assert f"script-src '{script_digest()}'" in page


def test_names_are_text_and_never_markup():
    named = dict.fromkeys(NAMES, BAD)
    view = replace(map_of(frame(ON, 0)), names=named, title=BAD)
    made = briefing(views=(view,), title=BAD, county=BAD, source=BAD, stamp=BAD)
    text = briefing_html(made).decode()
    outline = Outline(text)
    assert outline.faults == []
    assert "img" not in outline.tags
    assert outline.tags.count("script") == 2
    assert told_in(text)["maps"][0]["names"] == [BAD] * 6


def test_every_letter_comes_with_the_file(page):
    first = re.search(r"base64,([A-Za-z0-9+/=]+)", page)[1]
    with TTFont(BytesIO(base64.b64decode(first))) as font:
        letters = font.getBestCmap()
    assert {ord(c) for c in "柳沟镇竣工比例演示数据内部资料逾期位次"} <= letters.keys()


def test_the_same_meeting_gives_the_same_bytes(page):
    assert briefing_html(briefing()).decode() == page


def test_the_stamps_stand_on_every_view(page):
    head = page[page.index("<header") : page.index("</header>")]
    assert "演示数据" in head
    assert "内部资料" in head


def test_the_script_is_told_what_the_map_shows(page):
    (first,) = told_in(page)["maps"]
    assert [f["day"] for f in first["frames"]] == ["2026-09-30", "2026-10-31"]
    assert first["frames"][1]["s"] == ["30 %", "62 %", "90 %", "<5", "…", "—"]
    assert first["frames"][1]["v"] == [0.3, 0.62, 0.9, None, None, None]
    assert first["frames"][1]["x"] == [0, 0, 1, 0, 0, 0]
    assert first["fills"][-2:] == ["url(#h-withheld)", "url(#h-none)"]


def test_outlines_are_written_once_however_many_maps_show_them(page):
    assert page.count('<path id="g0-') == len(NAMES)
    assert 'id="g1-' not in page


def test_the_worst_comes_first_and_what_is_not_told_last():
    view = map_of(frame(ON, 10))
    low = [NAMES[code] for code in worst_first(view, view.frames[0])]
    assert low == ["柳沟镇", "石桥镇", "上庄乡", "临河镇", "北岭乡", "西塘镇"]
    high = replace(view, worst_high=True)
    assert NAMES[worst_first(high, view.frames[0])[0]] == "上庄乡"


def test_a_map_without_outlines_is_a_table(page):
    view = replace(map_of(frame(ON, 0)), ground=None)
    text = briefing_html(briefing(views=(view,))).decode()
    assert '<svg class="map"' not in text
    assert "柳沟镇" in text


def test_a_map_without_counts_has_no_column_for_them(page):
    assert page.count("计入件数") == 1
    last = frame(ON, 10)
    bare = {c: replace(a, detail="") for c, a in last.areas.items()}
    view = map_of(replace(last, areas=bare))
    without = briefing_html(briefing(views=(view,))).decode()
    assert "计入件数" not in without
    assert without.count("<td>") == 2 * len(NAMES)
    assert [told_in(p)["maps"][0]["counted"] for p in (page, without)] == [True, False]


def test_two_maps_without_a_change_have_their_sentence():
    view = CompareView(
        before=map_of(frame(ON, 0)), now=map_of(frame(ON, 0)), says="各村件数都过少。"
    )
    page = briefing_html(briefing(views=(view,))).decode()
    assert '<p class="says">各村件数都过少。</p>' in page


@pytest.mark.parametrize("name", [SCRIPT, STYLE])
def test_nothing_in_it_is_newer_than_a_browser_of_2018(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    assert re.findall(NEWER[name], text) == []


def test_a_county_of_three_hundred_villages_stays_far_below_ten_megabytes():
    view = map_of(*(frame(ON, step) for step in range(13)))
    told = told_of(view)
    assert len(json.dumps(told)) < 6_000
    assert Sheets().number_of(view.ground) == 0
    assert isinstance(view, MapView)
    text = briefing_html(briefing(views=(view,) * 20))
    assert len(text) < 1_000_000


def test_a_long_table_becomes_several_views_each_with_its_marks():
    rows = [(str(at), "镇") for at in range(30)]
    table = TableView(
        title="排序", heads=("位次", "乡镇"), rows=rows, marked={29: "慢"}
    )
    first, last = split_views([table])
    assert [len(part.rows) for part in (first, last)] == [28, 2]
    assert (first.title, last.title) == ("排序 (1/2)", "排序 (2/2)")
    assert (first.marked, last.marked) == ({}, {1: "慢"})
