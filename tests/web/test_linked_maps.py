"""Two maps in one page that move together, in a real browser."""

import time

import pytest

from tests.browser import Watched
from tests.web.test_map_in_browser import address, chromium, settle, until
from views.map_component import _JS

__all__ = ["address", "chromium"]  # fixtures

HOST = """<!doctype html><title>host</title>
<style>body { margin: 0; display: flex; } div { width: 50%; } iframe { width: 100%; }
</style><div id="left"></div><div id="right"></div><script type="module" nonce="t">
COMPONENT
const LEFT = "page=planner&lang=en&plan=p1&against=p2&side=before";
const RIGHT = "page=planner&lang=en&plan=p2&against=p1";
window.clicks = [];
const mount = (id, query, link) => component({
  parentElement: document.getElementById(id),
  data: { query, title: id, height: "600px", link },
  setTriggerValue: (name, value) => clicks.push([id, value]),
});
mount("left", LEFT, LINKS[0]);
mount("right", RIGHT, LINKS[1]);
</script>"""
VIEW = """(() => { const { lat, lng } = anfang.sheet.getCenter();
  return [lat, lng, anfang.sheet.getZoom()]; })()"""
RINGS = """(() => { let rings = 0;
  anfang.sheet.eachLayer((layer) => { rings += layer.options.radius === 7; });
  return rings; })()"""


@pytest.fixture
def open_pair(chromium, address):
    opened = []

    def open_at(links='["pair", "pair"]', width=1200):
        component = _JS.replace("export default function", "function component")
        host = HOST.replace("COMPONENT", component).replace("LINKS", links)
        page = chromium.new_page(viewport={"width": width, "height": 600})
        opened.append(Watched(page, address))
        page.route(
            f"{address}/host", lambda r: r.fulfill(body=host, content_type="text/html")
        )
        page.goto(f"{address}/host")
        frames = [
            page.query_selector(f"#{side} iframe").content_frame()
            for side in ("left", "right")
        ]
        for frame in frames:
            settle(frame)
        return page, *frames

    yield open_at
    faults = [fault for watched in opened for fault in watched.faults]
    for watched in opened:
        watched.page.close()
    assert faults == []


def drag(page, start_px, by_px):
    page.mouse.move(*start_px)
    page.mouse.down()
    for part in (0.3, 0.6, 1.0):
        page.mouse.move(start_px[0] + by_px[0] * part, start_px[1] + by_px[1] * part)
    time.sleep(0.4)  # no fling at the end
    page.mouse.up()


def is_together(left, right):
    """Tell whether two maps show one view, to the size of a pixel."""
    (lat, lon, zoom), other = left.evaluate(VIEW), right.evaluate(VIEW)
    pixel_degree = 360 / 256 / 2 ** other[2]
    near = max(abs(lat - other[0]), abs(lon - other[1])) <= 1.5 * pixel_degree
    return near and zoom == other[2]


def wait_together(left, right):
    end = time.monotonic() + 10
    while not is_together(left, right):
        assert time.monotonic() < end, (left.evaluate(VIEW), right.evaluate(VIEW))
        time.sleep(0.05)


def test_the_map_that_is_not_touched_follows_the_other(open_pair):
    page, left, right = open_pair()
    start = right.evaluate(VIEW)
    left.evaluate("anfang.sheet.setZoom(13, {animate: false})")  # not touched: alone
    assert right.evaluate(VIEW) == start
    drag(page, (300, 300), (-150, 80))
    wait_together(left, right)
    assert right.evaluate(VIEW) != start


def test_either_map_may_lead_and_they_come_to_rest(open_pair):
    page, left, right = open_pair()
    for start in ((300, 300), (900, 300), (300, 200)):
        page.mouse.move(*start)
        page.mouse.wheel(0, -200)
        time.sleep(0.8)
        drag(page, start, (60, -40))
        wait_together(left, right)
    before = left.evaluate(VIEW)
    time.sleep(0.6)
    assert left.evaluate(VIEW) == before
    assert before[2] > 11


def test_buttons_and_keys_lead_as_well(open_pair):
    page, left, right = open_pair()
    zoom = left.evaluate(VIEW)[2]
    left.locator(".leaflet-control-zoom-in").click()
    until(right, f"anfang.sheet.getZoom() > {zoom}")
    wait_together(left, right)
    right.evaluate("anfang.sheet.getContainer().focus()")
    page.keyboard.press("ArrowRight")
    time.sleep(0.6)
    wait_together(left, right)


def test_where_the_hand_is_on_the_one_map_a_ring_is_on_the_other(open_pair):
    page, left, right = open_pair()
    page.mouse.move(300, 300)
    page.mouse.move(320, 310)
    until(right, f"{RINGS} === 1")
    assert left.evaluate(RINGS) == 0
    page.mouse.move(900, 300)
    page.mouse.move(910, 310)
    until(left, f"{RINGS} === 1")
    until(right, f"{RINGS} === 0")
    page.mouse.click(900, 300)
    until(page, "clicks.length === 1")
    assert page.evaluate("clicks[0][0]") == "right"


def test_a_layer_switched_on_one_map_is_switched_on_both(open_pair):
    _, left, right = open_pair()
    left.locator("#panel > button").click()
    left.locator("#panel .layer label").filter(has_text="Rivers").click()
    until(right, "!anfang.sheet.hasLayer(anfang.layers.river)")
    assert not left.evaluate("anfang.sheet.hasLayer(anfang.layers.river)")


def test_maps_of_different_links_and_a_map_alone_are_not_followed(open_pair):
    page, left, right = open_pair('["one", ""]')
    page.evaluate(
        "window.told = []; addEventListener('message', e => told.push(e.data.anfang))"
    )
    before = left.evaluate(VIEW), right.evaluate(VIEW)
    right.evaluate("anfang.sheet.setZoom(13, {animate: false})")
    drag(page, (900, 300), (-120, 60))
    assert left.evaluate(VIEW) == before[0]
    assert page.evaluate("told.filter(said => said.moved)") == []
    page.mouse.move(300, 300)
    page.mouse.wheel(0, -300)
    until(page, "told.some(said => said.moved?.view)")
    assert right.evaluate(VIEW)[2] == 13
    assert left.evaluate(VIEW) != before[0]
