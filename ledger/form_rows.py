"""The rows that the monthly forms count (rule R1), as recorded up to an entry."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import CompoundSelect, Subquery, select, union

from ledger.schema import (
    allotment,
    case_step,
    form_filing,
    household,
    membership,
    payment,
    retrofit_case,
    secured_fund,
)
from ledger.store import Ledger, as_of
from ledger.versions import entry
from rules.form_facts import (
    ALLOTTED,
    PAID,
    SECURED,
    CaseFact,
    CertificateFact,
    FormFacts,
    MoneyFact,
    StepFact,
)

CASE_COLUMNS = ("case_id", "household_id", "task", "way", "builder", "real_cost_cny")


def form_facts(
    ledger: Ledger, position: int, until: date, steps: Collection[str]
) -> FormFacts:
    """Read what both forms of a month count, some eight queries.

    Parameters
    ----------
    position : int
        Everything recorded up to this entry (:meth:`Ledger.position`).
    until : datetime.date
        The month's last day: what happened later is left out.
    steps : collection of str
        Which steps are asked for.
    """
    cases = {fact.case_id: fact for fact in _cases(ledger, position)}
    return FormFacts(
        position=position,
        recorded_to=_day_of(ledger, position),
        cases=cases,
        steps=tuple(_steps(ledger, position, until, steps)),
        money=(
            *_payments(ledger, position, until, cases),
            *_allotments(ledger, position, until),
            *_funds(ledger, position, until),
        ),
        certificates=tuple(_certificates(ledger, position)),
        village_of=dict(_villages(ledger, position)),
    )


def filed_positions(ledger: Ledger, form: str, position: int) -> dict[str, int]:
    """Return by month (``"2026-10"``) what the newest filing of a form counted to.

    Only filings recorded up to entry ``position``.
    """
    found = as_of(form_filing, position).subquery()
    columns = (found.c.month, found.c.number, found.c.position)
    rows = ledger.rows(
        select(*columns).where(found.c.form == form).order_by(found.c.number)
    )
    return {month: position for month, _, position in rows}


def undone_steps(
    ledger: Ledger, since: int, position: int
) -> Iterator[tuple[str, str, str]]:
    """Stream ``household_id, case_id, step`` of what was taken back in between.

    Parameters
    ----------
    since, position : int
        Entries: after the first, up to the second.
    """
    query = select(case_step.c.household_id, case_step.c.case_id, case_step.c.step)
    between = (case_step.c.entry_seq > since, case_step.c.entry_seq <= position)
    return ledger.rows(query.where(case_step.c.removed.is_(True), *between))


def _day_of(ledger: Ledger, position: int) -> date | None:
    head = select(entry.c.day).where(entry.c.seq <= position)
    rows = ledger.rows(head.order_by(entry.c.seq.desc()).limit(1))
    return next((day for (day,) in rows), None)


def _cases(ledger: Ledger, position: int) -> Iterator[CaseFact]:
    state = as_of(retrofit_case, position).subquery()
    for row in ledger.rows(select(*[state.c[name] for name in CASE_COLUMNS])):
        yield CaseFact(*row)


def _steps(
    ledger: Ledger, position: int, until: date, steps: Collection[str]
) -> Iterator[StepFact]:
    state = as_of(case_step, position, case_step.c.step.in_(steps)).subquery()
    names = ("case_id", "household_id", "step", "on_date", "passed")
    for row in _dated(ledger, state, names, state.c.on_date <= until):
        yield StepFact(*row)


def _payments(
    ledger: Ledger, position: int, until: date, cases: dict[str, CaseFact]
) -> Iterator[MoneyFact]:
    state = as_of(payment, position).subquery()
    names = ("payment_id", "case_id", "household_id", "source")
    names += ("amount_cny", "paid_on", "kind")
    for row in _dated(ledger, state, names, state.c.paid_on <= until):
        id_, case_id, home, source, amount, on, kind, recorded_on = row
        case = cases.get(case_id)
        task = case.task if case else None
        yield MoneyFact(
            PAID, id_, case_id, home, source, task, amount, on, kind, recorded_on
        )


def _allotments(ledger: Ledger, position: int, until: date) -> Iterator[MoneyFact]:
    state = as_of(allotment, position).subquery()
    names = ("allotment_id", "source", "task", "amount_cny", "allotted_on")
    for row in _dated(ledger, state, names, state.c.allotted_on <= until):
        id_, source, task, amount, on, recorded_on = row
        told = (source, task, amount, on, "", recorded_on)
        yield MoneyFact(ALLOTTED, id_, "", "", *told)


def _funds(ledger: Ledger, position: int, until: date) -> Iterator[MoneyFact]:
    state = as_of(secured_fund, position).subquery()
    names = ("fund_id", "level", "task", "amount_cny", "secured_on")
    for row in _dated(ledger, state, names, state.c.secured_on <= until):
        id_, level, task, amount, on, recorded_on = row
        told = (level, task, amount, on, "", recorded_on)
        yield MoneyFact(SECURED, id_, "", "", *told)


def _certificates(ledger: Ledger, position: int) -> Iterator[CertificateFact]:
    """Stream every version of who has a case, also ended ones, for a past day."""
    told = ("household_id", "group_name", "certified_by", "certified_on", "removed")
    seq = membership.c.entry_seq
    query = (
        select(*[membership.c[name] for name in told], entry.c.day)
        .join_from(membership, entry, entry.c.seq == seq)
        .where(seq <= position, membership.c.household_id.in_(_with_a_case()))
        .order_by(seq)
    )
    for row in ledger.rows(query):
        yield CertificateFact(*row)


def _villages(ledger: Ledger, position: int) -> Iterator[tuple[str, str]]:
    """Stream where each household with a case lives, or lived when last known."""
    columns = (household.c.household_id, household.c.village_code)
    known = select(*columns).where(
        household.c.household_id.in_(_with_a_case()), household.c.entry_seq <= position
    )
    return ledger.rows(known.order_by(household.c.entry_seq))


def _with_a_case() -> CompoundSelect:
    """Select the households that ever had a case, a step or a payment."""
    return union(
        *[select(t.c.household_id) for t in (retrofit_case, case_step, payment)]
    )


def _dated(
    ledger: Ledger, state: Subquery, names: tuple[str, ...], only: object
) -> Iterator[tuple]:
    """Stream columns of a state with the day on which each row was recorded."""
    query = (
        select(*[state.c[name] for name in names], entry.c.day)
        .join_from(state, entry, entry.c.seq == state.c.entry_seq)
        .where(only)
    )
    return map(tuple, ledger.rows(query))
