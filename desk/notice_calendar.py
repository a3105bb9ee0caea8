"""The calendar of an office: stages (rule R4), reports (R1, R2), what is late.

It is the office's own paper: the reports are the county's to hand in, not the towns'.
"""

from dataclasses import replace

from desk.deadlines import Deadline, deadlines
from desk.notice_frame import CASES, Asked, fields_of, framed, says
from desk.notice_words import cited
from ledger.grants import GRANTS
from reports.letter import Letter, Sheet
from reports.letter_layout import chinese_date
from rules.parameters import Table, load_parameters

CALENDAR = "calendar_notice"


def calendar_letter(asked: Asked) -> Letter:
    """Write what was due when, as of a day.

    Whoever reads no cases is told the days, and not how many cases came how far.
    """
    told, days = (
        load_parameters("notices")[CALENDAR],
        load_parameters("notices")["calendar"],
    )
    cases = asked.shelf.progress_book().cases(asked.on)
    found = deadlines(asked.shelf.workspace, asked.on, cases)
    late = [one for one in found if one.state == "late"]
    named = "、".join(_named(late))
    fields = fields_of(asked) | {
        "late": len(late),
        "soon": sum(one.state == "due_soon" for one in found),
        "done": sum(one.state == "done" for one in found),
        "soon_days": days["soon_days"],
        "latest": told["latest"].format(what=named) if late else "",
    }
    exact = CASES in GRANTS[asked.acting.role]
    sheet = _sheet(found, fields, exact=exact)
    letter = framed(asked, CALENDAR, fields, sheets=[sheet], to="")
    return replace(letter, mark="", number="", copies="", inline=True)


def _named(late: list[Deadline]) -> list[str]:
    """Name what is late, a report once with all its months."""
    months: dict[str, list[str]] = {}
    for one in late:
        told = f"{int(one.month[5:])}月份" if one.month else chinese_date(one.due_on)
        months.setdefault(one.name, []).append(told)
    return [f"{name}（{'、'.join(told)}）" for name, told in months.items()]


def _sheet(found: list[Deadline], fields: dict, *, exact: bool) -> Sheet:
    told, words = (
        load_parameters("notices")[CALENDAR],
        load_parameters("notices")["words"],
    )
    return Sheet(
        title=told["sheet"].format(**fields),
        says=says(fields),
        headings=("时限", "类别", "事项", "月份", "状态", "天数", "完成情况"),
        rows=tuple(_row(one, words, exact=exact) for one in found),
        widths=(2.3, 1.2, 5.5, 1.8, 1.8, 2.6, 2.6),
        left=(2,),
        notes=(*told["notes"], told["grounds"].format(documents=_grounds(found))),
    )


def _row(one: Deadline, words: Table, *, exact: bool) -> tuple[object, ...]:
    return (
        one.due_on,
        words["kind"][one.kind],
        one.name,
        one.month or None,
        words["state"][one.state],
        _days(one),
        _reached(one) if exact else None,
    )


def _days(one: Deadline) -> str | None:
    """Say how many days are left, or by how many it is or was late."""
    if one.state == "unknown" or (one.state == "done" and one.done_on is None):
        return None
    if one.state == "done":
        return f"晚{-one.days}天报送" if one.days < 0 else "按时报送"
    return f"逾期{-one.days}天" if one.days < 0 else f"还有{one.days}天"


def _reached(one: Deadline) -> str | None:
    if one.kind == "report":
        return one.done_on.isoformat() if one.done_on else None
    return None if one.of is None else f"{one.reached}/{one.of}户"


def _grounds(found: list[Deadline]) -> str:
    """Say which document asks for what."""
    names: dict[str, list[str]] = {}
    for one in found:
        own = names.setdefault(cited(one.document, one.clause), [])
        own += [one.name] if one.name not in own else []
    return "；".join(f"{document}：{'、'.join(own)}" for document, own in names.items())
