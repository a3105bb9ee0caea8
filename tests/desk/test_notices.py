"""Rules R2, R3, R4, A2: the notices of a month, and who may make them."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from desk.notice_frame import Asked, as_of, may_make
from desk.notice_ranking import slow_towns
from desk.notices import NOTICE_KINDS, NOTICE_NAMES, notice, notice_letter
from desk.ranking import ranking
from desk.shelf import CountyShelf
from ledger.roles import Acting, Role
from rules.errors import AccessError, PlanningError
from tests.desk.notice_world import (
    HIDING,
    LATE,
    LEADER,
    OFFICER,
    ORDER,
    PLANNER,
    SECRETS,
    made_workspace,
)

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
END = date(2026, 3, 31)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    made = made_workspace(tmp_path_factory.mktemp("notices") / "w")
    yield CountyShelf(made)
    made.ledger.close()


def letter(shelf, kind, month=MARCH, acting=PLANNER, **more):
    return notice_letter(shelf, acting, kind, month, **more)


def texts(content):
    """Return all that a Word file or a workbook says."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(
            file.read(name).decode() for name in file.namelist() if "xml" in name
        )


def test_the_ranking_counts_what_is_kept_without_a_case(shelf):
    """Rules R3, W4: C1 stood without a case for more than five days."""
    table = ranking(shelf, END)
    columns = ["rank", "overdue", "open", "unopened", "overdue_share"]
    assert table.loc[HIDING, columns].tolist() == [3, 1, 1, 1, 1.0]
    assert table.loc[LATE, columns].tolist() == [2, 3, 3, 0, 1.0]
    assert table.loc[ORDER, columns].tolist()[:4] == [1, 0, 2, 0]


def test_a_house_is_not_counted_before_its_days_are_over(shelf):
    """Rule W4: found on the 25th, C2 was late on the 31st, not on the 30th."""
    early = ranking(shelf, date(2026, 3, 5))
    assert early["unopened"].sum() == 0
    late = [ranking(shelf, date(2026, 3, day)) for day in (30, 31)]
    assert [table.loc[HIDING, "overdue"] for table in late] == [0, 1]


def test_why_names_the_clock_who_must_act_and_the_oldest(shelf):
    """Rule R3: the village found B1 on the 1st; five days on it was the 6th."""
    told = [str(one) for one in ranking(shelf, END).loc[LATE, "why"]]
    assert told[:2] == [
        "Overdue from 发现 to 上报: 2, the oldest by 25 days; the town must act "
        "(淄建发〔2022〕48号二（四）).",
        "Overdue from 上报 to 鉴定: 1, the oldest by 21 days; the county's housing "
        "bureau must act (淄建发〔2022〕48号二（四）).",
    ]
    assert told[-1].startswith("Few open cases (3)")


def test_what_the_county_owes_is_told_apart_from_what_the_town_owes(shelf):
    """Rules R3, W4: B3 waits for the county's appraisal, B1 and B2 for the town."""
    table = ranking(shelf, END)
    assert table.loc[LATE, ["overdue", "overdue_own"]].tolist() == [3, 2]
    shares = table.loc[LATE, ["own_share", "other_share"]].tolist()
    assert shares == pytest.approx([2 / 3, 1 / 3])
    own, other = (str(table.loc[LATE, name]) for name in ("why_own", "why_other"))
    assert "the town" in own and "housing bureau" not in own
    assert "housing bureau" in other


def test_a_paper_tells_a_town_s_own_reasons_apart_from_the_county_s(shelf):
    """Rule R3: and writes a share without a space."""
    said = "".join(letter(shelf, "ranking").body)
    assert (
        "石门镇：逾期率100.0%，其中乡镇环节100.0%、县级环节0.0%。本乡镇原因：" in said
    )
    assert " %" not in said
    assert "综合办结率（含超期未建档）＝" in said
    assert "只看本年应办户的“本年竣工率”" in said


def test_the_ranking_goes_to_the_towns_with_its_method(shelf):
    """Rule R3."""
    made = letter(shelf, "ranking")
    (sheet,) = made.sheets
    assert [row[1] for row in sheet.rows] == ["安河镇*", "柳沟镇*", "石门镇*"]
    assert [row[-1] for row in sheet.rows] == ["", "", "是"]
    assert made.to == "各乡镇人民政府、街道办事处"
    assert made.mark == "安和县住房和城乡建设局文件"
    assert any("加计10户" in note for note in sheet.notes)
    assert made.stamp == "演示数据"


def test_a_town_is_spoken_to_only_after_months_of_being_slow(shelf):
    """Rule R2: slow in March alone, the ledger begins with it; slow in April too."""
    assert "没有乡镇" in letter(shelf, "talk").body[0]
    asked = Asked(shelf, PLANNER, APRIL, date(2026, 4, 30))
    assert slow_towns(asked, 2)["name"].tolist() == ["石门镇"]
    made = letter(shelf, "talk", APRIL)
    assert [row[1] for row in made.sheets[0].rows] == ["石门镇"]
    assert made.to == "石门镇人民政府"
    assert "约谈时间：____" in made.body[1]
    assert letter(shelf, "talk").to == ""


def test_the_progress_of_the_towns_stands_as_of_the_day_it_is_due(shelf):
    """Rule R2: by the 20th; C2 was found on the 25th."""
    made = letter(shelf, "progress")
    assert "截至2026年3月20日" in "".join(made.body)
    *towns, whole = made.sheets[0].rows
    assert whole[:5] == ("合计", 5, 0, 1, 0.2)
    assert whole[5:9] == (5, 2, 1, 1)
    assert [row[1] for row in towns] == [2, 3, 0]
    assert "本年应办5户的20.0%（本年竣工率）" in "".join(made.body)
    assert made.upward
    assert made.to == "市住房和城乡建设局"


