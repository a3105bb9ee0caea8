"""Why a house is in a plan or not (为什么不是我家), and what it would change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from desk.assessment import Assessed
from desk.plan_grounds import (
    OFFICE,
    Step,
    entitlement_steps,
    measure_steps,
    site_steps,
    unranked,
)
from desk.plan_limits import money_left_cny
from desk.planning import PlanFound, make_plan
from desk.workspace import Workspace
from geo.eligibility import Answer
from geo.precedence import order_clauses
from reports.proposal import MEASURE_WORDS
from rules.errors import PlanningError
from rules.language import N_
from rules.policy import Policy
from rules.remarks import Quantity, Remark


@dataclass(frozen=True, kw_only=True)
class HouseChoice:
    """Why a house is in a plan, or not.

    Attributes
    ----------
    chosen : bool
    measure : str
        Of ``RETROFITS``; ``""`` if it is not in the plan.
    steps : tuple of Step
    """

    household_id: str
    chosen: bool
    measure: str
    steps: tuple[Step, ...]


def why_house(workspace: Workspace, found: PlanFound, household_id: str) -> HouseChoice:
    """Explain why a house is in a plan, or why it is not (为什么不是我家).

    Raises
    ------
    PlanningError
        If there is no such household.
    """
    assessed = found.assessed
    position = position_of(assessed, household_id)
    own = found.houses[found.houses["position"] == position]
    steps = [
        *entitlement_steps(workspace, household_id),
        *site_steps(assessed, position),
        *measure_steps(workspace.policy, assessed, position),
        *_village(found, position),
    ]
    if own.empty:
        steps += _not_chosen(found, position, household_id)
    else:
        steps += _chosen(workspace.policy, found, own.iloc[0])
    return HouseChoice(
        household_id=household_id,
        chosen=not own.empty,
        measure="" if own.empty else str(own["measure"].iloc[0]),
        steps=tuple(steps),
    )


def position_of(assessed: Assessed, household_id: str) -> int:
    """Return where a household stands in the exposure.

    Raises
    ------
    PlanningError
        If there is no such household.
    """
    ids = assessed.exposure.household_id.to_numpy()
    place = np.flatnonzero(ids == household_id)
    if not len(place):
        raise PlanningError(N_("no household {id!r} on record"), id=household_id)
    return int(place[0])


def _village(found: PlanFound, position: int) -> Iterator[Step]:
    village = int(found.assessed.exposure.village[position])
    if village >= 0 and village not in found.ranked.index:
        reason = unranked(found.assessed, village)
        yield Step(remark=reason, answer=Answer.NO, basis=OFFICE)
    elif village >= 0:
        rank = int(found.ranked.loc[village, "rank"])
        message = N_("Its village has rank {rank} of {count}.")
        values = {"rank": rank, "count": len(found.ranked)}
        yield Step(remark=Remark(message=message, values=values), basis=OFFICE)


def _chosen(policy: Policy, found: PlanFound, row: pd.Series) -> Iterator[Step]:
    yield Step(
        remark=Remark(
            message=N_("It is in the plan: {measure}, {cost} yuan from {budget}."),
            values={
                "measure": MEASURE_WORDS[row["measure"]],
                "cost": f"{int(row['cost_cny']):,}",
                "budget": row["budget"],
            },
            words=("measure",),
        ),
        answer=Answer.YES,
    )
    count = int((found.houses["village"] == row["village"]).sum())
    yield Step(
        remark=Remark(
            message=N_("Among the {count} chosen houses of its village it has place "
                       "{place}: the most dangerous and the poorest come first."),
            values={"count": count, "place": int(row["place_in_village"])},
        ),
        clause="; ".join(dict.fromkeys(order_clauses(policy).values())),
        basis=OFFICE,  # which of the documents' orders counts first
    )  # fmt: skip


def _not_chosen(found: PlanFound, position: int, id_: str) -> Iterator[Step]:
    """Say what keeps a house out that could be in, by choosing again with it."""
    exposure, settings = found.assessed.exposure, found.settings
    if not (found.assessed.proposed.options.house == position).any():
        return
    village = exposure.village[position]
    if not (found.options.house == position).any():
        if village not in found.ranked.index:
            return  # why its village is not ranked has been said
        message = N_(
            "The settings leave it out: its village is not among the first {first}, "
            "or its measure is not allowed."
        )
        yield _no(message, first=settings.first or len(found.ranked))
    elif id_ in settings.drop_houses:
        yield _no(N_("The house was dropped by hand."))
    elif exposure.village_codes[village] in settings.drop:
        yield _no(N_("Its village was dropped by hand."))
    else:
        most = settings.most_villages
        if money_left_cny(found) and most and len(found.villages) >= most:
            message = N_("At most {most} villages may be opened, though money is left.")
            yield _no(message, most=most)
        yield _with_it(found, id_)


def _no(message: str, **values: object) -> Step:
    return Step(remark=Remark(message=message, values=values), answer=Answer.NO)


def _with_it(found: PlanFound, id_: str) -> Step:
    """Choose again with the house kept: what it would cost the others."""
    keep = (*found.settings.keep_houses, id_)
    try:
        other = make_plan(found.assessed, replace(found.settings, keep_houses=keep))
    except PlanningError as error:
        reason = Remark(message=error.message, values=error.values)
        return _no(N_("It cannot be in: {reason}"), reason=reason)
    left = set(found.houses["household_id"]) - set(other.houses["household_id"])
    fewer = max(0.0, found.plan.gain - other.plan.gain)
    message = N_(
        "If it were in, {left} chosen households would leave, and {fewer} fewer "
        "would be kept from heavily damaged houses."
    )
    return _no(message, left=len(left), fewer=Quantity(fewer, N_("people")))
