"""Versions of cases, written as words, for what tells progress of any day."""

from datetime import date

import pandas as pd

from geo.case_history import CaseHistory
from rules.policy import load_policy

POLICY = load_policy("990001")
VILLAGE, OTHER, ELSEWHERE = "990001100200", "990001100201", "990001101300"
DAY = "datetime64[s]"
COLUMNS = {
    "steps": ("case_id", "step", "household_id", "on_date", "passed"),
    "cases": ("case_id", "household_id", "task", "way", "real_cost_cny"),
    "payments": ("payment_id", "case_id", "source", "amount_cny", "paid_on"),
    "homes": ("household_id", "village_code"),
    "houses": ("household_id", "grade", "retrofitted_on"),
    "memberships": ("household_id", "group_name", "certified_by", "certified_on"),
    "appraisals": ("appraisal_id", "household_id", "appraised_on"),
}


def day(n):
    return date(2026, 3, n)


class Told:
    """Tables of versions; ``at`` is the entry, 1 if not given."""

    def __init__(self):
        self.rows = {name: [] for name in COLUMNS}

    def add(self, table, *values, at=1, removed=False):
        row = dict(zip(COLUMNS[table], values, strict=True))
        self.rows[table].append(row | {"entry_seq": at, "removed": removed})
        return self

    def step(self, case, step, on, *, passed=None, **more):
        return self.add("steps", case, step, f"h{case}", on, passed, **more)

    def home(self, case, village=VILLAGE, **more):
        return self.add("homes", f"h{case}", village, **more)

    def tables(self):
        made = {}
        for name, columns in COLUMNS.items():
            wanted = [*columns, "entry_seq", "removed"]
            table = pd.DataFrame(self.rows[name], columns=wanted)
            for column in [c for c in columns if c.endswith("_on") or c == "on_date"]:
                table[column] = pd.to_datetime(table[column]).astype(DAY)
            if name == "cases":
                table["real_cost_cny"] = table["real_cost_cny"].astype(float)
            made[name] = table.astype({"entry_seq": "int64", "removed": bool})
        return made

    def history(self, policy=POLICY):
        return CaseHistory(self.tables(), policy)
