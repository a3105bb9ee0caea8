"""The pages of casework in a real browser: who may do what, and what is kept of it.

The tests write to a ledger of their own, a copy of the demonstration in which five
families more have been found and wait for their report.
"""

import io
import shutil
from datetime import date, timedelta
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from desk.case_files import case_of, cases_on_record
from desk.case_hand import Hand, seen
from desk.case_house import record_appraisal
from desk.casework import open_case, take_step
from desk.eligibility import household_eligibility
from desk.matching_tables import matching_of
from desk.workspace import open_workspace
from geo.eligibility import Answer
from ledger.reading import for_role
from ledger.roles import ROLE_NAMES, Acting, Role
from ledger.schema import household
from ledger.store import as_of_household
from rules.casefile import Appraised, StepDone
from rules.language import translator
from tests.browser import ROOT, running_app
from tests.views.conftest import PHONE

LONG = 9_000  # milliseconds
TASK = "dangerous_house_retrofit"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HEAD_PX, ROW_PX = 32, 31  # of a table on a page
zh = translator("zh_CN")


@pytest.fixture(autouse=True)
def patient():
    expect.set_options(timeout=LONG)


@pytest.fixture(scope="module")
def workspace(demo, tmp_path_factory):
    root = tmp_path_factory.mktemp("casework") / "w"
    shutil.copytree(demo, root)
    made = open_workspace(root)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def officer(workspace):
    """An officer of the first town, which is the one the page offers first."""
    codes = sorted(row["code"] for row in planner_of(workspace).listed("place"))
    return Acting("镇办", Role.TOWN_OFFICER, next(c for c in codes if len(c) == 9))


@pytest.fixture(scope="module")
def families(workspace, officer):
    """Five families of one village each, found ten days ago, not reported yet."""
    taken = {r.file.household_id for r in cases_on_record(workspace)}
    rows = for_role(workspace.ledger, officer).households()
    free = [r["household_id"] for r in rows if r["household_id"] not in taken]
    for household_id in free[:5]:
        day = date.today() - timedelta(days=10)
        open_case(Hand(workspace, officer), household_id, TASK, on=day)
    return free


@pytest.fixture(scope="module")
def posted(workspace, families):
    """A family whose review hangs in the village since today."""
    county = Acting("县住建", Role.PLANNER)
    hand, today = Hand(workspace, county), date.today()
    own = next(id_ for id_ in families[6:] if may_enter(workspace, id_))
    case = open_case(hand, own, TASK, on=today)
    case = take_step(hand, case, StepDone(step="reported", on=today))
    record_appraisal(hand, case, Appraised(grade="D", on=today))
    for step in ("applied", "village_review"):
        done = StepDone(step=step, on=today, posted_on=today)
        now = case_of(workspace, case.case_id)
        take_step(hand, seen(now), done)
    return own


@pytest.fixture(scope="module")
def address(workspace, families):
    with running_app(workspace.root) as address:
        yield address


def may_enter(workspace, household_id):
    answers = household_eligibility(workspace, household_id).answers
    return {TASK: Answer.YES}.items() <= {a.task: a.answer for a in answers}.items()


def planner_of(workspace):
    return for_role(workspace.ledger, Acting("县", Role.PLANNER))


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


def settled(page):
    """Wait until the page has finished its run."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_selector("[data-test-script-state=notRunning]")
    return page


def go(page, title):
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return settled(page)


def offered(page):
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    return [text.split("\n")[-1] for text in links.all_inner_texts()]


def choose(page, label, option):
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def press(page, name):
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


def file_of(open_app, household_id, role=Role.TOWN_OFFICER):
    """Open the file of a household as somebody."""
    page = go(opened(open_app, role), zh("Household file"))
    find(page, household_id)
    expect(page.get_by_role("heading", name=household_id)).to_be_visible()
    return page


def record(page, what):
    """Unfold the form in which something is recorded."""
    box = page.get_by_role("combobox", name=zh("What"), exact=True)
    if not box.is_visible():
        page.get_by_text(zh("Record something"), exact=True).click()
    choose(page, zh("What"), what)
    settled(page)


def told(page, text):
    expect(page.get_by_test_id("stAlert").get_by_text(text).first).to_be_visible()


def download(page, name):
    page.wait_for_selector("[data-test-script-state=notRunning]")
    with page.expect_download() as started:
        press(page, name)
    return started.value.path().read_bytes()


def test_the_role_decides_which_pages_are_offered(open_app):
    """Rule A1: a page of another role says so, and names one's own."""
    page = go(opened(open_app, Role.PLANNER), zh("Work list"))
    assert offered(page) == [
        "试点规划", "灾后排查", "进度", "待办清单", "一户一档", "名单与房屋", "三本台账",
    ]  # fmt: skip
    choose(page, zh("Role"), zh("Auditor"))
    expect(page.get_by_text("此页面不对“审计”开放")).to_be_visible()
    own = page.get_by_test_id("stMain").get_by_role("link")
    expect(own).to_have_count(1)
    expect(own).to_contain_text(zh("Audit"))
    own.click()
    expect(page.get_by_role("heading", name=zh("Audit"), level=1)).to_be_visible()
    choose(page, zh("Role"), zh("Village reporter"))
    expect(page.get_by_role("combobox", name=zh("Own village"))).to_be_visible()
    assert "审计" not in offered(page)


