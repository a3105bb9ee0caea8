"""The best plan within the demands: exact, with the proof that none is better."""

import time

import numpy as np

from geo.plan_options import STEPS_A_PERSON, Options
from geo.portfolio_blame import blamed, has_all_kept
from geo.portfolio_bound import priced, row_prices
from geo.portfolio_branch import branch
from geo.portfolio_check import paid_by, require_held
from geo.portfolio_demand import Budget, Demand, Plan
from geo.portfolio_model import Model, build_model, gain_units
from geo.portfolio_settle import settle
from geo.portfolio_states import TooManyStates

SECONDS_LIMIT = 60.0

__all__ = ["Budget", "Demand", "Plan", "solve"]


def solve(
    options: Options,
    demand: Demand,
    *,
    known: Plan | None = None,
    seconds_limit: float = SECONDS_LIMIT,
) -> Plan:
    """Choose houses and measures so that the most risk is removed.

    Parameters
    ----------
    options : Options
        At most one row of each house is chosen.
    demand : Demand
        Money, floors, capacity, clusters, and what to keep or drop.
    known : Plan, optional
        A plan that holds to the demand: it makes the search shorter, not different.
    seconds_limit : float
        For settling, and again for the branching that is tried where settling does
        not come to an end in time or memory; after that the plan is ``"stopped"``.

    Returns
    -------
    Plan
        Empty if nothing is demanded and nothing can be paid.

    Raises
    ------
    PlanningError
        If no plan can hold to the demands; it names one that cannot hold.
    """
    start = time.perf_counter()
    model = build_model(options, demand)
    chosen, gap, watched = _chosen(model, options, demand, known, seconds_limit)
    rows = _named(model, chosen)
    require_held(options, demand, rows)
    units = int(gain_units(options)[rows].sum())
    return Plan(
        rows=rows,
        villages=np.unique(options.village[rows]).astype(np.int32),
        gain=units / STEPS_A_PERSON,
        cost_cny=int(options.cost_cny[rows].sum()),
        by_budget=paid_by(options, demand, rows),
        status="stopped" if gap else "optimal",
        seconds=time.perf_counter() - start,
        gap=gap,
        proof="branched" if watched is None else "settled",
        watched=watched,
    )


def _chosen(
    model: Model,
    options: Options,
    demand: Demand,
    known: Plan | None,
    seconds_limit: float,
) -> tuple[np.ndarray, float, frozenset | None]:
    """Return the choice, its gap, and the rows that were watched if it was settled."""
    prices = row_prices(model) if has_all_kept(options, demand) else None
    if prices is None:
        raise blamed(options, demand)
    units = None if known is None else int(gain_units(options)[known.rows].sum())
    try:
        found = settle(model, priced(model, prices), units, seconds=seconds_limit)
    except TooManyStates:
        chosen, gap = branch(model, seconds_limit)
        if chosen is None:
            raise blamed(options, demand) from None
        return chosen, gap, None
    if found is None:
        raise blamed(options, demand)
    chosen, watched = found
    rows = [model.rows[at] for at in watched]
    return chosen, 0.0, frozenset((row.kind, row.town) for row in rows)


def _named(model: Model, chosen: np.ndarray) -> np.ndarray:
    """Name the houses of each type: the greatest gain to the neediest."""
    rows = [np.zeros(0, dtype=np.int64)]
    starts = np.searchsorted(model.column_type, np.arange(len(model.members) + 1))
    for type_, members in enumerate(model.members):
        columns = np.arange(*starts[type_ : type_ + 2])
        if not chosen[columns].any():
            continue
        order = np.argsort(-model.column_units[columns], kind="stable")
        places = np.repeat(order, chosen[columns][order])
        rows.append(members[np.arange(len(places)), places])
    return np.sort(np.concatenate(rows))