def test_the_list_names_whom_the_policy_lets_in_and_no_more_of_them(shelf):
    """Rules R2, A2: by the 5th; no number, telephone, account, or given name."""
    made = letter(shelf, "list", APRIL)
    rows = {row[3]: row[4:] for row in made.sheets[0].rows}
    assert sorted(rows) == ["A1", "A2", "B1", "B2", "B3", "C1", "C2"]
    assert rows["B1"] == ("张*", "低保户", "D", "危房改造")
    assert "共7户" in made.body[1]
    for ending in (".docx", ".xlsx"):
        said = texts(notice(shelf, PLANNER, "list", APRIL, ending))
        assert "B1" in said
        assert not [secret for secret in SECRETS if secret in said]


def test_an_officer_of_a_town_lists_his_own_town(shelf):
    """Rule A1."""
    rows = letter(shelf, "list", APRIL, OFFICER).sheets[0].rows
    assert [row[3] for row in rows] == ["B1", "B2", "B3"]


def test_the_calendar_tells_days_to_a_leader_and_no_counts(shelf):
    """Rules R4, A2: 2/6 are numbers of cases."""
    exact, told = (letter(shelf, "calendar", MARCH, who) for who in (PLANNER, LEADER))
    stage = [row[6] for row in exact.sheets[0].rows if row[1] == "阶段"]
    assert stage == ["2/6户", "1/6户", "1/6户"]
    assert {row[6] for row in told.sheets[0].rows} == {None}
    assert "3月份" in "".join(exact.body)
    assert (exact.to, exact.mark, exact.copies) == ("", "", "")
    assert "不印发乡镇" in exact.body[0]


def test_what_is_put_up_has_no_red_head(shelf):
    """Rule A2."""
    made = letter(shelf, "publication", step="applied")
    assert (made.mark, made.inline) == ("", True)
    assert made.sender == "安和县住房和城乡建设局"
    assert made.sheets[0].rows[0][1:4] == ("c-A1", "张*", "安河镇安河镇一村")
    with pytest.raises(PlanningError, match="nobody in 柳沟镇 stands at 申请"):
        letter(shelf, "publication", acting=OFFICER, step="applied")


def test_a_notice_is_dated_on_the_day_it_is_put_up(shelf):
    """Rules A2, W3."""
    posted = date(2026, 4, 10)
    made = letter(shelf, "publication", APRIL, step="applied", posted=posted)
    assert made.dated == posted
    assert "公示时间：自2026年4月10日起" in made.body[0]


@pytest.mark.parametrize("kind", ["progress", "ranking", "talk", "list"])
def test_exact_numbers_are_refused_to_a_leader(shelf, kind):
    """Rules A1, A2."""
    assert not may_make(LEADER, kind)
    with pytest.raises(AccessError):
        letter(shelf, kind, APRIL, LEADER)


@pytest.mark.parametrize("kind", ["progress", "ranking", "talk"])
def test_numbers_of_all_towns_are_refused_to_one_of_them(shelf, kind):
    """Rule A1."""
    assert not may_make(OFFICER, kind)
    with pytest.raises(AccessError, match="county officer"):
        letter(shelf, kind, APRIL, OFFICER)


def test_who_is_offered_which_notice():
    """Rule A1."""
    assert [k for k in NOTICE_KINDS if may_make(PLANNER, k)] == list(NOTICE_KINDS)
    auditor = Acting("审计", Role.ADMINISTRATOR)
    assert [k for k in NOTICE_KINDS if may_make(auditor, k)] == ["calendar"]
    assert sorted(NOTICE_NAMES) == sorted(NOTICE_KINDS)


@pytest.mark.parametrize(
    ("kind", "month", "ending", "says"),
    [
        ("ranks", MARCH, ".docx", "no notice 'ranks'; there are: list"),
        ("list", MARCH, ".pdf", "not as '.pdf'"),
        ("list", date(2999, 1, 1), ".docx", "2999-01 has not begun yet"),
        ("ranking", date(2026, 1, 1), ".docx", "the ledger begins on 2026-03-01"),
    ],
)
def test_what_cannot_be_made_is_refused(shelf, kind, month, ending, says):
    with pytest.raises(PlanningError, match=says):
        notice(shelf, PLANNER, kind, month, ending)


def test_every_notice_becomes_a_word_file_and_a_workbook(shelf):
    for kind in NOTICE_KINDS:
        which = {"step": "applied"} if kind == "publication" else {}
        assert "w:document" in texts(notice(shelf, PLANNER, kind, APRIL, **which))
        book = io.BytesIO(notice(shelf, PLANNER, kind, APRIL, ".xlsx", **which))
        lines = [row[0] for row in openpyxl.load_workbook(book).active.values]
        assert "演示数据" in lines[:2]


def test_a_report_tells_the_day_it_is_due_and_a_past_month_its_last(shelf):
    """Rule R2."""
    days = {kind: as_of(shelf, kind, MARCH).day for kind in NOTICE_KINDS}
    assert days == {
        "list": 5, "progress": 20, "ranking": 31, "talk": 31, "calendar": 31,
        "publication": 31,
    }  # fmt: skip
    assert as_of(shelf, "ranking", date.today()) == date.today()
