import pytest
from playwright.sync_api import expect

from desk.demo import make_demo
from tests.browser import Watched, browser, chromium_path, running_app

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def patient():
    """Wait as long as a busy machine needs; what is there at once is seen at once."""
    expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "w"
    make_demo(folder, households=2000, seed=1)
    return folder


@pytest.fixture(scope="package")
def address(demo):
    with running_app(demo) as address:
        yield address


@pytest.fixture(scope="package")
def chromium():
    if chromium_path() is None:
        pytest.skip("no chromium on this machine")
    with browser() as started:
        yield started


@pytest.fixture
def open_app(chromium, address):
    """Open the app; nothing bad may have happened by the end of the test."""
    opened = []

    def open_at(*, locale="zh-CN", viewport=WIDE, query=""):
        context = chromium.new_context(
            locale=locale, viewport=viewport, accept_downloads=True
        )
        watched = Watched(context.new_page(), address)
        opened.append((context, watched))
        watched.page.goto(f"{address}/{query}")
        return watched.page

    yield open_at
    faults = [fault for _, watched in opened for fault in watched.faults]
    for context, _ in opened:
        context.close()
    assert faults == []
