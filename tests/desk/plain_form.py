"""A monthly form counted by hand: plain Python over the raw rows of the database.

Nothing here is shared with the product but the file it reads.  Days are compared as
the text they are kept as.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

# ZB 附件, 填表说明 2: the order of the categories, and who certifies each.
ORDER = {
    "脱贫享受政策户": "乡村振兴",
    "脱贫不稳定户": "乡村振兴",
    "边缘易致贫户": "乡村振兴",
    "低保户": "民政",
    "分散供养特困人员": "民政",
    "严重困难户": "乡村振兴",
    "低保边缘家庭": "民政",
    "其他脱贫户": "乡村振兴",
}
TASK = {1: "dangerous_house_retrofit", 2: "seismic_retrofit"}


class Book:
    """The rows of a ledger up to an entry, the newest of each thing."""

    def __init__(self, path: Path, position: int) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.row_factory = sqlite3.Row
        self.position = position
        self.day_of = {r["seq"]: r["day"] for r in self.every("entry", "seq")}
        self.case = self.newest("retrofit_case", "case_id")
        self.steps = self.newest("case_step", "case_id", "step").values()
        self.payments = self.newest("payment", "payment_id").values()
        self.allotments = self.newest("allotment", "allotment_id").values()
        self.funds = self.newest("secured_fund", "fund_id").values()
        self.lists = [dict(row) for row in self.every("membership", "entry_seq")]
        self.connection.close()

    def every(self, table: str, seq: str) -> list[sqlite3.Row]:
        query = f"SELECT * FROM {table} WHERE {seq} <= ? ORDER BY {seq}"
        return self.connection.execute(query, (self.position,)).fetchall()

    def newest(self, table: str, *keys: str) -> dict[object, dict]:
        last = {}
        for row in self.every(table, "entry_seq"):
            last[tuple(row[key] for key in keys)] = dict(row)
        kept = {key: row for key, row in last.items() if not row["removed"]}
        return {key[0] if len(key) == 1 else key: row for key, row in kept.items()}

    def identity(self, until: str) -> dict[str, str]:
        """Return the category of each household at the end of a day."""
        last: dict[tuple[str, str], dict] = {}
        for row in self.lists:
            begins = self.day_of[row["entry_seq"]]
            if row["certified_by"] and not row["removed"]:
                begins = row["certified_on"] or ""
            if begins <= until:
                last[row["household_id"], row["group_name"]] = row
        found: dict[str, set[str]] = {}
        for (household, group), row in last.items():
            if not row["removed"] and ORDER.get(group) == row["certified_by"]:
                found.setdefault(household, set()).add(group)
        return {
            household: next(group for group in ORDER if group in groups)
            for household, groups in found.items()
            if any(group in ORDER for group in groups)
        }


def plain_form(path: Path, form: int, until: str, position: int) -> dict[int, int]:
    """Count the 27 columns of a form since 1 January of the year of ``until``."""
    book, task = Book(path, position), TASK[form]
    since = until[:4] + "-01-01"
    category = book.identity(until)

    def within(day: str) -> bool:
        return since <= day <= until

    def done(step: str, passed: bool) -> list[dict]:
        return [
            book.case[row["case_id"]]
            for row in book.steps
            if row["step"] == step and within(row["on_date"])
            if row["passed"] == 1 or not passed
            if row["case_id"] in book.case
            if book.case[row["case_id"]]["task"] == task
            if book.case[row["case_id"]]["household_id"] in category
        ]

    def by_category(cases: Iterable[dict]) -> list[int]:
        homes = {case["household_id"] for case in cases}
        told = [category[home] for home in homes]
        return [len(homes), *(told.count(group) for group in ORDER)]

    def total(rows: Iterable[dict], day: str, amount: str = "amount_cny") -> int:
        return sum(row[amount] for row in rows if within(row[day]))

    completed = done("county_acceptance", passed=True)
    funds = [row for row in book.funds if row["task"] == task]
    numbers = by_category(done("works_started", passed=False))
    numbers += by_category(completed)
    numbers.append(total(funds, "secured_on"))
    numbers.append(total((f for f in funds if f["level"] == "省级"), "secured_on"))
    for source in ("中央", "省级", "省级以下"):
        rows = [r for r in book.allotments if r["task"] == task]
        numbers.append(total((r for r in rows if r["source"] == source), "allotted_on"))
    for source in ("中央", "省级", "省级以下"):
        rows = [
            row
            for row in book.payments
            if row["source"] == source
            and book.case.get(row["case_id"], {}).get("task") == task
        ]
        numbers.append(total(rows, "paid_on"))
    numbers.append(sum(case["real_cost_cny"] or 0 for case in completed))
    return dict(enumerate(numbers, start=1))
