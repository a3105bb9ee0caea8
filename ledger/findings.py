"""What teams found at the doors after an event, as of now."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Table, func, select

from ledger.intake_schema import finding
from ledger.schema import household
from ledger.store import Ledger, as_of

FIELDS = (
    "finding_id",
    "event_id",
    "household_id",
    "tag",
    "damage_grade",
    "reason",
    "visited_at",
    "team",
    "occupied",
    "note",
    "lon",
    "lat",
    "received_at",
)
ASKED_AT_ONCE = 10_000  # a database takes so many names in one question

Row = dict[str, Any]


def findings(ledger: Ledger, event_id: str) -> list[Row]:
    """Return what was found after an event, by the time of the visit.

    Where a time is unknown the finding comes first: any other is newer.  Of one
    moment the greater id comes last, so that findings tell the same in whatever order
    they arrived.

    Returns
    -------
    list of dict
        :data:`FIELDS` and ``entry_seq``; ``None`` is unknown.
    """
    state = as_of(finding, ledger.position()).subquery()
    columns = [state.c[name] for name in (*FIELDS, "entry_seq")]
    query = select(*columns).where(state.c.event_id == event_id)
    told = (*FIELDS, "entry_seq")
    rows = [dict(zip(told, row, strict=True)) for row in ledger.rows(query)]
    return sorted(rows, key=_moment)


def last_by_household(ledger: Ledger, event_id: str) -> dict[str, Row]:
    """Return the newest finding at each door that was visited, by household."""
    return {row["household_id"]: row for row in findings(ledger, event_id)}


def found_at(
    ledger: Ledger, event_id: str, households: Iterable[str]
) -> dict[str, Row]:
    """Return the newest finding at each of some doors, by household."""
    wanted, found = sorted({*households}), []
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        own = (finding.c.event_id == event_id, finding.c.household_id.in_(part))
        ids = select(finding.c.finding_id).where(*own)
        only = finding.c.finding_id.in_(ids)
        state = as_of(finding, ledger.position(), only).subquery()
        for row in ledger.rows(select(*[state.c[name] for name in FIELDS])):
            found.append(dict(zip(FIELDS, row, strict=True)))
    return {row["household_id"]: row for row in sorted(found, key=_moment)}


def known_findings(ledger: Ledger, ids: Iterable[str]) -> dict[str, Row]:
    """Return those of some findings that are on record, of any event, by their id."""
    rows = _some(ledger, finding, finding.c.finding_id, ids, FIELDS)
    return {row["finding_id"]: row for row in rows}


def villages_of(ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """Return the village codes of those of some households that are on record."""
    told = ("household_id", "village_code")
    rows = _some(ledger, household, household.c.household_id, ids, told)
    return {row["household_id"]: row["village_code"] for row in rows}


def doors_visited(ledger: Ledger, event_id: str) -> int:
    """Count the households that somebody was at after an event."""
    state = as_of(finding, ledger.position()).subquery()
    doors = func.count(func.distinct(state.c.household_id))
    ((count,),) = ledger.rows(select(doors).where(state.c.event_id == event_id))
    return count


def _some(
    ledger: Ledger, table: Table, key: Column, ids: Iterable[str], told: Sequence[str]
) -> Iterator[Row]:
    position, wanted = ledger.position(), sorted(set(ids))
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        state = as_of(table, position, key.in_(part)).subquery()
        for row in ledger.rows(select(*[state.c[name] for name in told])):
            yield dict(zip(told, row, strict=True))


def _moment(row: Row) -> tuple[str, str]:
    return row["visited_at"] or "", row["finding_id"]
