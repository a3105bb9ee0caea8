"""Rule W13: the ledgers of county, towns and villages are one truth."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from desk.case_details import set_details
from desk.case_house import record_appraisal
from desk.case_ledgers import case_table, ledger_workbook
from ledger.roles import Acting, Role
from ledger.schema import dwelling, household, place
from rules.adcode import Level
from rules.casefile import Appraised
from rules.errors import AccessError
from tests.desk.case_world import (
    COUNTY,
    ELSEWHERE,
    OFFICER,
    PLANNER,
    TOWN,
    TREASURY,
    VILLAGER,
    CaseWorld,
    home,
)

NEXT_DOOR = "990001100201"
A, C, D = (f"990001-2026-00000{number}" for number in (1, 2, 3))
HEADINGS = (
    "序号", "乡镇", "村", "户编号", "户主", "保障类别", "人口",
    "鉴定等级", "任务", "改造方式", "面积（㎡）",
    "发现", "上报", "鉴定", "申请", "村评议", "镇审核", "县审批", "签订协议",
    "开工", "镇初验", "县验收", "资金拨付", "销号",
    "中央（元）", "省级（元）", "省级以下（元）", "当前应办", "办理期限", "逾期天数",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Three families with a case: two villages of one town, one of another."""
    made = CaseWorld(tmp_path_factory.mktemp("ledgers") / "w")
    made.write(place, {"code": TOWN, "name": "安河镇"})
    made.write(place, {"code": NEXT_DOOR, "name": "桥头村"})
    made.write(household, home("D", NEXT_DOOR) | {"head_name": "=1+1"})
    made.write(dwelling, {"household_id": "D"})
    case = made.open()
    made.open("C", PLANNER)
    made.open("D", OFFICER)
    made.later(3)
    made.step(case, "reported")
    made.later(3)
    grade = Appraised(grade="D", on=made.on)
    record_appraisal(made.hand(PLANNER), made.now(case), grade)
    told = {"way": "修缮加固", "area_m2": 48.0}
    set_details(made.hand(OFFICER), made.now(case), told)
    yield made
    made.ledger.close()


def listed(world, acting=PLANNER, area="", on=None):
    return case_table(world.workspace, acting, area, on or world.on)


def first(world, acting=PLANNER, on=None):
    """Return the row of the first case."""
    table = listed(world, acting, on=on)
    return dict(table[table["case_id"] == A].iloc[0])


def pages(world, level, acting=PLANNER, workspace=None):
    given = workspace or world.workspace
    content = ledger_workbook(given, acting, level, world.on)
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def numbers(page):
    """Return the households on a sheet: the fourth column, below four lines."""
    column = [row[3] for row in page.iter_rows(min_row=5, values_only=True)]
    return [cell for cell in column if str(cell or "").isupper()]


def test_each_case_stands_once_in_the_county_in_one_town_and_in_one_village(world):
    """Rule W13."""
    by_level = {
        level: [sorted(numbers(page)) for page in pages(world, level)]
        for level in Level
    }
    assert by_level == {
        Level.COUNTY: [["A", "C", "D"]],
        Level.TOWN: [["A", "D"], ["C"]],
        Level.VILLAGE: [["A"], ["D"], ["C"]],
    }


def test_each_area_has_its_sheet_with_its_name_and_numbers_from_one(world):
    """Rule W13."""
    towns = pages(world, Level.TOWN)
    assert [page.title for page in towns] == ["安河镇", "990001101"]
    assert towns[0]["A1"].value == "安河镇农村住房安全保障台账（镇（街道）级）"
    villages = pages(world, Level.VILLAGE)
    assert [page.title for page in villages] == ["柳沟村", "桥头村", ELSEWHERE]
    assert villages[1]["A1"].value == "桥头村农村住房安全保障台账（村级）"
    assert [page["A5"].value for page in villages] == [1, 1, 1]
    (county,) = pages(world, Level.COUNTY)
    assert county["A1"].value == "安和县农村住房安全保障台账（县级）"


