"""Apply a policy's rules to households, with three answers."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from geo.exposure import Exposure, unseen_since_retrofit
from geo.protection import group_answers
from rules.errors import SchemaError
from rules.policy import Policy
from rules.policy_tables import Condition, Rule
from rules.vocabulary import GRADES, STRUCTURES, UNKNOWN

_CODES = {"structure": STRUCTURES, "grade": GRADES}
_OF_A_HOUSE = ("grade", "grade_on_record", "structure", "meets_seismic_standard")
_AS_SURVEYED = (
    "other_safe_home",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
)
DOES_NOT_APPLY = 127  # known, and none of the words: of a house that is not there


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
    exposure: Exposure, design_intensity_degree: np.ndarray, policy: Policy
) -> dict[str, np.ndarray]:
    """Return the columns rules may look at; ``NaN`` or -1 is unknown.

    Parameters
    ----------
    exposure : Exposure
        The households.
    design_intensity_degree : float array
        At each house; ``NaN`` unknown.
    policy : Policy
        Its groups, and the departments it names for each, decide who is certified.

    Returns
    -------
    dict of str to ndarray
        ``certified_group`` and one column for each protected group, see
        :func:`geo.protection.group_answers`; the facts of the survey.  Where a
        family has no house, what is asked of a house does not apply; a house that
        was graded or surveyed is there, if nobody says otherwise.
        ``seismic_standard_known``: an appraisal against the standard is on record.
        ``retrofitted_before``: a day is on record, or it is known that the family
        never had such aid; ``appraised_since_retrofit`` likewise.
        ``unseen_since_retrofit``: retrofitted, with no appraisal on record since.  Its
        grade, and that it failed the seismic standard, are not known then (rule H4);
        ``grade_on_record`` is the grade all the same.
    """
    columns = group_answers(exposure, policy.groups)
    columns |= {name: getattr(exposure, name) for name in _AS_SURVEYED}
    columns["design_intensity_degree"] = design_intensity_degree
    return columns | _house(exposure) | _retrofitted(exposure)


def _house(exposure: Exposure) -> dict[str, np.ndarray]:
    stands = (exposure.grade_on_record >= 0) | (exposure.structure >= 0)
    said = exposure.no_house
    no_house = np.where((said < 0) & stands, 0, said)
    columns = {
        name: np.where(said == 1, DOES_NOT_APPLY, getattr(exposure, name))
        for name in _OF_A_HOUSE
    }
    unseen = unseen_since_retrofit(exposure.retrofitted_on, exposure.appraised_on)
    failed = columns["meets_seismic_standard"] == 0
    columns["meets_seismic_standard"][unseen & failed] = UNKNOWN
    known = (columns["meets_seismic_standard"] >= 0).astype(np.int8)
    return columns | {
        "no_house": no_house,
        "seismic_standard_known": known,
        "unseen_since_retrofit": unseen.astype(np.int8),
    }


def _retrofitted(exposure: Exposure) -> dict[str, np.ndarray]:
    done = exposure.retrofitted_on >= 0
    never = ~done & (exposure.housing_aid_before == 0)
    before = np.where(done, 1, np.where(never, 0, UNKNOWN))
    known = done & (exposure.appraised_on >= 0)
    since = np.where(known, exposure.appraised_on >= exposure.retrofitted_on, UNKNOWN)
    since = np.where(never, DOES_NOT_APPLY, since)
    return {
        "retrofitted_before": before.astype(np.int8),
        "appraised_since_retrofit": since.astype(np.int8),
    }


def _check(columns: Mapping[str, np.ndarray], rule: Rule) -> np.ndarray:
    answers = [answer_to(columns, condition, rule) for condition in rule.conditions]
    return np.maximum.reduce(answers)


def answer_to(
    columns: Mapping[str, np.ndarray], condition: Condition, rule: Rule
) -> np.ndarray:
    """Answer one condition of a rule: ``int8`` array of :class:`Answer`."""
    if condition.column not in columns:
        raise SchemaError(
            "rule {rule}, {clause}: no column {column!r}",
            rule=rule.id,
            clause=rule.clause,
            column=condition.column,
        )
    values = columns[condition.column]
    holds = _HOLDS[condition.test](values, condition)
    answer = np.where(holds, Answer.YES, Answer.NO).astype(np.int8)
    answer[is_unknown(values)] = Answer.UNKNOWN
    return answer


def is_unknown(values: np.ndarray) -> np.ndarray:
    """Tell where a column of :func:`policy_columns` is not known."""
    return np.isnan(values) if values.dtype.kind == "f" else values < 0


def _one_of(values: np.ndarray, condition: Condition) -> np.ndarray:
    words = _CODES.get(condition.column)
    wanted = [words.index(v) if words else v for v in condition.value]
    return np.isin(values, wanted)


_HOLDS = {
    "at_least": lambda values, condition: values >= condition.value,
    "at_most": lambda values, condition: values <= condition.value,
    "one_of": _one_of,
}
