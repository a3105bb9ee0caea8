from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from desk.progress_answers import five_answers
from desk.progress_changes import changes
from desk.progress_charts import ageing, plan_curve
from desk.progress_ends import Extreme, ends
from desk.progress_figures import Figures, figures
from desk.progress_measures import PROGRESS_MEASURES
from desk.progress_story import sentence
from desk.progress_told import checked, plain
from desk.shelf import CountyShelf
from rules.adcode import Level
from rules.errors import PlanningError
from rules.remarks import Remark
from tests.desk.case_world import CaseWorld
from tests.desk.progress_world import BUSY, DONE, PAID, REPORTED, SLOW, TODAY

TOWNS = ("990001100", "990001101", "990001102")


@pytest.fixture
def exact(progress_shelf):
    return figures(progress_shelf, TODAY, exact=True)


@pytest.fixture
def public(progress_shelf):
    return figures(progress_shelf, TODAY, exact=False)


def answers(shelf, *, exact):
    return [str(one.told) for one in five_answers(shelf, TODAY, exact=exact)]


def test_a_sentence_says_what_the_map_shows(exact):
    assert str(sentence(exact, "completed_ratio")) == (
        "安和县, 2026-03-02: Completed, share of cases found – 22.2 % (10 of 45). "
        "Highest in 安和镇 (40 %). Lowest in 云顶乡 (0 %)."
    )
    assert str(sentence(exact, "stuck_cny")) == (
        "安和县, 2026-03-02: Money stuck after acceptance – 100,000 yuan. "
        "Highest in 安和镇 (100,000). Lowest in 云顶乡 (0)."
    )


def test_single_villages_of_few_cases_are_not_compared(exact):
    told = str(sentence(exact, "completed_ratio", BUSY))
    assert told.endswith("In single areas there are too few cases to compare them.")


@pytest.mark.parametrize("measure", PROGRESS_MEASURES)
@pytest.mark.parametrize("town", ["", BUSY, SLOW])
def test_every_measure_has_a_sentence_exact_and_published(exact, public, measure, town):
    for told in (sentence(exact, measure, town), sentence(public, measure, town)):
        assert "{" not in str(told)
        assert told.code == (town or "990001")


def test_a_sentence_whose_table_was_altered_is_not_shown(progress_shelf, exact):
    told = sentence(exact, "completed_ratio")
    table = progress_shelf.progress_book().table(TODAY)
    kept = table["completed"].copy()
    table["completed"] = False
    try:
        with pytest.raises(
            PlanningError, match=r"says 22.2 % of 安和县, its table 0 %"
        ):
            sentence(exact, "completed_ratio")
        with pytest.raises(PlanningError, match="it is not shown"):
            checked(told, exact)
    finally:
        table["completed"] = kept
    assert checked(told, exact) is told


def test_a_published_sentence_whose_table_was_altered_is_not_shown(public):
    told = sentence(public, "found")

    kept = public.published

    class Altered:
        def table(self, level):
            return kept.table(level).replace("45", "40")

        def rate(self, level, measure):
            return kept.rate(level, measure).replace("45", "40")

    public.published = Altered()
    with pytest.raises(PlanningError, match="says 45 of 安和县, its table 40"):
        checked(told, public)


def test_a_number_that_nobody_reads_again_is_refused(exact):
    told = sentence(exact, "found")
    loose = replace(told, claims=())
    with pytest.raises(PlanningError, match="which no table stands behind"):
        checked(loose, exact)
    with pytest.raises(PlanningError, match="which no table stands behind"):
        checked(replace(told, remark=Remark(message="7 cases"), claims=()), exact)


def test_the_wrong_area_is_not_called_the_last(exact):
    told = sentence(exact, "completed_ratio")
    wrong = Extreme((BUSY,), "completed_ratio", False, (BUSY, SLOW))
    with pytest.raises(PlanningError, match="calls 安和镇 first or last"):
        checked(replace(told, extremes=(wrong,)), exact)


class Ranged(Figures):
    """Published shares of three towns, by the least and the most each can be."""

    exact, county = False, "990001"

    def __init__(self, *shares):
        self.on, self.names = TODAY, dict(zip(TOWNS, "甲乙丙", strict=True))
        self.shares = shares

    def low(self, level, column):
        raise NotImplementedError

    shown = again = low

    def rate(self, level, measure):
        least, most = np.array(self.shares).T
        columns = {"value": (least + most) / 2, "least": least, "most": most}
        return pd.DataFrame(columns | {"state": "known"}, index=[*TOWNS])


@pytest.mark.parametrize(
    ("shares", "first", "last"),
    [
        (((0.1, 0.2), (0.3, 0.4), (0.5, 0.6)), "丙", "甲"),
        (((0.1, 0.2), (0.3, 0.5), (0.5, 0.6)), "乙丙", "甲"),
        (((0.1, 0.4), (0.3, 0.6), (0.3, 0.5)), "", ""),
    ],
)
def test_only_a_town_whose_range_lies_beyond_all_others_is_called_the_first(
    shares, first, last
):
    """Rules R3, R5: middles of classes put towns in an order that is not theirs."""
    public = Ranged(*shares)
    told = ends(public, "completed_ratio", "990001")
    assert ["".join(map(public.name, codes)) for codes in told] == [first, last]
    wrong = Extreme((TOWNS[1],), "completed_ratio", True, TOWNS)
    with pytest.raises(PlanningError, match="calls 乙 first or last"):
        checked(replace(plain("x"), extremes=(wrong,)), public)


