"""What must be on record before a step is taken: one function for each word of law.

A policy's guards (:class:`rules.policy_tables.Guard`) name these words; a word more
is one function here and one entry in :data:`rules.policy_words.NEEDS`.  A record
that is asked for and not there refuses; a fact of the world nobody knows leaves open.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from rules.casefile import CaseFile, StepDone
from rules.dossier import (
    appraised_by,
    ground_of,
    latest,
    missing_documents,
    passing_reasons,
)
from rules.language import N_
from rules.money import COUNTY, NEW_HOMES, TOWN, net, owed
from rules.old_houses import houses_as_of, old_house_reasons
from rules.policy import Policy
from rules.policy_tables import Guard, Publicity
from rules.reasons import Ground, Reason, no, unknown

FIRST_DAY = "publicity_first_day_counts"  # of Policy.option
REPAIR = "修缮加固"  # the one way that leaves no old house behind
# What an acceptance that failed need not satisfy: its failing may be just that.
NOT_IF_FAILED = frozenset({"more_than_paint", "design", "documents"})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step that is about to be taken, and the guard that looks at it."""

    file: CaseFile
    policy: Policy
    guard: Guard
    taken: StepDone

    @property
    def ground(self) -> Ground:
        """Return where the guard stands."""
        return ground_of(self.policy, self.guard)

    @property
    def on(self) -> date:
        """Return the day of the step."""
        return self.taken.on


def guard_reasons(file: CaseFile, policy: Policy, taken: StepDone) -> Iterator[Reason]:
    """Say everything that the guards of a step hold against taking it."""
    for guard in policy.guards:
        if guard.step != taken.step:
            continue
        if taken.passed is False and guard.needs in NOT_IF_FAILED:
            continue
        asked = Asked(file=file, policy=policy, guard=guard, taken=taken)
        applies = _applies(guard, file)
        if applies is False:
            continue
        for reason in CHECKS[guard.needs](asked):
            # Where task or way is unknown, so is whether the guard binds at all.
            yield reason if applies else replace(reason, refuses=False)


def _applies(guard: Guard, file: CaseFile) -> bool | None:
    answers = [
        (one in known if one else None)
        for known, one in ((guard.tasks, file.task), (guard.ways, file.way))
        if known
    ]
    return False if False in answers else None if None in answers else True


def _identity(asked: Asked) -> Iterator[Reason]:
    file = asked.file
    if file.identity is False:
        yield no(asked.ground, N_("the family is on no list of a protected group"))
    elif file.identity is None and file.missing_departments:
        yield unknown(
            asked.ground,
            file.missing_departments,
            N_("no certificate of a protected group yet; {who} may issue it"),
            who="、".join(file.missing_departments),
        )
    elif file.identity is None:
        message = N_("no department that may certify the family's group is named")
        yield unknown(asked.ground, COUNTY, message)
    elif file.identity_on is None:
        message = N_("the day of the certificate is not on record")
        yield unknown(asked.ground, COUNTY, message)
    elif file.identity_on > (day := _looked_at(asked)):
        yield no(
            asked.ground,
            N_("certified on {certified} only, after {day}: identity comes first"),
            certified=file.identity_on.isoformat(),
            day=day.isoformat(),
        )


def _looked_at(asked: Asked) -> date:
    """Return the day of the step; of an appraisal, that of the grade it rests on."""
    made = appraised_by(asked.file, asked.on)
    return made.on if asked.taken.step == "appraised" and made else asked.on


def _eligible(asked: Asked) -> Iterator[Reason]:
    if asked.file.eligible is None:
        message = N_("whether the family may enter the task is not known")
        yield unknown(asked.ground, (), message)
    elif not asked.file.eligible:
        yield no(asked.ground, N_("the family may not enter the task"))


def _publicity(asked: Asked) -> Iterator[Reason]:
    done = latest(asked.file, asked.guard.of)
    if done is None:
        return  # the order of steps says so
    rows = [row for row in asked.policy.publicity if row.step == asked.guard.of]
    days = max((row.days or 0 for row in rows), default=0)
    ground = _ground_of_posting(asked, rows, days)
    name = asked.policy.step(asked.guard.of).name
    if done.posted_on is None:
        yield no(
            ground,
            N_("no posting of {step} is on record; record it first, at: {places}"),
            step=name,
            places=", ".join(row.place for row in rows),
        )
        return
    whole = days + (0 if _counts_first(asked) or not days else 1)
    follows = done.posted_on + timedelta(days=whole)
    if asked.on < follows:
        yield no(
            ground,
            N_("{step}, posted on {posted}: the next step may follow from {day}"),
            step=name,
            posted=done.posted_on.isoformat(),
            day=follows.isoformat(),
        )


