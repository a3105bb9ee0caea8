"""Rule A2: what is put up for the neighbours to read, and what is not."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from desk.publication import period, publication, publication_workbook
from desk.workspace import create_workspace
from ledger.roles import Acting, Role
from ledger.schema import (
    case_step,
    dwelling,
    household,
    membership,
    payment,
    person,
    place,
    retrofit_case,
)
from rules.errors import AccessError, PlanningError
from rules.policy import load_policy

VILLAGE, TOWN, COUNTY = "990001100200", "990001100", "990001"
ELSEWHERE = "990001101300"
VILLAGER = Acting("村", Role.VILLAGE_REPORTER, VILLAGE)
OFFICER = Acting("镇", Role.TOWN_OFFICER, TOWN)
PLANNER = Acting("县", Role.PLANNER, COUNTY)
DAY = date(2026, 3, 9)
SECRETS = ("三丰", "11010519491231002X", "13912345678", "6217000010001234567",
           "残疾", "低保", "秀英", "A-77")  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(
        tmp_path / "w", county_code=COUNTY, county_name="安和县", policy_code=COUNTY,
        demonstration=True,
    )  # fmt: skip
    at = datetime(2026, 3, 2, 9)
    head = {"actor": "t", "verb": "t", "scope": "cases", "at": at}
    with made.ledger.writing(**head) as entry:
        entry.write(place, [{"code": VILLAGE, "name": "柳沟村"}])
        entry.write(place, [{"code": TOWN, "name": "安河镇"}])
        entry.write(household, [home("A-77", VILLAGE), home("B", ELSEWHERE)])
        entry.write(dwelling, [{"household_id": "A-77", "grade": "D"}])
        groups = ("低保户", "贫困残疾人家庭")
        row = {"household_id": "A-77", "certified_by": "民政"}
        entry.write(membership, [row | {"group_name": group} for group in groups])
        wife = {"person_id": "1", "household_id": "A-77", "name": "李秀英"}
        entry.write(person, [wife | {"disabled": True}])
        for id_ in ("A-77", "B"):
            entry.write(retrofit_case, [case(id_)])
            entry.write(case_step, [step(id_, name) for name in TAKEN])
    yield made
    made.ledger.close()


CASES, WAYS = {"A-77": "case-7", "B": "case-8"}, {"A-77": "拆除重建", "B": None}
TAKEN = ("applied", "village_review")


def home(id_, village):
    row = {"household_id": id_, "village_code": village, "head_name": "张三丰"}
    return row | {
        "id_number": "11010519491231002X",
        "phone": "13912345678",
        "account": "6217000010001234567",
    }


def case(id_):
    row = {"case_id": CASES[id_], "household_id": id_, "way": WAYS[id_]}
    return row | {
        "task": "dangerous_house_retrofit", "opened_on": date(2026, 3, 1),
    }  # fmt: skip


def step(id_, name, day=date(2026, 3, 2)):
    row = {"case_id": CASES[id_], "household_id": id_, "step": name}
    return row | {"on_date": day}


def go_on(workspace, day, *rows):
    at = datetime(2026, 3, day, 9)
    head = {"actor": "t", "verb": "t", "scope": "cases", "at": at}
    with workspace.ledger.writing(**head) as entry:
        for table, row in rows:
            entry.write(table, [row])


def sheet(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book.active.iter_rows(values_only=True))


def test_a_notice_tells_the_least_that_lets_neighbours_object(workspace):
    """Rule A2: the number of the case, family name, village, task and way."""
    told = publication(workspace, VILLAGER, step="village_review", area=VILLAGE, on=DAY)
    assert told == [
        {
            "number": 1,
            "case_id": "case-7",
            "name": "张*",
            "village": "安河镇柳沟村",
            "task": "危房改造",
            "way": "拆除重建",
            "amount_cny": None,
        }
    ]


@pytest.mark.parametrize(
    ("acting", "area"), [(VILLAGER, VILLAGE), (OFFICER, TOWN), (PLANNER, COUNTY)]
)
def test_a_notice_gives_away_nothing_else(workspace, acting, area):
    """Rule A2: no number, no account, no group, nobody else."""
    which = {"step": "village_review", "area": area, "on": DAY}
    words = repr(publication(workspace, acting, **which))
    words += repr(sheet(publication_workbook(workspace, acting, **which)))
    assert "张*" in words
    assert not [secret for secret in SECRETS if secret in words]


def test_a_notice_says_on_what_it_rests_how_long_and_where_to_object(workspace):
    """Rules A2, W3: and that the data are a demonstration's."""
    which = {"step": "village_review", "area": VILLAGE, "on": DAY}
    rows = sheet(publication_workbook(workspace, VILLAGER, **which))
    title, basis, objection, stamp, heading, first = (row[0] for row in rows)
    assert title.startswith("柳沟村农村住房安全保障公示（")
    assert "依据淄建发〔2022〕48号二（二）" in basis
    says = "自2026年3月9日起至2026年3月12日止，共3天（公示当日不计）"
    assert says in basis
    assert "向村民委员会反映" in objection
    assert stamp == "演示数据"
    assert rows[4] == ("序号", "公示编号", "户主", "乡镇、村", "任务", "改造方式")
    assert (heading, first) == ("序号", 1)


