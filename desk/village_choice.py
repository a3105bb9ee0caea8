"""Why a village is among the first, and in a plan, or why it is not."""

from dataclasses import dataclass, replace

import numpy as np

from desk.assessment import Assessed
from desk.plan_grounds import unranked
from desk.plan_limits import worth_of
from desk.plan_ranking import weights_by
from desk.plan_tables import MEASURES, parts_of
from desk.planning import PlanFound, kept_by, make_plan
from geo.eligibility import Answer
from geo.house_risk import interval
from geo.rank_draws import Draws
from geo.rank_reasons import counterfactual, reasons
from reports.proposal import Estimate
from rules.criteria import criteria
from rules.errors import PlanningError
from rules.language import N_
from rules.remarks import Quantity, Remark


@dataclass(frozen=True, kw_only=True)
class VillageChoice:
    """A village's place in the ranking and in a plan.

    Attributes
    ----------
    rank, score : int, float or None
        ``None``: not ranked, see ``unranked``.
    rank_low, rank_high : int or None
        The 90 % interval of its rank over the draws.
    in_first_ratio : float or None
        Share of the draws in which it is among the ``first_count`` first.
    tied_with : tuple of str
        Names of villages that cannot be told apart from it.
    parts : list of dict
        What the score is made of; the points add up to it.
    reasons : tuple of Remark
    counterfactual : Remark or None
    unranked : Remark or None
    risk : Estimate
        People expected in heavily damaged houses within 30 years, of those who may
        be entitled.
    worth : Remark or None
        Why it is in the plan; ``None`` if it is not.
    households : dict of measure to count
        In the plan; empty if the village is not.
    saved : Estimate or None
    """

    code: str
    name: str
    town: str
    ranked: int
    rank: int | None
    score: float | None
    rank_low: int | None
    rank_high: int | None
    first_count: int
    in_first_ratio: float | None
    tied_with: tuple[str, ...]
    parts: list[dict[str, object]]
    reasons: tuple[Remark, ...]
    counterfactual: Remark | None
    unranked: Remark | None
    risk: Estimate
    worth: Remark | None
    households: dict[str, int]
    cost_cny: int
    saved: Estimate | None


def first_count(found: PlanFound) -> int:
    """Return how many villages count as the first: as many as the plan may open."""
    most = found.settings.most_villages or len(found.villages)
    return max(1, min(most, len(found.ranked)))


def village_choice(found: PlanFound, drawn: Draws, code: str) -> VillageChoice:
    """Explain a village's place.

    Raises
    ------
    PlanningError
        If the ledger has no household there.
    """
    exposure = found.assessed.exposure
    if code not in exposure.village_codes:
        raise PlanningError(N_("no household on record in village {code}"), code=code)
    place = exposure.village_codes.index(code)
    return VillageChoice(
        code=code,
        name=exposure.village_names[place],
        town=exposure.town_names[place],
        ranked=len(found.ranked),
        first_count=first_count(found),
        risk=_estimate(_branches(found.assessed, place)),
        worth=worth_of(found, place),
        **_ranking(found, drawn, place),
        **_in_plan(found, place),
    )


def _ranking(found: PlanFound, drawn: Draws, place: int) -> dict[str, object]:
    ranked, parts, k = found.ranked, criteria().parts, first_count(found)
    if place not in ranked.index:
        nothing = dict.fromkeys(
            ("rank", "score", "rank_low", "rank_high", "in_first_ratio",
             "counterfactual")
        )  # fmt: skip
        empty = {"tied_with": (), "parts": [], "reasons": ()}
        return nothing | empty | {"unranked": unranked(found.assessed, place)}
    row, interval_, groups = ranked.loc[place], drawn.interval(), drawn.groups()
    alike = groups.index[(groups == groups[place]) & (groups.index != place)]
    return {
        "rank": int(row["rank"]),
        "score": float(row["score"]),
        "rank_low": int(interval_.loc[place, "low"]),
        "rank_high": int(interval_.loc[place, "high"]),
        "in_first_ratio": float(drawn.in_first(k)[place]),
        "tied_with": tuple(ranked.loc[alike, "village_name"]),
        "parts": parts_of(row, parts),
        "reasons": reasons(ranked, parts, place),
        "counterfactual": counterfactual(
            ranked, parts, place, k, weights_by(found.settings)
        ),
        "unranked": None,
    }


def _in_plan(found: PlanFound, place: int) -> dict[str, object]:
    own = found.houses[found.houses["village"] == place]
    codes = np.array([MEASURES.index(name) for name in own["measure"]], dtype=int)
    counts = own["measure"].value_counts()
    saved = None
    if len(own):
        saved = kept_by(found.assessed, own["position"].to_numpy(), codes)
    return {
        "households": {m: int(counts[m]) for m in MEASURES if m in counts},
        "cost_cny": int(own["cost_cny"].sum()),
        "saved": saved,
    }


def _branches(assessed: Assessed, place: int) -> np.ndarray:
    """Sum the risk of all who may be entitled, those who should move included."""
    here = assessed.exposure.village == place
    here &= assessed.entitled != Answer.NO
    return np.nansum(assessed.risk.branches[:, here], axis=1, dtype=np.float64)


def _estimate(totals: np.ndarray) -> Estimate:
    low, high = interval(totals)
    return Estimate(value=float(totals.mean()), low=float(low), high=float(high))


def with_village(found: PlanFound, code: str) -> Remark:
    """Choose again with a village kept: what it would cost the others."""
    keep = (*found.settings.keep, code)
    drop = tuple(one for one in found.settings.drop if one != code)
    try:
        other = make_plan(found.assessed, replace(found.settings, keep=keep, drop=drop))
    except PlanningError as error:
        message = N_("It cannot be in the plan: {reason}")
        reason = Remark(message=error.message, values=error.values)
        return Remark(message=message, values={"reason": reason})
    gone = ~found.villages["village_code"].isin(other.villages["village_code"])
    names = found.villages.loc[gone, "village_name"].tolist()
    fewer = Quantity(max(0.0, found.plan.gain - other.plan.gain), N_("people"))
    if not names:
        message = N_("With it no village would leave, but {fewer} fewer would be kept "
                     "from heavily damaged houses.")  # fmt: skip
        return Remark(message=message, values={"fewer": fewer})
    message = N_("With it {villages} would leave, and {fewer} fewer would be kept from "
                 "heavily damaged houses.")  # fmt: skip
    return Remark(
        message=message, values={"villages": "、".join(names), "fewer": fewer}
    )
