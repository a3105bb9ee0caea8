from datetime import date

import numpy as np
import pytest

from desk.progress_book import COUNTS, MONEY, progress_book
from geo.case_history import LADDER
from ledger.schema import case_step
from rules.adcode import Level
from rules.errors import PlanningError
from tests.desk.case_world import CaseWorld
from tests.desk.progress_world import BUSY, COUNTY, DONE, PAID, REPORTED, SLOW, TODAY


@pytest.fixture(scope="module")
def book(progress_shelf):
    return progress_shelf.progress_book()


def test_every_area_is_counted_as_it_stood_on_a_day(book):
    """Rule R5: county, town and village, any past day."""
    towns = book.counts(TODAY, Level.TOWN)
    assert towns.loc[BUSY, list(LADDER)].tolist() == [25, 0 + 10, 10, 10, 10, 6, 4]
    assert towns.loc[SLOW, list(LADDER)].tolist() == [20, 0, 0, 0, 0, 0, 0]
    assert towns["open"].tolist() == [21, 20]
    assert towns["overdue"].tolist() == [0, 8]
    assert towns["waiting"].tolist() == [1, 6]
    assert towns["name"].tolist() == ["安和镇", "云顶乡"]
    assert book.counts(REPORTED, Level.TOWN)["overdue"].tolist() == [0, 0]
    assert book.counts(DONE, Level.TOWN)["paid"].tolist() == [0, 0]


def test_money_that_is_stuck_is_told_by_town(book):
    """Rule M3: accepted by the county and not paid in full."""
    before, after = (book.counts(day, Level.TOWN).loc[BUSY] for day in (DONE, PAID))
    assert (before["stuck"], before["stuck_cny"]) == (10, 250_000)
    assert (after["stuck"], after["stuck_cny"], after["paid_cny"]) == (
        4,
        100_000,
        150_000,
    )
    assert after["owed_cny"] == 250_000
    assert after["stuck_unknown"] == 0


@pytest.mark.parametrize("day", [REPORTED, DONE, PAID, TODAY])
def test_the_county_is_the_sum_of_its_towns_and_these_of_their_villages(book, day):
    """Rules W13, R5: three ledgers of the same cases."""
    county, towns, villages = (book.counts(day, level) for level in Level)
    names = [*COUNTS, *MONEY]
    assert towns[names].sum().tolist() == county.loc[COUNTY, names].tolist()
    by_town = villages[names].groupby(villages.index.str[: Level.TOWN]).sum()
    assert by_town.equals(towns[names])


def test_an_area_without_open_cases_has_no_days_and_no_share(book):
    towns = book.counts(book.first_day, Level.TOWN)
    assert towns["days_in_step"].tolist() == [0.0, 0.0]
    assert np.isnan(book.counts(TODAY, Level.VILLAGE)["days_in_step"]).sum() == 0


def test_days_of_which_nothing_is_known_are_refused(book):
    with pytest.raises(PlanningError, match="begins on 2026-01-05"):
        book.counts(date(2026, 1, 4), Level.TOWN)
    with pytest.raises(PlanningError, match="has not come yet"):
        book.counts(date(2999, 1, 1), Level.TOWN)


def test_what_was_undone_counts_on_the_days_before(tmp_path):
    """Rule A2: going back leaves its trace, and the past day stays as it was."""
    world = CaseWorld(tmp_path / "w")
    case = world.open()
    world.later()
    reported = world.step(case, "reported")
    asked = world.later()
    row = {"case_id": reported.case_id, "step": "reported", "household_id": "A"}
    gone = row | {"on_date": asked, "removed": True, "reason": "看错了户"}
    world.later()
    world.write(case_step, gone)
    book = progress_book(world.workspace)
    steps = [step.id for step in book.policy.steps]
    assert steps[book.next_step(asked)[0]] == "appraised"
    assert steps[book.next_step(world.on)[0]] == "reported"


def test_a_case_that_is_opened_is_no_house_that_waits(progress_shelf, book):
    waits = book.waiting(TODAY)["household_id"].tolist()
    cases = set(book.table(TODAY)["household_id"])
    assert len(waits) == 7
    assert cases.isdisjoint(waits)


def test_a_town_without_a_name_on_record_is_listed_by_its_code(tmp_path):
    world = CaseWorld(tmp_path / "w")  # of its places only one village has a name
    world.certify("C")
    world.open()
    book = progress_book(world.workspace)
    towns = book.counts(world.on, Level.TOWN)
    assert towns["name"].tolist() == ["990001100", "990001101"]
    assert towns["found"].tolist() == [1, 0]
