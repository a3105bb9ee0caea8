"""Read the history itself: who changed what, when, from what to what (rule A2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Alias,
    ColumnElement,
    Select,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    union,
)

from ledger.grants import Columns, Grant
from ledger.masking import masked, masked_text
from ledger.projection import Row, fetched, table_of
from ledger.store import Ledger
from ledger.versions import entry, link

SEPARATOR = " · "  # between the parts of a note on what was unmasked
MOST_ENTRIES = 200
MOST_ROWS = 1_000


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """Which entries of the history; what is empty does not narrow.

    Attributes
    ----------
    before : int or None
        Only entries with a smaller number: the next page of a long log.
    """

    actor: str = ""
    scope: str = ""
    household_id: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    most: int = MOST_ENTRIES


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field of one row; personal values are masked as the reader may see them.

    Attributes
    ----------
    table, field : str
        Where; the field ``removed`` says that the thing ended.
    thing : str
        Key of the row, its parts joined by ``/``.
    before, after : object
        ``None`` is not known.
    """

    entry_seq: int
    table: str
    thing: str
    field: str
    before: Any
    after: Any


def entries(
    ledger: Ledger, grant: Grant, which: LogFilter, also: Iterable[int] = ()
) -> list[Row]:
    """Return entries of the history, the newest first.

    Parameters
    ----------
    grant : mapping
        The tables in which entries of a household are looked for.
    also : iterable of int
        Entries that concern the household in another way.

    Returns
    -------
    list of dict
        ``seq, at, day, actor, role, verb, scope, note`` and ``rows``, how many rows
        the entry wrote; long numbers in notes are masked.
    """
    query = select(entry, link.c.rows).outerjoin(link, link.c.seq == entry.c.seq)
    query = query.where(*_narrowed(which))
    if which.household_id:
        touched = entry.c.seq.in_(_touching(grant, which.household_id))
        others = (entry.c.seq.in_([*also]), _unmasked_of(which.household_id))
        query = query.where(or_(touched, *others))
    query = query.order_by(entry.c.seq.desc()).limit(which.most)
    found = fetched(ledger, query)
    return [row | {"note": masked_text(row["note"])} for row in found]


def changes_of_entry(
    ledger: Ledger, grant: Grant, seq: int, *, outside: bool
) -> list[Change]:
    """Return what an entry changed, at most :data:`MOST_ROWS` rows of each table."""
    found: list[Change] = []
    for name, columns in grant.items():
        table = table_of(name)
        pairs = _pairs(table, columns, lambda now: now.c.entry_seq == seq)
        rows = fetched(ledger, pairs.limit(MOST_ROWS))
        found += _differences(table, columns, rows, outside=outside)
    return found


def changes_of_household(
    ledger: Ledger, grant: Grant, household_id: str, *, outside: bool
) -> list[Change]:
    """Return every change of what belongs to a household, the oldest first."""
    found: list[Change] = []
    for name, columns in grant.items():
        table = table_of(name)
        if "household_id" in table.columns:
            pairs = _pairs(table, columns, _ever(table, household_id))
            rows = _own_part(fetched(ledger, pairs), household_id)
            found += _differences(table, columns, rows, outside=outside)
    return sorted(found, key=lambda change: change.entry_seq)


def note_of_unmasking(household_id: str | None, what: str, reason: str) -> str:
    """Write the note under which an unmasking is found again.

    Examples
    --------
    >>> note_of_unmasking("A", "household.phone A", "nobody was at home")
    'A · household.phone A · nobody was at home'
    """
    return SEPARATOR.join([household_id or "-", what, masked_text(reason)])


def _narrowed(which: LogFilter) -> list[ColumnElement]:
    asked = {
        entry.c.actor: which.actor or None,
        entry.c.scope: which.scope or None,
    }
    found = [column == value for column, value in asked.items() if value is not None]
    if which.since is not None:
        found.append(entry.c.day >= which.since)
    if which.until is not None:
        found.append(entry.c.day <= which.until)
    if which.before is not None:
        found.append(entry.c.seq < which.before)
    return found


