"""Which task each household may enter, by which clauses, and who owes what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from desk.fortification import fortified
from desk.layer_store import hazard_layers, vector_layer
from desk.snapshot import days_of, exposure_of, exposure_of_one, hazards_of
from desk.workspace import Workspace
from geo.advice import advise, damaged_since, to_appraise
from geo.eligibility import Answer, policy_columns
from geo.entitlement import (
    Judgement,
    TaskAnswer,
    explain,
    judge_tasks,
    may_enter,
)
from geo.exposure import Exposure
from geo.hazards import zoned
from geo.precedence import priority_order
from geo.protection import Counted, departments_in, missing_departments, report_category
from ledger.households import record_of, suspected_rows
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.policy_tables import Rule
from rules.vocabulary import GROUPS, REPORT_GROUPS, UNKNOWN, groups_in

SEISMIC = "design_intensity_degree"


@dataclass(frozen=True, kw_only=True)
class HouseholdEligibility:
    """What the policy says of one household on a day.

    Attributes
    ----------
    answers : tuple of TaskAnswer
        In the order of the policy's tasks.
    overall : Answer
        The best of them; NO means that it may enter none.
    category : str
        The group it is counted under (rule G2); ``""`` none yet.
    column : str
        The column of the report's form for it; ``""`` unknown or none.
    departments : tuple of str
        Who has yet to certify it (rule G5).
    advice : dict of str to tuple of Answer and rules
        What the policy recommends beside its tasks (rules H4, H10).
    appraise : dict of str to Answer
        Entries of the policy that ask for a new appraisal (rule H7).
    damaged : bool
        A visit suspected damage after the newest appraisal (rule H7).
    unseen_since_retrofit : bool
        Retrofitted, and not appraised since: the grade on record does not count
        (rule H4).
    documents : dict of str to str
        Id of a rule to the document its clause stands in.
    """

    household_id: str
    on: date
    answers: tuple[TaskAnswer, ...]
    overall: Answer
    groups: tuple[str, ...]
    category: str
    column: str
    departments: tuple[str, ...]
    advice: dict[str, tuple[Answer, tuple[Rule, ...]]]
    appraise: dict[str, Answer]
    damaged: bool
    unseen_since_retrofit: bool
    documents: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CountyEligibility:
    """What the policy says of every household on a day.

    Attributes
    ----------
    exposure : Exposure
        As it stood on the day.
    found : Judgement
    counted : Counted
        Rule G2.
    ranks : dict of str to int32 array
        By task, the order among the eligible (rules G3, H9); 0 for the others.
    appraise : int8 array
        :class:`Answer`: whether some entry asks for a new appraisal, or a visit
        suspected damage since the last (rule H7).
    """

    exposure: Exposure
    found: Judgement
    counted: Counted
    ranks: dict[str, np.ndarray]
    appraise: np.ndarray


def eligibility(
    workspace: Workspace, household_id: str | None = None, on: date | None = None
) -> HouseholdEligibility | CountyEligibility:
    """Say which task a household, or each of the county, may enter.

    Parameters
    ----------
    household_id : str, optional
        One household; without it, all of them.
    on : date, optional
        A day: its rules, and the ledger as it stood; today by default.

    Raises
    ------
    PlanningError
        If there is no such household.
    PolicyError
        If no rule is in force for a task on that day.
    """
    if household_id is None:
        return county_eligibility(workspace, on)
    return household_eligibility(workspace, household_id, on)


def household_eligibility(
    workspace: Workspace, household_id: str, on: date | None = None
) -> HouseholdEligibility:
    """Say which task one household may enter, from the ledger itself."""
    day, policy = on or date.today(), workspace.policy
    exposure = exposure_of_one(workspace, household_id, on)
    columns = policy_columns(
        exposure, _design_intensity(workspace, exposure, on), policy
    )
    columns |= _members(workspace, household_id, day)
    found = judge_tasks(columns, policy, day)
    asked = to_appraise(columns, policy)
    return HouseholdEligibility(
        household_id=household_id,
        on=day,
        answers=explain(found, 0),
        overall=Answer(int(may_enter(found)[0])),
        advice=_advice(columns, policy, day),
        appraise={name: Answer(int(answer[0])) for name, answer in asked.items()},
        damaged=bool(_damaged(workspace, exposure, on, household_id)[0]),
        unseen_since_retrofit=bool(columns["unseen_since_retrofit"][0]),
        documents={r.id: policy.document_of("rule", r.id) for r in policy.rules},
        **_belonging(exposure, policy),
    )


def _belonging(exposure: Exposure, policy: Policy) -> dict[str, Any]:
    counted = report_category(exposure, policy)
    missing = missing_departments(exposure, policy.groups)
    return {
        "groups": groups_in(int(exposure.groups[0])),
        "category": _word(GROUPS, counted.category[0]),
        "column": _word(REPORT_GROUPS, counted.column[0]),
        "departments": departments_in(int(missing[0])),
    }


def _advice(
    columns: dict[str, np.ndarray], policy: Policy, on: date
) -> dict[str, tuple[Answer, tuple[Rule, ...]]]:
    return {
        name: (
            Answer(int(verdict.eligible[0])),
            tuple(rule for rule in policy.rules if rule.id in verdict.checks),
        )
        for name, verdict in advise(columns, policy, on).items()
    }


def county_eligibility(
    workspace: Workspace, on: date | None = None
) -> CountyEligibility:
    """Say which task each household may enter, all of them at once."""
    day, policy = on or date.today(), workspace.policy
    exposure = exposure_of(workspace, on)
    hazards = hazards_of(workspace, exposure, hazard_layers(workspace, on), on)
    columns = policy_columns(exposure, hazards[SEISMIC], policy)
    found = judge_tasks(columns, policy, day)
    asked = [*to_appraise(columns, policy).values()]
    damaged = _damaged(workspace, exposure, on)
    asked.append(np.where(damaged, Answer.YES, Answer.NO).astype(np.int8))
    return CountyEligibility(
        exposure=exposure,
        found=found,
        counted=report_category(exposure, policy),
        ranks={
            task: priority_order(exposure, policy, verdict.eligible)
            for task, verdict in found.verdicts.items()
        },
        appraise=np.maximum.reduce(asked),
    )


def _word(words: tuple[str, ...], code: int) -> str:
    return words[code] if code >= 0 else ""


def _design_intensity(
    workspace: Workspace, exposure: Exposure, on: date | None
) -> np.ndarray:
    on_map = zoned(exposure, vector_layer(workspace, "seismic_zone", on))
    return fortified(workspace, exposure, on_map, on).design_intensity_degree


def _members(
    workspace: Workspace, household_id: str, on: date
) -> dict[str, np.ndarray]:
    """Return what rule H10 asks of the people of one household.

    The ledger knows who is disabled, not how severely; nor who is in hardship but by
    the groups: an old member leaves the question open, none answers it.
    """
    people = (record_of(workspace.ledger, household_id, on) or {}).get("people", [])
    from_years = load_parameters("people")["elderly"]["from_years"]
    old = [p["years"] >= from_years for p in people if p["years"] is not None]
    none_old = len(old) == len(people) > 0 and not any(old)
    none_disabled = bool(people) and all(p["disabled"] is False for p in people)
    return {
        "elderly_in_hardship": np.array([0 if none_old else UNKNOWN], dtype=np.int8),
        "severely_disabled": np.array([0 if none_disabled else UNKNOWN], dtype=np.int8),
    }


def _damaged(
    workspace: Workspace,
    exposure: Exposure,
    on: date | None,
    household_id: str | None = None,
) -> np.ndarray:
    position = workspace.ledger.position("visits", on)
    rows: Iterator[tuple] = suspected_rows(workspace.ledger, position, household_id)
    return damaged_since(exposure, days_of(list(rows), exposure.household_id))
