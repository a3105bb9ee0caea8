"""The three pages in a real browser: they draw, filter, click, download, translate."""

import io
import re

import numpy as np
import openpyxl
from PIL import Image
from playwright.sync_api import expect

from rules.language import translator
from tests.browser import choose
from tests.views.conftest import PHONE
from tests.views.planner_acts import planned

FAR_AWAY = (
    "the earthquake does not reach the county: the nearest household is "
    "{distance_km} km away, the strongest intensity {highest} of at least "
    "{least}; check longitude, latitude and magnitude"
)
MOMENT = 300  # milliseconds, in which a run begins
zh = translator("zh_CN")
MAP = f"iframe[title='{zh('Map')}'], iframe[title='Map']"


def settled_map(page):
    """Wait until the map shows its county; returns the frame."""
    frame = page.frame_locator(MAP)
    expect(frame.locator(".leaflet-container")).to_be_visible()
    expect(frame.get_by_text("安和镇").first).to_be_visible()
    page.wait_for_timeout(1500)
    return frame


def colours_of(page):
    """Count the different colours of the map as it is seen."""
    shot = page.locator(MAP).screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))
    return len(np.unique(pixels.reshape(-1, 3) // 16, axis=0))


def workbook_in(download):
    content = io.BytesIO(download.path().read_bytes())
    return openpyxl.load_workbook(content)


def download(page, name):
    """Click a download once the page has finished its run; returns the file."""
    for _ in range(2):  # a run that has just ended may be followed by another
        page.wait_for_timeout(MOMENT)
        page.wait_for_selector("[data-test-script-state=notRunning]")
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    return started.value


def number(page, name):
    """Return the box of a number; the hidden tabs may have one of the same name."""
    return page.get_by_role("spinbutton", name=zh(name), exact=True)


def follow(page, name):
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def test_the_planner_sees_her_county_and_the_chosen_villages(open_app):
    page = planned(open_app())
    expect(page.get_by_role("heading", name=zh("Pilot planning"))).to_be_visible()
    frame = settled_map(page)
    assert colours_of(page) > 60
    chosen = frame.get_by_text(re.compile(r"选定：\d+ 个村"))
    expect(chosen.first).to_be_attached()


def test_a_click_on_the_map_opens_the_record_and_why(open_app):
    page = planned(open_app())
    frame = settled_map(page)
    box = page.locator(MAP).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    expect(frame.locator(".leaflet-popup")).to_be_visible()
    expect(page.get_by_text(zh("Rank"), exact=True).first).to_be_visible()


def test_a_filter_changes_the_map_without_loading_it_again(open_app):
    page = planned(open_app())
    settled_map(page)
    before = page.locator(MAP).element_handle()
    choose(page, zh("Town"), "安岭乡")
    page.wait_for_url("**town=**")
    page.wait_for_timeout(1500)
    assert page.locator(MAP).element_handle().evaluate("(a, b) => a === b", before)
    assert "town=" in page.url


def test_the_responder_takes_an_earthquake_and_prints_the_sheets(open_app):
    page = open_app()
    follow(page, zh("After a disaster"))
    settled_map(page)
    page.get_by_role("button", name=zh("Take a new event")).click()
    page.get_by_role("tab", name=zh("Typed in")).click()
    number(page, "Longitude").fill("104.45")
    number(page, "Latitude").fill("31.55")
    page.get_by_role("button", name=zh("Take this earthquake")).click()
    event = page.get_by_role("combobox", name=zh("Event"), exact=True)
    expect(event).to_have_value(re.compile("104.45, 31.55"))
    expect(page.get_by_role("button", name=zh("Take this earthquake"))).to_be_hidden()
    settled_map(page)
    file = download(page, zh("Order of all visits (CSV)"))
    first = file.path().read_text().splitlines()[0]
    assert first.replace('"', "").startswith("household_id,rank,p1,p2,p3,p4,p5")
    file = download(page, zh("A sheet for each village (Excel)"))
    book = workbook_in(file)
    assert len(book.sheetnames) > 100
    file = download(page, zh("Map of the village (PNG)"))
    with Image.open(file.path()) as drawn:
        assert drawn.size == (1753, 1240)


def test_an_impossible_earthquake_is_told_not_taken(open_app):
    page = open_app()
    follow(page, zh("After a disaster"))
    page.get_by_role("button", name=zh("Take a new event")).click()
    page.get_by_role("tab", name=zh("Typed in")).click()
    number(page, "Longitude").fill("88")
    number(page, "Latitude").fill("44")
    page.get_by_role("button", name=zh("Take this earthquake")).click()
    fault = zh(FAR_AWAY).partition("{")[0]
    expect(page.get_by_text(fault).first).to_be_visible()


def test_the_pages_speak_english_to_an_english_browser(open_app):
    page = open_app(locale="en-US")
    expect(page.get_by_role("heading", name="Pilot planning")).to_be_visible()
    settled_map(page)
    for name in ("After a disaster", "Progress"):
        follow(page, name)
    page.get_by_text("中文").click()
    expect(page.get_by_role("heading", name=zh("Progress"), level=1)).to_be_visible()


def test_on_a_phone_the_map_comes_first_and_nothing_is_cut_off(open_app):
    page = open_app(viewport=PHONE)
    settled_map(page)
    box = page.locator(MAP).bounding_box()
    assert box["width"] >= 330
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
