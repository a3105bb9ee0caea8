"""The ranking for the towns (通报, rule R3), and whom to speak to (约谈, R2)."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from desk.notice_frame import Asked, fields_of, framed, require_county_cases, says
from desk.notice_towns import span_of
from desk.notice_words import said_of, share_of
from desk.ranking import COUNTED, SLOW_TOWN, ranking, small_denominator
from desk.year_progress import year_counts
from reports.letter import Letter, Sheet, percent
from rules.adcode import Level
from rules.parameters import load_parameters

RANKING, TALK = "ranking_notice", "talk_notice"
FIRST_NAMED = 3
REFERS_TO = "progress"  # the report whose clause a talk rests on


def ranking_letter(asked: Asked) -> Letter:
    """Write the ranking of the towns as of a day.

    Raises
    ------
    AccessError
        If the role does not read all cases.
    """
    require_county_cases(asked.acting)
    towns = ranking(asked.shelf, asked.on)
    fields = fields_of(asked) | span_of(asked) | _totals(asked, towns)
    fields |= _named(towns, fields)
    sheets = [_ranks(asked, towns, fields)]
    return framed(asked, RANKING, fields, sheets=sheets)


def talk_letter(asked: Asked) -> Letter:
    """Write whom to speak to: the towns that were slow month after month.

    Raises
    ------
    AccessError
        If the role does not read all cases.
    """
    require_county_cases(asked.acting)
    told, months = load_parameters("notices")[TALK], slow_months()
    towns = slow_towns(asked, months)
    fields = fields_of(asked, REFERS_TO) | {"months": months, "count": len(towns)}
    if towns.empty:
        return framed(asked, TALK, fields, sheets=[], body=told["none"], to="")
    to = "、".join(office_of(name) for name in towns["name"])
    return framed(asked, TALK, fields, sheets=[_whom(towns, fields)], to=to)


def office_of(town: str) -> str:
    """Name the office of a town or a subdistrict.

    Examples
    --------
    >>> office_of("柳沟镇"), office_of("城关街道")
    ('柳沟镇人民政府', '城关街道办事处')
    """
    return f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"


def slow_months() -> int:
    """Return in how many months one after the other a town must have been slow."""
    return load_parameters("notices")["talk"]["months"]


def slow_towns(asked: Asked, months: int) -> pd.DataFrame:
    """Return the rows of the ranking of the towns slow now and in the months before.

    A town that has nothing of its own to do is not spoken to; a month of which
    nothing is on record was not slow.
    """
    now = ranking(asked.shelf, asked.on)
    slow, first = now["slow"], asked.shelf.progress_book().first_day
    for day in _month_ends(asked.month, months - 1):
        if first is None or day < first:
            return now[:0]
        then = ranking(asked.shelf, day)["slow"]
        slow = slow & then.reindex(now.index, fill_value=False)
    return now[slow & (now["overdue_own"] + now["unopened"] > 0)]


def _month_ends(month: date, count: int) -> list[date]:
    ends = []
    for _ in range(count):
        month = month.replace(day=1) - timedelta(days=1)
        ends.append(month)
    return ends


def _totals(asked: Asked, towns: pd.DataFrame) -> dict[str, Any]:
    sums = towns[[*COUNTED, "unopened"]].sum()
    of, kept = sums["open"] + sums["unopened"], sums["unopened"]
    book = asked.shelf.progress_book()
    year = year_counts(book, asked.on, Level.COUNTY).iloc[0]
    return sums.to_dict() | {
        "share": share_of(sums["overdue"] + kept, of),
        "own_share": share_of(sums["overdue_own"] + kept, of),
        "other_share": share_of(sums["overdue"] - sums["overdue_own"], of),
        "completed_share": share_of(sums["completed"], sums["found"] + kept),
        "year_share": percent(year["share"]),
        "plan_share": percent(towns["plan_share"].max()),
    }


def _named(towns: pd.DataFrame, fields: dict[str, Any]) -> dict[str, str]:
    """Name those ahead, and those that are slow with what holds each of them up."""
    told, slow = load_parameters("notices")[RANKING], towns[towns["slow"]]
    said = [
        told["slow_town"].format(number=number, **_of_town(row, fields["span"]))
        for number, row in enumerate(slow.to_dict("records"), start=1)
    ]
    lines = {"names": "、".join(slow["name"]), "towns": "\n".join(said)}
    return {
        "first": "、".join(towns["name"][:FIRST_NAMED]),
        "slow": told["slow"].format(**lines) if said else told["none_slow"],
    }


def _of_town(row: dict[str, Any], span: str) -> dict[str, str]:
    """Say what holds a town up: its own part, and apart from it that of others."""
    told, other = load_parameters("notices")[RANKING], said_of(row["why_other"])
    shares = {
        "share": percent(row["overdue_share"]),
        "own_share": percent(row["own_share"]),
        "other_share": percent(row["other_share"]),
        "year_share": percent(row["year_share"]),
        "plan_share": percent(row["plan_share"]),
    }
    behind = row["plan_share"] > row["year_share"]
    return shares | {
        "town": row["name"],
        "own": said_of(row["why_own"]) or told["no_own"],
        "other": told["other"].format(other=other) if other else "",
        "pace": told["pace"].format(span=span, **shares) if behind else "",
    }


def _ranks(asked: Asked, towns: pd.DataFrame, fields: dict[str, Any]) -> Sheet:
    told = load_parameters("notices")[RANKING]
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields),
        headings=(
            "排名", "乡镇", "在办户", "逾期户", "其中乡镇环节", "超时未建档", "逾期率",
            "乡镇环节逾期率", "县级环节逾期率", "折算乡镇环节逾期率",
            "综合办结率（含超期未建档）", "折算综合办结率", "排名分",
            f"{fields['span']}竣工率", "推进缓慢",
        ),
        rows=tuple(_rank(row) for row in towns.to_dict("records")),
        widths=(
            0.9, 2.6, 1.1, 1.1, 1.2, 1.2, 1.8, 1.8, 1.8, 1.9, 2.2, 1.8, 1.6, 1.8, 1.2,
        ),
        left=(1,),
        ratios=(6, 7, 8, 9, 10, 11, 13),
        notes=_method(asked, fields["span"]),
    )  # fmt: skip


def _rank(row: dict[str, Any]) -> tuple[object, ...]:
    return (
        row["rank"],
        f"{row['name']}*" if row["small"] else row["name"],
        row["open"],
        row["overdue"],
        row["overdue_own"],
        row["unopened"],
        row["overdue_share"],
        row["own_share"],
        row["other_share"],
        row["share_shrunk"],
        row["completed_share"],
        row["completed_shrunk"],
        f"{100 * row['points']:.1f}" if row["points"] == row["points"] else None,
        row["year_share"],
        "是" if row["slow"] else "",
    )


def _method(asked: Asked, span: str) -> tuple[str, ...]:
    """Say how the ranks were made."""
    texts, told = (
        load_parameters("notices")[RANKING],
        load_parameters("notices")["ranking"],
    )
    option = asked.shelf.workspace.policy.option(SLOW_TOWN)
    rule = texts["rule_quarter"]
    if option.value == "limit":
        rule = texts["rule_limit"].format(limit=percent(option.limit_ratio))
    fields = {
        "extra": told["shrink_cases"],
        "small": small_denominator(),
        "overdue_weight": told["overdue_weight"],
        "completed_weight": told["completed_weight"],
        "rule": rule,
        "span": span,
    }
    return tuple(note.format(**fields) for note in texts["notes"])


def _whom(towns: pd.DataFrame, fields: dict[str, Any]) -> Sheet:
    told = load_parameters("notices")[TALK]
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields),
        headings=(
            "序号", "乡镇", "逾期率", "其中乡镇环节", "本乡镇的问题",
            "县级环节（另列，不作约谈事由）",
        ),
        rows=tuple(
            (
                number,
                row["name"],
                row["overdue_share"],
                row["own_share"],
                said_of(row["why_own"]),
                said_of(row["why_other"]) or "无",
            )
            for number, row in enumerate(towns.to_dict("records"), start=1)
        ),
        widths=(0.8, 1.6, 1.4, 1.4, 5, 4),
        left=(1, 4, 5),
        ratios=(2, 3),
        notes=tuple(told["notes"]),
    )  # fmt: skip
