"""Who is at risk, who is entitled, what fits each house: what every plan begins with.

One assessment serves all plans of a day; it depends on the ledger, the layers and the
policy, not on what a planner asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from desk.judging import TASKS, Judged
from desk.layer_store import vector_layer
from desk.progress import cases_as_of
from desk.veto import vetoes_of
from desk.workspace import Workspace
from geo.criteria import candidates, village_branches, village_criteria
from geo.distances import nearest_distance_m
from geo.eligibility import Answer
from geo.exposure import Exposure
from geo.house_risk import HouseRisk, risk_after, risk_of
from geo.imputation import Imputed, impute
from geo.plan_options import Proposed, build_options
from geo.precedence import priority_order
from geo.retrofit import applicable
from geo.veto import Vetoes, villages_out
from rules.policy import Policy
from rules.vocabulary import RETROFITS

SEISMIC, DEGREE = "seismic_retrofit", "design_intensity_degree"

APPROVED, CLOSED = "county_approval", "struck_off"  # steps of rule W2


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What is known of every household before anything is chosen.

    Attributes
    ----------
    found : Judged
    vetoes : Vetoes
        Where nobody is helped by strengthening: the office's rules.
    out : pandas.DataFrame
        Villages with such houses, see :func:`geo.veto.villages_out`.
    imputed : Imputed
        Of what the houses of unknown structure are likely built.
    risk : HouseRisk
        As the houses stand.
    rows : int64 array
        Households entitled to a task; ``after`` is known of them.
    after : dict of measure to HouseRisk
        After each measure, along ``rows``.
    proposed : Proposed
        Every measure that each household may get, at the policy's cost.
    criteria : pandas.DataFrame
        Of the villages that may be chosen, see
        :func:`geo.criteria.village_criteria`.
    branches : float64 array (branches, villages)
        Risk of each village's candidates by branch, by village position.
    need : int64 array
        The order of rules G3 and H9 among the entitled; large for the others.
    least_degree : float or None
        Villages below it are not ranked, see :func:`least_degree`.
    """

    found: Judged
    vetoes: Vetoes
    out: pd.DataFrame
    imputed: Imputed
    risk: HouseRisk
    rows: np.ndarray
    after: Mapping[str, HouseRisk]
    proposed: Proposed
    criteria: pd.DataFrame
    branches: np.ndarray
    need: np.ndarray
    least_degree: float | None

    @property
    def exposure(self) -> Exposure:
        """The households."""
        return self.found.exposure

    @property
    def entitled(self) -> np.ndarray:
        """The better of the answers to both tasks, :class:`Answer` by household."""
        return best_answer(self.found)


def best_answer(found: Judged) -> np.ndarray:
    """Return for each household the better answer of the two tasks."""
    return np.maximum.reduce([found.verdicts[task].eligible for task in TASKS])


def least_degree(policy: Policy) -> float | None:
    """Return from which design intensity on seismic retrofit is called for (rule H5).

    ``None`` if the policy does not say.
    """
    asked = [
        float(condition.value)
        for rule in policy.rules
        if rule.task == SEISMIC
        for condition in rule.conditions
        if condition.column == DEGREE and condition.test == "at_least"
    ]
    return max(asked) if asked else None


