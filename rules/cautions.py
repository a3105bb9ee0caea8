"""What is worth a word when a step is taken, and what the documents encourage."""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

from rules.casefile import CaseFile, StepDone
from rules.clocks import clocks
from rules.dossier import ground_of, is_dispute_open, latest, row_of
from rules.language import N_
from rules.money import COUNTY, judge_area, owed
from rules.payments import below_reference
from rules.policy import Policy
from rules.policy_words import ACCEPTANCES
from rules.reasons import Ground, Reason, no, unknown

APPROVAL = "county_approval"
OF_AREA = ("works_started", *ACCEPTANCES)  # where rule M4 is looked at
OF_MONEY = ("paid", "struck_off")  # where rule M1 is
LAST_MOMENT = "county_acceptance"  # nothing is added to works that were accepted
# Rule H10, under the names that policies give to what is encouraged.
ENCOURAGED = MappingProxyType(
    {
        "energy_retrofit": N_("saving energy along with the works is encouraged"),
        "accessibility": N_(
            "works for old or severely disabled members are encouraged along with it"
        ),
    }
)


def dispute_reasons(
    file: CaseFile, policy: Policy, taken: StepDone
) -> Iterator[Reason]:
    """Hold the county's decision while a disputed grade waits (rule W7)."""
    if taken.step == APPROVAL and is_dispute_open(file, taken.on):
        yield _disputed(policy)


def area_reasons(file: CaseFile, policy: Policy, taken: StepDone) -> Iterator[Reason]:
    """Refuse works and acceptance of a home outside the binding limits (rule M4)."""
    if taken.step in OF_AREA and taken.passed is not False:
        yield from (r for r in judge_area(file, policy).reasons if r.refuses)


def warnings(file: CaseFile, policy: Policy, taken: StepDone) -> Iterator[Reason]:
    """Say what is out of the ordinary about a step, though nothing forbids it."""
    yield from _late(file, policy, taken)
    if taken.step in OF_AREA:
        area = judge_area(file, policy)
        yield from (r for r in area.reasons if not r.refuses)
        yield from area.warnings
    if taken.step in OF_MONEY:
        yield from below_reference(file, policy)
        due = owed(file, policy)
        silent = due.standard_cny is None and policy.subsidies
        yield from due.reasons if silent else ()
    if latest(file, APPROVAL) and is_dispute_open(file, taken.on):
        yield _disputed(policy)
    yield from _moved_in_early(file, policy)


def notices(file: CaseFile, policy: Policy, on: date) -> tuple[Reason, ...]:
    """Say what applies to a case besides its next step (rules H10, W15).

    Returns
    -------
    tuple of Reason
        Who pays for a case beyond the year's task; what is encouraged along with
        works that were not accepted yet.
    """
    found = []
    if file.beyond_task:
        message = N_("beyond the year's task: the county advances the money")
        found.append(unknown(Ground(document=policy.document), COUNTY, message))
    if latest(file, LAST_MOMENT) is None:
        for rule in policy.rules:
            if rule.task in ENCOURAGED and rule.in_force(on):
                found.append(no(ground_of(policy, rule), ENCOURAGED[rule.task]))
    return tuple(found)


def _disputed(policy: Policy) -> Reason:
    message = N_("the owner disputes the grade: a third party appraises first")
    guards = [guard for guard in policy.guards if guard.needs == "appraised"]
    entry = next(iter(guards), row_of(policy, APPROVAL))
    return no(ground_of(policy, entry) if entry else Ground(), message)


def _late(file: CaseFile, policy: Policy, taken: StepDone) -> Iterator[Reason]:
    for clock in clocks(file, policy, taken.on):
        if clock.end != taken.step or not clock.due_on or not clock.days_late:
            continue
        ground = Ground(clock.clause, clock.basis, clock.document)
        message = N_("{days} days late: due by {due}")
        if clock.in_principle:
            message = N_("{days} days late: due, in principle, by {due}")
        yield no(ground, message, days=clock.days_late, due=clock.due_on.isoformat())


def _moved_in_early(file: CaseFile, policy: Policy) -> Iterator[Reason]:
    rows = [row for row in policy.steps if row.id in ACCEPTANCES]
    passed = [latest(file, row.id) for row in rows]
    days = [done.on for done in passed if done and done.passed]
    if file.moved_in_on is None or not rows:
        return
    if len(days) < len(rows) or file.moved_in_on < max(days):
        message = N_("the family moved in on {day}, before the house was accepted")
        day = file.moved_in_on.isoformat()
        yield no(ground_of(policy, rows[-1]), message, day=day)
