"""A county with many cases, and families with several identities, made by dice."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from desk.workspace import Workspace, create_workspace
from ledger import schema
from rules.vocabulary import GROUPS, SOURCES, TASKS

COUNTY = "990001"
RECORDED = [date(2025, 4, 1), date(2025, 11, 3), date(2026, 3, 9), date(2026, 7, 1)]
RECORDED += [date(2026, 10, 20), date(2026, 11, 1), date(2026, 11, 16)]
FIRST, LAST = date(2024, 10, 1), date(2026, 12, 20)
CIVIL = {"低保户", "分散供养特困人员", "低保边缘家庭"}
STEPS = {"found": 1.0, "agreement": 0.8, "works_started": 0.8, "county_acceptance": 0.6}


def make_world(root: Path, households: int, seed: int = 1) -> Workspace:
    """Write a county whose every fact may come late, change, or be taken back."""
    workspace = create_workspace(
        root, county_code=COUNTY, county_name="安和县", policy_code=COUNTY
    )
    world = Dice(seed)
    for number in range(households):
        world.household(f"H{number:06d}")
    world.funds(households // 20 + 4)
    for day, tables in zip(RECORDED, world.written, strict=True):
        at = datetime(day.year, day.month, day.day, 9)
        head = {"actor": "t", "verb": "t", "scope": "cases", "at": at}
        with workspace.ledger.writing(**head) as entry:
            for name, rows in tables.items():
                entry.write(getattr(schema, name), rows)
    return workspace


class Dice:
    """What is written on each day of :data:`RECORDED`, by table."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.written: list[dict[str, list[dict]]] = [
            defaultdict(list) for _ in RECORDED
        ]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.random.randrange((last - first).days))

    def write(self, table: str, row: dict, changed: dict | None = None) -> None:
        """Record a row on some day, and perhaps what became of it on a later one."""
        turn = self.random.randrange(len(RECORDED))
        self.written[turn][table].append(row)
        later = range(turn + 1, len(RECORDED))
        if changed is not None and later:
            self.written[self.random.choice(later)][table].append(row | changed)

    def household(self, id_: str) -> None:
        village = f"990001{self.random.randrange(5):03d}2{self.random.randrange(9):02d}"
        row = {"household_id": id_, "village_code": village}
        self.written[0]["household"].append(row)
        if self.chance(0.02):
            moved = {"village_code": "990001004299", "removed": self.chance(0.3)}
            self.written[4]["household"].append(row | moved)
        for group in self.random.sample(GROUPS[:10], self.random.randrange(5)):
            self.membership(id_, group)
        for number in range(self.random.choice([0, 1, 1, 1, 2])):
            self.case(id_, f"{id_}-{number}")

    def membership(self, id_: str, group: str) -> None:
        right = "民政" if group in CIVIL else "乡村振兴"
        by = self.random.choice([right] * 7 + ["残联", None, None])
        on = None if by is None or self.chance(0.2) else self.day(date(2020, 1, 1))
        row = {"household_id": id_, "group_name": group}
        row |= {"certified_by": by, "certified_on": on}
        changes = [
            {"removed": True},
            {"certified_by": right, "certified_on": self.day()},
            {"certified_by": None, "certified_on": None},
        ]
        self.write(
            "membership",
            row,
            self.random.choice(changes) if self.chance(0.25) else None,
        )

    def case(self, id_: str, case_id: str) -> None:
        both = {"household_id": id_, "case_id": case_id}
        cost = None if self.chance(0.15) else self.random.randrange(3_000, 90_000)
        row = both | {"task": self.random.choice(TASKS), "opened_on": FIRST}
        row |= {"real_cost_cny": cost, "way": "修缮加固", "builder": "organised"}
        changes = [{"removed": True}, {"real_cost_cny": 41_000}, {"task": TASKS[0]}]
        if self.chance(0.97):
            changed = self.random.choice(changes) if self.chance(0.1) else None
            self.write("retrofit_case", row, changed)
        for step, share in STEPS.items():
            if self.chance(share):
                self.step(both | {"step": step})
        for number in range(self.random.choice([0, 0, 1, 2, 3])):
            self.payment(both | {"payment_id": f"{case_id}-{number}"})

    def step(self, row: dict) -> None:
        passed = self.random.choice([True] * 8 + [False, None])
        row |= {"on_date": self.day(), "passed": passed}
        changes = [{"removed": True}, {"on_date": self.day()}, {"passed": True}]
        changed = self.random.choice(changes) if self.chance(0.15) else None
        self.write("case_step", row, changed)

    def payment(self, row: dict) -> None:
        refund = self.chance(0.1)
        amount = self.random.randrange(1_000, 20_000) * (-1 if refund else 1)
        kind = "refund" if refund else self.random.choice(["advance", "whole"])
        row |= {"source": self.random.choice(SOURCES), "amount_cny": amount}
        row |= {"kind": kind, "payee": "household", "paid_on": self.day()}
        self.write("payment", row, {"removed": True} if self.chance(0.05) else None)

    def funds(self, count: int) -> None:
        for number in range(count):
            task = self.random.choice([*TASKS, None])
            amount = self.random.randrange(10_000, 900_000)
            told = {"task": task, "amount_cny": amount}
            source = {"source": self.random.choice(SOURCES), "allotted_on": self.day()}
            level = self.random.choice(["省级", "市级", "县级"])
            changed = {"amount_cny": amount + 1} if self.chance(0.1) else None
            row = told | source | {"allotment_id": f"a{number}"}
            self.write("allotment", row, changed)
            row = {"fund_id": f"f{number}", "level": level, "secured_on": self.day()}
            self.write("secured_fund", row | told, changed)
