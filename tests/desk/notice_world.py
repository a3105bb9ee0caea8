"""A county of three towns in March 2026: one in order, one late, one that hides."""

from datetime import date, datetime

from desk.workspace import create_workspace
from ledger.roles import Acting, Role
from ledger.schema import (
    appraisal,
    case_step,
    dwelling,
    household,
    membership,
    place,
    retrofit_case,
)

COUNTY = "990001"
ORDER, LATE, HIDING = "990001100", "990001101", "990001102"
PLANNER = Acting("县", Role.PLANNER)
OFFICER = Acting("镇", Role.TOWN_OFFICER, LATE)
LEADER = Acting("局长", Role.LEADER)
SECRETS = ("三丰", "11010519491231002X", "13912345678", "6217000010001234567")
PERSON = dict(zip(("id_number", "phone", "account"), SECRETS[1:], strict=True))
APPRAISED = date(2026, 3, 1)
# Household: its town, and the steps taken in March, by day; nothing: no case.
HOMES = {
    "A1": (ORDER, {"found": 1, "reported": 2, "appraised": 3, "applied": 4}),
    "A2": (ORDER, {"found": 1, "reported": 2, "appraised": 3, "county_acceptance": 9}),
    "B1": (LATE, {"found": 1}),
    "B2": (LATE, {"found": 2}),
    "B3": (LATE, {"found": 2, "reported": 3}),
    "C1": (HIDING, None),
    "C2": (HIDING, {"found": 25}),
}


def made_workspace(root):
    """Make the county; what happened on a day was recorded that day."""
    made = create_workspace(
        root, county_code=COUNTY, county_name="安和县", policy_code=COUNTY,
        demonstration=True,
    )  # fmt: skip
    names = {ORDER: "安河镇", LATE: "柳沟镇", HIDING: "石门镇"}
    places = [{"code": code, "name": name} for code, name in names.items()]
    villages = [{"code": f"{code}200", "name": f"{names[code]}一村"} for code in names]
    write(made, date(2026, 3, 1), (place, [*places, *villages]))
    write(
        made,
        date(2026, 3, 1),
        (household, [home(id_, town) for id_, (town, _) in HOMES.items()]),
        (dwelling, [{"household_id": id_, "grade": "D"} for id_ in HOMES]),
        (membership, [certified(id_) for id_ in HOMES]),
        (appraisal, [appraised(id_) for id_ in HOMES]),
        (retrofit_case, [case(id_) for id_, (_, steps) in HOMES.items() if steps]),
    )
    for day in range(1, 32):
        taken = [
            step(id_, name, day)
            for id_, (_, steps) in HOMES.items()
            for name, at in (steps or {}).items()
            if at == day
        ]
        if taken:
            write(made, date(2026, 3, day), (case_step, taken))
    return made


def write(workspace, day, *tables):
    head = {"actor": "t", "verb": "t", "scope": "exposure"}
    at = datetime.combine(day, datetime.min.time()).replace(hour=9)
    with workspace.ledger.writing(**head, at=at) as entry:
        for table, rows in tables:
            entry.write(table, rows)


def home(id_, town):
    row = {"household_id": id_, "village_code": f"{town}200", "head_name": "张三丰"}
    facts = dict.fromkeys(("other_safe_home", "disaster_rebuild_aid"), False)
    return row | PERSON | facts | {"no_house": False, "occupants": 3}


def certified(id_):
    row = {"household_id": id_, "group_name": "低保户", "certified_by": "民政"}
    return row | {"certified_on": date(2026, 2, 1)}


def appraised(id_):
    row = {"appraisal_id": f"a-{id_}", "household_id": id_, "grade": "D"}
    return row | {"appraised_on": APPRAISED}


def case(id_):
    row = {"case_id": f"c-{id_}", "household_id": id_}
    return row | {"task": "dangerous_house_retrofit", "opened_on": APPRAISED}


def step(id_, name, day):
    row = {"case_id": f"c-{id_}", "household_id": id_, "step": name}
    passed = True if name == "county_acceptance" else None
    return row | {"on_date": date(2026, 3, day), "passed": passed}
