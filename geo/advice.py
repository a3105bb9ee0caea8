"""What a policy asks or recommends beside its tasks: rules H4, H7, H10."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from geo.eligibility import Answer, Verdict, judge
from geo.exposure import Exposure
from rules.policy import Policy
from rules.policy_tables import Reappraisal, Rule
from rules.vocabulary import ADVICE, GRADES, UNKNOWN

EPOCH = date(1970, 1, 1)


def rules_on(policy: Policy, advice: str, on: date) -> tuple[Rule, ...]:
    """Return the rules of an advice in force on a day; empty if there is none."""
    return tuple(r for r in policy.rules if r.task == advice and r.in_force(on))


def advise(
    columns: Mapping[str, np.ndarray], policy: Policy, on: date
) -> dict[str, Verdict]:
    """Judge each advice the policy gives on that day, in the order of ``ADVICE``.

    Parameters
    ----------
    columns : mapping of str to ndarray
        See :func:`geo.eligibility.policy_columns`; what a rule looks at and is not
        there, is unknown.
    """
    given = {advice: rules_on(policy, advice, on) for advice in ADVICE}
    return {
        advice: judge(_with_unknown(columns, rules), rules)
        for advice, rules in given.items()
        if rules
    }


def to_appraise(
    columns: Mapping[str, np.ndarray], policy: Policy
) -> dict[str, np.ndarray]:
    """Say which houses must be appraised anew, by each entry of the policy (rule H7).

    Parameters
    ----------
    columns : mapping of str to ndarray
        See :func:`geo.eligibility.policy_columns`.

    Returns
    -------
    dict of str to int8 array
        Id of the entry to :class:`Answer`; a house whose day of appraisal is on
        record and lies after its repair is not repaired since.
    """
    return {
        entry.id: np.minimum.reduce(list(_parts(columns, entry)))
        for entry in policy.reappraisals
    }


def _parts(
    columns: Mapping[str, np.ndarray], entry: Reappraisal
) -> Iterator[np.ndarray]:
    named = [_three(columns[group] == 1, columns[group] < 0) for group in entry.groups]
    yield np.maximum.reduce(named)
    if entry.grades:
        wanted = [GRADES.index(grade) for grade in entry.grades]
        grade = columns["grade_on_record"]  # works since ask for a new one
        yield _three(np.isin(grade, wanted), grade < 0)
    if entry.repaired:
        since = columns["appraised_since_retrofit"]
        yield _three(since == 0, since < 0)


def _three(holds: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    answer = np.where(holds, Answer.YES, Answer.NO)
    return np.where(unknown, Answer.UNKNOWN, answer).astype(np.int8)


def damaged_since(exposure: Exposure, suspected_on: np.ndarray) -> np.ndarray:
    """Tell where a visit suspected damage after the newest appraisal (rule H7).

    Parameters
    ----------
    suspected_on : int32 array
        Days since 1970-01-01 of the newest such visit; -1 where there is none.
    """
    return suspected_on > exposure.appraised_on


def days(day: date) -> int:
    """Count the days since 1970-01-01.

    Examples
    --------
    >>> days(date(1970, 1, 11))
    10
    """
    return (day - EPOCH).days


def _with_unknown(
    columns: Mapping[str, np.ndarray], rules: Sequence[Rule]
) -> dict[str, np.ndarray]:
    size = len(next(iter(columns.values())))
    asked = {c.column for rule in rules for c in rule.conditions}
    unknown = np.full(size, UNKNOWN, dtype=np.int8)
    return {name: unknown for name in asked if name not in columns} | dict(columns)
