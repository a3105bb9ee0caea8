"""Casework: 发现一户, 建档一户, 改造一户, 销号一户 (rule W1).

Each verb is one transaction: the rules allow it, the role may do it, nobody changed
the case since it was seen; or nothing is recorded.
"""

from collections.abc import Sequence
from datetime import date

from desk.case_hand import (
    APPRAISED,
    CLAUSE_LENGTH,
    Hand,
    Recorded,
    Seen,
    judged_step,
    key_of,
    looked_at,
    on_case,
    recorded,
    require_allowed,
    step_row,
    with_task,
)
from desk.case_house import amend_appraisal, mark_retrofitted, unmark_retrofitted
from desk.case_stale import posting, step_taken, undone_after
from ledger.case_rows import Which
from ledger.cases import case_records, next_number
from ledger.households import record_of
from ledger.roles import require_may_act
from ledger.schema import case_step, retrofit_case
from ledger.writing import Transaction
from rules.casefile import CaseFile, StepDone
from rules.casework import judge_going_back, judge_step
from rules.errors import CaseError, PlanningError
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES
from rules.reasons import Transition, Verdict
from rules.vocabulary import STEPS

FIRST, LAST = STEPS[0], STEPS[-1]


def open_case(hand: Hand, household_id: str, task: str, *, on: date) -> Recorded:
    """Find a hazard and open a case for it (发现一户).

    Raises
    ------
    CaseError
        If a case of this task is still open, or the policy knows no such task.
    AccessError
        If the household lives outside of the area.
    """
    workspace, policy = hand.workspace, hand.policy
    if task not in policy.tasks:
        known = ", ".join(policy.tasks)
        raise CaseError("no task {task!r}; there are: {known}", task=task, known=known)
    with workspace.ledger.transaction() as transaction:
        village_code = _village_of(hand, household_id)
        require_may_act(hand.acting, policy.step(FIRST).by, village_code)
        _require_none_open(hand, household_id, task)
        prefix = f"{workspace.county_code}-{on.year}-"
        file = CaseFile(
            case_id=next_number(workspace.ledger, prefix),
            household_id=household_id,
            village_code=village_code,
            task=task,
            opened_on=on,
        )
        done = StepDone(step=FIRST, on=on)
        verdict = judge_step(file, policy, done, hand.day)
        require_allowed(verdict)
        entry = hand.entry(transaction, "open case", verdict)
        opened = {"task": task, "opened_on": on, "year": on.year}
        entry.write(retrofit_case, [key_of(file) | opened])
        entry.write(case_step, [step_row(hand, file, done, verdict)])
    return recorded(file, entry.seq, verdict)


def take_step(hand: Hand, what: Seen, done: StepDone) -> Recorded:
    """Take a step of a case.

    Parameters
    ----------
    what : Seen
        The case, in the version that was seen.
    done : StepDone
        The step and its day; ``passed`` of an acceptance, ``posted_on`` of a result
        that was posted.

    Raises
    ------
    CaseError
        If the rules forbid it, or something needed is not known; says which.
    AccessError
        If it is not this role's to take.
    StaleEditError
        If somebody changed the case since.
    """
    with on_case(hand, what, step_taken(done)) as (transaction, record):
        (asked,) = looked_at(hand, [record], done)
        verdict = judged_step(hand, asked.file, done)
        require_allowed(verdict)
        seq = record_steps(hand, transaction, done, [(record.file, verdict)])
    return recorded(record.file, seq, verdict)


def record_steps(
    hand: Hand,
    transaction: Transaction,
    done: StepDone,
    judged: Sequence[tuple[CaseFile, Transition]],
) -> int:
    """Write a step of one or more cases under one entry; returns its number.

    Once a house has passed its last acceptance, it is on record as retrofitted.
    """
    entry = hand.entry(transaction, done.step, judged[0][1])
    rows = [step_row(hand, file, done, verdict) for file, verdict in judged]
    entry.write(case_step, rows)
    if done.passed and done.step == last_acceptance(hand.policy):
        files = [file for file, _ in judged]
        mark_retrofitted(hand, transaction, files, done.on)
    return entry.seq


