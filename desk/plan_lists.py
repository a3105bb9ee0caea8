"""The households behind each number of the planner's page."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from desk.assessment import DEGREE, Assessed, least_degree
from desk.describe import ANSWERS, word
from desk.planning import PlanFound
from geo.eligibility import Answer
from geo.house_risk import interval
from reports.proposal import MEASURE_WORDS, Estimate
from rules.language import N_
from rules.policy import Policy
from rules.vocabulary import GRADES, STRUCTURES

Say = Callable[[str], str]

# What a number counts; the words are those of the button that opens it.
GROUPS = {
    "strong_shaking": N_("where the ground may shake strongly"),
    "entitled": N_("entitled"),
    "undecided": N_("not known yet"),
    "should_move": N_("should move, not be strengthened"),
    "fitting": N_("with a measure that fits"),
    "apart": N_("entitled, no measure yet"),
    "chosen": N_("chosen"),
}
OF_STEP = {
    "at_risk": ("strong_shaking",),
    "entitled": ("entitled", "undecided", "should_move"),
    "cost": ("fitting", "apart"),
    "chosen": ("chosen",),
}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The four figures of the page, from left to right.

    Attributes
    ----------
    counts : dict of str to int
        Households by group, keys of :data:`GROUPS`.
    degree : float or None
        From which intensity on the policy calls for retrofit; ``None`` if it does
        not say.
    at_risk : Estimate
        People expected in heavily damaged houses within 30 years, of all households.
    whole_cny : int
        What the least measure of every fitting household costs.
    """

    counts: dict[str, int]
    degree: float | None
    at_risk: Estimate
    whole_cny: int


def figures(found: PlanFound, policy: Policy) -> Figures:
    """Count what the page shows from left to right."""
    assessed, options = found.assessed, found.assessed.proposed.options
    low, high = interval(np.nansum(assessed.risk.branches, axis=1, dtype=np.float64))
    least = pd.Series(options.cost_cny).groupby(options.house).min()
    return Figures(
        counts={
            group: int(np.count_nonzero(members(found, policy, group)))
            for group in GROUPS
        },
        degree=least_degree(policy),
        at_risk=Estimate(
            value=float(np.nansum(assessed.risk.people_30y)),
            low=float(low),
            high=float(high),
        ),
        whole_cny=int(least.sum()),
    )


def members(found: PlanFound, policy: Policy, group: str) -> np.ndarray:
    """Tell which households a group of :data:`GROUPS` holds, as a mask."""
    return _MEMBERS[group](found, policy)


def _strong(found: PlanFound, policy: Policy) -> np.ndarray:
    degree, least = found.assessed.found.hazards[DEGREE], least_degree(policy)
    return np.isfinite(degree) if least is None else degree >= least


def _entitled(found: PlanFound, policy: Policy) -> np.ndarray:
    return found.assessed.entitled == Answer.YES


def _undecided(found: PlanFound, policy: Policy) -> np.ndarray:
    return found.assessed.entitled == Answer.UNKNOWN


def _should_move(found: PlanFound, policy: Policy) -> np.ndarray:
    vetoed = found.assessed.vetoes.answer == Answer.YES
    return vetoed & (found.assessed.entitled != Answer.NO)


def _fitting(found: PlanFound, policy: Policy) -> np.ndarray:
    mask = np.zeros(len(found.assessed.exposure), dtype=bool)
    mask[found.assessed.proposed.options.house] = True
    return mask


def _apart(found: PlanFound, policy: Policy) -> np.ndarray:
    return _entitled(found, policy) & ~_fitting(found, policy)


def _chosen(found: PlanFound, policy: Policy) -> np.ndarray:
    mask = np.zeros(len(found.assessed.exposure), dtype=bool)
    mask[found.houses["position"].to_numpy(dtype=np.int64)] = True
    return mask


_MEMBERS = {
    "strong_shaking": _strong,
    "entitled": _entitled,
    "undecided": _undecided,
    "should_move": _should_move,
    "fitting": _fitting,
    "apart": _apart,
    "chosen": _chosen,
}


def households_of(
    found: PlanFound, rows: np.ndarray, say: Say, most: int | None = None
) -> pd.DataFrame:
    """List households with what decides about them, the greatest risk first.

    Parameters
    ----------
    rows : int array
        Positions in the exposure.
    most : int, optional
        Only so many of them.
    """
    assessed, exposure = found.assessed, found.assessed.exposure
    risk = assessed.risk.people_30y
    order = np.argsort(-np.nan_to_num(risk[rows], nan=-1.0), kind="stable")
    rows = rows[order][:most]
    planned = found.houses.set_index("position")
    measure = planned["measure"].reindex(rows)
    places = exposure.village[rows]
    return pd.DataFrame(
        {
            say("Household"): exposure.household_id.take(rows).to_pandas(),
            say("Town"): [_place(exposure.town_names, at) for at in places],
            say("Village"): [_place(exposure.village_names, at) for at in places],
            say("Structure"): _structures(assessed, rows, say),
            say("Grade"): [GRADES[g] if g >= 0 else "?" for g in exposure.grade[rows]],
            say("Design intensity"): assessed.found.hazards[DEGREE][rows],
            say("People in danger in 30 years"): risk[rows],
            say("Entitled"): [
                say(ANSWERS[Answer(int(a))]) for a in assessed.entitled[rows]
            ],
            say("Measure"): [
                say(MEASURE_WORDS[m]) if isinstance(m, str) else "" for m in measure
            ],
            say("Yuan"): planned["cost_cny"].reindex(rows).astype("Int64").to_numpy(),
        }
    )


def _place(names: tuple[str, ...], at: int) -> str:
    return names[at] if at >= 0 else "?"


def _structures(assessed: Assessed, rows: np.ndarray, say: Say) -> list[str]:
    """Name structures; a supposed one with how sure it is."""
    known, imputed = assessed.exposure.structure[rows], assessed.imputed
    likely = [word(STRUCTURES[code], say) for code in imputed.likely[rows]]
    sure = imputed.confidence[rows]
    return [
        name if code >= 0 else f"{name}? {ratio:.0%}"
        for code, name, ratio in zip(known, likely, sure, strict=True)
    ]
