"""What the demonstration's office handed upward: forms, a correction, notices.

All of it goes through the verbs that an office uses, on the days on which one would.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from desk.case_hand import Hand
from desk.form_filing import file_form
from desk.funds import Money, record_secured
from desk.monthly_form import monthly_form
from desk.notices_sent import record_sent
from desk.workspace import Workspace
from geo.synthetic.dossiers import made
from ledger.roles import Acting, Role
from rules.forms import FORMS, last_day, month_of, next_month
from rules.policy_tables import Report
from rules.stages import day_in_month, month_told
from rules.vocabulary import FUND_LEVELS, TASKS

AT = time(9)


class Act(NamedTuple):
    """Something the office did on a day; ``do`` needs the history up to it."""

    day: date
    do: Callable[[Hand], object]


def office_acts(workspace: Workspace, until: date) -> list[Act]:
    """List what the office handed upward up to a day, in the order of the days."""
    told = [*_forms(until), *_late_money(until), *_notices(workspace, until)]
    return sorted((act for act in told if act.day <= until), key=lambda act: act.day)


def take(workspace: Workspace, act: Act, actor: str) -> None:
    """Do what the office did, on its day."""
    acting = Acting(actor, Role.PLANNER)
    act.do(Hand(workspace, acting, at=datetime.combine(act.day, AT)))


def _months(until: date) -> list[date]:
    """Return the months whose forms were handed in here, the oldest first."""
    month, found = month_of(until), []
    for _ in range(made("office")["months"]):
        month = month_of(month - timedelta(days=1))
        found.append(month)
    return found[::-1]


def _forms(until: date) -> Iterator[Act]:
    for month in _months(until):
        day = day_in_month(next_month(month), made("office")["filed_on"])
        for form in FORMS:
            yield Act(day, partial(_file, form, month))


def _file(form: str, month: date, hand: Hand, note: str = "") -> None:
    """Hand in a form; one that its checks refuse is left for somebody to look at."""
    found = monthly_form(hand.workspace, form, month)
    if found.refused:
        return
    reasons = {check.id: made("office")["reason"] for check in found.to_explain}
    file_form(hand, found, reasons, note)


def _late_money(until: date) -> Iterator[Act]:
    """Tell of money that was entered too late for its month: a form is corrected."""
    told = made("late_fund")
    month = _months(until)[-told["months_ago"]]
    day = day_in_month(next_month(month), told["entered_on"])

    def enter(hand: Hand) -> None:
        money = Money(
            source=FUND_LEVELS[-1],
            amount_cny=told["amount_cny"],
            on=last_day(month),
            task=TASKS[0],
            document=told["document"].format(year=month.year),
        )
        record_secured(hand, money)
        _file(FORMS[0], month, hand, told["why"])

    yield Act(day, enter)


def _notices(workspace: Workspace, until: date) -> Iterator[Act]:
    """Tell which notices went out; the newest one is still to be sent."""
    for report in workspace.policy.reports:
        if not report.paper or report.paper in FORMS:
            continue
        months = [*_months(until), month_of(until)]
        days = [day_in_month(month, report.day) for month in months]
        past = [day for day in days if day <= until]
        for day in past[: -made("office")["unsent"] or None]:
            yield Act(day, partial(_send, report, day))


def _send(report: Report, day: date, hand: Hand) -> None:
    record_sent(hand, report.paper, month_told(report, day))
