"""What a plan can gain at most: prices of the rows, and the bound they prove."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from geo.portfolio_model import NO_LIMIT, Model
from geo.portfolio_states import NEVER


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A model whose rows have prices, in ``GAIN_STEP`` for a unit of the row.

    The gain of a plan is ``bound`` less its regret: that of each house (``take`` or
    ``leave``), of each village (``worth``, ``surplus``), and the price of what is left
    of each row.  All are integers, none is negative, so the bound needs no tolerance.

    Attributes
    ----------
    prices, limits : int64 arrays, one per row
        A positive price is of the most, a negative one of the least.
    bound : int
    worth : int64 array, one per village
        Of opening it, at these prices, at best.
    surplus : int64 array, one per village
        Forgone with each household beyond the least cluster.
    take : int64 array, one per column
    leave : int64 array, one per type
        Forgone with each house that gets this measure, or none.
    """

    prices: np.ndarray
    limits: np.ndarray
    bound: int
    worth: np.ndarray
    surplus: np.ndarray
    take: np.ndarray
    leave: np.ndarray


def matrix_of(model: Model) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Return the model as a matrix, least and most; columns, then villages.

    First a row for each type (no more houses than there are, none in a closed
    village), then one for each village (its cluster), then those of the model.  The
    limits of a type are on its village's opening, which makes the relaxation as tight
    as a village can be described by rows.
    """
    columns, types = len(model.column_type), len(model.type_village)
    villages = len(model.villages)
    width = columns + villages
    opening = columns + model.type_village
    at = (
        np.r_[model.column_type, np.arange(types)],
        np.r_[np.arange(columns), opening],
    )
    of_type = csr_array(
        (np.r_[np.ones(columns), -model.type_houses], at), shape=(types, width)
    )
    own = model.type_village[model.column_type]
    cluster = np.full(villages, -model.min_cluster)
    at = (np.r_[own, np.arange(villages)], np.arange(width))
    of_village = csr_array(
        (np.r_[np.ones(columns), cluster], at), shape=(villages, width)
    )
    limits = [np.r_[row.columns, row.villages] for row in model.rows]
    parts = [of_type, of_village, *(csr_array(limit[None]) for limit in limits)]
    least = [row.least for row in model.rows]
    most = [row.most for row in model.rows]
    must = np.where(model.type_must, 0.0, -np.inf)
    return (
        vstack(parts, format="csr"),
        np.r_[must, np.zeros(villages), least],
        _open_ended(np.r_[np.zeros(types), np.full(villages, np.inf), most]),
    )


def _open_ended(most: np.ndarray) -> np.ndarray:
    return np.where(most >= NO_LIMIT, np.inf, most)


def bounds_of(model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and most of each column, then of each village."""
    most = model.type_houses[model.column_type]
    least = np.r_[np.zeros(len(most)), model.village_must]
    return least, np.r_[most, np.ones(len(model.villages))].astype(np.float64)


def row_prices(model: Model) -> np.ndarray | None:
    """Return a price for each row of the model; ``None`` if no plan can be.

    They are the duals of the relaxation (HiGHS), rounded: any prices prove a bound,
    and these a good one.
    """
    if not model.rows or not len(model.column_type):
        return np.zeros(len(model.rows), dtype=np.int64)
    matrix, least, most = matrix_of(model)
    lower, upper = np.isfinite(least), np.isfinite(most)
    low, high = bounds_of(model)
    found = linprog(
        np.r_[-model.column_units.astype(np.float64), np.zeros(len(model.villages))],
        A_ub=vstack([matrix[upper], -matrix[lower]]),
        b_ub=np.r_[most[upper], -least[lower]],
        bounds=np.c_[low, high],
        method="highs",
    )
    if found.x is None:
        return None
    dual = np.zeros((2, len(most)))
    dual[0, upper] = found.ineqlin.marginals[: upper.sum()]
    dual[1, lower] = found.ineqlin.marginals[upper.sum() :]
    prices = (dual[1] - dual[0])[len(most) - len(model.rows) :]
    return np.rint(prices).astype(np.int64)


def priced(model: Model, prices: np.ndarray) -> Priced:
    """Compute the bound that prices prove, and each choice's regret against it."""
    most = np.array([row.most for row in model.rows], dtype=np.int64)
    least = np.array([row.least for row in model.rows], dtype=np.int64)
    prices = np.where((prices > 0) & (most >= NO_LIMIT), 0, prices)
    limits = np.where(prices > 0, most, np.where(prices < 0, least, 0))
    value = model.column_units.copy()
    opening = np.zeros(len(model.villages), dtype=np.int64)
    for price, row in zip(prices, model.rows, strict=True):
        value -= price * row.columns
        opening -= price * row.villages
    offer = np.full(len(model.type_village), -NEVER)
    np.maximum.at(offer, model.column_type, value)
    last = _last_of_cluster(model, offer)
    leave = np.maximum(offer - last[model.type_village], 0)
    worth = _worth(model, offer, last) + opening
    opened = np.where(model.village_must, worth, np.maximum(worth, 0))
    leave[model.type_must] = NEVER
    return Priced(
        prices=prices,
        limits=limits,
        bound=int(prices @ limits + opened.sum()),
        worth=worth,
        surplus=-last,
        take=_take(model, offer, last, value),
        leave=leave,
    )


def _take(
    model: Model, offer: np.ndarray, last: np.ndarray, value: np.ndarray
) -> np.ndarray:
    type_ = model.column_type
    above = offer - last[model.type_village]
    above = np.where(model.type_must, above, np.maximum(above, 0))
    return above[type_] - (value - last[model.type_village[type_]])


def _last_of_cluster(model: Model, offer: np.ndarray) -> np.ndarray:
    """Return, for each village, the value of the house that completes its cluster.

    0 where the cluster is complete without a house that costs more than it gains.
    """
    last = np.zeros(len(model.villages), dtype=np.int64)
    order = np.lexsort((-offer, ~model.type_must, model.type_village))
    village = model.type_village[order]
    before = np.cumsum(model.type_houses[order])
    starts = np.searchsorted(village, np.arange(len(model.villages)))
    passed = before - np.r_[0, before][starts[village]]
    completes = passed >= model.min_cluster
    for at in np.flatnonzero(
        completes & (passed - model.type_houses[order] < model.min_cluster)
    ):
        if not model.type_must[order[at]]:
            last[village[at]] = min(0, offer[order[at]])
    return last


def _worth(model: Model, offer: np.ndarray, last: np.ndarray) -> np.ndarray:
    village = model.type_village
    above = offer - last[village]
    above = np.where(model.type_must, above, np.maximum(above, 0))
    worth = np.zeros(len(model.villages), dtype=np.int64)
    houses = np.zeros(len(model.villages), dtype=np.int64)
    np.add.at(worth, village, above * model.type_houses)
    np.add.at(houses, village, model.type_houses)
    worth += last * model.min_cluster
    return np.where(houses < model.min_cluster, -NEVER, worth)
