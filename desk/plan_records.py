"""Plans that were kept: saved, dropped, frozen as the plan of record (rule A1).

The county decides: its planner writes plans, leaders read what came of them, towns
read the houses that a plan of record gives them as tasks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex
from typing import Any

from desk.acting import reading
from desk.case_hand import Hand
from desk.workspace import Workspace
from ledger import plan_writing
from ledger.plans import (
    DROPPED,
    OF_RECORD,
    PlannedHouse,
    Scenario,
    scenario,
    scenarios,
)
from ledger.roles import Acting, require_may_act
from ledger.schema import scenario as table
from rules.errors import PlanningError
from rules.language import N_

NAME_LENGTH = table.c.name.type.length
POLICY_LENGTH = table.c.policy.type.length
SCOPE = "plans"

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A plan that is to be kept, see :class:`ledger.plans.Scenario`.

    Attributes
    ----------
    summary : mapping
        Totals only: no household, and no count of people by village.
    position : int
        ``Exposure.position`` of the households it was computed from.
    """

    name: str
    year: int
    settings: Mapping[str, Any]
    summary: Mapping[str, Any]
    budget_cny: int
    position: int


def save_plan(
    hand: Hand, draft: Draft, *, scenario_id: str = "", version: int = 0
) -> Scenario:
    """Keep a plan as a draft: a new one, or one that was kept, as it is now.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If it has no name, is no draft any more, or is too long to be kept.
    StaleEditError
        If somebody changed it after ``version``.
    """
    policy = hand.policy
    wanted = Scenario(
        scenario_id=scenario_id or token_hex(8),
        name=_name(draft.name),
        year=draft.year,
        settings=draft.settings,
        summary=draft.summary,
        budget_cny=draft.budget_cny,
        made_on=hand.day,
        policy=f"{policy.adcode} {policy.document}"[:POLICY_LENGTH],
        position=draft.position,
        version=version,
    )
    return _save(hand, wanted, "save plan")


def rename_plan(hand: Hand, scenario_id: str, name: str, *, version: int) -> Scenario:
    """Give a draft another name; raises as :func:`save_plan` does."""
    known = scenario(hand.workspace.ledger, scenario_id)
    wanted = replace(known, name=_name(name), version=version)
    return _save(hand, wanted, "rename plan")


def drop_plan(hand: Hand, scenario_id: str, *, version: int) -> int:
    """Drop a draft, or a plan of record with the reason (the hand's note).

    Returns
    -------
    int
        Its new version.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError
        If there is no such plan, another one has taken its place, or a plan of record
        is dropped without a reason.
    StaleEditError
        If somebody changed it after ``version``.
    """
    _require_planner(hand)
    ledger = hand.workspace.ledger
    known = scenario(ledger, scenario_id)
    if known.state == OF_RECORD and not hand.note.strip():
        raise PlanningError(
            N_(
                "plan {name} is of record: say why it is dropped; the reason goes on "
                "record with your name"
            ),
            name=known.name,
        )
    with ledger.transaction() as transaction:
        return plan_writing.drop_scenario(
            transaction,
            lambda: hand.entry(transaction, "drop plan", scope=SCOPE),
            scenario_id,
            version,
        )


def freeze_plan(
    hand: Hand, scenario_id: str, houses: Sequence[PlannedHouse], *, version: int
) -> Scenario:
    """Make a draft the plan of record of its year; its houses become tasks.

    An earlier plan of record of that year is superseded.  All of it is one entry.

    Raises
    ------
    AccessError
        If this is not done by this role (rule A1).
    PlanningError, SchemaError
        As :func:`ledger.plan_writing.freeze`.
    StaleEditError
        If somebody changed it after ``version``.
    """
    _require_planner(hand)
    ledger = hand.workspace.ledger
    with ledger.transaction() as transaction:
        plan_writing.freeze(
            transaction,
            lambda: hand.entry(transaction, "freeze plan", scope=SCOPE),
            (scenario_id, version),
            houses,
            hand.day,
        )
    return scenario(ledger, scenario_id)


def saved_plans(
    workspace: Workspace, acting: Acting, on: date | None = None
) -> list[Row]:
    """Return the plans that were not dropped, as a role reads them, newest first.

    Returns
    -------
    list of dict
        Fields of :class:`ledger.plans.Scenario`; leaders read no ``settings``.

    Raises
    ------
    AccessError
        If the role reads no plans (rule A1).
    """
    rows = reading(workspace, acting).listed("scenario", on=on)
    told = [_decoded(row) for row in rows if row["state"] != DROPPED]
    return sorted(told, key=lambda row: (-row["version"], row["state"] != OF_RECORD))


def planned_for(
    workspace: Workspace, acting: Acting, *, area: str = "", on: date | None = None
) -> list[Row]:
    """Return the houses of the plans of record in a role's area, by village and place.

    Returns
    -------
    list of dict
        ``plan_id``, fields of :class:`ledger.plans.PlannedHouse`, and of their plan
        ``name`` and ``year``.

    Raises
    ------
    AccessError
        If the role does not read them, or the area is not its own (rule A1).
    """
    rows = reading(workspace, acting).listed("planned_house", area=area, on=on)
    kept = scenarios(workspace.ledger, on)
    plans = {one.scenario_id: one for one in kept if one.state == OF_RECORD}
    own = [row for row in rows if row["plan_id"] in plans]
    told = [
        row | {n: getattr(plans[row["plan_id"]], n) for n in ("name", "year")}
        for row in own
    ]
    return sorted(told, key=_place)


def is_behind(workspace: Workspace, plan: Scenario) -> bool:
    """Tell whether households or houses changed since a plan was computed."""
    return workspace.ledger.position("exposure") > plan.position


def _save(hand: Hand, wanted: Scenario, verb: str) -> Scenario:
    _require_planner(hand)
    with hand.workspace.ledger.transaction() as transaction:
        return plan_writing.save_scenario(
            transaction, lambda: hand.entry(transaction, verb, scope=SCOPE), wanted
        )


def _require_planner(hand: Hand) -> None:
    require_may_act(hand.acting, "county", hand.workspace.county_code)


def _name(told: str) -> str:
    name = " ".join(told.split())
    if not name:
        raise PlanningError(N_("a plan needs a name by which it is found again"))
    if len(name) > NAME_LENGTH:
        raise PlanningError(
            N_("the name of a plan has {length} letters, at most {most}"),
            length=len(name),
            most=NAME_LENGTH,
        )
    return name


def _decoded(row: Row) -> Row:
    told = [name for name in ("settings", "summary") if name in row]
    return row | {name: json.loads(row[name]) for name in told}


def _place(row: Row) -> tuple:
    place = row["place_in_village"]
    later = (place is None, place or 0)
    return -row["year"], row["village_code"], later, row["household_id"]
