"""A team with its telephone: nothing typed is lost, whatever the connection does."""

import re

import pytest

from desk.case_hand import Hand
from desk.findings import import_findings
from ledger.fieldwork import photographs
from ledger.findings import findings
from tests.browser import browser, chromium_path
from tests.desk.field_world import PLANNER, picture
from tests.desk.team_world import EVENT, FIRST, NOW, end_mission, team_world
from tests.web.phone import SCREEN, Phone, check_fit, kept, loaded, settled, until
from tests.web.team_serving import app_over, served


@pytest.fixture(scope="module")
def chromium():
    if chromium_path() is None:
        pytest.skip("no chromium on this machine")
    with browser() as started:
        yield started


@pytest.fixture
def county(tmp_path):
    made = team_world(tmp_path / "w", doors=8).workspace
    yield made
    made.ledger.close()


@pytest.fixture
def phone(chromium, county):
    """A telephone: a context of its own, and the page of the first team in it."""
    context = chromium.new_context(viewport=SCREEN, accept_downloads=True)
    with served(app_over(county)) as address:
        yield Phone(context, f"{address}/team/{FIRST}?lang=en")
        context.close()


def tag(page, side, note=""):
    page.locator(f"main > .next .tag.{side}").click()
    if note:
        page.locator("#door-note").fill(note)
    page.locator(".confirm").click()


def told(county):
    """What is on record, by door and then by time."""
    rows = findings(county.ledger, EVENT)
    said = [(row["household_id"], row["tag"], row["note"]) for row in rows]
    return sorted(said, key=lambda row: row[0])


def test_two_taps_tag_the_next_door(phone, county):
    page = phone.open()
    loaded(page)
    assert page.locator("main > .next h2").text_content() == "1. 柳沟村 D001"
    tag(page, "red")
    settled(page)
    until(
        page, "document.querySelector('main > .next h2').textContent.includes('D002')"
    )
    assert told(county) == [("D001", "红", None)]
    assert page.locator("summary").nth(1).text_content() == "Visited (1)"
    assert phone.faults == []


def test_nothing_is_lost_without_a_connection_and_in_a_closed_tab(phone, county):
    page = phone.open()
    loaded(page)
    kept(page)
    phone.offline()
    tag(page, "red", "墙体开裂")
    page.locator("main > .next .tag.yellow").click()
    files = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#door-photo").set_input_files(files)
    page.locator(".photo .count", has_text="1").wait_for()
    page.locator(".confirm").click()
    settled(page, 2)
    assert page.locator("#line").text_content() == "2 waiting to be sent"
    page.close()
    page = phone.open()
    settled(page, 2)
    tag(page, "green")
    settled(page, 3)
    assert told(county) == []
    phone.offline(False)
    settled(page)
    assert told(county) == [
        ("D001", "红", "墙体开裂"),
        ("D002", "黄", None),
        ("D003", "绿", None),
    ]
    (shot,) = photographs(county.ledger)
    assert shot["household_id"] == "D002"


