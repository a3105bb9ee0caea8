"""What is on record and counts in a monthly form (rule R1), row by row.

Nobody's name is in it.  :mod:`ledger` reads it, :mod:`geo` counts it.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STARTED, FOUND, AGREEMENT = "works_started", "found", "agreement"  # steps
PAID, ALLOTTED, SECURED = "paid", "allotted", "secured"  # kinds of money


class CaseFact(NamedTuple):
    """A case; ``task`` is ``""`` where none is on record, other gaps are ``None``."""

    case_id: str
    household_id: str
    task: str
    way: str | None
    builder: str | None
    real_cost_cny: int | None


class StepFact(NamedTuple):
    """A step as it stands; ``passed`` is of an acceptance, ``None`` unknown."""

    case_id: str
    household_id: str
    step: str
    on: date
    passed: bool | None
    recorded_on: date


class MoneyFact(NamedTuple):
    """Money in whole yuan, a refund negative.

    ``case_id`` and ``household_id`` are ``""`` where it is nobody's in particular;
    ``task`` is ``None`` where it is not on record.
    """

    what: str  # PAID, ALLOTTED or SECURED
    thing_id: str
    case_id: str
    household_id: str
    source: str
    task: str | None
    amount_cny: int
    on: date
    kind: str  # of a payment; "" of other money
    recorded_on: date


class CertificateFact(NamedTuple):
    """A version of a household's entry on a list, in the order of recording."""

    household_id: str
    group: str
    certified_by: str | None
    certified_on: date | None
    removed: bool
    recorded_on: date


@dataclass(frozen=True, kw_only=True)
class FormFacts:
    """Everything that both forms count, as it was recorded up to an entry.

    Attributes
    ----------
    position : int
        That entry.
    recorded_to : date or None
        Its day; ``None`` if nothing is recorded.
    cases : dict of str to CaseFact
    steps : tuple of StepFact
        Found, agreed, started, accepted; none later than the month's last day.
    money : tuple of MoneyFact
        None later than the month's last day.
    certificates : tuple of CertificateFact
    village_of : dict of str to str
        By household; one that is not on the register has none.
    """

    position: int
    recorded_to: date | None
    cases: dict[str, CaseFact]
    steps: tuple[StepFact, ...]
    money: tuple[MoneyFact, ...]
    certificates: tuple[CertificateFact, ...]
    village_of: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What a form counts: from which day, to which, and how (the office's options).

    Attributes
    ----------
    completed_by : str
        The acceptance that completes a household.
    every_case : bool
        Whether a household with two cases counts twice.
    at_risk_as : str
        What a family at risk counts under; any word that is no group leaves it to
        the lists.
    """

    since: date
    until: date
    completed_by: str
    every_case: bool = False
    at_risk_as: str = ""

    def has(self, day: date) -> bool:
        """Tell whether a day counts."""
        return self.since <= day <= self.until
