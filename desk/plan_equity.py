"""How evenly a plan spreads safety over groups of families and over towns."""

from collections.abc import Callable, Iterator

import numpy as np

from desk.describe import word
from desk.planning import PlanFound
from geo.plan_options import towns_of
from geo.portfolio_equity import atkinson, gain_per_head, gini, share_to
from rules.adcode import Level
from rules.parameters import load_parameters
from rules.vocabulary import GROUPS

Say = Callable[[str], str]


def equity(found: PlanFound, say: Say) -> list[str]:
    """Say what reaches each group of families, and how even the towns are."""
    return [*_groups(found, say), *_towns(found, say)]


def _groups(found: PlanFound, say: Say) -> Iterator[str]:
    groups = found.assessed.exposure.groups
    could = np.unique(found.assessed.proposed.options.house)
    chosen = found.houses["position"].to_numpy(dtype=np.int64)
    people = found.houses["people"].to_numpy(dtype=float)
    for number, group in enumerate(GROUPS):
        able = (groups[could] >> number & 1).astype(bool)
        inside = (groups[chosen] >> number & 1).astype(bool)
        if not able.any():
            continue
        message = say(
            "{group}: {chosen} of {could} households that could be chosen, {share} of "
            "the people kept safe"
        )
        share = share_to(people, inside)
        yield message.format(
            group=word(group, say),
            chosen=int(inside.sum()),
            could=int(able.sum()),
            share="—" if np.isnan(share) else f"{share:.0%}",
        )


def _towns(found: PlanFound, say: Say) -> Iterator[str]:
    """Compare what each head gains, town by town, among those who could be chosen."""
    exposure = found.assessed.exposure
    could = np.unique(found.assessed.proposed.options.house)
    gain = np.zeros(len(exposure))
    gain[found.houses["position"].to_numpy(dtype=np.int64)] = found.houses["people"]
    towns = towns_of(exposure)
    digits = int(Level.TOWN)
    of_village = np.array([towns.index(c[:digits]) for c in exposure.village_codes])
    town = of_village[exposure.village[could]]
    people = np.bincount(town, found.assessed.risk.people[could], minlength=len(towns))
    gained = np.bincount(town, gain[could], minlength=len(towns))
    heads, each = people[people > 0], gain_per_head(gained, people)[people > 0]
    if not gained.sum() > 0:
        return
    aversion = load_parameters("planning")["equity"]["aversion"]
    message = say(
        "Safety gained per head among the towns: Gini {gini}, Atkinson {atkinson} (0 "
        "even, 1 all in one town)"
    )
    yield message.format(
        gini=f"{gini(each, heads):.2f}",
        atkinson=f"{atkinson(each, heads, aversion=aversion):.2f}",
    )
