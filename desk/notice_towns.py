"""The progress of the towns, reported upward each month (rule R2)."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from desk.notice_frame import Asked, fields_of, framed, require_county_cases, says
from desk.notice_words import cited_of
from desk.year_progress import counted_since, form_totals, year_counts
from reports.letter import Letter, Sheet, in_ten_thousands, percent
from reports.letter_layout import chinese_date
from rules.adcode import Level
from rules.forms import load_form
from rules.parameters import load_parameters
from rules.stages import completion_stage, plan_share

PAPER = "progress"
YEAR = {"task": "应办", "year_started": "开工", "year_completed": "竣工"}
COLUMNS = {
    "found": "发现",
    "filed": "建档",
    "started": "开工",
    "completed": "竣工",
    "accepted": "县验收",
    "paid": "拨付完毕",
    "struck_off": "销号",
}
NOW = {"open": "在办", "overdue": "逾期", "waiting": "未建档"}


def progress_letter(asked: Asked) -> Letter:
    """Write the progress of the towns as of a day: of this year, and of all years.

    Raises
    ------
    AccessError
        If the role does not read all cases.
    """
    require_county_cases(asked.acting)
    towns = _counts(asked, Level.TOWN)
    county = _counts(asked, Level.COUNTY).iloc[0]
    fields = fields_of(asked, PAPER) | span_of(asked) | county.to_dict()
    fields |= {
        "plan": _plan(asked, fields),
        "tie": _tie(asked, fields),
        "stuck_unknown": _unknown(county),
        "stuck_wan": in_ten_thousands(int(county["stuck_cny"])),
    }
    return framed(
        asked, PAPER, fields, sheets=[_sheet(towns, county, fields)], upward=True
    )


def span_of(asked: Asked) -> dict[str, str]:
    """Return how the span is called that the forms count, and when it began."""
    told = load_parameters("notices")[PAPER]
    since = counted_since(asked.shelf.workspace.policy, asked.on)
    first = since or asked.shelf.progress_book().first_day or asked.on
    span = told["span_year" if since else "span_first"]
    return {"span": span, "since": chinese_date(first)}


def _counts(asked: Asked, level: Level) -> pd.DataFrame:
    """Count all years, and beside it what the forms count."""
    book = asked.shelf.progress_book()
    year = year_counts(book, asked.on, level)
    names = {name: f"year_{name}" for name in ("started", "completed", "share")}
    return book.counts(asked.on, level).join(year.rename(columns=names))


def _plan(asked: Asked, fields: Mapping[str, Any]) -> str:
    told, policy = load_parameters("notices")[PAPER], asked.shelf.workspace.policy
    share = plan_share(policy.stages, asked.on)
    stage = completion_stage(policy.stages)
    if stage is None or share != share:
        return told["no_plan"]
    return told["plan"].format(
        cited=cited_of(policy, "stage", stage.id, stage.clause),
        until=chinese_date(stage.until),
        stage=stage.name,
        on=fields["on"],
        span=fields["span"],
        plan_share=percent(share),
        share=percent(fields["year_share"]),
        completed=fields["year_completed"],
        task=fields["task"],
    )


def _tie(asked: Asked, fields: Mapping[str, Any]) -> str:
    """Hold this report against both forms, counted to the same day."""
    told, totals = (
        load_parameters("notices")[PAPER],
        form_totals(asked.shelf.workspace, asked.on),
    )
    forms = [
        told["tie_form"].format(
            annex=load_form(one.form).annex.replace(" ", ""),
            started=one.started,
            completed=one.completed,
        )
        for one in totals
    ]
    whole = [sum(one.started for one in totals), sum(one.completed for one in totals)]
    same = whole == [fields["year_started"], fields["year_completed"]]
    return told["tie"].format(
        span=fields["span"],
        on=fields["on"],
        forms="，".join(forms),
        started=whole[0],
        completed=whole[1],
        agrees=told["agrees" if same else "differs"],
    )


def _unknown(county: pd.Series) -> str:
    if not county["stuck_unknown"]:
        return ""
    told = load_parameters("notices")[PAPER]["stuck_unknown"]
    return told.format(count=county["stuck_unknown"])


def _sheet(towns: pd.DataFrame, county: pd.Series, fields: Mapping[str, Any]) -> Sheet:
    told, span = load_parameters("notices")[PAPER], fields["span"]
    rows = [*towns.to_dict("records"), county.to_dict() | {"name": "合计"}]
    names = [*YEAR, "year_share", *COLUMNS, *NOW]
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields, "says_households"),
        headings=(
            "乡镇",
            *(f"{span}{heading}" for heading in (*YEAR.values(), "竣工率")),
            *(f"累计{heading}" for heading in COLUMNS.values()),
            *NOW.values(),
        ),
        rows=tuple((row["name"], *(row[name] for name in names)) for row in rows),
        widths=(2.4, 1, 1, 1, 1.5, *([1.0] * len(COLUMNS | NOW))),
        left=(0,),
        ratios=(len(YEAR) + 1,),
        notes=tuple(note.format(**fields) for note in told["notes"]),
    )
