from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.eligibility import Answer, judge
from rules.errors import SchemaError
from rules.policy import Condition, Rule

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES
SINCE = date(2022, 4, 8)


def rule(id_, *conditions):
    return Rule(id=id_, task="t", clause="c", since=SINCE, conditions=conditions)


AT_7 = Condition(column="design_intensity_degree", test="at_least", value=7)
DANGEROUS = Condition(column="grade", test="one_of", value=("C", "D"))
EARTH = Condition(column="structure", test="one_of", value=("土坯", "夯土"))


def households(intensity, grade, structure):
    return {
        "design_intensity_degree": np.array(intensity, dtype=float),
        "grade": np.array(grade, dtype=np.int8),
        "structure": np.array(structure, dtype=np.int8),
    }


def test_the_limit_itself_qualifies():
    """Rule H5: 7 and above."""
    answers = judge(households([7, 6.9, np.nan], [0] * 3, [0] * 3), [rule("r", AT_7)])
    assert answers.eligible.tolist() == [YES, NO, UNKNOWN]


def test_either_condition_is_enough_and_a_gap_hides_nothing():
    either = rule("r", DANGEROUS, EARTH)
    table = households([8] * 4, [3, -1, 0, -1], [-1, 0, 5, 5])
    assert judge(table, [either]).eligible.tolist() == [YES, YES, NO, UNKNOWN]


def test_one_known_no_refuses_whatever_is_unknown():
    table = households([6], [-1], [-1])
    rules = [rule("site", AT_7), rule("house", DANGEROUS)]
    verdict = judge(table, rules)
    assert verdict.eligible.tolist() == [NO]
    assert verdict.checks["house"].tolist() == [UNKNOWN]


def test_a_missing_column_is_named():
    with pytest.raises(SchemaError, match="rule r, c: no column 'grade'"):
        judge({"structure": np.array([0])}, [rule("r", DANGEROUS)])


@given(
    st.sampled_from([6, 7, 8, np.nan]),
    st.integers(-1, 3),
    st.integers(-1, 7),
)
def test_filling_a_gap_never_turns_a_known_answer_around(intensity, grade, structure):
    rules = [rule("site", AT_7), rule("house", DANGEROUS, EARTH)]
    before = judge(households([intensity], [grade], [structure]), rules).eligible[0]
    if before == UNKNOWN:
        return
    filled_grade = range(4) if grade < 0 else [grade]
    filled_structure = range(8) if structure < 0 else [structure]
    for g in filled_grade:
        for s in filled_structure:
            assert judge(households([intensity], [g], [s]), rules).eligible[0] == before