def strike_off(hand: Hand, what: Seen, *, on: date) -> Recorded:
    """Close a case (销号一户); raises as :func:`take_step` does."""
    return take_step(hand, what, StepDone(step=LAST, on=on))


def go_back(hand: Hand, what: Seen, to_step: str) -> Recorded:
    """Return to a step: those after it are undone, and stay in the history.

    The reason is what the hand notes.

    Raises
    ------
    CaseError
        Without a reason, or if there is nothing to undo.
    AccessError
        If one of the steps undone is another's.
    StaleEditError
        If somebody changed the case since.
    """
    with on_case(hand, what, undone_after(to_step)) as (transaction, record):
        file, policy = with_task(record.file), hand.policy
        verdict = judge_going_back(file, policy, to_step, hand.note, hand.day)
        require_allowed(verdict)
        undone = [file.done(step) for step in verdict.undone]
        for done in undone:
            require_may_act(hand.acting, policy.step(done.step).by, file.village_code)
        entry = hand.entry(transaction, "go back", verdict)
        gone = {"removed": True, "reason": hand.note[:CLAUSE_LENGTH]}
        rows = [step_row(hand, file, done, verdict) | gone for done in undone]
        entry.write(case_step, rows)
        _put_house_back(hand, transaction, file, undone)
    return recorded(file, entry.seq, verdict)


def post(hand: Hand, what: Seen, step: str, *, on: date) -> Recorded:
    """Record that the result of a step was put up on a day (rules W3, H11).

    Raises
    ------
    CaseError
        If the step is not taken or came later, or another step rests on the posting.
    AccessError, StaleEditError
        As :func:`take_step`.
    """
    with on_case(hand, what, posting(step, on)) as (transaction, record):
        file, policy = record.file, hand.policy
        rows = [row for row in policy.publicity if row.step == step]
        by = rows[0].place if rows else policy.step(step).by
        require_may_act(hand.acting, by, file.village_code)
        hand.require_past(on)
        taken = _postable(file, policy, step, on)
        clause = rows[0].clause if rows else policy.step(step).clause
        verdict = Verdict(allowed=True, clause=clause)
        entry = hand.entry(transaction, "post", verdict)
        posted = StepDone(step=step, on=taken.on, passed=taken.passed, posted_on=on)
        entry.write(case_step, [step_row(hand, file, posted, verdict)])
        seq = entry.seq
        if step == APPRAISED and file.appraisals:
            seq = amend_appraisal(hand, transaction, file, {"posted_on": on})
    return recorded(file, seq, verdict)


def last_acceptance(policy: Policy) -> str:
    """Return the acceptance after which a house counts as retrofitted."""
    return [step.id for step in policy.steps if step.id in ACCEPTANCES][-1]


def _village_of(hand: Hand, household_id: str) -> str:
    found = record_of(hand.workspace.ledger, household_id)
    if found is None:
        raise PlanningError("no household {id!r} on record", id=household_id)
    return found["village_code"]


def _require_none_open(hand: Hand, household_id: str, task: str) -> None:
    ledger = hand.workspace.ledger
    which = Which(households=(household_id,), open_only=True)
    for record in case_records(ledger, hand.policy, ledger.position(), which):
        if record.file.task == task:
            raise CaseError(
                "case {case} of this household is still open",
                case=record.file.case_id,
            )


def _postable(file: CaseFile, policy: Policy, step: str, on: date) -> StepDone:
    """Return the step whose result is posted, or say why it cannot be."""
    taken, name = file.done(step), policy.step(step).name
    if taken is None:
        raise CaseError("{step} is not taken: there is nothing to post", step=name)
    if on < taken.on:
        raise CaseError(
            "{step} was on {day}: its result cannot be posted before",
            step=name,
            day=taken.on.isoformat(),
        )
    for guard in policy.guards:
        if guard.needs == "publicity" and guard.of == step and file.done(guard.step):
            raise CaseError(
                "{next} rests on the posting of {step}; go back first",
                next=policy.step(guard.step).name,
                step=name,
            )
    return taken


def _put_house_back(
    hand: Hand, transaction: Transaction, file: CaseFile, undone: list[StepDone]
) -> None:
    last = last_acceptance(hand.policy)
    for done in undone:
        if done.step == last and done.passed:
            unmark_retrofitted(hand, transaction, file, done.on)
