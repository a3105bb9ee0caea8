"""The meeting out of the program: from the page of progress to the last view."""

import re
from urllib.parse import quote

from playwright.sync_api import expect
from sqlalchemy import select

from desk.workspace import open_workspace
from ledger.roles import ROLE_NAMES, Role
from ledger.schema import household, retrofit_case
from rules.agenda import VIEW_NAMES, usual_agenda
from rules.language import translator
from tests.views.casework.acts import settled

zh = translator("zh_CN")


def named_in(demo):
    """Return names of heads, and the numbers of households and cases on record."""
    workspace = open_workspace(demo)
    names = workspace.ledger.rows(
        select(household.c.head_name, household.c.household_id)
    )
    cases = workspace.ledger.rows(select(retrofit_case.c.case_id))
    found = {str(value) for row in [*names, *cases] for value in row if value}
    workspace.ledger.close()
    return found


def test_the_meeting_names_nobody_and_shows_every_view_of_its_agenda(open_app, demo):
    page = open_app(query="meeting?lang=zh_CN")
    text = page.content()
    words = {word for word in named_in(demo) if len(word) > 2}
    assert len(words) > 2000
    assert not [word for word in words if word in text]
    count = len(usual_agenda().views)
    for number in range(2, count + 1):
        page.keyboard.press("PageDown")
        assert page.locator("#count").inner_text() == f"{number} / {count}"
    assert page.get_by_role("heading", name=zh(VIEW_NAMES["money"])).is_visible()
    assert "演示数据" in page.locator(".top").inner_text()
    page.goto("about:blank")


def test_a_leader_keeps_an_agenda_and_enters_the_meeting_by_it(open_app):
    role = quote(zh(ROLE_NAMES[Role.LEADER]))
    page = settled(open_app(query=f"?role-zh_CN={role}"))
    page.get_by_text(zh("Meeting"), exact=True).last.click()
    page.get_by_text(zh("Change the agenda"), exact=True).click()
    page.get_by_label(zh("Title of the agenda")).fill("周会")
    page.get_by_text(zh("Keep as a new agenda")).click()
    link = page.get_by_role("link", name=zh("Meeting mode")).last
    expect(link).to_have_attribute("href", re.compile(r"agenda=[0-9a-f]{16}$"))
    kept = zh("The agenda is kept: {title}.").format(title="周会")
    expect(page.get_by_text(kept)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_text(zh("One page (PDF)")).click()
    assert "周会" in download.value.suggested_filename
    assert download.value.path().read_bytes().startswith(b"%PDF")
