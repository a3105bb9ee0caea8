"""The numbers of a monthly form, and what each is made of (rules R1, G2, G5, M3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from geo.form_identity import NO_LIST, Standing
from rules.form_facts import (
    SECURED,
    STARTED,
    Counting,
    FormFacts,
    MoneyFact,
    StepFact,
)
from rules.forms import FormColumn, FormTemplate
from rules.language import N_
from rules.remarks import Remark

# Money is set aside by level of government, and reported by source (rule M3).
SOURCE_OF_LEVEL = {"省级": "省级", "市级": "省级以下", "县级": "省级以下"}
NO_RESULT = Remark(message=N_("the acceptance has no result on record"))
NO_TASK = Remark(message=N_("no task is on record for this case"))


class FormPart(NamedTuple):
    """What a number is made of: a household counted (1), or an amount in yuan.

    ``household_id`` and ``village_code`` are ``""`` of money that is nobody's in
    particular; ``thing_id`` is the case, the payment, the allotment or the fund.
    """

    household_id: str
    thing_id: str
    village_code: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class FormCell:
    """A number of the form.

    Attributes
    ----------
    value : int
        Households, or whole yuan.
    parts : tuple of FormPart
        Its amounts add up to the value.
    unknown : int
        How many more parts there are whose amount is not known, or of which it is
        not known whether they belong here.
    """

    number: int
    value: int
    parts: tuple[FormPart, ...]
    unknown: int = 0

    @property
    def households(self) -> tuple[str, ...]:
        """The households behind it, each once, in order."""
        return tuple(sorted({p.household_id for p in self.parts if p.household_id}))


@dataclass(frozen=True, kw_only=True)
class NotCounted:
    """A case that happened in time and does not count, and why."""

    household_id: str
    case_id: str
    why: Remark


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """A form's numbers, before they are checked.

    Attributes
    ----------
    cells : dict of int to FormCell
        By column.
    not_counted : tuple of NotCounted
        By household and case.
    standing : dict of str to Standing
        Of every household on a list.
    counted : dict of str to tuple of StepFact
        By ``"started"`` and ``"completed"``: the steps that count.
    """

    cells: Mapping[int, FormCell]
    not_counted: tuple[NotCounted, ...]
    standing: Mapping[str, Standing]
    counted: Mapping[str, tuple[StepFact, ...]]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    template: FormTemplate
    facts: FormFacts
    counting: Counting
    standing: Mapping[str, Standing]
    counted: dict[str, tuple[StepFact, ...]] = field(default_factory=dict)

    def of_task(self, steps: Iterable[StepFact]) -> Iterator[StepFact]:
        """Keep what counts by its day and its task, under the case's household."""
        for step in steps:
            case = self.facts.cases.get(step.case_id)
            known = case is not None and case.task == self.template.task
            if known and self.counting.has(step.on):
                yield step._replace(household_id=case.household_id)

    def group_of(self, step: StepFact) -> str:
        return self.standing.get(step.household_id, Standing("")).group


def form_numbers(
    template: FormTemplate,
    facts: FormFacts,
    counting: Counting,
    standing: Mapping[str, Standing],
) -> Numbers:
    """Count a form from what is on record.

    A household counts once (rule G2), or once for each case where the office says so,
    under the identity certified at the month's end (rule G5); money counts by its day,
    refunds against it; the investment is the real cost of the completed households.

    Parameters
    ----------
    standing : mapping of str to Standing
        Of the same facts, see :func:`geo.form_identity.standings`.
    """
    asked = _Asked(template=template, facts=facts, counting=counting, standing=standing)
    accepted = [s for s in facts.steps if s.step == counting.completed_by]
    done = {
        "started": list(asked.of_task(s for s in facts.steps if s.step == STARTED)),
        "completed": list(asked.of_task(s for s in accepted if s.passed)),
    }
    for what, steps in done.items():
        asked.counted[what] = tuple(_once(asked, steps))
    return Numbers(
        cells={c.number: _cell(asked, c, done["completed"]) for c in template.columns},
        not_counted=tuple(_not_counted(asked, done, accepted)),
        standing=standing,
        counted=asked.counted,
    )


