"""An office of which every demand on the form of October is met, until a test acts."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from desk.monthly_form import FormCheck, FormFound, monthly_form
from desk.workspace import create_workspace, open_workspace
from ledger import schema
from rules.policy import county_policy

COUNTY, VILLAGE, NEXT = "990001", "990001100200", "990001101300"
OCTOBER, TASK, OTHER = (
    date(2026, 10, 1),
    "dangerous_house_retrofit",
    "seismic_retrofit",
)
DAYS = {
    "found": date(2026, 2, 2),
    "agreement": date(2026, 3, 2),
    "works_started": date(2026, 4, 1),
    "county_acceptance": date(2026, 8, 3),
}
EARLY, SUMMER, FILED = date(2026, 1, 12), date(2026, 8, 5), date(2026, 10, 2)
AUTUMN, LATE = date(2026, 10, 20), date(2026, 11, 2)


def answer(monkeypatch, question: str, told: object, policy_code: str = COUNTY) -> None:
    """Let the office answer a question that the documents leave open."""
    policy = county_policy(policy_code)
    options = [
        replace(row, value=told) if row.id == question else row
        for row in policy.options
    ]
    other = replace(policy, options=tuple(options))
    monkeypatch.setattr("desk.workspace.county_policy", lambda code: other)


class Office:
    """Writes what a test says, on a day, and looks at the form of October."""

    def __init__(self, root: Path) -> None:
        self.workspace = open_workspace(root)

    def write(self, table: str, *rows: dict, on: date = AUTUMN) -> None:
        at = datetime(on.year, on.month, on.day, 9)
        head = {"actor": "t", "verb": "t", "scope": "cases", "at": at}
        with self.workspace.ledger.writing(**head) as entry:
            entry.write(getattr(schema, table), rows)

    def form(self, form: str = "form1", month: date = OCTOBER) -> FormFound:
        """Look at a form on the day after October ended."""
        self.write("place", {"code": VILLAGE, "name": "柳沟村"}, on=LATE)
        return monthly_form(self.workspace, form, month)

    def check(self, name: str, form: str = "form1", month: date = OCTOBER) -> FormCheck:
        return next(c for c in self.form(form, month).checks if c.id == name)

    def case(self, home: str = "A", **more: object) -> None:
        self.write("retrofit_case", case(home) | more)

    def step(self, name: str, home: str = "A", **more: object) -> None:
        self.write("case_step", step(name, home) | more)

    def pay(self, amount_cny: int, home: str = "A", **more: object) -> None:
        row = {"kind": "refund" if amount_cny < 0 else "whole"}
        row |= {"payment_id": f"{home}{amount_cny}", "amount_cny": amount_cny}
        row |= {"source": "中央", "payee": "household", "paid_on": SUMMER}
        self.write("payment", {"case_id": home, "household_id": home} | row | more)

    def member(self, home: str, group: str = "低保户", **more: object) -> None:
        self.write("membership", member(home, group) | more)


def make_office(root: Path) -> None:
    """Write families A and B with a case each, both completed; A was paid."""
    create_workspace(
        root, county_code=COUNTY, county_name="安和县", policy_code=COUNTY
    ).ledger.close()
    office = Office(root)
    homes = [{"household_id": "A", "village_code": VILLAGE}]
    homes += [{"household_id": "B", "village_code": NEXT}]
    office.write("household", *homes, on=EARLY)
    office.write("membership", member("A"), member("B", "脱贫不稳定户"), on=EARLY)
    both = {"amount_cny": 40_000, "task": TASK}
    fund = both | {"fund_id": "f", "level": "省级", "secured_on": EARLY}
    office.write("secured_fund", fund, on=EARLY)
    for source in ("中央", "省级"):
        own = {"allotment_id": source, "source": source, "allotted_on": EARLY}
        office.write("allotment", both | own, on=EARLY)
    office.write("retrofit_case", case("A"), case("B"), on=SUMMER)
    steps = [step(name, home) for name in DAYS for home in "AB"]
    office.write("case_step", *steps, on=SUMMER)
    paid = {"payment_id": "p", "case_id": "A", "household_id": "A", "source": "中央"}
    paid |= {"amount_cny": 12_000, "kind": "whole", "payee": "household"}
    office.write("payment", paid | {"paid_on": SUMMER}, on=SUMMER)
    for form in ("form1", "form2"):
        office.write("form_filing", filing(office, form), on=FILED)
    office.workspace.ledger.close()


def copied(base: Path, root: Path) -> Office:
    """Return an office of its own."""
    shutil.copytree(base, root)
    return Office(root)


def filing(office: Office, form: str, month: str = "2026-09") -> dict:
    row = {"filing_id": f"{form}-{month}-1", "form": form, "month": month}
    row |= {"number": 1, "position": office.workspace.ledger.position()}
    row |= {"made_at": "2026-10-02T09:00:00", "figures": "{}"}
    return row | {"sha256": "0" * 64, "reasons": "{}"}


def case(home: str) -> dict:
    row = {"case_id": home, "household_id": home, "task": TASK, "way": "修缮加固"}
    row |= {"builder": "organised", "real_cost_cny": 30_000}
    return row | {"opened_on": DAYS["found"]}


def step(name: str, home: str) -> dict:
    passed = True if name == "county_acceptance" else None
    row = {"case_id": home, "household_id": home, "step": name}
    return row | {"on_date": DAYS.get(name), "passed": passed}


def member(home: str, group: str = "低保户") -> dict:
    by = "民政" if group == "低保户" else "乡村振兴"
    row = {"household_id": home, "group_name": group}
    return row | {"certified_by": by, "certified_on": EARLY}
