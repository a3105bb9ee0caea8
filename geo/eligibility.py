"""Apply a policy's rules to households, with three answers."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from geo.exposure import Exposure
from rules.errors import SchemaError
from rules.policy import Condition, Rule
from rules.vocabulary import GRADES, STRUCTURES

_CODES = {"structure": STRUCTURES, "grade": GRADES}


class Answer(IntEnum):
    """Three-valued truth: *and* is the least of the answers, *or* the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2


class Verdict(NamedTuple):
    """Who is eligible, and the answer to each rule that led there.

    Arrays of :class:`Answer`, ``int8``, one entry per household.
    """

    eligible: np.ndarray
    checks: dict[str, np.ndarray]


def judge(columns: Mapping[str, np.ndarray], rules: Sequence[Rule]) -> Verdict:
    """Judge every household by every rule.

    A household is eligible if all rules hold, refused if one known answer is
    "no", and otherwise unknown: a gap in the survey is not a "no".

    Parameters
    ----------
    columns : mapping of str to ndarray
        What the rules look at, as :func:`policy_columns` returns it.
    rules : sequence of Rule
        The rules in force; at least one.

    Raises
    ------
    SchemaError
        If a rule looks at a column that is not there.

    Examples
    --------
    >>> from datetime import date
    >>> at_7 = Condition(column="design_intensity_degree", test="at_least", value=7)
    >>> rule = Rule(id="site", task="seismic_retrofit", clause="三(二)",
    ...             since=date(2022, 4, 8), conditions=(at_7,))
    >>> columns = {"design_intensity_degree": np.array([8, 6, np.nan])}
    >>> judge(columns, [rule]).eligible.tolist()
    [2, 0, 1]
    """
    checks = {rule.id: _check(columns, rule) for rule in rules}
    return Verdict(np.minimum.reduce(list(checks.values())), checks)


def policy_columns(
    exposure: Exposure, design_intensity_degree: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the columns rules may look at; ``NaN`` or -1 is unknown.

    ``certified_group`` is 1 where a competent department certified a group, 0
    where the family is on no list, and unknown where it is listed but nobody
    has certified it (rule G5).
    """
    listed = exposure.groups != 0
    certified = np.where(exposure.certified != 0, 1, np.where(listed, -1, 0))
    return {
        "certified_group": certified.astype(np.int8),
        "grade": exposure.grade,
        "structure": exposure.structure,
        "other_safe_home": exposure.other_safe_home,
        "design_intensity_degree": design_intensity_degree,
    }


def _check(columns: Mapping[str, np.ndarray], rule: Rule) -> np.ndarray:
    answers = [_test(columns, condition, rule) for condition in rule.conditions]
    return np.maximum.reduce(answers)


def _test(
    columns: Mapping[str, np.ndarray], condition: Condition, rule: Rule
) -> np.ndarray:
    if condition.column not in columns:
        raise SchemaError(
            "rule {rule}, {clause}: no column {column!r}",
            rule=rule.id,
            clause=rule.clause,
            column=condition.column,
        )
    values = columns[condition.column]
    unknown = np.isnan(values) if values.dtype.kind == "f" else values < 0
    holds = _HOLDS[condition.test](values, condition)
    answer = np.where(holds, Answer.YES, Answer.NO).astype(np.int8)
    answer[unknown] = Answer.UNKNOWN
    return answer


def _one_of(values: np.ndarray, condition: Condition) -> np.ndarray:
    words = _CODES.get(condition.column)
    wanted = [words.index(v) if words else v for v in condition.value]
    return np.isin(values, wanted)


_HOLDS = {
    "at_least": lambda values, condition: values >= condition.value,
    "at_most": lambda values, condition: values <= condition.value,
    "one_of": _one_of,
}