def _ground_of_posting(asked: Asked, rows: list[Publicity], days: int) -> Ground:
    """Return where the posting that takes longest is asked for."""
    for row in rows:
        if (row.days or 0) == days:
            return ground_of(asked.policy, row)
    return asked.ground


def _counts_first(asked: Asked) -> bool:
    options = asked.policy.options
    return any(option.value for option in options if option.id == FIRST_DAY)


def _passed(asked: Asked) -> Iterator[Reason]:
    row = asked.policy.step(asked.guard.of)
    done = latest(asked.file, asked.guard.of)
    if done is not None or not row.optional:
        yield from passing_reasons(row, done, asked.ground, asked.on)


def _more_than_paint(asked: Asked) -> Iterator[Reason]:
    if asked.file.decoration_only is None:
        message = N_("whether more was done than painting is not on record")
        yield unknown(asked.ground, TOWN, message)
    elif asked.file.decoration_only:
        yield no(asked.ground, N_("painting and decoration alone are no retrofit"))


def _documents(asked: Asked) -> Iterator[Reason]:
    missing = missing_documents(asked.file, asked.policy, asked.taken.step)
    if missing:
        names = "、".join(paper.name for paper in missing)
        yield no(asked.ground, N_("missing in the file: {papers}"), papers=names)


def _moved_in(asked: Asked) -> Iterator[Reason]:
    file = asked.file
    if any(house.why == "moved" or house.moved_to for house in file.vacated):
        return
    if file.moved_in_on is None:
        message = N_("whether the family lives in the finished house is not on record")
        yield unknown(asked.ground, TOWN, message)
    elif file.moved_in_on > asked.on:
        message = N_("the family moved in on {day} only")
        yield no(asked.ground, message, day=file.moved_in_on.isoformat())


def _old_house(asked: Asked) -> Iterator[Reason]:
    if not asked.file.vacated and asked.file.way != REPAIR:
        message = N_("no old house is on record; what became of it is not known")
        yield unknown(asked.ground, TOWN, message)
    for house in houses_as_of(asked.file, asked.on):
        yield from old_house_reasons(house, asked.ground)


def _design(asked: Asked) -> Iterator[Reason]:
    way, design = asked.file.way, asked.file.structural_design
    if not asked.guard.ways and way is not None and way not in NEW_HOMES:
        return
    if design is None:
        message = N_("whether there is a structural design is not on record")
        yield unknown(asked.ground, TOWN, message)
    elif not design:
        yield no(asked.ground, N_("a new home needs a structural design"))


def _way(asked: Asked) -> Iterator[Reason]:
    if asked.file.way is None:
        message = N_("the way of securing the home is not chosen")
        yield unknown(asked.ground, TOWN, message)


def _posted(asked: Asked) -> Iterator[Reason]:
    made = appraised_by(asked.file, asked.on)
    if made is None or made.posted_on is None:
        message = N_("no posting of the appraisal on the house is on record")
        yield no(asked.ground, message)
    elif made.posted_on > asked.on:
        message = N_("the appraisal was posted on the house on {day} only")
        yield no(asked.ground, message, day=made.posted_on.isoformat())


def _appraised(asked: Asked) -> Iterator[Reason]:
    if appraised_by(asked.file, asked.on) is None:
        yield no(asked.ground, N_("no grade of the house is on record"))


def _paid_in_full(asked: Asked) -> Iterator[Reason]:
    due = owed(asked.file, asked.policy)
    paid_cny = net(one for one in asked.file.payments if one.on <= asked.on)
    if due.standard_cny is None and asked.file.way is not None:
        return  # the policy states nothing that is owed for this way
    if due.amount_cny is None:
        yield from due.reasons
    elif paid_cny < due.amount_cny:
        yield no(
            asked.ground,
            N_("{paid} yuan are paid of the {owed} yuan owed"),
            paid=paid_cny,
            owed=due.amount_cny,
        )


CHECKS: Mapping[str, Callable[[Asked], Iterator[Reason]]] = MappingProxyType(
    {
        "identity": _identity,
        "eligible": _eligible,
        "publicity": _publicity,
        "passed": _passed,
        "more_than_paint": _more_than_paint,
        "documents": _documents,
        "moved_in": _moved_in,
        "old_house": _old_house,
        "design": _design,
        "way": _way,
        "posted": _posted,
        "appraised": _appraised,
        "paid_in_full": _paid_in_full,
    }
)
