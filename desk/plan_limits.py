"""What a chosen village is worth to a plan, and what binds the plan besides money."""

from dataclasses import replace

import numpy as np

from desk.planning import PlanFound, make_plan
from rules.errors import PlanningError
from rules.language import N_
from rules.remarks import Quantity, Remark

TEN_THOUSAND = 10_000
PEOPLE = N_("people")


def money_left_cny(found: PlanFound) -> int:
    """Return what is not used though it would pay for one more house; else 0.

    Houses that the settings rule out, by rank or measure, do not count.
    """
    left = found.settings.budget_cny - found.plan.cost_cny
    options = found.options
    chosen = np.isin(options.house, found.houses["position"].to_numpy())
    others = options.cost_cny[~chosen]
    return left if len(others) and left >= others.min() else 0


def what_binds(found: PlanFound) -> Remark | None:
    """Say what keeps money from being used, and what would be without it.

    Returns
    -------
    Remark or None
        ``None`` where the money is used up.
    """
    left, most = money_left_cny(found), found.settings.most_villages
    if not left:
        return None
    if most is None or len(found.villages) < most:
        return Remark(
            message=N_(
                "{left} yuan are not used: a demand other than money binds; see what "
                "each one costs."
            ),
            values={"left": f"{left:,}"},
        )
    try:
        free = make_plan(found.assessed, replace(found.settings, most_villages=None))
    except PlanningError:
        return None
    return Remark(
        message=N_(
            "{left} yuan are not used, because at most {most} villages may be opened. "
            "Without that limit: {households} households in {villages} villages for "
            "{cost} yuan, {people} kept safe instead of {now}."
        ),
        values={
            "left": f"{left:,}",
            "most": most,
            "households": f"{len(free.houses):,}",
            "villages": len(free.villages),
            "cost": f"{free.plan.cost_cny:,}",
            "people": Quantity(free.saved.value, PEOPLE),
            "now": Quantity(found.saved.value, PEOPLE),
        },
    )


def worth_of(found: PlanFound, village: int) -> Remark | None:
    """Say why a village is in a plan: what its houses cost and save.

    Returns
    -------
    Remark or None
        ``None`` if it is not.
    """
    if village not in found.villages.index:
        return None
    table = found.villages
    per_money = table["people"] / table["cost_cny"] * TEN_THOUSAND
    row = table.loc[village]
    return Remark(
        message=N_(
            "In the plan, because {households} houses for {cost} yuan keep {people} "
            "from heavily damaged houses: {each} for every 10 000 yuan; the middle of "
            "the chosen villages has {middle}."
        ),
        values={
            "households": int(row["households"]),
            "cost": f"{int(row['cost_cny']):,}",
            "people": Quantity(float(row["people"]), PEOPLE),
            "each": Quantity(float(per_money[village]), PEOPLE),
            "middle": Quantity(float(per_money.median()), PEOPLE),
        },
    )


def without_village(found: PlanFound, code: str) -> Remark:
    """Choose again without a chosen village: who takes its place, at what loss."""
    keep = tuple(one for one in found.settings.keep if one != code)
    drop = (*found.settings.drop, code)
    try:
        other = make_plan(found.assessed, replace(found.settings, keep=keep, drop=drop))
    except PlanningError:
        return Remark(message=N_("Without it no plan holds to all demands."))
    new = ~other.villages["village_code"].isin(found.villages["village_code"])
    names = other.villages.loc[new, "village_name"].tolist()
    fewer = Quantity(max(0.0, found.plan.gain - other.plan.gain), PEOPLE)
    if not names:
        message = N_("Without it {fewer} fewer would be kept safe.")
        return Remark(message=message, values={"fewer": fewer})
    message = N_("Without it {villages} would come in, and {fewer} fewer be kept safe.")
    return Remark(
        message=message, values={"villages": "、".join(names), "fewer": fewer}
    )