def assess(workspace: Workspace, found: Judged, on: date | None = None) -> Assessed:
    """Assess the households that were judged, under the rules of a day."""
    exposure, policy = found.exposure, workspace.policy
    vetoes = vetoes_of(workspace, exposure, found.hazards, on)
    imputed, pga_g = impute(exposure), found.hazards["pga_g"]
    risk = risk_of(exposure, pga_g, structure_shares=imputed)
    entitled = best_answer(found)
    rows = np.flatnonzero(entitled == Answer.YES)
    after = _after(exposure.take(rows), pga_g[rows], imputed)
    need = _need(exposure, policy, entitled)
    granted = granted_households(workspace, exposure, on or date.today())
    proposed = build_options(
        exposure,
        {task: found.verdicts[task].eligible for task in TASKS},
        vetoes.answer,
        need=need,
        costs=costs_of(policy),
        risk=risk.people_30y,
        risk_after={m: _spread(r.people_30y, rows, exposure) for m, r in after.items()},
        applicable={m: applicable(exposure, m, imputed) for m in RETROFITS},
    )
    proposed = _without(proposed, granted & (entitled == Answer.YES))
    out = villages_out(exposure, vetoes)
    pilots = _for_pilots(found, entitled, least_degree(policy))
    pilots = np.where(granted, Answer.NO, pilots).astype(np.int8)
    criteria = village_criteria(
        exposure,
        pilots,
        risk.people_30y,
        vetoed=vetoes.answer,
        access_m=_to_road_m(workspace, exposure, on),
    )
    criteria = criteria[~criteria.index.isin(out.index[out["out"]])]
    may = candidates(exposure, pilots, risk.people_30y, vetoes.answer)
    branches = village_branches(exposure, may, risk.branches)
    return Assessed(
        found=found,
        vetoes=vetoes,
        out=out,
        imputed=imputed,
        risk=risk,
        rows=rows,
        after=after,
        proposed=proposed,
        criteria=criteria,
        branches=branches,
        need=need,
        least_degree=least_degree(policy),
    )


def _for_pilots(found: Judged, entitled: np.ndarray, least: float | None) -> np.ndarray:
    """Answer no where the design intensity is too low for seismic pilots (rule H5).

    A dangerous house there is retrofitted as ever; it makes no village a pilot.
    """
    low = found.hazards[DEGREE] < (-np.inf if least is None else least)
    return np.where(low, np.int8(Answer.NO), entitled)


def granted_households(
    workspace: Workspace, exposure: Exposure, on: date
) -> np.ndarray:
    """Tell which households have an open case that the county has approved.

    Money is granted to them already: another plan would pay twice.

    Returns
    -------
    bool array
    """
    book, policy = cases_as_of(workspace, on), workspace.policy
    steps = [step.id for step in policy.steps]
    if APPROVED not in steps:
        return np.zeros(len(exposure), dtype=bool)
    closed = ~np.isnat(book.done[:, steps.index(CLOSED)])
    approved = ~np.isnat(book.done[:, steps.index(APPROVED) :]).all(axis=1)
    ids = pa.array(book.household_id[approved & ~closed], pa.string())
    return pc.is_in(exposure.household_id, value_set=ids).to_numpy()


def _without(proposed: Proposed, granted: np.ndarray) -> Proposed:
    """Take out households whose case is under way; nobody else's reason changes."""
    options = proposed.options
    apart = {name: mask & ~granted for name, mask in proposed.apart.items()}
    left = options.take(~granted[options.house])
    return Proposed(left, apart | {"under_way": granted})


def costs_of(policy: Policy) -> dict[tuple[str, str], int]:
    """Return the policy's reference in whole yuan by task and way (rule M1)."""
    return {
        (subsidy.task, way): subsidy.at_least_cny
        for subsidy in policy.subsidies
        for way in subsidy.ways
    }


def _after(
    exposure: Exposure, pga_g: np.ndarray, imputed: Imputed
) -> dict[str, HouseRisk]:
    return {
        measure: risk_after(exposure, pga_g, measure, structure_shares=imputed)
        for measure in RETROFITS
    }


def _spread(values: np.ndarray, rows: np.ndarray, exposure: Exposure) -> np.ndarray:
    whole = np.full(len(exposure), np.nan)
    whole[rows] = values
    return whole


def _to_road_m(
    workspace: Workspace, exposure: Exposure, on: date | None
) -> np.ndarray | None:
    """Return how far each house is from the nearest road; ``None`` without roads."""
    roads = vector_layer(workspace, "road", on)
    if roads is None:
        return None
    roads = roads.to_crs(exposure.metric_crs)
    return nearest_distance_m(exposure.easting_m, exposure.northing_m, roads)


def _need(exposure: Exposure, policy: Policy, entitled: np.ndarray) -> np.ndarray:
    order = priority_order(exposure, policy, entitled).astype(np.int64)
    return np.where(order > 0, order, len(exposure) + 1)
