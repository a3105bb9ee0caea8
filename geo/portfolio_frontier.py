"""What a demand costs, and what more money brings."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.plan_options import STEPS_A_PERSON, Options
from geo.portfolio import solve
from geo.portfolio_demand import Budget, Demand, Plan
from geo.portfolio_model import gain_units

_PRICE_COLUMNS = ("kind", "name", "moved_by", "gain_change")


def floor_prices(options: Options, demand: Demand, plan: Plan) -> pd.DataFrame:
    """Price each demand: solve again with it moved by one unit.

    A floor, the least cluster: one household less; a capacity, the number of villages:
    one more; a budget: more by the cheapest cost that it may pay.

    Parameters
    ----------
    plan : Plan
        The best plan for this demand; it shortens the search.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (floor, capacity, min_cluster, most_villages, budget), ``name`` (the
        town, ``None``, or the budget's name), ``moved_by`` and ``gain_change``, in
        people, never below 0: what the demand as it stands forgoes.
    """
    rows = [
        (kind, name, moved_by, _more(options, moved, plan, _limit(kind, name)))
        for kind, name, moved_by, moved in _moved(options, demand)
    ]
    return pd.DataFrame(rows, columns=list(_PRICE_COLUMNS))


_LIMITS = {"most_villages": "villages", "budget": "budget"}


def _limit(kind: str, name: int | str | None) -> tuple[str, int | None] | None:
    """Return the limit of :attr:`Plan.watched` that stands for a demand."""
    if kind in _LIMITS:
        return _LIMITS[kind], None
    if kind == "min_cluster":
        return None
    return ("capacity", None) if name is None else ("town", name)


def _more(options: Options, demand: Demand, plan: Plan, limit: tuple | None) -> float:
    if limit and plan.watched is not None and limit not in plan.watched:
        return 0.0
    moved = solve(options, demand, known=plan)
    units = gain_units(options)
    change = int(units[moved.rows].sum()) - int(units[plan.rows].sum())
    return change / STEPS_A_PERSON


def _moved(
    options: Options, demand: Demand
) -> Iterator[tuple[str, int | str | None, int, Demand]]:
    for town, least in demand.floors.items():
        if least > 0:
            floors = {**demand.floors, town: least - 1}
            yield "floor", town, -1, replace(demand, floors=floors)
    for town, most in demand.capacity.items():
        capacity = {**demand.capacity, town: most + 1}
        yield "capacity", town, 1, replace(demand, capacity=capacity)
    if demand.min_cluster > 1:
        fewer = replace(demand, min_cluster=demand.min_cluster - 1)
        yield "min_cluster", None, -1, fewer
    if demand.most_villages is not None:
        more = replace(demand, most_villages=demand.most_villages + 1)
        yield "most_villages", None, 1, more
    for at, budget in enumerate(demand.budgets):
        step = _cheapest(options, budget)
        more = replace(budget, amount_cny=budget.amount_cny + step)
        budgets = (*demand.budgets[:at], more, *demand.budgets[at + 1 :])
        yield "budget", budget.name, step, replace(demand, budgets=budgets)


def _cheapest(options: Options, budget: Budget) -> int:
    payable = options.cost_cny[np.isin(options.task, list(budget.tasks))]
    return int(payable.min()) if len(payable) else 0


def frontier(
    options: Options, demand: Demand, budgets_cny: Sequence[int]
) -> pd.DataFrame:
    """Solve for several amounts of money: the Pareto front of cost and risk removed.

    Parameters
    ----------
    budgets_cny : sequence of int
        Whole yuan of all budgets together, which grow and shrink in proportion; what
        rounding leaves over goes to a later one.

    Returns
    -------
    pandas.DataFrame
        Ascending ``budget_cny``, with ``gain`` (people, never falling), ``cost_cny``,
        ``households`` and ``villages``.

    Raises
    ------
    PlanningError
        If an amount is too little for the demands.
    """
    rows = []
    known = None
    for amount in sorted(set(budgets_cny)):
        scaled = replace(demand, budgets=_scaled(demand.budgets, amount))
        fits = known is not None and _grows(rows[-1]["shares"], scaled.budgets)
        known = solve(options, scaled, known=known if fits else None)
        rows.append(
            {
                "budget_cny": amount,
                "gain": known.gain,
                "cost_cny": known.cost_cny,
                "households": len(known.rows),
                "villages": len(known.villages),
                "shares": scaled.budgets,
            }
        )
    return pd.DataFrame(rows).drop(columns="shares")


def _grows(before: tuple[Budget, ...], after: tuple[Budget, ...]) -> bool:
    pairs = zip(before, after, strict=True)
    return all(old.amount_cny <= new.amount_cny for old, new in pairs)


def _scaled(budgets: tuple[Budget, ...], amount_cny: int) -> tuple[Budget, ...]:
    """Share an amount out by whole yuan; with more of it, no budget gets less."""
    amounts = [budget.amount_cny for budget in budgets]
    ends = np.cumsum([0, *amounts]).tolist()
    whole = max(ends[-1], 1)
    cuts = [amount_cny * end // whole for end in ends]
    return tuple(
        replace(budget, amount_cny=cuts[at + 1] - cuts[at])
        for at, budget in enumerate(budgets)
    )
