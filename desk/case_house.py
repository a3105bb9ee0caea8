"""What casework says about the house: its grade, its posting, its retrofit."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from secrets import token_hex

from desk.case_hand import (
    APPRAISED,
    Hand,
    Recorded,
    Seen,
    on_case,
    recorded,
    require_allowed,
    step_row,
    with_task,
)
from desk.case_stale import one_more
from ledger.case_rows import Row, by_household, current, former
from ledger.roles import require_may_act
from ledger.schema import appraisal, case_step, dwelling
from ledger.writing import Entry, Transaction
from rules.casefile import Appraised, CaseFile, StepDone
from rules.casework import judge_step
from rules.dossier import ground_of, is_dispute_open
from rules.errors import CaseError
from rules.language import N_
from rules.reasons import Reason, Transition, Verdict, grounds, no, on_record
from rules.vocabulary import GRADES, LEVELS


def record_appraisal(
    hand: Hand, what: Seen, made: Appraised, *, appraiser: str = ""
) -> Recorded:
    """Record a grade: the appraisal, the house's grade and the step, all at once.

    Appraised anew (rule H7), the reason is what the hand notes.

    Raises
    ------
    CaseError
        If identity is not certified first where the policy asks for it (rule H6), if
        a disputed grade waits for a third party (rule W7), or a reason is missing.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    with on_case(hand, what, one_more("appraisals", made)) as (transaction, record):
        file = with_task(record.file)
        require_may_act(hand.acting, hand.policy.step(APPRAISED).by, file.village_code)
        verdict = _judged(hand, file, made)
        require_allowed(verdict)
        if file.done(APPRAISED) is None:
            entry = hand.entry(transaction, APPRAISED, verdict)
            done = StepDone(step=APPRAISED, on=made.on, posted_on=made.posted_on)
            entry.write(case_step, [step_row(hand, file, done, verdict)])
        home = hand.entry(transaction, "appraise", verdict, "exposure")
        row = _row(made) | {
            "appraisal_id": f"{file.case_id}-{token_hex(4)}",
            "household_id": file.household_id,
            "appraiser": appraiser or hand.acting.name,
            "reason": hand.note or None,
        }
        home.write(appraisal, [row])
        _write_house(home, file.household_id, _as_graded(made))
    return recorded(file, home.seq, verdict)


def dispute_appraisal(hand: Hand, what: Seen) -> Recorded:
    """Record that the owner disputes the grade: a third party appraises (rule W7).

    Raises
    ------
    CaseError
        If there is no grade to dispute.
    """
    with on_case(hand, what) as (transaction, record):
        require_may_act(hand.acting, LEVELS[0], record.file.village_code)
        if not record.file.appraisals:
            raise CaseError("no grade of the house is on record")
        verdict = Verdict(allowed=True, clause=hand.policy.step(APPRAISED).clause)
        seq = amend_appraisal(hand, transaction, record.file, {"disputed": True})
    return recorded(record.file, seq, verdict)


def amend_appraisal(
    hand: Hand, transaction: Transaction, file: CaseFile, told: Row
) -> int:
    """Add to the newest appraisal: its posting (rule H11), a dispute (rule W7)."""
    ledger = hand.workspace.ledger
    rows = by_household(ledger, appraisal, ledger.position(), [file.household_id])
    newest = max(
        rows[file.household_id], key=lambda r: (r["appraised_on"], r["entry_seq"])
    )
    whole = current(
        transaction.connection, appraisal, appraisal_id=newest["appraisal_id"]
    )
    (verb,) = told
    home = hand.entry(transaction, f"appraisal {verb}", scope="exposure")
    home.write(appraisal, [whole | told])
    return home.seq


def mark_retrofitted(
    hand: Hand, transaction: Transaction, files: Iterable[CaseFile], on: date
) -> None:
    """Record the day on which houses passed their last acceptance (rule H4)."""
    home = hand.entry(transaction, "retrofitted", scope="exposure")
    for file in files:
        _write_house(home, file.household_id, {"retrofitted_on": on})


def unmark_retrofitted(
    hand: Hand, transaction: Transaction, file: CaseFile, on: date
) -> None:
    """Put back what was recorded before that acceptance."""
    versions = former(hand.workspace.ledger, dwelling, household_id=file.household_id)
    days = (row["retrofitted_on"] for row in versions)
    before = next((day for day in days if day != on), None)
    home = hand.entry(transaction, "go back", scope="exposure")
    _write_house(home, file.household_id, {"retrofitted_on": before})


def _judged(hand: Hand, file: CaseFile, made: Appraised) -> Transition:
    """Judge an appraisal: as the step, the first time; as one made anew, later."""
    policy = hand.policy
    after = replace(file, appraisals=(*file.appraisals, made))
    if file.done(APPRAISED) is None:
        verdict = judge_step(
            after,
            policy,
            StepDone(step=APPRAISED, on=made.on, posted_on=made.posted_on),
            hand.day,
        )
    else:
        stands = ground_of(policy, policy.step(APPRAISED))
        verdict = Transition(step=APPRAISED, **grounds(stands, ()))
    found = [*verdict.reasons, *_reasons(hand, file, made)]
    ground = ground_of(policy, policy.step(APPRAISED))
    return Transition(step=APPRAISED, **grounds(ground, found, verdict.warnings))


def _reasons(hand: Hand, file: CaseFile, made: Appraised) -> list[Reason]:
    ground, found = ground_of(hand.policy, hand.policy.step(APPRAISED)), []
    if made.grade not in GRADES:
        message = N_("{grade} is no grade; grades are: {known}")
        known = ", ".join(GRADES)
        found.append(on_record(ground, message, grade=made.grade, known=known))
    if made.on > hand.day:
        message = N_("{day} lies in the future")
        found.append(on_record(ground, message, day=made.on.isoformat()))
    if is_dispute_open(file, made.on) and not made.third_party:
        found.append(
            no(ground, N_("the grade is disputed: a third party appraises the house"))
        )
    elif file.appraisals and not hand.note:
        message = N_("the house has a grade; say why it is appraised anew")
        found.append(on_record(ground, message))
    return found


def _row(made: Appraised) -> Row:
    row = asdict(made)
    return row | {"appraised_on": row.pop("on")}


def _as_graded(made: Appraised) -> Row:
    told = {"grade": made.grade}
    if made.meets_seismic_standard is not None:
        told["meets_seismic_standard"] = made.meets_seismic_standard
    return told


def _write_house(entry: Entry, household_id: str, told: Row) -> None:
    house = current(entry.connection, dwelling, household_id=household_id)
    entry.write(dwelling, [(house or {"household_id": household_id}) | told])
