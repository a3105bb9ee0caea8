"""What is recorded on the pages, what is refused, and what the history keeps."""

from playwright.sync_api import expect

from desk.matching_tables import matching_of
from ledger.roles import Acting, Role
from tests.views.casework.acts import (
    case_id_of,
    choose,
    file_of,
    go,
    opened,
    pick,
    press,
    record,
    rows_of,
    secrets_of,
    steps_of,
    told,
    zh,
)


def test_one_step_for_many_is_seen_before_it_is_recorded(open_app, workspace, families):
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
    expect(page.get_by_text("暂不能办理")).to_be_visible()
    record(page, zh("Take the next step"))
    press(page, zh("Save"))
    told(page, "附件 二")
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
    assert row[2:4] == [zh("Town officer")] * 2
    assert "约定鉴定时间" in row[7]
    assert phone not in page.content()
    pick(page, 0)
    title = zh("Entry {seq}").format(seq=row[0])
    expect(page.get_by_role("heading", name=title)).to_be_visible()


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
