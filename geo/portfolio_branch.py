"""The same choice by branch and bound (HiGHS), where settling needs too much memory."""

import warnings

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from geo.portfolio_bound import bounds_of, matrix_of, row_prices
from geo.portfolio_model import Model
from rules.errors import PlanningError
from rules.language import N_

# Not among the names scipy lists, but it passes them on to HiGHS word for word.
_EXACT = {"mip_rel_gap": 0.0, "mip_feasibility_tolerance": 1e-9}
_TIME_IS_UP = 1


def branch(
    model: Model, seconds_limit: float | None = None
) -> tuple[np.ndarray | None, float]:
    """Return how often each column is chosen, and the gap; ``None`` if none can be.

    Gains are whole numbers of ``GAIN_STEP``, so HiGHS's absolute gap of 1e-6 leaves
    room for no better plan.

    Raises
    ------
    PlanningError
        If time is up before any plan was found.
    """
    units = model.column_units.astype(np.float64)
    cost = np.r_[-units, np.zeros(len(model.villages))]
    found = _milp(model, cost, _EXACT | {"time_limit": seconds_limit})
    if found.x is None and found.status == _TIME_IS_UP:
        raise PlanningError(
            N_("no plan was found in {seconds} seconds; ask for less at a time"),
            seconds=f"{seconds_limit:g}",
        )
    if found.x is None:
        return None, 0.0
    chosen = np.rint(found.x[: len(units)]).astype(np.int64)
    return chosen, float(found.mip_gap) if found.status == _TIME_IS_UP else 0.0


def is_possible(model: Model, seconds_limit: float) -> bool:
    """Tell whether a plan that holds to the rows of a model was found in time."""
    if not len(model.column_type):
        return all(row.least <= 0 <= row.most for row in model.rows)
    if row_prices(model) is None:
        return False
    width = len(model.column_type) + len(model.villages)
    options = {"time_limit": max(seconds_limit, 0.0)}
    return _milp(model, np.zeros(width), options).x is not None


def _milp(model: Model, cost: np.ndarray, options: dict) -> OptimizeResult:
    matrix, least, most = matrix_of(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(*bounds_of(model)),
            constraints=LinearConstraint(matrix, least, most),
            options=options,
        )
