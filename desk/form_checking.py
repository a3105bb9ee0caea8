"""What a check of a monthly form looks at, and what it answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from desk.form_found import FormFound
from desk.workspace import Workspace
from geo.form_cells import Numbers
from ledger.form_totals import Asked, form_totals
from rules.form_facts import Counting, FormFacts, StepFact
from rules.forms import FormColumn
from rules.language import N_
from rules.remarks import Remark

SHOWN = 6  # of a list in a sentence; all of them stand in the proof


class Answer(NamedTuple):
    """Whether a demand is met (``None``: cannot be told), and what was found."""

    ok: bool | None
    says: Remark
    cells: tuple[int, ...] = ()
    households: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A form under check.

    Attributes
    ----------
    before : FormFound or None
        The month before, ``None`` where the count began anew since.
    others : mapping of str to Numbers
        The other forms of the same month.
    """

    workspace: Workspace
    found: FormFound
    facts: FormFacts
    counting: Counting
    numbers: Numbers
    before: FormFound | None
    others: Mapping[str, Numbers]

    @cached_property
    def own_steps(self) -> dict[str, dict[str, StepFact]]:
        """The steps of the form's task by step and case, since ever."""
        found: dict[str, dict[str, StepFact]] = {}
        for step in self.facts.steps:
            case = self.facts.cases.get(step.case_id)
            if case is not None and case.task == self.found.template.task:
                own = step._replace(household_id=case.household_id)
                found.setdefault(step.step, {})[step.case_id] = own
        return found

    @cached_property
    def completed_cases(self) -> frozenset[str]:
        """The cases that passed, since ever."""
        accepted = self.own_steps.get(self.counting.completed_by, {})
        return frozenset(id_ for id_, step in accepted.items() if step.passed)

    @cached_property
    def ledger_totals(self) -> dict[int, dict[str, int]]:
        """Every column by village, as the database counts it on its own."""
        asked = Asked(
            template=self.found.template,
            counting=self.counting,
            policy=self.workspace.policy,
            position=self.found.position,
        )
        return form_totals(self.workspace.ledger, asked)

    def columns(self, *what: str) -> tuple[FormColumn, ...]:
        """Return the columns that count something."""
        return tuple(c for c in self.found.template.columns if c.what in what)

    def numbers_of(self, *what: str) -> tuple[int, ...]:
        """Return the numbers of these columns."""
        return tuple(column.number for column in self.columns(*what))

    def by_source(self, what: str) -> Iterator[tuple[str, int]]:
        """Yield source and number of the columns of one kind of money."""
        for column in self.columns(what):
            if column.source is not None:
                yield column.source, column.number


def some(words: Iterable[str]) -> str:
    """Write the first of a list, and how many more there are.

    Examples
    --------
    >>> some("AB"), some("ABCDEFGH")
    ('A、B', 'A、B、C、D、E、F +2')
    """
    listed = list(words)
    more = f" +{len(listed) - SHOWN}" if len(listed) > SHOWN else ""
    return "、".join(listed[:SHOWN]) + more


def of_households(
    households: Iterable[str], message: str, cells: tuple[int, ...], **values: object
) -> Answer:
    """Answer with the households that do not meet a demand; none is well."""
    ids = tuple(sorted(set(households)))
    if not ids:
        return Answer(True, Remark(message=N_("none found")), cells)
    says = Remark(message=message, values={"count": len(ids), **values})
    return Answer(False, says, cells, ids)