def test_the_headings_are_those_of_the_office_and_the_stamp_says_demonstration(world):
    """Rule W13: words of the form, whatever the language of the pages."""
    (plain,) = pages(world, Level.COUNTY)
    assert tuple(cell.value for cell in plain[4]) == HEADINGS
    groups = [cell.value for cell in plain[3] if cell.value]
    assert groups == ["基本情况", "房屋与任务", "办理进度（日期）",
                      "已拨付补助资金", "目前状态"]  # fmt: skip
    assert plain["A2"].value.startswith("截至 2026-03-08；依据 安和县农村低收入群体")
    assert plain.cell(2, len(HEADINGS)).value is None
    stamped = replace(world.workspace, demonstration=True)
    for level in Level:
        for page in pages(world, level, workspace=stamped):
            assert page.cell(2, len(HEADINGS)).value == "演示数据"


def test_a_row_tells_who_how_far_and_what_is_due(world):
    """Rules W13, W4."""
    row = first(world)
    assert {name: row[name] for name in HEADINGS[1:11]} == {
        "乡镇": "安河镇",
        "村": "柳沟村",
        "户编号": "A",
        "户主": "张*",
        "保障类别": "低保户",
        "人口": 3,
        "鉴定等级": "D",
        "任务": "危房改造",
        "改造方式": "修缮加固",
        "面积（㎡）": 48.0,
    }
    assert (row["发现"], row["上报"]) == (date(2026, 3, 2), date(2026, 3, 5))
    assert row["鉴定"] == date(2026, 3, 8)
    assert row["当前应办"] == "申请"
    late = listed(world).set_index("case_id").loc[C]
    assert (late["办理期限"], late["逾期天数"]) == (date(2026, 3, 7), 1)


def test_a_past_day_is_readable_as_it_stood(world):
    """Rules W13, A2."""
    assert listed(world, on=date(2026, 3, 1)).empty
    row = first(world, on=date(2026, 3, 4))
    assert (row["上报"], row["鉴定等级"], row["改造方式"]) == (None, None, None)
    assert (row["当前应办"], row["逾期天数"]) == ("上报", None)
    assert first(world, on=date(2026, 3, 5))["上报"] == date(2026, 3, 5)


def test_names_are_masked_and_are_no_formulas(world):
    """Rule A2."""
    (page,) = pages(world, Level.COUNTY)
    cells = [cell for row in page.iter_rows(min_row=5) for cell in row]
    assert [c.value for c in cells if c.column == 5][:3] == ["张*", "=*", "张*"]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "张A" not in {cell.value for cell in cells}


def test_each_role_sees_the_cases_of_its_area(world):
    """Rules W13, A1."""
    roles = {
        PLANNER: [A, D, C],
        OFFICER: [A, D],
        VILLAGER: [A],
        TREASURY: [A, D, C],
    }
    found = {acting: list(listed(world, acting)["case_id"]) for acting in roles}
    assert found == roles
    assert list(listed(world, OFFICER, NEXT_DOOR)["case_id"]) == [D]
    assert list(listed(world, area=ELSEWHERE[:9])["case_id"]) == [C]


def test_finance_sees_neither_group_nor_grade_nor_who_lives_there(world):
    """Rule A2: the treasury pays, and needs no more than that."""
    row = first(world, TREASURY)
    hidden = {name: row[name] for name in ("保障类别", "鉴定等级", "人口")}
    assert hidden == {"保障类别": None, "鉴定等级": None, "人口": None}
    assert row["面积（㎡）"] == 48.0
    (page,) = pages(world, Level.COUNTY, TREASURY)
    assert [page[cell].value for cell in ("F5", "G5")] == [None, None]
    assert page["H5"].value is None


def test_an_area_beyond_the_roles_own_is_refused(world):
    """Rule A1."""
    for acting, area in (
        (OFFICER, ELSEWHERE[:9]),
        (OFFICER, COUNTY),
        (VILLAGER, TOWN),
        (VILLAGER, NEXT_DOOR),
    ):
        with pytest.raises(AccessError, match=f"area {area} reaches beyond"):
            listed(world, acting, area)


@pytest.mark.parametrize(
    "role", [Role.RESPONDER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_who_does_no_casework_has_no_ledger_of_it(world, role):
    """Rule A1."""
    with pytest.raises(AccessError, match="does not read retrofit_case; ask: finance"):
        listed(world, Acting("x", role, COUNTY))
    with pytest.raises(AccessError):
        ledger_workbook(world.workspace, Acting("x", role), Level.TOWN)
