"""Which demand cannot hold: found by dropping one at a time."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from geo.plan_options import Options
from geo.portfolio_branch import is_possible
from geo.portfolio_demand import Demand
from geo.portfolio_model import build_model
from rules.errors import PlanningError
from rules.language import N_

SECONDS_LIMIT = 20.0
_SEVERAL = N_(
    "no plan can hold to all demands together, and no single one was found that could "
    "be dropped to allow one; ask for less, or for more money"
)


class Dropped(NamedTuple):
    """A demand without one of its parts, and how to say that part."""

    message: str
    values: dict[str, Any]
    rest: Demand


def blamed(options: Options, demand: Demand) -> PlanningError:
    """Return the error that names a demand without which a plan is possible.

    Of several it names the one that is easiest to give up.
    """
    until = time.monotonic() + SECONDS_LIMIT
    for message, values, rest in without_each(options, demand):
        left = until - time.monotonic()
        if left > 0 and can_hold(options, rest, left):
            return PlanningError(message, **values)
    return PlanningError(_SEVERAL)


def can_hold(options: Options, demand: Demand, seconds_limit: float) -> bool:
    """Tell whether a plan that holds to a demand was found in time."""
    if not has_all_kept(options, demand):
        return False
    return is_possible(build_model(options, demand), seconds_limit)


def has_all_kept(options: Options, demand: Demand) -> bool:
    """Tell whether what is to be kept can be in a plan at all."""
    payable = {task for budget in demand.budgets for task in budget.tasks}
    open_ = [
        (house, village)
        for house, village, task in zip(
            options.house.tolist(),
            options.village.tolist(),
            options.task.tolist(),
            strict=True,
        )
        if task in payable and village not in demand.drop
        if house not in demand.drop_houses
    ]
    houses, villages = {h for h, _ in open_}, {v for _, v in open_}
    return demand.keep_houses <= houses and demand.keep <= villages


def without_each(options: Options, demand: Demand) -> Iterator[Dropped]:
    """Yield the demand without each of its parts, the least painful first."""
    yield from _kept(demand)
    if demand.min_cluster > 1:
        message = N_("no plan can hold to the least cluster of {amount} households")
        yield Dropped(
            message, {"amount": demand.min_cluster}, replace(demand, min_cluster=1)
        )
    if demand.most_villages is not None:
        message = N_("no plan can hold to {amount} villages at most")
        values = {"amount": demand.most_villages}
        yield Dropped(message, values, replace(demand, most_villages=None))
    yield from _towns(demand)
    yield from _money(options, demand)


def _kept(demand: Demand) -> Iterator[Dropped]:
    kept = {
        "keep_houses": N_("no plan can keep the {amount} houses that are to be kept"),
        "keep": N_("no plan can keep the {amount} villages that are to be kept"),
        "drop_houses": N_("no plan can do without the {amount} houses to be left out"),
        "drop": N_("no plan can do without the {amount} villages to be left out"),
    }
    for name, message in kept.items():
        if amount := len(getattr(demand, name)):
            rest = replace(demand, **{name: frozenset()})
            yield Dropped(message, {"amount": amount}, rest)


def _towns(demand: Demand) -> Iterator[Dropped]:
    kinds = {
        "floors": N_("no plan can hold to the floor of {amount} households in {town}"),
        "capacity": N_("no plan can hold to {amount} households at most in {town}"),
    }
    whole = N_("no plan can hold to {amount} households at most in the county")
    for kind, message in kinds.items():
        limits = getattr(demand, kind)
        for town, amount in limits.items():
            rest = {other: n for other, n in limits.items() if other != town}
            name = demand.town_names.get(town, str(town))
            values = {"amount": amount} | ({} if town is None else {"town": name})
            said = whole if town is None else message
            yield Dropped(said, values, replace(demand, **{kind: rest}))


def _money(options: Options, demand: Demand) -> Iterator[Dropped]:
    message = N_("no plan can be paid with {amount} yuan of {budget}")
    everything = int(options.cost_cny.sum())
    for at, budget in enumerate(demand.budgets):
        more = replace(budget, amount_cny=budget.amount_cny + everything)
        budgets = (*demand.budgets[:at], more, *demand.budgets[at + 1 :])
        values = {"amount": budget.amount_cny, "budget": budget.name}
        yield Dropped(message, values, replace(demand, budgets=budgets))
