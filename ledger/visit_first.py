"""The county's own order of those who are visited first, where it sets one."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.schema import visit_first
from ledger.store import Ledger, as_of
from ledger.writing import Entry, Transaction
from rules.errors import PlanningError
from rules.language import N_

FIELDS = ("kind", "place", "note")
_LAST = 2**31 - 1  # the newest entry, whatever its number

Begin = Callable[[], Entry]
Row = dict[str, Any]


def first_classes(ledger: Ledger, on: date | None = None) -> list[Row]:
    """Return whom the county visits first, in its order; empty if it set none.

    Returns
    -------
    list of dict
        ``kind, place, note``; 1 is first, kinds of one place are equal.
    """
    state = as_of(visit_first, ledger.position(on=on)).subquery()
    found = ledger.rows(select(*[state.c[name] for name in FIELDS]))
    rows = [dict(zip(FIELDS, row, strict=True)) for row in found]
    return sorted(rows, key=lambda row: (row["place"], row["kind"]))


def set_first_classes(
    transaction: Transaction, begin: Begin, wanted: Sequence[Row]
) -> int | None:
    """Put the county's order on record, in place of the one before.

    Parameters
    ----------
    begin : callable
        Makes the entry; it is called only if something changes.
    wanted : sequence of dict
        ``kind`` and ``place``, and a ``note`` or none.

    Returns
    -------
    int or None
        The entry; ``None`` if it is the order on record.

    Raises
    ------
    PlanningError
        If a kind is named twice, or a place is below 1.
    """
    rows = {row["kind"]: {n: row.get(n) for n in FIELDS} for row in wanted}
    if len(rows) < len(wanted) or any(row["place"] < 1 for row in rows.values()):
        raise PlanningError(
            N_("an order names each kind once, and its places begin with 1")
        )
    newest = transaction.connection.execute(as_of(visit_first, _LAST)).mappings()
    known = {row["kind"]: {n: row[n] for n in FIELDS} for row in newest}
    changed = [row for kind, row in rows.items() if known.get(kind) != row]
    dropped = [known[kind] | {"removed": True} for kind in known.keys() - rows.keys()]
    if not changed and not dropped:
        return None
    entry = begin()
    entry.write(visit_first, [*changed, *dropped])
    return entry.seq
