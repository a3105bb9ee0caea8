"""The curve beside the stage plan, and the sentences that stand under it."""

from datetime import date

import pytest

from desk import progress_charts
from desk.progress_charts import (
    Pace,
    forecast,
    published_plan_curve,
    standing,
)
from tests.desk.progress_world import TODAY


@pytest.fixture
def paced(progress_shelf, monkeypatch):
    def tell(left):
        found = Pace(per_day=1.0, left=left, done_on=date(2028, 2, 9))
        monkeypatch.setattr(progress_charts, "published_pace", lambda shelf, on: found)
        return str(forecast(progress_shelf, TODAY))

    return tell


def test_days_of_the_published_curve_are_month_ends_the_day_and_ends_of_stages(
    progress_shelf,
):
    days = published_plan_curve(progress_shelf, TODAY)["day"]
    assert [f"{day:%m-%d}" for day in days] == [
        "01-31", "02-28", "03-02", "03-31", "04-30", "05-31", "06-15", "06-30",
        "07-31", "08-31", "09-30", "10-31", "11-30",
    ]  # fmt: skip


def test_the_plan_bends_at_the_end_of_a_stage(progress_shelf):
    """Rule R4: nothing is asked before the stage that ends on 15 June."""
    curve = published_plan_curve(progress_shelf, TODAY).set_index("day")
    june = curve.loc[[date(2026, 6, 15), date(2026, 6, 30), date(2026, 11, 30)]]
    assert june["planned"].round(2).tolist() == [0, 4.02, 45]
    assert june["completed"].isna().all()


def test_the_end_of_a_stage_that_is_past_has_no_count_of_its_own(progress_shelf):
    on = date(2026, 6, 30)
    curve = published_plan_curve(progress_shelf, on).set_index("day")
    assert curve["completed"].dropna().index[-1] == on
    assert curve.loc[[date(2026, 6, 15)], "completed"].isna().all()


def test_how_many_the_rest_are_is_said_in_a_class(paced):
    assert paced(487.0) == (
        "At the pace of the last two months the remaining 480 or so are completed by "
        "2028-02."
    )


def test_how_many_a_few_are_is_not_said(paced):
    assert paced(3.0) == (
        "At the pace of the last two months the few remaining are completed by 2028-02."
    )


def test_what_the_plan_asks_and_what_there_is_are_said_as_published(progress_shelf):
    assert str(standing(progress_shelf, TODAY)) == (
        "On 2026-03-02 at least 10 are completed, the plan asks for fewer than 5."
    )


@pytest.mark.parametrize(
    ("done", "planned", "says"),
    [
        (320.0, 787.0, "asks for about 780 completed, there are at least 320."),
        (320.0, 100.0, "at least 320 are completed, the plan asks for about 100."),
        (0.0, 100.0, "asks for about 100 completed, there are fewer than 5."),
        (0.0, 0.0, "fewer than 5 are completed, and the plan asks for no more."),
        (float("nan"), 100.0, "On 2026-03-02 the plan asks for about 100 completed."),
    ],
)
def test_no_published_count_is_said_as_if_it_were_exact(
    progress_shelf, monkeypatch, done, planned, says
):
    monkeypatch.setattr(progress_charts, "_published", lambda *_: (1000.0, done))
    monkeypatch.setattr(progress_charts, "plan_share", lambda *_: planned / 1000)
    assert str(standing(progress_shelf, TODAY)).endswith(says)
