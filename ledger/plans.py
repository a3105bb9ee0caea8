"""Plans on record: those that were computed and kept, and what one of them gives whom.

A scenario is a draft until it is frozen as the plan of record of a year; another one
that is frozen for the same year takes its place.  A plan of record is not edited: its
houses are tasks, and what was decided stays readable.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.plan_schema import planned_house as house_table
from ledger.plan_schema import scenario as scenario_table
from ledger.store import Ledger, as_of, as_of_household
from rules.errors import PlanningError
from rules.language import N_

DRAFT, OF_RECORD, SUPERSEDED, DROPPED = STATES = (
    "draft",
    "of_record",
    "superseded",
    "dropped",
)

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A plan that was computed and kept.

    Attributes
    ----------
    year : int
        Of the programme it is for.
    settings, summary : mapping
        What was asked, and what came of it: JSON objects.  The summary holds totals
        only; leaders read it.
    policy : str
        The document whose rules it was computed by.
    position : int
        State of the households it was computed from (``Exposure.position``).
    version : int
        What an edit must have seen; 0 if it is not on record yet.
    """

    scenario_id: str
    name: str
    year: int
    settings: Mapping[str, Any]
    summary: Mapping[str, Any]
    budget_cny: int
    made_on: date
    policy: str
    position: int
    state: str = DRAFT
    frozen_on: date | None = None
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class PlannedHouse:
    """What a plan gives to a household.

    Attributes
    ----------
    measure : str
        One of :data:`rules.vocabulary.RETROFITS`.
    budget : str or None
        Which one pays; ``None`` if several do.
    place_in_village : int or None
        1 is first.
    """

    household_id: str
    village_code: str
    task: str
    measure: str
    way: str
    cost_cny: int
    budget: str | None = None
    place_in_village: int | None = None
    reason: str | None = None


OWN = tuple(field.name for field in fields(Scenario) if field.name != "version")
HOUSE_FIELDS = tuple(field.name for field in fields(PlannedHouse))


def scenarios(ledger: Ledger, on: date | None = None) -> list[Scenario]:
    """Return the plans that were not dropped, the one changed last first."""
    found = [one for one in _scenarios(ledger, on) if one.state != DROPPED]
    # What was superseded at that moment stands below what took its place.
    return sorted(found, key=lambda one: (-one.version, one.state != OF_RECORD))


def scenario(ledger: Ledger, scenario_id: str, on: date | None = None) -> Scenario:
    """Return one plan, dropped or not.

    Raises
    ------
    PlanningError
        If there is none of that number.
    """
    for one in _scenarios(ledger, on, scenario_table.c.scenario_id == scenario_id):
        return one
    raise PlanningError(N_("no plan {id!r} on record"), id=scenario_id)


def plan_of_record(
    ledger: Ledger, year: int | None = None, on: date | None = None
) -> Scenario | None:
    """Return the plan of record of a year, or of the newest year that has one."""
    kept = [one for one in scenarios(ledger, on) if one.state == OF_RECORD]
    kept = [one for one in kept if year in (None, one.year)]
    return max(kept, key=lambda one: one.year, default=None)


def planned_houses(
    ledger: Ledger, plan_id: str | None = None, on: date | None = None
) -> list[Row]:
    """Return the houses of a plan, or of all plans of record.

    Returns
    -------
    list of dict
        ``plan_id`` and the fields of :class:`PlannedHouse`, by village and place in
        it.
    """
    ids = [plan_id]
    if plan_id is None:
        kept = scenarios(ledger, on)
        ids = [one.scenario_id for one in kept if one.state == OF_RECORD]
    only = house_table.c.plan_id.in_(ids)
    state = as_of(house_table, ledger.position(on=on), only).subquery()
    names = ("plan_id", *HOUSE_FIELDS)
    found = ledger.rows(select(*[state.c[name] for name in names]))
    return sorted((dict(zip(names, row, strict=True)) for row in found), key=_place)


def plan_of_household(
    ledger: Ledger, household_id: str, on: date | None = None
) -> Row | None:
    """Return what the plan of record gives a household, ``None`` if nothing.

    If it stands in those of several years, that of the newest counts.

    Returns
    -------
    dict or None
        As :func:`planned_houses`, with ``name``, ``year`` and ``frozen_on``.
    """
    position = ledger.position(on=on)
    state = as_of_household(house_table, position, household_id).subquery()
    names = ("plan_id", *HOUSE_FIELDS)
    rows = list(ledger.rows(select(*[state.c[name] for name in names])))
    given = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    kept = scenarios(ledger, on) if given else []
    own = [o for o in kept if o.state == OF_RECORD and o.scenario_id in given]
    if not own:
        return None
    plan = max(own, key=lambda one: one.year)
    told = {name: getattr(plan, name) for name in ("name", "year", "frozen_on")}
    return given[plan.scenario_id] | told


def _scenarios(ledger: Ledger, on: date | None, *only: Any) -> Iterator[Scenario]:
    query = as_of(scenario_table, ledger.position(on=on), *only)
    with ledger.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        own = {name: row[name] for name in OWN}
        read = {name: json.loads(row[name]) for name in ("settings", "summary")}
        yield Scenario(**own | read, version=row["entry_seq"])


def _place(row: Row) -> tuple:
    place = row["place_in_village"]
    later = (place is None, place or 0)
    return row["plan_id"], row["village_code"], later, row["household_id"]
