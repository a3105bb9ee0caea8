"""The file in a browser without a network: keys, months, a telephone, contrast."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.briefing_html import briefing_html
from tests.browser import browser, chromium_path
from tests.reports.small_briefing import briefing

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PROJECTOR, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
SMALLEST = """() => Math.min(...Array.from(document.querySelectorAll('.shown *'))
    .concat(Array.from(document.querySelectorAll('.top *, .foot *')))
    .filter(e => e.getClientRects().length && e.firstChild
        && e.firstChild.nodeType === 3 && e.firstChild.textContent.trim())
    .map(e => parseFloat(getComputedStyle(e).fontSize)
        * (e.ownerSVGElement ? e.getScreenCTM().a : 1)))"""


@pytest.fixture(scope="module")
def chromium():
    if chromium_path() is None:
        pytest.skip("no chromium on this machine")
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("meeting") / "meeting.html"
    path.write_bytes(briefing_html(briefing()))
    return path.as_uri()


@pytest.fixture
def open_file(chromium, address):
    """Open it with no network; nothing bad may have happened by the end."""
    opened, faults = [], []

    def heard(request):
        if not request.url.startswith(("file:", "data:")):
            faults.append(request.url)

    def opener(viewport, **more):
        context = chromium.new_context(viewport=viewport, offline=True, **more)
        opened.append(context)
        page = context.new_page()
        page.on("request", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(address)
        return page

    yield opener
    for context in opened:
        context.close()
    assert faults == []


def shown(page):
    return page.locator("#count").inner_text()


def test_keys_of_a_clicker_and_of_a_keyboard_turn_the_views(open_file):
    page = open_file(PROJECTOR)
    assert shown(page) == "1 / 8"
    for key in ("ArrowRight", "PageDown", " "):
        page.keyboard.press(key)
    assert shown(page) == "4 / 8"
    for key in ("PageUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert shown(page) == "2 / 8"
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    assert shown(page) == "8 / 8"
    page.keyboard.press("Home")
    assert shown(page) == "1 / 8"


def test_the_address_keeps_the_view(open_file, address):
    page = open_file(PROJECTOR)
    page.keyboard.press("ArrowRight")
    assert page.url == f"{address}#2"
    go_to(page, 3)
    assert shown(page) == "3 / 8"


def go_to(page, number):
    """Open a view by its address, and wait until the page has followed."""
    page.goto(f"{page.url.partition('#')[0]}#{number}")
    expect(page.locator(f"#v{number}")).to_be_visible()


def test_the_line_of_months_colours_the_map_and_fills_the_table(open_file):
    page = open_file(PROJECTOR)
    go_to(page, 3)
    line, first = page.locator("#v3 input"), page.locator("#v3 .areas tbody td").nth(1)
    assert first.inner_text() == "30 %"
    line.focus()
    line.press("ArrowLeft")
    assert shown(page) == "3 / 8"
    assert first.inner_text() == "20 %"
    assert page.locator("#v3 output").inner_text() == "2026-09-30"
    assert page.locator("#v3 .says").inner_text().startswith("截至 09-30")
    fills = page.locator("#v3 .area").evaluate_all(
        "all => all.map(e => e.getAttribute('fill'))"
    )
    assert len(set(fills)) == 6


def test_the_months_play_and_stop_at_the_last(open_file):
    page = open_file(PROJECTOR)
    go_to(page, 3)
    page.keyboard.press("p")
    expect(page.locator("#v3 output")).to_have_text("2026-09-30")
    expect(page.locator("#v3 output")).to_have_text("2026-10-31")
    expect(page.locator("#v3 .play")).to_have_text("▶")


@pytest.mark.parametrize("width", [1366, 1024])
def test_every_view_fits_an_old_projector_and_names_every_town(open_file, width):
    page = open_file({"width": width, "height": 768})
    for _view in range(8):
        assert page.evaluate(SMALLEST) >= 17.9, shown(page)
        over = page.evaluate(
            "Array.from(document.querySelectorAll('.shown, .shown .side'))"
            ".map(e => e.scrollHeight - e.clientHeight)"
        )
        assert max(over) <= 2, shown(page)
        names = page.locator(".shown .names text").evaluate_all(
            "all => all.map(e => e.style.display)"
        )
        assert "none" not in names, shown(page)
        page.keyboard.press("PageDown")


def test_few_cases_are_dotted_as_on_the_map_of_the_program(open_file):
    page = open_file(PROJECTOR)
    go_to(page, 3)
    dotted = page.locator("#v3 .dots").evaluate_all(
        "all => all.filter(e => getComputedStyle(e).display !== 'none').length"
    )
    assert dotted == 1
    assert "点纹" in page.locator("#v3 .legend").inner_text()


def test_a_star_is_explained_only_where_a_row_has_one(open_file):
    page = open_file(PROJECTOR)
    go_to(page, 3)
    star = page.locator("#v3 .star")
    assert star.is_visible()
    page.set_viewport_size({"width": 1366, "height": 300})  # the last rows go
    expect(page.locator("#v3 .areas tbody tr")).to_have_count(3)
    starred = "*" in page.locator("#v3 .areas tbody").inner_text()
    assert star.is_visible() == starred


def test_on_paper_no_row_lies_under_the_sentence_below(open_file):
    page = open_file(PHONE)
    go_to(page, 3)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1061, "height": 733})  # A4 within its margins
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for view in ("#v3", "#v4", "#v5"):
        bottoms = page.locator(f"{view} > *").evaluate_all(
            "all => all.map(e => [e.getBoundingClientRect().top,"
            " e.getBoundingClientRect().bottom])"
        )
        drawn = [pair for pair in bottoms if pair[1] > pair[0]]
        for (_top, bottom), (below, _end) in pairwise(drawn):
            assert bottom <= below + 1
    rows = page.locator("#v3 .areas tr").last.bounding_box()
    assert page.locator("#v3 .areas tbody tr").count() == 6
    assert rows["y"] + rows["height"] <= page.locator("#v3 .says").bounding_box()["y"]


def test_the_browser_does_not_leave_the_page_by_a_finger_going_right(chromium, address):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("data:text/html,before")
    page.goto(f"{address}#2")
    hand = context.new_cdp_session(page)
    for kind, x in (("Start", 60), ("Move", 130), ("Move", 220), ("Move", 310)):
        told = {"type": f"touch{kind}", "touchPoints": [{"x": x, "y": 400}]}
        hand.send("Input.dispatchTouchEvent", told)
        page.wait_for_timeout(20)
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#count")).to_have_text("1 / 8")
    page.wait_for_timeout(600)
    assert page.url == f"{address}#1"
    context.close()


def test_rows_that_find_no_room_are_counted(open_file):
    page = open_file({"width": 1366, "height": 480})
    go_to(page, 3)
    rows = page.locator("#v3 .areas tbody tr").count()
    assert 3 <= rows < 6
    assert str(6 - rows) in page.locator("#v3 .rest").inner_text()


def test_an_arrow_down_scrolls_what_is_longer_than_the_screen(open_file):
    page = open_file({"width": 1366, "height": 300})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert shown(page) == "2 / 8"
    assert page.locator("#v2").evaluate("e => e.scrollTop") > 0
    for _press in range(8):
        page.keyboard.press("ArrowDown")
    assert shown(page) != "2 / 8"


@pytest.mark.parametrize("viewport", [PROJECTOR, PHONE], ids=["projector", "phone"])
def test_letters_are_eighteen_pixels_and_nothing_is_wider_than_the_screen(
    open_file, viewport
):
    page = open_file(viewport)
    for _view in range(8):
        assert page.evaluate(SMALLEST) >= 17.9, shown(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"]
        page.keyboard.press("PageDown")


def test_names_on_the_map_do_not_lie_on_each_other(open_file):
    page = open_file(PHONE)
    go_to(page, 3)
    boxes = page.locator("#v3 .names text").evaluate_all(
        "all => all.filter(e => e.style.display !== 'none')"
        ".map(e => { const b = e.getBBox(); return [b.x, b.y, b.width, b.height]; })"
    )
    assert boxes
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart_x = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
            apart_y = one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
            assert apart_x or apart_y


def test_a_finger_turns_the_views(open_file):
    page = open_file(PHONE, has_touch=True, is_mobile=True)
    swipe = """x => { const on = document.querySelector('.shown .wide-table')
            || document.body;
        const at = v => [new Touch({identifier: 1, target: on,
        clientX: v, clientY: 300})];
        const send = (n, v) => on.dispatchEvent(new TouchEvent(n, {
            touches: n === 'touchend' ? [] : at(v), changedTouches: at(v),
            bubbles: true}));
        send('touchstart', x); send('touchend', 195); }"""
    page.evaluate(swipe, 330)
    assert shown(page) == "2 / 8"
    page.evaluate(swipe, 60)
    assert shown(page) == "1 / 8"
    go_to(page, 5)  # a table under the finger
    page.evaluate(swipe, 330)
    assert shown(page) == "6 / 8"


def test_every_view_passes_the_rules_of_access(open_file):
    """Contrast of 4.5 to 1 among them; the program's own policy lets no script in."""
    page = open_file(PROJECTOR)
    if not AXE.is_file():
        pytest.skip("axe-core is not fetched here")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for _view in range(8):
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})"
        )
        told = [
            (v["id"], [n["html"][:120] for n in v["nodes"]])
            for v in found["violations"]
        ]
        assert told == []
        page.keyboard.press("PageDown")
