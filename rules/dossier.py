"""What a case file holds, and what is missing in it (rules W7, W10 to W12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from rules.casefile import Appraised, CaseFile, StepDone
from rules.language import N_
from rules.policy import Policy
from rules.policy_tables import Document, Step
from rules.policy_words import ACCEPTANCES, TABLES
from rules.reasons import Ground, Reason, no, unknown
from rules.vocabulary import GRADES, STEPS

DANGEROUS = GRADES[2:]
CLOSING = STEPS[-1]
TABLE_OF = MappingProxyType({kind: table for table, kind in TABLES.items()})


@dataclass(frozen=True, kw_only=True)
class Photographed:
    """A photograph of a visit: which part of the house, and where it was taken."""

    part: str | None = None
    longitude_degree: float | None = None
    latitude_degree: float | None = None

    def tells_place(self) -> bool:
        """Tell whether the picture says where it was taken."""
        return None not in (self.longitude_degree, self.latitude_degree)


def latest(file: CaseFile, step: str) -> StepDone | None:
    """Return a step as it was taken last: an acceptance may be taken again."""
    return next((done for done in reversed(file.steps) if done.step == step), None)


def ground_of(policy: Policy, row: Any) -> Ground:
    """Return where an entry of a policy stands, and in which document."""
    table = TABLE_OF[type(row)]
    return Ground(
        clause=row.clause,
        basis=getattr(row, "basis", "document"),
        document=policy.origins.get((table, row.id), policy.document),
    )


def row_of(policy: Policy, step: str) -> Step | None:
    """Return a step of a policy, ``None`` if it has none of that id."""
    return next((row for row in policy.steps if row.id == step), None)


def appraised_by(file: CaseFile, on: date) -> Appraised | None:
    """Return the last appraisal up to a day; of two on one day, that recorded last."""
    made = sorted((a for a in file.appraisals if a.on <= on), key=lambda a: a.on)
    return made[-1] if made else None


def is_dispute_open(file: CaseFile, on: date) -> bool:
    """Tell whether a disputed grade still waits for a third party (rule W7).

    A dispute is settled by a third party's appraisal that is not itself older than
    the disputed one; where none is recorded, nobody disputed.
    """
    made = [one for one in file.appraisals if one.on <= on]
    disputed = [one.on for one in made if one.disputed and not one.third_party]
    third = [one.on for one in made if one.third_party]
    return bool(disputed) and max(third, default=date.min) < max(disputed)


def missing_documents(
    file: CaseFile, policy: Policy, by_step: str | None = None
) -> tuple[Document, ...]:
    """List the papers that a complete file would hold and this one does not.

    Parameters
    ----------
    by_step : str, optional
        Due once this step is taken; the furthest step taken if not given.
    """
    order = [step.id for step in policy.steps]
    reached = [by_step] if by_step else [done.step for done in file.steps]
    furthest = max((order.index(step) for step in reached if step in order), default=-1)
    return tuple(
        paper
        for paper in policy.documents
        if order.index(paper.from_step) <= furthest and paper.id not in file.documents
    )


def acceptance_reasons(
    file: CaseFile, policy: Policy, ground: Ground, on: date
) -> Iterator[Reason]:
    """Say why a house has not passed every acceptance by a day (rule W11)."""
    for row in policy.steps:
        taken = latest(file, row.id)
        if row.id in ACCEPTANCES and (taken or not row.optional):
            yield from passing_reasons(row, taken, ground, on)


def passing_reasons(
    row: Step, taken: StepDone | None, ground: Ground, on: date
) -> Iterator[Reason]:
    """Say why one acceptance is not passed by a day."""
    if taken is None:
        yield no(ground, N_("{step} has not taken place"), step=row.name)
    elif taken.on > on:
        yield no(
            ground,
            N_("{step} took place on {day} only"),
            step=row.name,
            day=taken.on.isoformat(),
        )
    elif taken.passed is None:
        message = N_("it is not on record whether {step} was passed")
        yield unknown(ground, (row.by,), message, step=row.name)
    elif not taken.passed:
        message = N_("{step} was not passed on {day}: rectify, then accept again")
        yield no(ground, message, step=row.name, day=taken.on.isoformat())


def verification_gaps(
    *,
    seen: str | None,
    heard: str | None,
    defects: str | None,
    photographs: Sequence[Photographed],
) -> tuple[str, ...]:
    """List what a verification lacks of 看、听、记、拍 (rule W10).

    Parameters
    ----------
    seen, heard, defects : str or None
        What was observed, what the owner said, which defects; where there is no
        defect, the record says so in words.
    photographs : sequence of Photographed
        At least one, and each with the part of the house and the place.

    Returns
    -------
    tuple of str
        Message ids; empty if the verification is complete.
    """
    unnamed = N_("a photograph does not say which part of the house it shows")
    unplaced = N_("a photograph does not say where it was taken")
    told = {
        N_("observations (看) are missing"): _written(seen),
        N_("the owner's words (听) are missing"): _written(heard),
        N_("the defects (记) are missing; if there are none, say so"): _written(
            defects
        ),
        N_("photographs (拍) are missing"): bool(photographs),
        unnamed: all(_written(one.part) for one in photographs),
        unplaced: all(one.tells_place() for one in photographs),
    }
    return tuple(gap for gap, filled in told.items() if not filled)


def _written(text: str | None) -> bool:
    return bool(text and text.strip())
