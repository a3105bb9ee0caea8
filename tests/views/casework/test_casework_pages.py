"""The pages of casework in a real browser: who may see and take away what."""

import io

import openpyxl
from playwright.sync_api import expect

from desk.case_files import cases_on_record
from ledger.reading import for_role
from ledger.roles import Role
from tests.browser import ROOT
from tests.views.casework.acts import (
    HEAD_PX,
    ROW_PX,
    choose,
    download,
    file_of,
    find,
    go,
    offered,
    opened,
    pick,
    press,
    rows_of,
    secrets_of,
    told,
    zh,
)
from tests.views.conftest import PHONE

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def test_the_role_decides_which_pages_are_offered(open_app):
    """Rule A1: a page of another role says so, and names one's own."""
    page = go(opened(open_app, Role.PLANNER), zh("Work list"))
    assert offered(page) == [
        "试点规划", "灾后排查", "隐患巡查", "进度", "月报", "通报与图件",
        "待办清单", "一户一档", "名单与房屋", "三本台账", "文件进出", "图层登记",
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
    expect(page.get_by_text("没有找到")).to_be_visible()


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
        cells = [
            row[3] for sheet in book for row in sheet.iter_rows(5, values_only=True)
        ]
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


def test_a_leader_sees_no_count_below_five(open_app):
    """Rule A2."""
    page = opened(open_app, Role.LEADER)
    cells = [cell for row in rows_of(page) for cell in row[1:]]
    assert len(cells) >= 40
    counts = [int(cell) for cell in cells if cell.isdigit()]
    assert [count for count in counts if 0 < count < 5] == []
    assert any(cell.startswith(("<", "…", "—")) for cell in cells)


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
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= PHONE["width"]
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 17, box["y"] + HEAD_PX + ROW_PX / 2)
    page.get_by_test_id("stMain").get_by_role("link", name="H0").click()
    expect(page.get_by_text(zh("Next step"), exact=True).first).to_be_visible()
    assert page.evaluate(wide) <= PHONE["width"]


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
