"""Public notices (公示) of a step: the least that lets neighbours object (rule A2).

A notice tells the family name of the head, the village, the task, the way and, once it
is paid, the amount.  It tells no number of anybody, nobody's group, health or home.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from desk.acting import reading
from desk.case_ledgers import TASKS
from desk.stamps import stamp_on
from desk.workspace import Workspace
from ledger.households import place_names
from ledger.roles import Acting, require_may_act
from reports.workbook import workbook
from rules.adcode import Level, level_of
from rules.errors import PlanningError
from rules.guards import FIRST_DAY
from rules.parameters import load_parameters
from rules.policy import Policy

Row = dict[str, Any]

PLACES = {Level.VILLAGE: "village", Level.TOWN: "town", Level.COUNTY: "county"}
OFFICES = {
    Level.VILLAGE: "村民委员会",
    Level.TOWN: "乡镇人民政府（街道办事处）",
    Level.COUNTY: "县住房和城乡建设局",
}
NOBODY = "*"  # the name was erased, or never known
HEADINGS = {
    "number": "序号",
    "name": "户主",
    "village": "村",
    "task": "任务",
    "way": "改造方式",
    "amount_cny": "补助金额（元）",
}


def publication(
    workspace: Workspace,
    acting: Acting,
    *,
    step: str,
    area: str,
    on: date | None = None,
) -> list[Row]:
    """Return what a notice of a step tells, for an area, on the day it is put up.

    The cases are those that have come to the step and no further.

    Parameters
    ----------
    area : str
        Code of the village, town or county where it is put up.

    Returns
    -------
    list of dict
        ``number`` (1 is first), ``name`` (张*), ``village``, ``task``, ``way`` and
        ``amount_cny``, which is ``None`` before payment.

    Raises
    ------
    AccessError
        If the role does not put up notices there (rule A1).
    PlanningError
        If the step is not one of those that are published.
    """
    _require_step(workspace.policy, step)
    require_may_act(acting, PLACES[level_of(area)], area)
    reader = reading(workspace, acting)
    steps = reader.listed("case_step", area=area, on=on)
    there = _standing_at(step, steps, workspace.policy, on or date.today())
    cases = [row for row in reader.cases(area=area, on=on) if row["case_id"] in there]
    cases.sort(key=lambda row: (row["village_code"], row["case_id"]))
    heads = reader.some_households([row["household_id"] for row in cases], on)
    names = {row["household_id"]: row["head_name"] for row in heads}
    paid: dict[str, int] = {}
    if step == _told("amount_of"):
        paid = _paid(reader.listed("payment", area=area, on=on))
    places = place_names(workspace.ledger)
    return [
        {
            "number": number,
            "name": names.get(row["household_id"]) or NOBODY,
            "village": places.get(row["village_code"]) or row["village_code"],
            "task": TASKS.get(row["task"]),
            "way": row["way"],
            "amount_cny": paid.get(row["case_id"]),
        }
        for number, row in enumerate(cases, start=1)
    ]


def publication_workbook(
    workspace: Workspace,
    acting: Acting,
    *,
    step: str,
    area: str,
    on: date | None = None,
) -> bytes:
    """Return a notice as a workbook, in Chinese as it is put up; raises likewise."""
    rows = publication(workspace, acting, step=step, area=area, on=on)
    table = pd.DataFrame(rows, columns=[*HEADINGS]).rename(columns=HEADINGS)
    if step != _told("amount_of"):
        table = table.drop(columns=HEADINGS["amount_cny"])
    table = table.astype(object).where(table.notna(), None)
    lines = notice_lines(workspace, step, area, on or date.today())
    return workbook([(workspace.policy.step(step).name, lines, table)])


def notice_lines(workspace: Workspace, step: str, area: str, on: date) -> list[str]:
    """Return what stands above the rows of a notice: title, ground, whom to tell."""
    policy, level = workspace.policy, level_of(area)
    name = place_names(workspace.ledger).get(area) or area
    if level is Level.COUNTY:
        name = workspace.county_name
    days = _days(policy, step, PLACES[level])
    counts_first = any(o.value for o in policy.options if o.id == FIRST_DAY)
    first = "公示当日计入" if counts_first else "公示当日不计"
    lasting = f"，公示期不少于 {days} 天（{first}）" if days else ""
    lines = [
        f"{name}农村住房安全保障公示（{policy.step(step).name}）",
        f"依据 {policy.document} {policy.step(step).clause}；"
        f"公示日期 {on.isoformat()}{lasting}",
        f"对公示对象有异议的，请在公示期内向{OFFICES[level]}反映；"
        "联系人：__________　电话：__________",
    ]
    stamp = stamp_on(workspace)
    return [*lines, stamp] if stamp else lines


def _days(policy: Policy, step: str, place: str) -> int | None:
    asked = [row for row in policy.publicity if (row.step, row.place) == (step, place)]
    return max((row.days for row in asked if row.days is not None), default=None)


def _standing_at(step: str, rows: Iterable[Row], policy: Policy, on: date) -> set[str]:
    """Return the cases whose last step is ``step``."""
    order = {one.id: place for place, one in enumerate(policy.steps)}
    last: dict[str, int] = {}
    for row in rows:
        if row["step"] in order and row["on_date"] <= on:
            place = order[row["step"]]
            last[row["case_id"]] = max(place, last.get(row["case_id"], place))
    return {case_id for case_id, place in last.items() if place == order[step]}


def _paid(rows: Iterable[Row]) -> dict[str, int]:
    paid: dict[str, int] = {}
    for row in rows:
        paid[row["case_id"]] = paid.get(row["case_id"], 0) + row["amount_cny"]
    return paid


def published_steps(policy: Policy) -> list[str]:
    """Return the steps whose results are posted, in the policy's order."""
    return [one.id for one in policy.steps if one.id in _told("steps")]


def _require_step(policy: Policy, step: str) -> None:
    known = published_steps(policy)
    if step not in known:
        raise PlanningError(
            "{step} is not published; these are: {known}",
            step=step,
            known=", ".join(known),
        )


def _told(name: str) -> Any:
    return load_parameters("privacy")["publication"][name]
