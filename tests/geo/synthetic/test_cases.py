"""Cases obey the order of the law; time does not."""

from itertools import pairwise

import pandas as pd
import pytest

from rules.vocabulary import STEPS


@pytest.fixture(scope="module")
def days(county):
    """One row per case, one column per step: days."""
    steps = county.steps.pivot(index="case_id", columns="step", values="on_date")
    return steps[list(STEPS)]


def gap_days(days, start, end):
    return (days[end] - days[start]).dt.days.dropna()


def test_cases_stand_at_every_step(county):
    last = county.steps.groupby("case_id")["step"].last()
    assert set(last) == set(STEPS)


def test_no_step_is_left_out_and_none_comes_before_another(days):
    known = days.notna().to_numpy()
    assert (known[:, :-1] >= known[:, 1:]).all() and known[:, 0].all()
    for start, end in pairwise(STEPS):
        assert (gap_days(days, start, end) >= 0).all(), (start, end)


def test_publicity_runs_three_full_days(days):
    assert gap_days(days, "village_review", "town_review").min() >= 4
    assert gap_days(days, "town_review", "county_approval").min() >= 4


@pytest.mark.parametrize(
    ("start", "end", "limit"), [("found", "reported", 5), ("reported", "appraised", 7)]
)
def test_most_keep_the_time_limit_and_some_do_not(days, start, end, limit):
    late = gap_days(days, start, end) > limit
    assert 0 < late.mean() < 0.25


def test_nothing_happens_after_today_or_long_before(county):
    today = pd.Timestamp(county.until)
    on = county.steps["on_date"]
    assert on.max() <= today and on.min() > today - pd.Timedelta(days=800)
    assert (on.dt.day_of_week < 5).mean() > 0.95


def test_identity_is_confirmed_before_the_house_is_appraised(county):
    found = county.steps.groupby("household_id")["on_date"].min()
    memberships = county.memberships.dropna(subset=["certified_on"])
    first = memberships["household_id"].map(found)
    assert (memberships["certified_on"][first.notna()] < first.dropna()).all()


def test_families_that_are_not_eligible_get_no_further_than_the_appraisal(county):
    certified = county.memberships.dropna(subset=["certified_by"])["household_id"]
    homes = county.households
    safe = homes.loc[homes["other_safe_home"].ne(False).fillna(True), "household_id"]
    steps = county.steps
    barred = ~steps["household_id"].isin(certified) | steps["household_id"].isin(safe)
    assert set(steps.loc[barred, "step"]) == {"found", "reported", "appraised"}


def test_houses_have_a_grade_once_appraised_until_works_and_a_sound_one_after_them(
    county,
):
    """Rule H4: of an accepted house nothing is known but by an appraisal since."""
    grade = county.households.set_index("household_id")["grade"]
    by_step = county.steps.groupby("step")["household_id"]
    accepted = by_step.get_group("county_acceptance")
    cases = county.cases.set_index("household_id")
    again = cases.loc[accepted, "appraised_again_on"].notna()
    assert 0 < again.sum() < len(again)
    assert grade[again.index[again]].isin(["A", "B"]).all()
    assert grade[again.index[~again]].isna().all()
    appraised = by_step.get_group("appraised")
    assert grade[[*{*appraised} - {*accepted}]].notna().all()
    found = cases["grade_found"]
    assert set(found.index[found.notna()]) == set(appraised)


def test_a_case_is_of_one_household_and_of_its_task(county):
    assert county.cases["case_id"].is_unique and county.cases["household_id"].is_unique
    appraised = county.cases.dropna(subset=["grade_found"])
    found = appraised.groupby("task")["grade_found"].agg(set)
    assert found["dangerous_house_retrofit"] == {"C", "D"}
    assert found["seismic_retrofit"] <= {"A", "B"}


def test_the_house_before_the_case_is_told_as_it_was_surveyed(county):
    homes = county.households.set_index("household_id")
    cases = county.cases.set_index("household_id")
    now, before = homes.loc[cases.index, "year_built"], cases["year_built_before"]
    rebuilt = now.ne(before).fillna(False)
    assert rebuilt.any() and (now[rebuilt] >= county.until.year - 2).all()
    assert cases["grade_before"].isna().any()
    known = cases[["grade_before", "grade_found"]].notna().all(axis=1)
    assert (cases["grade_before"] == cases["grade_found"])[known].all()
