"""The monthly forms once more, counted by the database alone.

Written apart from the count that is reported, on purpose: a check holds one against
the other (rule R1).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    or_,
    select,
    union,
)

from ledger.schema import (
    allotment,
    case_step,
    household,
    membership,
    payment,
    retrofit_case,
    secured_fund,
)
from ledger.store import Ledger, as_of
from ledger.versions import entry
from rules.form_facts import ALLOTTED, PAID, SECURED, STARTED, Counting
from rules.forms import FormColumn, FormTemplate
from rules.policy import Policy
from rules.vocabulary import REPORT_GROUPS, REPORTED_AS

PROVINCIAL = "省级"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form to be counted, up to an entry of the history."""

    template: FormTemplate
    counting: Counting
    policy: Policy
    position: int


def form_totals(ledger: Ledger, asked: Asked) -> dict[int, dict[str, int]]:
    """Count every column by village code, ``""`` for money that is nobody's.

    Returns
    -------
    dict of int to dict of str to int
        Households, or whole yuan; a village with nothing is absent.
    """
    by_what: dict[str, dict[str, dict[str, int]]] = {}
    for what in ("started", "completed", "investment"):
        by_what[what] = _tables(ledger.rows(_of_households(asked, what)))
    for what, query in _MONEY.items():
        by_what[what] = _tables(ledger.rows(query(asked)))
    return {
        column.number: _column(by_what[column.what], column)
        for column in asked.template.columns
    }


