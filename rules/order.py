"""The order of the steps of a case, and of their days (rules W2, W11)."""

from collections.abc import Iterator
from datetime import date

from rules.casefile import CaseFile, StepDone
from rules.dossier import CLOSING, ground_of, latest, passing_reasons, row_of
from rules.language import N_
from rules.policy import Policy
from rules.policy_tables import Step
from rules.policy_words import ACCEPTANCES
from rules.reasons import Ground, Reason, no, on_record


def closed_reasons(file: CaseFile, policy: Policy) -> Iterator[Reason]:
    """Keep a struck-off case closed."""
    closed, row = latest(file, CLOSING), row_of(policy, CLOSING)
    if closed is not None:
        ground = ground_of(policy, row) if row else Ground()
        message = N_("the case was closed on {day}; going back needs a reason")
        yield on_record(ground, message, day=closed.on.isoformat())


def order_reasons(file: CaseFile, policy: Policy, row: Step) -> Iterator[Reason]:
    """Keep the order: none twice, none skipped, none after a failed acceptance."""
    ground, done = ground_of(policy, row), latest(file, row.id)
    if done is not None and done.passed is not False:
        message = N_("{step} was already taken, on {day}")
        yield on_record(ground, message, step=row.name, day=done.on.isoformat())
    before = policy.steps[: policy.steps.index(row)]
    missing = [one for one in before if not one.optional and not latest(file, one.id)]
    if missing:
        names = "、".join(one.name for one in missing)
        yield no(
            ground, N_("{step}: first comes {missing}"), step=row.name, missing=names
        )
    for one in before:
        taken = latest(file, one.id)
        if taken is not None and one.id in ACCEPTANCES:
            grounded = _passing_ground(policy, row, one)
            yield from passing_reasons(one, taken, grounded, date.max)


def _passing_ground(policy: Policy, row: Step, accepted: Step) -> Ground:
    """Return the guard that asks for the acceptance, or the acceptance itself."""
    guards = [g for g in policy.guards if g.needs == "passed" and g.of == accepted.id]
    here = [guard for guard in guards if guard.step == row.id]
    return ground_of(policy, next(iter(here + guards), accepted))


def day_reasons(
    file: CaseFile, policy: Policy, taken: StepDone, on: date
) -> Iterator[Reason]:
    """Keep the order of days: after what comes before, and not in the future."""
    order = [row.id for row in policy.steps]
    row = policy.steps[order.index(taken.step)]
    ground, place = ground_of(policy, row), order.index(taken.step)
    known = [one for one in file.steps if one.step in order]
    past = [one.on for one in known if order.index(one.step) <= place]
    later = [one.on for one in known if order.index(one.step) > place]
    future = max(taken.on, taken.posted_on or taken.on)
    if future > on:
        message = N_("{day} lies in the future")
        yield on_record(ground, message, day=future.isoformat())
    if past and taken.on < max(past):
        message = N_("{day} is before the last step, taken on {last}")
        yield on_record(
            ground, message, day=taken.on.isoformat(), last=max(past).isoformat()
        )
    if later and taken.on > min(later):
        message = N_("{day} is after the next step, taken on {next}")
        yield on_record(
            ground, message, day=taken.on.isoformat(), next=min(later).isoformat()
        )
    yield from _posting_reasons(taken, row, ground)


def _posting_reasons(taken: StepDone, row: Step, ground: Ground) -> Iterator[Reason]:
    if taken.posted_on is not None and taken.posted_on < taken.on:
        message = N_("posted on {posted}, before {step} on {day}")
        yield on_record(
            ground,
            message,
            posted=taken.posted_on.isoformat(),
            step=row.name,
            day=taken.on.isoformat(),
        )
