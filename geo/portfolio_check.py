"""Whether a plan holds to what was demanded: counted anew, house by house."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from geo.plan_options import Options
from geo.portfolio_demand import Demand


def require_held(options: Options, demand: Demand, rows: np.ndarray) -> None:
    """Refuse a plan that breaks a demand, whoever made it.

    Raises
    ------
    ArithmeticError
        Naming what is broken; this is a fault of the program, not of the demand.
    """
    if broken := [*what_breaks(options, demand, rows)]:
        raise ArithmeticError(f"the plan breaks: {', '.join(broken)}")


def what_breaks(options: Options, demand: Demand, rows: np.ndarray) -> Iterator[str]:
    """Name each demand that chosen options break; in whole yuan and households."""
    plan = options.take(rows)
    if len(np.unique(plan.house)) < len(plan):
        yield "two measures for one house"
    yield from _villages(plan, demand)
    yield from _towns(plan, demand)
    if len(plan) > demand.capacity.get(None, len(plan)):
        yield "capacity of the county"
    if set(demand.keep_houses) - set(plan.house.tolist()):
        yield "houses to keep"
    if set(demand.drop_houses) & set(plan.house.tolist()):
        yield "houses to drop"
    yield from _money(plan, demand)


def _villages(plan: Options, demand: Demand) -> Iterator[str]:
    villages, counts = np.unique(plan.village, return_counts=True)
    opened = set(villages.tolist())
    if len(counts) and counts.min() < demand.min_cluster:
        yield "the least cluster"
    if demand.most_villages is not None and len(opened) > demand.most_villages:
        yield "number of villages"
    if set(demand.keep) - opened:
        yield "villages to keep"
    if set(demand.drop) & opened:
        yield "villages to drop"


def _towns(plan: Options, demand: Demand) -> Iterator[str]:
    towns, counts = np.unique(plan.town, return_counts=True)
    households = dict(zip(towns.tolist(), counts.tolist(), strict=True))
    for town, least in demand.floors.items():
        if households.get(town, 0) < least:
            yield f"floor of town {town}"
    for town, most in demand.capacity.items():
        if town is not None and households.get(town, 0) > most:
            yield f"capacity in town {town}"


def _money(plan: Options, demand: Demand) -> Iterator[str]:
    tasks = np.unique(plan.task).tolist()
    for size in range(1, len(tasks) + 1):
        for some in combinations(tasks, size):
            cost = int(plan.cost_cny[np.isin(plan.task, some)].sum())
            paying = (b.amount_cny for b in demand.budgets if b.tasks & set(some))
            if cost > sum(paying):
                yield f"budget for tasks {some}"


def paid_by(options: Options, demand: Demand, rows: np.ndarray) -> dict[str, int]:
    """Say what each budget pays, in whole yuan.

    A budget that may pay for fewer tasks pays first: with the two tasks there are,
    that way the others always suffice for the rest.
    """
    task, cost = options.task[rows], options.cost_cny[rows]
    owed = {int(t): int(cost[task == t].sum()) for t in np.unique(task)}
    paid = {}
    for budget in sorted(demand.budgets, key=lambda budget: len(budget.tasks)):
        left = budget.amount_cny
        for one in sorted(budget.tasks & owed.keys()):
            part = min(left, owed[one])
            owed[one] -= part
            left -= part
        paid[budget.name] = budget.amount_cny - left
    return {budget.name: paid[budget.name] for budget in demand.budgets}