def _not_counted(
    asked: _Asked, done: Mapping[str, list[StepFact]], accepted: list[StepFact]
) -> Iterator[NotCounted]:
    unclear = asked.of_task(s for s in accepted if s.passed is None)
    left_out = {
        **{(s.household_id, s.case_id): NO_RESULT for s in unclear},
        **dict(_without_column(asked, done)),
        **dict(_without_task(asked, (STARTED, asked.counting.completed_by))),
    }
    for home, case_id in sorted(left_out):
        why = left_out[home, case_id]
        yield NotCounted(household_id=home, case_id=case_id, why=why)


def _once(asked: _Asked, steps: list[StepFact]) -> Iterator[StepFact]:
    """Keep what has a column, each household by its first case; or every case."""
    seen: set[str] = set()
    for step in sorted(steps, key=lambda s: (s.on, s.case_id)):
        if not asked.group_of(step):
            continue
        if asked.counting.every_case or step.household_id not in seen:
            seen.add(step.household_id)
            yield step


def _without_column(
    asked: _Asked, done: Mapping[str, list[StepFact]]
) -> Iterator[tuple[tuple[str, str], Remark]]:
    for step in (step for steps in done.values() for step in steps):
        if not asked.group_of(step):
            standing = asked.standing.get(step.household_id)
            why = standing.why if standing and standing.why else NO_LIST
            yield (step.household_id, step.case_id), why


def _without_task(
    asked: _Asked, steps: tuple[str, str]
) -> Iterator[tuple[tuple[str, str], Remark]]:
    for step in asked.facts.steps:
        case = asked.facts.cases.get(step.case_id)
        nameless = case is None or not case.task
        if nameless and step.step in steps and asked.counting.has(step.on):
            yield (step.household_id, step.case_id), NO_TASK


def _cell(asked: _Asked, column: FormColumn, completed: list[StepFact]) -> FormCell:
    if column.what in asked.counted:
        parts, unknown = _households(asked, column), 0
    elif column.what == "investment":
        parts, unknown = _investment(asked, completed)
    else:
        parts, unknown = _money(asked, column)
    return FormCell(
        number=column.number,
        value=sum(part.amount for part in parts),
        parts=tuple(sorted(parts)),
        unknown=unknown,
    )


def _households(asked: _Asked, column: FormColumn) -> list[FormPart]:
    return [
        _part(asked, step, 1)
        for step in asked.counted[column.what]
        if column.group in (None, asked.group_of(step))
    ]


def _investment(asked: _Asked, completed: list[StepFact]) -> tuple[list[FormPart], int]:
    """Add up what the completed households' cases cost, and count the unknown."""
    own = [step for step in completed if asked.group_of(step)]
    costs = [(step, asked.facts.cases[step.case_id].real_cost_cny) for step in own]
    known = [_part(asked, step, cost) for step, cost in costs if cost is not None]
    return known, len(costs) - len(known)


def _part(asked: _Asked, step: StepFact, amount: int) -> FormPart:
    home = step.household_id
    village = asked.facts.village_of.get(home, "")
    return FormPart(home, step.case_id, village, amount)


def _money(asked: _Asked, column: FormColumn) -> tuple[list[FormPart], int]:
    rows = [
        fact
        for fact in asked.facts.money
        if fact.what == column.what
        and column.source in (None, source_of(fact))
        and asked.counting.has(fact.on)
    ]
    of_task = [fact for fact in rows if fact.task == asked.template.task]
    nobodys = sum(1 for fact in rows if not fact.task)
    villages = asked.facts.village_of
    parts = [
        FormPart(
            fact.household_id,
            fact.thing_id,
            villages.get(fact.household_id, ""),
            fact.amount_cny,
        )
        for fact in of_task
    ]
    return parts, nobodys


def source_of(fact: MoneyFact) -> str:
    """Return the source of money by the words of the form (rule M3).

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 1, 5)
    >>> source_of(MoneyFact(SECURED, "1", "", "", "市级", None, 9, day, "", day))
    '省级以下'
    >>> source_of(MoneyFact("paid", "2", "", "", "中央", None, 9, day, "", day))
    '中央'
    """
    if fact.what != SECURED:
        return fact.source
    return SOURCE_OF_LEVEL.get(fact.source, fact.source)
