"""Plans that are kept: named, compared, frozen as the plan of record."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from desk.case_hand import Hand
from desk.plan_records import Draft, freeze_plan, save_plan
from desk.plan_settings import to_json
from desk.planning import PlanFound
from ledger.plans import DRAFT, PlannedHouse, Scenario, scenarios
from reports.proposal import Estimate
from rules.vocabulary import RETROFITS


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What is different in a second plan.

    Attributes
    ----------
    enters, leaves : pandas.DataFrame
        Households only in the second, only in the first; rows of ``PlanFound.houses``.
    changes : pandas.DataFrame
        Households in both with another measure: ``household_id, before, after``.
    villages_enter, villages_leave : tuple of str
        Their names.
    cost_cny : int
        Second less first.
    people : float
        Kept from heavily damaged houses, second less first.
    """

    enters: pd.DataFrame
    leaves: pd.DataFrame
    changes: pd.DataFrame
    villages_enter: tuple[str, ...]
    villages_leave: tuple[str, ...]
    cost_cny: int
    people: float


def save(hand: Hand, name: str, found: PlanFound) -> Scenario:
    """Keep a plan under a name, as a draft; a draft of that name is replaced.

    Raises
    ------
    AccessError, PlanningError
        See :func:`desk.plan_records.save_plan`.
    """
    draft = Draft(
        name=name,
        year=hand.day.year,
        settings=json.loads(to_json(found.settings)),
        summary=summary_of(found),
        budget_cny=found.settings.budget_cny,
        position=found.assessed.exposure.position,
    )
    same = [
        one
        for one in scenarios(hand.workspace.ledger)
        if one.state == DRAFT and one.name == " ".join(name.split())
    ]
    if not same:
        return save_plan(hand, draft)
    kept = same[0]
    return save_plan(hand, draft, scenario_id=kept.scenario_id, version=kept.version)


def summary_of(found: PlanFound) -> dict[str, Any]:
    """Return the totals of a plan: nothing that tells of a household."""
    counts = found.houses["measure"].value_counts()
    return {
        "villages": len(found.villages),
        "households": len(found.houses),
        "cost_cny": found.plan.cost_cny,
        "people": _estimate(found.saved),
        "measures": {name: int(counts.get(name, 0)) for name in RETROFITS},
    }


def _estimate(estimate: Estimate) -> dict[str, float]:
    return asdict(estimate)


def freeze(hand: Hand, scenario_id: str, version: int, found: PlanFound) -> Scenario:
    """Make a saved plan the plan of record; its households become tasks.

    Raises
    ------
    AccessError, PlanningError, StaleEditError
        See :func:`desk.plan_records.freeze_plan`.
    """
    houses = [
        PlannedHouse(
            household_id=row.household_id,
            measure=row.measure,
            task=row.task,
            way=row.way,
            cost_cny=int(row.cost_cny),
            village_code=row.village_code,
            budget=row.budget if len(row.paid_cny) == 1 else None,
            place_in_village=int(row.place_in_village),
        )
        for row in found.houses.itertuples()
    ]
    return freeze_plan(hand, scenario_id, houses, version=version)


def compare(first: PlanFound, second: PlanFound) -> Compared:
    """Say who enters, who leaves, what it costs and what it saves."""
    one = first.houses.set_index("household_id")
    other = second.houses.set_index("household_id")
    both = one.index.intersection(other.index)
    changed = both[(one.loc[both, "measure"] != other.loc[both, "measure"]).to_numpy()]
    names_one = dict(first.villages[["village_code", "village_name"]].to_numpy())
    names_other = dict(second.villages[["village_code", "village_name"]].to_numpy())
    return Compared(
        enters=other[~other.index.isin(one.index)].reset_index(),
        leaves=one[~one.index.isin(other.index)].reset_index(),
        changes=pd.DataFrame(
            {
                "household_id": changed,
                "before": one.loc[changed, "measure"].to_numpy(),
                "after": other.loc[changed, "measure"].to_numpy(),
            }
        ),
        villages_enter=_only(names_other, names_one),
        villages_leave=_only(names_one, names_other),
        cost_cny=second.plan.cost_cny - first.plan.cost_cny,
        people=second.plan.gain - first.plan.gain,
    )


def _only(names: dict[str, str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for code, name in names.items() if code not in others)
