"""Public notices (公示) of a step: the least that lets neighbours object (rule A2).

A notice tells the number of the case, the family name of the head, the town and the
village, the task, the way and, once it is paid, the amount.  It tells no number of
anybody, nobody's group, health or home.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from desk.acting import reading
from desk.case_ledgers import TASKS
from desk.notice_words import cited_of
from desk.stamps import stamp_on
from desk.workspace import Workspace
from ledger.households import place_names
from ledger.roles import Acting, require_may_act
from reports.letter_layout import chinese_date
from reports.workbook import workbook
from rules.adcode import Level, level_of
from rules.errors import PlanningError
from rules.guards import FIRST_DAY
from rules.language import N_
from rules.parameters import load_parameters
from rules.policy import Policy

Row = dict[str, Any]

PLACES = {Level.VILLAGE: "village", Level.TOWN: "town", Level.COUNTY: "county"}
OFFICES = {
    Level.VILLAGE: "村民委员会",
    Level.TOWN: "乡镇人民政府（街道办事处）",
    Level.COUNTY: "县住房和城乡建设局",
}
PAPER = "publication_notice"  # its texts
NOBODY = "*"  # the name was erased, or never known
HEADINGS = {
    "number": "序号",
    "case_id": "公示编号",
    "name": "户主",
    "village": "乡镇、村",
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
        ``number`` (1 is first), ``case_id``, ``name`` (张*), ``village`` (with its
        town), ``task``, ``way`` and ``amount_cny``, which is ``None`` before payment.

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
            "case_id": row["case_id"],
            "name": names.get(row["household_id"]) or NOBODY,
            "village": _village(row["village_code"], places),
            "task": TASKS.get(row["task"]),
            "way": row["way"] or load_parameters("notices")[PAPER]["unknown_way"],
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
    """Return a notice as a workbook, in Chinese as it is put up.

    Raises likewise, and a PlanningError if there is nobody to be put up.
    """
    rows = publication(workspace, acting, step=step, area=area, on=on)
    require_somebody(rows, workspace, step, area, on or date.today())
    table = pd.DataFrame(rows, columns=[*HEADINGS]).rename(columns=HEADINGS)
    if step != _told("amount_of"):
        table = table.drop(columns=HEADINGS["amount_cny"])
    table = table.astype(object).where(table.notna(), None)
    lines = notice_lines(workspace, step, area, on or date.today())
    return workbook([(workspace.policy.step(step).name, lines, table)])


def require_somebody(
    rows: list[Row], workspace: Workspace, step: str, area: str, on: date
) -> None:
    """Refuse a notice that would name nobody.

    Raises
    ------
    PlanningError
        If there is no row.
    """
    if not rows:
        raise PlanningError(
            N_(
                "on {day} nobody in {place} stands at {step}: there is nobody to put "
                "up at this step now"
            ),
            day=on.isoformat(),
            place=_place(workspace, area),
            step=workspace.policy.step(step).name,
        )


def period(policy: Policy, step: str, area: str, posted: date) -> str:
    """Say from when to when a notice is up, in Chinese.

    Where the policy states days for another place alone, these; where it states none,
    the last day is left blank.
    """
    told = load_parameters("notices")[PAPER]
    days = _days(policy, step, PLACES[level_of(area)])
    counts_first = any(o.value for o in policy.options if o.id == FIRST_DAY)
    if not days:
        return told["period_open"].format(begins=chinese_date(posted))
    return told["period"].format(
        begins=chinese_date(posted),
        ends=chinese_date(posted + timedelta(days=days - bool(counts_first))),
        days=days,
        first=told["first_counts" if counts_first else "first_not"],
    )


def notice_lines(workspace: Workspace, step: str, area: str, on: date) -> list[str]:
    """Return what stands above the rows of a notice: title, ground, whom to tell.

    Parameters
    ----------
    on : datetime.date
        The day it is put up.
    """
    policy, row = workspace.policy, workspace.policy.step(step)
    ground = cited_of(policy, "step", step, row.clause)
    lines = [
        f"{_place(workspace, area)}农村住房安全保障公示（{row.name}）",
        f"依据{ground}，现予公示。公示时间：{period(policy, step, area, on)}。",
        f"对公示对象有异议的，请在公示期内向{OFFICES[level_of(area)]}反映；"
        "联系人：__________　电话：__________",
    ]
    stamp = stamp_on(workspace)
    return [*lines, stamp] if stamp else lines


def _days(policy: Policy, step: str, place: str) -> int | None:
    asked = [row for row in policy.publicity if row.step == step]
    asked = [row for row in asked if row.place == place] or asked
    return max((row.days for row in asked if row.days is not None), default=None)


def _place(workspace: Workspace, area: str) -> str:
    if level_of(area) is Level.COUNTY:
        return workspace.county_name
    return place_names(workspace.ledger).get(area) or area


def _village(code: str, places: Mapping[str, str | None]) -> str:
    """Name a village with its town."""
    return (places.get(code[: Level.TOWN]) or "") + (places.get(code) or code)


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
