"""The course of a case (rules W1, W2): which step may be taken, and on which clause.

One household is found, filed, retrofitted and struck off; the steps are the
policy's, in its order.  What a step needs is written in the policy's guards
(:mod:`rules.guards`); the order of steps and of days is kept here.
"""

from datetime import date

from rules.casefile import CaseFile, StepDone
from rules.cautions import area_reasons, dispute_reasons, notices, warnings
from rules.dossier import ground_of, latest, row_of
from rules.guards import guard_reasons
from rules.language import N_
from rules.moves import gone_back, judge_going_back, judge_moving_in
from rules.order import closed_reasons, day_reasons, order_reasons
from rules.policy import Policy
from rules.policy_tables import Step
from rules.policy_words import ACCEPTANCES, NEEDS
from rules.reasons import Ground, Transition, grounds, on_record

__all__ = [
    "NEEDS",
    "gone_back",
    "judge_going_back",
    "judge_moving_in",
    "judge_step",
    "milestone_of",
    "next_steps",
    "notices",
    "steps_of",
    "transitions",
]


def steps_of(policy: Policy) -> tuple[Step, ...]:
    """Return the steps of a policy in its order (rule W2)."""
    return policy.steps


def milestone_of(file: CaseFile, policy: Policy) -> str | None:
    """Return the milestone a case has reached (rule W1), ``None`` before the first.

    An acceptance that was not passed, or whose result is unknown, completes nothing.
    """
    reached = None
    for row in policy.steps:
        done = latest(file, row.id)
        if done and (done.passed or row.id not in ACCEPTANCES):
            reached = row.milestone
    return reached


def next_steps(file: CaseFile, policy: Policy) -> tuple[Step, ...]:
    """Return what may come next in the order of the policy, whatever it needs.

    An acceptance that was not passed is taken again; a step that was left out is
    taken after all; else the next one, and those behind it that it may be skipped
    for.  Nothing follows the last step.
    """
    done = [latest(file, row.id) for row in policy.steps]
    furthest = max((i for i, taken in enumerate(done) if taken), default=-1)
    for row, taken in zip(policy.steps, done, strict=True):
        if taken is not None and taken.passed is False:
            return (row,)
    rows = policy.steps[: furthest + 1]
    if holes := [r for r in rows if not latest(file, r.id) and not r.optional]:
        return tuple(holes)
    found: list[Step] = []
    for row in policy.steps[furthest + 1 :]:
        found.append(row)
        if not row.optional:
            break
    return tuple(found)


def transitions(file: CaseFile, policy: Policy, on: date) -> list[Transition]:
    """Judge every step that may come next, as if it were taken on a day."""
    rows = next_steps(file, policy)
    return [judge_step(file, policy, row.id, on) for row in rows]


def judge_step(
    file: CaseFile, policy: Policy, step: str | StepDone, on: date
) -> Transition:
    """Judge whether a step may be taken, with the clause for either answer.

    Parameters
    ----------
    step : str or StepDone
        The step, as if taken on ``on``; or with its day, and with whether an
        acceptance was passed and when the result was posted.
    on : datetime.date
        Today: no step lies in the future.

    Returns
    -------
    Transition
        ``allowed`` is ``None`` if something that is needed is not known.

    Examples
    --------
    >>> from rules.policy import county_policy
    >>> case = CaseFile(case_id="1", household_id="1", village_code="",
    ...     task="dangerous_house_retrofit", opened_on=date(2026, 1, 1))
    >>> verdict = judge_step(case, county_policy("990001"), "agreement",
    ...     date(2026, 1, 2))
    >>> verdict.allowed
    False
    """
    taken = step if isinstance(step, StepDone) else StepDone(step=step, on=on)
    row = row_of(policy, taken.step)
    if row is None:
        return _no_such_step(policy, taken.step)
    if closed := list(closed_reasons(file, policy)):
        fields = grounds(ground_of(policy, row), closed)
        return Transition(step=row.id, by=row.by, **fields)
    reasons = [
        *order_reasons(file, policy, row),
        *day_reasons(file, policy, taken, on),
        *guard_reasons(file, policy, taken),
        *dispute_reasons(file, policy, taken),
        *area_reasons(file, policy, taken),
    ]
    fields = grounds(ground_of(policy, row), reasons, warnings(file, policy, taken))
    return Transition(step=row.id, by=row.by, **fields)


def _no_such_step(policy: Policy, step: str) -> Transition:
    reason = on_record(
        Ground(document=policy.document),
        N_("{document} has no step {step}; its steps are: {known}"),
        document=policy.document,
        step=step,
        known=", ".join(row.id for row in policy.steps),
    )
    return Transition(step=step, **grounds(Ground(), [reason]))
