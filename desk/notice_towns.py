"""The progress of the towns, reported upward each month (rule R2)."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from desk.notice_frame import Asked, fields_of, framed, require_county_cases, says
from reports.letter import Letter, Sheet, in_ten_thousands, percent
from reports.letter_layout import chinese_date
from rules.adcode import Level
from rules.parameters import load_parameters
from rules.stages import completion_stage, plan_share

PAPER = "progress"
COLUMNS = {
    "found": "发现",
    "filed": "建档",
    "started": "开工",
    "completed": "竣工",
    "accepted": "县验收",
    "paid": "拨付完毕",
    "struck_off": "销号",
    "open": "在办",
    "overdue": "逾期",
    "waiting": "未建档",
}


def progress_letter(asked: Asked) -> Letter:
    """Write the progress of the towns as of a day.

    Raises
    ------
    AccessError
        If the role does not read all cases.
    """
    require_county_cases(asked.acting)
    book = asked.shelf.progress_book()
    towns = book.counts(asked.on, Level.TOWN)
    county = book.counts(asked.on, Level.COUNTY).iloc[0]
    fields = fields_of(asked, PAPER) | county.to_dict()
    fields |= {
        "plan": _plan(asked, county, fields),
        "stuck_unknown": _unknown(county),
        "stuck_wan": in_ten_thousands(int(county["stuck_cny"])),
    }
    return framed(
        asked, PAPER, fields, sheets=[_sheet(towns, county, fields)], upward=True
    )


def _plan(asked: Asked, county: pd.Series, fields: Mapping[str, Any]) -> str:
    told, policy = load_parameters("notices")[PAPER], asked.shelf.workspace.policy
    share = plan_share(policy.stages, asked.on)
    stage = completion_stage(policy.stages)
    if stage is None or share != share:
        return told["no_plan"]
    found = county["found"]
    return told["plan"].format(
        document=policy.document_of("stage", stage.id),
        until=chinese_date(stage.until),
        stage=stage.name,
        on=fields["on"],
        plan_share=percent(share),
        share=percent(county["completed"] / found if found else None),
        completed=county["completed"],
        found=found,
    )


def _unknown(county: pd.Series) -> str:
    if not county["stuck_unknown"]:
        return ""
    told = load_parameters("notices")[PAPER]["stuck_unknown"]
    return told.format(count=county["stuck_unknown"])


def _sheet(towns: pd.DataFrame, county: pd.Series, fields: Mapping[str, Any]) -> Sheet:
    told = load_parameters("notices")[PAPER]
    rows = [*towns.to_dict("records"), county.to_dict() | {"name": "合计"}]
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields, "says_households"),
        headings=("乡镇", *COLUMNS.values(), "竣工率"),
        rows=tuple(
            (row["name"], *(row[name] for name in COLUMNS), _share(row)) for row in rows
        ),
        widths=(2.4, *([1.0] * len(COLUMNS)), 1.4),
        left=(0,),
        ratios=(len(COLUMNS) + 1,),
        notes=(told["note"],),
    )


def _share(row: Mapping[str, Any]) -> float | None:
    return row["completed"] / row["found"] if row["found"] else None
