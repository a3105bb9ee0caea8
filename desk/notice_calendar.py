"""The calendar of an office: stages (rule R4) and reports (R1, R2), with what is late."""

from desk.deadlines import Deadline, deadlines
from desk.notice_frame import CASES, Asked, fields_of, framed
from ledger.grants import GRANTS
from reports.letter import Letter, Sheet
from reports.letter_layout import chinese_date
from rules.parameters import load_parameters

CALENDAR = "calendar_notice"


def calendar_letter(asked: Asked) -> Letter:
    """Write what was due when, as of a day.

    Whoever reads no cases is told the days, and not how many cases came how far.
    """
    told, days = load_parameters("notices")[CALENDAR], load_parameters("notices")["calendar"]
    cases = asked.shelf.progress_book().cases(asked.on)
    found = deadlines(asked.shelf.workspace, asked.on, cases)
    late = [one for one in found if one.state == "late"]
    named = "、".join(_named(one) for one in late)
    fields = fields_of(asked) | {
        "late": len(late),
        "soon": sum(one.state == "due_soon" for one in found),
        "done": sum(one.state == "done" for one in found),
        "soon_days": days["soon_days"],
        "latest": told["latest"].format(what=named) if late else "",
    }
    exact = CASES in GRANTS[asked.acting.role]
    return framed(asked, CALENDAR, fields, sheets=[_sheet(found, fields, exact=exact)])


def _named(one: Deadline) -> str:
    month = f"{int(one.month[5:])}月份" if one.month else ""
    return f"{month}{one.name}（{chinese_date(one.due_on)}）"


def _sheet(found: list[Deadline], fields: dict, *, exact: bool) -> Sheet:
    told, words = load_parameters("notices")[CALENDAR], load_parameters("notices")["words"]
    rows = [
        (
            one.due_on,
            words["kind"][one.kind],
            one.name,
            one.month or None,
            words["state"][one.state],
            _days(one),
            _reached(one) if exact else None,
            f"{one.document} {one.clause}",
        )
        for one in found
    ]
    return Sheet(
        title=told["sheet"].format(**fields),
        headings=("时限", "类别", "事项", "月份", "状态", "天数", "完成情况", "依据"),
        rows=tuple(rows),
        widths=(1.8, 1, 3.4, 1.3, 1.3, 1.8, 1.8, 3.6),
        left=(2, 7),
        notes=tuple(told["notes"]),
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
