"""Moving a case back, and a family into its finished house (rules W8, W11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rules.casefile import CaseFile, StepDone
from rules.dossier import acceptance_reasons, ground_of, latest, row_of
from rules.language import N_
from rules.money import net
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES
from rules.reasons import GoingBack, Ground, Reason, Verdict, grounds, no, on_record

PAID = "paid"


def judge_moving_in(
    file: CaseFile, policy: Policy, moved_in_on: date, on: date
) -> Verdict:
    """Judge whether a family may move into its finished house (rules W8, W11)."""
    rows = [row for row in policy.steps if row.id in ACCEPTANCES]
    passed = [guard for guard in policy.guards if guard.needs == "passed"]
    entries = [*passed, *rows]
    ground = ground_of(policy, entries[0]) if entries else Ground()
    reasons = [*acceptance_reasons(file, policy, ground, moved_in_on)]
    if moved_in_on > on:
        message = N_("{day} lies in the future")
        reasons.append(on_record(ground, message, day=moved_in_on.isoformat()))
    return Verdict(**grounds(ground, reasons))


def judge_going_back(
    file: CaseFile, policy: Policy, to_step: str, reason: str, on: date
) -> GoingBack:
    """Judge whether a case may return to a step it took, undoing those after it.

    Parameters
    ----------
    to_step : str
        The step at which the case stands again; it stays taken.
    reason : str
        Why; also the only way to open a closed case again.

    Returns
    -------
    GoingBack
        ``undone`` lists the steps that are taken back, the last one first.
    """
    row, done = row_of(policy, to_step), latest(file, to_step)
    undone = _after(file, policy, to_step) if done else ()
    ground = ground_of(policy, row) if row else Ground(document=policy.document)
    reasons = list(_target_reasons(ground, row.name if row else to_step, done, undone))
    if not reason.strip():
        reasons.append(on_record(ground, N_("going back needs a reason")))
    last = max((one.on for one in file.steps), default=on)
    if on < last:
        message = N_("{day} is before the last step, taken on {last}")
        days = {"day": on.isoformat(), "last": last.isoformat()}
        reasons.append(on_record(ground, message, **days))
    left = _left_behind(file, ground, undone)
    return GoingBack(to_step=to_step, undone=undone, **grounds(ground, reasons, left))


def _target_reasons(
    ground: Ground, name: str, done: StepDone | None, undone: tuple[str, ...]
) -> Iterator[Reason]:
    if done is None:
        message = N_("{step} was not taken: nothing to go back to")
        yield on_record(ground, message, step=name)
    elif not undone:
        message = N_("the case stands at {step}: nothing to undo")
        yield on_record(ground, message, step=name)


def gone_back(file: CaseFile, policy: Policy, to_step: str) -> CaseFile:
    """Return the case as it stands after going back to a step."""
    undone = _after(file, policy, to_step)
    kept = tuple(done for done in file.steps if done.step not in undone)
    return replace(file, steps=kept)


def _after(file: CaseFile, policy: Policy, step: str) -> tuple[str, ...]:
    order = [row.id for row in policy.steps]
    if step not in order:
        return ()
    later = order[order.index(step) + 1 :]
    return tuple(one for one in reversed(later) if latest(file, one))


def _left_behind(
    file: CaseFile, ground: Ground, undone: tuple[str, ...]
) -> Iterator[Reason]:
    if PAID in undone and (paid_cny := net(file.payments)):
        message = N_("{paid} yuan stay on record as paid; a refund is recorded apart")
        yield no(ground, message, paid=paid_cny)
    if file.moved_in_on is not None and not set(ACCEPTANCES).isdisjoint(undone):
        message = N_("the family lives in the house since {day}; that stays on record")
        yield no(ground, message, day=file.moved_in_on.isoformat())
