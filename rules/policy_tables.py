"""The tables of a policy file, one class each; the clause says where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One test of one column."""

    column: str
    test: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a task asks of a household: it holds if any of its conditions holds."""

    id: str
    task: str
    clause: str
    since: date
    until: date | None = None  # exclusive: the first day the rule no longer binds
    basis: str = "document"  # or "office": a reading that no document prescribes
    conditions: tuple[Condition, ...]

    def in_force(self, on: date) -> bool:
        """Tell whether the rule binds on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A protected group, and the departments that may certify it (rule G5).

    Groups stand in the order in which a household with several is counted (rule
    G2); ``first`` is served first among the eligible (rule G3).
    """

    id: str
    certified_by: tuple[str, ...]
    clause: str
    first: bool = False
    basis: str = "document"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What a rule looks at, and who supplies it where it is missing.

    A household of which a fact marked ``first`` holds is served first among the
    eligible (rule G3).
    """

    id: str  # the column
    supplied_by: tuple[str, ...]  # departments, levels, "third_party"
    clause: str
    first: bool = False
    basis: str = "document"


@dataclass(frozen=True, kw_only=True)
class Reappraisal:
    """Whose house is appraised anew (rule H7)."""

    id: str
    groups: tuple[str, ...]
    clause: str
    grades: tuple[str, ...] = ()  # empty: all
    repaired: bool = False  # only where repaired since the last appraisal


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of casework (rule W2): who takes it, and what it completes."""

    id: str
    name: str
    milestone: str
    clause: str
    by: str  # one of LEVELS, rule A1
    optional: bool = False
    basis: str = "document"


@dataclass(frozen=True, kw_only=True)
class Publicity:
    """Where a step's result is posted (rule W3), for how many full days.

    ``days`` is ``None`` where the document states none: posting is asked for, its
    length is not.
    """

    id: str
    step: str
    place: str  # village, town or county
    days: int | None = None
    clause: str


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What must be on record before a step is taken (rules W4, W8, W9, W11, H6…)."""

    id: str
    step: str
    needs: str  # a word of rules.casework
    clause: str
    of: str = ""
    tasks: tuple[str, ...] = ()  # empty: all
    ways: tuple[str, ...] = ()  # empty: all
    basis: str = "document"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Days within which one step follows another; the first day does not count."""

    id: str
    start: str
    end: str
    days: int
    clause: str
    by: str  # who must act
    working_days: bool = False
    in_principle: bool = False  # 原则上


@dataclass(frozen=True, kw_only=True)
class Subsidy:
    """A reference standard in whole yuan (rule M1): below it warns."""

    id: str
    task: str
    ways: tuple[str, ...]
    at_least_cny: int
    clause: str
    more_if_strengthened: bool = False


@dataclass(frozen=True, kw_only=True)
class Paying:
    """To whom money goes, and how much in advance (rule M2)."""

    id: str
    payee: str
    clause: str
    builders: tuple[str, ...] = ()  # empty: all
    groups: tuple[str, ...] = ()  # empty: all
    agreement: bool = False  # only under a signed agreement
    advance_ratio: float | None = None


@dataclass(frozen=True, kw_only=True)
class Area:
    """Floor area of a rebuilt home (rule M4), for families of some size."""

    id: str
    clause: str
    persons_from: int = 1
    persons_to: int | None = None
    at_least_m2: float | None = None
    at_most_m2: float | None = None
    refuses: bool = False  # otherwise it warns (原则上)


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a complete case file holds (rule W12), from which step on."""

    id: str
    name: str
    clause: str
    from_step: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is reported monthly (rules R1, R2), and by which day of the month.

    ``paper`` is the form or notice whose filing or sending shows that it was done.
    """

    id: str
    name: str
    day: int
    clause: str
    of_last_month: bool = False  # what the month before came to
    paper: str = ""  # a word of PAPERS; empty: nothing on record shows it


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of the campaign, to be completed by a day (rule R4).

    ``milestone`` is what every case has come to by then; empty where the stage asks
    nothing of a case.
    """

    id: str
    name: str
    until: date
    clause: str
    milestone: str = ""  # a word of STAGE_MILESTONES
    basis: str = "document"


@dataclass(frozen=True, kw_only=True)
class Option:
    """A question the documents leave open, and what this office answers."""

    id: str
    value: Any
    options: tuple[Any, ...]
    says: str
    basis: str = "office"
    limit_ratio: float | None = None  # for an answer that names a limit


@dataclass(frozen=True, kw_only=True)
class Case:
    """A worked example that a policy file carries as its own proof."""

    says: str
    task: str
    on: date
    household: Mapping[str, Any]
    eligible: bool | None = None
