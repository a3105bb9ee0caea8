"""Plans for a county of five houses."""

from datetime import date

from ledger import plan_writing
from ledger.plans import PlannedHouse, Scenario
from ledger.schema import household
from ledger.store import Ledger

VILLAGE, OTHER_VILLAGE = "990001100200", "990001101200"
HOMES = {"H1": VILLAGE, "H2": VILLAGE, "H3": VILLAGE, "H4": OTHER_VILLAGE}
DAY = date(2026, 11, 20)
HEAD = {"actor": "张县局", "role": "planner", "scope": "plans"}


def make_ledger(path):
    ledger = Ledger.create(path)
    with ledger.writing(actor="t", verb="survey", scope="exposure") as entry:
        rows = [{"household_id": h, "village_code": v} for h, v in HOMES.items()]
        entry.write(household, rows)
    return ledger


def drafted(scenario_id="s1", **more):
    told = {
        "scenario_id": scenario_id,
        "name": "先北后南",
        "year": 2027,
        "settings": {"keep": [VILLAGE]},
        "summary": {"houses": 2, "gain": 0.25},
        "budget_cny": 100_000,
        "made_on": DAY,
        "policy": "990001 示例",
        "position": 1,
    }
    return Scenario(**told | more)


def house(household_id="H1", **more):
    told = {
        "household_id": household_id,
        "village_code": HOMES.get(household_id, VILLAGE),
        "task": "dangerous_house_retrofit",
        "measure": "rebuild",
        "way": "拆除重建",
        "cost_cny": 30_000,
        "budget": "中央",
        "place_in_village": 1,
        "reason": "土坯，D 级",
    }
    return PlannedHouse(**told | more)


def done(ledger, what, *arguments):
    """Call one of the functions that write, in a transaction of its own."""
    with ledger.transaction() as transaction:
        begin = lambda: transaction.entry(verb="plan", **HEAD)  # noqa: E731
        return what(transaction, begin, *arguments)


def save(ledger, wanted):
    return done(ledger, plan_writing.save_scenario, wanted)


def drop(ledger, scenario_id, version):
    return done(ledger, plan_writing.drop_scenario, scenario_id, version)


def freeze(ledger, plan, *houses):
    seen = (plan.scenario_id, plan.version)
    return done(ledger, plan_writing.freeze, seen, houses, DAY)
