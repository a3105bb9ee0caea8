"""A county's eligibility as tables: counts, who owes what, one row a household."""

from typing import Any

import numpy as np
import pandas as pd

from desk.eligibility import CountyEligibility
from geo.eligibility import Answer
from geo.entitlement import Judgement, may_enter, missing_facts
from rules.vocabulary import GROUPS


def counts(county: CountyEligibility) -> list[dict[str, Any]]:
    """Count the households by task and answer, and those no task is open to."""
    found = county.found
    rows = [(task, verdict.eligible) for task, verdict in found.verdicts.items()]
    rows.append(("", may_enter(found)))
    return [
        {
            "task": task,
            "yes": int(np.count_nonzero(answers == Answer.YES)),
            "no": int(np.count_nonzero(answers == Answer.NO)),
            "unknown": int(np.count_nonzero(answers == Answer.UNKNOWN)),
        }
        for task, answers in rows
    ]


def owed(county: CountyEligibility) -> list[dict[str, Any]]:
    """List what is missing, by task, fact and who supplies it, most awaited first."""
    rows = [
        {
            "task": task,
            "fact": wanted.fact,
            "supplied_by": wanted.supplied_by,
            "clause": wanted.clause,
            "households": int(np.count_nonzero(mask)),
        }
        for task in county.found.verdicts
        for wanted, mask in missing_facts(county.found, task).items()
    ]
    return sorted(rows, key=lambda row: (row["task"], -row["households"]))


def without_column(county: CountyEligibility) -> list[str]:
    """List certified households whose column of the form is not known (rule G2)."""
    lost = (county.counted.category >= 0) & (county.counted.column < 0)
    return county.exposure.household_id.filter(lost).to_pylist()


def table_of(county: CountyEligibility) -> pd.DataFrame:
    """Return one row for each household and task, ordered by household.

    Returns
    -------
    pandas.DataFrame
        ``household_id``, ``village_code``, ``task``, ``answer`` (yes, no, unknown),
        ``category`` (rule G2), ``priority_rank`` (missing unless yes), ``clauses``,
        ``missing``, ``supplied_by``.
    """
    exposure, found = county.exposure, county.found
    codes = np.array([*exposure.village_codes, ""], dtype=object)[exposure.village]
    names = np.array([*GROUPS, ""], dtype=object)[county.counted.category]
    parts = []
    for task, verdict in found.verdicts.items():
        ranks = pd.array(county.ranks[task], dtype="Int32")
        ranks[county.ranks[task] == 0] = pd.NA
        wanted, owing = _missing_words(found, task)
        part = {
            "household_id": exposure.household_id.to_numpy(),
            "village_code": codes,
            "task": task,
            "answer": np.array(_ANSWERS, dtype=object)[verdict.eligible],
            "category": names,
            "priority_rank": ranks,
            "clauses": _clauses(found, task),
            "missing": wanted,
            "supplied_by": owing,
        }
        parts.append(pd.DataFrame(part))
    whole = pd.concat(parts, ignore_index=True)
    return whole.sort_values("household_id", kind="stable", ignore_index=True)


_ANSWERS = [answer.name.lower() for answer in sorted(Answer)]


def _clauses(found: Judgement, task: str) -> np.ndarray:
    """Join the clauses each answer rests on, each pattern of answers once."""
    verdict, rules = found.verdicts[task], found.rules[task]
    pattern = np.column_stack([verdict.checks[rule.id] for rule in rules])
    patterns, which = np.unique(pattern, axis=0, return_inverse=True)
    words = [
        "; ".join(dict.fromkeys(r.clause for r, a in zip(rules, row, strict=True)
                                if a == row.min()))
        for row in patterns
    ]  # fmt: skip
    return np.array([*words, ""], dtype=object)[which.ravel()]


def _missing_words(found: Judgement, task: str) -> tuple[np.ndarray, np.ndarray]:
    masks = missing_facts(found, task)
    size = len(found.verdicts[task].eligible)
    if not masks:
        return np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    pattern = np.column_stack([*masks.values()])
    patterns, which = np.unique(pattern, axis=0, return_inverse=True)
    facts, offices = [], []
    for row in patterns:
        asked = [m for m, waits in zip(masks, row, strict=True) if waits]
        facts.append("; ".join(m.fact for m in asked))
        named = dict.fromkeys(name for m in asked for name in m.supplied_by)
        offices.append("; ".join(named))
    which = which.ravel()
    return (
        np.array([*facts, ""], dtype=object)[which],
        np.array([*offices, ""], dtype=object)[which],
    )
