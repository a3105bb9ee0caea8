from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.case_history import LADDER
from geo.versions import NOBODY, Versions
from rules.vocabulary import STEPS
from tests.geo.progress_world import OTHER, POLICY, VILLAGE, Told, day


def rungs(told, position, on):
    history = told.history()
    cases = history.at(position, on)
    names = [LADDER[rung] for rung in cases.rung]
    return dict(zip(history.case_ids[cases.case], names, strict=True))


def test_a_day_knows_what_was_recorded_and_had_happened_by_then():
    told = Told().home("1")
    told.step("1", "found", day(1), at=1).step("1", "applied", day(5), at=2)
    assert rungs(told, 0, day(9)) == {}
    assert rungs(told, 1, day(9)) == {"1": "found"}
    assert rungs(told, 2, day(4)) == {"1": "found"}
    assert rungs(told, 2, day(5)) == {"1": "filed"}


def test_an_undone_step_counts_until_it_was_undone():
    told = Told().home("1").step("1", "found", day(1))
    told.step("1", "works_started", day(2), at=2)
    told.step("1", "works_started", day(2), at=5, removed=True)
    assert rungs(told, 4, day(9)) == {"1": "started"}
    assert rungs(told, 5, day(9)) == {"1": "found"}


def test_an_acceptance_counts_once_it_is_passed():
    """Rule W11: accepted again after rectifying."""
    told = Told().home("1").step("1", "works_started", day(1))
    told.step("1", "county_acceptance", day(2), passed=False, at=2)
    told.step("1", "county_acceptance", day(6), passed=True, at=3)
    assert rungs(told, 2, day(9)) == {"1": "started"}
    assert rungs(told, 3, day(9)) == {"1": "accepted"}


def test_a_case_lies_where_its_household_lived_at_the_time():
    told = Told().home("1", at=1).home("1", OTHER, at=4)
    told.step("1", "found", day(1)).step("2", "found", day(1))
    history = told.history()

    def villages(position):
        cases = history.at(position, day(9))
        return [history.villages[v] if v != NOBODY else None for v in cases.village]

    assert villages(3) == [VILLAGE, None]
    assert villages(4) == [OTHER, None]


@pytest.mark.parametrize(
    ("answer", "rung"),
    [("county_acceptance", "started"), ("town_acceptance", "completed")],
)
def test_the_office_says_which_acceptance_completes(answer, rung):
    """Rule R1: 竣工 is the county's acceptance, or the town's by an option."""
    options = tuple(
        replace(o, value=answer) if o.id == "completed_by" else o
        for o in POLICY.options
    )
    told = Told().home("1").step("1", "town_acceptance", day(3), passed=True)
    cases = told.history(replace(POLICY, options=options)).at(1, day(9))
    assert [LADDER[r] for r in cases.rung] == [rung]


def test_days_in_a_step_are_counted_from_the_last_one():
    told = Told().home("1").step("1", "found", day(1)).step("1", "reported", day(4))
    assert told.history().at(1, day(9)).days_in_step.tolist() == [5]


def test_nothing_on_record_is_no_case():
    cases = Told().history().at(9, day(9))
    assert (len(cases), cases.days_in_step.tolist()) == (0, [])


def test_one_step_more_never_sets_a_case_back():
    chance, told = Random(1), Told()
    for number in range(200):
        steps = chance.sample(STEPS, chance.randint(2, len(STEPS)))
        for case, taken in ((f"{number}", steps[:-1]), (f"{number}+", steps)):
            told.home(case)
            for step in taken:
                told.step(case, step, day(1), passed=True)
    reached = rungs(told, 1, day(2))
    for number in range(200):
        fewer, more = (LADDER.index(reached[f"{number}{end}"]) for end in ("", "+"))
        assert more >= fewer


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=12),
    st.integers(0, 13),
)
def test_versions_stand_as_if_they_were_written_one_by_one(written, position):
    rows = pd.DataFrame(written, columns=["thing", "removed"])
    rows["entry_seq"] = np.arange(1, len(rows) + 1)
    standing = {}
    for place, (thing, removed) in enumerate(written[:position]):
        standing.pop(thing, None)
        if not removed:
            standing[thing] = place
    shuffled = rows.sample(frac=1, random_state=position)
    found = Versions(shuffled, ["thing"]).at(position)
    assert sorted(shuffled.index[found]) == sorted(standing.values())
