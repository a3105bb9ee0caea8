"""A village's place in the list, a household's record and its verdicts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc

from desk.acting import reading
from desk.shelf import CountyShelf
from geo.eligibility import Answer
from ledger.reading import Reader
from ledger.roles import Acting
from rules.errors import PlanningError


@dataclass(frozen=True, kw_only=True)
class VillagePlace:
    """A village's place in the ranking; ``rank`` is ``None`` if unranked."""

    code: str
    name: str
    town: str
    rank: int | None
    ranked: int


@dataclass(frozen=True, kw_only=True)
class HouseholdWhy:
    """A household's record, the answer to each rule, and the steps of its case.

    Attributes
    ----------
    record : dict
        Columns of household and dwelling as the role may read them, names masked,
        and ``memberships`` (dicts); ``None`` where the role reads none.
    steps : list of (case_id, step, day)
        ``None`` where the role reads none.
    """

    household_id: str
    position: int
    village_code: str
    record: dict[str, Any]
    checks: list[dict[str, object]]
    steps: list[tuple[str, str, date]] | None


def place_of_village(shelf: CountyShelf, code: str) -> VillagePlace:
    """Tell a village's rank under the office's weights.

    Raises
    ------
    PlanningError
        If the ledger has no household there.
    """
    exposure, table = shelf.exposure(), shelf.ranking()
    if code not in exposure.village_codes:
        raise PlanningError("no household on record in village {code}", code=code)
    place = exposure.village_codes.index(code)
    return VillagePlace(
        code=code,
        name=exposure.village_names[place],
        town=exposure.town_names[place],
        rank=int(table.loc[place, "rank"]) if place in table.index else None,
        ranked=len(table),
    )


def why_household(
    shelf: CountyShelf, household_id: str, acting: Acting | None = None
) -> HouseholdWhy:
    """Explain what the law says of a household, to a planner if nobody is named.

    Raises
    ------
    PlanningError
        If there is no such household, or it lies outside of the area.
    """
    reader = reading(shelf.workspace, acting)
    record = reader.household(household_id)
    position = pc.index(shelf.exposure().household_id, household_id).as_py()
    if position < 0:
        raise PlanningError("no household {id!r} on record", id=household_id)
    return HouseholdWhy(
        household_id=household_id,
        position=position,
        village_code=record["village_code"],
        record=_record(reader, record),
        checks=_checks(shelf, position),
        steps=_steps(reader, household_id),
    )


def _record(reader: Reader, own: dict[str, Any]) -> dict[str, Any]:
    id_ = own["household_id"]
    house = reader.dwelling(id_) if reader.sees("dwelling") else None
    groups = None
    if reader.sees("membership"):
        groups = reader.of_household("membership", id_)
    return (house or {}) | own | {"memberships": groups}


def _steps(reader: Reader, household_id: str) -> list[tuple[str, str, date]] | None:
    if not reader.sees("case_step"):
        return None
    rows = reader.of_household("case_step", household_id)
    taken = [(row["case_id"], row["step"], row["on_date"]) for row in rows]
    return sorted(taken, key=lambda step: step[2])


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
        if task in policy.tasks
        for rule in policy.rules_of(task, today)
    ]
