"""A telephone with the page of a team on it, and what it must be fit for."""

import time

from layers.assets import ROOT
from tests.browser import Watched

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREEN = {"width": 390, "height": 844}
LEAST_PX = 44


class Phone:
    def __init__(self, context, link):
        self.context, self.link, self.faults = context, link, []

    def open(self, link=""):
        page = self.context.new_page()
        watched = Watched(page, self.link.partition("/team")[0])
        self.faults = watched.faults
        page.goto(link or self.link)
        until(page, "document.body.dataset.ready")
        return page

    def offline(self, is_off=True):
        self.context.set_offline(is_off)


def until(page, truth, seconds=20.0):
    end = time.monotonic() + seconds
    while not page.evaluate(truth):
        assert time.monotonic() < end, truth
        time.sleep(0.05)


def settled(page, waiting=0):
    until(page, f"document.body.dataset.waiting === '{waiting}'")


def loaded(page):
    until(page, "Boolean(document.querySelector('.next .tag'))")


def kept(page):
    """The page opens by itself from now on."""
    until(page, "document.getElementById('keeps').textContent.includes('opens')")


def check_fit(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        "[...(document.querySelector('dialog[open]') ?? document)"
        ".querySelectorAll('button, summary, a, textarea, .photo, .asked')]"
        ".map((e) => [e.className || e.tagName, e.getBoundingClientRect()])"
        f".filter(([, b]) => b.width && Math.min(b.width, b.height) < {LEAST_PX})"
        ".map(([name]) => name)"
    )
    assert small == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    assert [
        (v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]
    ] == []
