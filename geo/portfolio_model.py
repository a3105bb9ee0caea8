"""The choice of a plan as integers: types of houses, columns, and rows that bind.

Houses of a village with the same menu (measures, costs, gains, tasks) and the same
structure and grade are one *type*; how many of a type get which measure is one integer,
a *column*.  A *row* limits a sum of columns and of opened villages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from geo.plan_options import STEPS_A_PERSON, Options
from geo.portfolio_demand import Demand

NO_LIMIT = np.iinfo(np.int64).max // 4


class Row(NamedTuple):
    """A limit: ``least <= columns + villages <= most``, all integers.

    ``town`` is ``None`` for a row that joins several towns.
    """

    kind: str
    least: int
    most: int
    town: int | None
    columns: np.ndarray
    villages: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Model:
    """Types, columns and rows; integers throughout.

    Attributes
    ----------
    column_type, column_cost_cny, column_units : int64 arrays, one per column
        ``units`` are gains in ``GAIN_STEP``.  Columns are sorted by type.
    type_village, type_houses : int64 arrays, one per type
    type_must : bool array
        Every house of the type is in the plan.
    villages, village_town : int64 arrays, one per village in the model
    village_must : bool array
    members : int64 arrays, of each type
        ``(houses, menu)`` positions in the options, the neediest house first.
    """

    column_type: np.ndarray
    column_cost_cny: np.ndarray
    column_units: np.ndarray
    type_village: np.ndarray
    type_houses: np.ndarray
    type_must: np.ndarray
    villages: np.ndarray
    village_town: np.ndarray
    village_must: np.ndarray
    members: tuple[np.ndarray, ...]
    rows: tuple[Row, ...]
    min_cluster: int


def build_model(options: Options, demand: Demand) -> Model:
    """Return the model of a choice; what can never be chosen is left out."""
    table = _worth_asking(options, demand)
    columns = _typed(options, table, demand)
    villages, inverse = np.unique(columns["village"], return_inverse=True)
    town = np.zeros(len(villages), dtype=np.int64)
    first = columns["option"]
    town[inverse[columns["type"]]] = options.town[first]
    model = Model(
        column_type=columns["type"],
        column_cost_cny=options.cost_cny[first].astype(np.int64),
        column_units=gain_units(options)[first],
        type_village=inverse,
        type_houses=np.array([len(m) for m in columns["members"]], dtype=np.int64),
        type_must=columns["must"],
        villages=villages.astype(np.int64),
        village_town=town,
        village_must=_must_open(villages, inverse, columns["must"], demand),
        members=columns["members"],
        rows=(),
        min_cluster=max(demand.min_cluster, 1),
    )
    rows = tuple(_rows(model, options.task[first], demand))
    return Model(**(vars(model) | {"rows": rows}))


def gain_units(options: Options) -> np.ndarray:
    """Return the gains as whole numbers of ``GAIN_STEP``."""
    return np.rint(options.gain * STEPS_A_PERSON).astype(np.int64)


def _must_open(
    villages: np.ndarray, village: np.ndarray, must: np.ndarray, demand: Demand
) -> np.ndarray:
    opened = np.isin(villages, list(demand.keep))
    opened[village[must]] = True
    return opened


def _worth_asking(options: Options, demand: Demand) -> np.ndarray:
    """Return a table (houses, menu) of option positions, -1 padded, houses ascending.

    Without what is dropped, what no budget may pay, and what another measure of the
    same house beats: as cheap or cheaper, as good or better, paid by as many budgets.
    """
    payers = _payers(demand)
    use = (payers[options.task] != 0) & (options.gain > 0)
    use &= ~np.isin(options.village, list(demand.drop))
    use &= ~np.isin(options.house, list(demand.drop_houses))
    rows = np.flatnonzero(use)
    rows = rows[
        np.lexsort((options.measure[rows], options.task[rows], options.house[rows]))
    ]
    house, which, counts = np.unique(
        options.house[rows], return_inverse=True, return_counts=True
    )
    place = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    table = np.full((len(house), max(counts, default=0)), -1, dtype=np.int64)
    table[which, place] = rows
    return _without_beaten(table, options, payers)


def _payers(demand: Demand) -> np.ndarray:
    """Return the budgets that may pay for each task, as bits."""
    tasks = 1 + max((t for b in demand.budgets for t in b.tasks), default=0)
    payers = np.zeros(max(tasks, 2), dtype=np.int64)
    for bit, budget in enumerate(demand.budgets):
        for task in budget.tasks:
            payers[task] |= 1 << bit
    return payers


def _without_beaten(
    table: np.ndarray, options: Options, payers: np.ndarray
) -> np.ndarray:
    units, cost = gain_units(options), options.cost_cny
    paid = payers[options.task]
    beaten = np.zeros(table.shape, dtype=bool)
    for a in range(table.shape[1]):
        for b in range(table.shape[1]):
            own, other = table[:, a], table[:, b]
            better = (own >= 0) & (other >= 0) & (a != b)
            better &= (cost[other] <= cost[own]) & (units[other] >= units[own])
            better &= (paid[own] & ~paid[other]) == 0
            beaten[:, a] |= better & ~beaten[:, b]
    table = np.where(beaten, -1, table)
    order = np.argsort(table < 0, axis=1, kind="stable")
    return np.take_along_axis(table, order, axis=1)


def _typed(options: Options, table: np.ndarray, demand: Demand) -> dict:
    """Merge houses that nothing tells apart; return columns and types."""
    offer = np.c_[
        options.task, options.measure, options.cost_cny, gain_units(options)
    ].astype(np.int64)
    _, offer_id = np.unique(offer, axis=0, return_inverse=True)
    menu = np.where(table >= 0, offer_id[table] if table.size else table, -1)
    first = table[:, 0] if table.size else np.zeros(0, dtype=np.int64)
    must = np.isin(options.house[first], list(demand.keep_houses))
    key = np.c_[options.village[first], options.klass[first], must, menu]
    kinds, of_house = np.unique(key, axis=0, return_inverse=True)
    by_need = np.lexsort((options.house[first], options.need[first], of_house))
    ends = np.cumsum(np.bincount(of_house, minlength=len(kinds)))
    groups = np.split(by_need, ends[:-1]) if len(kinds) else []
    members = tuple(table[group][:, table[group[0]] >= 0] for group in groups)
    sizes = [m.shape[1] for m in members]
    return {
        "type": np.repeat(np.arange(len(members)), sizes),
        "option": np.concatenate([m[0] for m in members] or [first]),
        "village": kinds[:, 0],
        "must": kinds[:, 2].astype(bool),
        "members": members,
    }


def _rows(model: Model, task: np.ndarray, demand: Demand) -> Iterator[Row]:
    count, villages = len(model.column_type), len(model.villages)
    none, every = np.zeros(villages, dtype=np.int64), np.ones(count, dtype=np.int64)
    yield from _budget_rows(model, task, demand, none)
    town = model.village_town[model.type_village[model.column_type]]
    limited = {*demand.floors, *demand.capacity} - {None}
    for place in sorted(limited):
        least = demand.floors.get(place, 0)
        # A floor opens a village, and no village is opened for less than a cluster.
        least = max(least, model.min_cluster) if least > 0 else 0
        most = demand.capacity.get(place, NO_LIMIT)
        yield Row("town", least, most, place, (town == place).astype(np.int64), none)
    if None in demand.capacity:
        yield Row("capacity", 0, demand.capacity[None], None, every, none)
    if demand.most_villages is not None:
        yield Row("villages", 0, demand.most_villages, None, every * 0, none + 1)


def _budget_rows(
    model: Model, task: np.ndarray, demand: Demand, none: np.ndarray
) -> Iterator[Row]:
    """Say that the budgets suffice: for no set of tasks more than those who may pay.

    That is when the flow from budgets to tasks exists (max-flow min-cut), so the flow
    itself needs no columns.  Divided by what all costs share, and rounded down.
    """
    tasks = np.unique(task).tolist()
    for size in range(1, len(tasks) + 1):
        for chosen in combinations(tasks, size):
            cost = np.where(np.isin(task, chosen), model.column_cost_cny, 0)
            paying = (b for b in demand.budgets if b.tasks & set(chosen))
            amount = sum(budget.amount_cny for budget in paying)
            step = max(int(np.gcd.reduce(cost)), 1)
            yield Row("budget", 0, amount // step, None, cost // step, none)
