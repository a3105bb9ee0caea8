"""The map page in a real browser: it draws, answers, and calls nobody."""

import io
import socket
import threading
import time

import numpy as np
import pytest
import uvicorn
from PIL import Image

from layers.assets import ROOT
from tests.browser import Watched, browser, chromium_path
from tests.layers.fake_shelf import BAD_NAME

SETTLED = (
    "Boolean(document.body.dataset.ready) && "
    "!document.querySelector('.leaflet-tile:not(.leaflet-tile-loaded)')"
)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def address(app):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium():
    if chromium_path() is None:
        pytest.skip("no chromium on this machine")
    with browser() as started:
        yield started


@pytest.fixture
def open_map(chromium, address):
    opened = []

    def open_at(query="page=planner", width=1200, height=800, script=""):
        page = chromium.new_page(viewport={"width": width, "height": height})
        watched = Watched(page, address)
        opened.append(watched)
        if script:
            page.add_init_script(script)
        page.goto(f"{address}/map?lang=en&{query}")
        settle(page)
        return page

    yield open_at
    faults = [fault for watched in opened for fault in watched.faults]
    for watched in opened:
        watched.page.close()
    assert faults == []


def until(page, truth, seconds=20.0):
    """Wait without ``wait_for_function``: the page's policy forbids its ``eval``."""
    end = time.monotonic() + seconds
    while not page.evaluate(truth):
        assert time.monotonic() < end, truth
        time.sleep(0.05)


def settle(page):
    until(page, SETTLED)
    time.sleep(0.5)


def pixels(page):
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return np.asarray(shot).astype(int)


def count(page, colour, near=10):
    rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((np.abs(pixels(page) - rgb).max(axis=2) <= near).sum())


def look(page, lon, lat, zoom):
    page.evaluate(f"anfang.sheet.setView([{lat}, {lon}], {zoom}, {{animate: false}})")
    settle(page)


def only(page, *ids):
    page.evaluate(
        "ids => Object.keys(anfang.layers)"
        ".forEach(id => anfang.show(id, ids.includes(id)))",
        list(ids),
    )
    settle(page)


def test_the_map_is_drawn_and_not_blank(open_map):
    page = open_map()
    assert len(np.unique(pixels(page).reshape(-1, 3) // 16, axis=0)) > 60


def test_each_way_of_drawing_is_seen_on_the_screen(open_map):
    page = open_map("page=responder&event=e1")
    look(page, 104.52, 31.262, 14)
    only(page)
    without = pixels(page)
    for layer in ("relief", "river", "flood-depth", "shaking", "house", "place-name"):
        only(page, layer)
        changed = np.abs(pixels(page) - without).max(axis=2) > 12
        assert changed.sum() > 200, layer


def test_houses_appear_at_zoom_13_and_not_before(open_map):
    page = open_map()
    only(page, "house")
    look(page, 104.52, 31.262, 12)
    assert count(page, "#512d1e") == 0
    look(page, 104.52, 31.262, 13)
    assert count(page, "#512d1e") > 200


def test_no_data_is_hatched_and_zero_is_a_colour(open_map):
    page = open_map("page=leader&level=village")
    only(page, "area")
    page.evaluate("anfang.fade(1)")
    village = page.evaluate("anfang.sheet.latLngToContainerPoint([31.3, 104.61])")
    x, y = int(village["x"]), int(village["y"])
    hatched = pixels(page)[y - 12 : y + 12, x - 12 : x + 12].reshape(-1, 3)
    assert len(np.unique(hatched, axis=0)) > 1
    zero = page.evaluate("anfang.sheet.latLngToContainerPoint([31.23, 104.43])")
    x, y = int(zero["x"]), int(zero["y"])
    assert (
        len(
            np.unique(pixels(page)[y - 5 : y + 5, x - 5 : x + 5].reshape(-1, 3), axis=0)
        )
        == 1
    )


def test_a_click_tells_what_stands_there_as_text(open_map):
    page = open_map()
    look(page, 104.43, 31.29, 12)
    page.evaluate("() => { window.alert = () => { throw new Error('a name ran') } }")
    at = page.evaluate("anfang.sheet.latLngToContainerPoint([31.29, 104.43])")
    page.mouse.click(at["x"], at["y"])
    title = page.locator(".told h2")
    title.wait_for()
    assert title.text_content() == BAD_NAME
    assert page.locator(".told img").count() == 0


def test_a_house_is_clicked_at_its_place(open_map, shelf):
    page = open_map()
    houses = shelf.exposure()
    look(page, houses.lon[77], houses.lat[77], 17)
    page.mouse.click(600, 400)
    page.locator(".told h2").wait_for()
    assert page.locator(".told h2").text_content() == houses.household_id[77].as_py()


def test_the_keyboard_reaches_the_panel_and_asks_at_the_middle(open_map):
    page = open_map()
    page.evaluate("anfang.sheet.getContainer().focus()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(".told h2").wait_for()
    page.locator("#panel > button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel > button").get_attribute("aria-expanded") == "false"


def test_a_layer_is_switched_off_and_on(open_map):
    page = open_map()
    only_river = "document.querySelectorAll('#panel .layer input')"
    rows = page.locator("#panel .layer label")
    river = rows.filter(has_text="Rivers")
    before = count(page, "#6fa3cf", near=20)
    river.click()
    settle(page)
    assert count(page, "#6fa3cf", near=20) < before / 2
    assert page.evaluate(f"{only_river}.length") > 10


HOST = """<!doctype html><title>host</title><script>
window.heard = [];
addEventListener("message", event => heard.push(event.data.anfang));
</script><iframe id="map" width="900" height="600" src="/map?lang=en"></iframe>"""


def test_the_frame_is_told_of_a_choice_and_tells_of_a_click(chromium, address):
    page = chromium.new_page()
    page.route(
        f"{address}/host", lambda r: r.fulfill(body=HOST, content_type="text/html")
    )
    page.goto(f"{address}/host")
    until(page, "heard.some(said => said?.ready)")
    frame = page.query_selector("#map").content_frame()
    settle(frame)
    page.evaluate(
        "document.getElementById('map').contentWindow.postMessage("
        "{anfang: {query: 'page=planner&lang=en&grade=D'}}, location.origin)"
    )
    until(frame, "anfang.layers.house.options.address.includes('grade=D')")
    page.locator("#map").click(position={"x": 300, "y": 300})
    until(page, "heard.some(said => said?.click)")
    click = page.evaluate("heard.find(said => said?.click).click")
    page.close()
    assert set(click) == {"lon", "lat", "zoom", "kind", "id"}
    assert click["kind"] == "village"


def test_on_a_phone_the_panel_is_folded_and_the_county_fills_the_width(open_map):
    page = open_map(width=390, height=844)
    assert page.locator("#panel-body").is_hidden()
    box = page.evaluate(
        "(() => { const [[s, w], [n, e]] = anfang.sheet.options.frame;"
        "const a = anfang.sheet.latLngToContainerPoint([n, w]);"
        "const b = anfang.sheet.latLngToContainerPoint([s, e]); return b.x - a.x })()"
    )
    assert box > 390 * 0.6


def test_a_projector_gets_large_type(open_map):
    page = open_map("page=leader&projector=1")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.name span, #panel *, #stamp')]"
        ".filter(e => e.textContent).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) > 20
    assert min(sizes) >= 18


def test_the_page_has_no_fault_axe_can_find(open_map):
    page = open_map()
    page.mouse.click(600, 400)
    page.locator(".told h2").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    assert [
        (v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]
    ] == []
