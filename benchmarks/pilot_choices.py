"""Three ways to spend the same money: our plan and two plain rules.

A plain rule goes from village to village in its order and takes every house of a
village for which something is proposed, the neediest first and with the measure of
greatest gain per yuan, until the money or the number of villages is used up.  A house
that the rest of the money does not cover is passed over.
"""

from dataclasses import dataclass, replace

import numpy as np

from desk.assessment import Assessed
from desk.plan_settings import of_budget
from desk.plan_tables import MEASURES
from desk.planning import make_plan
from geo.plan_options import GAIN_STEP, Options
from geo.portfolio import solve
from rules.vocabulary import GRADES

PLAN, MOST_CD, NEAREST = "our plan", "most C/D first", "nearest the fault first"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Houses, each with its measure (position in ``RETROFITS``)."""

    name: str
    house: np.ndarray
    measure: np.ndarray
    villages: int
    cost_cny: int
    gain: float


def choices(
    assessed: Assessed,
    fault_m: np.ndarray,
    budget_cny: int,
    most_villages: int | None,
    without: str = "",
) -> tuple[Choice, Choice, Choice]:
    """Choose by our plan and by both rules.

    Parameters
    ----------
    assessed : Assessed
    fault_m : float64 array, one per village
        Distance to the nearest fault.
    budget_cny : int
    most_villages : int or None
        May be opened by each of the three.
    without : str
        A member of the damage ensemble that all three must do without.
    """
    found = make_plan(assessed, of_budget(budget_cny, most_villages=most_villages))
    options, plan = found.options, found.plan
    if without:
        options = regained(assessed, options, without)
        plan = solve(options, found.demand)
    limits = (budget_cny, most_villages)
    by_cd = by_rule(options, most_cd(assessed, options), *limits)
    by_fault = by_rule(options, np.argsort(fault_m, kind="stable"), *limits)
    return (
        _chosen(PLAN, options, plan.rows),
        _chosen(MOST_CD, options, by_cd),
        _chosen(NEAREST, options, by_fault),
    )


def regained(assessed: Assessed, options: Options, without: str) -> Options:
    """Return the options with their gains by the other members of the ensemble."""
    names = assessed.risk.branch_names
    kept = [at for at, name in enumerate(names) if name.split()[0] != without]
    where = np.searchsorted(assessed.rows, options.house)
    gain = assessed.risk.branches[kept][:, options.house].mean(axis=0, dtype=float)
    for code, measure in enumerate(MEASURES):
        own = options.measure == code
        left = assessed.after[measure].branches[kept][:, where[own]]
        gain[own] -= left.mean(axis=0, dtype=float)
    gain = np.rint(gain / GAIN_STEP) * GAIN_STEP
    return replace(options, gain=gain).take(gain > 0)


def most_cd(assessed: Assessed, options: Options) -> np.ndarray:
    """Order the villages by their entitled houses of grade C and D, most first."""
    houses, first = np.unique(options.house, return_index=True)
    bad = np.isin(assessed.exposure.grade[houses], [GRADES.index(g) for g in "CD"])
    villages = len(assessed.exposure.village_codes)
    counts = np.bincount(options.village[first], weights=bad, minlength=villages)
    return np.argsort(-counts, kind="stable")


def by_rule(
    options: Options, order: np.ndarray, budget_cny: int, most_villages: int | None
) -> np.ndarray:
    """Return the rows of ``options`` that a plain rule takes.

    Parameters
    ----------
    order : int array
        Villages, the first to be served first.
    """
    rows = best_of_each(options)
    place = np.argsort(order)[options.village[rows]]
    rows = rows[np.lexsort((options.need[rows], place))]
    taken: list[int] = []
    opened: set[int] = set()
    left_cny = budget_cny
    for row in rows:
        village = int(options.village[row])
        if village not in opened and len(opened) == most_villages:
            break
        if options.cost_cny[row] <= left_cny:
            left_cny -= int(options.cost_cny[row])
            opened.add(village)
            taken.append(int(row))
    return np.array(taken, dtype=np.int64)


def best_of_each(options: Options) -> np.ndarray:
    """Return for each house the row of greatest gain per yuan, then of least cost."""
    worth = options.gain / options.cost_cny
    order = np.lexsort((options.cost_cny, -worth, options.house))
    _, first = np.unique(options.house[order], return_index=True)
    return order[first]


def _chosen(name: str, options: Options, rows: np.ndarray) -> Choice:
    return Choice(
        name=name,
        house=options.house[rows],
        measure=options.measure[rows].astype(np.int64),
        villages=len(np.unique(options.village[rows])),
        cost_cny=int(options.cost_cny[rows].sum()),
        gain=float(options.gain[rows].sum()),
    )