def test_the_work_list_begins_with_what_is_late_and_leads_to_the_file(open_app):
    """Rule W4."""
    page = opened(open_app, Role.TOWN_OFFICER)
    rows = [row for row in rows_of(page) if row]
    late = [int(row[0] or 0) for row in rows]
    assert late[0] >= 5
    assert late == sorted(late, reverse=True)
    household_id = rows[0][4]
    pick(page, 0)
    page.get_by_role("link", name=household_id).click()
    title = page.get_by_role("heading", name=household_id)
    expect(title).to_be_visible()
    expect(page.get_by_text(rows[0][7]).first).to_be_visible()


def test_one_step_for_many_is_seen_before_it_is_recorded(
    open_app, workspace, families
):
    """Rule W2: a preview writes nothing."""
    page = opened(open_app, Role.TOWN_OFFICER)
    places = [row[4] for row in rows_of(page) if row]
    pair = families[3:5]
    before = workspace.ledger.position()
    pick(page, *(places.index(id_) for id_ in pair))
    expect(page.get_by_role("heading", name="为 2 户办理同一环节")).to_be_visible()
    press(page, zh("Preview"))
    told(page, zh("Nothing is recorded yet: see below what would change."))
    assert workspace.ledger.position() == before
    press(page, zh("Record in {count} cases").format(count=2))
    told(page, zh("Recorded in {count} cases.").format(count=2))
    assert workspace.ledger.position() == before + 1
    assert [steps_of(workspace, id_) for id_ in pair] == [["found", "reported"]] * 2


