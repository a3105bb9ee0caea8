"""Which town is behind: what decides it, and what published numbers can tell."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from desk.progress_answers import five_answers
from desk.progress_areas import exact_areas, published_areas
from desk.progress_behind import behind, town_behind
from desk.progress_book import progress_book
from desk.progress_ends import Beyond, beyond
from desk.progress_figures import Figures, figures
from desk.progress_reasons import Seen
from desk.progress_stuck import stuck
from desk.progress_told import checked, plain
from desk.ranking import ranking
from rules.adcode import Level
from rules.errors import PlanningError
from tests.desk.progress_world import BUSY, COUNTY, DONE, REPORTED, SLOW, TODAY

TOWNS = ("990001100", "990001101", "990001102")
DONE_SHARE, LATE_SHARE = "completed_ratio", "overdue_ratio"
FAR, NEAR = (0.1, 0.2), (0.35, 0.45)


class Ranged(Figures):
    """Published shares of a county and its towns, by the least and the most."""

    exact, county = False, COUNTY

    def __init__(self, **shares):
        self.on, self.names = TODAY, dict(zip(TOWNS, "甲乙丙", strict=True))
        self.shares = shares

    def low(self, level, column):
        codes = [self.county] if level is Level.COUNTY else TOWNS
        return pd.Series(100.0, index=codes)

    def shown(self, code, column):
        raise NotImplementedError

    def again(self, code, column, measure=""):
        return self.rate(Level(len(code)), measure).at[code, column]

    def rate(self, level, measure):
        whole, *towns = self.shares[measure]
        county = level is Level.COUNTY
        least, most = np.array([whole] if county else towns).T
        table = {"value": (least + most) / 2, "least": least, "most": most}
        index = [self.county] if county else [*TOWNS]
        told = pd.DataFrame(table | {"state": "known"}, index=index)
        return told.assign(shown=[f"{100 * v:.0f} %" for v in told["value"]])


def seen(told, **more):
    level = pd.DataFrame({"rank": 1}, index=[*TOWNS])
    empty = {"book": None, "order": level, "late": {}, "due": [], "money": None}
    return Seen(figures=told, **(empty | more))


def told_of(completed, overdue):
    public = Ranged(completed_ratio=completed, overdue_ratio=overdue)
    answer = behind(seen(public), town_behind(seen(public)))
    return answer, str(checked(answer, public))


def test_a_town_is_called_behind_only_by_a_share_that_is_worse_than_the_county_s():
    alike = (NEAR, NEAR, NEAR, NEAR)
    answer, said = told_of(alike, alike)
    assert said == ("The published numbers do not tell which town is furthest behind.")
    answer, said = told_of((NEAR, FAR, NEAR, (0.5, 0.6)), alike)
    assert said == (
        "甲 has the lowest share completed of the towns that can be compared: 15 %; "
        "the county 40 %."
    )
    assert (answer.measure, answer.code) == (DONE_SHARE, TOWNS[0])


def test_where_ranges_overlap_it_is_said_that_nobody_can_tell():
    """Rules R3, A2: what is said of the towns follows from published numbers."""
    answer, said = told_of((NEAR, FAR, FAR, NEAR), (NEAR, NEAR, NEAR, (0.5, 0.6)))
    assert said == (
        "丙 has the highest share overdue (what the county must do counts, too) of the "
        "towns that can be compared: 55 %; the county 40 %. Completed below the "
        "county's 40 %: 甲、乙."
    )
    assert answer.measure == LATE_SHARE
    answer, said = told_of((NEAR, FAR, FAR, NEAR), (NEAR, NEAR, NEAR, NEAR))
    assert said == (
        "The published numbers do not tell which town is furthest behind; completed "
        "below the county's 40 %: 甲、乙."
    )
    assert answer.measure == DONE_SHARE


def test_a_leader_is_told_the_order_that_the_towns_are_told_and_nothing_behind_it():
    """Rule R3: the ranking goes to every town."""
    late = (NEAR, NEAR, (0.5, 0.6), NEAR)
    public = Ranged(completed_ratio=(NEAR,) * 4, overdue_ratio=late)
    order = pd.DataFrame({"rank": [2, 1, 3]}, index=[*TOWNS])
    answer = behind(seen(public, order=order), "")
    assert str(checked(answer, public)) == (
        "丙 stands last in the order of the towns, which looks at what a town itself "
        "must do. 乙 has the highest share overdue (what the county must do counts, "
        "too) of the towns that can be compared: 55 %; the county 40 %."
    )
    assert town_behind(seen(public, order=order)) == TOWNS[2]
    together = behind(seen(public, order=order.assign(rank=[2, 1, 2])), "")
    assert str(checked(together, public)).startswith("甲、丙 stand last together")


def test_a_town_that_does_not_lie_beyond_the_county_is_not_said_to():
    public = Ranged(completed_ratio=(NEAR, FAR, (0.3, 0.4), NEAR))
    assert beyond(public, DONE_SHARE, above=False) == (TOWNS[0],)
    assert beyond(public, DONE_SHARE, above=True) == ()
    wrong = Beyond((TOWNS[1],), DONE_SHARE, above=False)
    with pytest.raises(PlanningError, match="calls 乙 first or last"):
        checked(replace(plain("x"), extremes=(wrong,)), public)


@pytest.fixture
def ranked(progress_shelf):
    """What the answers of who reads cases are made of, whose order can be altered."""
    exact = figures(progress_shelf, TODAY, exact=True)
    order = ranking(progress_shelf, TODAY)

    def altered(**columns):
        changed = order.assign(**columns)
        book = progress_shelf.progress_book()
        answer = behind(seen(exact, order=changed, book=book), SLOW)
        return answer.remark.message, answer.measure, len(answer.more)

    return altered


def test_the_part_that_puts_a_town_last_is_named_and_no_other(ranked):
    """Rule R3: the town's own lateness, houses without a case, completions."""
    message, measure, more = ranked()
    assert "overdue by what the town itself must do, and {unopened}" in message
    assert (measure, more) == (LATE_SHARE, 1)
    message, measure, _ = ranked(overdue_own=0)
    assert "beside {open} open cases {unopened} dangerous houses" in message
    assert measure == "found"
    message, measure, _ = ranked(unopened=0)
    assert message.endswith("are overdue by what the town itself must do.")
    message, measure, more = ranked(share_shrunk=0.0)
    assert "are completed, {share}; in the county {whole}" in message
    assert (measure, more) == (DONE_SHARE, 0)


