"""What a plan holds, as tables: its households, villages, towns and money."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.exposure import Exposure
from geo.plan_options import Options
from geo.portfolio import Demand
from rules.adcode import Level
from rules.criteria import Part
from rules.vocabulary import RETROFITS, TASKS

MEASURES = tuple(RETROFITS)
WORDS = ("household_id", "village_code", "measure", "way", "task")


def houses_of(
    exposure: Exposure,
    ranked: pd.DataFrame,
    chosen: Options,
    demand: Demand,
    by_budget: Mapping[str, int],
) -> pd.DataFrame:
    """List the households of a plan, by the rank of their village and by need.

    Returns
    -------
    pandas.DataFrame
        ``position``, ``household_id``, ``village`` (position), ``village_code``,
        ``measure``, ``way``, ``task``, ``cost_cny``, ``people`` (kept from a heavily
        damaged house within 30 years), ``need``, ``place_in_village`` (1 first),
        ``paid_cny`` (yuan by source) and ``budget``, the names of those sources.
    """
    table = pd.DataFrame(
        {
            "position": chosen.house,
            "household_id": exposure.household_id.take(chosen.house).to_pandas(),
            "village": chosen.village,
            "village_code": [exposure.village_codes[v] for v in chosen.village],
            "measure": [MEASURES[code] for code in chosen.measure],
            "way": [RETROFITS[MEASURES[code]] for code in chosen.measure],
            "task": [TASKS[code] for code in chosen.task],
            "cost_cny": chosen.cost_cny,
            "people": chosen.gain,
            "need": chosen.need,
        }
    ).astype(dict.fromkeys(WORDS, "str"))  # an empty plan has columns of words too
    place = {code: at for at, code in enumerate(ranked.index)}
    order = table["village"].map(place).fillna(len(place))
    table = table.assign(order=order).sort_values(["order", "village", "need"])
    table["place_in_village"] = table.groupby("village").cumcount() + 1
    paid = _paid(table, demand, by_budget)
    table["paid_cny"] = pd.Series(paid, index=table.index, dtype=object)
    table["budget"] = pd.Series(map("、".join, paid), index=table.index, dtype="str")
    return table.drop(columns="order").reset_index(drop=True)


def _paid(
    table: pd.DataFrame, demand: Demand, spent: Mapping[str, int]
) -> list[dict[str, int]]:
    """Share out what each source pays, house by house, the most restricted ones first.

    The house at which a source ends is paid by two; all houses together are paid what
    the sources spend.
    """
    left = {budget.name: spent.get(budget.name, 0) for budget in demand.budgets}
    narrow = sorted(demand.budgets, key=lambda budget: len(budget.tasks))
    shares = []
    for task, cost in zip(table["task"], table["cost_cny"], strict=True):
        code, due, paid = TASKS.index(task), int(cost), {}
        for budget in narrow:
            if code in budget.tasks and due and left[budget.name]:
                paid[budget.name] = min(due, left[budget.name])
                left[budget.name] -= paid[budget.name]
                due -= paid[budget.name]
        shares.append(paid)
    return shares


def paid_in(houses: pd.DataFrame) -> dict[str, int]:
    """Return what each source pays for some houses of a plan, in yuan."""
    paid = Counter()
    for shares in houses["paid_cny"]:
        paid.update(shares)
    return dict(paid)


def villages_of(
    exposure: Exposure, houses: pd.DataFrame, ranked: pd.DataFrame
) -> pd.DataFrame:
    """Sum up the households of a plan by village, in the order of ``houses``.

    Returns
    -------
    pandas.DataFrame
        Index: position in ``exposure.village_codes``.  ``village_code``,
        ``village_name``, ``town_name``, ``town_code``, ``rank`` (``NaN``: not ranked),
        ``score``, ``households``, one count for each measure, ``cost_cny`` and
        ``people``.
    """
    groups = houses.groupby("village", sort=False)
    table = groups.agg(
        village_code=("village_code", "first"),
        households=("position", "size"),
        cost_cny=("cost_cny", "sum"),
        people=("people", "sum"),
    )
    counts = houses.pivot_table(
        index="village", columns="measure", values="position", aggfunc="size"
    )
    counts = counts.reindex(index=table.index, columns=[*MEASURES])
    table[[*MEASURES]] = counts.where(counts.notna(), 0).astype(int)
    names = [exposure.village_names[at] for at in table.index]
    towns = [exposure.town_names[at] for at in table.index]
    town_codes = table["village_code"].str[: int(Level.TOWN)]
    table = table.assign(village_name=names, town_name=towns, town_code=town_codes)
    return table.join(ranked[["rank", "score"]])


def towns_in(villages: pd.DataFrame) -> pd.DataFrame:
    """Sum up the villages of a plan by town code."""
    return villages.groupby("town_code", sort=True).agg(
        town_name=("town_name", "first"),
        villages=("village_code", "size"),
        households=("households", "sum"),
        cost_cny=("cost_cny", "sum"),
        people=("people", "sum"),
    )


def parts_of(row: pd.Series, parts: Sequence[Part]) -> list[dict[str, object]]:
    """Break a village's score into its parts, as they are shown."""

    def number(name: str) -> float | None:
        value = row.get(name, np.nan)
        return None if pd.isna(value) else float(value)

    return [
        {
            "id": part.id,
            "title": part.title,
            "unit": part.unit,
            "weight": part.weight,
            "value": number(part.id),
            "points": number(f"{part.id}_points"),
        }
        for part in parts
    ]
