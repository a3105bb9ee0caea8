"""The three ledgers (rule W13): the same cases for the county, a town, a village."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from desk.case_files import cases_on_record
from desk.stamps import stamp_on
from desk.workspace import Workspace
from ledger.case_rows import Which
from ledger.cases import CaseRecord
from ledger.households import place_names
from ledger.reading import for_role
from ledger.roles import Acting
from reports.case_ledger import CaseSheet, case_ledger
from rules.adcode import Level
from rules.casefile import CaseFile
from rules.casework import next_steps
from rules.clocks import clocks, next_due
from rules.dossier import appraised_by
from rules.policy import Policy
from rules.vocabulary import SOURCES

TASKS = {"dangerous_house_retrofit": "危房改造", "seismic_retrofit": "抗震改造"}
BASIC = ("序号", "乡镇", "村", "户编号", "户主", "保障类别", "人口")
HOUSE = ("鉴定等级", "任务", "改造方式", "面积（㎡）")
MONEY = tuple(f"{source}（元）" for source in SOURCES)
STATE = ("当前应办", "办理期限", "逾期天数")
# Empty for a role that does not read the table.
READ_FROM = {"保障类别": "membership", "鉴定等级": "appraisal"}


def ledger_columns(policy: Policy) -> list[tuple[str, tuple[str, ...]]]:
    """Return the groups of columns: who, which house, each step, money, what is due."""
    steps = tuple(step.name for step in policy.steps)
    return [
        ("基本情况", BASIC),
        ("房屋与任务", HOUSE),
        ("办理进度（日期）", steps),
        ("已拨付补助资金", MONEY),
        ("目前状态", STATE),
    ]


def case_table(
    workspace: Workspace, acting: Acting, area: str = "", on: date | None = None
) -> pd.DataFrame:
    """List the cases of an area as they stood on a day, by village and number.

    Parameters
    ----------
    area : str
        Code of a town or a village; ``""`` is the reader's own area.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`ledger_columns`, and ``village_code``; names are masked
        as the role may see them, a missing value is not known or not done.

    Raises
    ------
    AccessError
        If the area reaches beyond the reader's own, or the role reads no cases.
    """
    reader = for_role(workspace.ledger, acting)
    known = {row["case_id"] for row in reader.cases(area=area, on=on)}
    which = Which(area=area or acting.area)
    records = [
        record
        for record in cases_on_record(workspace, which, on)
        if record.file.case_id in known
    ]
    heads = reader.some_households({r.file.household_id for r in records}, on)
    by_id = {row["household_id"]: row for row in heads}
    names, policy = place_names(workspace.ledger), workspace.policy
    day = on or date.today()
    hidden = [
        column
        for column, table_name in READ_FROM.items()
        if not reader.sees(table_name)
    ]
    rows = [
        _row(record, by_id.get(record.file.household_id, {}), names)
        | _progress(record.file, workspace, day)
        | dict.fromkeys(hidden)
        for record in records
    ]
    wanted = [name for _, group in ledger_columns(policy) for name in group]
    table = pd.DataFrame(rows, columns=[*wanted, "village_code", "case_id"])
    table = table.sort_values(["village_code", "case_id"], ignore_index=True)
    table["序号"] = range(1, len(table) + 1)
    return table.astype(object).where(table.notna(), None)


def ledger_workbook(
    workspace: Workspace, acting: Acting, level: Level, on: date | None = None
) -> bytes:
    """Write the ledger of a level: one sheet for the county, or one for each area."""
    table = case_table(workspace, acting, on=on)
    day = on or date.today()
    digits = int(level)
    areas = [workspace.county_code]
    if level is not Level.COUNTY:
        areas = sorted(table["village_code"].str[:digits].unique()) or areas
    names = place_names(workspace.ledger)
    sheets = [
        _sheet(workspace, table, (code, names.get(code) or code), day) for code in areas
    ]
    return case_ledger(sheets)


def _sheet(
    workspace: Workspace, table: pd.DataFrame, area: tuple[str, str], on: date
) -> CaseSheet:
    code, name = area
    county = code == workspace.county_code
    name = workspace.county_name if county else name
    own = table[table["village_code"].str.startswith(code)].copy()
    own["序号"] = range(1, len(own) + 1)
    kept = {6: "县级", 9: "镇（街道）级", 12: "村级"}[len(code)]
    return CaseSheet(
        name=name,
        title=f"{name}农村住房安全保障台账（{kept}）",
        note=f"截至 {on.isoformat()}；依据 {workspace.policy.document}；资金单位：元",
        groups=ledger_columns(workspace.policy),
        table=own.drop(columns=["village_code", "case_id"]),
        stamp=stamp_on(workspace),
    )


def _row(record: CaseRecord, head: dict, names: dict[str, str]) -> dict:
    file = record.file
    code = file.village_code
    paid = _paid(file)
    return {
        "乡镇": names.get(code[:9]) or code[:9],
        "村": names.get(code) or code,
        "户编号": file.household_id,
        "户主": head.get("head_name"),
        "保障类别": file.groups[0] if file.groups else None,
        "人口": head.get("occupants"),
        "鉴定等级": _grade(file),
        "任务": TASKS.get(file.task),
        "改造方式": file.way,
        "面积（㎡）": file.area_m2,
        **{f"{source}（元）": paid.get(source) for source in SOURCES},
        "village_code": code,
        "case_id": file.case_id,
    }


def _grade(file: CaseFile) -> str | None:
    """Return the grade that the works were for, not one given after them."""
    accepted = file.done("county_acceptance")
    made = appraised_by(file, accepted.on if accepted else date.max)
    return made.grade if made else None


def _paid(file: CaseFile) -> dict[str, int]:
    paid: dict[str, int] = {}
    for payment in file.payments:
        paid[payment.source] = paid.get(payment.source, 0) + payment.amount_cny
    return paid


def _progress(file: CaseFile, workspace: Workspace, on: date) -> dict:
    policy = workspace.policy
    ahead = next_steps(file, policy)
    due = next_due(clocks(file, policy, on, workspace.holidays))
    return {
        **{step.name: _done(file, step.id) for step in policy.steps},
        "当前应办": "、".join(step.name for step in ahead) or None,
        "办理期限": due.due_on if due else None,
        "逾期天数": (due.days_late or None) if due else None,
    }


def _done(file: CaseFile, step: str) -> date | None:
    taken: Iterable = (done for done in file.steps if done.step == step)
    done = next(iter(taken), None)
    return done.on if done and done.passed is not False else None
