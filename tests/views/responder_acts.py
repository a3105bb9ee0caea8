"""What a responder does on the page after an earthquake, and on a team's telephone."""

import csv
import io
import re
from datetime import datetime

from playwright.sync_api import expect

from tests.browser import choose
from tests.views.casework.acts import go
from tests.views.intake_acts import settled, turn_to, zh

PATIENCE = 120_000  # milliseconds, for what takes seconds on a quiet machine
PLACE = "四川绵阳市安州区"


def message(at: datetime, magnitude=6.2, lon=104.45, lat=31.55):
    """What the network sends of an earthquake below the demonstration county."""
    return (
        f"中国地震台网正式测定：{at:%Y年%m月%d日%H时%M分}在{PLACE}"
        f"（北纬{lat:.2f}度，东经{lon:.2f}度）发生{magnitude}级地震，"
        "震源深度10千米。"
    )


def title(at: datetime, magnitude=6.2):
    return f"M{magnitude} {PLACE} {at:%Y-%m-%d %H:%M} · {zh('message of the network')}"


def responding(page, say=zh):
    settled(page)
    return go(page, say("After a disaster"))


def paste(page, text):
    """Paste a message where events are taken; what was read is shown below it."""
    page.get_by_role("button", name=zh("Take a new event")).click()
    box = page.get_by_label(zh("Text of the message"))
    box.fill(text)
    box.press("Control+Enter")
    return page.get_by_test_id("stPopoverBody")


def take(page):
    """Take the pasted message; the form closes when it is on record."""
    settled(page)
    page.get_by_role("button", name=zh("Take this message")).click()
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    settled(page)


def event_shown(page):
    return page.get_by_role("combobox", name=zh("Event"), exact=True)


def look_at(page, event):
    """Choose an event, and wait until it is shown."""
    if event_shown(page).input_value() != event:
        choose(page, zh("Event"), event)
    expect(event_shown(page)).to_have_value(event)
    return settled(page)


def send_teams(page, teams, doors):
    """Plan the day of some teams; returns what the map has drawn of it."""
    turn_to(page, zh("Teams"))
    page.get_by_role("button", name=zh("Send teams")).click()
    form = page.get_by_test_id("stPopoverBody")
    for label, number in (("Teams of two", teams), ("Doors a day for a team", doors)):
        form.get_by_role("spinbutton", name=zh(label), exact=True).fill(str(number))
    with page.expect_response(re.compile("/route.geojson"), timeout=PATIENCE) as drawn:
        form.get_by_role("button", name=zh("Plan their day")).click()
        expect(form).to_be_hidden(timeout=PATIENCE)
    settled(page)
    return drawn.value.json()["features"]


def links(page):
    """Unfold the links of the teams' telephones."""
    page.get_by_text(zh("Links for the phones of the teams"), exact=True).click()
    shown = page.get_by_test_id("stCode")
    expect(shown.first).to_be_visible()
    return [link.strip() for link in shown.all_inner_texts()]


def order_of(content):
    """Return the households of an order of visits, the first one first."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    ranks = {row["household_id"]: int(row["rank"]) for row in rows}
    return sorted(ranks, key=ranks.__getitem__)


def overflow_px(page):
    """Tell by how much the page is wider than its screen."""
    return page.evaluate(
        "Math.max(...[document.documentElement, "
        "document.querySelector('[data-testid=stMain]')]"
        ".map((e) => e.scrollWidth - e.clientWidth))"
    )
