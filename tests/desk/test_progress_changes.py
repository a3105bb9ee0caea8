from datetime import date

import pytest

from desk.progress_book import progress_book
from desk.progress_changes import (
    changes,
    changes_told,
    published_changes,
    why_published,
)
from desk.progress_charts import (
    ageing,
    forecast,
    money_by_source,
    pace,
    plan_curve,
    published_ageing,
    published_pace,
    published_plan_curve,
)
from ledger.schema import allotment, case_step, secured_fund
from rules.adcode import Level
from rules.errors import PlanningError
from tests.desk.case_world import TOWN, CaseWorld
from tests.desk.progress_world import BUSY, DONE, FOUND, PAID, SLOW, TODAY


@pytest.fixture(scope="module")
def book(progress_shelf):
    return progress_shelf.progress_book()


def test_changes_tell_who_came_how_far_and_what_ran_out(book):
    found = changes(book, TODAY, FOUND)
    assert found.towns.loc[BUSY, ["accepted", "paid", "struck_off"]].tolist() == [
        10,
        6,
        4,
    ]
    assert found.towns.loc[SLOW, ["newly_overdue", "accepted"]].tolist() == [8, 0]
    assert found.towns.loc[SLOW, ["clock", "by"]].tolist() == ["report-hazard", "town"]
    assert str(changes_told(book, found, SLOW)) == (
        "云顶乡 since 2026-01-05: cases found 0, completed 0. "
        "Newly overdue: 8, mostly waiting for 上报; the town must act."
    )
    late = found.cases[found.cases["newly_overdue"]]
    assert set(late["village_code"]) == {f"{SLOW}300"}
    assert len(found.cases) == 18


def test_nothing_changed_is_said_so(book):
    found = changes(book, PAID, PAID)
    assert found.cases.empty
    assert str(changes_told(book, found, SLOW)) == (
        "云顶乡 since 2026-02-20: nothing has changed."
    )


def test_days_that_run_backwards_are_refused(book):
    with pytest.raises(PlanningError, match="choose an earlier day"):
        changes(book, FOUND, TODAY)


def test_a_case_that_was_undone_went_back(tmp_path):
    world = CaseWorld(tmp_path / "w")
    started = {"case_id": "1", "household_id": "A", "on_date": world.on}
    started |= {"step": "works_started"}
    world.write(case_step, started | {"step": "found"}, started)
    then = world.on
    world.later()
    world.write(case_step, started | {"removed": True, "reason": "看错了户"})
    book = progress_book(world.workspace)
    found = changes(book, world.on, then)
    assert found.cases["went_back"].tolist() == [True]
    assert "Gone back a step: 1." in str(changes_told(book, found, TOWN))


def test_changes_that_are_published_are_differences_of_what_was(progress_shelf):
    now, before = (progress_shelf.published(day) for day in (TODAY, FOUND))
    table = published_changes(now, before, Level.TOWN)
    assert table.at[BUSY, "accepted_change_shown"] == "+10"
    assert table.at[SLOW, "overdue_change_shown"] == "+5"
    assert table.at[SLOW, "found_change_shown"] == "same class"


def test_why_is_published_where_it_is_not_that_of_few_families(book):
    many, few = changes(book, TODAY, FOUND), changes(book, TODAY, PAID)
    assert str(why_published(book, many)) == (
        "Newly overdue cases wait mostly for 上报: the town must act."
    )
    assert why_published(book, few) is None


def test_the_curve_of_the_plan_ends_with_its_stage(book):
    """Rule R4: what the stages of the campaign ask for by a day."""
    curve = plan_curve(book, book.policy, TODAY).set_index("day")
    assert curve.loc[TODAY, ["completed", "planned"]].tolist() == [10, 0]
    assert curve.index[-1] == date(2026, 11, 30)
    assert curve["planned"].iloc[-1] == 45
    assert curve["completed"].isna().sum() == (curve.index > TODAY).sum()
    assert curve["completed"].dropna().is_monotonic_increasing


def test_the_published_curve_is_told_month_by_month(progress_shelf):
    curve = published_plan_curve(progress_shelf, TODAY).set_index("day")
    told = curve["completed"].dropna()
    assert [day.isoformat() for day in told.index] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-02",
    ]
    assert told.tolist() == [0, 10, 10]


