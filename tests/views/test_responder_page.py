"""A responder's day in a real browser: message, teams, a telephone, a newer report."""

import re
import shutil
from datetime import datetime

import pytest
from playwright.sync_api import expect

from desk.event_reports import take_event
from desk.workspace import open_workspace
from ledger.event_reports import reports
from ledger.findings import findings
from ledger.missions import mission_stops, missions
from tests.browser import Watched, running_app
from tests.views.casework.acts import go
from tests.views.conftest import PHONE, WIDE
from tests.views.intake_acts import (
    download,
    lines,
    numbers,
    press,
    settled,
    table,
    turn_to,
    zh,
)
from tests.views.responder_acts import (
    event_shown,
    links,
    look_at,
    message,
    order_of,
    overflow_px,
    paste,
    responding,
    send_teams,
    take,
    title,
)
from tests.web.phone import loaded
from tests.web.phone import settled as all_sent

PASTED, WALKED, CHANGED = (datetime(2025, month, 3, 14, 28) for month in (3, 6, 9))
VIEWS = ("Order of visits", "Teams", "Live board", "What follows")
VIEWS += ("Reports of the event", "How good is the order?")


@pytest.fixture(scope="module")
def workspace(demo, tmp_path_factory):
    root = tmp_path_factory.mktemp("responder") / "w"
    shutil.copytree(demo, root)
    made = open_workspace(root)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def struck(workspace):
    """Two earthquakes of different months, each known by its first message."""
    days = (WALKED, CHANGED)
    return {day: take_event(workspace, "值班", message(day)).event_id for day in days}


@pytest.fixture(scope="module")
def address(workspace, struck):
    with running_app(workspace.root) as address:
        yield address


def test_a_pasted_message_is_shown_before_it_is_taken_and_then_orders_visits(open_app):
    page = responding(open_app())
    form = paste(page, message(PASTED))
    read = re.compile(r"震级 6\.2 · 经度 104\.45 · 纬度 31\.55")
    expect(form.get_by_text(read)).to_be_visible()
    expect(form.get_by_role("radio", name=zh("a new event"))).to_be_checked()
    take(page)
    expect(event_shown(page)).to_have_value(title(PASTED))
    (told,) = numbers(page).values()
    middle, low, high = (int(n) for n in re.findall(r"\d+", told.replace(",", "")))
    assert 0 < low < middle < high < 2000
    heads, first, second = lines(table(page, zh("In danger")))[:3]
    assert [row[heads.index("#")] for row in (first, second)] == ["1", "2"]
    assert first[heads.index(zh("Household"))].startswith("H")


def test_teams_are_sent_and_a_tag_from_their_telephone_is_everywhere(
    open_app, workspace, struck, address
):
    page = look_at(responding(open_app()), title(WALKED))
    drawn = send_teams(page, teams=3, doors=20)
    assert len(drawn) == 3 + 60 + 1  # ways, doors, the base
    heads, *teams = lines(table(page, zh("Way (km)")))
    assert [row[heads.index(zh("Doors"))] for row in teams] == ["20", "20", "20"]
    press(page, zh("Make the papers of the teams"))
    assert download(page, zh("Papers (PDF)")).startswith(b"%PDF")

    phone = Watched(page.context.new_page(), address)
    phone.page.set_viewport_size(PHONE)
    phone.page.goto(links(page)[0])
    loaded(phone.page)
    phone.page.locator("main > .next .tag.red").click()
    phone.page.locator(".confirm").click()
    all_sent(phone.page)
    (found,) = findings(workspace.ledger, struck[WALKED])
    door = found["household_id"]
    assert (found["tag"], found["reason"]) == ("红", "ordered")
    (mission,) = missions(workspace.ledger, struck[WALKED])
    first = mission_stops(workspace.ledger, mission["mission_id"])[0]
    assert first["household_id"] == door
    assert phone.faults == []

    turn_to(page, zh("Live board"))
    assert numbers(page)[zh("Visited")] == "1"
    turn_to(page, zh("Order of visits"))
    order = order_of(download(page, zh("Order of all visits (CSV)")))
    assert (len(order), order[-1]) == (2000, door)


def test_a_newer_message_is_a_report_of_its_event_and_what_it_moved_is_told(
    open_app, workspace, struck
):
    page = look_at(responding(open_app()), title(CHANGED))
    form = paste(page, message(CHANGED, magnitude=6.6, lon=104.55))
    newer = re.compile(f"^{zh('a newer report of: {event}').partition('{')[0]}")
    expect(form.get_by_role("radio", name=newer).first).to_be_checked()
    take(page)
    expect(event_shown(page)).to_have_value(title(CHANGED, magnitude=6.6))
    told = [row["magnitude"] for row in reports(workspace.ledger, struck[CHANGED])]
    assert told == [6.2, 6.6]
    turn_to(page, zh("Reports of the event"))
    heads, *listed = lines(table(page, zh("Form")))
    assert [row[heads.index(zh("Magnitude"))] for row in listed] == ["6.2", "6.6"]
    heads, *moved = lines(table(page, zh("Why it moved")))
    ranks = [
        int(row[heads.index(zh("before"))]) - int(row[heads.index("#")])
        for row in moved
    ]
    assert len(moved) > 5
    assert all(abs(places) >= 50 for places in ranks)


@pytest.mark.parametrize(
    ("locale", "say"),
    [("zh-CN", zh), pytest.param("en-US", str, marks=pytest.mark.slow)],
)
def test_every_view_opens_on_a_screen_and_on_a_telephone(open_app, locale, say):
    page = responding(open_app(locale=locale), say)
    for view in VIEWS:
        turn_to(page, say(view))
        fits(page)
    go(page, say("Watch and sweeps"))
    fits(page)
    page.get_by_role("tab", name=say("Sweeps"), exact=True).click()
    fits(page)


def fits(page):
    """Look at a page on a screen and on a telephone: no fault, nothing sideways."""
    for screen in (PHONE, WIDE):
        page.set_viewport_size(screen)
        settled(page)
        assert overflow_px(page) <= 0
        assert page.get_by_test_id("stException").count() == 0
        assert (
            page.get_by_test_id("stMain").get_by_test_id("stAlertContentError").count()
            == 0
        )