def test_what_is_withheld_may_be_the_first(public):
    rates = public.rate(Level.TOWN, "completed_ratio")
    row = ["withheld", np.nan, 0.0, 1.0]
    rates.loc[SLOW, ["state", "value", "least", "most"]] = row
    public.rate = lambda level, measure: rates
    assert ends(public, "completed_ratio", "990001") == ((), ())


def test_the_five_questions_are_answered_for_who_reads_cases(progress_shelf):
    """Rules R2, R3: which town is behind, and who must act."""
    behind, why, stuck, late, ahead = answers(progress_shelf, exact=True)
    assert behind == (
        "云顶乡 stands last in the order of the towns: 8 of its 20 open cases are "
        "overdue by what the town itself must do, and 6 dangerous houses have no case "
        "at all, beyond the days allowed. Completed are 0 of its 20 cases, 0 %; in the "
        "county 22.2 %."
    )
    assert why.startswith("Late and waiting for 上报: 8; the town must act (")
    assert stuck == (
        "100,000 yuan are still owed to 4 cases that the county has "
        "accepted. 安和镇 has the most: 100,000 yuan. They wait for 资金拨付: "
        "the treasury must act (淄建发〔2022〕48号四（三）)."
    )
    assert late.startswith(
        "8 of 41 open cases are overdue. The largest part of them, 8, waits for 上报: "
    )
    assert " Its limit is 5 days from 发现 on; each step is late by its own " in late
    assert (
        " The stage 安排部署，建档立册 ends on 2026-06-15, in 105 days: 10 of 45 cases "
        "have come to what it asks of all, filed. Past their day: “"
    ) in late
    assert ahead == (
        "First to 云顶乡, to open cases: of the 7 dangerous houses of protected "
        "families without a case 6 stand there. The next stage, 全面排查改造, ends on "
        "2026-11-30."
    )


def test_a_leader_is_told_nothing_of_few_families(progress_shelf):
    """Rule A1: leaders look; counts under five are not told."""
    behind, why, stuck, late, ahead = answers(progress_shelf, exact=False)
    assert behind == (
        "云顶乡 stands last in the order of the towns, which looks at what a town "
        "itself must do. 云顶乡 has the lowest share completed of the towns that can "
        "be compared: 0–20 %; the county 20–31 %."
    )
    assert why.startswith("The largest part of its late cases waits for 上报")
    assert stuck.startswith("Few cases that the county has accepted are not paid")
    assert late.startswith("Of about 45 open cases at least 5 are overdue. More than ")
    assert "of about 45 cases at least 10 have come to what it asks" in late
    assert ahead.startswith("First to 云顶乡, to open cases: of at least 5 ")


@pytest.mark.parametrize("day", [REPORTED, DONE, PAID, TODAY])
def test_five_questions_have_five_answers(progress_shelf, day):
    told = five_answers(progress_shelf, day, exact=False)
    assert len({str(one.told) for one in told}) == len(told)


def test_each_answer_leads_to_a_measure_and_a_chart(progress_shelf):
    """The map shows what the answer speaks of, and the chart below it."""
    shown = [
        [(one.measure, one.chart) for one in found]
        for found in (
            five_answers(progress_shelf, TODAY, exact=exact) for exact in (True, False)
        )
    ]
    others = [("stuck_cny", "money"), ("overdue_ratio", "ages"), ("found", "")]
    late = ("overdue_ratio", "ages")
    assert shown[0] == [("overdue_ratio", ""), late, *others]
    assert shown[1] == [("completed_ratio", ""), late, *others]
    assert {measure for measure, _ in shown[0]} <= set(PROGRESS_MEASURES)


def test_a_day_before_the_first_has_no_figures(progress_shelf):
    with pytest.raises(PlanningError, match="the ledger begins on"):
        figures(progress_shelf, date(2025, 1, 1), exact=True)


def test_exact_shares_of_few_cases_are_called_small(exact):
    rates = exact.rate(Level.VILLAGE, "completed_ratio")
    assert set(rates["state"]) == {"known", "small"}
    assert rates.at[f"{SLOW}300", "shown"] == "0 %"


def test_a_county_without_any_case_has_answers_too(tmp_path):
    world = CaseWorld(tmp_path / "w")
    shelf = CountyShelf(world.workspace)
    for exact in (True, False):
        told = figures(shelf, world.on, exact=exact)
        assert "no case" in str(sentence(told, "overdue_ratio")) or not exact
        behind, *_, ahead = five_answers(shelf, world.on, exact=exact)
        assert str(behind.told) == (
            "No town stands behind the others."
            if exact
            else "In single towns there are too few cases to tell which is behind."
        )
        assert "protected famil" in str(ahead.told)
    assert plan_curve(shelf.progress_book(), world.workspace.policy, world.on).size
    assert ageing(shelf.progress_book(), world.on)["<30"].sum() == 0
    assert changes(shelf.progress_book(), world.on, world.on).towns.empty
