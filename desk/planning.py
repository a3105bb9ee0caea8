"""Choose houses within a budget, and say what that is worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from desk.assessment import Assessed
from desk.plan_ranking import rank
from desk.plan_settings import PlanSettings, require_sound
from desk.plan_tables import MEASURES, houses_of, villages_of
from geo.exposure import Exposure
from geo.house_risk import interval
from geo.plan_options import Options, towns_of
from geo.portfolio import Budget, Demand, Plan, solve
from geo.portfolio_frontier import floor_prices, frontier
from reports.proposal import Estimate
from rules.adcode import Level
from rules.criteria import criteria
from rules.errors import PlanningError
from rules.language import N_
from rules.parameters import load_parameters
from rules.vocabulary import TASKS


@dataclass(frozen=True, kw_only=True)
class PlanFound:
    """A plan, and what it was made from.

    Attributes
    ----------
    settings : PlanSettings
    assessed : Assessed
    ranked : pandas.DataFrame
        Villages in the rank of record under the settings' weights.
    options : Options
        What the settings left to choose from.
    demand : Demand
    plan : Plan
    houses, villages : pandas.DataFrame
        See :mod:`desk.plan_tables`.
    saved : Estimate
        People kept from heavily damaged houses within 30 years.
    """

    settings: PlanSettings
    assessed: Assessed
    ranked: pd.DataFrame
    options: Options
    demand: Demand
    plan: Plan
    houses: pd.DataFrame
    villages: pd.DataFrame
    saved: Estimate


def make_plan(assessed: Assessed, settings: PlanSettings) -> PlanFound:
    """Choose the houses that remove most risk within what was asked for.

    Raises
    ------
    PlanningError
        If the settings mean nothing, or no plan meets them; says which demand
        cannot hold.
    """
    exposure = assessed.exposure
    require_sound(settings, exposure.village_codes, [p.id for p in criteria().parts])
    ranked = rank(assessed, settings)
    options = _left(assessed, settings, ranked)
    demand = demand_of(assessed, settings)
    _require_open(assessed, settings, options)
    plan = solve(options, demand)
    chosen = options.take(plan.rows)
    houses = houses_of(exposure, ranked, chosen, demand, plan.by_budget)
    return PlanFound(
        settings=settings,
        assessed=assessed,
        ranked=ranked,
        options=options,
        demand=demand,
        plan=plan,
        houses=houses,
        villages=villages_of(exposure, houses, ranked),
        saved=kept_by(assessed, chosen.house, chosen.measure),
    )


def _left(assessed: Assessed, settings: PlanSettings, ranked: pd.DataFrame) -> Options:
    """Leave what the settings allow: of ranked villages, measures not ruled out."""
    options = assessed.proposed.options
    allowed = [MEASURES.index(name) for name in settings.measures or MEASURES]
    first = ranked.index[: settings.first] if settings.first else ranked.index
    codes = assessed.exposure.village_codes
    kept = {codes.index(code) for code in settings.keep}
    kept |= set(assessed.exposure.village[_positions(assessed, settings.keep_houses)])
    villages = [*{*first.tolist(), *map(int, kept)}]
    mask = np.isin(options.measure, allowed) & np.isin(options.village, villages)
    return options.take(mask)


def _require_open(assessed: Assessed, settings: PlanSettings, options: Options) -> None:
    """Refuse to choose from nothing, or to keep what is not there; say which."""
    if not len(options) and not len(assessed.criteria):
        raise PlanningError(
            N_("no village can be chosen: nowhere is a family that may be entitled, on "
               "safe ground whose seismic risk is known; villages that are out may be "
               "kept by hand")
        )  # fmt: skip
    if not len(options):
        raise PlanningError(
            N_("no house to choose from: nobody here is entitled to a measure that "
               "fits the house; look at who is entitled, or allow more measures")
        )  # fmt: skip
    exposure = assessed.exposure
    for code in settings.keep:
        village = exposure.village_codes.index(code)
        if not (options.village == village).any():
            message = N_("{name} ({code}) is to be kept, but no measure fits any house "
                         "there whose family is entitled")  # fmt: skip
            name = exposure.village_names[village]
            raise PlanningError(message, name=name, code=code)
    for id_ in settings.keep_houses:
        if not np.isin(options.house, _positions(assessed, [id_])).any():
            message = N_("household {id} is to be kept, but no measure is open to it: "
                         "ask why it is not chosen")  # fmt: skip
            raise PlanningError(message, id=id_)


def demand_of(assessed: Assessed, settings: PlanSettings) -> Demand:
    """Return what a plan must keep to, by positions instead of codes."""
    codes, towns = assessed.exposure.village_codes, towns_of(assessed.exposure)
    tasks = {task: number for number, task in enumerate(TASKS)}
    return Demand(
        budgets=tuple(
            Budget(
                name=line.name,
                amount_cny=line.amount_cny,
                tasks=frozenset(tasks[task] for task in line.tasks or TASKS),
            )
            for line in settings.budgets
        ),
        floors={towns.index(town): least for town, least in settings.floors},
        capacity=(
            dict.fromkeys(range(len(towns)), settings.capacity)
            if settings.capacity
            else {}
        ),
        min_cluster=settings.min_cluster,
        most_villages=settings.most_villages,
        keep=frozenset(codes.index(code) for code in settings.keep),
        drop=frozenset(codes.index(code) for code in settings.drop),
        keep_houses=frozenset(_positions(assessed, settings.keep_houses)),
        drop_houses=frozenset(_positions(assessed, settings.drop_houses)),
        town_names=_town_names(assessed.exposure),
    )


def _town_names(exposure: Exposure) -> dict[int, str]:
    towns, pairs = towns_of(exposure), zip(exposure.village_codes, exposure.town_names,
                                           strict=True)  # fmt: skip
    return {towns.index(code[: int(Level.TOWN)]): name for code, name in pairs}


def _positions(assessed: Assessed, ids: Sequence[str]) -> list[int]:
    if not ids:
        return []
    place = pd.Index(assessed.exposure.household_id.to_pandas()).get_indexer([*ids])
    if (place < 0).any():
        unknown = ids[int(np.flatnonzero(place < 0)[0])]
        raise PlanningError(N_("no household {id!r} on record"), id=unknown)
    return [int(one) for one in place]


def kept_by(assessed: Assessed, houses: np.ndarray, measures: np.ndarray) -> Estimate:
    """Sum up what measures at houses remove, in each branch of the models first."""
    where = np.searchsorted(assessed.rows, houses)
    removed = assessed.risk.branches[:, houses].astype(np.float64)
    for code, name in enumerate(MEASURES):
        own = measures == code
        removed[:, own] -= assessed.after[name].branches[:, where[own]]
    totals = removed.sum(axis=1)
    low, high = interval(totals)
    return Estimate(value=float(totals.mean()), low=float(low), high=float(high))


def budget_frontier(found: PlanFound) -> pd.DataFrame:
    """Choose again with less and with more money, the demands as they are.

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.portfolio_frontier.frontier`; budgets that cannot meet the
        demands are left out.
    """
    shares = load_parameters("planning")["frontier"]["shares"]
    budgets = sorted(round(share * found.settings.budget_cny) for share in shares)
    for place in range(len(budgets)):
        try:
            return frontier(found.options, found.demand, budgets[place:])
        except PlanningError:  # more money may meet the demands
            continue
    return frontier(found.options, found.demand, [found.settings.budget_cny])


def demand_prices(found: PlanFound) -> pd.DataFrame:
    """Choose again with each demand moved by one unit, and without it.

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.portfolio_frontier.floor_prices`, with ``without_change``: by how
        much more people would be kept without the demand at all; ``NaN`` of money.
    """
    prices = floor_prices(found.options, found.demand, found.plan)
    changes = [_without(found, row.kind, row.name) for row in prices.itertuples()]
    return prices.assign(without_change=np.array(changes, dtype=float))


def _without(found: PlanFound, kind: str, name: object) -> float:
    """Return what dropping a demand would add to the people kept."""
    demand = found.demand
    if kind == "budget":
        return float("nan")
    if kind in ("floor", "capacity"):
        field = "floors" if kind == "floor" else kind
        place = None if name is None or name != name else int(name)
        held = {key: value for key, value in getattr(demand, field).items()
                if key != place}  # fmt: skip
        other = replace(demand, **{field: held})
    else:
        other = replace(demand, **{kind: 1 if kind == "min_cluster" else None})
    return solve(found.options, other).gain - found.plan.gain