def test_what_was_typed_but_not_confirmed_is_there_after_a_reload(phone, county):
    page = phone.open()
    loaded(page)
    page.locator("main > .next .tag.yellow").click()
    page.locator("#door-note").fill("屋顶塌了一角")
    page.locator(".occupied button", has_text="Yes").click()
    page.reload()
    page.locator("dialog[open]").wait_for()
    assert page.locator("#door-note").input_value() == "屋顶塌了一角"
    page.locator(".confirm").click()
    settled(page)
    (row,) = findings(county.ledger, EVENT)
    assert (row["tag"], row["note"], row["occupied"]) == ("黄", "屋顶塌了一角", True)
    assert (row["reason"], row["damage_grade"]) == ("ordered", None)


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(phone, county):
    page = phone.open()
    loaded(page)
    lost = []

    def lose(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/findings*", lose)
    tag(page, "red")
    settled(page)
    assert lost == [200]
    assert told(county) == [("D001", "红", None)]


def test_a_change_of_mind_counts_and_both_stay_on_record(phone, county):
    page = phone.open()
    loaded(page)
    tag(page, "red")
    page.locator("#toast button").click()
    page.locator("dialog .tag.green").click()
    page.locator(".confirm").click()
    settled(page)
    assert told(county) == [("D001", "红", None), ("D001", "绿", None)]
    page.locator("summary", has_text="Visited (1)").click()
    assert page.locator(".chip").text_content() == "绿"


def test_a_door_that_is_not_on_the_list_is_tagged_because_somebody_asked(phone, county):
    page = phone.open()
    loaded(page)
    page.locator("summary", has_text="Another door").click()
    page.locator("#other").fill("H3")
    page.locator("form button").click()
    page.locator(".other .tag.yellow").click()
    page.locator(".confirm").click()
    settled(page)
    (row,) = findings(county.ledger, EVENT)
    assert (row["household_id"], row["reason"]) == ("H3", "asked")


def test_what_is_refused_is_shown_and_stays_until_it_is_let_go(phone, county):
    page = phone.open()
    loaded(page)
    phone.offline()
    page.locator("summary", has_text="Another door").click()
    page.locator("#other").fill("Nobody")
    page.locator("form button").click()
    page.locator(".other .told", has_text="the number is checked").wait_for()
    page.locator(".other .tag.red").click()
    page.locator(".confirm").click()
    phone.offline(False)
    reason = page.locator(".refused p").nth(1)
    reason.wait_for()
    said = "Not taken: no household of that number on record"
    assert reason.text_content() == said
    page.locator(".refused button").click()
    until(page, "!document.querySelector('.refused')")
    assert told(county) == []


def test_the_saved_file_is_what_the_office_imports(phone, county, tmp_path):
    page = phone.open()
    loaded(page)
    tag(page, "red")
    settled(page)
    phone.offline()
    tag(page, "yellow", '=1+1, "墙"')
    settled(page, 1)
    with page.expect_download() as saving:
        page.locator(".saving button").click()
    path = tmp_path / "back.csv"
    saving.value.save_as(path)
    assert saving.value.suggested_filename.startswith("findings-m-001-第1队-")
    done = import_findings(Hand(county, PLANNER), EVENT, path)
    counts = (done["imported"], done["unchanged"], done["rejected"])
    assert counts == (1, 1, 0)
    assert told(county)[1] == ("D002", "黄", '=1+1, "墙"')
    phone.offline(False)
    settled(page)
    assert len(told(county)) == 2


def test_how_far_and_which_way_the_next_door_lies(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"longitude": 104.5, "latitude": 31.49})
    page = phone.open()
    page.locator("main > .next .way").wait_for()
    assert page.locator("main > .next .way").text_content() == "1.1 km · N"
    page.locator(".order button", has_text="Nearest first").click()
    tag(page, "green")
    settled(page)


def test_without_a_secure_address_it_says_to_keep_the_page_open(phone, county):
    phone.context.add_init_script(
        "delete Navigator.prototype.serviceWorker;"
        "delete Navigator.prototype.geolocation; delete Crypto.prototype.randomUUID"
    )
    page = phone.open()
    loaded(page)
    assert page.locator("#keeps").text_content().startswith("Keep this page open")
    page.locator(".order button").click()
    page.locator("#toast", has_text="does not tell its place").wait_for()
    tag(page, "red")
    settled(page)
    assert len(told(county)) == 1


def test_a_closed_mission_and_a_lost_link_are_told_and_keep_what_waits(phone, county):
    page = phone.open()
    loaded(page)
    end_mission(county, NOW)
    page.locator("#line").click()
    page.locator(".warning", has_text="This mission is closed").wait_for()
    page.route("**/doors.json", lambda route: route.fulfill(status=404, body="{}"))
    page.route("**/findings*", lambda route: route.fulfill(status=404, body="{}"))
    tag(page, "red")
    page.locator(".warning", has_text="no longer leads anywhere").wait_for()
    settled(page, 1)
    assert page.locator(".saving button").is_visible()


@pytest.mark.parametrize(("lang", "width"), [("zh_CN", 390), ("en", 320)])
def test_it_fits_a_thumb_and_a_narrow_screen(phone, lang, width):
    page = phone.open(re.sub("lang=.*", f"lang={lang}", phone.link))
    page.set_viewport_size({"width": width, "height": 700})
    loaded(page)
    check_fit(page, width)
    page.locator("main > .next .tag.red").click()
    check_fit(page, width)
    page.locator(".confirm").click()
    settled(page)
    page.locator("summary").nth(1).click()
    check_fit(page, width)
