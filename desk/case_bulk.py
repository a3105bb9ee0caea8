"""One step for many cases: seen before it is done, and then all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.case_files import cases_on_record
from desk.case_hand import (
    Hand,
    judged_step,
    looked_at,
    require_allowed,
)
from desk.case_stale import require_fresh, step_taken
from desk.casework import record_steps
from ledger.case_rows import Which
from ledger.cases import CaseRecord
from rules.casefile import StepDone
from rules.errors import CaseError, PlanningError
from rules.reasons import Reason, Transition


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What the step would do to one case.

    Attributes
    ----------
    allowed : bool
        Whether it would be taken.
    clause : str
        What it would rest on, or what forbids it.
    reasons, warnings : tuple of Reason
        Why not; what to know beside.
    version : int
        Of the case as it was looked at.
    """

    case_id: str
    household_id: str
    allowed: bool
    clause: str
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A step as it would be taken, case by case, and the cases that are not there."""

    done: StepDone
    rows: tuple[Planned, ...]
    unknown: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[Planned, ...]:
        """The cases in which it would be taken."""
        return tuple(row for row in self.rows if row.allowed)


def preview_bulk(hand: Hand, case_ids: Iterable[str], done: StepDone) -> Preview:
    """Say for each case what a step would do, and record nothing."""
    wanted = tuple(dict.fromkeys(case_ids))
    records = _records(hand, wanted, done)
    found = {record.file.case_id for record in records}
    return Preview(
        done=done,
        rows=tuple(_planned(hand, record, done) for record in records),
        unknown=tuple(case_id for case_id in wanted if case_id not in found),
    )


def apply_bulk(hand: Hand, preview: Preview) -> tuple[str, ...]:
    """Take the step in exactly the cases that the preview allowed.

    Returns
    -------
    tuple of str
        The cases in which it was taken.

    Raises
    ------
    StaleEditError
        If one of these cases was changed since; then nothing is recorded.
    CaseError
        If there is nothing to do, or a rule forbids it by now.
    """
    planned = {row.case_id: row for row in preview.allowed}
    if not planned:
        raise CaseError("nothing to record: the step is allowed in none of the cases")
    with hand.workspace.ledger.transaction() as transaction:
        records = _records(hand, tuple(planned), preview.done)
        judged = []
        for record in records:
            version = planned[record.file.case_id].version
            wanted = step_taken(preview.done)
            require_fresh(hand.workspace, record, version, wanted)
            verdict = judged_step(hand, record.file, preview.done)
            require_allowed(verdict)
            judged.append((record.file, verdict))
        record_steps(hand, transaction, preview.done, judged)
    return tuple(planned)


def _records(hand: Hand, case_ids: tuple[str, ...], done: StepDone) -> list[CaseRecord]:
    which = Which(case_ids=case_ids)
    return looked_at(hand, cases_on_record(hand.workspace, which), done)


def _planned(hand: Hand, record: CaseRecord, done: StepDone) -> Planned:
    """Judge one case; what would be an error alone is a reason among many."""
    try:
        verdict = judged_step(hand, record.file, done)
    except PlanningError as error:
        reason = Reason(message=error.message, values=error.values, basis="record")
        verdict = Transition(
            step=done.step, allowed=False, clause="", reasons=(reason,)
        )
    return Planned(
        case_id=record.file.case_id,
        household_id=record.file.household_id,
        allowed=bool(verdict.allowed),
        clause=verdict.clause,
        reasons=verdict.reasons,
        warnings=verdict.warnings,
        version=record.version,
    )
