"""Rule R3: the ranking of towns, and that nothing is gained by gaming it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.ranking import ranked
from rules.policy import load_policy

POLICY = load_policy("990001")
ON = date(2026, 10, 31)
NONE = pd.Series(dtype="int64")
TOWNS = [f"9900011{number:02}" for number in range(20)]


def counts(*towns, own=None):
    """Give ``overdue, open, found, completed`` of each town; all overdue is its own."""
    names = ["overdue", "open", "found", "completed"]
    table = pd.DataFrame(towns, columns=names, index=TOWNS[: len(towns)])
    table["overdue_own"] = table["overdue"] if own is None else own
    table.insert(0, "name", [f"镇{number:02}" for number in range(len(towns))])
    return table


def order(table):
    return table.sort_index()["rank"].tolist()


@st.composite
def counties(draw):
    """Draw towns: overdue in open, open and completed in found."""
    towns = []
    for _ in range(draw(st.integers(2, 8))):
        found = draw(st.integers(0, 60))
        is_open = draw(st.integers(0, found))
        late = draw(st.integers(0, is_open))
        towns.append([late, is_open, found, draw(st.integers(found - is_open, found))])
    return towns


def test_towns_stand_by_what_is_overdue_and_then_by_what_is_completed():
    """Rule R3: not by completion alone."""
    towns = counts([1, 40, 80, 40], [10, 40, 80, 40], [1, 40, 80, 20])
    assert order(ranked(towns, NONE, POLICY, ON)) == [1, 3, 2]


def test_equal_towns_share_a_rank():
    towns = counts([1, 9, 20, 11], [1, 9, 20, 11], [9, 9, 20, 11])
    assert order(ranked(towns, NONE, POLICY, ON)) == [1, 1, 3]


def test_a_town_with_nothing_open_is_not_first_by_emptiness():
    """Rule R3: its share is not known, and it stands where the county stands."""
    table = ranked(
        counts([0, 0, 0, 0], [1, 60, 99, 39], [30, 60, 99, 39]), NONE, POLICY, ON
    ).sort_index()
    assert table["rank"].tolist() == [2, 1, 3]
    assert table["overdue_share"].isna().tolist() == [True, False, False]
    assert table["small"].tolist() == [True, False, False]


def test_a_share_of_few_cases_is_drawn_towards_the_county_s():
    """Rule R3: one of one overdue is not worse than 40 of 50."""
    few, many, rest = [1, 1, 2, 1], [40, 50, 90, 40], [0, 49, 90, 41]
    table = ranked(counts(few, many, rest), NONE, POLICY, ON).sort_index()
    assert table["overdue_share"].tolist() == [1.0, 0.8, 0.0]
    assert table["share_shrunk"].tolist() == pytest.approx(
        [(1 + 4.1) / 11, (40 + 4.1) / 60, 4.1 / 59]
    )
    assert order(table) == [2, 3, 1]


def test_the_worst_quarter_is_slow_but_no_town_that_does_as_well_as_the_county():
    """Rule R3: slow is the worst quarter."""
    alike = [[5, 50, 90, 40]] * 4
    assert not ranked(counts(*alike), NONE, POLICY, ON)["slow"].any()
    one_worse = ranked(counts(*alike[:3], [20, 50, 90, 40]), NONE, POLICY, ON)
    assert one_worse[one_worse["slow"]]["name"].tolist() == ["镇03"]


def test_or_slow_is_what_lies_above_the_limit_of_a_policy():
    """Rule R3: or a limit in the policy."""
    limit = replace(POLICY.option("slow_town"), value="limit", limit_ratio=0.15)
    options = tuple(o for o in POLICY.options if o.id != "slow_town")
    policy = replace(POLICY, options=(*options, limit))
    towns = counts([7, 50, 90, 40], [8, 50, 90, 40], [9, 50, 90, 40])
    table = ranked(towns, NONE, policy, ON).sort_index()
    assert table["slow"].tolist() == [False, True, True]


def test_a_town_is_not_ranked_by_what_the_county_owes():
    """Rule R3: what the county or the treasury must do is told beside it."""
    alike = [[12, 50, 90, 40], [12, 50, 90, 40], [2, 50, 90, 40]]
    table = ranked(counts(*alike, own=[12, 2, 2]), NONE, POLICY, ON).sort_index()
    assert table["rank"].tolist() == [3, 1, 1]
    assert table["slow"].tolist() == [True, False, False]
    assert table["overdue_share"].tolist() == [0.24, 0.24, 0.04]
    assert table["other_share"].tolist() == [0.0, 0.2, 0.0]


@given(counties(), st.data())
def test_a_case_the_county_lets_fall_overdue_changes_no_rank(towns, data):
    """Rule R3."""
    own = [town[0] for town in towns]
    at = data.draw(st.integers(0, len(towns) - 1))
    later = [[*town] for town in towns]
    later[at][0] = min(later[at][0] + 1, later[at][1])
    before = ranked(counts(*towns), NONE, POLICY, ON)
    then = ranked(counts(*later, own=own), NONE, POLICY, ON)
    assert then["rank"].to_dict() == before["rank"].to_dict()
    assert then["slow"].to_dict() == before["slow"].to_dict()


def test_a_county_without_cases_has_towns_but_no_shares():
    table = ranked(counts([0, 0, 0, 0], [0, 0, 0, 0]), NONE, POLICY, ON)
    assert table["points"].isna().all()
    assert not table["slow"].any()
    assert order(table) == [1, 1]


@given(counties(), st.data())
def test_closing_an_overdue_case_never_worsens_a_town(towns, data):
    """Rule R3: properly closed, that is completed and struck off."""
    late = [at for at, town in enumerate(towns) if town[0]]
    if not late:
        return
    at = data.draw(st.sampled_from(late))
    after = [[*town] for town in towns]
    overdue, is_open, found, completed = towns[at]
    done = min(completed + 1, found)
    done = completed if is_open - 1 + completed >= found else done
    after[at] = [overdue - 1, is_open - 1, found, done]
    before = ranked(counts(*towns), NONE, POLICY, ON).loc[TOWNS[at]]
    then = ranked(counts(*after), NONE, POLICY, ON).loc[TOWNS[at]]
    assert then["rank"] <= before["rank"]
    assert before["slow"] or not then["slow"]


@given(counties(), st.data())
def test_an_overdue_step_taken_never_worsens_a_town(towns, data):
    """Rule R3: the case stays open, and is no longer late."""
    late = [at for at, town in enumerate(towns) if town[0]]
    if not late:
        return
    at = data.draw(st.sampled_from(late))
    after = [[*town] for town in towns]
    after[at][0] -= 1
    before = ranked(counts(*towns), NONE, POLICY, ON).loc[TOWNS[at]]
    then = ranked(counts(*after), NONE, POLICY, ON).loc[TOWNS[at]]
    assert then["rank"] <= before["rank"]
    assert before["slow"] or not then["slow"]


@given(counties(), st.data(), st.booleans())
def test_keeping_a_hazard_without_a_case_never_betters_a_town(towns, data, late):
    """Rules R3, W4: beyond its days a house without a case counts as overdue."""
    at = data.draw(st.integers(0, len(towns) - 1))
    opened = [[*town] for town in towns]
    overdue, is_open, found, completed = towns[at]
    opened[at] = [overdue + late, is_open + 1, found + 1, completed]
    kept = pd.Series({TOWNS[at]: 1})
    with_case = ranked(counts(*opened), NONE, POLICY, ON).loc[TOWNS[at]]
    without = ranked(counts(*towns), kept, POLICY, ON).loc[TOWNS[at]]
    assert without["rank"] >= with_case["rank"]


@given(counties(), st.data())
def test_an_undone_completion_counts_back(towns, data):
    """Rule R3: a town whose acceptance is undone does not rise by it."""
    done = [at for at, town in enumerate(towns) if town[3] > town[2] - town[1]]
    if not done:
        return
    at = data.draw(st.sampled_from(done))
    undone = [[*town] for town in towns]
    undone[at][3] -= 1
    before = ranked(counts(*towns), NONE, POLICY, ON).loc[TOWNS[at]]
    then = ranked(counts(*undone), NONE, POLICY, ON).loc[TOWNS[at]]
    assert then["rank"] >= before["rank"]


@given(counties())
def test_ranks_follow_points_and_keep_every_town(towns):
    table = ranked(counts(*towns), NONE, POLICY, ON)
    assert sorted(table.index) == TOWNS[: len(towns)]
    points = table["points"].dropna().round(9)
    assert points.is_monotonic_increasing