def _tables(rows: Iterator[tuple]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for group, village, amount in rows:
        if amount is not None:
            found.setdefault(group, {})[village or ""] = amount
    return found


def _column(tables: dict[str, dict[str, int]], column: FormColumn) -> dict[str, int]:
    wanted = column.group or column.source
    total: dict[str, int] = {}
    for group, villages in tables.items():
        for village, amount in villages.items():
            if wanted in (None, group):
                total[village] = total.get(village, 0) + amount
    return total


def _of_households(asked: Asked, what: str) -> Select:
    """Count households, or cases, or their cost, by column and village."""
    cases = _apart(as_of(retrofit_case, asked.position))
    steps = _apart(_steps(asked, what))
    home, column = cases.c.household_id, _apart(_columns(asked))
    lived = _apart(_villages(asked.position))
    each = cases.c.case_id if asked.counting.every_case else home
    amount = func.count(distinct(each))
    if what == "investment":
        amount = func.sum(cases.c.real_cost_cny)
    return (
        select(column.c.told, lived.c.village_code, amount)
        .select_from(steps)
        .join(cases, cases.c.case_id == steps.c.case_id)
        .join(column, column.c.household_id == home)
        .outerjoin(lived, lived.c.household_id == home)
        .where(cases.c.task == asked.template.task, column.c.told.is_not(None))
        .group_by(column.c.told, lived.c.village_code)
    )


def _steps(asked: Asked, what: str) -> Select:
    step = STARTED if what == "started" else asked.counting.completed_by
    state = as_of(case_step, asked.position, case_step.c.step == step).subquery()
    days = (asked.counting.since, asked.counting.until)
    taken = select(state.c.case_id).where(state.c.on_date.between(*days))
    return taken if what == "started" else taken.where(state.c.passed.is_(True))


def _columns(asked: Asked) -> Select:
    """Select ``household_id`` and the column it is told under, null if it has none."""
    lists = _lists(asked).subquery()
    order = {group.id: place for place, group in enumerate(asked.policy.groups)}
    competent = [
        (
            and_(lists.c.group_name == g.id, lists.c.certified_by.in_(g.certified_by)),
            order[g.id],
        )
        for g in asked.policy.groups
    ]
    first = func.min(case(*competent, else_=None)).label("first")
    listed = {
        told: func.max(case((lists.c.group_name == told, 1), else_=0)).label(told)
        for words in REPORTED_AS.values()
        for told in words
    }
    home = lists.c.household_id
    one = select(home, first, *listed.values()).group_by(home).subquery()
    told = case(*_told(asked, order, one), else_=None).label("told")
    return select(one.c.household_id, told)


def _told(
    asked: Asked, order: dict[str, int], one: Subquery
) -> list[tuple[ColumnElement, str]]:
    rows = [(one.c.first == order[g], g) for g in order if g in REPORT_GROUPS]
    for group, words in REPORTED_AS.items():
        if group not in order:
            continue
        own = one.c.first == order[group]
        if asked.counting.at_risk_as in words:
            rows.append((own, asked.counting.at_risk_as))
        rows += [(and_(own, one.c[word] == 1), word) for word in words]
    return rows


def _lists(asked: Asked) -> Select:
    """Select what the lists said at the month's end, see ``geo.form_identity``."""
    m, until = membership.c, asked.counting.until
    certified = and_(m.removed.is_(False), m.certified_by.is_not(None))
    begun = or_(m.certified_on.is_(None), m.certified_on <= until)
    ended = or_(m.removed.is_(True), m.certified_by.is_(None))
    keys = (m.household_id, m.group_name)
    newest = (
        select(*keys, func.max(m.entry_seq).label("entry_seq"))
        .join(entry, entry.c.seq == m.entry_seq)
        .where(
            m.entry_seq <= asked.position,
            m.household_id.in_(_with_a_case()),
            or_(and_(certified, begun), and_(ended, entry.c.day <= until)),
        )
        .group_by(*keys)
        .subquery()
    )
    names = ("household_id", "group_name", "entry_seq")
    same = [m[name] == newest.c[name] for name in names]
    stood = select(m.household_id, m.group_name, m.certified_by)
    return stood.join(newest, and_(*same)).where(m.removed.is_(False))


def _apart(query: Select) -> CTE:
    """Have a part worked out once, and not once for every row it is joined to."""
    return query.cte().prefix_with("MATERIALIZED")


def _with_a_case() -> CompoundSelect:
    return union(*[select(t.c.household_id) for t in (retrofit_case, payment)])


def _villages(position: int) -> Select:
    h = household.c
    ever = _with_a_case()
    newest = (
        select(h.household_id, func.max(h.entry_seq).label("entry_seq"))
        .where(h.entry_seq <= position, h.household_id.in_(ever))
        .group_by(h.household_id)
        .subquery()
    )
    same = [h[name] == newest.c[name] for name in ("household_id", "entry_seq")]
    return select(h.household_id, h.village_code).join(newest, and_(*same))


def _paid(asked: Asked) -> Select:
    money = _apart(as_of(payment, asked.position))
    cases = _apart(as_of(retrofit_case, asked.position))
    lived = _apart(_villages(asked.position))
    return (
        select(money.c.source, lived.c.village_code, func.sum(money.c.amount_cny))
        .select_from(money)
        .join(cases, cases.c.case_id == money.c.case_id)
        .outerjoin(lived, lived.c.household_id == money.c.household_id)
        .where(cases.c.task == asked.template.task, _in_time(asked, money.c.paid_on))
        .group_by(money.c.source, lived.c.village_code)
    )


def _allotted(asked: Asked) -> Select:
    money = as_of(allotment, asked.position).subquery()
    return _nobodys(asked, money, money.c.source, money.c.allotted_on)


def _secured(asked: Asked) -> Select:
    money = as_of(secured_fund, asked.position).subquery()
    provincial = money.c.level == PROVINCIAL
    source = case((provincial, PROVINCIAL), else_="省级以下")
    return _nobodys(asked, money, source, money.c.secured_on)


def _nobodys(
    asked: Asked, money: Subquery, source: ColumnElement, on: ColumnElement
) -> Select:
    told = source.label("told")
    wanted = (money.c.task == asked.template.task, _in_time(asked, on))
    total = func.sum(money.c.amount_cny)
    return select(told, case((True, "")), total).where(*wanted).group_by(told)


def _in_time(asked: Asked, on: ColumnElement) -> ColumnElement:
    return on.between(asked.counting.since, asked.counting.until)


_MONEY = {PAID: _paid, ALLOTTED: _allotted, SECURED: _secured}
