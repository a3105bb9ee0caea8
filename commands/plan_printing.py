"""How plans, and what explains them, are printed."""

from typing import Any

from commands.printing import show, show_table
from desk.plan_why import HouseChoice
from desk.planning import PlanFound
from desk.village_choice import VillageChoice
from geo.eligibility import Answer
from reports.proposal import Estimate


def plan_told(found: PlanFound) -> dict[str, Any]:
    """Return a plan for machines."""
    plan = found.plan
    villages = found.villages.reset_index(drop=True)
    houses = found.houses.drop(columns=["position", "village"])
    return {
        "status": plan.status,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "budget_cny": found.settings.budget_cny,
        "cost_cny": plan.cost_cny,
        "by_budget_cny": dict(plan.by_budget),
        "households": len(houses),
        "people_kept": estimate_told(found.saved),
        "villages": villages.to_dict("records"),
        "houses": houses.to_dict("records"),
        "apart": {
            name: int(mask.sum())
            for name, mask in found.assessed.proposed.apart.items()
        },
    }


def estimate_told(estimate: Estimate | None) -> dict[str, float] | None:
    """Return an estimate for machines."""
    if estimate is None:
        return None
    return {
        "value": estimate.value,
        "low_90": estimate.low,
        "high_90": estimate.high,
    }


def show_plan(found: PlanFound) -> None:
    """Print a plan for people."""
    saved = found.saved
    show(
        f"{len(found.houses)} households in {len(found.villages)} villages, "
        f"{found.plan.cost_cny:,} of {found.settings.budget_cny:,} yuan; "
        f"{saved.value:.2f} people ({saved.low:.2f} to {saved.high:.2f}) kept from "
        "heavily damaged houses within 30 years"
    )
    columns = ["rank", "village_code", "town_name", "village_name", "households"]
    columns += ["strengthen", "hdc", "rebuild", "relocate", "cost_cny", "people"]
    rows = found.villages[columns].itertuples(index=False)
    show_table("Chosen villages", columns, rows)
    for name, mask in found.assessed.proposed.apart.items():
        if mask.any():
            show(f"without a measure ({name.replace('_', ' ')}): {int(mask.sum())}")


def village_told(why: VillageChoice) -> dict[str, Any]:
    """Return why a village stands where it stands, for machines."""
    plain = {
        name: getattr(why, name)
        for name in (
            "code", "name", "town", "rank", "ranked", "score", "rank_low", "rank_high",
            "first_count", "in_first_ratio", "tied_with", "parts", "households",
            "cost_cny",
        )
    }  # fmt: skip
    return plain | {
        "reasons": [str(reason) for reason in why.reasons],
        "counterfactual": why.counterfactual and str(why.counterfactual),
        "unranked": why.unranked and str(why.unranked),
        "risk": estimate_told(why.risk),
        "people_kept": estimate_told(why.saved),
    }


def show_village(why: VillageChoice) -> None:
    """Print why a village stands where it stands."""
    show(f"{why.code} {why.town} {why.name}")
    if why.unranked is not None:
        show(str(why.unranked))
        return
    show(
        f"rank {why.rank} of {why.ranked} (90 %: {why.rank_low} to {why.rank_high}); "
        f"among the first {why.first_count} in {why.in_first_ratio:.0%} of the draws"
    )
    columns = ["title", "value", "unit", "weight", "points"]
    rows = ([part[name] for name in columns] for part in why.parts)
    show_table(f"Score {why.score:.4f}, the sum of the points", columns, rows)
    for reason in why.reasons:
        show(f"· {reason}")
    if why.counterfactual is not None:
        show(f"· {why.counterfactual}")
    told = ", ".join(f"{count} {name}" for name, count in why.households.items())
    show(f"in the plan: {told}" if told else "not in the plan")


def house_told(why: HouseChoice) -> dict[str, Any]:
    """Return why a house is in a plan or not, for machines."""
    return {
        "household_id": why.household_id,
        "chosen": why.chosen,
        "measure": why.measure,
        "steps": [
            {
                "says": str(step.remark),
                "answer": None if step.answer is None else step.answer.name.lower(),
                "clause": step.clause,
                "basis": step.basis,
            }
            for step in why.steps
        ],
    }


def show_house(why: HouseChoice) -> None:
    """Print why a house is in a plan or not."""
    show(f"{why.household_id}: {'in the plan' if why.chosen else 'not in the plan'}")
    marks = {Answer.YES: "+", Answer.NO: "-", Answer.UNKNOWN: "?", None: "·"}
    for step in why.steps:
        office = ", office rule" if step.basis == "office" else ""
        cited = f" ({step.clause}{office})" if step.clause else ""
        show(f"{marks[step.answer]} {step.remark}{cited}")
