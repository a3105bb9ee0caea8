"""The frame of the map: mounted once, told of choices, deaf to strangers."""

from playwright.sync_api import expect

from tests.browser import choose
from tests.views.intake_acts import zh
from tests.views.planner_acts import planned
from tests.views.test_pages import MAP, settled_map
from tests.web.test_map_in_browser import until


def test_a_choice_changes_the_layers_and_not_the_frame_nor_the_view(open_app):
    page = planned(open_app())
    settled_map(page)
    frame = page.query_selector(MAP).content_frame()
    frame.evaluate("() => { window.mark = 7; anfang.sheet.setZoom(11.5); }")
    before = frame.evaluate("anfang.layers.village.options.address")
    choose(page, zh("Town"), "安岭乡")
    until(frame, f"anfang.layers.village.options.address !== '{before}'")
    assert page.locator(MAP).count() == 1
    assert frame.evaluate("window.mark") == 7


def test_a_message_of_another_window_is_not_heard(open_app):
    page = planned(open_app())
    settled_map(page)
    frame = page.query_selector(MAP).content_frame()
    before = frame.evaluate("anfang.layers.house.options.address")
    frame.evaluate(  # from itself, not from the page around it
        "window.postMessage({anfang: {query: 'page=planner&lang=en&grade=D'}}, '*')"
    )
    page.wait_for_timeout(600)
    assert frame.evaluate("anfang.layers.house.options.address") == before


def test_a_rerun_sends_little_for_the_map(open_app):
    page = planned(open_app())
    settled_map(page)
    sent = []
    page.on("response", lambda answer: sent.append(answer.url))
    with page.expect_response(lambda answer: "/sheet.json" in answer.url) as state:
        choose(page, zh("Town"), "安岭乡")
    assert len(state.value.body()) < 12_000
    assert not [url for url in sent if url.endswith("/map")]
    expect(page.locator(MAP)).to_have_count(1)
