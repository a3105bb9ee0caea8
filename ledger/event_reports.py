"""Reports of events: each as it came in, none written over by a later one."""

from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.schema import event_report, hazard_event
from ledger.store import Ledger, as_of
from ledger.versions import entry

# What a report tells of the event; the head row of the event tells the same.
TELLS = (
    "form",
    "title",
    "happened_at",
    "magnitude",
    "lon",
    "lat",
    "depth_km",
    "file",
    "sha256",
)
FIELDS = (
    "report_id",
    "event_id",
    "number",
    *TELLS,
    "duration_h",
    "received_at",
    "withdrawn",
    "text",
)

Row = dict[str, Any]


def report_id(event_id: str, number: int) -> str:
    """Name a report of an event.

    Examples
    --------
    >>> report_id("eq-001", 2)
    'eq-001-002'
    """
    return f"{event_id}-{number:03d}"


def reports(ledger: Ledger, event_id: str, on: date | None = None) -> list[Row]:
    """Return the reports of an event by their number, those withdrawn among them.

    An event of which no report was kept apart has one: what its head row tells.

    Returns
    -------
    list of dict
        :data:`FIELDS` and ``entry_seq``; empty if there is no such event.
        ``withdrawn`` is never unknown.
    """
    position = ledger.position(on=on)
    if kept := kept_reports(ledger, event_id, on):
        return kept
    only = hazard_event.c.event_id == event_id
    heads = _fetched(ledger, as_of(hazard_event, position, only))
    return [_first(ledger, head) for head in heads]


def kept_reports(ledger: Ledger, event_id: str, on: date | None = None) -> list[Row]:
    """Return the reports that were kept apart, as :func:`reports` does."""
    own = event_report.c.event_id == event_id
    rows = _fetched(ledger, as_of(event_report, ledger.position(on=on), own))
    told = (*FIELDS, "entry_seq")
    kept = [
        {name: row[name] for name in told} | {"withdrawn": bool(row["withdrawn"])}
        for row in rows
    ]
    return sorted(kept, key=lambda row: row["number"])


def _first(ledger: Ledger, head: Row) -> Row:
    at = select(entry.c.at).where(entry.c.seq == head["entry_seq"])
    ((received_at,),) = ledger.rows(at)
    own = {"report_id": report_id(head["event_id"], 1), "number": 1}
    more = {"received_at": received_at, "withdrawn": False, "text": None}
    more |= {"duration_h": None}
    told = {name: head[name] for name in ("event_id", *TELLS, "entry_seq")}
    return told | own | more


def _fetched(ledger: Ledger, query: Any) -> list[Row]:
    with ledger.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
