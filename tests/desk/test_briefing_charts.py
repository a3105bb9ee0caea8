"""Tables and charts of a meeting: what comes first, and what is not said as exact."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from desk import briefing_charts
from desk.briefing import counts_told
from desk.briefing_charts import deadline_table, money_chart
from desk.briefing_maps import Meeting
from desk.deadlines import Deadline
from desk.progress_charts import SUMS

ON = date(2026, 10, 31)


def deadline(state, due_on):
    return Deadline(
        kind="report", id="a", name=state, due_on=due_on, done_on=None, state=state,
        days=0, clause="",
    )  # fmt: skip


def test_the_late_come_first_then_what_is_next_then_what_was_done_last(monkeypatch):
    done = [deadline("done", date(2026, month, 2)) for month in range(1, 11)]
    ahead = [deadline("on_time", date(2026, 12, 2)), deadline("due_soon", ON)]
    late = [deadline("late", date(2026, month, 5)) for month in (9, 6)]
    unknown = [deadline("unknown", date(2026, 9, 30))]
    found = [*done, *unknown, *ahead, *late]
    monkeypatch.setattr(briefing_charts, "deadlines", lambda *_: found)
    book = SimpleNamespace(cases=lambda on: None)
    shelf = SimpleNamespace(workspace=None, progress_book=lambda: book)
    rows = deadline_table(Meeting(shelf, [ON], str)).rows
    assert [row[1] for row in rows[:6]] == [
        "2026-06-05", "2026-09-05", "2026-10-31", "2026-12-02", "2026-10-02",
        "2026-09-02",
    ]  # fmt: skip
    assert (len(rows), rows[-1][1]) == (12, "2026-03-02")


@pytest.mark.parametrize(
    ("low", "says"),
    [
        (
            {"found": 820.0, "completed": 320.0, "overdue": 35.0},
            "about 820 cases found · at least 320 completed · at least 35 overdue",
        ),
        (
            {"found": 1250.0, "completed": 0.0, "overdue": np.nan},
            "about 1,250 cases found · fewer than 5 completed",
        ),
    ],
)
def test_no_count_of_the_cover_is_said_as_if_it_were_exact(low, says):
    assert counts_told(low, str) == says


def test_the_chart_of_money_says_that_it_is_of_all_years(monkeypatch):
    sums = pd.DataFrame({name: [20_000.0] for name in SUMS}, index=["中央"])
    monkeypatch.setattr(briefing_charts, "money_by_source", lambda *_, published: sums)
    chart = money_chart(Meeting(SimpleNamespace(workspace=None), [ON], str))
    assert chart.title == "Money by source, all years together"
    assert "all years" in chart.says
    assert chart.amounts == [[2.0, 2.0, 2.0]]


def test_days_are_told_in_words_and_of_what_is_done_none(monkeypatch):
    whens = [("late", -160), ("due_soon", 8), ("on_time", 0), ("done", 0)]
    found = [
        Deadline(
            kind="report", id="a", name=state, due_on=ON, done_on=None, state=state,
            days=days, clause="",
        )
        for state, days in whens
    ]  # fmt: skip
    monkeypatch.setattr(
        briefing_charts, "deadlines", lambda workspace, on, cases: found
    )
    book = SimpleNamespace(cases=lambda on: None)
    shelf = SimpleNamespace(workspace=None, progress_book=lambda: book)
    rows = deadline_table(Meeting(shelf, [ON], str)).rows
    told = ["160 days overdue", "8 days left", "due today", "—"]
    assert [row[3] for row in rows] == told
