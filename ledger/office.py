"""What an office hands upward: forms that were filed, money, agendas, notices sent.

Each is written within a transaction; ``begin`` makes the entry once it is sure that
something is written.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from ledger.editing import newest_row
from ledger.schema import (
    allotment,
    form_filing,
    meeting_agenda,
    notice_sent,
    secured_fund,
)
from ledger.store import Ledger, as_of
from ledger.versions import VERSION_COLUMNS, entry, keys_of
from ledger.writing import Entry, Transaction
from rules.errors import PlanningError
from rules.language import N_

MONEY = {"secured": secured_fund, "allotted": allotment}

Begin = Callable[[], Entry]
Row = dict[str, Any]


def filings(
    ledger: Ledger,
    form: str | None = None,
    month: str | None = None,
    on: date | None = None,
) -> list[Row]:
    """Return the forms that were handed in, by month and form, corrections last.

    Parameters
    ----------
    month : str, optional
        As ``"2026-10"``.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.form_filing`; ``actor``, who filed it, and the
        ``entry`` that says so; ``figures`` and ``reasons`` are JSON text.
    """
    wanted = (("form", form), ("month", month))
    only = [form_filing.c[name] == value for name, value in wanted if value is not None]
    state = as_of(form_filing, ledger.position(on=on), *only).subquery()
    own = _fields(form_filing)
    query = select(*[state.c[name] for name in own], entry.c.actor, entry.c.seq)
    found = ledger.rows(query.join(entry, entry.c.seq == state.c.entry_seq))
    names = (*own, "actor", "entry")
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return sorted(rows, key=lambda row: (row["month"], row["form"], row["number"]))


def save_filing(transaction: Transaction, begin: Begin, wanted: Row) -> int:
    """Put a form on record as it is handed in; returns the entry.

    Raises
    ------
    PlanningError
        If it is not the next of its month: somebody was faster.
    """
    same = (form_filing.c.form == wanted["form"],)
    same += (form_filing.c.month == wanted["month"],)
    newest = select(func.max(form_filing.c.number)).where(*same)
    before = transaction.connection.execute(newest).scalar() or 0
    if wanted["number"] != before + 1:
        raise PlanningError(
            N_("the form of {month} was handed in meanwhile; look at it first"),
            month=wanted["month"],
        )
    begun = begin()
    begun.write(form_filing, [wanted])
    return begun.seq


def secured_funds(
    ledger: Ledger, on: date | None = None, position: int | None = None
) -> list[Row]:
    """Return the money that levels of government set aside, the oldest first.

    Parameters
    ----------
    on, position : date or int, optional
        A past day, or an entry of the history; the present if neither is given.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.secured_fund`.
    """
    rows = _rows(ledger, secured_fund, on, position)
    return sorted(rows, key=lambda row: (row["secured_on"], row["fund_id"]))


def allotments(
    ledger: Ledger, on: date | None = None, position: int | None = None
) -> list[Row]:
    """Return the money that was allotted to the county, the oldest first.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.allotment`; see :func:`secured_funds`.
    """
    rows = _rows(ledger, allotment, on, position)
    return sorted(rows, key=lambda row: (row["allotted_on"], row["allotment_id"]))


def record_money(transaction: Transaction, begin: Begin, kind: str, row: Row) -> int:
    """Put money on record, ``"secured"`` or ``"allotted"``; returns the entry."""
    begun = begin()
    begun.write(MONEY[kind], [row])
    return begun.seq


def withdraw_money(
    transaction: Transaction, begin: Begin, kind: str, thing_id: str
) -> int:
    """Withdraw a record of money that was wrong; it stays in the history.

    Raises
    ------
    PlanningError
        If there is none of that number.
    """
    row = _known(transaction, MONEY[kind], thing_id)
    if row is None:
        raise PlanningError(N_("no money {id!r} on record"), id=thing_id)
    begun = begin()
    begun.write(MONEY[kind], [row | {"removed": True}])
    return begun.seq


def agendas(ledger: Ledger) -> list[Row]:
    """Return the agendas that were kept, the newest first.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.meeting_agenda`; ``views`` is JSON text.
    """
    rows = _rows(ledger, meeting_agenda)
    return sorted(rows, key=lambda row: (row["made_at"], row["agenda_id"]))[::-1]


def save_agenda(transaction: Transaction, begin: Begin, wanted: Row) -> int | None:
    """Keep an agenda, or change one; the entry, ``None`` if it is as on record."""
    known = _known(transaction, meeting_agenda, wanted["agenda_id"])
    told = ("title", "views")
    if known is not None and all(known[name] == wanted[name] for name in told):
        return None
    begun = begin()
    begun.write(meeting_agenda, [wanted])
    return begun.seq


def drop_agenda(transaction: Transaction, begin: Begin, agenda_id: str) -> int:
    """Drop an agenda; returns the entry.

    Raises
    ------
    PlanningError
        If there is none of that number.
    """
    known = _known(transaction, meeting_agenda, agenda_id)
    if known is None:
        raise PlanningError(N_("no agenda {id!r} is kept"), id=agenda_id)
    begun = begin()
    begun.write(meeting_agenda, [known | {"removed": True}])
    return begun.seq


def notices_sent(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return what went out, by the moment at which it was sent.

    Returns
    -------
    list of dict
        Columns of :data:`ledger.schema.notice_sent`.
    """
    rows = _rows(ledger, notice_sent, on)
    return sorted(rows, key=lambda row: (row["sent_at"], row["notice_id"]))


def record_notice(transaction: Transaction, begin: Begin, row: Row) -> int:
    """Put on record that a notice went out; returns the entry."""
    begun = begin()
    begun.write(notice_sent, [row])
    return begun.seq


def fields_of(name: str) -> tuple[str, ...]:
    """Name the columns of a table of money, in their order; the key is the first.

    Examples
    --------
    >>> fields_of("allotment")[:2]
    ('allotment_id', 'source')
    """
    return _fields({table.name: table for table in MONEY.values()}[name])


def _fields(table: Table) -> tuple[str, ...]:
    return tuple(c.name for c in table.columns if c.name not in VERSION_COLUMNS)


def _rows(
    ledger: Ledger,
    table: Table,
    on: date | None = None,
    position: int | None = None,
) -> list[Row]:
    at = ledger.position(on=on) if position is None else position
    names, state = _fields(table), as_of(table, at).subquery()
    found = ledger.rows(select(*[state.c[name] for name in names]))
    return [dict(zip(names, row, strict=True)) for row in found]


def _known(transaction: Transaction, table: Table, thing_id: str) -> Row | None:
    (name,) = keys_of(table)
    row = newest_row(transaction.connection, table, {name: thing_id})
    if row is None or row["removed"]:
        return None
    return {name: row[name] for name in _fields(table)}
