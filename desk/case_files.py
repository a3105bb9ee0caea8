"""Cases as the rules look at them: what is on record, and who may enter the task."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from desk.eligibility import county_eligibility, household_eligibility
from desk.workspace import Workspace
from geo.eligibility import Answer
from ledger.case_rows import Which
from ledger.cases import CaseRecord, case_records
from rules.errors import CaseError
from rules.policy import Policy

ELIGIBLE = "eligible"  # of Guard.needs
ANSWERS = {Answer.NO: False, Answer.UNKNOWN: None, Answer.YES: True}
FEW = 8  # beyond, judging the whole county at once is faster


def cases_on_record(
    workspace: Workspace, which: Which | None = None, on: date | None = None
) -> list[CaseRecord]:
    """Read cases as they had been recorded by the end of a day (now by default)."""
    position = workspace.ledger.position(on=on)
    return case_records(workspace.ledger, workspace.policy, position, which)


def case_of(workspace: Workspace, case_id: str, on: date | None = None) -> CaseRecord:
    """Read one case.

    Raises
    ------
    CaseError
        If there was none by that day.
    """
    found = cases_on_record(workspace, Which(case_ids=(case_id,)), on)
    if not found:
        raise CaseError("no case {case} on record", case=case_id)
    return found[0]


def asks_eligibility(policy: Policy, step: str) -> bool:
    """Tell whether a step waits for a household that may enter the task."""
    return any(g.step == step and g.needs == ELIGIBLE for g in policy.guards)


def with_eligibility(
    workspace: Workspace, records: Sequence[CaseRecord], on: date
) -> list[CaseRecord]:
    """Say of each case whether its household may enter the task on a day."""
    judge = _of_county if len(records) > FEW else _one_by_one
    answers = judge(workspace, records, on)
    return [
        replace(record, file=replace(record.file, eligible=answer))
        for record, answer in zip(records, answers, strict=True)
    ]


def _one_by_one(
    workspace: Workspace, records: Sequence[CaseRecord], on: date
) -> list[bool | None]:
    return [_answer(workspace, record, on) for record in records]


def _answer(workspace: Workspace, record: CaseRecord, on: date) -> bool | None:
    file = record.file
    if not (file.task and file.village_code):
        return None
    found = household_eligibility(workspace, file.household_id, on)
    answers = {answer.task: answer.answer for answer in found.answers}
    return ANSWERS[answers.get(file.task, Answer.UNKNOWN)]


def _of_county(
    workspace: Workspace, records: Sequence[CaseRecord], on: date
) -> list[bool | None]:
    found = county_eligibility(workspace, on)
    ids = pa.array([record.file.household_id for record in records], pa.string())
    places = pc.index_in(ids, value_set=found.exposure.household_id).to_pylist()
    verdicts = found.found.verdicts
    return [
        ANSWERS[Answer(int(verdicts[record.file.task].eligible[place]))]
        if place is not None and record.file.task in verdicts
        else None
        for record, place in zip(records, places, strict=True)
    ]
