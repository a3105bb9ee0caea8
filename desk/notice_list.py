"""The names handed upward each month: who was appraised and may enter a task (R2).

Only what the next office needs to find a household again: its number, its head with
the given name hidden, the village, the group, the grade and the task.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from desk.acting import reading
from desk.case_ledgers import TASKS
from desk.eligibility import CountyEligibility, county_eligibility
from desk.notice_frame import LISTED, Asked, fields_of, framed, report_of, says
from desk.notice_words import cited_of
from geo.eligibility import Answer
from ledger.households import place_names
from ledger.permits import require_table
from reports.letter import Letter, Sheet
from rules.adcode import Level
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.stages import day_in_month
from rules.vocabulary import GRADES, GROUPS

PAPER = "list"
DANGEROUS = GRADES[2:]
NO_HOUSE = "无房"
SEISMIC = "seismic_retrofit"
STANDARD = "meets_seismic_standard"


def list_letter(asked: Asked) -> Letter:
    """Write the list of those appraised and eligible, as of a day.

    Raises
    ------
    AccessError
        If the role does not read households, their groups and their appraisals.
    """
    rows = eligible_names(asked)
    before = _month_before(asked)
    then = set() if before is None else set(_listed(asked, before)["household_id"])
    now = {row["household_id"] for row in rows}
    told, fields = load_parameters("notices")[PAPER], fields_of(asked, PAPER)
    left = told["left"].format(count=len(then - now)) if then - now else ""
    grades = [row["grade"] for row in rows]
    fields |= {
        "count": len(rows),
        "grade_c": grades.count("C"),
        "grade_d": grades.count("D"),
        "no_house": grades.count(NO_HOUSE),
        "new": len(now - then),
        "left": left,
    }
    both = grades_too(rows, asked.shelf.workspace.policy, asked.on)
    sheet = _sheet(rows, fields, both)
    body = list(told["body"])
    if len(rows) > load_parameters("notices")["office"]["most_rows_in_word"]:
        body.append(told["only_workbook"])
    return framed(asked, PAPER, fields, sheets=[sheet], body=body, upward=True)


def eligible_names(asked: Asked) -> list[dict[str, Any]]:
    """List those appraised and eligible, by village and number.

    Returns
    -------
    list of dict
        ``household_id, name`` (as the role may see it), ``town, village, category,
        grade, task``; ``None`` not known.
    """
    reader = reading(asked.shelf.workspace, asked.acting)
    for table in LISTED:
        require_table(asked.acting, table)
    found = _listed(asked, asked.on)
    past = asked.on if asked.on < date.today() else None
    heads = reader.some_households(found["household_id"], past)
    names = {row["household_id"]: row["head_name"] for row in heads}
    places = place_names(asked.shelf.workspace.ledger)
    return [
        {
            "household_id": row["household_id"],
            "name": names[row["household_id"]],
            "town": _name(row["village_code"][: int(Level.TOWN)], places),
            "village": _name(row["village_code"], places),
            "category": row["category"] or None,
            "grade": row["grade"],
            "task": "、".join(TASKS.get(task, task) for task in row["tasks"]),
        }
        for row in found.to_dict("records")
        if row["household_id"] in names
    ]


def _listed(asked: Asked, on: date) -> pd.DataFrame:
    """Return who may enter a task with an appraised or no house, in the asked area."""
    past = on if on < date.today() else None
    county = county_eligibility(asked.shelf.workspace, past)
    exposure, verdicts = county.exposure, county.found.verdicts
    yes = {task: one.eligible == Answer.YES for task, one in verdicts.items()}
    grade = np.array([*GRADES, ""], dtype=object)[exposure.grade]
    grade[exposure.no_house == 1] = NO_HOUSE
    asked_for = np.logical_or.reduce([*yes.values()])
    wanted = asked_for & np.isin(grade, [*DANGEROUS, NO_HOUSE])
    codes = np.array([*exposure.village_codes, ""], dtype=object)[exposure.village]
    area = asked.area or asked.acting.area
    own = [code.startswith(area) for code in exposure.village_codes]
    wanted &= np.array([*own, not area])[exposure.village]
    at = np.flatnonzero(wanted)
    table = pd.DataFrame(
        {
            "household_id": exposure.household_id.take(pa.array(at)).to_pylist(),
            "village_code": codes[at],
            "grade": grade[at],
            "category": _categories(county)[at],
            "tasks": [_tasks(yes, place) for place in at],
        }
    )
    return table.sort_values(["village_code", "household_id"], ignore_index=True)


def _categories(county: CountyEligibility) -> np.ndarray:
    return np.array([*GROUPS, ""], dtype=object)[county.counted.category]


def _tasks(yes: dict[str, np.ndarray], place: int) -> list[str]:
    return [task for task in TASKS if task in yes and yes[task][place]]


def _month_before(asked: Asked) -> date | None:
    """Return the day of the last list; ``None`` if nothing was recorded by then."""
    report = report_of(asked.shelf, PAPER)
    month = (asked.month.replace(day=1) - timedelta(days=1)).replace(day=1)
    day = day_in_month(month, report.day if report else 31)
    first = asked.shelf.workspace.ledger.days()
    return day if first and first[0] <= day else None


def _name(code: str, places: dict[str, str | None]) -> str:
    return places.get(code) or code


def grades_too(
    rows: Iterable[dict[str, Any]], policy: Policy, on: date
) -> tuple[str, ...]:
    """Say where the policy lets dangerous houses enter the seismic retrofit as well."""
    both = [r for r in rows if r["grade"] in DANGEROUS and TASKS[SEISMIC] in r["task"]]
    if not both:
        return ()
    told = load_parameters("notices")[PAPER]["grades_too"]
    found = []
    for rule in policy.rules_of(SEISMIC, on):
        if STANDARD not in {one.column for one in rule.conditions}:
            continue  # as of a house that was retrofitted before
        asked = [one for one in rule.conditions if one.column == "grade"]
        if any(one.test == "one_of" and {*DANGEROUS} & {*one.value} for one in asked):
            found.append(cited_of(policy, "rule", rule.id, rule.clause))
    return tuple(told.format(cited=one) for one in dict.fromkeys(found))


def _sheet(
    rows: Iterable[dict[str, Any]], fields: dict[str, Any], more: tuple[str, ...]
) -> Sheet:
    told = load_parameters("notices")[PAPER]
    wanted = ("town", "village", "household_id", "name", "category", "grade", "task")
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields),
        headings=(
            "序号", "乡镇", "村", "户编号", "户主", "保障类别", "鉴定等级",
            "可纳入任务",
        ),
        rows=tuple(
            (number, *(row[name] for name in wanted))
            for number, row in enumerate(rows, start=1)
        ),
        widths=(0.9, 1.8, 1.9, 2.0, 1.2, 2.7, 1.1, 3.4),
        left=(1, 2, 5, 7),
        notes=(told["note"], *more),
    )  # fmt: skip
