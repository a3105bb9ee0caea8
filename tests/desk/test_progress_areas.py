"""The list beside the map of progress, and the cases behind a number of it."""

import numpy as np
import pandas as pd
import pytest

from desk.progress_areas import (
    cases_behind,
    exact_areas,
    measured,
    published_areas,
    without_small,
    worst_first,
)
from desk.progress_measures import PROGRESS_MEASURES
from ledger.roles import Acting, Role
from rules.adcode import Level
from rules.errors import AccessError
from tests.desk.progress_world import BUSY, COUNTY, DONE, REPORTED, SLOW, TODAY

PLANNER = Acting("规", Role.PLANNER, COUNTY)


@pytest.fixture(scope="module")
def book(progress_shelf):
    return progress_shelf.progress_book()


def test_towns_stand_in_order_the_worst_first(book):
    late = exact_areas(book, "overdue_ratio", (TODAY, REPORTED), "")
    assert late.index.tolist() == [SLOW, BUSY]
    assert late["value"].tolist() == [8 / 20, 0.0]
    done = exact_areas(book, "completed_ratio", (TODAY, REPORTED), "")
    assert done.index.tolist() == [SLOW, BUSY]
    assert done["value"].tolist() == [0.0, 10 / 25]


def test_the_change_is_that_since_the_day_compared_with(book):
    """Rule R5: what changed since."""
    done = exact_areas(book, "completed_ratio", (TODAY, REPORTED), "")
    assert done["change"].tolist() == [0.0, 10 / 25]
    assert exact_areas(book, "found", (TODAY, DONE), "")["change"].tolist() == [0, 0]


def test_a_town_is_listed_by_its_villages(book):
    villages = exact_areas(book, "found", (TODAY, REPORTED), BUSY)
    assert set(villages["name"]) == {"柳沟村", "石桥村"}
    assert villages["found"].sum() == 25


def test_an_area_without_a_value_stands_last(book):
    counts = book.counts(TODAY, Level.TOWN)
    measure = PROGRESS_MEASURES["overdue_ratio"]
    values = measured(counts, measure)
    values[SLOW] = np.nan
    assert worst_first(counts, values, measure).index.tolist() == [BUSY, SLOW]


def test_a_share_of_nothing_is_no_number(book):
    counts = book.counts(TODAY, Level.TOWN).assign(open=0)
    assert measured(counts, PROGRESS_MEASURES["overdue_ratio"]).isna().all()


@pytest.mark.parametrize("measure", PROGRESS_MEASURES)
def test_what_is_published_lists_words_and_no_count_below_five(progress_shelf, measure):
    """Rules R5, A2."""
    table = published_areas(progress_shelf.published(TODAY), measure, "")
    assert set(table.index) == {BUSY, SLOW}
    words = table.drop(columns="name").to_numpy().ravel()
    assert all(isinstance(word, str) for word in words)
    assert [word for word in words if word.isdigit() and 0 < int(word) < 5] == []


def test_villages_of_which_nothing_can_be_told_are_not_listed():
    """Rules R5, A2."""
    words = {"name": ["柳沟村", "石桥村"], "value": ["<5", "<5"]}
    table = pd.DataFrame(words | {"found": ["<5", "5"], "stuck_cny": ["—", "…"]})
    assert without_small(table)["name"].tolist() == ["石桥村"]


def test_a_number_opens_its_cases_and_there_are_as_many(book):
    """Rule R5: every count opens the households behind it."""
    towns = book.counts(TODAY, Level.TOWN)
    for what in ("found", "completed", "overdue", "stuck", "struck_off"):
        for town in (BUSY, SLOW):
            cases = cases_behind(book, PLANNER, what, TODAY, town)
            assert len(cases) == towns.at[town, what]
            assert cases["village_code"].str.startswith(town).all()


def test_an_officer_opens_the_cases_of_his_town_alone(book):
    """Rule A1."""
    officer = Acting("镇", Role.TOWN_OFFICER, SLOW)
    assert len(cases_behind(book, officer, "found", TODAY, BUSY)) == 0
    assert len(cases_behind(book, officer, "found", TODAY, "")) == 20


def test_a_leader_opens_no_case(book):
    """Rules A1, A2."""
    with pytest.raises(AccessError, match="a leader does not read"):
        cases_behind(book, Acting("领", Role.LEADER, COUNTY), "found", TODAY, BUSY)
