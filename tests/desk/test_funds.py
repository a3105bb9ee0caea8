"""Money of the county is recorded by those who own it, and never in silence."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.case_hand import Hand
from desk.funds import (
    MAY_RECORD,
    Money,
    allotted,
    by_source,
    record_allotment,
    record_secured,
    secured,
    withdraw,
)
from desk.history_words import act_word, thing_word
from ledger import office
from ledger.reading import for_role
from ledger.roles import Acting, Role
from rules.errors import AccessError, PlanningError, SchemaError
from rules.language import translator
from rules.vocabulary import FUND_LEVELS, TASKS
from tests.desk.field_world import PLANNER, TOWN, VILLAGE, made_workspace

FINANCE = Acting("县财政", Role.FINANCE)
DAY = date(2026, 3, 1)
PROVINCE = Money(source="省级", amount_cny=500_000, on=DAY, task=TASKS[0])
AREAS = {Role.VILLAGE_REPORTER: VILLAGE, Role.TOWN_OFFICER: TOWN}


@pytest.fixture
def workspace(tmp_path):
    made = made_workspace(tmp_path / "w")
    yield made
    made.ledger.close()


def hand(workspace, acting=PLANNER, note="", day=(2026, 3, 5)):
    return Hand(workspace, acting, note, datetime(*day, 9))


def test_what_was_secured_is_listed_with_its_document(workspace):
    """Rule R1: columns 19 and 20."""
    money = replace(PROVINCE, document=" 川财〔2026〕 1号 ")
    id_ = record_secured(hand(workspace), money)
    (row,) = secured(workspace, PLANNER).to_dict("records")
    assert row["fund_id"] == id_ and row["document"] == "川财〔2026〕 1号"
    assert (row["level"], row["amount_cny"]) == ("省级", 500_000)
    assert allotted(workspace, PLANNER).empty


def test_sources_of_allotments_are_kept_apart(workspace):
    """Rule M3."""
    for source in ("中央", "省级", "省级以下"):
        record_allotment(hand(workspace), replace(PROVINCE, source=source))
    record_secured(hand(workspace), replace(PROVINCE, source="县级"))
    told = by_source(workspace, FINANCE)
    assert told["source"].tolist() == ["中央", "省级", "省级以下"]
    assert told["secured_cny"].tolist() == [0, 0, 500_000]
    assert set(told["allotted_cny"]) == {500_000}
    assert by_source(workspace, FINANCE, 2025).empty


@pytest.mark.parametrize("role", Role)
def test_the_treasury_and_the_county_record_money_and_nobody_else(workspace, role):
    """Rule A1."""
    acting = Acting("x", role, AREAS.get(role, ""))
    if role in MAY_RECORD:
        assert record_secured(hand(workspace, acting), PROVINCE)
        return
    with pytest.raises(AccessError, match="finance, planner"):
        record_secured(hand(workspace, acting), PROVINCE)
    with pytest.raises(AccessError):
        withdraw(hand(workspace, acting, "why"), "secured", "x")
    assert office.secured_funds(workspace.ledger) == []


@pytest.mark.parametrize("role", Role)
def test_who_does_not_read_money_of_the_county_is_refused(workspace, role):
    """Rule A1: the two offices and the leader."""
    acting = Acting("x", role, AREAS.get(role, ""))
    record_secured(hand(workspace), PROVINCE)
    if role in (*MAY_RECORD, Role.LEADER):
        assert len(secured(workspace, acting)) == 1
    else:
        with pytest.raises(AccessError):
            secured(workspace, acting)


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"source": "中央"}, SchemaError, "省级, 市级, 县级"),
        ({"task": "roads"}, SchemaError, "dangerous_house_retrofit"),
        ({"amount_cny": 0}, PlanningError, "0 is no amount in whole yuan"),
        ({"amount_cny": 1.5}, PlanningError, "1.5 is no amount"),
        ({"amount_cny": True}, PlanningError, "True is no amount"),
        ({"amount_cny": 2**31}, PlanningError, "is no amount"),
        ({"on": date(2026, 3, 6)}, PlanningError, "has not come yet"),
        ({"amount_cny": -1}, PlanningError, "say why the money is taken back"),
    ],
)
def test_what_cannot_be_is_refused(workspace, wrong, error, says):
    with pytest.raises(error, match=says):
        record_secured(hand(workspace), replace(PROVINCE, **wrong))
    assert office.secured_funds(workspace.ledger) == []


def test_no_more_is_taken_back_than_came(workspace):
    record_allotment(hand(workspace), PROVINCE)
    back = replace(PROVINCE, amount_cny=-500_001)
    with pytest.raises(PlanningError, match=r"500,000 of 500,001 yuan .*: 省级, Dang"):
        record_allotment(hand(workspace, note="the plan was cut"), back)
    less = replace(PROVINCE, amount_cny=-200_000)
    record_allotment(hand(workspace, note="the plan was cut"), less)
    assert by_source(workspace, PLANNER)["allotted_cny"].tolist() == [300_000]
    other = replace(less, task=TASKS[1])
    with pytest.raises(PlanningError, match="only 0 of 200,000 yuan"):
        record_allotment(hand(workspace, note="the plan was cut"), other)


@pytest.mark.parametrize("record", [record_secured, record_allotment])
def test_a_second_click_records_nothing(workspace, record):
    record(hand(workspace), PROVINCE)
    with pytest.raises(PlanningError, match="the same money of 2026-03-01"):
        record(hand(workspace), PROVINCE)
    record(hand(workspace, note="a second grant"), PROVINCE)
    told = by_source(workspace, PLANNER)
    assert told[["secured_cny", "allotted_cny"]].to_numpy().sum() == 1_000_000


def test_a_wrong_record_is_withdrawn_with_the_reason_and_stays_readable(workspace):
    """Rule A2."""
    id_ = record_secured(hand(workspace, day=(2026, 3, 2)), PROVINCE)
    with pytest.raises(PlanningError, match="say why"):
        withdraw(hand(workspace), "secured", id_)
    withdraw(hand(workspace, FINANCE, "entered twice"), "secured", id_)
    assert secured(workspace, PLANNER).empty
    assert len(secured(workspace, PLANNER, date(2026, 3, 3))) == 1
    with pytest.raises(PlanningError, match="no money"):
        withdraw(hand(workspace, FINANCE, "again"), "secured", id_)


def test_the_log_tells_in_words_who_recorded_money(workspace):
    """Rule A2."""
    record_secured(hand(workspace, FINANCE), PROVINCE)
    head = for_role(workspace.ledger, PLANNER).log()[0]
    changes = for_role(workspace.ledger, PLANNER).changes(head["seq"])
    english = translator("en")
    assert act_word(head["verb"], workspace.policy, english) == "money secured recorded"
    assert {thing_word(one, workspace.policy, english) for one in changes} == {
        "money secured"
    }
    assert (head["actor"], head["scope"]) == ("县财政", "money")


AMOUNTS = st.lists(
    st.tuples(st.sampled_from(FUND_LEVELS), st.sampled_from(TASKS),
              st.integers(-3, 5).filter(bool)), max_size=8)  # fmt: skip


@given(AMOUNTS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_are_those_of_what_was_accepted_and_never_negative(tmp_path, amounts):
    """Rule R1."""
    folder = tmp_path / f"w{len(list(tmp_path.iterdir()))}"
    workspace = made_workspace(folder)
    kept = {}
    for level, task, amount in amounts:
        money = Money(source=level, amount_cny=amount, on=DAY, task=task)
        try:
            record_secured(hand(workspace, note="told"), money)
        except PlanningError:
            assert kept.get((level, task), 0) + amount < 0
            continue
        kept[level, task] = kept.get((level, task), 0) + amount
    told = by_source(workspace, PLANNER)
    assert told["secured_cny"].sum() == sum(kept.values())
    assert (told["secured_cny"] >= 0).all()
    workspace.ledger.close()
