"""What somebody does on the pages of files and of layers, and a county to do it in."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from rules.language import translator
from tests.browser import MOMENT, STANDS_STILL
from tests.browser import settled as settled

HEAD_PX, ROW_PX = 35, 35  # of a table on these pages
zh = translator("zh_CN")


def go(page: Page, title: str) -> Page:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return settled(page)


def drop(page: Page, *paths: Path) -> None:
    """Drop files, and wait until they were looked at."""
    zone = page.locator("[data-testid=stFileUploader] input[type=file]")
    zone.set_input_files([str(path) for path in paths])
    settled(page)


def button(page: Page, name: str) -> Locator:
    """Return the button of a name; an icon may stand before it."""
    named = re.compile(rf"(^|\s){re.escape(name)}$")
    return page.get_by_test_id("stMain").get_by_role("button", name=named)


def press(page: Page, name: str) -> None:
    page.wait_for_selector(STANDS_STILL)
    button(page, name).click()


def turn_to(page: Page, view: str) -> None:
    """Turn to one of the views of the page; a count may follow its name."""
    named = re.compile(rf"^{re.escape(view)}( · \d+)?$")
    page.get_by_test_id("stMain").get_by_role("button", name=named).or_(
        page.get_by_test_id("stMain").get_by_role("radio", name=named)
    ).click()
    settled(page)


def numbers(page: Page, awaited: str = "") -> dict[str, str]:
    """Return what is shown in large, by its name, once an awaited one is there."""
    settled(page)
    if awaited:
        among = page.get_by_test_id("stMetric").filter(has_text=awaited)
        expect(among.first).to_be_visible()
    told = page.get_by_test_id("stMetric").all_inner_texts()
    return dict(text.split("\n\n", 1) for text in told)


def table(page: Page, heading: str) -> Locator:
    """Return the table that has a column of a name, when the page stands still."""
    settled(page)
    with_it = page.locator("th").filter(has_text=re.compile(f"^{re.escape(heading)}$"))
    found = page.get_by_test_id("stDataFrame").filter(has=with_it).first
    found.scroll_into_view_if_needed()
    expect(found.locator("table tr").nth(1)).to_be_attached()
    return found


def lines(found: Locator) -> list[list[str]]:
    """Return a table as it is read aloud: the headings, then the rows."""
    rows = found.locator("table tr")
    heads = found.locator("th").all_text_contents()
    cells = [rows.nth(n).locator("td").all_text_contents() for n in range(rows.count())]
    return [heads, *[row for row in cells if row]]


def write_in(page: Page, found: Locator, row: int, column: str, text: str) -> None:
    """Write in a cell of a table, as one does: go there, open it, write, confirm."""
    heads = lines(found)[0]
    found.click(position={"x": 20, "y": HEAD_PX + ROW_PX * (row + 0.5)})
    for _ in range(heads.index(column)):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(MOMENT // 2)
    page.keyboard.press("Enter")
    box = page.locator("#portal textarea, [id*=gdg-overlay] textarea").last
    expect(box).to_be_visible()
    box.fill(text)
    box.press("Enter")
    expect(box).to_be_hidden()
    settled(page)


def told(page: Page, text: str) -> None:
    expect(page.get_by_test_id("stAlert").get_by_text(text).first).to_be_visible()


def download(page: Page, name: str) -> bytes:
    settled(page)
    with page.expect_download() as started:
        press(page, name)
    return started.value.path().read_bytes()
