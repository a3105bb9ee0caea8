"""Who acts on a case, and one transaction in which it is done or refused."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from desk.case_files import asks_eligibility, case_of, with_eligibility
from desk.case_stale import Wanted, require_fresh
from desk.workspace import Workspace
from ledger.case_rows import Row
from ledger.cases import CaseRecord
from ledger.roles import Acting, require_may_act
from ledger.schema import case_step
from ledger.writing import NOTE_LENGTH, Entry, Transaction
from rules.casefile import CaseFile, StepDone
from rules.casework import judge_step
from rules.errors import CaseError, PlanningError
from rules.language import N_
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES
from rules.reasons import Reason, Transition, Verdict
from rules.vocabulary import STEPS

APPRAISED = "appraised"
ACTOR_LENGTH = case_step.c.actor.type.length
SHOWN_LENGTH = 20  # characters of a text that is too long
CLAUSE_LENGTH = case_step.c.clause.type.length


@dataclass(frozen=True)
class Hand:
    """Who acts in which workspace.

    Attributes
    ----------
    note : str
        What goes into the history with the act; the reason, where one is asked for.
    at : datetime, optional
        Now, unless a past is being set up.

    Raises
    ------
    PlanningError
        If the note is longer than what the history keeps.
    """

    workspace: Workspace
    acting: Acting
    note: str = ""
    at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a note that would be kept in part only."""
        require_short(self.note, NOTE_LENGTH)

    @property
    def day(self) -> date:
        """The day on which it is recorded."""
        return (self.at or datetime.now()).date()

    @property
    def policy(self) -> Policy:
        """The policy that binds here."""
        return self.workspace.policy

    def entry(
        self,
        transaction: Transaction,
        verb: str,
        verdict: Verdict | None = None,
        scope: str = "cases",
    ) -> Entry:
        """Begin an entry in this hand; its note says the clause it rests on."""
        note = " ".join(self.note.split())
        room = max(NOTE_LENGTH - len(note) - len("; "), 0)  # the reason is kept whole
        grounds = "; ".join(_grounds(verdict))[:room]
        return transaction.entry(
            actor=self.acting.name,
            role=self.acting.role.value,
            verb=verb,
            scope=scope,
            note="; ".join(filter(None, [grounds, note])),
            at=self.at,
        )

    def require_past(self, on: date) -> None:
        """Refuse a day that has not come when it is recorded.

        Raises
        ------
        PlanningError
            If it has not.
        """
        if on > self.day:
            raise PlanningError(
                "{day} has not come yet; choose a day up to today", day=on.isoformat()
            )


def require_short(text: str, most: int) -> str:
    """Return a text in one line, if it is short enough to be kept whole.

    Raises
    ------
    PlanningError
        If it has more than ``most`` characters.
    """
    line = " ".join(text.split())
    if len(line) > most:
        raise PlanningError(
            N_("{count} characters are too long, at most {most} are kept: {text}…"),
            count=f"{len(line):,}",
            most=most,
            text=line[:SHOWN_LENGTH],
        )
    return line


@dataclass(frozen=True)
class Seen:
    """A case in the version that somebody saw before acting on it."""

    case_id: str
    version: int


@dataclass(frozen=True)
class Recorded(Seen):
    """A case after an act: its new version, and what the act rested on."""

    clause: str = ""
    warnings: tuple[Reason, ...] = ()


def seen(record: CaseRecord) -> Seen:
    """Return a case that was read, as having been seen."""
    return Seen(record.file.case_id, record.version)


def recorded(file: CaseFile, version: int, verdict: Verdict) -> Recorded:
    """Return what an allowed act left behind."""
    return Recorded(file.case_id, version, verdict.clause, verdict.warnings)


@contextmanager
def on_case(
    hand: Hand, what: Seen, wanted: Wanted | None = None
) -> Iterator[tuple[Transaction, CaseRecord]]:
    """Open a transaction on a case that nobody changed since it was seen.

    Parameters
    ----------
    wanted : callable, optional
        What the act would change, shown beside what somebody else did.

    Raises
    ------
    CaseError
        If there is no such case.
    StaleEditError
        If somebody did change it; the error says what.
    """
    with hand.workspace.ledger.transaction() as transaction:
        record = case_of(hand.workspace, what.case_id)
        require_fresh(hand.workspace, record, what.version, wanted)
        yield transaction, record


def looked_at(
    hand: Hand, records: Sequence[CaseRecord], done: StepDone
) -> list[CaseRecord]:
    """Add to cases what a step asks and no record holds: who may enter the task."""
    if records and asks_eligibility(hand.policy, done.step):
        return with_eligibility(hand.workspace, records, hand.day)
    return list(records)


def judged_step(hand: Hand, file: CaseFile, done: StepDone) -> Transition:
    """Judge a step that this role may take; the rules may still refuse it.

    Raises
    ------
    CaseError
        If the case has no task, or nobody said whether an acceptance was passed.
    AccessError
        If the step is another's to take.
    """
    step = hand.policy.step(done.step)
    require_may_act(hand.acting, step.by, file.village_code)
    accepts = done.step in ACCEPTANCES
    if accepts and done.passed is None:
        raise CaseError("{step}: say whether it was passed", step=step.name)
    if done.passed is not None and not accepts:
        raise CaseError(
            "{step} is no acceptance: it is neither passed nor failed", step=step.name
        )
    if done.step == APPRAISED and not file.appraisals:
        raise CaseError("an appraisal is recorded with its grade")
    return judge_step(with_task(file), hand.policy, done, hand.day)


def require_allowed(verdict: Verdict) -> None:
    """Refuse what the rules forbid, or cannot decide.

    Raises
    ------
    CaseError
        With every reason and its clause.
    """
    if not verdict.allowed:
        raise CaseError.of(verdict.reasons)


def require_open(record: CaseRecord) -> None:
    """Refuse to change a case that has been struck off.

    Raises
    ------
    CaseError
        If it has.
    """
    closed = record.file.done(STEPS[-1])
    if closed is not None:
        raise CaseError(
            "case {case} was closed on {day}; going back needs a reason",
            case=record.file.case_id,
            day=closed.on.isoformat(),
        )


def with_task(file: CaseFile) -> CaseFile:
    """Return a case that can be judged.

    Raises
    ------
    CaseError
        If no task is on record: no rule could be applied.
    """
    if not file.task:
        raise CaseError(
            "no task is on record for case {case}; say first what it is for",
            case=file.case_id,
        )
    return file


def step_row(hand: Hand, file: CaseFile, done: StepDone, verdict: Verdict) -> Row:
    """Return the row of a step, with the clause it rested on."""
    return key_of(file) | {
        "step": done.step,
        "on_date": done.on,
        "actor": hand.acting.name[:ACTOR_LENGTH],
        "passed": done.passed,
        "posted_on": done.posted_on,
        "clause": verdict.clause[:CLAUSE_LENGTH],
    }


def key_of(file: CaseFile) -> Row:
    """Return what every row of a case begins with."""
    return {"case_id": file.case_id, "household_id": file.household_id}


def _grounds(verdict: Verdict | None) -> list[str]:
    if verdict is None:
        return []
    warned = [f"{warning} ({warning.clause})" for warning in verdict.warnings]
    return [verdict.clause, *warned]
