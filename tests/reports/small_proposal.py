"""A tiny proposal: two villages chosen, one passed over, one to move away."""

from datetime import date

from reports.proposal import (
    BudgetLine,
    DemandPrice,
    Estimate,
    Method,
    Parameter,
    PassedVillage,
    PilotHouse,
    PilotVillage,
    Proposal,
    Totals,
    TownShare,
    VetoedVillage,
)

NAN = float("nan")


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high)


def village(rank, name, households, cost_cny, **more):
    return PilotVillage(
        **{
            "rank": rank,
            "code": f"99000110020{rank}",
            "town": "甲镇",
            "village": name,
            "households": households,
            "cost_cny": cost_cny,
            "removed": estimate(1.0 * rank, 0.5, 2.5),
            "in_first_ratio": 0.75,
            "reasons": ("风险第一。", "农户集中。", "结构单一。"),
            "counterfactual": "少 9 户则不入选。",
        }
        | more
    )


def house(number, **more):
    return PilotHouse(
        **{
            "household_id": f"00{number}",
            "town": "甲镇",
            "village": "一村",
            "place": number,
            "structure": "土坯",
            "grade": "C",
            "task": "危房改造",
            "measure": "hdc",
            "cost_cny": 12_000,
            "budget": "中央",
            "removed_people": 0.125,
            "reason": "C 级",
        }
        | more
    )


def proposal(**more):
    facts = {
        "language": "en",
        "county": "安和县",
        "on": date(2026, 3, 1),
        "made_on": date(2026, 3, 2),
        "year": 2027,
        "office": "住建局",
        "addressee": "县政府",
        "scenario": "8f3a",
        "stamp": "Demonstration data",
        "totals": Totals(
            households=1_200,
            at_risk=estimate(40.0, 15.0, 90.0),
            entitled=80,
            undecided=12,
            vetoed=5,
            villages_ranked=9,
            removed=estimate(3.0, 1.0, 5.0),
        ),
        "summary": ("Proven optimal.",),
        "villages": (
            village(1, "一村", {"hdc": 2, "rebuild": 1}, 49_000),
            village(2, "二村", {"strengthen": 4, "relocate": 1}, 73_000),
        ),
        "first_count": 2,
        "ties": (("一村", "二村"),),
        "budgets": (
            BudgetLine(
                name="中央", purpose="两项", amount_cny=100_000, used_cny=90_000
            ),
            BudgetLine(name="省级", purpose="抗震", amount_cny=40_000, used_cny=32_000),
        ),
        "towns": (
            TownShare(
                town="甲镇",
                entitled=60,
                villages=2,
                households=8,
                by_budget_cny={"中央": 90_000, "省级": 32_000},
                removed=estimate(3.0, 1.0, 5.0),
            ),
        ),
        "demands": (
            DemandPrice(
                demand="甲镇≥2",
                holds="8",
                moved="-1",
                change_people=0.0,
                dropped_people=0.5,
            ),
            DemandPrice(demand="省级", holds="3", moved="+1", change_people=NAN),
        ),
        "equity": ("Gini 0.41.",),
        "vetoed": (
            VetoedVillage(
                town="乙镇",
                village="三村",
                households=6,
                vetoed=5,
                reasons={"滑坡": 4, "行洪": 1},
                out=True,
            ),
        ),
        "passed": (
            PassedVillage(
                rank=3,
                code="990001100204",
                town="乙镇",
                village="四村",
                entitled=3,
                in_first_ratio=0.0,
                reason="户数不足",
            ),
            PassedVillage(
                rank=None,
                code="990001100205",
                town="乙镇",
                village="三村",
                entitled=0,
                in_first_ratio=NAN,
                reason="宜避让",
            ),
        ),
        "houses": (house(1), house(2)),
        "uncertainty": ("Models differ.", "Draws: 1000."),
        "assumptions": ("Crude hazard curve.",),
        "methods": (
            Method(title="Ranking", says="fixed bounds", source="Dezert 2020"),
        ),
        "parameters": (
            Parameter(
                name="slope",
                value="2.5",
                source="own reading",
                on=date(2026, 1, 1),
                verified=False,
            ),
        ),
    }
    return Proposal(**facts | more)
