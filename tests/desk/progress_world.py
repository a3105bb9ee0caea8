"""Two towns whose progress is known by heart; an entry a day, as it happened.

安和镇 has 25 cases in two villages: 10 accepted by the county, 6 of them paid in full,
4 struck off.  云顶乡 has 20 cases, 8 of which nobody reported in time; 6 of its
dangerous houses have no case, of 安和镇 only 1.
"""

from datetime import date, datetime, time

from desk.shelf import CountyShelf
from desk.workspace import create_workspace
from ledger.schema import (
    case_step,
    dwelling,
    household,
    membership,
    payment,
    place,
    retrofit_case,
)

COUNTY, BUSY, SLOW = "990001", "990001100", "990001101"
VILLAGES = {BUSY: (f"{BUSY}200", f"{BUSY}201"), SLOW: (f"{SLOW}300",)}
NAMES = {BUSY: "安和镇", SLOW: "云顶乡", f"{BUSY}200": "柳沟村", f"{BUSY}201": "石桥村"}
NAMES |= {f"{SLOW}300": "河口村"}
CASES = {BUSY: 25, SLOW: 20}
WAITING = {BUSY: 1, SLOW: 6}
FOUND, REPORTED, DONE, PAID = (
    date(2026, 1, 5),
    date(2026, 1, 6),
    date(2026, 2, 10),
    date(2026, 2, 20),
)
ENDED = date(2026, 2, 25)
TODAY = date(2026, 3, 2)


def made_shelf(root):
    """Make the workspace and its shelf."""
    workspace = create_workspace(
        root, county_code=COUNTY, county_name="安和县", policy_code=COUNTY
    )
    for day, rows in history():
        head = {"actor": "t", "verb": "t", "scope": "cases"}
        at = datetime.combine(day, time(9))
        with workspace.ledger.writing(**head, at=at) as entry:
            for table, written in rows.items():
                entry.write(table, written)
    return CountyShelf(workspace)


def history():
    """Yield each day with what was recorded on it."""
    busy, slow = ([f"{town}-{n:02d}" for n in range(CASES[town])] for town in CASES)
    yield (
        FOUND,
        {
            place: [{"code": code, "name": name} for code, name in NAMES.items()],
            household: homes(),
            dwelling: houses(),
            membership: listed(),
            retrofit_case: [task(case) for case in (*busy, *slow)],
            case_step: steps("found", (*busy, *slow), FOUND),
        },
    )
    told = (*busy, *slow[8:])
    yield (
        REPORTED,
        {
            case_step: [
                *steps("reported", told, REPORTED),
                *steps("appraised", told, REPORTED),
            ]
        },
    )
    yield DONE, {case_step: steps("county_acceptance", busy[:10], DONE, passed=True)}
    paid = steps("paid", busy[:6], PAID)
    yield PAID, {case_step: paid, payment: [payout(case) for case in busy[:6]]}
    yield ENDED, {case_step: steps("struck_off", busy[:4], ENDED)}


def homes():
    rows = []
    for town, villages in VILLAGES.items():
        for number in range(CASES[town] + WAITING[town]):
            code = villages[number % len(villages)]
            rows.append({"household_id": f"{town}-{number:02d}", "village_code": code})
    return rows


def houses():
    return [{"household_id": row["household_id"], "grade": "D"} for row in homes()]


def listed():
    fixed = {"group_name": "低保户", "certified_by": "民政", "certified_on": FOUND}
    return [{"household_id": row["household_id"], **fixed} for row in homes()]


def task(case):
    row = {"case_id": case, "household_id": case, "opened_on": FOUND}
    row |= {"task": "dangerous_house_retrofit", "way": "拆除重建"}
    return row | {"real_cost_cny": 40_000}


def steps(step, cases, on, **more):
    row = {"step": step, "on_date": on, **more}
    return [{"case_id": case, "household_id": case, **row} for case in cases]


def payout(case):
    row = {"payment_id": f"{case}-1", "case_id": case, "household_id": case}
    row |= {"source": "中央", "amount_cny": 25_000, "kind": "whole"}
    return row | {"payee": "household", "paid_on": PAID}