def _touching(grant: Grant, household_id: str) -> Select:
    tables = [table_of(name) for name in grant]
    return union(
        *[
            select(table.c.entry_seq).where(table.c.household_id == household_id)
            for table in tables
            if "household_id" in table.columns
        ]
    )


def _unmasked_of(household_id: str) -> ColumnElement:
    begins = f"{household_id}{SEPARATOR}"
    noted = func.substr(entry.c.note, 1, len(begins)) == literal(begins)
    return and_(entry.c.scope == "access", noted)


def _keys(table: Table) -> list[str]:
    return [c.name for c in table.primary_key.columns if c.name != "entry_seq"]


def _pairs(
    table: Table, columns: Columns, wanted: Callable[[Alias], ColumnElement]
) -> Select:
    """Select versions with the one before each: ``now_…`` and ``was_…``."""
    now, was, earlier = table.alias("now"), table.alias("was"), table.alias("earlier")
    newest_before = (
        select(func.max(earlier.c.entry_seq))
        .where(*[earlier.c[k] == now.c[k] for k in _keys(table)])
        .where(earlier.c.entry_seq < now.c.entry_seq)
        .scalar_subquery()
    )
    same = [was.c[k] == now.c[k] for k in _keys(table)]
    names = [*_keys(table), *columns.clear, *columns.masked, "entry_seq", "removed"]
    both = [
        side.c[name].label(f"{side.name}_{name}")
        for side in (now, was)
        for name in dict.fromkeys(names)
    ]
    joined = now.outerjoin(was, and_(*same, was.c.entry_seq == newest_before))
    order = [now.c.entry_seq, *[now.c[k] for k in _keys(table)]]
    return select(*both).select_from(joined).where(wanted(now)).order_by(*order)


def _ever(table: Table, household_id: str) -> Callable[[Alias], ColumnElement]:
    """Say which versions to look at: of every thing that was ever the household's."""
    belongs = table.c.household_id == household_id
    if table.c.household_id.primary_key:
        return lambda now: now.c.household_id == household_id
    return lambda now: and_(
        *[now.c[key].in_(select(table.c[key]).where(belongs)) for key in _keys(table)]
    )


def _own_part(rows: Iterable[Row], household_id: str) -> list[Row]:
    """Leave out what a thing was, or became, in another household."""
    own = []
    for row in rows:
        is_own = row["now_household_id"] == household_id
        was_own = row["was_household_id"] == household_id
        if is_own and not was_own:
            row = row | {n: None for n in row if n.startswith("was_")}
        elif was_own and not is_own:  # it went to another household
            kept = ("now_entry_seq", "now_removed")
            gone = {n: None for n in row if n.startswith("now_") and n not in kept}
            row = row | gone | {"now_removed": True}
        if is_own or was_own:
            own.append(row)
    return own


def _differences(
    table: Table, columns: Columns, rows: Iterable[Mapping], *, outside: bool
) -> list[Change]:
    found = []
    for row in rows:
        for name, before, after in _changed(table, columns, row):
            hides = name in columns.masked
            told = [
                masked(name, v, outside=outside) if hides else v
                for v in (before, after)
            ]
            found.append(
                Change(
                    entry_seq=row["now_entry_seq"],
                    table=table.name,
                    thing="/".join(_thing(table, row)),
                    field=name,
                    before=told[0],
                    after=told[1],
                )
            )
    return found


def _thing(table: Table, row: Mapping) -> list[str]:
    sides = [(row[f"now_{key}"], row[f"was_{key}"]) for key in _keys(table)]
    return [str(now if now is not None else was) for now, was in sides]


def _changed(
    table: Table, columns: Columns, row: Mapping
) -> Iterable[tuple[str, Any, Any]]:
    """Yield name, value before, value after; what had ended was nothing before."""
    had_ended = row["was_removed"] is not False
    if row["now_removed"]:
        yield "removed", False, True
        return
    own = [*columns.clear, *columns.masked]
    for name in [name for name in own if name not in _keys(table)]:
        before = None if had_ended else row[f"was_{name}"]
        after = row[f"now_{name}"]
        if before != after:
            yield name, before, after
