"""Open cases for many households: seen before it is done, then all of it or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from desk.case_hand import Hand, key_of, step_row
from desk.casework import FIRST
from desk.eligibility import CountyEligibility, county_eligibility
from geo.eligibility import Answer
from geo.entitlement import TaskAnswer, explain
from ledger.case_rows import Which
from ledger.cases import case_records, next_number
from ledger.findings import villages_of
from ledger.roles import require_may_act
from ledger.schema import case_step, retrofit_case
from rules.casefile import CaseFile, StepDone
from rules.casework import judge_step
from rules.errors import AccessError, CaseError
from rules.language import N_
from rules.parameters import load_parameters
from rules.reasons import Reason, Transition
from rules.vocabulary import GRADES

ASKED_AT_ONCE = 4_000


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What opening a case for one household would do.

    Attributes
    ----------
    allowed : bool
    clause : str
        What it would rest on, or what forbids it.
    reasons, warnings : tuple of Reason
        Why not; what to know beside.
    """

    household_id: str
    village_code: str
    allowed: bool
    clause: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Openings:
    """Cases as they would be opened, household by household."""

    task: str
    on: date
    rows: tuple[Opening, ...]

    @property
    def allowed(self) -> tuple[Opening, ...]:
        """The households that would have a case."""
        return tuple(row for row in self.rows if row.allowed)


def preview_openings(
    hand: Hand, household_ids: Iterable[str], task: str, *, on: date
) -> Openings:
    """Say for each household whether a case may be opened, and record nothing.

    A house graded dangerous enters the task only if its family may (rules E3, H4).
    A house that nobody has graded yet is a hazard reported, whoever lives in it
    (rule W1): what the rules of the task say of the family is told beside.

    Raises
    ------
    CaseError
        If the policy knows no such task.
    """
    _require_task(hand, task)
    wanted = tuple(dict.fromkeys(household_ids))
    homes = villages_of(hand.workspace.ledger, wanted)
    open_ = _open_cases(hand, wanted, task)
    county = county_eligibility(hand.workspace) if homes else None
    places = _places(county, wanted)
    rows = []
    for household_id in wanted:
        file = _new_file(hand, household_id, homes.get(household_id), task, on)
        found = _standing(county, places.get(household_id), task)
        rows.append(_opening(hand, file, open_.get(household_id), found))
    return Openings(task=task, on=on, rows=tuple(rows))


def open_cases(hand: Hand, preview: Openings) -> tuple[str, ...]:
    """Open exactly the cases that the preview allowed, under one entry.

    Returns
    -------
    tuple of str
        Their numbers, in the order of the preview.

    Raises
    ------
    CaseError
        If there is none to open, or a case was opened meanwhile or is forbidden by
        now; then nothing is recorded.
    AccessError
        If a household lies outside of the area.
    """
    wanted = [row.household_id for row in preview.allowed]
    if not wanted:
        raise CaseError(N_("nothing to record: no case may be opened"))
    with hand.workspace.ledger.transaction() as transaction:
        again = preview_openings(hand, wanted, preview.task, on=preview.on)
        for row in again.rows:
            if not row.allowed:
                raise CaseError.of(row.reasons)
        files = _numbered(hand, again)
        done = StepDone(step=FIRST, on=preview.on)
        verdicts = [judge_step(f, hand.policy, done, hand.day) for f in files]
        entry = hand.entry(transaction, "open case", verdicts[0])
        opened = {"task": preview.task, "opened_on": preview.on}
        opened |= {"year": preview.on.year}
        entry.write(retrofit_case, [key_of(file) | opened for file in files])
        steps = zip(files, verdicts, strict=True)
        entry.write(case_step, [step_row(hand, f, done, v) for f, v in steps])
    return tuple(file.case_id for file in files)


def _numbered(hand: Hand, preview: Openings) -> list[CaseFile]:
    """Return the files with the next free numbers, one after the other."""
    prefix = f"{hand.workspace.county_code}-{preview.on.year}-"
    first = next_number(hand.workspace.ledger, prefix).removeprefix(prefix)
    return [
        CaseFile(
            case_id=f"{prefix}{int(first) + at:0{len(first)}d}",
            household_id=row.household_id,
            village_code=row.village_code,
            task=preview.task,
            opened_on=preview.on,
        )
        for at, row in enumerate(preview.rows)
    ]