def test_a_completion_that_is_no_worse_than_the_county_s_is_no_evidence(progress_shelf):
    """The first of the towns by what is completed is not last because of it."""
    exact = figures(progress_shelf, TODAY, exact=True)
    order = ranking(progress_shelf, TODAY).assign(rank=1, share_shrunk=0.0)
    told = behind(seen(exact, order=order), BUSY)
    assert str(told) == "安和镇 stands last in the order of the towns."


def test_an_order_that_its_cases_do_not_bear_out_is_not_shown(progress_shelf):
    exact = figures(progress_shelf, TODAY, exact=True)
    order = ranking(progress_shelf, TODAY)
    checked(behind(seen(exact, order=order), SLOW), exact)
    for column, wrong in (("overdue_own", 7), ("unopened", 5), ("open", 21)):
        altered = order.copy()
        altered.loc[SLOW, column] = wrong
        with pytest.raises(PlanningError, match=f"a sentence says {wrong} of 云顶乡"):
            checked(behind(seen(exact, order=altered), SLOW), exact)


@pytest.mark.parametrize("day", [REPORTED, DONE, TODAY])
def test_who_is_named_to_a_leader_is_worse_than_the_county_in_truth(
    progress_shelf, day
):
    exact = figures(progress_shelf, day, exact=True)
    told = five_answers(progress_shelf, day, exact=False)[0].told
    for one in (told, *told.more):
        for named in one.extremes:
            towns = exact.rate(Level.TOWN, named.measure)["value"][[*named.codes]]
            whole = exact.rate(Level.COUNTY, named.measure)["value"][COUNTY]
            above = named.above if isinstance(named, Beyond) else named.most
            assert (towns > whole if above else towns < whole).all()


def test_what_lies_unspent_is_told_apart_from_what_is_owed(progress_shelf):
    exact = figures(progress_shelf, TODAY, exact=True)
    sums = {"allotted_cny": [3e5, 2e5, 0.0], "paid_cny": [1e5, 2e5, 0.0]}
    money = pd.DataFrame(sums, index=["中央", "省级", "省级以下"])
    book = progress_shelf.progress_book()
    told = stuck(seen(exact, money=money, book=book), "")
    assert str(checked(told, exact)).endswith(
        "Apart from that, of the money allotted in all years, whatever the cases, "
        "200,000 yuan lie unspent (中央)."
    )
    assert told.chart == "money"


def test_houses_without_a_case_are_counted_where_nobody_has_a_case(progress_shelf):
    book = progress_book(progress_shelf.workspace)
    far = f"{COUNTY}102300"
    waiting = pd.DataFrame({"household_id": ["h"], "village_code": [far]})
    book.waiting = lambda on: waiting
    for level in Level:
        counts = book.counts(TODAY, level)
        assert counts["waiting"].sum() == 1
        assert counts.at[far[: int(level)], "waiting"] == 1


def test_houses_without_a_case_stand_beside_the_cases_found(progress_shelf):
    book, days = progress_shelf.progress_book(), (TODAY, REPORTED)
    assert exact_areas(book, "found", days, "").loc[SLOW, "waiting"] == 6
    assert "waiting" not in exact_areas(book, "completed_ratio", days, "")
    published = progress_shelf.published(TODAY)
    assert published_areas(published, "found", "").loc[BUSY, "waiting"] == "<5"
