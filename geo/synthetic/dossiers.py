"""Everything that is decided about a case before its history is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pandas as pd

from geo.synthetic import raw
from geo.synthetic.county import SyntheticCounty
from rules.policy import Policy, county_policy
from rules.vocabulary import STEPS

DANGEROUS_TASK = "dangerous_house_retrofit"
MOVED = ("周转房", "幸福院", "投亲靠友")

Row = dict[str, Any]


class Dated(NamedTuple):
    """A row of a table of the ledger, and the day on which it was recorded."""

    day: date
    table: str
    row: Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """One case with its family, its house and what will become of it.

    Attributes
    ----------
    days : dict of str to date
        Steps taken.
    way, builder : str
        As they are chosen once the agreement is signed (rules W14, M2).
    cost_cny, standard_cny, due_cny : int
        Real cost; the reference standard, at most the real cost; what is paid, with
        what the county adds (rule M1).
    slip : str or None
        What is irregular about it.
    until : date
        Nothing is recorded later.
    dice : random.Random
        What its history draws from.
    """

    case_id: str
    household_id: str
    task: str
    days: dict[str, date]
    grade: str
    rebuilt: bool
    strengthened: bool
    area_m2: float | None
    village_code: str
    village: str
    town: str
    lon: float | None
    lat: float | None
    structure: str | None
    account: str | None
    appraised_again_on: date | None
    grade_again: str | None
    way: str
    builder: str
    cost_cny: int
    standard_cny: int
    due_cny: int
    slip: str | None
    until: date
    dice: Random

    def reached(self, step: str) -> bool:
        """Tell whether a step was taken."""
        return step in self.days

    def by_then(self, day: date) -> bool:
        """Tell whether a day has come."""
        return day <= self.until


def dossiers(county: SyntheticCounty) -> Iterator[Dossier]:
    """Decide about every case, in the order in which they were found."""
    policy = county_policy(county.adcode)
    days = _days(county.steps)
    for number, case in enumerate(_joined(county).to_dict("records")):
        dice = Random(f"{county.seed} {number}")
        yield _dossier(case, days[case["case_id"]], policy, county.until, dice)


def later(day: date, limits: Sequence[int], dice: Random) -> date:
    """Return a day some days later, both limits possible."""
    return day + timedelta(days=dice.randint(*limits))


def made(name: str) -> dict[str, Any]:
    """Return one table of the raw material of casework."""
    return raw.table("casework")[name]


def _joined(county: SyntheticCounty) -> pd.DataFrame:
    homes = county.households.set_index("household_id")
    wanted = ["village_code", "village_name", "town_name", "lon", "lat", "occupants"]
    table = county.cases.join(homes[wanted], on="household_id")
    contacts = county.contacts.set_index("household_id")
    table = table.join(contacts["account"], on="household_id")
    area = table["new_area_m2"].where(table["rebuilt"], table["area_m2_before"])
    again = table["appraised_again_on"].dt.date
    table = table.assign(area_m2=area, appraised_again_on=again).astype(object)
    return table.where(table.notna(), None)


def _days(steps: pd.DataFrame) -> dict[str, dict[str, date]]:
    found: dict[str, dict[str, date]] = {}
    taken = steps["on_date"].dt.date
    for case_id, step, day in zip(steps["case_id"], steps["step"], taken, strict=True):
        found.setdefault(case_id, {})[step] = day
    return found


def _dossier(
    case: Row, days: dict[str, date], policy: Policy, until: date, dice: Random
) -> Dossier:
    way = _way(case["rebuilt"], dice)
    government = way in MOVED or way == "统建集体公租房"
    builder = "government" if government else dice.choices(**_weights("builder"))[0]
    cost = _cost_cny(case, way, dice)
    standard, due = _due_cny(case | {"way": way}, cost, policy, dice)
    slips = made("file")["slips"]
    slip = dice.choice(slips) if dice.random() < made("file")["slip"] else None
    names = ("case_id", "household_id", "task", "rebuilt", "strengthened", "area_m2")
    names += ("village_code", "lon", "lat", "account")
    names += ("appraised_again_on", "grade_again")
    return Dossier(
        **{name: case[name] for name in names},
        days=days,
        grade=case["grade_found"] or case["grade_before"],
        village=case["village_name"],
        town=case["town_name"],
        structure=case["structure_before"],
        way=way,
        builder=builder,
        cost_cny=cost,
        standard_cny=standard,
        due_cny=due,
        slip=slip,
        until=until,
        dice=dice,
    )


def _weights(name: str) -> dict[str, list]:
    table = made(name)
    return {"population": table["words"], "weights": table["shares"]}


def _way(rebuilt: bool, dice: Random) -> str:
    ways = next(w for w in raw.table("casework")["way"] if w["rebuilt"] == rebuilt)
    return dice.choices(ways["words"], ways["shares"])[0]


def _cost_cny(case: Row, way: str, dice: Random) -> int:
    cost = made("cost")
    if case["rebuilt"] and way not in MOVED:
        least, usual, most = cost["new_cny_per_m2"]
        exact = case["area_m2"] * dice.triangular(least, most, usual)
    else:
        dangerous = "moving_cny" if way in MOVED else "repair_cny"
        kind = dangerous if case["task"] == DANGEROUS_TASK else "seismic_cny"
        least, usual, most = cost[kind]
        exact = dice.triangular(least, most, usual)
    return round(exact / cost["round_cny"]) * cost["round_cny"]


def _due_cny(case: Row, cost: int, policy: Policy, dice: Random) -> tuple[int, int]:
    """Return the reference standard, and it with what the county adds."""
    standards = [
        subsidy
        for subsidy in policy.subsidies
        if subsidy.task == case["task"] and case["way"] in subsidy.ways
    ]
    if not standards:
        return 0, 0
    standard = standards[0].at_least_cny
    due = standard + dice.choice(made("money")["added_cny"])
    if standards[0].more_if_strengthened and case["strengthened"]:
        due += made("money")["added_if_strengthened_cny"]
    return min(standard, cost), min(due, cost)


def takers(dossier: Dossier) -> dict[str, str]:
    """Name who acts at each level."""
    told = {"village": dossier.village, "town": dossier.town}
    return {level: text.format(**told) for level, text in made("actors").items()}


def step_before(step: str) -> str:
    """Return the step that comes before another."""
    return STEPS[STEPS.index(step) - 1]
