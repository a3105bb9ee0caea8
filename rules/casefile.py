"""What is on record about one case, as the rules of casework look at it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """A step taken; ``passed`` of an acceptance, ``posted_on`` of a publicity."""

    step: str
    on: date
    passed: bool | None = None
    posted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Appraised:
    """A grade given to the house, and whether that was posted on it (rule H11)."""

    grade: str
    on: date
    third_party: bool | None = None
    disputed: bool | None = None
    posted_on: date | None = None
    meets_seismic_standard: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Paid:
    """A payment in whole yuan; a refund is negative."""

    source: str
    amount_cny: int
    kind: str
    payee: str
    on: date
    to_own_account: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Vacated:
    """An old house left behind (rules H8, W9); ``None`` is not known."""

    why: str
    moved_to: str | None = None
    threatens_neighbours: bool | None = None
    demolished_on: date | None = None
    water_off: bool | None = None
    power_off: bool | None = None
    cleared: bool | None = None
    locked: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """One case with everything a rule may ask of it; ``None`` is not known.

    Attributes
    ----------
    steps : tuple of StepDone
        In the order of their days.
    identity : bool or None
        Whether a competent department certified a protected group (rule G5).
    identity_on : date or None
        The first day of such a certificate.
    missing_departments : tuple of str
        Who could certify, where nobody has.
    eligible : bool or None
        Whether the household may enter the task on the day asked.
    documents : frozenset of str
        Kinds of documents on file (rule W12).
    """

    case_id: str
    household_id: str
    village_code: str
    task: str
    opened_on: date
    steps: tuple[StepDone, ...] = ()
    identity: bool | None = None
    identity_on: date | None = None
    missing_departments: tuple[str, ...] = ()
    eligible: bool | None = None
    groups: tuple[str, ...] = ()
    appraisals: tuple[Appraised, ...] = ()
    applied_by: str | None = None
    way: str | None = None
    builder: str | None = None
    occupants: int | None = None
    area_m2: float | None = None
    real_cost_cny: int | None = None
    seismic_strengthening: bool | None = None
    structural_design: bool | None = None
    decoration_only: bool | None = None
    beyond_task: bool | None = None
    moved_in_on: date | None = None
    documents: frozenset[str] = field(default_factory=frozenset)
    payments: tuple[Paid, ...] = ()
    vacated: tuple[Vacated, ...] = ()

    def done(self, step: str) -> StepDone | None:
        """Return a step as it was taken, ``None`` if it was not."""
        return next((taken for taken in self.steps if taken.step == step), None)