def test_the_amount_is_published_once_it_is_paid(workspace):
    """Rules A2, M3: the actual subsidy, all sources and refunds together."""
    paid = {"case_id": "case-7", "household_id": "A-77", "payee": "household",
            "account": "6217000010001234567", "paid_on": date(2026, 3, 5)}  # fmt: skip
    amounts = {"中央": 20_000, "省级": 6_000, "省级以下": -1_000}
    rows = [
        (payment, paid | {"payment_id": source, "source": source, "kind": "whole",
                          "amount_cny": amount})
        for source, amount in amounts.items()
    ]  # fmt: skip
    go_on(workspace, 6, *rows, (case_step, step("A-77", "paid", date(2026, 3, 6))))
    which = {"step": "paid", "area": TOWN, "on": DAY}
    (told,) = publication(workspace, OFFICER, **which)
    assert told["amount_cny"] == 25_000
    rows = sheet(publication_workbook(workspace, OFFICER, **which))
    assert rows[-2][-1] == "补助金额（元）" and rows[-1][-1] == 25_000
    assert not [secret for secret in SECRETS if secret in repr(rows)]


def test_a_case_that_went_on_is_taken_down(workspace):
    """Rule A2: and is on the notice of the day it still stood there."""
    go_on(workspace, 6, (case_step, step("A-77", "town_review", date(2026, 3, 6))))
    which = {"step": "village_review", "area": VILLAGE}
    assert publication(workspace, VILLAGER, **which, on=DAY) == []
    assert len(publication(workspace, VILLAGER, **which, on=date(2026, 3, 5))) == 1


@pytest.mark.parametrize(
    ("acting", "area", "says"),
    [
        (VILLAGER, ELSEWHERE, "outside of area"),
        (VILLAGER, TOWN, "a step of the town; ask: town_officer, planner"),
        (OFFICER, COUNTY, "a step of the county; ask: planner"),
        (Acting("财", Role.FINANCE), COUNTY, "a finance does not take"),
        (Acting("领", Role.LEADER), COUNTY, "a leader does not take"),
    ],
)
def test_each_puts_up_notices_at_the_own_board(workspace, acting, area, says):
    """Rule A1."""
    with pytest.raises(AccessError, match=says):
        publication(workspace, acting, step="village_review", area=area, on=DAY)


def test_a_step_that_is_not_published_is_refused(workspace):
    """Rule A2."""
    with pytest.raises(PlanningError, match="appraised is not published; these are: a"):
        publication(workspace, PLANNER, step="appraised", area=COUNTY, on=DAY)


def test_a_name_that_was_erased_is_a_star(workspace):
    """Rule A2."""
    go_on(workspace, 6, (household, {"household_id": "B", "village_code": ELSEWHERE}))
    which = {"step": "village_review", "area": COUNTY, "on": DAY}
    names = [row["name"] for row in publication(workspace, PLANNER, **which)]
    assert names == ["张*", "*"]


def test_a_way_that_is_not_decided_is_said_so(workspace):
    """Rule A2: two of one family name are told apart by their cases."""
    which = {"step": "village_review", "area": COUNTY, "on": DAY}
    rows = publication(workspace, PLANNER, **which)
    assert [(row["case_id"], row["way"]) for row in rows] == [
        ("case-7", "拆除重建"),
        ("case-8", "待定"),
    ]


def test_where_nobody_stands_nothing_is_put_up(workspace):
    """Rule A2."""
    which = {"step": "county_approval", "area": COUNTY, "on": DAY}
    assert publication(workspace, PLANNER, **which) == []
    with pytest.raises(PlanningError, match="nobody in 安和县 stands at 县审批"):
        publication_workbook(workspace, PLANNER, **which)


@pytest.mark.parametrize(
    ("step", "area", "ends"),
    [
        ("village_review", VILLAGE, "至2026年3月12日止"),
        ("town_review", TOWN, "至2026年3月12日止"),
        ("town_review", COUNTY, "至2026年3月12日止"),
        ("county_approval", COUNTY, "起至______年____月____日止"),
    ],
)
def test_a_notice_is_up_from_its_posting_for_the_days_of_the_policy(step, area, ends):
    """Rule W3: the next step may follow on the day after the last."""
    told = period(load_policy("990001"), step, area, DAY)
    assert told.startswith("自2026年3月9日起")
    assert ends in told


def test_the_day_of_posting_counts_where_the_office_says_so():
    """Rule W3."""
    policy = load_policy("990001")
    counted = replace(policy.option("publicity_first_day_counts"), value=True)
    others = (o for o in policy.options if o.id != counted.id)
    policy = replace(policy, options=(*others, counted))
    told = period(policy, "village_review", VILLAGE, DAY)
    assert told == "自2026年3月9日起至2026年3月11日止，共3天（公示当日计入）"
