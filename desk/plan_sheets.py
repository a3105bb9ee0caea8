"""The tables of a proposal, in the reader's words."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from desk.describe import TASK_NAMES, word
from desk.plan_grounds import AVOID_NAMES, out_reason
from desk.plan_limits import money_left_cny, without_village
from desk.plan_tables import MEASURES, paid_in, towns_in
from desk.planning import PlanFound, kept_by
from desk.village_choice import first_count, village_choice
from geo.eligibility import Answer
from geo.rank_draws import Draws
from reports.proposal import (
    BudgetLine,
    Estimate,
    PassedVillage,
    PilotHouse,
    PilotVillage,
    TownShare,
    VetoedVillage,
)
from rules.adcode import Level
from rules.language import N_
from rules.vocabulary import GRADES, STRUCTURES, TASKS

Say = Callable[[str], str]
MOST_TRIED = 30  # villages for which the plan is made again without them
REASONS = 2  # of the rank, beside what a village is worth to the plan


def pilot_villages(found: PlanFound, drawn: Draws, say: Say) -> list[PilotVillage]:
    """Return the chosen villages in the order of their rank, each with its reasons."""
    told = []
    for row in found.villages.itertuples():
        why = village_choice(found, drawn, row.village_code)
        few = len(found.villages) <= MOST_TRIED
        change = without_village(found, row.village_code) if few else None
        reasons = [why.worth, *why.reasons[:REASONS]]
        told.append(
            PilotVillage(
                rank=why.rank,
                code=row.village_code,
                town=row.town_name,
                village=row.village_name,
                households=why.households,
                cost_cny=why.cost_cny,
                removed=why.saved,
                in_first_ratio=_ratio(why.in_first_ratio),
                reasons=[reason.said(say) for reason in reasons if reason is not None],
                counterfactual="" if change is None else change.said(say),
            )
        )
    return told


def _ratio(value: float | None) -> float:
    return np.nan if value is None else value


def money(found: PlanFound, say: Say) -> list[BudgetLine]:
    """Return what each source may pay for, has, and pays."""
    lines = []
    for line in found.settings.budgets:
        names = [say(TASK_NAMES[task]) for task in line.tasks or TASKS]
        lines.append(
            BudgetLine(
                name=line.name,
                purpose="、".join(names),
                amount_cny=line.amount_cny,
                used_cny=found.plan.by_budget.get(line.name, 0),
            )
        )
    return lines


def towns(found: PlanFound) -> list[TownShare]:
    """Return what each town gets, of those that could be chosen."""
    exposure, options = found.assessed.exposure, found.assessed.proposed.options
    codes = pd.Series(exposure.village_codes).str[: int(Level.TOWN)]
    could = pd.Series(np.unique(options.house))
    could = codes.iloc[exposure.village[could]].value_counts()
    inside = towns_in(found.villages)
    town_of = found.houses["village_code"].str[: int(Level.TOWN)]
    names = dict(zip(codes, exposure.town_names, strict=True))
    told = []
    for code in sorted(could.index):
        own = found.houses[town_of == code]
        measures = np.array([MEASURES.index(m) for m in own["measure"]], dtype=int)
        told.append(
            TownShare(
                town=names[code],
                entitled=int(could[code]),
                villages=int(inside["villages"].get(code, 0)),
                households=len(own),
                by_budget_cny=paid_in(own),
                removed=kept_by(found.assessed, own["position"].to_numpy(), measures)
                if len(own)
                else Estimate(value=0.0, low=0.0, high=0.0),
            )
        )
    return told


def vetoed(found: PlanFound, say: Say) -> list[VetoedVillage]:
    """Return the villages where families that may be entitled should move, and why.

    The most such families come first; a village that is out is always listed.
    """
    exposure, vetoes = found.assessed.exposure, found.assessed.vetoes
    may = found.assessed.entitled != Answer.NO
    told = []
    for village, row in found.assessed.out.iterrows():
        here = (exposure.village == village) & may
        count = int(np.count_nonzero(here & (vetoes.answer == Answer.YES)))
        if not count and not row["out"]:
            continue
        reasons = {
            say(AVOID_NAMES[name]): int(np.count_nonzero(here & (own == Answer.YES)))
            for name, own in vetoes.by_rule.items()
        }
        told.append(
            VetoedVillage(
                town=exposure.town_names[village],
                village=exposure.village_names[village],
                households=int(np.count_nonzero(here)),
                vetoed=count,
                reasons={name: houses for name, houses in reasons.items() if houses},
                out=bool(row["out"]),
            )
        )
    return sorted(told, key=lambda one: -one.vetoed)


def passed(found: PlanFound, drawn: Draws, say: Say) -> list[PassedVillage]:
    """Return the villages that are not chosen, by rank, each with a reason."""
    exposure, inside = found.assessed.exposure, drawn.in_first(first_count(found))
    could = set(np.unique(found.options.village))
    told = []
    for village, row in found.ranked.iterrows():
        if village in found.villages.index:
            continue
        told.append(
            PassedVillage(
                rank=int(row["rank"]),
                code=row["village_code"],
                town=row["town_name"],
                village=row["village_name"],
                entitled=int(row["entitled"]),
                in_first_ratio=float(inside[village]),
                reason=say(_why_passed(found, village in could, row)),
            )
        )
    entitled = exposure.village[found.assessed.entitled == Answer.YES]
    for village in found.assessed.out.index[found.assessed.out["out"]]:
        if village in found.villages.index:
            continue
        told.append(
            PassedVillage(
                rank=None,
                code=exposure.village_codes[village],
                town=exposure.town_names[village],
                village=exposure.village_names[village],
                entitled=int(np.count_nonzero(entitled == village)),
                in_first_ratio=np.nan,
                reason=out_reason(found.assessed, village).said(say),
            )
        )
    return told


def _why_passed(found: PlanFound, could: bool, row: pd.Series) -> str:
    settings = found.settings
    if row["village_code"] in settings.drop:
        return N_("dropped by hand")
    if settings.first and row["rank"] > settings.first:
        return N_("not among the first ranks that were asked for")
    if not could:
        return N_("no entitled household yet that a measure fits")
    if money_left_cny(found) and settings.most_villages:
        return N_("the number of villages is limited, others keep more people safe")
    return N_("elsewhere the same money keeps more people safe")


def houses_on_paper(found: PlanFound, say: Say) -> list[PilotHouse]:
    """Return the households of a plan without names."""
    exposure = found.assessed.exposure
    names = found.villages[["town_name", "village_name"]]
    told = []
    for row in found.houses.itertuples():
        structure, grade = (
            exposure.structure[row.position],
            exposure.grade[row.position],
        )
        told.append(
            PilotHouse(
                household_id=row.household_id,
                town=names.loc[row.village, "town_name"],
                village=names.loc[row.village, "village_name"],
                place=int(row.place_in_village),
                structure=word(STRUCTURES[structure], say) if structure >= 0
                else say("unknown"),
                grade=GRADES[grade] if grade >= 0 else say("unknown"),
                task=say(TASK_NAMES[row.task]),
                measure=row.measure,
                cost_cny=int(row.cost_cny),
                budget=row.budget,
                removed_people=float(row.people),
            )
        )  # fmt: skip
    return told