def test_the_pace_of_late_says_when_the_rest_would_be_done(book):
    found = pace(book, TODAY)
    assert (found.left, round(found.per_day, 4)) == (35, round(10 / 30, 4))
    assert found.done_on == date(2026, 6, 15)
    assert pace(book, FOUND).done_on is None


def test_the_published_pace_is_of_published_counts(progress_shelf):
    found = published_pace(progress_shelf, TODAY)
    assert (found.left, found.done_on) == (35, date(2026, 6, 15))
    assert published_pace(progress_shelf, FOUND).done_on is None


def test_everybody_is_told_the_same_month(progress_shelf):
    assert str(forecast(progress_shelf, TODAY)) == (
        "At the pace of the last two months the remaining 35 or so are completed by "
        "2026-06."
    )
    assert str(forecast(progress_shelf, FOUND)) == (
        "At the pace of the last two months no end can be told."
    )


def test_a_share_that_falls_while_more_is_completed_is_explained(tmp_path):
    world = CaseWorld(tmp_path / "w")
    rows = [_stepped(n, "found", world.on) for n in range(10)]
    done = [_stepped(n, "county_acceptance", world.on, passed=True) for n in range(5)]
    world.write(case_step, *rows, *done)
    then = world.on
    world.later()
    rows = [_stepped(n, "found", world.on) for n in range(10, 40)]
    done = [
        _stepped(n, "county_acceptance", world.on, passed=True) for n in (5, 6, 7, 8, 9)
    ]
    world.write(case_step, *rows, *done)
    book = progress_book(world.workspace)
    found = changes(book, world.on, then)
    assert str(changes_told(book, found, TOWN)).endswith(
        "cases found 30, completed 5. The share completed fell all the same, for 30 "
        "cases were newly found."
    )
    assert "yet the share completed fell" in str(why_published(book, found))


def _stepped(case, step, on, **more):
    row = {"case_id": str(case), "household_id": "A", "step": step, "on_date": on}
    return row | more


def test_ageing_counts_open_cases_by_what_they_wait_for(book):
    table = ageing(book, TODAY).set_index("step")
    assert table.loc["reported"].tolist() == ["上报", 0, 8, 0, 0]
    assert table.loc["applied"].tolist() == ["申请", 6, 27, 0, 0]
    counts = table.drop(columns="step_name")
    assert counts.to_numpy().sum() == 41
    words = published_ageing(book, TODAY).set_index("step")
    assert words.loc["reported", ["<30", "30–90"]].tolist() == ["<5", "5"]
    assert words.loc["applied", ["<30", "30–90"]].tolist() == ["5", "25"]
    assert ageing(book, DONE)["step"].tolist() == list(words.index)


def test_money_is_told_by_its_source_as_of_a_day(tmp_path):
    """Rule M3: sources are kept apart, and secured, allotted and paid too."""
    world = CaseWorld(tmp_path / "w")
    fund = {"fund_id": "f", "level": "市级", "amount_cny": 250_000}
    world.write(secured_fund, fund | {"secured_on": world.on})
    given = {"allotment_id": "a", "source": "中央", "amount_cny": 130_000}
    world.write(allotment, given | {"allotted_on": world.on})
    first = world.on
    world.later()
    world.write(allotment, given | {"allotted_on": first, "amount_cny": 90_000})
    sums = money_by_source(world.workspace, first)
    assert sums["allotted_cny"].tolist() == [130_000, 0, 0]
    assert sums["secured_cny"].tolist()[1:] == [0, 250_000]
    assert sums["secured_cny"].isna().tolist() == [True, False, False]
    later = money_by_source(world.workspace, world.on, published=True)
    assert later["allotted_cny"].tolist() == [0, 0, 0]
    assert later["secured_cny"].tolist()[1:] == [0, 200_000]


def test_what_was_paid_is_told_by_its_source(progress_shelf):
    workspace = progress_shelf.workspace
    assert money_by_source(workspace, TODAY)["paid_cny"].tolist() == [150_000, 0, 0]
    assert money_by_source(workspace, DONE)["paid_cny"].tolist() == [0, 0, 0]
