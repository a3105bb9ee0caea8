"""What all notices of an office share: whose, to whom, as of which day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from desk.notice_words import cited_of
from desk.notices_sent import notices_sent
from desk.shelf import CountyShelf
from desk.stamps import stamp_on
from ledger.grants import GRANTS
from ledger.projection import is_whole_county
from ledger.roles import STEPS_OF, Acting, require_area
from reports.letter import Letter, Sheet
from reports.letter_layout import chinese_date
from rules.errors import AccessError
from rules.parameters import load_parameters
from rules.policy_tables import Report
from rules.stages import day_in_month

CASES = "retrofit_case"
LISTED = ("household", "membership", "appraisal")  # what the list of names tells
EXACT = ("progress", "ranking", "talk")
LIST, PUT_UP = "list", "publication"


class Asked(NamedTuple):
    """A notice that somebody asked for.

    Attributes
    ----------
    month : datetime.date
        Its first day.
    on : datetime.date
        The day whose state it tells.
    kind : str
        Which notice; ``""`` where nothing is to be looked up of it.
    posted : datetime.date or None
        The day it is put up; ``None``: ``on``.
    """

    shelf: CountyShelf
    acting: Acting
    month: date
    on: date
    area: str = ""
    step: str = ""
    kind: str = ""
    posted: date | None = None


def report_of(shelf: CountyShelf, paper: str) -> Report | None:
    """Return the report of the policy that a notice is, ``None`` if it is none."""
    reports = shelf.workspace.policy.reports
    return next((one for one in reports if one.paper == paper), None)


def as_of(shelf: CountyShelf, kind: str, month: date) -> date:
    """Return the day whose state a notice of a month tells.

    Of a monthly report the day it is due, of the others the month's last; today, if
    that is earlier.
    """
    report = report_of(shelf, kind)
    day = day_in_month(month.replace(day=1), report.day if report else 31)
    return min(day, date.today())


def may_make(acting: Acting, kind: str) -> bool:
    """Tell whether a role is offered a notice; its own guard decides in the end."""
    grant = GRANTS[acting.role]
    if kind in EXACT:
        return CASES in grant and is_whole_county(acting)
    if kind == LIST:
        return all(table in grant for table in LISTED)
    if kind == PUT_UP:
        return bool(
            STEPS_OF.get(acting.role, frozenset()) & {"village", "town", "county"}
        )
    return True


def require_county_cases(acting: Acting) -> None:
    """Refuse exact numbers of all towns to whoever does not read all cases.

    Raises
    ------
    AccessError
        If the role reads no cases, or not those of the whole county.
    """
    require_area(acting)
    if CASES not in GRANTS[acting.role] or not is_whole_county(acting):
        raise AccessError(
            "this notice tells exact numbers of all towns; a county officer makes it"
        )


def fields_of(asked: Asked, paper: str = "") -> dict[str, Any]:
    """Return what fills the sentences of any notice."""
    policy = asked.shelf.workspace.policy
    report = report_of(asked.shelf, paper)
    return {
        "county": asked.shelf.county_name,
        "year": asked.month.year,
        "month": asked.month.month,
        "on": chinese_date(asked.on),
        "cited": cited_of(policy, "report", report.id, report.clause) if report else "",
        "day": report.day if report else "",
    }


def says(fields: Mapping[str, Any], which: str = "says") -> str:
    """Return the line above a table: which day it tells of, and perhaps the unit."""
    return load_parameters("notices")["words"][which].format(on=fields["on"])


def framed(
    asked: Asked,
    texts: str,
    fields: dict[str, Any],
    *,
    sheets: Sequence[Sheet],
    body: Sequence[str] | None = None,
    upward: bool = False,
    to: str | None = None,
) -> Letter:
    """Put a notice on the paper of the office.

    Parameters
    ----------
    texts : str
        Table of the texts in ``rules/parameters/notices.toml``.
    fields : dict
        What fills them; a sentence that ends up empty is left out.
    body : sequence of str, optional
        Instead of the texts' own.
    to : str, optional
        Instead of all towns, or the office above; ``""`` to nobody.
    """
    told, office = (
        load_parameters("notices")[texts],
        load_parameters("notices")["office"],
    )
    sender = office["sender"].format(**fields)
    dated, reprinted = _dated(asked, fields)
    lines = [*(body or told["body"]), reprinted]
    text = "\n".join(line.format(**fields) for line in lines)
    most = office["most_rows_in_word"]
    return Letter(
        title=told["title"].format(**fields),
        body=tuple(line for line in text.split("\n") if line),
        sender=sender,
        dated=dated,
        mark=office["mark"].format(sender=sender),
        number=office["number"].format(year=dated.year),
        upward=upward,
        to=office["above" if upward else "towns"] if to is None else to,
        copies=office["copies_above" if upward else "copies_towns"],
        sheets=tuple(sheets),
        in_word=all(len(sheet.rows) <= most for sheet in sheets),
        stamp=stamp_on(asked.shelf.workspace),
    )


def _dated(asked: Asked, fields: Mapping[str, Any]) -> tuple[date, str]:
    """Return the day a notice carries, and what it says if it is printed late.

    One that went out carries that day; any other that of its printing.
    """
    today, kind = date.today(), asked.kind
    gone = notices_sent(asked.shelf.workspace, kind, asked.month) if kind else []
    if gone:
        return gone[0].sent_on, ""
    if asked.month >= today.replace(day=1):
        return today, ""
    told = load_parameters("notices")["office"]["reprinted"]
    return today, told.format(**{**fields, "today": chinese_date(today)})