def _new_file(
    hand: Hand, household_id: str, village_code: str | None, task: str, on: date
) -> CaseFile:
    return CaseFile(
        case_id="",
        household_id=household_id,
        village_code=village_code or "",
        task=task,
        opened_on=on,
    )


def _require_task(hand: Hand, task: str) -> None:
    if task not in hand.policy.tasks:
        known = ", ".join(hand.policy.tasks)
        raise CaseError("no task {task!r}; there are: {known}", task=task, known=known)


def _open_cases(hand: Hand, households: Sequence[str], task: str) -> dict[str, str]:
    """Return the open case of the task of each household that has one."""
    ledger, found = hand.workspace.ledger, {}
    for first in range(0, len(households), ASKED_AT_ONCE):
        part = tuple(households[first : first + ASKED_AT_ONCE])
        which = Which(households=part, open_only=True)
        for record in case_records(ledger, hand.policy, ledger.position(), which):
            if record.file.task == task:
                found[record.file.household_id] = record.file.case_id
    return found


def _places(
    county: CountyEligibility | None, households: Sequence[str]
) -> dict[str, int]:
    if county is None:
        return {}
    ids = pa.array(households, pa.string())
    found = pc.index_in(ids, value_set=county.exposure.household_id).to_pylist()
    pairs = zip(households, found, strict=True)
    return {id_: place for id_, place in pairs if place is not None}


@dataclass(frozen=True)
class _Standing:
    """Whether the rules let a household into a task, and if its house is dangerous."""

    answer: TaskAnswer
    dangerous: bool


def _standing(
    county: CountyEligibility | None, place: int | None, task: str
) -> _Standing | None:
    if county is None or place is None:
        return None
    grades = load_parameters("follow_up")["consequences"]["dangerous_grades"]
    grade = county.exposure.grade[place]
    answers = {one.task: one for one in explain(county.found, place)}
    return _Standing(answers[task], grade >= 0 and GRADES[grade] in grades)


def _opening(
    hand: Hand, file: CaseFile, case_id: str | None, found: _Standing | None
) -> Opening:
    verdict = judge_step(
        file, hand.policy, StepDone(step=FIRST, on=file.opened_on), hand.day
    )
    reasons = [*_on_record(hand, file, case_id), *verdict.reasons]
    told = _of_family(found)
    refused = [one for one in told if one.refuses]
    return Opening(
        household_id=file.household_id,
        village_code=file.village_code,
        allowed=bool(verdict.allowed) and not reasons and not refused,
        clause=_clause(verdict, refused),
        reasons=(*reasons, *refused),
        warnings=(*verdict.warnings, *(one for one in told if not one.refuses)),
    )


def _clause(verdict: Transition, refused: Sequence[Reason]) -> str:
    return refused[0].clause if refused else verdict.clause


def _on_record(hand: Hand, file: CaseFile, case_id: str | None) -> list[Reason]:
    """Say what the record holds against a case: no such house, another's, open."""
    if not file.village_code:
        message, told = N_("no household {id!r} on record"), {"id": file.household_id}
        return [Reason(message=message, values=told, basis="record")]
    try:
        by = hand.policy.step(FIRST).by
        require_may_act(hand.acting, by, file.village_code)
    except AccessError as error:
        return [Reason(message=error.message, values=error.values, basis="record")]
    if case_id is None:
        return []
    message = N_("case {case} of this household is still open")
    return [Reason(message=message, values={"case": case_id}, basis="record")]


def _of_family(found: _Standing | None) -> list[Reason]:
    """Say what the rules of the task hold against the family (rules E3, H4)."""
    if found is None or found.answer.answer is Answer.YES:
        return []
    clause = "; ".join(found.answer.clauses)
    if found.answer.answer is Answer.UNKNOWN:
        message = N_("whether the family may enter the task is not known")
        who = tuple(
            dict.fromkeys(w for m in found.answer.missing for w in m.supplied_by)
        )
        return [Reason(message=message, clause=clause, refuses=False, who=who)]
    message = N_("the family may not enter the task")
    return [Reason(message=message, clause=clause, refuses=found.dangerous)]