def test_a_household_is_found_by_number_and_by_name(
    open_app, workspace, officer, families
):
    """Rule W1: its next step and its clock stand on top."""
    page = file_of(open_app, families[0])
    for words in (zh("Next step"), "上报", "逾期 5 天"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    names = {id_: secrets_of(workspace, id_)["head_name"] for id_ in families}
    other, name = next(
        (id_, name)
        for id_, name in names.items()
        if len(for_role(workspace.ledger, officer).find_by_name(name)) == 1
    )
    assert names[families[0]] not in page.content()
    find(page, name)
    expect(page.get_by_role("heading", name=other)).to_be_visible()
    find(page, "没有这个人")
    expect(page.get_by_text("未找到")).to_be_visible()


def test_an_officer_files_a_hazard_and_puts_a_mistake_right(
    open_app, workspace, families
):
    """Rules W1, W2, A2: going back needs a reason, which the history keeps."""
    own = families[5]
    page = file_of(open_app, own)
    page.get_by_text(zh("Report a hazard: open a case"), exact=True).click()
    press(page, zh("Open a case"))
    told(page, "990001-")
    record(page, zh("Take the next step"))
    press(page, zh("Save"))
    told(page, "已登记")
    assert steps_of(workspace, own) == ["found", "reported"]
    record(page, zh("Go back, with a reason"))
    press(page, zh("Save"))
    told(page, "理由")
    page.get_by_role("textbox", name=zh("Reason"), exact=True).last.fill("登记错了户")
    press(page, zh("Save"))
    told(page, "已登记")
    assert steps_of(workspace, own) == ["found"]
    history = page.get_by_test_id("stDataFrame").last
    history.scroll_into_view_if_needed()
    expect(history.locator("table tr", has_text="登记错了户").first).to_be_attached()


def test_a_refusal_says_the_clause(open_app, workspace, posted):
    """Rule W3: a review is posted for three days before the next one."""
    page = file_of(open_app, posted)
    expect(page.get_by_text("尚不能办理")).to_be_visible()
    record(page, zh("Take the next step"))
    press(page, zh("Save"))
    told(page, "二(二)")
    assert steps_of(workspace, posted)[-1] == "village_review"


def test_the_second_of_two_who_save_is_told_both_versions(
    open_app, workspace, families
):
    """Rule A2: nobody's work is overwritten unseen."""
    first, second = (file_of(open_app, families[1]) for _ in range(2))
    for page in (first, second):
        record(page, zh("Take the next step"))
    press(first, zh("Save"))
    told(first, "已登记")
    before = workspace.ledger.position()
    press(second, zh("Save"))
    told(second, case_id_of(workspace, families[1]))
    header = second.get_by_test_id("stDataFrame").first.locator("table tr").first
    expect(header).to_have_text("项目您打开时的内容现在的内容您要改成的内容")
    (row,) = [row for row in rows_of(second) if row]
    assert row[0] == zh("steps")
    assert "上报" not in row[1]
    assert "上报" in row[2]
    assert workspace.ledger.position() == before


def test_a_hidden_value_asks_a_reason_and_the_auditor_sees_who_looked(
    open_app, workspace, families
):
    """Rule A2."""
    page = file_of(open_app, families[2])
    phone = secrets_of(workspace, families[2])["phone"]
    page.get_by_text(zh("Show a hidden value"), exact=True).click()
    choose(page, zh("Value"), zh("telephone"))
    press(page, zh("Show"))
    told(page, "理由")
    assert phone not in page.content()
    page.get_by_role("textbox", name=zh("Reason"), exact=True).last.fill("约定鉴定时间")
    press(page, zh("Show"))
    told(page, phone)
    page = opened(open_app, Role.AUDITOR)
    row = rows_of(page)[1]
    assert row[2] == zh("Town officer")
    assert "约定鉴定时间" in row[7]
    assert phone not in page.content()
    pick(page, 0)
    title = zh("Entry {seq}").format(seq=row[0])
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_ledgers_are_downloaded_as_the_office_keeps_them(open_app, workspace):
    """Rule W13."""
    page = go(opened(open_app, Role.PLANNER), zh("Three ledgers"))
    count = len(cases_on_record(workspace))
    caption = zh("{count} cases; pick one to open its household file.")
    expect(page.get_by_text(caption.format(count=count))).to_be_visible()
    sizes = []
    for level in ("county ledger", "town ledgers"):
        choose(page, zh("Ledger"), zh(level))
        content = download(page, zh("Ledgers (Excel)"))
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert all("演示数据" in [c.value for c in sheet[2]] for sheet in book)
        cells = [row[3] for sheet in book for row in sheet.iter_rows(5, values_only=True)]
        sizes.append(len([cell for cell in cells if str(cell).startswith("H")]))
    assert sizes == [count, count]


def test_the_file_is_printed_masked(open_app, workspace, families):
    """Rules W12, A2."""
    page = file_of(open_app, families[0])
    content = download(page, zh("File to print (HTML)")).decode()
    own = secrets_of(workspace, families[0])
    for shown in ("演示数据", families[0], own["head_name"][0] + "*", "image/png"):
        assert shown in content
    assert [secret for secret in own.values() if secret in content] == []


def test_the_lists_propose_and_a_person_confirms(open_app, workspace):
    """Rule G6."""
    planner = Acting("县", Role.PLANNER)
    before = len(matching_of(workspace, planner).proposals)
    page = go(opened(open_app, Role.PLANNER), zh("Lists and houses"))
    shown = page.get_by_test_id("stMetricValue").first
    expect(shown).to_have_text(str(before))
    assert before > 0
    pick(page, 0)
    expect(page.get_by_text(zh("Is this the same family?"))).to_be_visible()
    press(page, zh("Save"))
    told(page, zh("Recorded."))
    left = len(matching_of(workspace, planner).proposals)
    assert left < before
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(str(left))


def test_a_leader_sees_no_count_below_five(open_app):
    """Rule A2."""
    page = opened(open_app, Role.LEADER)
    cells = [cell for row in rows_of(page) for cell in row[1:]]
    assert len(cells) >= 50
    assert "<5" in cells
    numbers = [int(cell) for cell in cells if cell not in ("<5", "…", "", "None")]
    assert min(numbers) >= 5


def test_the_administrator_proves_the_history_and_sees_no_household(open_app):
    """Rule A2."""
    page = opened(open_app, Role.ADMINISTRATOR)
    assert offered(page) in ([], [zh("Keeping")])
    press(page, zh("Prove the history now"))
    told(page, zh("Sound: {entries} entries, {rows} rows.").partition("{")[0])
    assert page.get_by_test_id("stDataFrame").count() == 0


def test_the_pages_speak_english_to_an_english_browser(open_app, families):
    page = open_app(locale="en-US", query="?role-en=Town+officer")
    expect(page.get_by_role("heading", name="Work list", level=1)).to_be_visible()
    go(page, "Household file")
    box = page.get_by_role("textbox", name="Search", exact=True)
    box.fill(families[0])
    box.press("Enter")
    for words in ("Next step", "What the law says", "Record something", "History"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="File to print (HTML)")).to_be_visible()


def test_on_a_phone_nothing_is_cut_off(open_app):
    page = opened(open_app, Role.TOWN_OFFICER, viewport=PHONE)
    pick(page, 0)
    for _ in range(2):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
        if page.get_by_role("heading", name=zh("Work list")).count():
            page.get_by_test_id("stMain").get_by_role("link").first.click()
            expect(page.get_by_text(zh("Next step"), exact=True).first).to_be_visible()


def test_the_file_of_a_household_has_no_fault_axe_can_find(open_app, families):
    page = file_of(open_app, families[0])
    expect(page.get_by_role("button", name=zh("File to print (HTML)"))).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # What frames the page, such as the list of pages, is Streamlit's own.
    found = page.evaluate(
        "axe.run({include: ['[data-testid=stMain]']},"
        " {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
    )
    faults = [(v["id"], n["html"]) for v in found["violations"] for n in v["nodes"]]
    assert faults == []
