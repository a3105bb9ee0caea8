"""What a planner does on her page, and what she reads there."""

import csv
import io

from playwright.sync_api import expect

from tests.views.casework.acts import HEAD_PX, ROW_PX
from tests.views.intake_acts import lines, numbers, settled, table, told, zh


def planned(page, say=zh):
    """Wait until the houses are chosen."""
    expect(page.get_by_text(say("4 What is chosen"), exact=True)).to_be_visible()
    return settled(page)


def map_of(page, say=zh):
    return page.frame_locator(f"iframe[title='{say('Map')}']")


def chosen_villages(page, say=zh):
    """Return the list of the plan's villages, each by heading."""
    return by_heading(table(page, say("Town")))


def by_heading(found):
    heads, *rows = lines(found)
    return [dict(zip(heads, row, strict=False)) for row in rows]


def village_names(page):
    return [row[zh("Village")] for row in chosen_villages(page)]


def pick(page, found, row=0):
    found.click(position={"x": 17, "y": HEAD_PX + ROW_PX * (row + 0.5)})
    settled(page)


def ask_for(page, label, number):
    box = page.get_by_role("spinbutton", name=zh(label), exact=True)
    box.fill(str(number))
    box.press("Enter")
    settled(page)


def number_of(page, step):
    return int(numbers(page)[step].split("\n")[0].replace(",", ""))


def unfold_keeping(page, say=zh):
    page.get_by_role("button", name=say("Keep or print")).click()
    return page.get_by_test_id("stPopoverBody")


def keep_plan(page, name):
    box = unfold_keeping(page)
    box.get_by_label(zh("Name of this plan")).fill(name)
    box.get_by_role("button", name=zh("Keep"), exact=True).click()
    told(page, zh("Kept as {name}.").partition("{")[0])
    settled(page)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def taken(page, within, name):
    """Take a file away; returns what is in it."""
    settled(page)
    with page.expect_download() as started:
        within.get_by_role("button", name=name).click()
    return started.value.path().read_bytes()


def listed(page):
    """Return all households behind a number, as they are taken away."""
    content = taken(page, page.get_by_test_id("stMain"), zh("Download all (CSV)"))
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]
