"""Everything about one family, as each role may read it (rules W1, W12, M1, A1, A2)."""

from datetime import date

import pytest

from desk.case_details import set_details
from desk.case_hand import seen
from desk.case_house import record_appraisal
from desk.household_file import hidden_columns, household_file, look_at
from ledger.audit import LogFilter
from ledger.reading import for_role
from ledger.roles import Acting, Role
from ledger.schema import hazard_event, household, place
from rules.casefile import Appraised
from rules.errors import AccessError, PlanningError
from tests.desk.case_world import (
    COUNTY,
    OFFICER,
    PLANNER,
    TOWN,
    TREASURY,
    VILLAGER,
    CaseWorld,
    home,
)

RESPONDER = Acting("应急", Role.RESPONDER, COUNTY, "quake")
READERS = (VILLAGER, OFFICER, PLANNER, TREASURY, RESPONDER)
FOUND, REPORTED, APPLIED = (date(2026, 3, day) for day in (2, 4, 9))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Family A, with a case that was applied for; B and C have none."""
    made = CaseWorld(tmp_path_factory.mktemp("file") / "w")
    made.write(place, {"code": TOWN, "name": "安河镇"})
    secret = {"head_name": "张三丰", "id_number": "11010519491231002X"}
    made.write(household, home("A") | secret | {"phone": "13912345678"})
    quake = {"event_id": "quake", "hazard": "earthquake", "form": "typed"}
    made.write(hazard_event, quake | {"title": "震"})
    case = made.open()
    made.later(2)
    made.step(case, "reported")
    made.later(4)
    grade = Appraised(grade="D", on=made.on)
    record_appraisal(made.hand(PLANNER), made.now(case), grade)
    made.later()
    made.step(case, "applied", VILLAGER)
    yield made
    made.ledger.close()


def opened(world, acting=OFFICER, household_id="A", on=APPLIED):
    return household_file(world.workspace, acting, household_id, on)


def only_case(world, **more):
    (view,) = opened(world, **more).cases
    return view


def test_the_next_step_stands_on_top_with_who_takes_it_and_its_clause(world):
    """Rules W1, W2."""
    view = only_case(world)
    (ahead,) = view.next
    assert (ahead.step, ahead.by, ahead.allowed) == ("village_review", "village", True)
    assert [row["step"] for row in view.steps] == [
        "found",
        "reported",
        "appraised",
        "applied",
    ]


def test_the_clock_that_runs_says_until_when_and_how_late(world):
    """Rule W4: five days to report, in principle."""
    due = only_case(world, on=FOUND).due
    assert (due.due_on, due.days_left, due.by) == (date(2026, 3, 7), 5, "town")
    assert due.in_principle
    appraising = only_case(world, on=REPORTED).due
    assert (appraising.due_on, appraising.end) == (date(2026, 3, 11), "appraised")
    assert only_case(world).due is None


def test_papers_due_by_now_are_missing_until_they_are_on_file(world, tmp_path):
    """Rule W12."""
    assert [paper.name for paper in only_case(world, on=REPORTED).missing] == []
    names = [paper.name for paper in only_case(world).missing]
    assert names == ["农户申请", "身份证明", "住房等级鉴定表"]
    after = world.copied(tmp_path / "more")
    after.paper(seen(only_case(after).record), "application")
    view = only_case(after, on=None)
    assert [p.name for p in view.missing] == ["身份证明", "住房等级鉴定表"]
    assert [row["kind"] for row in view.record.documents] == ["application"]
    after.ledger.close()


def test_what_is_owed_follows_the_way_and_is_capped_by_the_real_cost(world, tmp_path):
    """Rule M1."""
    assert only_case(world).owed.amount_cny is None
    after = world.copied(tmp_path / "more")
    case = seen(only_case(after).record)
    case = set_details(after.hand(OFFICER), case, {"way": "拆除重建"})
    assert only_case(after).owed.standard_cny == 25_000
    assert only_case(after).owed.amount_cny is None
    set_details(after.hand(OFFICER), case, {"real_cost_cny": 20_000})
    owed = only_case(after).owed
    assert (owed.amount_cny, owed.capped) == (20_000, True)
    assert owed.ground.clause == "四(二)2"
    after.ledger.close()


def test_a_past_day_shows_nothing_that_came_later(world):
    """Rule A2."""
    file = opened(world, on=REPORTED)
    (view,) = file.cases
    assert [row["step"] for row in view.steps] == ["found", "reported"]
    assert (file.rows["appraisal"], file.dwelling["grade"]) == ([], None)
    assert max(head["day"] for head, _ in file.history) == REPORTED
    assert opened(world).dwelling["grade"] == "D"


def test_the_history_tells_who_changed_what_from_what_to_what(world):
    """Rule A2."""
    changes = {
        (head["actor"], change.table, change.field): (change.before, change.after)
        for head, found in reversed(opened(world).history)
        for change in found
    }
    assert changes["县住建", "dwelling", "grade"] == (None, "D")
    assert changes["t", "household", "head_name"] == ("张*", "张*")
    assert changes["镇办事员", "case_step", "on_date"] == (None, REPORTED)


def test_personal_values_are_masked_for_every_role(world):
    """Rule A2."""
    rows = {acting: opened(world, acting).household for acting in READERS}
    assert {row["head_name"] for row in rows.values()} == {"张*"}
    assert rows[OFFICER]["id_number"] == "110105********002X"
    assert rows[VILLAGER]["id_number"] == "1****************X"
    assert rows[OFFICER]["phone"] == "139****5678"
    told = repr([opened(world, acting) for acting in READERS])
    for secret in ("张三丰", "11010519491231002X", "13912345678", "6217A"):
        assert secret not in told


def test_a_responder_reads_the_house_and_no_case(world):
    """Rule A1."""
    file = opened(world, RESPONDER)
    assert (file.cases, file.history, file.answers) == ((), [], None)
    assert sorted(file.rows) == ["dwelling", "photograph", "visit"]
    with pytest.raises(AccessError, match="choose one on record"):
        opened(world, Acting("应急", Role.RESPONDER, COUNTY))


def test_finance_reads_the_case_and_not_why_the_family_is_protected(world):
    """Rules A1, A2."""
    file = opened(world, TREASURY)
    assert len(file.cases) == 1
    assert file.answers is None
    assert not {"membership", "appraisal", "person", "dwelling", "visit"} & {*file.rows}
    assert sorted(file.household) == ["account", "head_name", "household_id",
                                      "version", "village_code"]  # fmt: skip


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_does_not_work_on_households_is_refused(world, role):
    """Rule A1."""
    with pytest.raises(AccessError, match="does not read household; ask: finance"):
        opened(world, Acting("x", role, COUNTY))


def test_a_household_elsewhere_sounds_like_one_that_is_not_there(world):
    """Rule A1."""
    said = []
    for id_ in ("C", "Z"):
        with pytest.raises(AccessError) as refused:
            opened(world, OFFICER, id_)
        said.append(str(refused.value).replace(repr(id_), "it"))
        with pytest.raises(AccessError) as refused:
            look_at(world.workspace, OFFICER, (id_, "phone"), "why")
        said.append(str(refused.value).replace(repr(id_), "it"))
    assert said[0] == "no household it on record"
    assert said[:2] == said[2:]
    assert opened(world, PLANNER, "C").household_id == "C"


def test_a_hidden_value_is_shown_one_at_a_time_for_a_reason_on_record(world):
    """Rule A2."""
    assert hidden_columns(OFFICER, opened(world)) == ["head_name", "id_number", "phone"]
    assert hidden_columns(VILLAGER, opened(world, VILLAGER)) == []
    workspace, which = world.workspace, ("A", "phone")
    for reason in ("", "  "):
        with pytest.raises(PlanningError, match="reason"):
            look_at(workspace, OFFICER, which, reason)
    assert look_at(workspace, OFFICER, which, "约定鉴定时间") == "13912345678"
    with pytest.raises(AccessError):
        look_at(workspace, VILLAGER, which, "想知道")
    (entry,) = for_role(world.ledger, PLANNER).log(LogFilter(scope="access"))
    assert (entry["actor"], entry["role"]) == ("镇办事员", "town_officer")
    assert "约定鉴定时间" in entry["note"]
    assert "13912345678" not in entry["note"]


def test_a_family_without_a_house_or_a_case_has_a_file_too(world):
    file = opened(world, PLANNER, "B")
    assert (file.cases, file.village_name, file.town_name) == ((), "柳沟村", "安河镇")
    tasks = [answer.task for answer in file.answers.answers]
    assert sorted(tasks) == ["dangerous_house_retrofit", "seismic_retrofit"]
    assert file.household["occupants"] == 3
