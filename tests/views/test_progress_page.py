"""The page of progress in a real browser: answers, map, drill, numbers, days."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from ledger.roles import ROLE_NAMES, Role
from rules.language import translator
from tests.views.casework.acts import go, rows_of, settled

zh = translator("zh_CN")
TOWN, HEAD_PX = "安和镇", 32
LEADER = f"role-zh_CN={quote(zh(ROLE_NAMES[Role.LEADER]))}"
QUESTIONS = (
    "Which town is behind?",
    "Why?",
    "Where is the money stuck?",
    "What is late?",
    "Where next?",
)


def progress(open_app, query=""):
    """Open the page: as a leader, who begins there, or as the planner."""
    page = settled(open_app(query=f"?{query}"))
    if LEADER not in query:
        go(page, zh("Progress"))
    expect(frame_of(page).get_by_text(TOWN).first).to_be_visible()
    return page


def frame_of(page):
    return page.frame_locator("iframe").first


def click_town(page, name):
    """Click inside a town, where its name stands."""
    place = frame_of(page).locator(".name.town", has_text=name).bounding_box()
    page.mouse.click(place["x"], place["y"])


def test_the_first_screen_answers_five_questions(open_app):
    """Rule R5, and the leader's five minutes."""
    page = progress(open_app)
    for question in QUESTIONS:
        button = page.get_by_role("button", name=zh(question), exact=True)
        expect(button).to_be_in_viewport()
    expect(page.locator("iframe").first).to_be_in_viewport()
    button = page.get_by_role("button", name=zh(QUESTIONS[2]), exact=True)
    button.click()
    page.wait_for_url("**measure=stuck_cny**")


def test_a_town_opens_by_its_villages_where_it_stands_and_closes_again(open_app):
    page = progress(open_app)
    click_town(page, TOWN)
    page.wait_for_url("**town=990001**")
    expect(frame_of(page).locator(".name.village span").first).to_be_visible()
    expect(frame_of(page).locator(".leaflet-popup")).to_have_count(0)
    page.get_by_role("button", name="安和县", exact=True).click()
    expect(page).not_to_have_url(re.compile("town="))
    expect(frame_of(page).locator(".name.town span").first).to_be_visible()
    settled(page).go_back()
    page.wait_for_url("**town=990001**")
    expect(frame_of(page).locator(".name.village span").first).to_be_visible()


def test_a_link_opens_the_same_view_in_either_language(open_app):
    query = "measure=overdue_ratio&town=990001100&before=year&two=1"
    leader = f"role-en={ROLE_NAMES[Role.LEADER]}"
    page = settled(open_app(query=f"?{leader}&{query}", locale="en-US"))
    expect(page.locator("iframe")).to_have_count(2)
    box = page.get_by_role("combobox", name="Measure", exact=True)
    expect(box).to_have_value(re.compile("Overdue"))
    for part in query.split("&"):
        assert part in page.url


def test_a_leader_s_link_outlives_the_language_and_leads_to_the_printed_map(open_app):
    """Rules R5, A2: who is no planner does not become one by a language."""
    page = settled(open_app(query=f"?{LEADER}&measure=found", locale="en-US"))
    expect(page.get_by_role("combobox", name="Role")).to_have_value("Leader")
    page.get_by_text("中文", exact=True).click()
    role = page.get_by_role("combobox", name=zh("Role"))
    expect(role).to_have_value(zh("Leader"))
    settled(page).reload()
    expect(role).to_have_value(zh("Leader"))
    settled(page).get_by_role("link", name=zh("Print this map")).click()
    page.wait_for_url("**/papers?**print-measure=found**")
    box = page.get_by_role("combobox", name=zh("Measure"), exact=True)
    expect(box).to_have_value(zh("Cases found"))
    expect(role).to_have_value(zh("Leader"))


def test_a_number_opens_the_cases_it_counts(open_app):
    """Rule R5."""
    page = progress(open_app)
    table = page.get_by_test_id("stDataFrame").first.bounding_box()
    found = int(rows_of(page)[1][3])
    page.mouse.click(table["x"] + 230, table["y"] + HEAD_PX + 16)
    told = page.get_by_text(re.compile(rf" · {zh('found')} · {found}$"))
    expect(told).to_be_visible()


def test_a_leader_sees_published_days_and_no_count_below_five(open_app):
    """Rules R5, A2."""
    page = progress(open_app, f"{LEADER}&day=2026-08-17")
    expect(page.get_by_text("2026-07-31").first).to_be_visible()
    counts = [int(c) for row in rows_of(page) for c in row[1:] if c.isdigit()]
    assert [count for count in counts if 0 < count < 5] == []
    expect(page.get_by_text("2026-08-17")).to_have_count(0)


@pytest.mark.slow
def test_the_months_play_and_stop(open_app):
    page = progress(open_app)
    page.get_by_role("button", name=zh("Play"), exact=True).click()
    page.wait_for_url("**day=202**")
    first = page.url
    page.wait_for_function("before => location.href !== before", arg=first)
    page.get_by_role("button", name=zh("Stop"), exact=True).click()
    expect(page.get_by_role("button", name=zh("Play"), exact=True)).to_be_visible()
