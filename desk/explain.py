"""Why: a village's place in the list, a household's record and its verdicts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow.compute as pc

from desk.ranking import parts_of
from desk.shelf import CountyShelf
from geo.eligibility import Answer
from ledger.cases import steps_of
from ledger.households import record_of
from rules.errors import PlanningError


@dataclass(frozen=True, kw_only=True)
class VillageWhy:
    """A village's rank and what it is made of; ``rank`` is ``None`` if unranked."""

    code: str
    name: str
    town: str
    rank: int | None
    ranked: int
    score: float | None
    households: int
    entitled: int
    undecided: int
    parts: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class HouseholdWhy:
    """A household's record, the answer to each rule, and the steps of its case."""

    household_id: str
    position: int
    village_code: str
    record: dict[str, Any]
    checks: list[dict[str, object]]
    steps: list[tuple[str, str, date]]


def why_village(shelf: CountyShelf, code: str) -> VillageWhy:
    """Explain the rank of a village.

    Raises
    ------
    PlanningError
        If the ledger has no household there.
    """
    exposure = shelf.exposure()
    if code not in exposure.village_codes:
        raise PlanningError("no household on record in village {code}", code=code)
    place = exposure.village_codes.index(code)
    table = shelf.ranking()
    row = table.loc[place] if place in table.index else None
    return VillageWhy(
        code=code,
        name=exposure.village_names[place],
        town=exposure.town_names[place],
        rank=None if row is None else int(row["rank"]),
        ranked=len(table),
        score=None if row is None else float(row["score"]),
        households=int(np.count_nonzero(exposure.village == place)),
        entitled=0 if row is None else int(row["entitled"]),
        undecided=0 if row is None else int(row["undecided"]),
        parts=[] if row is None else parts_of(row),
    )


def why_household(shelf: CountyShelf, household_id: str) -> HouseholdWhy:
    """Explain what the law says of a household.

    Raises
    ------
    PlanningError
        If there is no such household.
    """
    ledger = shelf.workspace.ledger
    record = record_of(ledger, household_id)
    position = pc.index(shelf.exposure().household_id, household_id).as_py()
    if record is None or position < 0:
        raise PlanningError("no household {id!r} on record", id=household_id)
    return HouseholdWhy(
        household_id=household_id,
        position=position,
        village_code=record["village_code"],
        record=record,
        checks=_checks(shelf, position),
        steps=steps_of(ledger, household_id),
    )


def _checks(shelf: CountyShelf, position: int) -> list[dict[str, object]]:
    policy, today = shelf.workspace.policy, date.today()
    return [
        {
            "task": task,
            "rule": rule.id,
            "clause": rule.clause,
            "basis": rule.basis,
            "columns": [*dict.fromkeys(c.column for c in rule.conditions)],
            "answer": Answer(int(verdict.checks[rule.id][position])),
        }
        for task, verdict in shelf.judged().verdicts.items()
        for rule in policy.rules_of(task, today)
    ]
