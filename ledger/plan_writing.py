"""Put plans on record: keep a draft, drop it, freeze one with the houses it names.

Each is done within a transaction; ``begin`` makes the entry once it is sure that
something is written.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.editing import Edit, require_fresh
from ledger.plan_schema import LONGEST_JSON
from ledger.plan_schema import planned_house as house_table
from ledger.plan_schema import scenario as scenario_table
from ledger.plans import (
    DRAFT,
    DROPPED,
    OF_RECORD,
    OWN,
    SUPERSEDED,
    PlannedHouse,
    Row,
    Scenario,
)
from ledger.schema import household
from ledger.store import as_of
from ledger.writing import Entry, Transaction
from rules.errors import PlanningError, SchemaError
from rules.language import N_
from rules.vocabulary import RETROFITS, TASKS, WAYS

ASKED_AT_ONCE = 500  # households in one query

Begin = Callable[[], Entry]


def save_scenario(transaction: Transaction, begin: Begin, wanted: Scenario) -> Scenario:
    """Put a draft on record, or change one; ``begin`` makes the entry if it is needed.

    Raises
    ------
    StaleEditError
        If it was changed after the version that ``wanted`` is of.
    PlanningError
        If it is no draft any more, or its settings or summary are too long.
    """
    row = _row(wanted)
    known = _fresh(transaction, wanted.scenario_id, wanted.version, row)
    if known is not None and known["state"] != DRAFT:
        raise _fixed(known)
    if known is not None and all(known[name] == row[name] for name in row):
        return wanted
    entry = begin()
    entry.write(scenario_table, [row])
    return replace(wanted, version=entry.seq)


def drop_scenario(
    transaction: Transaction, begin: Begin, scenario_id: str, version: int
) -> int:
    """Drop a draft or a plan of record; returns its new version.

    Raises
    ------
    StaleEditError
        If it was changed after ``version``.
    PlanningError
        If there is none, or another one has taken its place already.
    """
    known = _known(transaction, scenario_id, version, {"state": DROPPED})
    if known["state"] not in (DRAFT, OF_RECORD):
        raise _fixed(known)
    entry = begin()
    entry.write(scenario_table, [known | {"state": DROPPED}])
    return entry.seq


def freeze(
    transaction: Transaction,
    begin: Begin,
    seen: tuple[str, int],
    houses: Sequence[PlannedHouse],
    on: date,
) -> int:
    """Make a draft the plan of record of its year, with its houses, under one entry.

    Parameters
    ----------
    seen : tuple of (str, int)
        ``scenario_id``, and the version of it that was looked at.

    Returns
    -------
    int
        Its new version.

    Raises
    ------
    StaleEditError
        If it was changed after that version.
    PlanningError
        If it is no draft; if it has no house, one twice, or one that is not on
        record; or if the houses cost more than its budget.
    SchemaError
        If a task, measure or way is none.
    """
    wanted = {"state": OF_RECORD, "frozen_on": on}
    known = _known(transaction, *seen, wanted)
    if known["state"] != DRAFT:
        raise _fixed(known)
    _require_houses(known, houses)
    entry = begin()
    _require_on_record(entry, [house.household_id for house in houses])
    rows = [known | wanted, *_replaced(entry, known["year"])]
    entry.write(scenario_table, rows)
    own = {"plan_id": known["scenario_id"]}
    entry.write(house_table, (own | _house_row(house) for house in houses))
    return entry.seq


def _row(wanted: Scenario) -> Row:
    row = {name: getattr(wanted, name) for name in OWN}
    numbers = {n: int(row[n]) for n in ("year", "budget_cny", "position")}
    return row | numbers | {n: _json(row[n]) for n in ("settings", "summary")}


def _json(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=True)
    if len(text) > LONGEST_JSON:
        raise PlanningError(
            N_(
                "what is kept of a plan takes {length} characters, more than {most}; "
                "keep or drop whole villages instead of single houses"
            ),
            length=len(text),
            most=LONGEST_JSON,
        )
    return text


def _fresh(
    transaction: Transaction, scenario_id: str, version: int, wanted: Row
) -> Row | None:
    key = {"scenario_id": scenario_id}
    changes = {name: wanted[name] for name in wanted if name not in key}
    edit = Edit(scenario_table, key, changes, version)
    (known,) = require_fresh(transaction.connection, [edit])
    return known and {name: known[name] for name in OWN}


def _known(
    transaction: Transaction, scenario_id: str, version: int, wanted: Row
) -> Row:
    known = _fresh(transaction, scenario_id, version, wanted)
    if known is None:
        raise PlanningError(N_("no plan {id!r} on record"), id=scenario_id)
    return known


def _fixed(known: Row) -> PlanningError:
    return PlanningError(
        N_("plan {name} is no draft any more; save yours as a new plan"),
        name=known["name"],
    )


def _replaced(entry: Entry, year: int) -> Iterator[Row]:
    """Yield the plans of record of a year, as they are once another is frozen."""
    query = as_of(scenario_table, entry.seq - 1)
    for row in entry.connection.execute(query).mappings().all():
        if (row["year"], row["state"]) == (year, OF_RECORD):
            yield {name: row[name] for name in OWN} | {"state": SUPERSEDED}


def _require_houses(known: Row, houses: Sequence[PlannedHouse]) -> None:
    """Refuse houses that contradict their plan, or each other."""
    if not houses:
        raise PlanningError(
            N_("plan {name} has no house; nothing would become a task"),
            name=known["name"],
        )
    ((house, times),) = Counter(one.household_id for one in houses).most_common(1)
    if times > 1:
        raise PlanningError(N_("the plan names household {id} twice"), id=house)
    for words, values in (
        (TASKS, {one.task for one in houses}),
        (RETROFITS, {one.measure for one in houses}),
        (WAYS, {one.way for one in houses}),
    ):
        _require_words(values, words)
    cost_cny = sum(one.cost_cny for one in houses)
    if cost_cny > known["budget_cny"]:
        raise PlanningError(
            N_("the houses cost {cost} yuan, more than the budget of {budget}"),
            cost=f"{cost_cny:,}",
            budget=f"{known['budget_cny']:,}",
        )


def _require_words(values: set[str], words: Iterable[str]) -> None:
    for value in sorted(values.difference(words)):
        raise SchemaError(
            N_("{value!r} is none of: {known}"), value=value, known=", ".join(words)
        )


def _require_on_record(entry: Entry, ids: Sequence[str]) -> None:
    there: set[str] = set()
    for first in range(0, len(ids), ASKED_AT_ONCE):
        only = household.c.household_id.in_(ids[first : first + ASKED_AT_ONCE])
        state = as_of(household, entry.seq, only).subquery()
        there |= {*entry.connection.execute(select(state.c.household_id)).scalars()}
    missing = [one for one in ids if one not in there]
    if missing:
        raise PlanningError(
            N_(
                "{count} houses of the plan are not on record any more, such as {id}; "
                "compute it again"
            ),
            count=len(missing),
            id=missing[0],
        )


def _house_row(house: PlannedHouse) -> Row:
    row = vars(house) | {"cost_cny": int(house.cost_cny)}
    place = house.place_in_village
    return row | {"place_in_village": None if place is None else int(place)}
