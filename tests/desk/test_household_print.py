"""The file on paper holds what the page shows, masked (rules W12, A2)."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from desk.case_house import record_appraisal
from desk.fieldwork import Visited, record_visit
from desk.household_print import printed_household
from desk.shelf import CountyShelf
from ledger.roles import Acting, Role
from ledger.schema import dwelling, hazard_event, household, person, place
from rules.casefile import Appraised
from rules.errors import AccessError
from tests.desk.case_world import (
    COUNTY,
    OFFICER,
    PLANNER,
    TOWN,
    TREASURY,
    VILLAGER,
    CaseWorld,
    home,
)

RESPONDER = Acting("应急", Role.RESPONDER, COUNTY, "quake")
READERS = (VILLAGER, OFFICER, PLANNER, TREASURY, RESPONDER)
DAY = date(2026, 3, 5)
# Nothing of these may stand in the bytes: names, numbers, what was said in the home.
SECRETS = ("三丰", "秀英", "11010519491231002X", "13912345678", "6217000010001234567",
           "1949", "儿子在外打工", "110105195001011234", "不便")  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    world = CaseWorld(tmp_path_factory.mktemp("print") / "w")
    write_family(world)
    case = world.open()
    world.later(2)
    world.step(case, "reported")
    world.later()
    grade = Appraised(grade="D", on=world.on)
    hand = world.hand(PLANNER)
    record_appraisal(hand, world.now(case), grade, appraiser="<b>李工</b> & 某公司")
    visited = Visited(
        kind="patrol", on=world.on, seen="墙体裂缝", heard="儿子在外打工，腿脚不便"
    )
    record_visit(world.workspace, OFFICER, "A", visited, at=world.at)
    workspace = replace(world.workspace, demonstration=True)
    yield CountyShelf(workspace)
    world.ledger.close()


def write_family(world):
    world.write(place, {"code": TOWN, "name": "安河镇"})
    secret = {"head_name": "张三丰", "id_number": "11010519491231002X"}
    secret |= {"phone": "13912345678", "account": "6217000010001234567"}
    world.write(household, home("A") | secret)
    wife = {"person_id": "1", "household_id": "A", "name": "李秀英"}
    wife |= {"relation": "配偶", "birth_date": date(1949, 12, 31), "disabled": True}
    world.write(person, wife)
    world.write(dwelling, {"household_id": "A", "structure": "土坯"})
    quake = {"event_id": "quake", "hazard": "earthquake", "form": "typed"}
    world.write(hazard_event, quake | {"title": "震"})


def printed(shelf, acting=OFFICER, household_id="A", lang="zh_CN"):
    return printed_household(shelf, acting, household_id, DAY, lang)


def words(page):
    """Return what is read on the page, tags and styles left out."""
    body = page.decode().partition("<body>")[2]
    return unescape(re.sub(r"<[^>]+>", " ", body))


def test_the_paper_holds_what_the_page_shows(shelf):
    """Rules W1, W12."""
    told = words(printed(shelf))
    for part in (
        "一户一档 · A 张*",
        "安和县 安河镇 柳沟村",
        "截至日期 2026-03-05",
        "土坯",
        "案件 990001-2026-000001",
        "鉴定 2026-03-05",
        "上报 2026-03-04",
        "住房等级鉴定表 缺",
        "低保户 民政",
        "墙体裂缝",
        "演示数据",
        "县住建",
    ):
        assert part.replace(" ", "") in "".join(told.split()), part


def test_it_names_no_column_of_the_ledger(shelf):
    """What stands there are words, in both languages."""
    for lang in ("zh_CN", "en"):
        told = words(printed(shelf, lang=lang))
        assert re.findall(r"\b[a-z0-9]+_[a-z0-9_]+\b", told) == []
        assert "None" not in told


@pytest.mark.parametrize("acting", READERS, ids=lambda acting: acting.role.value)
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_no_raw_name_or_number_is_anywhere_in_the_bytes(shelf, acting, lang):
    """Rule A2: whoever prints it."""
    page = printed(shelf, acting, lang=lang).decode()
    assert [secret for secret in SECRETS if secret in page] == []
    assert "张*" in page


def test_what_was_recorded_is_text_and_never_markup(shelf):
    page = printed(shelf)
    assert "&lt;b&gt;李工&lt;/b&gt; &amp; 某公司".encode() in page
    assert b"<b>" not in page
    assert b"<script" not in page
    assert b"http" not in page


def test_each_role_prints_what_it_reads(shelf):
    """Rule A1."""
    finance = words(printed(shelf, TREASURY))
    assert "低保户" not in finance
    assert "土坯" not in finance
    assert "上报" in finance
    responder = words(printed(shelf, RESPONDER))
    assert "990001-2026-000001" not in responder
    assert "土坯" in responder
    for id_, acting in (("C", OFFICER), ("A", Acting("x", Role.LEADER, COUNTY))):
        with pytest.raises(AccessError):
            printed(shelf, acting, id_)


def test_it_speaks_the_language_of_its_reader(shelf):
    page = printed(shelf, lang="en")
    assert b'lang="en"' in page
    assert "Household file · A 张*" in words(page)
    assert "As of 2026-03-05" in words(page)
