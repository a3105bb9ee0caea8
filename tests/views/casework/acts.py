"""What somebody does on the pages, and what the ledger holds afterwards."""

from urllib.parse import quote

from playwright.sync_api import expect
from sqlalchemy import select

from desk.case_files import case_of, cases_on_record
from ledger.roles import ROLE_NAMES, Role
from ledger.schema import household
from ledger.store import as_of_household
from rules.language import translator
from tests.browser import STANDS_STILL
from tests.browser import choose as choose
from tests.browser import settled as settled

HEAD_PX, ROW_PX = 32, 31  # of a table on a page
zh = translator("zh_CN")


def case_id_of(workspace, household_id):
    records = cases_on_record(workspace)
    (found,) = [r for r in records if r.file.household_id == household_id]
    return found.file.case_id


def secrets_of(workspace, household_id):
    """Return what is on record of a household and shown to nobody unasked."""
    ledger = workspace.ledger
    row = as_of_household(household, ledger.position(), household_id).subquery()
    names = ("head_name", "id_number", "phone", "account")
    (values,) = ledger.rows(select(*(row.c[name] for name in names)))
    return dict(zip(names, values, strict=True))


def steps_of(workspace, household_id):
    record = case_of(workspace, case_id_of(workspace, household_id))
    return [done.step for done in record.file.steps]


def opened(open_app, role, **more):
    """Open the program as somebody."""
    page = open_app(query=f"?role-zh_CN={quote(zh(ROLE_NAMES[role]))}", **more)
    return settled(page)


def go(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return settled(page)


def offered(page):
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    return [text.split("\n")[-1] for text in links.all_inner_texts()]


def press(page, name):
    page.wait_for_selector(STANDS_STILL)
    page.get_by_role("button", name=name, exact=True).click()


def rows_of(page, number=0):
    """Return the cells of a table as it is read aloud."""
    table = page.get_by_test_id("stDataFrame").nth(number)
    table.scroll_into_view_if_needed()
    rows = table.locator("table tr")
    expect(rows.nth(1)).to_be_attached()
    return [rows.nth(n).locator("td").all_text_contents() for n in range(rows.count())]


def pick(page, *rows):
    """Tick rows of the first table."""
    table = page.get_by_test_id("stDataFrame").first
    table.evaluate("table => table.scrollIntoView({block: 'center'})")
    expect(table.locator("table tr").nth(1)).to_be_attached()
    for row in rows:
        table.click(position={"x": 17, "y": HEAD_PX + ROW_PX * (row + 0.5)})


def find(page, text):
    box = page.get_by_role("textbox", name=zh("Search"), exact=True)
    box.fill(text)
    box.press("Enter")
    settled(page)


def file_of(open_app, household_id, role=Role.TOWN_OFFICER):
    """Open the file of a household as somebody."""
    page = go(opened(open_app, role), zh("Household file"))
    find(page, household_id)
    expect(page.get_by_role("heading", name=household_id)).to_be_visible()
    return page


def record(page, what):
    """Unfold the form in which something is recorded."""
    settled(page)
    box = page.get_by_role("combobox", name=zh("What"), exact=True)
    if not box.is_visible():
        page.get_by_text(zh("Record something"), exact=True).click()
    choose(page, zh("What"), what)
    settled(page)


def told(page, text):
    expect(page.get_by_test_id("stAlert").get_by_text(text).first).to_be_visible()


def download(page, name):
    page.wait_for_selector(STANDS_STILL)
    with page.expect_download() as started:
        press(page, name)
    return started.value.path().read_bytes()
